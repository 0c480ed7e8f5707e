-- Figures of the document's year that no other figure of their table splits further: safe to sum within one table, one
-- side and one carry-over.
with figures as (
    select * from {{ ref('int_figures_keyed') }}
),

lines as (
    select
        figure_id,
        proof_status
    from {{ ref('fct_budget_lines') }}
),

documents as (
    select
        document_id,
        fiscal_year
    from {{ ref('dim_document') }}
),

of_the_year as (
    select
        figures.*,
        lines.proof_status,
        documents.fiscal_year
    from figures
    inner join lines on figures.figure_id = lines.figure_id
    inner join documents on figures.document_id = documents.document_id
    where
        figures.value_type = 'amount'
        and figures.amount_cny is not null
        and figures.comparison = 'level'
        and figures.reference_year = documents.fiscal_year
        and figures.measure_code is not null
        and not figures.is_of_which
),

split as (
    -- Figures with parts printed below them in their own column.
    select distinct
        document_id,
        table_no,
        column_no,
        parent_row_no as row_no
    from of_the_year
    where parent_row_no is not null
)

select of_the_year.*
from of_the_year
left join split
    on
        of_the_year.document_id = split.document_id
        and of_the_year.table_no = split.table_no
        and of_the_year.column_no = split.column_no
        and of_the_year.row_no = split.row_no
where
    split.row_no is null
    and of_the_year.row_role is null
    and not of_the_year.is_blank_total
    and not of_the_year.is_total_column
