-- row_tree: in each row, a figure on the left; on the right the figures of the same row whose measure (or fund source)
-- lies right below its own in the tree of measures (of fund sources), all else being equal. For headers that name
-- the whole by its own name (“三公”经费) instead of 合计. At least two parts must be printed.
with figures as (
    select * from {{ ref('int_figures_comparable') }}
    where not is_of_which
),

measures as (
    select * from {{ ref('measures') }}
),

fund_sources as (
    select * from {{ ref('fund_sources') }}
),

scoped as (

    select
        document_id,
        table_no,
        row_no,
        measure_code,
        coalesce(fund_source, '?') as fund_source,
        carryover,
        reference_year,
        coalesce(phase, '') as phase,
        -- A group with a total of its own comes in by it.
        coalesce(
            case
                when count(*) filter (where is_total_column) = 1 then min(figure_id) filter (where is_total_column)
            end,
            case when count(*) = 1 then min(figure_id) end
        ) as figure_id
    from figures
    where measure_code is not null
    group by all

),

by_measure as (

    select
        wholes.document_id,
        wholes.figure_id as left_figure_id,
        parts.figure_id
    from scoped as wholes
    inner join measures on wholes.measure_code = measures.parent_measure_code
    inner join scoped as parts
        on
            measures.measure_code = parts.measure_code
            and wholes.document_id = parts.document_id
            and wholes.table_no = parts.table_no
            and wholes.row_no = parts.row_no
            and wholes.fund_source = parts.fund_source
            and wholes.carryover = parts.carryover
            and wholes.reference_year = parts.reference_year
            and wholes.phase = parts.phase

),

by_fund as (

    select
        wholes.document_id,
        wholes.figure_id as left_figure_id,
        parts.figure_id
    from scoped as wholes
    inner join fund_sources on wholes.fund_source = fund_sources.parent_fund_source
    inner join scoped as parts
        on
            fund_sources.fund_source = parts.fund_source
            and wholes.document_id = parts.document_id
            and wholes.table_no = parts.table_no
            and wholes.row_no = parts.row_no
            and wholes.measure_code = parts.measure_code
            and wholes.carryover = parts.carryover
            and wholes.reference_year = parts.reference_year
            and wholes.phase = parts.phase

),

form_figures as (

    select
        figures.*,
        row_number() over (
            partition by
                figures.document_id, figures.table_no, figures.column_no, figures.part_label, figures.reference_year
            order by figures.row_no
        ) as position
    from figures
    where figures.table_kind in ('project_performance', 'transfer_performance', 'self_evaluation')

),

by_form as (

    -- The funding of a form: the first row is the whole, which names no source; the others name theirs.
    select
        wholes.document_id,
        wholes.figure_id as left_figure_id,
        parts.figure_id
    from form_figures as wholes
    inner join form_figures as parts
        on
            wholes.document_id = parts.document_id
            and wholes.table_no = parts.table_no
            and wholes.column_no = parts.column_no
            and wholes.part_label is not distinct from parts.part_label
            and wholes.reference_year = parts.reference_year
            and wholes.row_no < parts.row_no
            -- Below each other on the page, where there is one.
            and coalesce(wholes.x0 < parts.x1 and wholes.x1 > parts.x0, true)
    where wholes.position = 1 and wholes.fund_source is null and parts.fund_source is not null

),

measure_terms as (
    select *
    from by_measure
    where left_figure_id is not null and figure_id is not null
    qualify count(*) over (partition by left_figure_id) > 1
),

fund_terms as (
    select *
    from (
        select * from by_fund
        union all
        select * from by_form
    ) as funded
    where left_figure_id is not null and figure_id is not null
    qualify count(*) over (partition by left_figure_id) > 1
)

{{ check_terms('tree', 'measure_terms', variant='measure') }}

union all

{{ check_terms('tree', 'fund_terms', variant='fund') }}
