-- Each column with what its header path says: of each field, the deepest segment that says something of it.
with columns as (

    select * from {{ ref('stg_table_columns') }}

),

labels as (

    select * from {{ ref('int_labels_matched') }}
    where place = 'column'

),

printed_tables as (

    select * from {{ ref('int_tables_scoped') }}

),

fund_sources as (

    select * from {{ ref('fund_sources') }}

),

named as (

    select * from {{ ref('int_columns_named') }}

),

segments as (

    select
        document_id,
        table_no,
        column_no,
        unnest(string_split(label, '/')) as segment,
        generate_subscripts(string_split(label, '/'), 1) as depth
    from columns

),

known as (

    select
        segments.document_id,
        segments.table_no,
        segments.column_no,
        segments.depth,
        labels.block_side,
        labels.measure_code,
        labels.fund_source,
        fund_sources.parent_fund_source,
        list(fund_sources.parent_fund_source) over (
            partition by segments.document_id, segments.table_no, segments.column_no
        ) as parent_fund_sources,
        labels.carryover,
        coalesce(labels.printed_year, printed_tables.fiscal_year + labels.year_offset) as reference_year,
        labels.is_known,
        named.code is not null as names_subject,
        labels.phase,
        labels.comparison,
        labels.value_type,
        labels.is_of_which
    from segments
    inner join labels on {{ normalised_label('segments.segment') }} = labels.wording
    inner join printed_tables
        on segments.document_id = printed_tables.document_id and segments.table_no = printed_tables.table_no
    left join fund_sources on labels.fund_source = fund_sources.fund_source
    left join named
        on
            segments.document_id = named.document_id
            and segments.table_no = named.table_no
            and segments.column_no = named.column_no
            and segments.depth = named.depth

),

funded as (

    -- 财政拨款 under 一般公共预算 is of that budget: the wider fund says nothing more; nor does 上级补助, which there is no
    -- receipt of the unit.
    select
        *,
        coalesce(list_contains(parent_fund_sources, fund_source), false)
        or (
            coalesce(parent_fund_source = 'unit_funds', false)
            and list_contains(parent_fund_sources, 'appropriation')
        ) as is_wider_fund
    from known

),

subjects as (

    -- The economic subject of a column: the deepest named in words that are no label.
    select
        named.document_id,
        named.table_no,
        named.column_no,
        arg_max(named.scheme, named.depth) as subject_scheme,
        arg_max(named.code, named.depth) as subject_code,
        count(*) as n_named
    from named
    left join known
        on
            named.document_id = known.document_id
            and named.table_no = known.table_no
            and named.column_no = known.column_no
            and named.depth = known.depth
            and known.is_known
    where known.depth is null
    group by named.document_id, named.table_no, named.column_no

),

scopes as (

    select
        document_id,
        table_no,
        column_no,
        arg_max(block_side, depth) as block_side,
        arg_max(measure_code, depth) as measure_code,
        arg_max(measure_code, depth) filter (where not names_subject) as measure_of_subject,
        coalesce(arg_max(fund_source, depth) filter (where not is_wider_fund), arg_max(fund_source, depth))
            as fund_source,
        {{ carryover_said('arg_max', 'depth') }} as carryover,
        arg_max(reference_year, depth) as reference_year,
        arg_max(phase, depth) as phase,
        arg_max(comparison, depth) as comparison,
        arg_max(value_type, depth) as value_type,
        bool_or(is_of_which) as is_of_which,
        count(distinct depth) filter (where is_known) as n_known
    from funded
    group by document_id, table_no, column_no

),

sides as (

    -- Every column of a block stands on the side that the headers of the block name; where they name both, each
    -- on its own.
    select
        columns.document_id,
        columns.table_no,
        columns.block_no,
        case when min(scopes.block_side) = max(scopes.block_side) then min(scopes.block_side) end as block_side
    from columns
    inner join scopes
        on
            columns.document_id = scopes.document_id
            and columns.table_no = scopes.table_no
            and columns.column_no = scopes.column_no
    group by columns.document_id, columns.table_no, columns.block_no

),

