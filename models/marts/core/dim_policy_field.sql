with policy_fields as (
    select * from {{ ref('policy_fields') }}
)

select
    policy_field,
    name_zh,
    name_en
from policy_fields
