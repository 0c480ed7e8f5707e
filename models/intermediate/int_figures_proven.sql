-- How many checks that say something (not trivial ones) each figure holds and fails, how many families of rules it
-- holds in, and its proof status. Rules of severity `info` neither prove nor contradict. A check
-- that holds because a column was found by it says nothing.
with terms as (
    select distinct
        check_id,
        figure_id
    from {{ ref('int_check_terms') }}
),

identities as (
    select * from {{ ref('identities') }}
    where severity != 'info'
),

checks as (
    select evaluated.*
    from {{ ref('int_checks_evaluated') }} as evaluated
    left join {{ ref('int_checks_consumed') }} as consumed on evaluated.check_id = consumed.check_id
    where not evaluated.is_trivial and consumed.check_id is null
),

counted as (
    select
        terms.figure_id,
        count(*) filter (where checks.status = 'holds') as n_holds,
        count(*) filter (where checks.status = 'fails') as n_fails,
        count(distinct checks.family) filter (where checks.status = 'holds') as n_families
    from terms
    inner join checks on terms.check_id = checks.check_id
    inner join identities on checks.identity_id = identities.identity_id
    group by terms.figure_id
)

select
    figure_id,
    cast(n_holds as integer) as n_holds,
    cast(n_fails as integer) as n_fails,
    cast(n_families as integer) as n_families,
    case
        when n_holds > 0 and n_fails > 0 then 'disputed'
        when n_holds > 0 then 'proven'
        when n_fails > 0 then 'contradicted'
    end as proof_status
from counted
