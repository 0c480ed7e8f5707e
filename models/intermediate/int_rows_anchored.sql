-- Each row with figures, and what it stands below in the hierarchy: the nearest row above that names no subject (the
-- unit whose subjects it lists; none below a table's own total), and the nearest unit, which may be its own.
with recursive figures as (
    select * from {{ ref('int_figures_keyed') }}
),

printed_rows as (
    select
        document_id,
        table_no,
        row_no,
        max(parent_row_no) as parent_row_no,
        max(agency_id) as agency_id,
        max(
            coalesce(function_subject_id, economic_department_subject_id, economic_government_subject_id)
        ) is not null as names_subject
    from figures
    group by document_id, table_no, row_no
),

climbed as (
    select
        document_id,
        table_no,
        row_no,
        agency_id,
        parent_row_no as above_row_no,
        cast(null as integer) as anchor_row_no
    from printed_rows

    union all

    select
        climbed.document_id,
        climbed.table_no,
        climbed.row_no,
        coalesce(climbed.agency_id, printed_rows.agency_id) as agency_id,
        printed_rows.parent_row_no as above_row_no,
        coalesce(climbed.anchor_row_no, case when not printed_rows.names_subject then printed_rows.row_no end)
            as anchor_row_no
    from climbed
    inner join printed_rows
        on
            climbed.document_id = printed_rows.document_id
            and climbed.table_no = printed_rows.table_no
            and climbed.above_row_no = printed_rows.row_no
)

select
    document_id,
    table_no,
    row_no,
    max(anchor_row_no) as anchor_row_no,
    max(agency_id) as agency_id
from climbed
group by document_id, table_no, row_no
