-- header: in each row, a total column on the left; on the right the columns under the same header. A group of
-- columns with a total of its own comes in by that total, another group by its columns.
with columns as (
    select * from {{ ref('int_columns_scoped') }}
    where role = 'value' and not is_of_which
),

figures as (
    select * from {{ ref('int_figures_comparable') }}
),

totals as (
    select * from columns
    where is_total_column
),

pairs as (
    select
        totals.document_id,
        totals.table_no,
        totals.block_no,
        totals.column_no as total_column_no,
        totals.parent_path as total_path,
        columns.column_no,
        columns.parent_path
    from totals
    inner join columns
        on
            totals.document_id = columns.document_id
            and totals.table_no = columns.table_no
            and totals.block_no = columns.block_no
            and totals.column_no != columns.column_no
    where
        (
            totals.parent_path = ''
            or columns.parent_path = totals.parent_path
            or starts_with(columns.parent_path, totals.parent_path || '/')
        )
        and not (columns.is_total_column and columns.parent_path = totals.parent_path)
),

addends as (
    select pairs.*
    from pairs
    where not exists (
        select 1
        from totals as nearer
        where
            nearer.document_id = pairs.document_id
            and nearer.table_no = pairs.table_no
            and nearer.block_no = pairs.block_no
            and nearer.column_no != pairs.column_no
            and nearer.parent_path != pairs.total_path
            and (pairs.total_path = '' or starts_with(nearer.parent_path, pairs.total_path || '/'))
            and (
                pairs.parent_path = nearer.parent_path
                or starts_with(pairs.parent_path, nearer.parent_path || '/')
            )
    )
),

right_terms as (
    select
        left_figures.figure_id as left_figure_id,
        right_figures.figure_id,
        right_figures.document_id
    from addends
    inner join figures as left_figures
        on
            addends.document_id = left_figures.document_id
            and addends.table_no = left_figures.table_no
            and addends.total_column_no = left_figures.column_no
    inner join figures as right_figures
        on
            left_figures.document_id = right_figures.document_id
            and left_figures.table_no = right_figures.table_no
            and left_figures.row_no = right_figures.row_no
            and addends.column_no = right_figures.column_no
            and left_figures.reference_year = right_figures.reference_year
            and left_figures.phase is not distinct from right_figures.phase
)

{{ check_terms('header', 'right_terms') }}
