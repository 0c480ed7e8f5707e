-- What of a document decides whether its figures can be set beside another's.
with documents as (
    select * from {{ ref('dim_document') }}
),

lines as (
    select * from {{ ref('fct_budget_lines') }}
),

divisions as (
    select * from {{ ref('dim_division') }}
),

inferred as (
    select
        document_id,
        count(*) as n_inferred
    from lines
    where attribution = 'inferred'
    group by document_id
),

contradicted as (
    select
        document_id,
        count(distinct finding_group_id) as n_contradictions
    from {{ ref('fct_findings') }}
    where severity = 'hard' and review_status != 'rejected'
    group by document_id
),

expenditure as (
    select
        document_id,
        bool_and(fund_source = 'general_budget') as is_general_budget_only,
        bool_or(starts_with(function_code, '229')) as has_class_229
    from {{ ref('fct_expenditure') }}
    group by document_id
),

source_tables as (
    select * from {{ ref('int_source_tables_chosen') }}
    where purpose = 'expenditure'
),

receipts as (
    select
        receipts.document_id,
        cast(round(100 * sum(receipts.amount_cny) filter (
            where fund_sources.fund_source = 'unit_funds' or fund_sources.parent = 'unit_funds'
        ) / nullif(sum(receipts.amount_cny), 0)) as integer) as own_source_percent,
        coalesce(sum(receipts.amount_cny) filter (where receipts.carryover = 'opening'), 0) != 0 as has_carry_over
    from {{ ref('rpt_funding_structure') }} as receipts
    inner join {{ ref('dim_fund_source') }} as fund_sources on receipts.fund_source = fund_sources.fund_source
    group by receipts.document_id
),

three_public as (
    -- A table that splits its figures by fund rests on what they are parts of.
    select
        lines.document_id,
        case
            when bool_or(lines.fund_source = 'all') then 'all'
            when bool_or(lines.fund_source = 'appropriation') then 'appropriation'
            when count(distinct lines.fund_source) = 1 then min(lines.fund_source)
        end as three_public_base
    from lines
    inner join documents on lines.document_id = documents.document_id
    where
        lines.table_kind = 'three_public'
        and lines.measure_code = 'reception'
        and lines.reference_year = documents.fiscal_year
    group by lines.document_id
),

amount_kinds as (
    select distinct table_kind
    from {{ ref('table_scopes') }}
),

other_years as (
    -- Amount tables whose title names another year than the document's.
    select
        printed_tables.document_id,
        count(*) as n_tables_of_other_years
    from {{ ref('stg_tables') }} as printed_tables
    inner join documents on printed_tables.document_id = documents.document_id
    inner join amount_kinds on printed_tables.table_kind = amount_kinds.table_kind
    where
        regexp_matches(printed_tables.title, '20\d{2}年')
        and cast(regexp_extract(printed_tables.title, '(20\d{2})年', 1) as integer) != documents.fiscal_year
    group by printed_tables.document_id
),

final as (
    select
        documents.document_id,
        documents.publisher_name,
        documents.policy_field,
        documents.body_type,
        documents.fiscal_year,
        documents.document_type,
        coalesce(documents.budget_scope, 'unknown') as budget_scope,
        documents.reader,
        -- A municipality directly under the government is a province in the list of divisions, but budgets as a city.
        case when divisions.level = 'county' then 'county' else 'city' end as division_level,
        coalesce(documents.publisher_name, documents.document_id)
        || coalesce(' ' || documents.fiscal_year, '') as label,
        coalesce(inferred.n_inferred, 0) as n_inferred,
        coalesce(contradicted.n_contradictions, 0) as n_contradictions,
        expenditure.is_general_budget_only,
        coalesce(expenditure.has_class_229, false) as has_class_229,
        not source_tables.adds_up and source_tables.stated_cny is not null as expenditure_differs,
        receipts.own_source_percent,
        receipts.has_carry_over,
        three_public.three_public_base,
        coalesce(other_years.n_tables_of_other_years, 0) as n_tables_of_other_years
    from documents
    left join divisions on documents.division_code = divisions.division_code
    left join inferred on documents.document_id = inferred.document_id
    left join contradicted on documents.document_id = contradicted.document_id
    left join expenditure on documents.document_id = expenditure.document_id
    left join source_tables on documents.document_id = source_tables.document_id
    left join receipts on documents.document_id = receipts.document_id
    left join three_public on documents.document_id = three_public.document_id
    left join other_years on documents.document_id = other_years.document_id
)

select * from final
