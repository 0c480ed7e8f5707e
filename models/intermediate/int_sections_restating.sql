-- Sections whose label is that of a key column (支出项目类别, 部门预算支出经济分类): each breaks the same total down anew, by
-- what the label names. Other sections are parts of one breakdown.
with table_rows as (

    select * from {{ ref('stg_table_rows') }}

),

labels as (

    select * from {{ ref('labels') }}

),

sections as (

    select distinct
        document_id,
        table_no,
        section_label
    from table_rows
    where section_label is not null

),

restating as (

    select
        sections.document_id,
        sections.table_no,
        sections.section_label,
        labels.entity,
        row_number() over (
            partition by sections.document_id, sections.table_no, sections.section_label
            order by length(labels.pattern) desc, labels.pattern
        ) as preference
    from sections
    inner join labels
        on
            regexp_full_match({{ normalised_label('sections.section_label') }}, labels.pattern)
            and labels.place = 'column'
            and labels.role = 'key'

)

select * exclude (preference)
from restating
where preference = 1
