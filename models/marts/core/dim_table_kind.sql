with table_kinds as (
    select * from {{ ref('table_kinds') }}
)

select
    table_kind,
    name_zh,
    name_en
from table_kinds
