-- Where several checks fail together as a misread page makes them fail: look at these pages before believing the
-- findings there.
with suspected as (
    select * from {{ ref('int_checks_suspected') }}
),

figures as (
    select * from {{ ref('int_figures_keyed') }}
),

printed_tables as (
    select * from {{ ref('stg_tables') }}
),

documents as (
    select * from {{ ref('stg_documents') }}
),

places as (
    select
        suspected.document_id,
        suspected.table_no,
        suspected.row_no,
        suspected.column_no,
        suspected.pattern,
        max(suspected.n_failed) as n_failed,
        max(suspected.n_compared) as n_compared
    from suspected
    group by
        suspected.document_id, suspected.table_no, suspected.row_no, suspected.column_no, suspected.pattern
),

shown as (
    select
        places.document_id,
        places.table_no,
        places.row_no,
        places.column_no,
        places.pattern,
        min(figures.page) as page_from,
        max(figures.page) as page_to,
        min(figures.line_no) as line_from,
        case
            when places.row_no is not null then min(coalesce(figures.row_label, figures.row_code))
            else min(figures.column_label)
        end as label
    from places
    inner join figures
        on
            places.document_id = figures.document_id
            and places.table_no = figures.table_no
            and (places.row_no is null or places.row_no = figures.row_no)
            and (places.column_no is null or places.column_no = figures.column_no)
    group by places.document_id, places.table_no, places.row_no, places.column_no, places.pattern
),

final as (
    select
        left(
            md5(
                concat_ws(
                    '|', places.document_id, places.table_no, coalesce(places.row_no, 0),
                    coalesce(places.column_no, 0), places.pattern
                )
            ),
            16
        ) as suspect_id,
        places.document_id,
        places.table_no,
        printed_tables.title,
        places.pattern,
        places.row_no,
        places.column_no,
        shown.label,
        shown.page_from,
        shown.page_to,
        shown.line_from,
        places.n_failed,
        places.n_compared,
        case
            when shown.page_from is not null
                then concat('make review FILE=', documents.file, ' PAGES=', shown.page_from, '-', shown.page_to)
        end as review_command
    from places
    inner join shown
        on
            places.document_id = shown.document_id
            and places.table_no = shown.table_no
            and places.row_no is not distinct from shown.row_no
            and places.column_no is not distinct from shown.column_no
            and places.pattern = shown.pattern
    inner join printed_tables
        on places.document_id = printed_tables.document_id and places.table_no = printed_tables.table_no
    inner join documents on places.document_id = documents.document_id
)

select
    suspect_id,
    document_id,
    table_no,
    title,
    pattern,
    row_no,
    column_no,
    label,
    page_from,
    page_to,
    line_from,
    n_failed,
    n_compared,
    review_command
from final
