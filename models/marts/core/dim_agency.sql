with agencies as (
    select * from {{ ref('int_agencies_named') }}
),

latest as (
    select
        *,
        row_number() over (partition by agency_id order by fiscal_year desc, document_id asc) as recency
    from agencies
),

final as (
    select
        latest.agency_id,
        latest.agency_code,
        latest.name,
        latest.division_code,
        latest.division_level as agency_level,
        coalesce(latest.division_code, latest.document_id) || '-' || latest.parent_code as parent_agency_id
    from latest
    where latest.recency = 1
)

select
    agency_id,
    agency_code,
    name,
    parent_agency_id,
    division_code,
    agency_level
from final
