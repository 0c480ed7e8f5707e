-- Each figure with its id, the entities its row names, and whether its row totals others.
with figures as (
    select * from {{ ref('int_figures_scoped') }}
),

keys as (
    select * from {{ ref('int_keys_classified') }}
),

subjects as (
    select * from {{ ref('int_subjects_matched') }}
),

agencies as (
    select * from {{ ref('int_agencies_named') }}
),

projects as (
    select * from {{ ref('int_project_rows') }}
),

printed_tables as (
    select
        printed.*,
        scopes.fiscal_year
    from {{ ref('stg_tables') }} as printed
    inner join {{ ref('int_tables_scoped') }} as scopes
        on printed.document_id = scopes.document_id and printed.table_no = scopes.table_no
),

column_subjects as (
    select
        id,
        scheme,
        code,
        coalesce(valid_from_year, 0) as valid_from_year,
        coalesce(valid_to_year, 9999) as valid_to_year
    from {{ ref('int_subjects') }}
    where is_listed
),

sections as (
    select * from {{ ref('int_sections_restating') }}
),

row_subjects as (
    select
        document_id,
        table_no,
        row_no,
        max(subject_id) filter (where scheme = 'function') as function_subject_id,
        max(subject_id) filter (where scheme = 'department') as economic_department_subject_id,
        max(subject_id) filter (where scheme = 'government') as economic_government_subject_id,
        bool_or(subject_id is null) as has_unlisted_subject
    from subjects
    group by document_id, table_no, row_no
),

row_agencies as (
    select
        keys.document_id,
        keys.table_no,
        keys.row_no,
        max(agencies.agency_id) as agency_id
    from keys
    inner join agencies
        on
            keys.document_id = agencies.document_id
            and (
                keys.code = agencies.agency_code
                or (keys.code is null and keys.label = agencies.name)
            )
    where keys.entity = 'agency'
    group by keys.document_id, keys.table_no, keys.row_no
),

row_identities as (
    select
        document_id,
        table_no,
        row_no,
        string_agg(coalesce(code, '') || ':' || coalesce(label, ''), '|' order by key_no) as identity
    from keys
    group by document_id, table_no, row_no
),

parents as (
    select distinct
        document_id,
        table_no,
        parent_row_no as row_no
    from figures
    where parent_row_no is not null and not is_of_which
),

blank_columns as (

    -- Amounts beside no label, and in the same column the sum of the block's topmost rows.
    select
        totals.document_id,
        totals.table_no,
        totals.row_no,
        totals.column_no,
        min(totals.figure) as stated,
        sum(roots.figure) as summed
    from figures as totals
    inner join figures as roots
        on
            totals.document_id = roots.document_id
            and totals.table_no = roots.table_no
            and totals.block_no = roots.block_no
            and totals.column_no = roots.column_no
            and totals.row_no != roots.row_no
    where
        totals.row_code is null
        and totals.row_label is null
        and totals.value_type = 'amount'
        and not roots.is_of_which
        and roots.parent_row_no is null
        and (roots.row_code is not null or roots.row_label is not null)
        and roots.row_role is null
    group by totals.document_id, totals.table_no, totals.row_no, totals.column_no

),

blank_totals as (

    -- Such a row is a total where it is the sum in every column.
    select
        document_id,
        table_no,
        row_no
    from blank_columns
    group by document_id, table_no, row_no
    having bool_and(stated = summed)

),

peers as (
    select
        document_id,
        table_no,
        block_no,
        count(distinct row_no) as n_rows
    from figures
    group by document_id, table_no, block_no
),

keyed as (
    select
        figures.*,
        row_subjects.function_subject_id,
        coalesce(
            row_subjects.economic_department_subject_id,
            case when figures.column_subject_scheme = 'department' then column_subjects.id end
        ) as economic_department_subject_id,
        coalesce(
            row_subjects.economic_government_subject_id,
            case when figures.column_subject_scheme = 'government' then column_subjects.id end
        ) as economic_government_subject_id,
        row_agencies.agency_id,
        projects.project_id,
        projects.category as project_category,
        coalesce(row_identities.identity, '') as row_identity,
        -- The parts of a form's inner table (收入构成, 支出构成) have totals of their own; so has each breakdown of a block.
        case
            when printed_tables.parent_table_no is not null or sections.section_label is not null
                then figures.section_label
        end as part_label,
        coalesce(figures.row_role is not null and peers.n_rows > 1, false)
        or parents.row_no is not null
        or blank_totals.row_no is not null as is_total,
        blank_totals.row_no is not null as is_blank_total,
        -- Whether the row speaks of the table as a whole, of an entity, or of something that is not conformed.
        case
            when row_subjects.has_unlisted_subject then 'unknown'
            when figures.column_subject_code is not null and figures.row_role is not null then 'entity'
            when
                coalesce(
                    row_subjects.function_subject_id, row_subjects.economic_department_subject_id,
                    row_subjects.economic_government_subject_id, row_agencies.agency_id, projects.project_id,
                    projects.category
                ) is not null
                then 'entity'
            when figures.row_role is not null or blank_totals.row_no is not null then 'whole'
            when figures.row_code is null and figures.row_label is null and peers.n_rows = 1 then 'whole'
            when figures.row_entity = 'item' and figures.row_scope_known then 'whole'
            else 'unknown'
        end as row_extent
    from figures
    inner join printed_tables
        on figures.document_id = printed_tables.document_id and figures.table_no = printed_tables.table_no
    left join row_subjects
        on
            figures.document_id = row_subjects.document_id
            and figures.table_no = row_subjects.table_no
            and figures.row_no = row_subjects.row_no
    left join column_subjects
        on
            figures.column_subject_scheme = column_subjects.scheme
            and figures.column_subject_code = column_subjects.code
            and printed_tables.fiscal_year between column_subjects.valid_from_year and column_subjects.valid_to_year
    left join row_agencies
        on
            figures.document_id = row_agencies.document_id
            and figures.table_no = row_agencies.table_no
            and figures.row_no = row_agencies.row_no
    left join projects
        on
            figures.document_id = projects.document_id
            and figures.table_no = projects.table_no
            and figures.row_no = projects.row_no
    left join row_identities
        on
            figures.document_id = row_identities.document_id
            and figures.table_no = row_identities.table_no
            and figures.row_no = row_identities.row_no
    left join parents
        on
            figures.document_id = parents.document_id
            and figures.table_no = parents.table_no
            and figures.row_no = parents.row_no
    left join blank_totals
        on
            figures.document_id = blank_totals.document_id
            and figures.table_no = blank_totals.table_no
            and figures.row_no = blank_totals.row_no
    left join sections
        on
            figures.document_id = sections.document_id
            and figures.table_no = sections.table_no
            and figures.section_label = sections.section_label
    left join peers
        on
            figures.document_id = peers.document_id
            and figures.table_no = peers.table_no
            and figures.block_no = peers.block_no
),

identified as (
    select
        *,
        left(
            md5(
                document_id
                || '|' || coalesce(title, '')
                || '|' || coalesce(section_label, '')
                || '|' || row_identity
                || '|' || coalesce(column_label, '')
                || '|' || row_number() over (
                    partition by document_id, title, section_label, row_identity, column_label
                    order by table_no, row_no, column_no
                )
            ),
            16
        ) as figure_id
    from keyed
)

select * from identified
