-- Change, growth and share columns: what they print on the left; on the right the two figures of the same row (of a
-- share: the row's and its column's total) that they compare, the base with coefficient -1.
with figures as (
    select * from {{ ref('int_figures_keyed') }}
    where not is_repeat and (amount_cny is not null or figure is not null)
),

level_groups as (
    select
        document_id,
        table_no,
        row_no,
        block_no,
        reference_year,
        coalesce(measure_code, '?') as measure_code,
        coalesce(fund_source, '?') as fund_source,
        count(*) as n_figures,
        min(column_no) as column_no,
        min(part_label) as part_label,
        min(figure_id) as figure_id
    from figures
    where comparison = 'level' and value_type = 'amount' and not is_of_which_column
    group by all
),

levels as (
    -- What is not known may be anything: it compares only where a row prints one figure a year.
    select *
    from level_groups
    qualify
        n_figures = 1
        and (
            measure_code != '?'
            or sum(n_figures) over (partition by document_id, table_no, row_no, block_no, reference_year) = 1
        )
),

compared as (
    select
        figure_id,
        document_id,
        table_no,
        row_no,
        block_no,
        comparison,
        reference_year,
        coalesce(measure_code, '?') as measure_code,
        coalesce(fund_source, '?') as fund_source
    from figures
    where comparison in ('change', 'change_percent', 'share')
),

changes as (
    select
        compared.document_id,
        compared.figure_id as stated_figure_id,
        compared.comparison as variant,
        level_now.figure_id,
        level_before.figure_id as base_figure_id
    from compared
    inner join levels as level_now
        on
            compared.document_id = level_now.document_id
            and compared.table_no = level_now.table_no
            and compared.row_no = level_now.row_no
            and compared.block_no = level_now.block_no
            and compared.reference_year = level_now.reference_year
            and compared.measure_code = level_now.measure_code
            and compared.fund_source = level_now.fund_source
    inner join levels as level_before
        on
            compared.document_id = level_before.document_id
            and compared.table_no = level_before.table_no
            and compared.row_no = level_before.row_no
            and compared.block_no = level_before.block_no
            and compared.reference_year - 1 = level_before.reference_year
            and compared.measure_code = level_before.measure_code
            and compared.fund_source = level_before.fund_source
    where compared.comparison in ('change', 'change_percent')
),

rows_above as (
    -- Of a change row: the rows right above it, in its column, since the change row before it.
    select
        compared.figure_id as stated_figure_id,
        compared.document_id,
        compared.variant,
        above.figure_id,
        compared.reference_year - above.reference_year as years_before,
        row_number() over (
            partition by compared.figure_id, above.reference_year order by above.row_no desc
        ) as position
    from (
        select
            document_id,
            table_no,
            block_no,
            column_no,
            row_no,
            reference_year,
            figure_id,
            comparison as variant,
            lag(row_no, 1, 0) over (
                partition by document_id, table_no, block_no, column_no, comparison order by row_no
            ) as last_row_no
        from figures
        where comparison in ('change', 'change_percent')
    ) as compared
    inner join figures as above
        on
            compared.document_id = above.document_id
            and compared.table_no = above.table_no
            and compared.block_no = above.block_no
            and compared.column_no = above.column_no
            and compared.row_no > above.row_no
            and compared.last_row_no < above.row_no
            and above.comparison = 'level'
            and above.value_type = 'amount'
            and above.reference_year between compared.reference_year - 1 and compared.reference_year
),

row_changes as (
    select
        level_now.document_id,
        level_now.stated_figure_id,
        level_now.variant,
        level_now.figure_id,
        level_before.figure_id as base_figure_id
    from rows_above as level_now
    inner join rows_above as level_before on level_now.stated_figure_id = level_before.stated_figure_id
    where
        level_now.position = 1 and level_before.position = 1
        and level_now.years_before = 0 and level_before.years_before = 1
),

column_totals as (
    select
        document_id,
        table_no,
        column_no,
        part_label,
        min(figure_id) as figure_id
    from figures
    where (row_role = 'grand_total' or is_blank_total) and comparison = 'level' and value_type = 'amount'
    group by document_id, table_no, column_no, part_label
    having count(*) = 1
),

shares as (
    select
        compared.document_id,
        compared.figure_id as stated_figure_id,
        compared.comparison as variant,
        levels.figure_id,
        column_totals.figure_id as base_figure_id
    from compared
    inner join levels
        on
            compared.document_id = levels.document_id
            and compared.table_no = levels.table_no
            and compared.row_no = levels.row_no
            and compared.block_no = levels.block_no
            and compared.reference_year = levels.reference_year
            and compared.measure_code = levels.measure_code
            and compared.fund_source = levels.fund_source
    inner join column_totals
        on
            levels.document_id = column_totals.document_id
            and levels.table_no = column_totals.table_no
            and levels.column_no = column_totals.column_no
            and levels.part_label is not distinct from column_totals.part_label
            and levels.figure_id != column_totals.figure_id
    where compared.comparison = 'share'
),

comparisons as (
    select * from changes
    union all
    select row_changes.*
    from row_changes
    left join changes on row_changes.stated_figure_id = changes.stated_figure_id
    where changes.stated_figure_id is null
    union all
    select * from shares
),

terms as (
    select
        document_id,
        variant,
        stated_figure_id as check_key,
        stated_figure_id as figure_id,
        'left' as side,
        1 as coefficient
    from comparisons

    union all

    select
        document_id,
        variant,
        stated_figure_id as check_key,
        figure_id,
        'right' as side,
        1 as coefficient
    from comparisons

    union all

    select
        document_id,
        variant,
        stated_figure_id as check_key,
        base_figure_id as figure_id,
        'right' as side,
        -1 as coefficient
    from comparisons

    union all

    -- The topmost shares of a column, against 100.
    select
        figures.document_id,
        'shares' as variant,
        concat_ws('|', figures.table_no, figures.column_no, figures.part_label) as check_key,
        figures.figure_id,
        'left' as side,
        1 as coefficient
    from figures
    where
        figures.comparison = 'share' and figures.row_role is null and not figures.is_blank_total
        and not figures.is_of_which and figures.parent_row_no is null
)

select
    identities.identity_id,
    terms.document_id,
    terms.check_key,
    terms.figure_id,
    terms.side,
    terms.coefficient
from terms
inner join {{ ref('identities') }} as identities
    on identities.generator = 'comparison' and terms.variant = identities.variant
