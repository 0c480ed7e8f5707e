with terms as (
    select * from {{ ref('int_check_terms') }}
)

select
    check_id,
    figure_id,
    side,
    coefficient
from terms
