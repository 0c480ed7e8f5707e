-- Each printed figure with its full scope. Precedence: column, then row and section, then table, then document.
with cells as (
    select * from {{ ref('stg_table_cells') }}
),

columns as (
    select * from {{ ref('int_columns_scoped') }}
),

table_rows as (
    select * from {{ ref('int_rows_scoped') }}
),

printed_tables as (
    select * from {{ ref('int_tables_scoped') }}
),

kind_scopes as (
    select * from {{ ref('table_scopes') }}
),

subject_rows as (
    select distinct
        document_id,
        table_no,
        row_no
    from {{ ref('int_subjects_matched') }}
),

kind_sides as (
    -- A kind with one side is of that side whether its header says so or not.
    select
        table_kind,
        min(side) as side
    from kind_scopes
    group by table_kind
    having count(*) = 1
),

special_blocks as (
    -- Blocks with rows of money carried over, or of meetings and training, which their grand totals add.
    select
        document_id,
        table_no,
        block_no,
        coalesce(bool_or(carryover in ('opening', 'closing', 'balance', 'reserves', 'distribution')), false)
            as adds_balances,
        coalesce(bool_or(measure_code in ('meetings', 'training')), false) as adds_meetings
    from table_rows
    where row_role is null
    group by document_id, table_no, block_no
),

placed as (
    select
        cells.*,
        columns.block_no,
        columns.label as column_label,
        columns.is_total_column,
        columns.is_known as column_is_known,
        columns.parent_path,
        columns.adds_balances as column_adds_balances,
        columns.adds_meetings as column_adds_meetings,
        coalesce(special_blocks.adds_balances, false) as rows_add_balances,
        coalesce(special_blocks.adds_meetings, false) as rows_add_meetings,
        columns.unit as column_unit,
        columns.measure_code as column_measure,
        columns.fund_source as column_fund,
        columns.carryover as column_carryover,
        columns.reference_year as column_year,
        columns.phase as column_phase,
        columns.comparison as column_comparison,
        columns.value_type as column_value_type,
        table_rows.entity as row_entity,
        table_rows.row_code,
        table_rows.row_label,
        table_rows.row_role,
        table_rows.row_scope_known,
        table_rows.parent_row_no,
        table_rows.section_label,
        table_rows.is_repeat,
        table_rows.measure_code as row_measure,
        table_rows.fund_source as row_fund,
        table_rows.carryover as row_carryover,
        table_rows.reference_year as row_year,
        table_rows.phase as row_phase,
        table_rows.comparison as row_comparison,
        table_rows.value_type as row_value_type,
        nullif(table_rows.unit, '') as row_unit,
        printed_tables.table_kind,
        printed_tables.title,
        printed_tables.unit as table_unit,
        printed_tables.fiscal_year,
        printed_tables.phase as table_phase,
        printed_tables.budget_phase,
        printed_tables.title_fund_source,
        printed_tables.title_measure,
        -- A row named in words that are no label, no subject and no list's entry says something that is not known;
        -- among subjects only words of money carried over do, the others name a subject that is not listed.
        coalesce(table_rows.entity, 'agency') in ('agency', 'project', 'project_category')
        or (
            table_rows.entity != 'item'
            and not regexp_matches(table_rows.row_label, '结转|结余|差额|余额|弥补|[上下]年|年[初末终]')
        )
        or table_rows.row_scope_known
        or table_rows.row_label is null
        or table_rows.row_code is not null
        or subject_rows.row_no is not null as row_is_known,
        columns.is_of_which or table_rows.is_of_which as is_of_which,
        columns.is_of_which as is_of_which_column,
        table_rows.is_of_which as is_of_which_row,
        coalesce(columns.block_side, table_rows.section_side, kind_sides.side) as side,
        kind_sides.side is null as has_two_sides,
        columns.subject_scheme as column_subject_scheme,
        columns.subject_code as column_subject_code
    from cells
    inner join columns
        on
            cells.document_id = columns.document_id
            and cells.table_no = columns.table_no
            and cells.column_no = columns.column_no
    inner join table_rows
        on
            cells.document_id = table_rows.document_id
            and cells.table_no = table_rows.table_no
            and cells.row_no = table_rows.row_no
    inner join printed_tables
        on cells.document_id = printed_tables.document_id and cells.table_no = printed_tables.table_no
    left join special_blocks
        on
            columns.document_id = special_blocks.document_id
            and columns.table_no = special_blocks.table_no
            and columns.block_no = special_blocks.block_no
    left join subject_rows
        on
            cells.document_id = subject_rows.document_id
            and cells.table_no = subject_rows.table_no
            and cells.row_no = subject_rows.row_no
    left join kind_sides on printed_tables.table_kind = kind_sides.table_kind
    where columns.role = 'value' and cells.figure is not null
),

