with checks as (
    select * from {{ ref('int_checks_evaluated') }}
),

identities as (
    select * from {{ ref('identities') }}
),

documents as (
    select * from {{ ref('stg_documents') }}
),

evaluated as (
    select
        checks.check_id,
        checks.document_id,
        checks.identity_id,
        identities.family,
        checks.scope,
        -- What is withheld is not computed.
        case when checks.status != 'withheld' then checks.expected end as expected,
        checks.actual,
        case when checks.status != 'withheld' then checks.difference end as difference,
        checks.tolerance,
        checks.status,
        checks.convention_id,
        checks.is_trivial
    from checks
    inner join identities on checks.identity_id = identities.identity_id
),

-- A rule that found no figures in a document says so.
silent as (
    select
        left(md5(identities.identity_id || '|' || documents.document_id || '|nothing'), 16) as check_id,
        documents.document_id,
        identities.identity_id,
        identities.family,
        null as scope,
        null as expected,
        null as actual,
        null as difference,
        null as tolerance,
        'nothing_to_compare' as status,
        null as convention_id,
        true as is_trivial
    from documents
    cross join identities
    left join checks
        on documents.document_id = checks.document_id and identities.identity_id = checks.identity_id
    where checks.check_id is null
),

final as (
    select * from evaluated
    union all
    select * from silent
)

select
    check_id,
    document_id,
    identity_id,
    family,
    scope,
    cast(expected as decimal(20, 2)) as expected,
    cast(actual as decimal(20, 2)) as actual,
    cast(difference as decimal(20, 2)) as difference,
    cast(tolerance as decimal(20, 2)) as tolerance,
    status,
    convention_id,
    is_trivial
from final
