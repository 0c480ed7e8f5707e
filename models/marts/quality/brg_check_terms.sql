with terms as (
    select * from {{ ref('int_check_terms') }}
),

consumed as (
    select * from {{ ref('int_checks_consumed') }}
)

select
    terms.check_id,
    terms.figure_id,
    terms.side,
    terms.coefficient,
    consumed.check_id is null as is_independent
from terms
left join consumed on terms.check_id = consumed.check_id
