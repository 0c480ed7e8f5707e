-- The figures that checks may speak of, those of tables, of explanations and of notes, each with its value, what
-- rounding may have taken from it, its scope, its place in words, and how it is printed where that is not in 元.
with table_figures as (
    select * from {{ ref('int_figures_keyed') }}
),

prose_figures as (
    select * from {{ ref('int_prose_scoped') }}
),

indicator_values as (
    select * from {{ ref('int_indicator_values') }}
),

notes as (
    select * from {{ ref('int_notes_stating_zero') }}
),

printed_tables as (
    select * from {{ ref('stg_tables') }}
),

checkable as (
    select
        table_figures.figure_id,
        table_figures.document_id,
        table_figures.table_no,
        table_figures.row_no,
        table_figures.column_no,
        table_figures.page,
        table_figures.line_no,
        table_figures.measure_code,
        table_figures.fund_source,
        table_figures.carryover,
        table_figures.reference_year,
        table_figures.phase,
        table_figures.value_type,
        coalesce(table_figures.amount_cny, table_figures.figure) as amount,
        coalesce(greatest(table_figures.rounding_cny, table_figures.cut_cny), table_figures.rounding_figure)
            as rounding,
        coalesce(table_figures.cut_cny, 0) as cut,
        cast(table_figures.table_no as bigint) * 100000000 + table_figures.row_no * 1000 + table_figures.column_no
            as printed_order,
        concat(
            '表',
            coalesce(
                forms.printed_number, printed_tables.printed_number,
                cast(coalesce(printed_tables.parent_table_no, printed_tables.table_no) as varchar)
            ),
            '《', coalesce(forms.title || '·', ''), coalesce(printed_tables.title, ''), '》',
            coalesce(table_figures.row_label, table_figures.row_code, ''),
            coalesce(' · ' || nullif(table_figures.column_label, ''), '')
        ) as place_name,
        case
            when table_figures.value_type = 'amount' and table_figures.unit != '元'
                then concat_ws(' ', table_figures.text, table_figures.unit)
        end as printed
    from table_figures
    inner join printed_tables
        on
            table_figures.document_id = printed_tables.document_id
            and table_figures.table_no = printed_tables.table_no
    left join printed_tables as forms
        on
            table_figures.document_id = forms.document_id
            and printed_tables.parent_table_no = forms.table_no

    union all

    select
        figure_id,
        document_id,
        null as table_no,
        null as row_no,
        null as column_no,
        page,
        line_no,
        measure_code,
        fund_source,
        carryover,
        reference_year,
        phase,
        value_type,
        coalesce(amount_cny, figure) as amount,
        rounding,
        0 as cut,
        -- After all tables: no document prints a thousand of them.
        100000000000 + figure_no as printed_order,
        concat(
            '说明《', coalesce(regexp_extract(section, '[^/]*$'), ''), '》', coalesce(phrase, ''),
            case comparison
                when 'change' then ' · 增减' when 'change_percent' then ' · 增减率' when 'share' then ' · 占比'
                else ''
            end
        ) as place_name,
        case when value_type = 'amount' and unit != '元' then concat_ws(' ', figure_printed, unit) end as printed
    from prose_figures

    union all

    select
        figure_id,
        document_id,
        table_no,
        row_no,
        years_before as column_no,
        page,
        line_no,
        null as measure_code,
        null as fund_source,
        null as carryover,
        reference_year,
        null as phase,
        value_type,
        amount,
        rounding,
        0 as cut,
        cast(table_no as bigint) * 100000000 + row_no * 1000 as printed_order,
        place_name,
        null as printed
    from indicator_values

    union all

    select
        notes.figure_id,
        notes.document_id,
        notes.table_no,
        null as row_no,
        null as column_no,
        notes.page,
        notes.line_no,
        notes.measure_code,
        notes.fund_source,
        notes.carryover,
        notes.reference_year,
        notes.phase,
        'amount' as value_type,
        0 as amount,
        0 as rounding,
        0 as cut,
        cast(notes.table_no as bigint) * 100000000 as printed_order,
        concat(
            '表', coalesce(printed_tables.printed_number, cast(notes.table_no as varchar)),
            '《', coalesce(printed_tables.title, ''), '》（空表，注明没有此项收支）'
        ) as place_name,
        null as printed
    from notes
    inner join printed_tables
        on notes.document_id = printed_tables.document_id and notes.table_no = printed_tables.table_no
)

select * from checkable
