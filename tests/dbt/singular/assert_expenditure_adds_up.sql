-- fct_expenditure covers exactly what the table it is taken from states as its total. Where it does not, the table
-- contradicts itself (a finding) or a leaf row was not conformed.
{{ config(severity = 'warn') }}

with taken as (
    select
        document_id,
        table_no,
        sum(amount_cny) as amount_cny
    from {{ ref('fct_expenditure') }}
    group by document_id, table_no
),

stated as (
    select
        lines.document_id,
        lines.table_no,
        max(lines.amount_cny) as amount_cny
    from {{ ref('fct_budget_lines') }} as lines
    inner join {{ ref('dim_document') }} as documents on lines.document_id = documents.document_id
    where
        lines.measure_code = 'total'
        and lines.is_total
        and lines.function_subject_id is null
        and lines.reference_year = documents.fiscal_year
        and lines.comparison = 'level'
    group by lines.document_id, lines.table_no
)

select
    taken.document_id,
    taken.table_no,
    taken.amount_cny as taken_cny,
    stated.amount_cny as stated_cny
from taken
inner join stated on taken.document_id = stated.document_id and taken.table_no = stated.table_no
where taken.amount_cny != stated.amount_cny