broken_down as (

    -- Blocks with parts beside their 其中 columns: only there does 其中 say again what the parts have said.
    select distinct
        columns.document_id,
        columns.table_no,
        columns.block_no
    from columns
    left join scopes
        on
            columns.document_id = scopes.document_id
            and columns.table_no = scopes.table_no
            and columns.column_no = scopes.column_no
    where
        columns.role = 'value'
        and not coalesce(scopes.is_of_which, false)
        and not regexp_matches(columns.label, '(合计|小计|总计)$')

),

special as (

    -- Columns of money carried over, and of meetings and training, which not every total holds.
    select
        columns.document_id,
        columns.table_no,
        columns.block_no,
        columns.label,
        coalesce(scopes.carryover in ('opening', 'closing', 'balance', 'reserves', 'distribution'), false)
            as is_balance,
        coalesce(scopes.measure_code in ('meetings', 'training'), false) as is_meetings
    from columns
    inner join scopes
        on
            columns.document_id = scopes.document_id
            and columns.table_no = scopes.table_no
            and columns.column_no = scopes.column_no
    where columns.role = 'value'

),

with_special as (

    select
        columns.document_id,
        columns.table_no,
        columns.column_no,
        bool_or(special.is_balance) as adds_balances,
        bool_or(special.is_meetings) as adds_meetings
    from columns
    inner join special
        on
            columns.document_id = special.document_id
            and columns.table_no = special.table_no
            and columns.block_no = special.block_no
            and starts_with(special.label, coalesce(regexp_extract(columns.label, '^(.*/)[^/]*$', 1), ''))
    group by columns.document_id, columns.table_no, columns.column_no

),

scoped as (

    select
        columns.document_id,
        columns.table_no,
        columns.column_no,
        columns.block_no,
        columns.role,
        columns.key_no,
        columns.key_part,
        columns.key_entity,
        columns.label,
        columns.unit,
        coalesce(scopes.block_side, sides.block_side) as block_side,
        subjects.subject_scheme,
        subjects.subject_code,
        case
            -- What a class of expenditure and a subject below it say is one thing, and the subject says it.
            when subjects.subject_code is not null then scopes.measure_of_subject
            when scopes.block_side = 'receipts' and scopes.measure_code = 'basic' then 'receipts_basic'
            when scopes.block_side = 'receipts' and scopes.measure_code = 'project' then 'receipts_project'
            else scopes.measure_code
        end as measure_code,
        scopes.fund_source,
        scopes.carryover,
        scopes.reference_year,
        scopes.phase,
        -- 增减/比例: a percentage of change.
        case
            when scopes.comparison = 'change' and scopes.value_type = 'percent' then 'change_percent'
            else scopes.comparison
        end as comparison,
        scopes.value_type,
        coalesce(scopes.is_of_which, false) and broken_down.block_no is not null as is_of_which,
        -- Where every word of the path is known, what it leaves open is the table's to say; else it is unknown.
        coalesce(scopes.n_known, 0) + coalesce(subjects.n_named, 0) = len(string_split(columns.label, '/'))
            as is_known,
        -- A total column sums the others under the same header.
        regexp_matches(columns.label, '(合计|小计|总计)$') as is_total_column,
        -- What stands among the columns under the same header, which a total column adds.
        coalesce(with_special.adds_balances, false) as adds_balances,
        coalesce(with_special.adds_meetings, false) as adds_meetings,
        case when contains(columns.label, '/') then regexp_replace(columns.label, '/[^/]*$', '') else '' end
            as parent_path
    from columns
    left join scopes
        on
            columns.document_id = scopes.document_id
            and columns.table_no = scopes.table_no
            and columns.column_no = scopes.column_no
    left join subjects
        on
            columns.document_id = subjects.document_id
            and columns.table_no = subjects.table_no
            and columns.column_no = subjects.column_no
    left join sides
        on
            columns.document_id = sides.document_id
            and columns.table_no = sides.table_no
            and columns.block_no = sides.block_no
    left join broken_down
        on
            columns.document_id = broken_down.document_id
            and columns.table_no = broken_down.table_no
            and columns.block_no = broken_down.block_no
    left join with_special
        on
            columns.document_id = with_special.document_id
            and columns.table_no = with_special.table_no
            and columns.column_no = with_special.column_no

)

select * from scoped
