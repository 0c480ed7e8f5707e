with expenditure as (
    select * from {{ ref('fct_expenditure') }}
),

documents as (
    select * from {{ ref('dim_document') }}
),

subjects as (
    select * from {{ ref('dim_function_subject') }}
),

by_class as (
    select
        expenditure.document_id,
        substr(expenditure.function_code, 1, 3) as class_code,
        sum(expenditure.amount_cny) as amount_cny,
        count(*) as n_figures,
        count(*) filter (where expenditure.proof_status = 'proven') as n_proven
    from expenditure
    group by expenditure.document_id, substr(expenditure.function_code, 1, 3)
),

final as (
    select
        by_class.*,
        documents.publisher_name,
        documents.policy_field,
        documents.division_code,
        documents.fiscal_year,
        documents.document_type,
        documents.budget_scope,
        subjects.name_zh as class_name_zh,
        subjects.name_en as class_name_en,
        100 * by_class.amount_cny
        / nullif(sum(by_class.amount_cny) over (partition by by_class.document_id), 0) as share_percent
    from by_class
    inner join documents on by_class.document_id = documents.document_id
    left join subjects
        on
            by_class.class_code = subjects.code
            and documents.fiscal_year >= coalesce(subjects.valid_from_year, 0)
            and documents.fiscal_year <= coalesce(subjects.valid_to_year, 9999)
)

select
    document_id,
    class_code,
    publisher_name,
    policy_field,
    division_code,
    fiscal_year,
    document_type,
    budget_scope,
    class_name_zh,
    class_name_en,
    cast(amount_cny as decimal(20, 2)) as amount_cny,
    cast(share_percent as decimal(7, 4)) as share_percent,
    cast(n_figures as integer) as n_figures,
    cast(n_proven as integer) as n_proven
from final
