with source as (

    select * from {{ landed('raw_recoveries') }}

),

renamed as (

    select
        document_id,
        cast(table_no as integer) as table_no,
        cast(row_no as integer) as row_no,
        identity_id
    from source

)

select * from renamed
