with measures as (
    select * from {{ ref('measures') }}
)

select
    measure_code,
    name_zh,
    name_en,
    parent_measure_code
from measures
