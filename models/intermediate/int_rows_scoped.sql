-- Each row with what its label, its section and the rows above it in the hierarchy say of its figures.
-- Only labels that name no subject, unit or project speak of scope: 会议费 as a subject is a key, not a measure.
with recursive table_rows as (

    select * from {{ ref('stg_table_rows') }}

),

first_keys as (

    select
        *,
        row_number() over (partition by document_id, table_no, row_no order by key_no) as position
    from {{ ref('int_keys_classified') }}

),

labels as (

    select * from {{ ref('int_labels_matched') }}
    where place = 'row'

),

printed_tables as (

    select * from {{ ref('int_tables_scoped') }}

),

subject_rows as (

    select distinct
        document_id,
        table_no,
        row_no
    from {{ ref('int_subjects_matched') }}

),

kind_scopes as (

    select
        table_kind,
        min(item_rows) as item_rows
    from {{ ref('table_scopes') }}
    group by table_kind

),

said as (

    -- What the keys of a row say together: the first that says something of a field. A list's entries are names, of
    -- which only totals say something.
    select
        first_keys.document_id,
        first_keys.table_no,
        first_keys.row_no,
        bool_or(labels.is_known) filter (where first_keys.position = 1) as is_known,
        min(labels.row_role) filter (where first_keys.position = 1) as row_role,
        bool_or(labels.is_of_which) as is_of_which,
        arg_min(labels.measure_code, first_keys.position) as measure_code,
        arg_min(labels.fund_source, first_keys.position) as fund_source,
        arg_min(labels.carryover, first_keys.position) as carryover,
        arg_min(
            coalesce(labels.printed_year, printed_tables.fiscal_year + labels.year_offset), first_keys.position
        ) as reference_year,
        arg_min(labels.phase, first_keys.position) as phase,
        arg_min(labels.comparison, first_keys.position) as comparison,
        arg_min(labels.value_type, first_keys.position) as value_type
    from first_keys
    inner join printed_tables
        on first_keys.document_id = printed_tables.document_id and first_keys.table_no = printed_tables.table_no
    left join kind_scopes on printed_tables.table_kind = kind_scopes.table_kind
    inner join labels
        on {{ normalised_label(without_ordinal('first_keys.label')) }} = labels.wording
    left join subject_rows
        on
            first_keys.document_id = subject_rows.document_id
            and first_keys.table_no = subject_rows.table_no
            and first_keys.row_no = subject_rows.row_no
    where
        first_keys.code is null
        and (
            labels.row_role is not null
            or (
                subject_rows.row_no is null
                and first_keys.entity not in ('agency', 'project', 'project_category')
                and kind_scopes.item_rows is distinct from 'thing'
            )
        )
    group by first_keys.document_id, first_keys.table_no, first_keys.row_no

),

