-- The subjects of all schemes, one row per code and validity: those of the classifications, and the codes that
-- documents print all the same. The earliest validity of a code keeps the bare code as its id, so that a later
-- renaming changes no id.
with function_subjects as (
    select * from {{ ref('function_subjects') }}
),

economic_subjects as (
    select * from {{ ref('economic_subjects') }}
),

unlisted as (
    select * from {{ ref('int_subjects_unlisted') }}
),

listed as (
    select
        'function' as scheme,
        code,
        name_zh,
        name_en,
        level,
        parent_code,
        valid_from_year,
        valid_to_year,
        confidence,
        source,
        budget_book,
        observed_years
    from function_subjects

    union all

    select
        scheme,
        code,
        name_zh,
        name_en,
        level,
        parent_code,
        valid_from_year,
        valid_to_year,
        confidence,
        source,
        null as budget_book,
        observed_years
    from economic_subjects
),

numbered as (
    select
        *,
        row_number() over (partition by scheme, code order by valid_from_year nulls first) as validity_no
    from listed
),

unioned as (
    select
        scheme,
        code,
        name_zh,
        name_en,
        cast(level as integer) as level,  -- noqa: RF04
        parent_code,
        cast(valid_from_year as integer) as valid_from_year,
        cast(valid_to_year as integer) as valid_to_year,
        confidence,
        source,
        true as is_listed,
        budget_book,
        observed_years,
        case when validity_no = 1 then code else code || '-' || valid_from_year end as dated_code
    from numbered

    union all

    select
        scheme,
        code,
        name_zh,
        null as name_en,
        subject_level as level,  -- noqa: RF04
        null as parent_code,
        fiscal_year as valid_from_year,
        fiscal_year as valid_to_year,
        'D' as confidence,
        source,
        false as is_listed,
        null as budget_book,
        cast(fiscal_year as varchar) as observed_years,
        code || '-' || fiscal_year as dated_code
    from unlisted
)

select
    *,
    case when scheme = 'function' then dated_code else scheme || '-' || dated_code end as id,
    substr(code, 1, 3) as class_code
from unioned
