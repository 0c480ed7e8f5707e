-- Each indicator with its project, its horizon, and its target split into operator, number and unit. A target in words
-- (及时, 有保障) has neither number nor operator.
with indicators as (
    select * from {{ ref('stg_indicators') }}
),

printed_tables as (
    select * from {{ ref('stg_tables') }}
),

projects as (
    select * from {{ ref('int_projects_identified') }}
    where project_no is not null
),

placed as (
    select
        indicators.* exclude (level1),
        -- 产出指标（50分）: the points are no part of the name.
        regexp_replace(indicators.level1, '[（(]?\d+(\.\d+)?分?[）)]?$', '') as level1,
        projects.project_id,
        printed_tables.title,
        printed_tables.table_kind,
        coalesce(printed_tables.parent_table_no, printed_tables.table_no) as form_table_no,
        coalesce(forms.title, printed_tables.title) as form_title,
        case
            when regexp_matches(coalesce(indicators.horizon_label, ''), '长期|中期|实施期') then 'long_term'
            else 'annual'
        end as horizon,
        regexp_replace(indicators.name, '^指标\d*[:：]', '') as plain_name,
        case
            when regexp_full_match(trim(indicators.operator), '{{ indicator_signs() }}') then indicators.operator
            else ''
        end
        || coalesce(indicators.target, '') as stated
    from indicators
    inner join printed_tables
        on indicators.document_id = printed_tables.document_id and indicators.table_no = printed_tables.table_no
    left join printed_tables as forms
        on indicators.document_id = forms.document_id and printed_tables.parent_table_no = forms.table_no
    left join projects
        on
            indicators.document_id = projects.document_id
            and coalesce(printed_tables.parent_table_no, printed_tables.table_no) = projects.table_no
            and indicators.project_no = projects.project_no
),

parts as (
    select
        *,
        {{ indicator_parts(indicator_plain('stated')) }} as part
    from placed
),

split as (
    select
        *,
        case
            when part['number'] = '' then null
            when part['sign'] in ('≥', '>=', '≧', '不低于', '不少于', '不小于', '大于等于') then '>='
            when part['sign'] in ('≤', '<=', '≦', '不超过', '不高于', '不大于', '小于等于') then '<='
            when part['sign'] in ('>', '＞', '》', '高于', '超过', '大于') then '>'
            when part['sign'] in ('<', '＜', '《', '低于', '小于', '少于') then '<'
            when part['sign'] in ('=', '＝', '等于') then '='
            when part['suffix'] like '%以上' then '>='
            when part['suffix'] != '' then '<='
        end as target_operator,
        try_cast(replace(nullif(part['number'], ''), ',', '') as decimal(30, 6)) as target_value,
        case
            when part['number'] != '' then coalesce(nullif(part['measure'], ''), unit)
        end as target_unit
    from parts
),

identified as (
    select
        *,
        left(
            md5(
                concat_ws(
                    '|', 'indicator', document_id, coalesce(form_title, ''), coalesce(project_id, ''), horizon,
                    coalesce(goal_no, 0), coalesce(level1, ''), coalesce(level2, ''), plain_name,
                    row_number() over (
                        partition by document_id, form_title, project_id, horizon, goal_no, level1, level2, plain_name
                        order by table_no, row_no
                    )
                )
            ),
            16
        ) as figure_id
    from split
)

select * from identified
