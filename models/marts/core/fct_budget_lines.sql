with figures as (
    select * from {{ ref('int_figures_keyed') }}
),

proofs as (
    select * from {{ ref('int_figures_proven') }}
),

final as (
    select
        figures.*,
        coalesce(proofs.n_holds, 0) as n_holds,
        coalesce(proofs.n_fails, 0) as n_fails,
        coalesce(proofs.n_families, 0) as n_families,
        coalesce(proofs.proof_status, 'unproven') as proof_status
    from figures
    left join proofs on figures.figure_id = proofs.figure_id
)

select
    figure_id,
    document_id,
    table_no,
    table_kind,
    row_no,
    column_no,
    page,
    x0,
    top,
    x1,
    bottom,
    line_no,
    block_no,
    side,
    row_code,
    row_label,
    section_label,
    column_label,
    function_subject_id,
    economic_department_subject_id,
    economic_government_subject_id,
    agency_id,
    project_id,
    project_category,
    measure_code,
    fund_source,
    carryover,
    reference_year,
    phase,
    comparison,
    value_type,
    text as figure_printed,
    unit,
    amount_cny,
    case when value_type != 'amount' then figure end as figure,
    attribution,
    is_total,
    is_of_which,
    n_holds,
    n_fails,
    n_families,
    proof_status
from final
