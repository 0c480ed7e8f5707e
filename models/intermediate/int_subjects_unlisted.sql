-- Codes that documents print and the classification of that year does not have: kept, with the document as source.
with keys as (
    select * from {{ ref('int_keys_classified') }}
),

documents as (
    select * from {{ ref('stg_documents') }}
),

listed as (
    select
        'function' as scheme,
        code,
        valid_from_year,
        valid_to_year
    from {{ ref('function_subjects') }}

    union all

    select
        scheme,
        code,
        valid_from_year,
        valid_to_year
    from {{ ref('economic_subjects') }}
),

printed as (
    select
        keys.document_id,
        keys.code,
        keys.label,
        documents.fiscal_year,
        case keys.entity
            when 'function' then 'function'
            when 'economic_department' then 'department'
            when 'economic_government' then 'government'
        end as scheme
    from keys
    inner join documents on keys.document_id = documents.document_id
    where
        keys.entity in ('function', 'economic_department', 'economic_government')
        and keys.code is not null
        and documents.fiscal_year is not null
),

unlisted as (
    select
        printed.scheme,
        printed.code,
        printed.fiscal_year,
        min(printed.label) as name_zh,
        min(printed.document_id) as document_id
    from printed
    left join listed
        on
            printed.scheme = listed.scheme
            and printed.code = listed.code
            and printed.fiscal_year >= cast(coalesce(listed.valid_from_year, '0') as integer)
            and printed.fiscal_year <= cast(coalesce(listed.valid_to_year, '9999') as integer)
    where listed.code is null
    group by printed.scheme, printed.code, printed.fiscal_year
)

select
    scheme,
    code,
    fiscal_year,
    coalesce(name_zh, code) as name_zh,
    greatest(1, cast(floor((length(code) - 1) / 2) as integer)) as subject_level,
    'printed in ' || document_id as source
from unlisted
