with leaves as (
    select * from {{ ref('int_leaves_selected') }}
    where carryover = 'current_year' and coalesce(side, 'expenditure') = 'expenditure'
),

subjects as (
    select * from {{ ref('dim_function_subject') }}
    where is_listed
),

source_tables as (
    select * from {{ ref('int_source_tables_chosen') }}
    where purpose = 'expenditure'
),

final as (
    select
        leaves.*,
        subjects.code as function_code
    from leaves
    inner join source_tables
        on leaves.document_id = source_tables.document_id and leaves.table_no = source_tables.table_no
    inner join subjects on leaves.function_subject_id = subjects.id
)

select
    figure_id,
    document_id,
    table_no,
    fiscal_year,
    agency_id,
    function_subject_id,
    function_code,
    economic_department_subject_id,
    economic_government_subject_id,
    measure_code,
    fund_source,
    phase,
    amount_cny,
    proof_status
from final
