-- Each side of a change leads to a subject of the classification, with the name that the change gives.
with successions as (
    select * from {{ ref('brg_subject_succession') }}
),

subjects as (
    select * from {{ ref('int_subjects') }}
)

select
    successions.succession_id,
    successions.old_name,
    old_subjects.name_zh as old_name_listed,
    successions.new_name,
    new_subjects.name_zh as new_name_listed
from successions
left join subjects as old_subjects on successions.old_subject_id = old_subjects.id
left join subjects as new_subjects on successions.new_subject_id = new_subjects.id
where
    successions.old_name is distinct from old_subjects.name_zh
    or successions.new_name is distinct from new_subjects.name_zh