scoped as (

    select
        placed.document_id,
        placed.table_no,
        placed.table_kind,
        placed.title,
        placed.row_no,
        placed.column_no,
        placed.block_no,
        placed.page,
        placed.x0,
        placed.top,
        placed.x1,
        placed.bottom,
        placed.line_no,
        placed.text,
        placed.figure,
        placed.decimals,
        placed.attribution,
        placed.side,
        placed.section_label,
        placed.row_entity,
        placed.row_code,
        placed.row_label,
        placed.row_role,
        placed.row_scope_known,
        placed.parent_row_no,
        placed.is_repeat,
        placed.is_of_which,
        placed.is_of_which_column,
        placed.is_of_which_row,
        placed.parent_path,
        placed.column_label,
        placed.is_total_column,
        placed.column_subject_scheme,
        placed.column_subject_code,
        coalesce(placed.column_unit, placed.row_unit, placed.table_unit) as unit,
        coalesce(
            -- 本年支出 in a table of project expenditure is project expenditure.
            case when placed.column_measure = 'total' then placed.title_measure end,
            placed.column_measure,
            placed.row_measure,
            case
                when placed.column_is_known and (placed.row_is_known or kind_scopes.item_rows = 'thing')
                    then
                        case
                            when placed.side != kind_scopes.side then null
                            -- A total of more than the three is not that of the three public expenses.
                            when
                                kind_scopes.measure_code = 'three_public'
                                and (
                                    (placed.is_total_column and placed.column_adds_meetings)
                                    or (placed.row_role = 'grand_total' and placed.rows_add_meetings)
                                )
                                then 'three_public_and_meetings'
                            else coalesce(placed.title_measure, kind_scopes.measure_code)
                        end
            end
        ) as measure_code,
        coalesce(
            -- Of a fund and one that it is made up of, the latter.
            case when placed.column_fund = fund_sources.parent_fund_source then placed.row_fund end,
            placed.column_fund,
            placed.row_fund,
            case
                when placed.column_is_known and (placed.row_is_known or kind_scopes.item_rows = 'thing')
                    then coalesce(placed.title_fund_source, kind_scopes.fund_source)
            end
        ) as fund_source,
        coalesce(
            case
                when placed.column_carryover = 'balance' and placed.row_carryover in ('opening', 'closing')
                    then placed.row_carryover
                when placed.column_carryover = 'balance' then 'opening'
                else placed.column_carryover
            end,
            -- Money carried over among the expenditure of a table of two sides is what goes on to the next year.
            case
                when placed.row_carryover = 'balance' and placed.has_two_sides and placed.side = 'expenditure'
                    then 'closing'
                when placed.row_carryover = 'balance' then 'opening'
                else placed.row_carryover
            end,
            case
                -- Receipts from one source are the year's; only their total may hold what was carried over.
                when placed.side = 'receipts' and coalesce(placed.column_fund, placed.row_fund) is not null
                    then 'current_year'
                when placed.column_is_known and (placed.row_is_known or kind_scopes.item_rows = 'thing')
                    then kind_scopes.carryover
            end,
            'unknown'
        ) as carryover_basis,
        placed.column_carryover is null
        and (
            (placed.is_total_column and placed.column_adds_balances)
            or (placed.row_role = 'grand_total' and placed.rows_add_balances)
        ) as adds_balances,
        coalesce(placed.column_year, placed.row_year, placed.fiscal_year) as reference_year,
        case
            when coalesce(placed.column_phase, placed.row_phase) = 'budget' then placed.budget_phase
            else coalesce(placed.column_phase, placed.row_phase, placed.table_phase)
        end as phase,
        coalesce(placed.column_comparison, placed.row_comparison, 'level') as comparison,
        case
            when coalesce(placed.column_value_type, placed.row_value_type) is not null
                then coalesce(placed.column_value_type, placed.row_value_type)
            when placed.is_percent then 'percent'
            else 'amount'
        end as value_type
    from placed
    left join kind_scopes
        on
            placed.table_kind = kind_scopes.table_kind
            -- What a kind with one side says of its fund holds for the receipts beside its expenditure too.
            and (placed.side = kind_scopes.side or not placed.has_two_sides)
    left join {{ ref('fund_sources') }} as fund_sources on placed.row_fund = fund_sources.fund_source
),

measured as (
    select
        * exclude (adds_balances),
        -- A total is of all money only where it adds up money carried over too. `carryover_basis` is what one table's
        -- figures have in common with another's: the totals of two tables compare whether or not there was any.
        case
            when adds_balances then 'all'
            when carryover_basis = 'all' then 'current_year'
            else carryover_basis
        end as carryover,
        case
            when value_type = 'amount' then cast(figure * {{ unit_factor('unit') }} as decimal(20, 2))
        end as amount_cny,
        -- A spreadsheet cuts long numbers to ten digits: such a number has its own precision, not its column's.
        case
            when
                value_type = 'amount'
                and decimals < max(decimals) over (partition by document_id, table_no, column_no)
                and length(regexp_replace(text, '[^0-9]', '', 'g')) >= 10
                then cast(0.5 * {{ unit_factor('unit') }} / power(10, decimals) as decimal(20, 6))
            when value_type = 'amount' then 0
        end as cut_cny,
        -- Half a unit of the last decimal that the column prints: what rounding may have taken from each figure.
        case
            when value_type = 'amount'
                then
                    cast(
                        0.5 * {{ unit_factor('unit') }}
                        / power(10, max(decimals) over (partition by document_id, table_no, column_no))
                        as decimal(20, 6)
                    )
        end as rounding_cny,
        cast(
            0.5 / power(10, max(decimals) over (partition by document_id, table_no, column_no)) as decimal(20, 6)
        ) as rounding_figure
    from scoped
)

select * from measured
