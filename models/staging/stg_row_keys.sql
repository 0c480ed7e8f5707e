with source as (

    select * from {{ landed('raw_row_keys') }}

),

renamed as (

    select
        document_id,
        cast(table_no as integer) as table_no,
        cast(row_no as integer) as row_no,
        cast(key_no as integer) as key_no,
        code_printed,
        code,
        label
    from source

)

select * from renamed
