-- The first matching pattern, by priority, gives each example its own row's field.
with policy_fields as (
    select
        pattern,
        policy_field,
        example,
        cast(priority as integer) as priority
    from {{ ref('policy_fields') }}
),

matches as (
    select
        examples.example,
        examples.policy_field as expected,
        patterns.policy_field as recognised,
        row_number() over (partition by examples.example order by patterns.priority) as rank_no
    from policy_fields as examples
    inner join policy_fields as patterns on regexp_matches(examples.example, patterns.pattern)
)

select
    example,
    expected,
    recognised
from matches
where rank_no = 1 and expected != recognised
