with source as (

    select * from {{ landed('raw_projects') }}

),

renamed as (

    select
        document_id,
        cast(table_no as integer) as table_no,
        cast(project_no as integer) as project_no,
        regexp_replace(code, '\s', '', 'g') as code,
        name,
        supervisor,
        executor,
        attribute,
        category,
        try_cast(regexp_extract(coalesce(start_year, period), '(\d{4})', 1) as integer) as start_year,
        try_cast(
            regexp_extract(coalesce(end_year, regexp_extract(period, '.*(\d{4})')), '(\d{4})', 1) as integer
        ) as end_year,
        cast(page as integer) as page,
        cast(x0 as decimal(12, 2)) as x0,
        cast(top as decimal(12, 2)) as top,
        cast(x1 as decimal(12, 2)) as x1,
        cast(bottom as decimal(12, 2)) as bottom,
        cast(line_no as integer) as line_no
    from source

)

select * from renamed
