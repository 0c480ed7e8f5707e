-- no_such_spending: what other tables print for the whole of a scope that a blank table says there is none of.
with notes as (
    select * from {{ ref('int_notes_stating_zero') }}
),

figures as (
    select * from {{ ref('int_figures_comparable') }}
    where row_extent = 'whole' and not is_of_which
),

right_terms as (
    select
        figures.figure_id as left_figure_id,
        notes.figure_id,
        notes.document_id
    from notes
    inner join figures
        on
            notes.document_id = figures.document_id
            and notes.table_no != figures.table_no
            and notes.side = figures.side
            and notes.measure_code = figures.measure_code
            and notes.fund_source = figures.fund_source
            and notes.carryover = figures.carryover
            and notes.reference_year = figures.reference_year
            and notes.phase is not distinct from figures.phase
)

{{ check_terms('note', 'right_terms') }}
