-- Each table with what its document, kind and title say of all its figures: unit, year, phase, fund source.
with documents as (

    select * from {{ ref('stg_documents') }}

),

printed_tables as (

    select * from {{ ref('stg_tables') }}

),

labels as (

    select * from {{ ref('int_labels_matched') }}
    where place = 'title'

),

scoped as (

    select
        printed_tables.document_id,
        printed_tables.table_no,
        printed_tables.table_kind,
        printed_tables.title,
        printed_tables.printed_number,
        coalesce(printed_tables.unit, documents.default_unit) as unit,
        documents.fiscal_year,
        case documents.document_type when 'budget' then 'original' when 'final_account' then 'final' end
            as phase,
        -- 预算数 of a final account is 全年预算数 (note under the 三公 table of the prescribed form).
        case documents.document_type when 'budget' then 'original' when 'final_account' then 'revised' end
            as budget_phase,
        labels.fund_source as title_fund_source,
        labels.measure_code as title_measure
    from printed_tables
    inner join documents on printed_tables.document_id = documents.document_id
    left join labels on {{ normalised_label('printed_tables.title') }} = labels.wording

)

select * from scoped
