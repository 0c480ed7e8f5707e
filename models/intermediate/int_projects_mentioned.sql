-- Each place that names a project: rows of lists, and forms (without row).
with listed as (
    select * from {{ ref('int_projects_listed') }}
    where is_project
),

forms as (
    select * from {{ ref('stg_projects') }}
),

final as (
    select
        document_id,
        table_no,
        row_no,
        cast(null as integer) as project_no,
        project_code,
        name,
        unit_name,
        category,
        cast(null as varchar) as attribute,
        cast(null as integer) as start_year,
        cast(null as integer) as end_year
    from listed

    union all

    select
        document_id,
        table_no,
        null as row_no,
        project_no,
        code as project_code,
        name,
        executor as unit_name,
        category,
        attribute,
        start_year,
        end_year
    from forms
)

select
    *,
    {{ normalised_label('name') }} as plain_name
from final
