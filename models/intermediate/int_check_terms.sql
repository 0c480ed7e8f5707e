-- Every figure of every check of every identity, with the check's id.
with terms as (
    select * from {{ ref('int_terms_by_header') }}
    union all
    select * from {{ ref('int_terms_by_parent') }}
    union all
    select * from {{ ref('int_terms_by_total') }}
    union all
    select * from {{ ref('int_terms_by_repeat') }}
    union all
    select * from {{ ref('int_terms_by_scope') }}
    union all
    select * from {{ ref('int_terms_by_project') }}
),

identified as (
    select
        *,
        left(md5(identity_id || '|' || document_id || '|' || check_key), 16) as check_id
    from terms
)

select * from identified
