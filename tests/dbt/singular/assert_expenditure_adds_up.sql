-- fct_expenditure covers what the table it is taken from states as its total, within rounding. Where it does not, the
-- table contradicts or withholds something (a finding) or a leaf row was not conformed.
{{ config(severity = 'warn') }}

select
    document_id,
    table_no,
    amount_cny as taken_cny,
    stated_cny
from {{ ref('int_source_tables_chosen') }}
where purpose = 'expenditure' and not adds_up and stated_cny is not null
