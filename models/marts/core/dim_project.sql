with projects as (
    select * from {{ ref('int_projects_listed') }}
    where project_id is not null
),

final as (
    select
        project_id,
        min(document_id) as document_id,
        min(project_code) as project_code,
        arg_min(name, table_no) as name,
        min(unit_name) as agency_name,
        min(category) as category,
        cast(null as varchar) as attribute,
        cast(null as integer) as start_year,
        cast(null as integer) as end_year
    from projects
    group by project_id
)

select
    project_id,
    document_id,
    project_code,
    name,
    agency_name,
    category,
    attribute,
    start_year,
    end_year
from final
