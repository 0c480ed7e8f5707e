with indicators as (
    select * from {{ ref('int_indicators_read') }}
)

select
    figure_id,
    document_id,
    table_no,
    row_no,
    project_id,
    horizon,
    goal_no,
    level1,
    level2,
    level3,
    plain_name as name,
    value_prior2,
    value_prior1,
    target as target_printed,
    target_operator,
    target_value,
    target_unit,
    basis,
    weight,
    actual as actual_printed,
    score,
    page,
    x0,
    top,
    x1,
    bottom,
    line_no
from indicators
