with indicators as (
    select
        *,
        {{ normalised_label('name') }} as wording
    from {{ ref('fct_performance_indicators') }}
),

final as (
    select
        wording,
        coalesce(level1, '') as level1,
        coalesce(level2, '') as level2,
        coalesce(target_unit, '') as target_unit,
        min(name) as name,
        count(*) as n_indicators,
        count(distinct document_id) as n_documents,
        count(distinct project_id) as n_projects,
        count(target_value) as n_numeric,
        min(target_value) as least_target,
        max(target_value) as greatest_target
    from indicators
    group by wording, coalesce(level1, ''), coalesce(level2, ''), coalesce(target_unit, '')
)

select
    left(md5(concat_ws('|', level1, level2, wording, target_unit)), 16) as catalogue_id,
    level1,
    level2,
    name,
    target_unit,
    cast(n_indicators as integer) as n_indicators,
    cast(n_documents as integer) as n_documents,
    cast(n_projects as integer) as n_projects,
    cast(n_numeric as integer) as n_numeric,
    least_target,
    greatest_target
from final
