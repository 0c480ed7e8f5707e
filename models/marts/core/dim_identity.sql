with identities as (
    select * from {{ ref('identities') }}
)

select
    identity_id,
    family,
    relation,
    severity,
    cast(valid_from_year as integer) as valid_from_year,
    name_zh,
    name_en,
    source
from identities
