-- Each key that names a subject, joined to the classification of its scheme by code and fiscal year; a longer economic
-- code of local making to its longest official prefix. A name without a code (六、社会保障和就业支出) is matched where
-- exactly one subject below its parent's has that name in that year: below none a class, else what lies nearest.
with recursive keys as (
    select * from {{ ref('int_keys_classified') }}
),

table_rows as (
    select * from {{ ref('stg_table_rows') }}
),

printed_tables as (
    select * from {{ ref('int_tables_scoped') }}
),

columns as (
    select * from {{ ref('int_columns_scoped') }}
),

kind_scopes as (
    select * from {{ ref('table_scopes') }}
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

block_sides as (
    select
        document_id,
        table_no,
        block_no,
        max(block_side) as side
    from columns
    group by document_id, table_no, block_no
    having min(block_side) = max(block_side)
),

kind_sides as (
    select
        table_kind,
        min(side) as side,
        min(subject_entity) as subject_entity,
        min(item_rows) as item_rows
    from kind_scopes
    group by table_kind
),

function_names as (
    select distinct {{ subject_name('name_zh') }} as name
    from subjects
    where scheme = 'function'
),

economic_classes as (
    -- Names that only economic classes have (工资福利支出, 机关工资福利支出): in any expenditure they name these; those
    -- of both classifications the department's.
    select
        {{ subject_name('subjects.name_zh') }} as name,
        min(subjects.scheme) as scheme
    from subjects
    left join function_names on {{ subject_name('subjects.name_zh') }} = function_names.name
    where
        subjects.scheme in ('department', 'government')
        and subjects.level = 1
        and subjects.is_listed
        and function_names.name is null
    group by {{ subject_name('subjects.name_zh') }}
),

placed as (
    select
        keys.document_id,
        keys.table_no,
        keys.row_no,
        keys.key_no,
        keys.block_no,
        keys.entity,
        keys.code,
        keys.label,
        printed_tables.fiscal_year,
        case
            when keys.entity = 'economic_department' then 'department'
            when keys.entity = 'economic_government' then 'government'
            when keys.entity = 'item' and kind_sides.subject_entity = 'economic_department' then 'department'
            when keys.entity = 'item' and economic_classes.name is not null then economic_classes.scheme
            else 'function'
        end as scheme,
        keys.code is null as by_name,
        {{ subject_name(without_ordinal('keys.label')) }} as name,
        keys.entity = 'item' as is_item,
        coalesce(kind_sides.item_rows, 'scope') = 'thing' as lists_things,
        coalesce(
            block_sides.side,
            case when kind_sides.side = 'expenditure' then kind_sides.side end
        ) as side
    from keys
    inner join printed_tables
        on keys.document_id = printed_tables.document_id and keys.table_no = printed_tables.table_no
    left join block_sides
        on
            keys.document_id = block_sides.document_id
            and keys.table_no = block_sides.table_no
            and keys.block_no = block_sides.block_no
    left join kind_sides on printed_tables.table_kind = kind_sides.table_kind
    left join economic_classes
        on
            {{ subject_name(without_ordinal('keys.label')) }} = economic_classes.name
),

wanted as (
    select * from placed
    where
        (
            entity in ('function', 'economic_department', 'economic_government')
            and (code is not null or name is not null)
        )
        or (is_item and code is null and name is not null and side = 'expenditure' and not lists_things)
),

by_code as (
    -- The code itself, else for economic codes the longest official one that begins it.
    select
        wanted.*,
        subjects.id as subject_id,
        subjects.code as subject_code,
        subjects.name_zh as official_name,
        subjects.confidence,
        subjects.is_listed,
        wanted.code != subjects.code as is_conformed
    from wanted
    left join subjects
        on
            wanted.scheme = subjects.scheme
            and (
                wanted.code = subjects.code
                or (
                    wanted.scheme in ('department', 'government')
                    and length(wanted.code) = 7
                    and subjects.is_listed
                    and starts_with(wanted.code, subjects.code)
                )
            )
            and wanted.fiscal_year between subjects.valid_from_year and subjects.valid_to_year
    where not wanted.by_name
    qualify row_number() over (
        partition by wanted.document_id, wanted.table_no, wanted.row_no, wanted.key_no
        order by subjects.is_listed desc nulls last, length(subjects.code) desc
    ) = 1
),

wanted_names as (
    select distinct
        scheme,
        fiscal_year,
        name
    from wanted
    where by_name
),

named_subjects as (
    -- Each subject of such a name, below each subject that it lies under; a class lies under none.
    select
        wanted_names.scheme,
        wanted_names.fiscal_year,
        wanted_names.name,
        subjects.id,
        subjects.code,
        subjects.name_zh,
        subjects.level,
        subjects.confidence,
        unnest(
            case subjects.level
                when 1 then ['']
                when 2 then [substr(subjects.code, 1, 3)]
                else [substr(subjects.code, 1, 3), substr(subjects.code, 1, 5)]
            end
        ) as above
    from wanted_names
    inner join subjects
        on
            wanted_names.scheme = subjects.scheme
            and wanted_names.name = {{ subject_name('subjects.name_zh') }}
            and subjects.is_listed
            and wanted_names.fiscal_year between subjects.valid_from_year and subjects.valid_to_year
),

candidates as (
    select
        scheme,
        fiscal_year,
        name,
        above,
        level as subject_level,
        min(id) as subject_id,
        min(code) as subject_code,
        min(name_zh) as official_name,
        min(confidence) as confidence
    from named_subjects
    group by scheme, fiscal_year, name, above, level
    having count(*) = 1
    qualify row_number() over (partition by scheme, fiscal_year, name, above order by level) = 1
),

nodes as (
    -- A row's first key of a scheme; rows without one pass on what stands above them.
    select
        table_rows.document_id,
        table_rows.table_no,
        table_rows.row_no,
        table_rows.parent_row_no,
        wanted.key_no,
        wanted.scheme,
        wanted.fiscal_year,
        wanted.name,
        coalesce(by_code.subject_code, wanted.code) as code
    from table_rows
    left join wanted
        on
            table_rows.document_id = wanted.document_id
            and table_rows.table_no = wanted.table_no
            and table_rows.row_no = wanted.row_no
    left join by_code
        on
            wanted.document_id = by_code.document_id
            and wanted.table_no = by_code.table_no
            and wanted.row_no = by_code.row_no
            and wanted.key_no = by_code.key_no
    qualify row_number() over (
        partition by table_rows.document_id, table_rows.table_no, table_rows.row_no
        order by wanted.key_no
    ) = 1
),

walked as (
    select
        nodes.document_id,
        nodes.table_no,
        nodes.row_no,
        nodes.key_no,
        case when nodes.code is null then candidates.subject_id end as subject_id,
        coalesce(nodes.code, candidates.subject_code, '') as context
    from nodes
    left join candidates
        on
            nodes.scheme = candidates.scheme
            and nodes.fiscal_year = candidates.fiscal_year
            and nodes.name = candidates.name
            and candidates.above = ''
    where nodes.parent_row_no is null

    union all

    select
        nodes.document_id,
        nodes.table_no,
        nodes.row_no,
        nodes.key_no,
        case when nodes.code is null then candidates.subject_id end as subject_id,
        coalesce(nodes.code, candidates.subject_code, walked.context) as context
    from nodes
    inner join walked
        on
            nodes.document_id = walked.document_id
            and nodes.table_no = walked.table_no
            and nodes.parent_row_no = walked.row_no
    left join candidates
        on
            nodes.scheme = candidates.scheme
            and nodes.fiscal_year = candidates.fiscal_year
            and nodes.name = candidates.name
            and walked.context = candidates.above
),

contexts as (
    -- For rows that the page sets under no other: the class that the nearest row above is of.
    select
        wanted.document_id,
        wanted.table_no,
        wanted.row_no,
        wanted.key_no,
        wanted.scheme,
        wanted.fiscal_year,
        wanted.name,
        walked.subject_id,
        walked.context = '' as is_open,
        substr(
            last_value(nullif(walked.context, '') ignore nulls) over (
                partition by wanted.document_id, wanted.table_no, wanted.block_no, wanted.scheme
                order by wanted.row_no
                rows between unbounded preceding and 1 preceding
            ),
            1,
            3
        ) as class_above
    from wanted
    inner join walked
        on
            wanted.document_id = walked.document_id
            and wanted.table_no = walked.table_no
            and wanted.row_no = walked.row_no
            and wanted.key_no = walked.key_no
),

named as (
    select
        contexts.document_id,
        contexts.table_no,
        contexts.row_no,
        contexts.key_no,
        coalesce(contexts.subject_id, candidates.subject_id) as subject_id
    from contexts
    left join candidates
        on
            contexts.is_open
            and contexts.scheme = candidates.scheme
            and contexts.fiscal_year = candidates.fiscal_year
            and contexts.name = candidates.name
            and contexts.class_above = candidates.above
    where coalesce(contexts.subject_id, candidates.subject_id) is not null
),

by_name as (
    select
        wanted.*,
        subjects.id as subject_id,
        subjects.code as subject_code,
        subjects.name_zh as official_name,
        subjects.confidence,
        subjects.is_listed,
        false as is_conformed
    from wanted
    inner join named
        on
            wanted.document_id = named.document_id
            and wanted.table_no = named.table_no
            and wanted.row_no = named.row_no
            and wanted.key_no = named.key_no
    inner join subjects on named.subject_id = subjects.id
    where wanted.by_name
),

matched as (
    select * from by_code

    union all

    select * from by_name
)

select
    document_id,
    table_no,
    row_no,
    key_no,
    code,
    label,
    fiscal_year,
    scheme,
    by_name,
    name,
    subject_id,
    official_name,
    confidence,
    is_listed,
    coalesce(is_conformed, false) as is_conformed
from matched
