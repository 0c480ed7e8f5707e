with economic_subjects as (
    select * from {{ ref('economic_subjects') }}
),

unlisted as (
    select * from {{ ref('int_subjects_unlisted') }}
    where scheme != 'function'
),

renamed as (
    select
        scheme,
        code,
        name_zh,
        name_en,
        parent_code,
        confidence,
        source,
        observed_years,
        substr(code, 1, 3) as class_code,
        cast(level as integer) as level,  -- noqa: RF04
        cast(valid_from_year as integer) as valid_from_year,
        cast(valid_to_year as integer) as valid_to_year
    from economic_subjects
),

numbered as (
    select
        *,
        row_number() over (partition by scheme, code order by valid_from_year nulls first) as validity_no
    from renamed
),

-- The earliest validity of a code keeps the bare code, so that a later renaming changes no id.
final as (
    select
        *,
        scheme || '-' || case when validity_no = 1 then code else code || '-' || valid_from_year end as id
    from numbered
),

unioned as (
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
        true as is_listed,
        observed_years
    from final

    union all

    select
        scheme || '-' || id_suffix as id,
        scheme,
        code,
        name_zh,
        null as name_en,
        subject_level as level,  -- noqa: RF04
        null as parent_code,
        substr(code, 1, 3) as class_code,
        fiscal_year as valid_from_year,
        fiscal_year as valid_to_year,
        'D' as confidence,
        source,
        false as is_listed,
        cast(fiscal_year as varchar) as observed_years
    from unlisted
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
    observed_years
from unioned
