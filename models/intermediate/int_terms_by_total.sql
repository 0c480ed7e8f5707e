-- grand_total: in each column of a block, a total row on the left; on the right the topmost rows that it covers.
-- A subtotal that does not begin its block covers the rows above it only (a list of carry-overs may follow).
-- A total of all carry-overs covers the subtotals of single ones and the rows that no subtotal covers.
with figures as (
    select * from {{ ref('int_figures_comparable') }}
),

totals as (
    select * from figures
    where is_total_row
),

roots as (
    select * from figures
    where not is_total_row and not is_of_which_row and parent_row_no is null
),

subtotals as (
    select * from figures
    where row_role = 'subtotal'
),

openings as (
    select
        document_id,
        table_no,
        block_no,
        min(row_no) as row_no
    from roots
    group by document_id, table_no, block_no
),

candidates as (
    select
        totals.figure_id as left_figure_id,
        roots.figure_id,
        roots.document_id
    from totals
    inner join roots
        on
            totals.document_id = roots.document_id
            and totals.table_no = roots.table_no
            and totals.block_no = roots.block_no
            and totals.column_no = roots.column_no
            and totals.part_label is not distinct from roots.part_label
    inner join openings
        on
            roots.document_id = openings.document_id
            and roots.table_no = openings.table_no
            and roots.block_no = openings.block_no
    left join subtotals
        on
            roots.document_id = subtotals.document_id
            and roots.table_no = subtotals.table_no
            and roots.block_no = subtotals.block_no
            and roots.column_no = subtotals.column_no
            and roots.carryover = subtotals.carryover
            and totals.figure_id != subtotals.figure_id
    where
        (
            roots.carryover = totals.carryover
            or (totals.carryover = 'all' and subtotals.figure_id is null)
        )
        and (
            totals.row_role != 'subtotal' or totals.row_role is null or totals.row_no < openings.row_no
            or roots.row_no < totals.row_no
        )

    union all

    select
        totals.figure_id as left_figure_id,
        subtotals.figure_id,
        subtotals.document_id
    from totals
    inner join subtotals
        on
            totals.document_id = subtotals.document_id
            and totals.table_no = subtotals.table_no
            and totals.block_no = subtotals.block_no
            and totals.column_no = subtotals.column_no
            and totals.part_label is not distinct from subtotals.part_label
    where totals.carryover = 'all' and subtotals.carryover != 'all'
),

right_terms as (
    select distinct
        left_figure_id,
        figure_id,
        document_id
    from candidates
)

{{ check_terms('total', 'right_terms') }}
