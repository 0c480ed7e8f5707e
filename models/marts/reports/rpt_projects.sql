with projects as (
    select * from {{ ref('dim_project') }}
),

amounts as (
    select * from {{ ref('int_project_amounts') }}
),

figures as (
    select * from {{ ref('int_figures_keyed') }}
),

checks as (
    select * from {{ ref('int_figures_proven') }}
),

stated as (
    select
        amounts.project_id,
        sum(figures.amount_cny) filter (where amounts.place = 'list') as list_amount_cny,
        sum(figures.amount_cny) filter (where amounts.place = 'overall') as overall_amount_cny,
        coalesce(
            sum(figures.amount_cny) filter (where amounts.place = 'budget'),
            sum(figures.amount_cny) filter (where amounts.place = 'targets')
        ) as budget_amount_cny,
        sum(figures.amount_cny) filter (where amounts.place = 'funding') as funding_amount_cny,
        sum(figures.amount_cny) filter (where amounts.place = 'detail') as detail_amount_cny,
        coalesce(sum(checks.n_fails), 0) as n_fails
    from amounts
    inner join figures on amounts.figure_id = figures.figure_id
    left join checks on amounts.figure_id = checks.figure_id
    group by amounts.project_id
),

lines as (
    select
        project_id,
        count(*) filter (where line_type = 'detail') as n_detail_lines,
        count(*) filter (where line_type = 'procurement') as n_procurement_lines
    from {{ ref('fct_project_lines') }}
    group by project_id
),

indicators as (
    select
        project_id,
        count(*) as n_indicators
    from {{ ref('fct_performance_indicators') }}
    group by project_id
),

documents as (
    select * from {{ ref('dim_document') }}
),

final as (
    select
        projects.*,
        documents.publisher_name,
        documents.fiscal_year,
        stated.list_amount_cny,
        stated.overall_amount_cny,
        stated.budget_amount_cny,
        stated.funding_amount_cny,
        stated.detail_amount_cny,
        coalesce(lines.n_detail_lines, 0) as n_detail_lines,
        coalesce(lines.n_procurement_lines, 0) as n_procurement_lines,
        coalesce(indicators.n_indicators, 0) as n_indicators,
        coalesce(stated.n_fails, 0) as n_fails
    from projects
    inner join documents on projects.document_id = documents.document_id
    left join stated on projects.project_id = stated.project_id
    left join lines on projects.project_id = lines.project_id
    left join indicators on projects.project_id = indicators.project_id
)

select
    project_id,
    document_id,
    publisher_name,
    fiscal_year,
    project_code,
    name,
    agency_name,
    category,
    cast(list_amount_cny as decimal(20, 2)) as list_amount_cny,
    cast(overall_amount_cny as decimal(20, 2)) as overall_amount_cny,
    cast(budget_amount_cny as decimal(20, 2)) as budget_amount_cny,
    cast(funding_amount_cny as decimal(20, 2)) as funding_amount_cny,
    cast(detail_amount_cny as decimal(20, 2)) as detail_amount_cny,
    cast(n_detail_lines as integer) as n_detail_lines,
    cast(n_procurement_lines as integer) as n_procurement_lines,
    cast(n_indicators as integer) as n_indicators,
    cast(n_fails as integer) as n_fails
from final
