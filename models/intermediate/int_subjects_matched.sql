-- Each key that names a subject, joined to the classification of its scheme by code and fiscal year. A name
-- without a code (六、社会保障和就业支出) is matched to a class where exactly one has that name in that year.
with keys as (
    select * from {{ ref('int_keys_classified') }}
),

printed_tables as (
    select * from {{ ref('int_tables_scoped') }}
),

columns as (
    select * from {{ ref('int_columns_scoped') }}
),

subjects as (
    select
        id,
        scheme,
        code,
        name_zh,
        level,
        confidence,
        is_listed,
        coalesce(valid_from_year, 0) as valid_from_year,
        coalesce(valid_to_year, 9999) as valid_to_year
    from {{ ref('int_subjects') }}
),

expenditure_blocks as (
    select distinct
        document_id,
        table_no,
        block_no
    from columns
    where block_side = 'expenditure'
),

wanted as (
    select
        keys.document_id,
        keys.table_no,
        keys.row_no,
        keys.key_no,
        keys.code,
        keys.label,
        printed_tables.fiscal_year,
        case keys.entity
            when 'economic_department' then 'department'
            when 'economic_government' then 'government'
            else 'function'
        end as scheme,
        keys.entity = 'item' as by_name,
        {{ normalised_label(without_ordinal('keys.label')) }} as name
    from keys
    inner join printed_tables
        on keys.document_id = printed_tables.document_id and keys.table_no = printed_tables.table_no
    left join expenditure_blocks
        on
            keys.document_id = expenditure_blocks.document_id
            and keys.table_no = expenditure_blocks.table_no
            and keys.block_no = expenditure_blocks.block_no
    where
        (keys.entity in ('function', 'economic_department', 'economic_government') and keys.code is not null)
        or (keys.entity = 'item' and expenditure_blocks.block_no is not null)
),

by_code as (
    select
        wanted.*,
        subjects.id as subject_id,
        subjects.name_zh as official_name,
        subjects.confidence,
        subjects.is_listed
    from wanted
    left join subjects
        on
            wanted.scheme = subjects.scheme
            and wanted.code = subjects.code
            and wanted.fiscal_year between subjects.valid_from_year and subjects.valid_to_year
    where not wanted.by_name
),

by_name as (
    select
        wanted.*,
        min(subjects.id) as subject_id,
        min(subjects.name_zh) as official_name,
        min(subjects.confidence) as confidence,
        bool_and(subjects.is_listed) as is_listed
    from wanted
    inner join subjects
        on
            wanted.scheme = subjects.scheme
            and wanted.name = {{ normalised_label('subjects.name_zh') }}
            and subjects.level = 1
            and wanted.fiscal_year between subjects.valid_from_year and subjects.valid_to_year
    where wanted.by_name
    group by all
    having count(*) = 1
),

matched as (
    select * from by_code

    union all

    select * from by_name
)

select * from matched
