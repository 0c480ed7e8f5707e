-- An amount without a known unit has no value in 元: the unit line was missed, or is a new wording.
{{ config(severity = 'warn') }}

select
    document_id,
    table_no,
    unit,
    count(*) as n_figures
from {{ ref('fct_budget_lines') }}
where value_type = 'amount' and amount_cny is null
group by document_id, table_no, unit
