-- Of the tables that break expenditure down by function: first those whose leaves add up to the total that the table
-- states, of these the one with the greatest total, and of equal ones the first in the published order
-- (expenditure_sources), which goes from fine to coarse.
with all_leaves as (
    select * from {{ ref('int_leaves_selected') }}
    where carryover = 'current_year'
),

figures as (
    select * from {{ ref('int_figures_keyed') }}
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

leaves as (
    select
        all_leaves.*,
        sources.preference,
        subjects.code as function_code
    from all_leaves
    inner join sources on all_leaves.table_kind = sources.table_kind
    inner join subjects on all_leaves.function_subject_id = subjects.id
),

stated as (
    select
        figures.document_id,
        figures.table_no,
        max(figures.amount_cny) as amount_cny
    from figures
    inner join {{ ref('dim_document') }} as documents
        on figures.document_id = documents.document_id and figures.reference_year = documents.fiscal_year
    where
        figures.measure_code = 'total'
        and figures.row_extent = 'whole'
        and figures.comparison = 'level'
        and figures.carryover = 'current_year'
    group by figures.document_id, figures.table_no
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
