with subjects as (
    select * from {{ ref('int_subjects') }}
)

select
    id,
    scheme,
    code,
    name_zh,
    name_en,
    level,
    parent_code,
    class_code,
    valid_from_year,
    valid_to_year,
    confidence,
    source,
    is_listed,
    budget_book,
    observed_years
from subjects
where scheme = 'function'
