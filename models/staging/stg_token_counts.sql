with source as (

    select * from {{ landed('raw_token_counts') }}

),

renamed as (

    select
        document_id,
        cast(table_no as integer) as table_no,
        token_class,
        cast(tokens as integer) as tokens
    from source

)

select * from renamed
