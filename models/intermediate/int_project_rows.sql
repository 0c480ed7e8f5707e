-- Each table row that speaks of a project or of a category of projects: of a list, of a form, of its inner tables.
with listed as (
    select * from {{ ref('int_projects_listed') }}
),

identified as (
    select * from {{ ref('int_projects_identified') }}
),

lines as (
    select * from {{ ref('stg_project_lines') }}
),

printed_tables as (
    select * from {{ ref('stg_tables') }}
),

final as (
    select
        listed.document_id,
        listed.table_no,
        listed.row_no,
        listed.category,
        identified.project_id
    from listed
    left join identified
        on
            listed.document_id = identified.document_id
            and listed.table_no = identified.table_no
            and listed.row_no = identified.row_no

    union all

    select
        lines.document_id,
        lines.table_no,
        lines.row_no,
        null as category,
        identified.project_id
    from lines
    inner join printed_tables
        on lines.document_id = printed_tables.document_id and lines.table_no = printed_tables.table_no
    inner join identified
        on
            lines.document_id = identified.document_id
            and coalesce(printed_tables.parent_table_no, lines.table_no) = identified.table_no
            and lines.project_no = identified.project_no
)

select * from final
