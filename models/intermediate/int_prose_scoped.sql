-- Each figure of the running text with its scope. Precedence: its phrase, then the figure whose parts are listed, then
-- the headings from the nearest out, then the document. What a change or share means is as its level.
with figures as (
    select * from {{ ref('stg_prose_figures') }}
),

documents as (
    select
        document_id,
        fiscal_year,
        case document_type when 'budget' then 'original' when 'final_account' then 'final' end as phase
    from {{ ref('stg_documents') }}
),

phrases as (
    select * from {{ ref('int_phrases_matched') }}
),

relations as (
    select * from {{ ref('prose_relations') }}
),

subjects as (
    select * from {{ ref('int_prose_subjects') }}
),

projects as (
    select
        document_id,
        {{ normalised_label('name') }} as name,
        min(project_id) as project_id
    from {{ ref('int_projects_identified') }}
    where project_id is not null
    group by all
    having count(distinct project_id) = 1
),

section_titles as (
    select distinct
        section,
        unnest(string_split(section, '/')) as title,
        generate_subscripts(string_split(section, '/'), 1) as depth
    from figures
    where section is not null
),

headings as (
    -- Whose money each section is about: the nearest heading that says it.
    select
        section_titles.section,
        arg_max(phrases.fund_source, section_titles.depth) filter (where phrases.fund_source is not null)
            as fund_source,
        max(section_titles.title) filter (where phrases.names_body) as body,
        arg_max(phrases.measure_code, section_titles.depth) as last_measure
    from section_titles
    inner join phrases on section_titles.title = phrases.wording
    group by section_titles.section
),

said as (
    select
        figures.*,
        documents.fiscal_year,
        relations.comparison as related,
        cast(relations.sign as integer) as sign,  -- noqa: RF04
        figures.unit in ('%', '％', '个百分点') as is_percent,
        figures.unit in ('亿元', '万元', '千元', '元') or (figures.unit is null and figures.figure = 0)
            as is_amount,
        phrases.measure_code as own_measure,
        phrases.fund_source as own_fund,
        phrases.carryover,
        case when phrases.names_body then figures.phrase end as own_body,
        coalesce(phrases.phase, documents.phase) as phase,
        subjects.function_subject_id,
        subjects.economic_department_subject_id,
        subjects.economic_government_subject_id,
        projects.project_id,
        case
            when regexp_matches(figures.year_printed, '20\d\d')
                then cast(regexp_extract(figures.year_printed, '20\d\d') as integer)
            when figures.year_printed in ('上年', '去年') then documents.fiscal_year - 1
            else documents.fiscal_year
        end as said_year,
        coalesce(
            subjects.function_subject_id, subjects.economic_department_subject_id,
            subjects.economic_government_subject_id
        ) is not null as names_subject
    from figures
    inner join documents on figures.document_id = documents.document_id
    left join phrases on figures.phrase = phrases.wording
    left join relations on figures.relation = relations.word
    left join subjects
        on figures.document_id = subjects.document_id and figures.figure_no = subjects.figure_no
    left join projects
        on
            figures.document_id = projects.document_id
            and regexp_replace({{ normalised_label('figures.phrase') }}, '(项目)?(支出|经费)?$', '')
            = regexp_replace(projects.name, '(项目)?(支出|经费)?$', '')
),

with_whole as (
    select
        said.*,
        wholes.own_measure as whole_measure,
        wholes.own_fund as whole_fund,
        wholes.names_subject as whole_names_subject,
        said.whole_figure_no is null or wholes.own_measure is not null or wholes.names_subject
        or wholes.project_id is not null as is_whole_known,
        wholes.function_subject_id as whole_function_subject_id,
        wholes.economic_department_subject_id as whole_department_subject_id,
        wholes.economic_government_subject_id as whole_government_subject_id,
        headings.last_measure as heading_measure,
        -- A title that says neither 情况 nor 说明 is a topic of its own: what it covers must be known.
        not regexp_matches(said.section, '(情况|说明|明细|内容|概况)$') and headings.last_measure is null
            as stands_under_unknown,
        headings.fund_source as heading_fund,
        coalesce(said.own_body, wholes.own_body, headings.body) as body
    from said
    left join said as wholes
        on said.document_id = wholes.document_id and said.whole_figure_no = wholes.figure_no
    left join headings on said.section = headings.section
),

