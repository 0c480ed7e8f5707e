with source as (

    select * from {{ landed('raw_indicators') }}

),

renamed as (

    select
        document_id,
        cast(table_no as integer) as table_no,
        cast(row_no as integer) as row_no,
        cast(project_no as integer) as project_no,
        horizon_label,
        cast(goal_no as integer) as goal_no,
        level1,
        level2,
        level3,
        name,
        value_prior2,
        value_prior1,
        target,
        operator,
        unit,
        basis,
        weight,
        actual,
        score,
        cast(page as integer) as page,
        cast(x0 as decimal(12, 2)) as x0,
        cast(top as decimal(12, 2)) as top,
        cast(x1 as decimal(12, 2)) as x1,
        cast(bottom as decimal(12, 2)) as bottom,
        cast(line_no as integer) as line_no
    from source

)

select * from renamed
