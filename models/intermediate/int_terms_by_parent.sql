-- parent_children: in each column, a row on the left; on the right the rows right below it in the hierarchy.
with figures as (
    select * from {{ ref('int_figures_comparable') }}
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
)

{{ check_terms('parent_children', 'right_terms') }}
