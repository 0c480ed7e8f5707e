-- Printed subject names that differ from the classification of the year. Only where the classification is sure
-- (confidence A or B): elsewhere the list may be wrong. A name that breaks off is cut by the edge of its cell, and what
-- a longer code of local making is called the classification does not say. Codes that it does not have at all are
-- findings of form.
with subjects as (
    select * from {{ ref('int_subjects_matched') }}
),

table_rows as (
    select
        document_id,
        table_no,
        row_no,
        min(page) as page,
        min(line_no) as line_no
    from {{ ref('stg_table_cells') }}
    group by document_id, table_no, row_no
),

printed_tables as (
    select * from {{ ref('stg_tables') }}
),

named as (
    select
        subjects.document_id,
        subjects.scheme,
        subjects.code,
        subjects.label,
        subjects.official_name,
        subjects.confidence,
        subjects.is_listed,
        subjects.is_conformed,
        table_rows.page,
        table_rows.line_no,
        concat(
            '表', coalesce(printed_tables.printed_number, cast(printed_tables.table_no as varchar)),
            '《', coalesce(printed_tables.title, ''), '》', subjects.code
        ) as place_name,
        row_number() over (
            partition by subjects.document_id, subjects.scheme, subjects.code, subjects.label
            order by subjects.table_no, subjects.row_no
        ) as occurrence
    from subjects
    inner join printed_tables
        on subjects.document_id = printed_tables.document_id and subjects.table_no = printed_tables.table_no
    left join table_rows
        on
            subjects.document_id = table_rows.document_id
            and subjects.table_no = table_rows.table_no
            and subjects.row_no = table_rows.row_no
    where not subjects.by_name
),

final as (
    select
        *,
        case when is_listed then 'subject_name' else 'subject_unlisted' end as rule_id
    from named
    where
        occurrence = 1
        and (
            not is_listed
            or (
                confidence in ('A', 'B')
                and label is not null
                and not is_conformed
                and not starts_with({{ normalised_label('official_name') }}, {{ normalised_label('label') }})
            )
        )
)

select
    document_id,
    rule_id,
    scheme,
    code,
    label,
    official_name,
    page,
    line_no,
    place_name,
    left(md5(rule_id || '|' || document_id || '|' || scheme || '|' || code || '|' || coalesce(label, '')), 16)
        as finding_id
from final
