with mentions as (
    select * from {{ ref('int_projects_identified') }}
),

final as (
    select
        project_id,
        min(document_id) as document_id,
        min(known_code) as project_code,
        arg_min(name, table_no) as name,
        arg_min(unit_name, table_no) as agency_name,
        arg_min(category, table_no) as category,
        min(attribute) as attribute,
        min(start_year) as start_year,
        max(end_year) as end_year
    from mentions
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
