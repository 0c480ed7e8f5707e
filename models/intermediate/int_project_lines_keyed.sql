-- Each row of a project's form with its project and its amount as a figure; a total left blank has no figure.
with lines as (
    select * from {{ ref('stg_project_lines') }}
),

project_rows as (
    select * from {{ ref('int_project_rows') }}
),

figures as (
    select * from {{ ref('int_figures_keyed') }}
),

matching as (
    -- The amount that the line prints: of funds at several stages the first; beside a quantity the last.
    select
        lines.document_id,
        lines.table_no,
        lines.row_no,
        figures.figure_id,
        figures.amount_cny,
        figures.is_of_which,
        case when lines.quantity is null then figures.column_no else -figures.column_no end as rank_no
    from lines
    inner join figures
        on
            lines.document_id = figures.document_id
            and lines.table_no = figures.table_no
            and lines.row_no = figures.row_no
            and lines.text = figures.text
    where figures.value_type = 'amount'
),

amounts as (
    select
        document_id,
        table_no,
        row_no,
        arg_min(figure_id, rank_no) as figure_id,
        arg_min(amount_cny, rank_no) as amount_cny,
        arg_min(is_of_which, rank_no) as is_of_which
    from matching
    group by document_id, table_no, row_no
),

printed_tables as (
    select * from {{ ref('stg_tables') }}
),

keyed as (
    select
        lines.*,
        project_rows.project_id,
        printed_tables.title,
        amounts.amount_cny,
        coalesce(amounts.is_of_which, false) as is_of_which,
        amounts.figure_id as amount_figure_id,
        coalesce(printed_tables.parent_table_no, lines.table_no) as form_table_no,
        {{ normalised_label('lines.name') }} as plain_name
    from lines
    inner join printed_tables
        on lines.document_id = printed_tables.document_id and lines.table_no = printed_tables.table_no
    left join project_rows
        on
            lines.document_id = project_rows.document_id
            and lines.table_no = project_rows.table_no
            and lines.row_no = project_rows.row_no
    left join amounts
        on
            lines.document_id = amounts.document_id
            and lines.table_no = amounts.table_no
            and lines.row_no = amounts.row_no
),

identified as (
    select
        *,
        coalesce(
            amount_figure_id,
            left(
                md5(
                    concat_ws(
                        '|', 'blank', document_id, title, project_id, line_type, name,
                        row_number() over (
                            partition by document_id, title, project_id, line_type, name order by table_no, row_no
                        )
                    )
                ),
                16
            )
        ) as figure_id
    from keyed
)

select * from identified
