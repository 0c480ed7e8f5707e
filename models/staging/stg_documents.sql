with source as (

    select * from {{ landed('raw_documents') }}

),

renamed as (

    select
        document_id,
        file,
        sha256,
        cast(page_count as integer) as page_count,
        reader,
        title,
        publisher,
        cast(fiscal_year as integer) as fiscal_year,
        document_type,
        budget_scope,
        default_unit,
        source_url,
        cast(published_on as date) as published_on,
        supersedes,
        withholding_note
    from source

)

select * from renamed
