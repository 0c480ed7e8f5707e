-- Basic expenditure that fct_expenditure has in one sum is split into personnel and running costs where another table
-- of the document gives the two parts of exactly that sum for the same funds.
with expenditure as (
    select
        document_id,
        measure_code,
        fund_source,
        sum(amount_cny) as amount_cny,
        count(*) as n_figures,
        count(*) filter (where proof_status = 'proven') as n_proven
    from {{ ref('fct_expenditure') }}
    group by document_id, measure_code, fund_source
),

documents as (
    select * from {{ ref('dim_document') }}
),

economic as (
    select
        leaves.*,
        coalesce(
            case when leaves.measure_code in ('basic_personnel', 'basic_operating') then leaves.measure_code end,
            measures.measure_code
        ) as part
    from {{ ref('int_leaves_selected') }} as leaves
    inner join {{ ref('dim_economic_subject') }} as subjects
        on leaves.economic_department_subject_id = subjects.id
    left join {{ ref('economic_measures') }} as measures
        on subjects.scheme = measures.scheme and subjects.class_code = measures.class_code
    where
        leaves.measure_code in ('basic', 'basic_personnel', 'basic_operating')
        and leaves.carryover = 'current_year'
),

parts as (
    select
        document_id,
        table_no,
        fund_source,
        part as measure_code,
        sum(amount_cny) as amount_cny,
        count(*) as n_figures,
        count(*) filter (where proof_status = 'proven') as n_proven
    from economic
    group by document_id, table_no, fund_source, part
),

split as (
    select
        parts.document_id,
        parts.fund_source,
        min(parts.table_no) as table_no
    from (
        select
            document_id,
            table_no,
            fund_source,
            sum(amount_cny) as amount_cny
        from parts
        group by document_id, table_no, fund_source
        having count(*) filter (where measure_code is null) = 0
    ) as parts
    inner join expenditure
        on
            parts.document_id = expenditure.document_id
            and parts.fund_source = expenditure.fund_source
            and parts.amount_cny = expenditure.amount_cny
            and expenditure.measure_code = 'basic'
    group by parts.document_id, parts.fund_source
),

structured as (
    select
        expenditure.*,
        false as is_split_by_economic_subject
    from expenditure
    left join split
        on
            expenditure.document_id = split.document_id
            and expenditure.fund_source = split.fund_source
            and expenditure.measure_code = 'basic'
    where split.document_id is null

    union all

    select
        parts.document_id,
        parts.measure_code,
        parts.fund_source,
        parts.amount_cny,
        parts.n_figures,
        parts.n_proven,
        true as is_split_by_economic_subject
    from parts
    inner join split
        on
            parts.document_id = split.document_id
            and parts.table_no = split.table_no
            and parts.fund_source = split.fund_source
),

final as (
    select
        structured.*,
        documents.publisher_name,
        documents.policy_field,
        documents.division_code,
        documents.fiscal_year,
        documents.document_type,
        documents.budget_scope,
        measures.name_zh as measure_name_zh,
        measures.name_en as measure_name_en,
        case
            when structured.measure_code = 'basic' or measures.parent_measure_code = 'basic' then 'basic'
            when structured.measure_code = 'project' then 'project'
            else 'other'
        end as spending_group,
        100 * structured.amount_cny
        / nullif(sum(structured.amount_cny) over (partition by structured.document_id), 0) as share_percent
    from structured
    inner join documents on structured.document_id = documents.document_id
    left join {{ ref('dim_measure') }} as measures on structured.measure_code = measures.measure_code
)

select
    document_id,
    measure_code,
    fund_source,
    publisher_name,
    policy_field,
    division_code,
    fiscal_year,
    document_type,
    budget_scope,
    spending_group,
    measure_name_zh,
    measure_name_en,
    is_split_by_economic_subject,
    cast(amount_cny as decimal(20, 2)) as amount_cny,
    cast(share_percent as decimal(7, 4)) as share_percent,
    cast(n_figures as integer) as n_figures,
    cast(n_proven as integer) as n_proven
from final
