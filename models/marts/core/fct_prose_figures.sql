with figures as (
    select * from {{ ref('int_prose_scoped') }}
),

proofs as (
    select * from {{ ref('int_figures_proven') }}
),

final as (
    select
        figures.*,
        levels.figure_id as of_figure_id,
        wholes.figure_id as whole_figure_id,
        coalesce(proofs.n_holds, 0) as n_holds,
        coalesce(proofs.n_fails, 0) as n_fails,
        coalesce(proofs.proof_status, 'unproven') as proof_status
    from figures
    left join figures as levels
        on figures.document_id = levels.document_id and figures.of_figure_no = levels.figure_no
    left join figures as wholes
        on figures.document_id = wholes.document_id and figures.whole_figure_no = wholes.figure_no
    left join proofs on figures.figure_id = proofs.figure_id
)

select
    figure_id,
    document_id,
    figure_no,
    section,
    phrase,
    figure_printed,
    unit,
    value_type,
    comparison,
    compared_with,
    reference_year,
    phase,
    measure_code,
    fund_source,
    carryover,
    function_subject_id,
    economic_department_subject_id,
    economic_government_subject_id,
    project_id,
    of_figure_id,
    whole_figure_id,
    clause = 'reason' as is_reason,
    amount_cny,
    case when value_type != 'amount' then figure end as figure,
    page,
    x0,
    top,
    x1,
    bottom,
    line_no,
    n_holds,
    n_fails,
    proof_status
from final
