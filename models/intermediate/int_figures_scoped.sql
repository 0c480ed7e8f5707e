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

kind_sides as (
    -- A kind with one side is of that side whether its header says so or not.
    select
        table_kind,
        min(side) as side
    from kind_scopes
    group by table_kind
    having count(*) = 1
),

placed as (
    select
        cells.*,
        columns.block_no,
        columns.label as column_label,
        columns.is_total_column,
        columns.is_known or columns.is_total_column as column_is_known,
        columns.parent_path,
        columns.unit as column_unit,
        columns.measure_code as column_measure,
        columns.fund_source as column_fund,
        columns.carryover as column_carryover,
        columns.year_offset,
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
        printed_tables.table_kind,
        printed_tables.title,
        printed_tables.unit as table_unit,
        printed_tables.fiscal_year,
        printed_tables.phase as table_phase,
        printed_tables.title_fund_source,
        columns.is_of_which or table_rows.is_of_which as is_of_which,
        coalesce(columns.block_side, kind_sides.side) as side
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
        placed.column_label,
        placed.is_total_column,
        coalesce(placed.column_unit, placed.table_unit) as unit,
        coalesce(
            placed.column_measure,
            placed.row_measure,
            case when placed.column_is_known then kind_scopes.measure_code end
        ) as measure_code,
        coalesce(
            placed.column_fund, placed.row_fund, kind_scopes.fund_source, placed.title_fund_source
        ) as fund_source,
        coalesce(placed.column_carryover, placed.row_carryover, kind_scopes.carryover, 'unknown')
            as carryover,
        placed.fiscal_year + coalesce(placed.year_offset, 0) as reference_year,
        coalesce(placed.column_phase, placed.table_phase) as phase,
        coalesce(placed.column_comparison, 'level') as comparison,
        case
            when placed.column_value_type is not null then placed.column_value_type
            when placed.is_percent then 'percent'
            else 'amount'
        end as value_type
    from placed
    left join kind_scopes
        on placed.table_kind = kind_scopes.table_kind and placed.side = kind_scopes.side
),

measured as (
    select
        *,
        case
            when value_type = 'amount' then cast(figure * {{ unit_factor('unit') }} as decimal(20, 2))
        end as amount_cny,
        -- Half a unit of the last decimal that the column prints: what rounding may have taken from each figure.
        case
            when value_type = 'amount'
                then
                    cast(
                        0.5 * {{ unit_factor('unit') }}
                        / power(10, max(decimals) over (partition by document_id, table_no, column_no))
                        as decimal(20, 6)
                    )
        end as rounding_cny
    from scoped
)

select * from measured
