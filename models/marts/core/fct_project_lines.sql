with lines as (
    select * from {{ ref('int_project_lines_keyed') }}
),

proofs as (
    select * from {{ ref('int_figures_proven') }}
),

final as (
    select
        lines.*,
        coalesce(proofs.n_holds, 0) as n_holds,
        coalesce(proofs.n_fails, 0) as n_fails,
        coalesce(proofs.proof_status, 'unproven') as proof_status
    from lines
    left join proofs on lines.figure_id = proofs.figure_id
)

select
    figure_id,
    project_id,
    document_id,
    table_no,
    row_no,
    line_type,
    name,
    quantity,
    text as figure_printed,
    amount_cny,
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
