-- Each project that a project list names, with its unit and the category row it stands under.
with recursive keys as (
    select * from {{ ref('int_keys_classified') }}
),

table_rows as (
    select * from {{ ref('stg_table_rows') }}
),

row_categories as (
    select
        table_rows.document_id,
        table_rows.table_no,
        table_rows.row_no,
        keys.label as category
    from table_rows
    left join keys
        on
            table_rows.document_id = keys.document_id
            and table_rows.table_no = keys.table_no
            and table_rows.row_no = keys.row_no
            and keys.entity = 'project_category'
    where table_rows.parent_row_no is null

    union all

    select
        table_rows.document_id,
        table_rows.table_no,
        table_rows.row_no,
        coalesce(keys.label, row_categories.category) as category
    from table_rows
    inner join row_categories
        on
            table_rows.document_id = row_categories.document_id
            and table_rows.table_no = row_categories.table_no
            and table_rows.parent_row_no = row_categories.row_no
    left join keys
        on
            table_rows.document_id = keys.document_id
            and table_rows.table_no = keys.table_no
            and table_rows.row_no = keys.row_no
            and keys.entity = 'project_category'
),

projects as (
    select * from keys
    where entity = 'project' and (code is not null or label is not null)
),

units as (
    select * from keys
    where entity = 'agency'
),

totals as (
    select wording from {{ ref('int_labels_matched') }}
    where place = 'row' and row_role is not null
),

listed as (
    select
        row_categories.document_id,
        row_categories.table_no,
        row_categories.row_no,
        row_categories.category,
        projects.code as project_code,
        projects.label as name,
        units.label as unit_name,
        projects.key_no is not null as is_project
    from row_categories
    left join projects
        on
            row_categories.document_id = projects.document_id
            and row_categories.table_no = projects.table_no
            and row_categories.row_no = projects.row_no
            and (
                projects.code is not null
                or {{ normalised_label('projects.label') }} not in (select totals.wording from totals)
            )
    left join units
        on
            row_categories.document_id = units.document_id
            and row_categories.table_no = units.table_no
            and row_categories.row_no = units.row_no
    where projects.key_no is not null or row_categories.category is not null
)

select * from listed