own as (

    select
        table_rows.document_id,
        table_rows.table_no,
        table_rows.row_no,
        table_rows.block_no,
        table_rows.parent_row_no,
        table_rows.parent_basis,
        table_rows.is_repeat,
        table_rows.section_label,
        first_keys.entity,
        first_keys.code as row_code,
        first_keys.label as row_label,
        said.row_role,
        -- 其中 opens a list: what is printed below the same row without a numeral goes on with it.
        coalesce(
            case
                when
                    table_rows.parent_row_no is not null
                    and {{ without_ordinal('first_keys.label') }} = first_keys.label
                    and first_keys.code is null
                    then
                        bool_or(said.is_of_which) over (
                            partition by table_rows.document_id, table_rows.table_no, table_rows.parent_row_no
                            order by table_rows.row_no
                        )
                else said.is_of_which
            end,
            false
        ) as is_of_which,
        -- The label says which scope the row has, so it stands for the whole of that scope.
        coalesce(said.is_known, false) as row_scope_known,
        of_section.block_side as section_side,
        coalesce(said.measure_code, of_section.measure_code) as measure_code,
        coalesce(said.fund_source, of_section.fund_source) as fund_source,
        coalesce(said.carryover, of_section.carryover) as carryover,
        coalesce(
            said.reference_year, of_section.printed_year, printed_tables.fiscal_year + of_section.year_offset
        ) as reference_year,
        coalesce(said.phase, of_section.phase) as phase,
        coalesce(said.comparison, of_section.comparison) as comparison,
        said.value_type,
        regexp_extract(first_keys.label, '[（(](单位[:：])?(亿元|万元|千元|元)[）)]', 2) as unit,
        -- 年初财政拨款结转和结余, and below it the budgets it comes from, without numerals: what the first says holds
        -- for those as far as they go.
        said.fund_source is not null
        and said.carryover is null
        and said.row_role is null
        and table_rows.parent_row_no is null
        and (
            {{ without_ordinal('first_keys.label') }} = first_keys.label
            -- With numerals where the list of budgets begins anew.
            or row_number() over (
                partition by table_rows.document_id, table_rows.table_no, table_rows.block_no, said.fund_source
                order by table_rows.row_no
            ) > 1
        ) as may_be_headed
    from table_rows
    inner join printed_tables
        on table_rows.document_id = printed_tables.document_id and table_rows.table_no = printed_tables.table_no
    left join first_keys
        on
            table_rows.document_id = first_keys.document_id
            and table_rows.table_no = first_keys.table_no
            and table_rows.row_no = first_keys.row_no
            and first_keys.position = 1
    left join said
        on
            table_rows.document_id = said.document_id
            and table_rows.table_no = said.table_no
            and table_rows.row_no = said.row_no
    left join labels as of_section
        on {{ normalised_label(without_ordinal('table_rows.section_label')) }} = of_section.wording

),

headed as (

    select
        own.* exclude (carryover, may_be_headed),
        coalesce(
            own.carryover,
            case
                when own.may_be_headed
                    then
                        nullif(
                            last_value(
                                case when not own.may_be_headed then coalesce(own.carryover, '') end ignore nulls
                            )
                                over (
                                    partition by own.document_id, own.table_no, own.block_no
                                    order by own.row_no
                                    rows between unbounded preceding and 1 preceding
                                ),
                            ''
                        )
            end
        ) as carryover
    from own

),

inherited as (

    select
        headed.document_id,
        headed.table_no,
        headed.row_no,
        headed.block_no,
        headed.parent_row_no,
        headed.parent_basis,
        headed.is_repeat,
        headed.section_label,
        headed.entity,
        headed.row_code,
        headed.row_label,
        headed.row_role,
        headed.is_of_which,
        headed.row_scope_known,
        headed.section_side,
        headed.measure_code,
        headed.fund_source,
        headed.carryover,
        headed.reference_year,
        headed.phase,
        headed.comparison,
        headed.value_type,
        headed.unit
    from headed
    where headed.parent_row_no is null

    union all

    select
        headed.document_id,
        headed.table_no,
        headed.row_no,
        headed.block_no,
        headed.parent_row_no,
        headed.parent_basis,
        headed.is_repeat,
        headed.section_label,
        headed.entity,
        headed.row_code,
        headed.row_label,
        headed.row_role,
        headed.is_of_which,
        headed.row_scope_known,
        headed.section_side,
        coalesce(headed.measure_code, inherited.measure_code) as measure_code,
        -- 其中：财政拨款 below 一般公共预算 is of that budget: the wider fund says nothing more.
        case
            when headed.fund_source = fund_sources.parent_fund_source then inherited.fund_source
            else coalesce(headed.fund_source, inherited.fund_source)
        end as fund_source,
        case
            when headed.carryover = 'balance' and inherited.carryover in ('opening', 'closing')
                then inherited.carryover
            else coalesce(headed.carryover, inherited.carryover)
        end as carryover,
        coalesce(headed.reference_year, inherited.reference_year) as reference_year,
        coalesce(headed.phase, inherited.phase) as phase,
        headed.comparison,
        headed.value_type,
        headed.unit
    from headed
    inner join inherited
        on
            headed.document_id = inherited.document_id
            and headed.table_no = inherited.table_no
            and headed.parent_row_no = inherited.row_no
    left join {{ ref('fund_sources') }} as fund_sources on inherited.fund_source = fund_sources.fund_source

)

select * from inherited
