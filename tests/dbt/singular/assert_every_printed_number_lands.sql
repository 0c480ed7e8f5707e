-- Every number in a value column is a row of fct_budget_lines; what is returned was lost between raw and fact.
select
    cells.document_id,
    cells.table_no,
    cells.row_no,
    cells.column_no,
    cells.text
from {{ ref('stg_table_cells') }} as cells
inner join {{ ref('stg_table_columns') }} as columns
    on
        cells.document_id = columns.document_id
        and cells.table_no = columns.table_no
        and cells.column_no = columns.column_no
left join {{ ref('fct_budget_lines') }} as lines
    on
        cells.document_id = lines.document_id
        and cells.table_no = lines.table_no
        and cells.row_no = lines.row_no
        and cells.column_no = lines.column_no
where columns.role = 'value' and cells.figure is not null and lines.figure_id is null
