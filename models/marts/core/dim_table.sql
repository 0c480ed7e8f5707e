with printed_tables as (
    select * from {{ ref('stg_tables') }}
),

documents as (
    select * from {{ ref('stg_documents') }}
),

final as (
    select
        printed_tables.*,
        coalesce(printed_tables.unit, documents.default_unit) as conformed_unit
    from printed_tables
    inner join documents on printed_tables.document_id = documents.document_id
)

select
    document_id,
    table_no,
    printed_number,
    title,
    table_kind,
    conformed_unit as unit,
    page_from,
    page_to,
    line_from,
    line_to,
    empty_note,
    parent_table_no,
    grid_basis,
    kind_scores
from final
