with fund_sources as (
    select * from {{ ref('fund_sources') }}
),

renamed as (
    select
        fund_source,
        name_zh,
        name_en,
        parent_fund_source as parent
    from fund_sources
)

select
    fund_source,
    name_zh,
    name_en,
    parent
from renamed
