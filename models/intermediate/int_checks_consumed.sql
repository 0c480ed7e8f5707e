-- Checks that say nothing because an amount was put into its column so that they hold: the identity itself was used
-- to find the column, or the check sets the same amounts against each other in the same way (all within the row, where
-- the sums of the header were used; all within the column, where those of the rows were).
with checks as (
    select distinct
        check_id,
        identity_id
    from {{ ref('int_check_terms') }}
),

terms as (
    select distinct
        check_id,
        figure_id
    from {{ ref('int_check_terms') }}
),

figures as (
    select * from {{ ref('int_figures_keyed') }}
),

recoveries as (
    select * from {{ ref('stg_recoveries') }}
),

with_inferred as (
    select distinct terms.check_id
    from terms
    inner join figures on terms.figure_id = figures.figure_id
    where figures.attribution = 'inferred'
),

shapes as (
    -- Whether a check stays within one row, or one column.
    select
        terms.check_id,
        count(distinct figures.document_id || '|' || figures.table_no || '|' || figures.row_no) = 1 as is_of_row,
        count(distinct figures.document_id || '|' || figures.table_no || '|' || figures.column_no) = 1 as is_of_column
    from terms
    inner join with_inferred on terms.check_id = with_inferred.check_id
    inner join figures on terms.figure_id = figures.figure_id
    group by terms.check_id
),

consumed as (
    select distinct checks.check_id
    from terms
    inner join checks on terms.check_id = checks.check_id
    inner join shapes on terms.check_id = shapes.check_id
    inner join figures on terms.figure_id = figures.figure_id
    inner join recoveries
        on
            figures.document_id = recoveries.document_id
            and figures.table_no = recoveries.table_no
            and figures.row_no = recoveries.row_no
    where
        figures.attribution = 'inferred'
        and (
            recoveries.identity_id = checks.identity_id
            or (recoveries.identity_id = 'same_figure' and checks.identity_id = 'same_sum')
            or (recoveries.identity_id = 'row_sum' and shapes.is_of_row)
            or (recoveries.identity_id in ('parent_children', 'grand_total') and shapes.is_of_column)
        )
)

select * from consumed
