-- The total of a document's project list, all money: one that is printed as a total once.
select
    document_id,
    min(figure_id) as figure_id
from {{ ref('int_figures_keyed') }}
where
    table_kind = 'project_expenditure'
    and value_type = 'amount'
    and comparison = 'level'
    and fund_source = 'all'
    and measure_code = 'project'
    and row_extent = 'whole'
    and not is_repeat
group by document_id
having count(*) = 1
