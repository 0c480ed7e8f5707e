-- Two validities of one code share no year, and none ends before it begins.
with subjects as (
    select * from {{ ref('int_subjects') }}
)

select
    earlier.scheme,
    earlier.code,
    earlier.id as one_id,
    later.id as other_id
from subjects as earlier
inner join subjects as later
    on
        earlier.scheme = later.scheme
        and earlier.code = later.code
        and earlier.id <= later.id
where
    (
        earlier.id != later.id
        and coalesce(earlier.valid_from_year, 0) <= coalesce(later.valid_to_year, 9999)
        and coalesce(later.valid_from_year, 0) <= coalesce(earlier.valid_to_year, 9999)
    )
    or (earlier.id = later.id and earlier.valid_from_year > earlier.valid_to_year)
