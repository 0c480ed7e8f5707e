with checks as (
    select * from {{ ref('fct_checks') }}
),

counted as (
    select
        document_id,
        identity_id,
        count(*) filter (where status in ('holds', 'fails')) as n_evaluated,
        count(*) filter (where status in ('holds', 'fails') and not is_trivial) as n_not_trivial,
        count(*) filter (where status = 'holds' and not is_trivial) as n_holds,
        count(*) filter (where status = 'fails' and not is_trivial) as n_fails,
        count(*) filter (where status = 'not_comparable') as n_not_comparable,
        count(*) filter (where status = 'withheld') as n_withheld
    from checks
    group by document_id, identity_id
)

select
    document_id,
    identity_id,
    cast(n_evaluated as integer) as n_evaluated,
    cast(n_not_trivial as integer) as n_not_trivial,
    cast(n_holds as integer) as n_holds,
    cast(n_fails as integer) as n_fails,
    cast(n_not_comparable as integer) as n_not_comparable,
    cast(n_withheld as integer) as n_withheld,
    n_evaluated = 0 as compared_nothing,
    sum(n_not_trivial) over (partition by identity_id) = 0 as never_compared
from counted
