-- Each code with all that it is part of, and how many steps away; with itself, at none.
with recursive listed as (
    select * from {{ ref('measures') }}
),

nested as (
    select
        measure_code,
        measure_code as whole_measure_code,
        0 as distance
    from listed

    union all

    select
        nested.measure_code,
        listed.parent_measure_code as whole_measure_code,
        nested.distance + 1 as distance
    from nested
    inner join listed on nested.whole_measure_code = listed.measure_code
    where listed.parent_measure_code is not null
)

select
    measure_code,
    whole_measure_code,
    distance
from nested
