-- Of the tables that break expenditure down by function, the one whose total is the greatest; of equal totals the
-- one that comes first in the published order (expenditure_sources), which goes from fine to coarse.
with lines as (
    select * from {{ ref('fct_budget_lines') }}
),

documents as (
    select * from {{ ref('dim_document') }}
),

columns as (
    select * from {{ ref('int_columns_scoped') }}
),

sources as (
    select
        table_kind,
        cast(preference as integer) as preference
    from {{ ref('expenditure_sources') }}
),

of_the_year as (
    select
        lines.*,
        documents.fiscal_year,
        columns.is_total_column,
        sources.preference
    from lines
    inner join documents on lines.document_id = documents.document_id
    inner join columns
        on
            lines.document_id = columns.document_id
            and lines.table_no = columns.table_no
            and lines.column_no = columns.column_no
    inner join sources on lines.table_kind = sources.table_kind
    where
        lines.value_type = 'amount'
        and lines.comparison = 'level'
        and lines.reference_year = documents.fiscal_year
        and lines.carryover = 'current_year'
        and not lines.is_of_which
),

leaves as (
    -- Rows with no parts printed below them, columns with no parts beside them.
    select *
    from of_the_year
    where function_subject_id is not null and not is_total and not is_total_column
),

table_totals as (
    select
        document_id,
        table_no,
        preference,
        sum(amount_cny) as amount_cny
    from leaves
    group by document_id, table_no, preference
),

chosen as (
    select
        document_id,
        table_no,
        row_number() over (
            partition by document_id
            order by amount_cny desc, preference asc, table_no asc
        ) as choice
    from table_totals
),

subjects as (
    select * from {{ ref('dim_function_subject') }}
),

final as (
    select
        leaves.figure_id,
        leaves.document_id,
        leaves.table_no,
        leaves.fiscal_year,
        leaves.agency_id,
        leaves.function_subject_id,
        subjects.code as function_code,
        leaves.measure_code,
        leaves.fund_source,
        leaves.phase,
        leaves.amount_cny,
        leaves.proof_status
    from leaves
    inner join chosen
        on leaves.document_id = chosen.document_id and leaves.table_no = chosen.table_no and chosen.choice = 1
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
    measure_code,
    fund_source,
    phase,
    amount_cny,
    proof_status
from final
