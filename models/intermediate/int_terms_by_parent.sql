-- parent_children: in each column, a row on the left; on the right the rows right below it in the hierarchy.
-- Of rows that are only listed below a heading it cannot be seen which stand right below it.
with figures as (
    select figures.*
    from {{ ref('int_figures_comparable') }} as figures
    left join {{ ref('stg_table_rows') }} as table_rows
        on
            figures.document_id = table_rows.document_id
            and figures.table_no = table_rows.table_no
            and figures.row_no = table_rows.row_no
    where coalesce(table_rows.parent_basis, '') != 'list'
),

right_terms as (
    select
        parents.figure_id as left_figure_id,
        children.figure_id,
        children.document_id
    from figures as children
    inner join figures as parents
        on
            children.document_id = parents.document_id
            and children.table_no = parents.table_no
            and children.column_no = parents.column_no
            and children.parent_row_no = parents.row_no
    where not children.is_of_which_row
)

{{ check_terms('parent', 'right_terms') }}
