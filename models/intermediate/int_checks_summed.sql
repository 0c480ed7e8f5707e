-- Each check with both sides added up. The left side is what is stated, the right what it should equal.
-- Rounding: half a unit of the last printed decimal per figure, summed: what rounding alone can explain; `cut` is the
-- part of it that comes from numbers cut to ten digits.
with terms as (
    select * from {{ ref('int_check_terms') }}
),

identities as (
    select * from {{ ref('identities') }}
),

figures as (
    select * from {{ ref('int_figures_checkable') }}
),

measured as (
    select
        terms.check_id,
        terms.identity_id,
        terms.document_id,
        terms.side,
        terms.figure_id,
        terms.coefficient,
        terms.basis_condition,
        identities.family,
        identities.relation,
        figures.table_no,
        figures.row_no,
        figures.column_no,
        figures.measure_code,
        figures.fund_source,
        figures.carryover,
        figures.reference_year,
        figures.phase,
        figures.amount,
        figures.rounding,
        figures.cut
    from terms
    inner join identities on terms.identity_id = identities.identity_id
    inner join figures on terms.figure_id = figures.figure_id
),

sides as (
    select
        check_id,
        identity_id,
        document_id,
        family,
        relation,
        max(basis_condition) as term_condition,
        min(table_no) filter (where side = 'left') as left_table_no,
        min(row_no) filter (where side = 'left') as left_row_no,
        min(column_no) filter (where side = 'left') as left_column_no,
        min(measure_code) filter (where side = 'left') as left_measure_code,
        min(fund_source) filter (where side = 'left') as left_fund_source,
        sum(coefficient * amount) filter (where side = 'left') as left_sum,
        coalesce(sum(coefficient * amount) filter (where side = 'right'), 0) as right_sum,
        sum(amount) filter (where side = 'right' and coefficient > 0) as right_first,
        sum(amount) filter (where side = 'right' and coefficient < 0) as right_base,
        min(amount) as smallest,
        max(abs(amount)) as largest,
        count(*) as n_terms,
        count(*) filter (where side = 'right') as n_right_terms,
        count(distinct figure_id) as n_figures,
        sum(abs(coefficient) * rounding) as rounding,
        sum(abs(coefficient) * cut) as cut,
        sum(rounding) filter (where side = 'left') as left_rounding,
        max(rounding) filter (where side = 'right') as right_rounding,
        count(*) filter (where amount != 0) = 2
        and max(rounding) filter (where amount != 0) = min(rounding) filter (where amount != 0)
        and max(abs(coefficient)) = 1 as is_pair,
        case when count(distinct measure_code) = 1 then min(measure_code) end as measure_code,
        case when count(distinct fund_source) = 1 then min(fund_source) end as fund_source,
        case when count(distinct carryover) = 1 then min(carryover) end as carryover,
        min(reference_year) as reference_year,
        min(phase) as phase
    from measured
    group by check_id, identity_id, document_id, family, relation
),

expected as (
    select
        *,
        left_sum as actual,
        case relation
            when 'percent_change' then 100 * right_sum / nullif(right_base, 0)
            when 'percent_of' then 100 * right_first / nullif(right_base, 0)
            -- A change on the right, less the level that it leads to: the level it came from, negative.
            when 'percent_of_prior' then -100 * right_first / nullif(right_sum, 0)
            when 'hundred' then 100
            else right_sum
        end as expected,
        case
            when relation in ('percent_change', 'percent_of')
                then
                    left_rounding
                    + 100 * right_rounding * (1 + abs(right_first / nullif(right_base, 0))) / nullif(abs(right_base), 0)
            when relation = 'percent_of_prior'
                then
                    left_rounding
                    + 100 * right_rounding * (1 + 2 * abs(right_first / nullif(right_sum, 0)))
                    / nullif(abs(right_sum), 0)
            when relation = 'hundred' then left_rounding
            else rounding
        end as rounding_explained
    from sides
)

select
    check_id,
    identity_id,
    document_id,
    family,
    relation,
    term_condition,
    left_table_no,
    left_row_no,
    left_column_no,
    left_measure_code,
    left_fund_source,
    actual,
    expected,
    actual - expected as difference,
    case relation when 'percent_of_prior' then -right_sum else right_base end as right_base,
    smallest,
    n_terms,
    n_right_terms,
    cast(rounding_explained as decimal(30, 6)) as rounding,
    cast(cut as decimal(30, 6)) as cut,
    -- One number against one of equal precision: what is rounded alike is equal.
    relation = 'equal' and left_table_no is not null and coalesce(is_pair, false) as is_pair,
    -- A figure whose other side prints nothing says something unless it is zero.
    largest = 0 or (n_figures < 2 and (n_right_terms > 0 or relation = 'hundred')) as is_trivial,
    concat_ws(
        '; ', 'year=' || reference_year, 'phase=' || phase, 'measure=' || measure_code,
        'fund=' || fund_source, 'carryover=' || carryover
    ) as scope
from expected
