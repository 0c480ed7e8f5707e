-- The join of the facts, code + fiscal year, finds at most one subject and so at most one name.
with subjects as (
    select * from {{ ref('int_subjects') }}
),

fiscal_years as (
    select unnest(range(2007, 2041)) as fiscal_year
)

select
    subjects.scheme,
    subjects.code,
    fiscal_years.fiscal_year,
    count(*) as n_names
from subjects
inner join fiscal_years
    on
        fiscal_years.fiscal_year >= coalesce(subjects.valid_from_year, 0)
        and fiscal_years.fiscal_year <= coalesce(subjects.valid_to_year, 9999)
group by subjects.scheme, subjects.code, fiscal_years.fiscal_year
having count(*) > 1
