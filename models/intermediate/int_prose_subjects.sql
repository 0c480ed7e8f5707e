-- The subject that a phrase names: by its code and the fiscal year, by the names marked 类, 款 and 项, or by a name that
-- only one class of that year has. A 款 or 项 of the same name under several parents stays open where no parent is said.
with figures as (
    select * from {{ ref('stg_prose_figures') }}
),

documents as (
    select * from {{ ref('stg_documents') }}
),

subjects as (
    select
        id,
        scheme,
        code,
        level,
        parent_code,
        {{ normalised_label('name_zh') }} as name,
        coalesce(valid_from_year, 0) as valid_from_year,
        coalesce(valid_to_year, 9999) as valid_to_year
    from {{ ref('int_subjects') }}
),

named as (
    select
        figures.document_id,
        figures.figure_no,
        figures.code,
        documents.fiscal_year,
        string_split({{ normalised_label('figures.subject_path') }}, '/') as path,  -- noqa: RF04
        regexp_replace({{ normalised_label('figures.phrase') }}, '科目$|\(类\)$', '') as name
    from figures
    inner join documents on figures.document_id = documents.document_id
    where figures.clause = 'statement' and figures.phrase is not null
),

by_code as (
    select
        named.document_id,
        named.figure_no,
        subjects.id,
        subjects.scheme
    from named
    inner join subjects
        on
            named.code = subjects.code
            and named.fiscal_year between subjects.valid_from_year and subjects.valid_to_year
            and subjects.scheme = case substr(named.code, 1, 1)
                when '3' then 'department' when '5' then 'government' else 'function'
            end
),

by_path as (
    select
        named.document_id,
        named.figure_no,
        min(items.id) as id,
        min(items.scheme) as scheme
    from named
    inner join subjects as items
        on
            items.scheme = 'function'
            and items.name = named.path[-1]
            and items.level = 3
            and named.fiscal_year between items.valid_from_year and items.valid_to_year
    left join subjects as parents
        on
            parents.scheme = 'function'
            and parents.code = substr(items.code, 1, length(items.code) - 2)
            and named.fiscal_year between parents.valid_from_year and parents.valid_to_year
    left join subjects as classes
        on
            classes.scheme = 'function'
            and classes.code = substr(items.code, 1, 3)
            and named.fiscal_year between classes.valid_from_year and classes.valid_to_year
    where
        named.path is not null
        and (len(named.path) < 2 or parents.name = named.path[-2])
        and (len(named.path) < 3 or classes.name = named.path[-3])
    group by named.document_id, named.figure_no
    having count(distinct items.code) = 1
),

by_name as (
    select
        named.document_id,
        named.figure_no,
        min(subjects.id) as id,
        min(subjects.scheme) as scheme
    from named
    inner join subjects
        on
            subjects.scheme in ('function', 'department')
            and subjects.level = 1
            and named.name in (subjects.name, subjects.name || '支出')
            and named.fiscal_year between subjects.valid_from_year and subjects.valid_to_year
    where named.path is null and named.code is null
    group by named.document_id, named.figure_no
    having count(distinct subjects.id) = 1
),

unioned as (
    select * from by_code
    union all
    select * from by_path
    union all
    select * from by_name
)

select
    document_id,
    figure_no,
    max(id) filter (where scheme = 'function') as function_subject_id,
    max(id) filter (where scheme = 'department') as economic_department_subject_id,
    max(id) filter (where scheme = 'government') as economic_government_subject_id
from unioned
group by document_id, figure_no
