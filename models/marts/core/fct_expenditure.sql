-- Of the tables that break expenditure down by function: first those whose leaves add up to the total that the table
-- states, of these the one with the greatest total, and of equal ones the first in the published order
-- (expenditure_sources), which goes from fine to coarse.
with figures as (
    select * from {{ ref('int_figures_keyed') }}
),

lines as (
    select * from {{ ref('fct_budget_lines') }}
),

documents as (
    select * from {{ ref('dim_document') }}
),

subjects as (
    select * from {{ ref('dim_function_subject') }}
    where is_listed
),

sources as (
    select
        table_kind,
        cast(preference as integer) as preference
    from {{ ref('expenditure_sources') }}
),

of_the_year as (
    select
        figures.*,
        lines.proof_status,
        documents.fiscal_year,
        sources.preference
    from figures
    inner join lines on figures.figure_id = lines.figure_id
    inner join documents on figures.document_id = documents.document_id
    inner join sources on figures.table_kind = sources.table_kind
    where
        figures.value_type = 'amount'
        and figures.amount_cny is not null
        and figures.comparison = 'level'
        and figures.reference_year = documents.fiscal_year
        and figures.carryover = 'current_year'
        and figures.measure_code is not null
        and not figures.is_of_which
),

broken_down as (
    -- Figures with parts printed below them in their own column.
    select distinct
        document_id,
        table_no,
        column_no,
        parent_row_no as row_no
    from of_the_year
    where parent_row_no is not null
),

leaves as (
    select
        of_the_year.*,
        subjects.code as function_code
    from of_the_year
    inner join subjects on of_the_year.function_subject_id = subjects.id
    left join broken_down
        on
            of_the_year.document_id = broken_down.document_id
            and of_the_year.table_no = broken_down.table_no
            and of_the_year.column_no = broken_down.column_no
            and of_the_year.row_no = broken_down.row_no
    where
        broken_down.row_no is null
        and of_the_year.row_role is null
        and not of_the_year.is_total_column
),

stated as (
    select
        document_id,
        table_no,
        max(amount_cny) as amount_cny
    from of_the_year
    where measure_code = 'total' and row_extent = 'whole'
    group by document_id, table_no
),

added_up as (
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
        added_up.document_id,
        added_up.table_no,
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
),

final as (
    select leaves.*
    from leaves
    inner join chosen
        on leaves.document_id = chosen.document_id and leaves.table_no = chosen.table_no and chosen.choice = 1
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
