with divisions as (
    select * from {{ ref('divisions') }}
),

renamed as (
    select
        division_code,
        name,
        full_name,
        province,
        prefecture,
        level,
        cast(valid_from_year as integer) as valid_from_year,
        cast(valid_to_year as integer) as valid_to_year
    from divisions
),

numbered as (
    select
        *,
        row_number() over (partition by division_code order by valid_from_year desc) as recency
    from renamed
),

latest_names as (
    select *
    from numbered
    where recency = 1
),

earlier_names as (
    select
        division_code,
        {{ dbt.listagg(
            "full_name || ' (' || valid_from_year || '–' || valid_to_year || ')'",
            "'; '",
            "order by valid_from_year"
        ) }} as former_names
    from numbered
    where recency > 1
    group by division_code
),

final as (
    select
        latest_names.*,
        earlier_names.former_names
    from latest_names
    left join earlier_names on latest_names.division_code = earlier_names.division_code
)

select
    division_code,
    name,
    full_name,
    province,
    prefecture,
    level,
    valid_from_year,
    valid_to_year,
    former_names
from final
