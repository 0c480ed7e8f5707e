with subject_changes as (
    select * from {{ ref('subject_changes') }}
),

renamed as (
    select
        scheme,
        change_type,
        old_code,
        old_name,
        new_code,
        new_name,
        cardinality,
        confidence,
        evidence,
        cast(effective_year as integer) as effective_year
    from subject_changes
),

subjects as (
    select
        scheme,
        code,
        id,
        coalesce(valid_from_year, 0) as first_year,
        coalesce(valid_to_year, 9999) as last_year
    from {{ ref('int_subjects') }}
),

-- The last meaning that a code had before the change; a reused code may have rested for some years.
old_subjects as (
    select
        renamed.scheme,
        renamed.effective_year,
        renamed.old_code,
        renamed.new_code,
        subjects.id,
        row_number() over (
            partition by renamed.scheme, renamed.effective_year, renamed.old_code, renamed.new_code
            order by subjects.first_year desc
        ) as recency
    from renamed
    inner join subjects
        on
            renamed.scheme = subjects.scheme
            and renamed.old_code = subjects.code
            and renamed.effective_year > subjects.first_year
),

final as (
    select
        renamed.*,
        old_subjects.id as old_subject_id,
        new_subjects.id as new_subject_id,
        concat_ws('-', renamed.scheme, renamed.effective_year, renamed.old_code, renamed.new_code)
            as succession_id
    from renamed
    left join old_subjects
        on
            renamed.scheme = old_subjects.scheme
            and renamed.effective_year = old_subjects.effective_year
            and renamed.old_code = old_subjects.old_code
            and renamed.new_code = old_subjects.new_code
            and old_subjects.recency = 1
    left join subjects as new_subjects
        on
            renamed.scheme = new_subjects.scheme
            and renamed.new_code = new_subjects.code
            and renamed.effective_year between new_subjects.first_year and new_subjects.last_year
)

select
    succession_id,
    scheme,
    effective_year,
    change_type,
    old_subject_id,
    old_code,
    old_name,
    new_subject_id,
    new_code,
    new_name,
    cardinality,
    confidence,
    evidence
from final
