with leaves as (
    select * from {{ ref('int_leaves_selected') }}
    where
        measure_code = 'receipts'
        and fund_source is not null
        and carryover in ('current_year', 'opening', 'reserves')
        and coalesce(side, 'receipts') = 'receipts'
),

source_tables as (
    select * from {{ ref('int_source_tables_chosen') }}
    where purpose = 'receipts'
),

receipts as (
    select
        leaves.document_id,
        leaves.fund_source,
        leaves.carryover,
        source_tables.adds_up,
        sum(leaves.amount_cny) as amount_cny,
        count(*) as n_figures,
        count(*) filter (where leaves.proof_status = 'proven') as n_proven
    from leaves
    inner join source_tables
        on leaves.document_id = source_tables.document_id and leaves.table_no = source_tables.table_no
    group by leaves.document_id, leaves.fund_source, leaves.carryover, source_tables.adds_up
),

documents as (
    select * from {{ ref('dim_document') }}
),

fund_sources as (
    select * from {{ ref('dim_fund_source') }}
),

final as (
    select
        receipts.*,
        documents.publisher_name,
        documents.policy_field,
        documents.division_code,
        documents.fiscal_year,
        documents.document_type,
        documents.budget_scope,
        fund_sources.name_zh as fund_name_zh,
        fund_sources.name_en as fund_name_en,
        100 * receipts.amount_cny
        / nullif(sum(receipts.amount_cny) over (partition by receipts.document_id), 0) as share_percent
    from receipts
    inner join documents on receipts.document_id = documents.document_id
    left join fund_sources on receipts.fund_source = fund_sources.fund_source
)

select
    document_id,
    fund_source,
    carryover,
    publisher_name,
    policy_field,
    division_code,
    fiscal_year,
    document_type,
    budget_scope,
    fund_name_zh,
    fund_name_en,
    adds_up,
    cast(amount_cny as decimal(20, 2)) as amount_cny,
    cast(share_percent as decimal(7, 4)) as share_percent,
    cast(n_figures as integer) as n_figures,
    cast(n_proven as integer) as n_proven
from final
