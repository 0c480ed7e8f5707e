-- The division of each document: the one whose name begins its publisher's (a party's or a body's of the whole country
-- may stand before it), else its title; the longest name that was valid in that year.
with documents as (
    select * from {{ ref('stg_documents') }}
),

names as (
    select * from {{ ref('int_divisions_named') }}
),

texts as (
    select
        document_id,
        fiscal_year,
        1 as preference,
        regexp_replace(
            publisher,
            '^(中共|中国共产党|中国人民政治协商会议|政协|中国共产主义青年团|共青团|中国国民党革命委员会|民革|中国民主同盟'
            || '|民盟|中国民主建国会|民建|中国民主促进会|民进|中国农工民主党|农工党|中国致公党|致公党|九三学社|中国红十字会)',
            ''
        ) as said
    from documents

    union all

    select
        document_id,
        fiscal_year,
        2 as preference,
        title as said
    from documents
),

found as (
    select
        texts.document_id,
        names.division_code,
        names.level,
        row_number() over (
            partition by texts.document_id
            order by texts.preference asc, length(names.written) desc, names.division_code asc
        ) as position
    from texts
    inner join names
        on
            starts_with(texts.said, names.written)
            and texts.fiscal_year >= names.valid_from_year
            and texts.fiscal_year <= names.valid_to_year
)

select
    documents.document_id,
    documents.publisher,
    documents.fiscal_year,
    found.division_code,
    found.level as division_level
from documents
left join found on documents.document_id = found.document_id and found.position = 1
