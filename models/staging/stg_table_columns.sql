with source as (

    select * from {{ landed('raw_table_columns') }}

),

renamed as (

    select
        document_id,
        cast(table_no as integer) as table_no,
        cast(column_no as integer) as column_no,
        cast(block_no as integer) as block_no,
        role,
        cast(key_no as integer) as key_no,
        label,
        unit,
        key_part,
        key_entity
    from source

)

select * from renamed
