with checks as (
    select * from {{ ref('fct_checks') }}
)

select
    document_id,
    identity_id,
    cast(count(*) filter (where status in ('holds', 'fails')) as integer) as n_evaluated,
    cast(count(*) filter (where status in ('holds', 'fails') and not is_trivial) as integer) as n_not_trivial,
    cast(count(*) filter (where status = 'holds' and not is_trivial) as integer) as n_holds,
    cast(count(*) filter (where status = 'fails' and not is_trivial) as integer) as n_fails,
    bool_and(status = 'nothing_to_compare') as compared_nothing
from checks
group by document_id, identity_id
