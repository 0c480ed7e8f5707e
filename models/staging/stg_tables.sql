with source as (

    select * from {{ landed('raw_tables') }}

),

renamed as (

    select
        document_id,
        cast(table_no as integer) as table_no,
        printed_number,
        title,
        table_kind,
        unit,
        cast(page_from as integer) as page_from,
        cast(page_to as integer) as page_to,
        cast(line_from as integer) as line_from,
        cast(line_to as integer) as line_to,
        empty_note,
        cast(parent_table_no as integer) as parent_table_no,
        grid_basis,
        cast(repeat_of as integer) as repeat_of,
        blank_label,
        cast(blank_rows as integer) as blank_rows,
        kind_scores
    from source

)

select * from renamed
