-- grand_total: in each column of a block, a total row on the left; on the right the topmost rows that it covers.
-- A subtotal that does not begin its block covers the rows above it only (a list of carry-overs may follow).
-- A total of all carry-overs covers the subtotals of single ones and the rows that no subtotal covers.
with figures as (
    select * from {{ ref('int_figures_comparable') }}
),

totals as (
    select
        *,
        case when block_carryover = 'all' then 'all' else carryover end as total_carryover
    from figures
    where is_total_row
),

topmost as (
    select * from figures
    where not is_total_row and not is_of_which_row and parent_row_no is null
),

balances as (
    -- The first row of money carried over, and the total row that ends what is printed below it.
    select
        topmost.document_id,
        topmost.table_no,
        topmost.block_no,
        topmost.column_no,
        topmost.carryover,
        min(topmost.row_no) as row_no,
        arg_min(topmost.amount_cny, topmost.row_no) as amount_cny,
        min(totals.row_no) as end_row_no
    from topmost
    left join totals
        on
            topmost.document_id = totals.document_id
            and topmost.table_no = totals.table_no
            and topmost.block_no = totals.block_no
            and topmost.column_no = totals.column_no
            and topmost.row_no < totals.row_no
    where topmost.carryover in ('opening', 'closing')
    group by topmost.document_id, topmost.table_no, topmost.block_no, topmost.column_no, topmost.carryover
),

sources_of_balances as (
    -- Money carried over is printed in one row and once more by its sources below it.
    select topmost.figure_id
    from topmost
    inner join balances
        on
            topmost.document_id = balances.document_id
            and topmost.table_no = balances.table_no
            and topmost.block_no = balances.block_no
            and topmost.column_no = balances.column_no
            and topmost.row_no > balances.row_no
            and topmost.row_no < coalesce(balances.end_row_no, topmost.row_no + 1)
            and topmost.carryover in (balances.carryover, 'current_year')
    qualify
        sum(topmost.amount_cny) over (
            partition by
                balances.document_id, balances.table_no, balances.block_no, balances.column_no, balances.carryover
        ) = balances.amount_cny
),

roots as (
    select topmost.*
    from topmost
    left join sources_of_balances on topmost.figure_id = sources_of_balances.figure_id
    where sources_of_balances.figure_id is null
),

subtotals as (
    select * from totals
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
            and roots.carryover = subtotals.total_carryover
            and totals.figure_id != subtotals.figure_id
            and (roots.row_no < subtotals.row_no or openings.row_no > subtotals.row_no)
    where
        (
            roots.carryover = totals.total_carryover
            or (totals.total_carryover = 'all' and subtotals.figure_id is null)
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
    where totals.total_carryover = 'all' and subtotals.total_carryover != 'all'
),

right_terms as (
    select distinct
        left_figure_id,
        figure_id,
        document_id
    from candidates
)

{{ check_terms('total', 'right_terms') }}
