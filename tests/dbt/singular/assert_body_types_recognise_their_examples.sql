-- The first matching pattern, by priority, gives each example its own row's type.
with body_types as (
    select
        pattern,
        body_type,
        example,
        cast(priority as integer) as priority
    from {{ ref('body_types') }}
),

matches as (
    select
        examples.example,
        examples.body_type as expected,
        patterns.body_type as recognised,
        row_number() over (partition by examples.example order by patterns.priority) as rank_no
    from body_types as examples
    inner join body_types as patterns on regexp_matches(examples.example, patterns.pattern)
)

select
    example,
    expected,
    recognised
from matches
where rank_no = 1 and expected != recognised
