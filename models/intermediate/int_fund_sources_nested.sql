-- Each code with all that it is part of, and how many steps away; with itself, at none.
with recursive listed as (
    select * from {{ ref('fund_sources') }}
),

nested as (
    select
        fund_source,
        fund_source as whole_fund_source,
        0 as distance
    from listed

    union all

    select
        nested.fund_source,
        listed.parent_fund_source as whole_fund_source,
        nested.distance + 1 as distance
    from nested
    inner join listed on nested.whole_fund_source = listed.fund_source
    where listed.parent_fund_source is not null
)

select
    fund_source,
    whole_fund_source,
    distance
from nested
