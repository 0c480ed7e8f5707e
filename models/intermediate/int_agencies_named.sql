-- Each body that a document names with a code, and each publisher, with its division and an id of its own.
with documents as (
    select * from {{ ref('stg_documents') }}
),

keys as (
    select * from {{ ref('int_keys_classified') }}
    where entity = 'agency'
),

located as (
    select * from {{ ref('int_publishers_located') }}
),

coded as (
    select
        document_id,
        code,
        max(label) as name
    from keys
    where code is not null
    group by document_id, code
),

bodies as (
    select
        document_id,
        code,
        name
    from coded

    union

    select
        keys.document_id,
        cast(null as varchar) as code,
        keys.label as name
    from keys
    left join coded on keys.document_id = coded.document_id and keys.label = coded.name
    where
        keys.code is null and keys.label is not null and coded.name is null and not exists (
            select 1
            from {{ ref('int_labels_matched') }} as totals
            where
                totals.place = 'row'
                and totals.row_role is not null
                and totals.wording = {{ normalised_label('keys.label') }}
        )

    union

    select
        documents.document_id,
        cast(null as varchar) as code,
        documents.publisher as name
    from documents
    left join coded on documents.document_id = coded.document_id and documents.publisher = coded.name
    where documents.publisher is not null and coded.name is null
),

identified as (
    select
        bodies.document_id,
        bodies.code as agency_code,
        -- A document may print codes of units and their names nowhere.
        coalesce(bodies.name, bodies.code) as name,
        located.division_code,
        located.division_level,
        located.fiscal_year,
        coalesce(located.division_code, bodies.document_id)
        || '-'
        || coalesce(bodies.code, left(md5(bodies.name), 8)) as agency_id,
        -- A unit's code begins with its department's.
        (
            select max(parents.code)
            from coded as parents
            where
                parents.document_id = bodies.document_id
                and starts_with(bodies.code, parents.code)
                and parents.code != bodies.code
        ) as parent_code
    from bodies
    inner join located on bodies.document_id = located.document_id
)

select * from identified
