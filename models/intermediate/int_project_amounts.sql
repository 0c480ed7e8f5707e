-- What each place says that a project costs in the year, as one or several figures: `place` is list (project list),
-- overall (list in the department's form), budget, funding or detail (parts of the project's own form), targets (a list
-- of projects with their targets, in a table of its own or within the text).
with figures as (
    select * from {{ ref('int_figures_keyed') }}
    where value_type = 'amount' and comparison = 'level' and amount_cny is not null and not is_repeat
),

words as (
    select * from {{ ref('project_words') }}
),

lines as (
    select
        lines.document_id,
        lines.table_no,
        lines.project_id,
        lines.line_type,
        lines.amount_figure_id as figure_id,
        lines.is_of_which,
        max(words.role) as word_role
    from {{ ref('int_project_lines_keyed') }} as lines
    left join words
        on lines.line_type = words.line_type and regexp_full_match(lines.plain_name, words.pattern)
    where lines.amount_figure_id is not null and lines.project_id is not null
    group by
        lines.document_id, lines.table_no, lines.row_no, lines.project_id, lines.line_type, lines.amount_figure_id,
        lines.is_of_which
),

listed as (
    select
        document_id,
        project_id,
        figure_id,
        table_no
    from figures
    where
        table_kind = 'project_expenditure'
        and project_id is not null
        and fund_source = 'all'
        and measure_code = 'project'
        and not is_total
        and not is_of_which
),

overall as (
    select
        figures.document_id,
        figures.project_id,
        figures.figure_id,
        figures.table_no
    from figures
    inner join words
        on
            words.line_type = 'overall'
            and regexp_full_match({{ normalised_label('figures.column_label') }}, words.pattern)
    where figures.table_kind = 'overall_performance' and figures.project_id is not null
),

tables_of_lines as (
    select distinct
        document_id,
        table_no
    from lines
),

with_targets as (
    select
        figures.document_id,
        figures.project_id,
        figures.figure_id,
        figures.table_no
    from figures
    left join tables_of_lines
        on figures.document_id = tables_of_lines.document_id and figures.table_no = tables_of_lines.table_no
    where
        figures.table_kind in ('project_performance', 'transfer_performance', 'narrative')
        and figures.project_id is not null
        and coalesce(figures.fund_source, 'all') = 'all'
        and coalesce(figures.measure_code, 'project') = 'project'
        and not figures.is_total
        and not figures.is_of_which
        and figures.column_label != ''
    -- The one amount of its row that is of all money; of the sources of funds in a form the first, which is their sum.
    qualify
        count(*) over (partition by figures.document_id, figures.table_no, figures.row_no) = 1
        and (
            tables_of_lines.table_no is null
            or row_number() over (
                partition by figures.document_id, figures.table_no, figures.project_id order by figures.row_no
            ) = 1
        )
),

in_forms as (
    select
        document_id,
        project_id,
        figure_id,
        table_no,
        line_type as place
    from lines
    where word_role = 'total' and line_type != 'procurement'
),

detailed as (
    -- Detail lines stand for their total where that is left blank.
    select
        lines.document_id,
        lines.project_id,
        lines.figure_id,
        lines.table_no,
        'detail' as place
    from lines
    left join in_forms
        on lines.project_id = in_forms.project_id and in_forms.place = 'detail'
    where lines.line_type = 'detail' and lines.word_role is null and in_forms.project_id is null
),

places as (
    select
        document_id,
        project_id,
        figure_id,
        table_no,
        'list' as place
    from listed
    union all
    select
        document_id,
        project_id,
        figure_id,
        table_no,
        'overall' as place
    from overall
    union all
    select
        document_id,
        project_id,
        figure_id,
        table_no,
        'targets' as place
    from with_targets
    union all
    select * from in_forms
    union all
    select * from detailed
),

tables_of_place as (
    select
        project_id,
        place,
        count(distinct table_no) as n_tables,
        min(table_no) as table_no
    from places
    group by project_id, place
)

-- Two tables of one kind that name the project leave open which is meant.
select
    places.document_id,
    places.project_id,
    places.place,
    places.figure_id
from places
inner join tables_of_place
    on places.project_id = tables_of_place.project_id and places.place = tables_of_place.place
where tables_of_place.n_tables = 1
