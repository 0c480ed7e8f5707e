with source as (

    select * from {{ landed('raw_table_rows') }}

),

renamed as (

    select
        document_id,
        cast(table_no as integer) as table_no,
        cast(row_no as integer) as row_no,
        cast(block_no as integer) as block_no,
        section_label,
        cast(parent_row_no as integer) as parent_row_no,
        parent_basis,
        cast(is_repeat as boolean) as is_repeat
    from source

)

select * from renamed
