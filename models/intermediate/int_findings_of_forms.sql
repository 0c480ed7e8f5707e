-- Findings of form: of project forms, a total left blank over filled lines, a publisher's label with nothing after it,
-- a part printed twice, a project whose name or category differs between places, an indicator named like its class; of
-- any table, a row printed twice.
with printed_tables as (
    select * from {{ ref('stg_tables') }}
),

lines as (
    select * from {{ ref('stg_project_lines') }}
),

mentions as (
    select * from {{ ref('int_projects_identified') }}
),

cells as (
    select * from {{ ref('stg_table_cells') }}
),

columns as (
    select * from {{ ref('stg_table_columns') }}
),

project_rows as (
    select * from {{ ref('int_project_rows') }}
),

indicators as (
    select * from {{ ref('int_indicators_read') }}
),

repeated_rows as (
    select
        repeated.*,
        checkable.place_name
    from {{ ref('int_rows_repeated') }} as repeated
    inner join {{ ref('int_figures_checkable') }} as checkable on repeated.figure_id = checkable.figure_id
),

named_tables as (
    select
        parts.document_id,
        parts.table_no,
        parts.page_from,
        parts.line_from,
        parts.repeat_of,
        parts.blank_label,
        concat(
            '表', coalesce(forms.printed_number, parts.printed_number, cast(parts.table_no as varchar)),
            '《', coalesce(forms.title || '·', ''), coalesce(parts.title, ''), '》'
        ) as place_name
    from printed_tables as parts
    left join printed_tables as forms
        on parts.document_id = forms.document_id and parts.parent_table_no = forms.table_no
),

blank_totals as (
    select
        lines.document_id,
        lines.table_no,
        lines.row_no,
        lines.name,
        lines.page,
        lines.line_no,
        count(filled.row_no) as n_lines
    from lines
    inner join lines as filled
        on
            lines.document_id = filled.document_id
            and lines.table_no = filled.table_no
            and lines.row_no != filled.row_no
            and filled.text is not null
    where lines.text is null
    group by lines.document_id, lines.table_no, lines.row_no, lines.name, lines.page, lines.line_no
),

stated_categories as (
    select
        document_id,
        project_id,
        table_no,
        category
    from mentions
    where row_no is null and category is not null

    union all

    select
        project_rows.document_id,
        project_rows.project_id,
        project_rows.table_no,
        cells.text as category
    from project_rows
    inner join columns
        on
            project_rows.document_id = columns.document_id
            and project_rows.table_no = columns.table_no
            and columns.role = 'attribute'
            and {{ normalised_label('columns.label') }} like '项目类%'
    inner join cells
        on
            project_rows.document_id = cells.document_id
            and project_rows.table_no = cells.table_no
            and project_rows.row_no = cells.row_no
            and columns.column_no = cells.column_no
    inner join printed_tables
        on
            project_rows.document_id = printed_tables.document_id
            and project_rows.table_no = printed_tables.table_no
    where printed_tables.table_kind = 'overall_performance'
),

stated_facts as (
    select
        'project_category_differs' as rule_id,
        document_id,
        project_id,
        table_no,
        category as fact
    from stated_categories

    union all

    select
        'project_name_differs' as rule_id,
        document_id,
        project_id,
        table_no,
        name as fact
    from mentions
    where name is not null
),

differing as (
    select
        near.rule_id,
        near.document_id,
        near.project_id,
        near.table_no,
        near.fact,
        far.table_no as other_table_no,
        far.fact as other_fact,
        row_number() over (
            partition by near.rule_id, near.document_id, near.project_id order by near.table_no, far.table_no
        ) as position
    from stated_facts as near
    inner join stated_facts as far
        on
            near.rule_id = far.rule_id
            and near.document_id = far.document_id
            and near.project_id = far.project_id
            and near.table_no < far.table_no
            and {{ normalised_label('near.fact') }} != {{ normalised_label('far.fact') }}
),

found as (
    select
        'form_total_blank' as rule_id,
        blank_totals.document_id,
        named_tables.place_name || blank_totals.name as where_a,
        blank_totals.page as page_a,
        blank_totals.line_no as line_a,
        null as where_b,
        null as page_b,
        null as line_b,
        concat('合计空白，而其下 ', blank_totals.n_lines, ' 行有金额。') as words_zh,
        concat('the total is blank over ', blank_totals.n_lines, ' filled lines.') as words_en
    from blank_totals
    inner join named_tables
        on blank_totals.document_id = named_tables.document_id and blank_totals.table_no = named_tables.table_no

    union all

    select
        'form_publisher_blank' as rule_id,
        document_id,
        place_name as where_a,
        page_from as page_a,
        line_from as line_a,
        null as where_b,
        null as page_b,
        null as line_b,
        concat('“', blank_label, '”之后空白。') as words_zh,
        concat('nothing stands after “', blank_label, '”.') as words_en
    from named_tables
    where blank_label is not null

    union all

    select
        'form_part_repeated' as rule_id,
        repeats.document_id,
        repeats.place_name as where_a,
        repeats.page_from as page_a,
        repeats.line_from as line_a,
        firsts.place_name as where_b,
        firsts.page_from as page_b,
        firsts.line_from as line_b,
        '同一内容重复印刷。' as words_zh,
        'the same part is printed twice.' as words_en
    from named_tables as repeats
    inner join named_tables as firsts
        on repeats.document_id = firsts.document_id and repeats.repeat_of = firsts.table_no

    union all

    select
        differing.rule_id,
        differing.document_id,
        near.place_name as where_a,
        near.page_from as page_a,
        near.line_from as line_a,
        far.place_name as where_b,
        far.page_from as page_b,
        far.line_from as line_b,
        concat('同一项目在此印作“', differing.fact, '”，在彼印作“', differing.other_fact, '”。') as words_zh,
        concat(
            'one project is printed as “', differing.fact, '” here and as “', differing.other_fact, '” there.'
        ) as words_en
    from differing
    inner join named_tables as near
        on differing.document_id = near.document_id and differing.table_no = near.table_no
    inner join named_tables as far
        on differing.document_id = far.document_id and differing.other_table_no = far.table_no
    where differing.position = 1

    union all

    select
        'indicator_named_as_class' as rule_id,
        indicators.document_id,
        named_tables.place_name || indicators.plain_name as where_a,
        indicators.page as page_a,
        indicators.line_no as line_a,
        null as where_b,
        null as page_b,
        null as line_b,
        concat('三级指标印作“', indicators.plain_name, '”，与二级指标同名，指标值印作“', indicators.target, '”。')
            as words_zh,
        concat(
            'the indicator is named “', indicators.plain_name, '” like its class; its target is printed as “',
            indicators.target, '”.'
        ) as words_en
    from indicators
    inner join named_tables
        on indicators.document_id = named_tables.document_id and indicators.table_no = named_tables.table_no
    where
        indicators.plain_name = indicators.level2
        and indicators.target_value is null
        and indicators.target is not null

    union all by name

    select
        'row_repeated' as rule_id,
        document_id,
        place_name as where_a,
        page as page_a,
        line_no as line_a,
        null as where_b,
        null as page_b,
        null as line_b,
        figure_id as likely_figure_id,
        '与上一行相同，同一行印了两次。' as words_zh,
        'the row above is printed once more.' as words_en
    from repeated_rows
)

select
    *,
    left(
        md5(
            concat_ws(
                '|', rule_id, document_id, where_a, coalesce(where_b, ''), words_zh,
                row_number() over (
                    partition by rule_id, document_id, where_a, where_b, words_zh
                    order by page_a, line_a
                )
            )
        ),
        16
    ) as finding_id
from found
