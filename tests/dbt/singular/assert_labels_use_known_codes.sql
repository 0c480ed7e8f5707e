-- Every code that labels.csv and table_scopes.csv give is one of the dimensions'.
with given as (
    select
        'measure' as field,
        measure_code as code
    from {{ ref('labels') }}

    union all

    select
        'measure' as field,
        measure_code as code
    from {{ ref('table_scopes') }}

    union all

    select
        'fund_source' as field,
        fund_source as code
    from {{ ref('labels') }}

    union all

    select
        'fund_source' as field,
        fund_source as code
    from {{ ref('table_scopes') }}

    union all

    select
        'table_kind' as field,
        table_kind as code
    from {{ ref('table_scopes') }}

    union all

    select
        'identity' as field,
        identity_id as code
    from {{ ref('identity_terms') }}
),

known as (
    select
        'measure' as field,
        measure_code as code
    from {{ ref('dim_measure') }}

    union all

    select
        'fund_source' as field,
        fund_source as code
    from {{ ref('dim_fund_source') }}

    union all

    select
        'table_kind' as field,
        table_kind as code
    from {{ ref('dim_table_kind') }}

    union all

    select
        'identity' as field,
        identity_id as code
    from {{ ref('dim_identity') }}
)

select
    given.field,
    given.code
from given
left join known on given.field = known.field and given.code = known.code
where given.code is not null and known.code is null
