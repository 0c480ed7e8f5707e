with documents as (
    select * from {{ ref('stg_documents') }}
),

agencies as (
    select * from {{ ref('int_agencies_named') }}
),

body_types as (
    select
        body_type,
        pattern,
        cast(priority as integer) as priority
    from {{ ref('body_types') }}
),

publishers as (
    select
        documents.document_id,
        min(agencies.agency_id) as agency_id,
        min(agencies.division_code) as division_code
    from documents
    inner join agencies
        on documents.document_id = agencies.document_id and documents.publisher = agencies.name
    group by documents.document_id
),

typed as (
    select
        documents.document_id,
        arg_min(body_types.body_type, body_types.priority) as body_type
    from documents
    inner join body_types on regexp_matches(documents.publisher, body_types.pattern)
    group by documents.document_id
),

policy_fields as (
    select
        policy_field,
        pattern,
        cast(priority as integer) as priority
    from {{ ref('policy_fields') }}
),

placed as (
    select
        documents.document_id,
        arg_min(policy_fields.policy_field, policy_fields.priority) as policy_field
    from documents
    inner join policy_fields on regexp_matches(documents.publisher, policy_fields.pattern)
    group by documents.document_id
),

final as (
    select
        documents.document_id,
        documents.title,
        documents.publisher as publisher_name,
        publishers.agency_id,
        typed.body_type,
        placed.policy_field,
        publishers.division_code,
        documents.fiscal_year,
        documents.document_type,
        documents.budget_scope,
        documents.default_unit,
        documents.page_count,
        documents.file as source_file,
        documents.sha256 as source_sha256,
        documents.source_url,
        documents.published_on,
        documents.reader,
        documents.supersedes
    from documents
    left join publishers on documents.document_id = publishers.document_id
    left join typed on documents.document_id = typed.document_id
    left join placed on documents.document_id = placed.document_id
)

select
    document_id,
    title,
    publisher_name,
    agency_id,
    body_type,
    policy_field,
    division_code,
    fiscal_year,
    document_type,
    budget_scope,
    default_unit,
    page_count,
    source_file,
    source_sha256,
    source_url,
    published_on,
    reader,
    supersedes
from final
