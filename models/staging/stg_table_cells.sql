with source as (

    select * from {{ landed('raw_table_cells') }}

),

read as (

    select
        *,
        {{ number_digits('text') }} as digits
    from source

),

renamed as (

    select
        document_id,
        cast(table_no as integer) as table_no,
        cast(row_no as integer) as row_no,
        cast(column_no as integer) as column_no,
        text,
        digits,
        {{ number_value('digits') }} as figure,
        length(regexp_extract(digits, '\.(\d+)', 1)) as decimals,
        digits like '%\%%' escape '\' as is_percent,
        cast(page as integer) as page,
        cast(x0 as decimal(12, 2)) as x0,
        cast(top as decimal(12, 2)) as top,
        cast(x1 as decimal(12, 2)) as x1,
        cast(bottom as decimal(12, 2)) as bottom,
        cast(line_no as integer) as line_no,
        cast(row_span as integer) as row_span,
        cast(column_span as integer) as column_span,
        attribution,
        repeat_of
    from read

)

select * from renamed
