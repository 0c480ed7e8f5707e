-- Each check with both sides added up. The left side is what is stated, the right what it should equal.
-- Tolerance: half a unit of the last printed decimal per figure, summed: what rounding alone can explain. Two
-- single figures of equal precision are one number printed twice and have none.
with terms as (
    select * from {{ ref('int_check_terms') }}
),

figures as (
    select * from {{ ref('int_figures_comparable') }}
),

sums as (
    select
        terms.check_id,
        terms.identity_id,
        terms.document_id,
        sum(terms.coefficient * figures.amount_cny) filter (where terms.side = 'left') as actual,
        sum(terms.coefficient * figures.amount_cny) filter (where terms.side = 'right') as expected,
        count(*) as n_terms,
        count(distinct terms.figure_id) as n_figures,
        count(distinct figures.rounding_cny) as n_precisions,
        sum(abs(terms.coefficient) * figures.rounding_cny) as rounding,
        max(abs(figures.amount_cny)) as largest,
        case when count(distinct figures.measure_code) = 1 then min(figures.measure_code) end as measure_code,
        case when count(distinct figures.fund_source) = 1 then min(figures.fund_source) end as fund_source,
        case when count(distinct figures.carryover) = 1 then min(figures.carryover) end as carryover,
        min(figures.reference_year) as reference_year,
        min(figures.phase) as phase
    from terms
    inner join figures on terms.figure_id = figures.figure_id
    group by terms.check_id, terms.identity_id, terms.document_id
),

evaluated as (
    select
        *,
        actual - expected as difference,
        case when n_terms = 2 and n_precisions = 1 then 0 else rounding end as tolerance,
        n_figures < 2 or largest = 0 as is_trivial,
        concat_ws(
            '; ', 'year=' || reference_year, 'phase=' || phase, 'measure=' || measure_code,
            'fund=' || fund_source, 'carryover=' || carryover
        ) as scope
    from sums
)

select
    *,
    case when abs(difference) <= tolerance then 'holds' else 'fails' end as status
from evaluated
