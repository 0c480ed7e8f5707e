-- The names by which a division is written before a body's: its full name, that with its province, and a county's or
-- a prefecture's own name where no other division of its time bears it.
with divisions as (
    select * from {{ ref('divisions') }}
),

dated as (
    select
        division_code,
        name,
        full_name,
        province,
        level,
        cast(coalesce(valid_from_year, '0') as integer) as valid_from_year,
        cast(coalesce(valid_to_year, '9999') as integer) as valid_to_year
    from divisions
),

unique_names as (
    select
        bearers.division_code,
        bearers.valid_from_year,
        bearers.name
    from dated as bearers
    left join dated as namesakes
        on
            bearers.name = namesakes.name
            and bearers.division_code != namesakes.division_code
            and bearers.valid_from_year <= namesakes.valid_to_year
            and bearers.valid_to_year >= namesakes.valid_from_year
    where namesakes.division_code is null
),

names as (
    select
        division_code,
        level,
        valid_from_year,
        valid_to_year,
        full_name as written
    from dated

    union

    select
        division_code,
        level,
        valid_from_year,
        valid_to_year,
        province || full_name as written
    from dated
    where not starts_with(full_name, province)

    union

    select
        dated.division_code,
        dated.level,
        dated.valid_from_year,
        dated.valid_to_year,
        dated.name as written
    from dated
    inner join unique_names
        on
            dated.division_code = unique_names.division_code
            and dated.valid_from_year = unique_names.valid_from_year
            and dated.name = unique_names.name
)

select
    division_code,
    level,
    valid_from_year,
    valid_to_year,
    written
from names