scoped as (
    select
        *,
        case
            when not is_amount and not is_percent then null
            when own_measure is not null then own_measure
            when project_id is not null then 'project'
            when economic_department_subject_id is not null or economic_government_subject_id is not null
                then
                    case
                        when heading_measure in ('basic_personnel', 'basic_operating', 'project') then heading_measure
                        when whole_measure like 'basic%' or heading_measure = 'basic' then 'basic'
                        when not stands_under_unknown then 'total'
                    end
            when names_subject and heading_measure in ('basic', 'basic_personnel', 'basic_operating', 'project')
                then heading_measure
            when names_subject and not stands_under_unknown then 'total'
            when carryover is null and regexp_matches(phrase, '^(本年|当年)?预算(数|安排)?$') then whole_measure
        end as measure_code,
        coalesce(own_fund, whole_fund, heading_fund) as said_fund
    from with_whole
),

levels as (
    select
        *,
        case
            when said_fund is not null then said_fund
            when names_subject or whole_names_subject then null
            when measure_code in ('total', 'receipts', 'basic', 'basic_personnel', 'basic_operating', 'project')
                then 'all'
        end as fund_source
    from scoped
),

final as (
    select
        figures.document_id,
        figures.figure_no,
        figures.section,
        figures.phrase,
        figures.figure_printed,
        figures.unit,
        figures.decimals,
        figures.relation,
        figures.compared_with,
        figures.clause,
        figures.of_figure_no,
        figures.whole_figure_no,
        figures.list_no,
        figures.page,
        figures.x0,
        figures.top,
        figures.x1,
        figures.bottom,
        figures.line_no,
        figures.fiscal_year,
        figures.body,
        figures.is_whole_known,
        case
            when figures.names_subject then figures.function_subject_id
            else coalesce(levels.function_subject_id, figures.whole_function_subject_id)
        end as function_subject_id,
        case
            when figures.names_subject then figures.economic_department_subject_id
            else coalesce(levels.economic_department_subject_id, figures.whole_department_subject_id)
        end as economic_department_subject_id,
        case
            when figures.names_subject then figures.economic_government_subject_id
            else coalesce(levels.economic_government_subject_id, figures.whole_government_subject_id)
        end as economic_government_subject_id,
        coalesce(figures.project_id, levels.project_id) as project_id,
        coalesce(levels.measure_code, figures.measure_code) as measure_code,
        coalesce(levels.fund_source, figures.fund_source) as fund_source,
        coalesce(levels.carryover, figures.carryover) as carryover,
        coalesce(levels.said_year, figures.said_year) as reference_year,
        coalesce(levels.phase, figures.phase) as phase,
        coalesce(
            case when figures.related = 'change' and figures.is_percent then 'change_percent' else figures.related end,
            'level'
        ) as comparison,
        case when figures.is_amount then 'amount' when figures.is_percent then 'percent' else 'quantity' end
            as value_type,
        cast(case when figures.sign = -1 then -abs(figures.figure) else figures.figure end as decimal(30, 6)) as figure
    from levels as figures
    left join levels
        on figures.document_id = levels.document_id and figures.of_figure_no = levels.figure_no
),

measured as (
    select
        *,
        case
            when value_type = 'amount' then cast(figure * coalesce({{ unit_factor('unit') }}, 0) as decimal(20, 2))
        end as amount_cny,
        -- Half a unit of the last decimal that the section prints in this unit: its column, as it were. A figure that
        -- prints fewer than two has lost zeros, one that prints more is rounded there; percentages are as printed.
        cast(
            0.5 * case when value_type = 'amount' then coalesce({{ unit_factor('unit') }}, 0) else 1 end
            / power(
                10,
                case
                    when value_type = 'percent' then decimals
                    else least(
                        max(decimals) over (partition by document_id, section, unit), greatest(decimals, 2)
                    )
                end
            )
            as decimal(30, 6)
        ) as rounding,
        count(distinct body) over (partition by document_id) > 1 and body is not null as is_of_one_body,
        left(
            md5(
                document_id || '|prose|' || coalesce(section, '') || '|' || coalesce(phrase, '')
                || '|' || comparison || '|' || coalesce(unit, '')
                || '|' || row_number() over (
                    partition by document_id, section, phrase, comparison, unit
                    order by figure_no
                )
            ),
            16
        ) as figure_id
    from final
)

select * from measured
