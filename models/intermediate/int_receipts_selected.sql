-- Where a document's money comes from: the undivided receipts of one table. First a table whose lines add up to the total
-- it states, of these the one with the greatest total, and of equal ones the first in the published order
-- (receipt_sources).
with leaves as (
    select int_leaves_selected.*
    from {{ ref('int_leaves_selected') }} as int_leaves_selected
    where
        int_leaves_selected.measure_code = 'receipts'
        and int_leaves_selected.fund_source is not null
        and int_leaves_selected.carryover in ('current_year', 'opening', 'reserves')
        and coalesce(int_leaves_selected.side, 'receipts') = 'receipts'
),

figures as (
    select * from {{ ref('int_figures_keyed') }}
),

documents as (
    select * from {{ ref('dim_document') }}
),

sources as (
    select
        table_kind,
        cast(preference as integer) as preference
    from {{ ref('receipt_sources') }}
),

stated as (
    select
        figures.document_id,
        figures.table_no,
        max(figures.amount_cny) as amount_cny
    from figures
    inner join documents
        on figures.document_id = documents.document_id and figures.reference_year = documents.fiscal_year
    where
        figures.measure_code = 'receipts'
        and figures.row_extent = 'whole'
        and figures.comparison = 'level'
        and coalesce(figures.side, 'receipts') = 'receipts'
    group by figures.document_id, figures.table_no
),

added_up as (
    select
        leaves.document_id,
        leaves.table_no,
        sources.preference,
        sum(leaves.amount_cny) as amount_cny
    from leaves
    inner join sources on leaves.table_kind = sources.table_kind
    group by leaves.document_id, leaves.table_no, sources.preference
),

chosen as (
    select
        added_up.document_id,
        added_up.table_no,
        coalesce(added_up.amount_cny = stated.amount_cny, false) as adds_up,
        row_number() over (
            partition by added_up.document_id
            order by
                coalesce(added_up.amount_cny = stated.amount_cny, false) desc,
                added_up.amount_cny desc,
                added_up.preference asc,
                added_up.table_no asc
        ) as choice
    from added_up
    left join stated on added_up.document_id = stated.document_id and added_up.table_no = stated.table_no
)

select
    leaves.*,
    chosen.adds_up
from leaves
inner join chosen
    on leaves.document_id = chosen.document_id and leaves.table_no = chosen.table_no and chosen.choice = 1
