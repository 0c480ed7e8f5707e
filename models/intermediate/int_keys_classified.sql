-- Each key of each row with the entity it names; a project list prints units, categories and projects in one column.
with row_keys as (

    select * from {{ ref('stg_row_keys') }}

),

table_rows as (

    select * from {{ ref('stg_table_rows') }}

),

columns as (

    select * from {{ ref('stg_table_columns') }}

),

printed_tables as (

    select * from {{ ref('stg_tables') }}

),

sections as (

    select * from {{ ref('int_sections_restating') }}

),

table_scopes as (

    select
        table_kind,
        min(subject_entity) as subject_entity
    from {{ ref('table_scopes') }}
    group by table_kind

),

key_columns as (

    select
        document_id,
        table_no,
        block_no,
        key_no,
        min(key_entity) as key_entity
    from columns
    where role = 'key'
    group by document_id, table_no, block_no, key_no

),

named as (

    select
        row_keys.document_id,
        row_keys.table_no,
        row_keys.row_no,
        table_rows.block_no,
        row_keys.key_no,
        row_keys.code_printed,
        row_keys.code,
        row_keys.label,
        case
            -- Subjects have codes of 3, 5 or 7 digits (2… of function, 3… and 5… economic), units of 6 or 9.
            when
                key_columns.key_entity in ('subject', 'function', 'economic_department', 'economic_government')
                and regexp_full_match(row_keys.code, '\d{6}|\d{9}')
                then 'agency'
            when key_columns.key_entity = 'subject' and regexp_full_match(row_keys.code, '2\d\d(\d\d){0,2}')
                then 'function'
            when key_columns.key_entity = 'subject' and regexp_full_match(row_keys.code, '3\d\d(\d\d){0,2}')
                then 'economic_department'
            when key_columns.key_entity = 'subject' and regexp_full_match(row_keys.code, '5\d\d(\d\d)?')
                then 'economic_government'
            when key_columns.key_entity = 'subject' then coalesce(table_scopes.subject_entity, 'subject')
            when key_columns.key_entity = 'item' then coalesce(sections.entity, 'item')
            else key_columns.key_entity
        end as entity
    from row_keys
    inner join table_rows
        on
            row_keys.document_id = table_rows.document_id
            and row_keys.table_no = table_rows.table_no
            and row_keys.row_no = table_rows.row_no
    inner join printed_tables
        on row_keys.document_id = printed_tables.document_id and row_keys.table_no = printed_tables.table_no
    left join key_columns
        on
            row_keys.document_id = key_columns.document_id
            and row_keys.table_no = key_columns.table_no
            and table_rows.block_no = key_columns.block_no
            and row_keys.key_no = key_columns.key_no
    left join table_scopes on printed_tables.table_kind = table_scopes.table_kind
    left join sections
        on
            table_rows.document_id = sections.document_id
            and table_rows.table_no = sections.table_no
            and table_rows.section_label = sections.section_label

),

documents as (

    select * from {{ ref('stg_documents') }}

),

unit_names as (

    -- The bodies that the document names as such: its publisher, and what its unit columns print; （本级） aside.
    select
        document_id,
        {{ without_own_level('label') }} as name
    from named
    where entity = 'agency' and label is not null

    union

    select
        document_id,
        {{ without_own_level('publisher') }} as name
    from documents
    where publisher is not null

),

unit_codes as (

    select distinct
        document_id,
        code
    from named
    where entity = 'agency' and code is not null

),

classified as (

    select
        named.document_id,
        named.table_no,
        named.row_no,
        named.block_no,
        named.key_no,
        named.code_printed,
        named.code,
        named.label,
        case
            when named.entity = 'project' and unit_codes.code is not null then 'agency'
            -- Budget units have codes of 3, 6 or 9 digits, project categories of 1 or 2.
            when named.entity = 'project' and regexp_full_match(named.code, '\d{3}|\d{6}|\d{9}') then 'agency'
            when named.entity = 'project' and regexp_full_match(named.code, '\d{1,2}') then 'project_category'
            when named.entity = 'item' and named.code is null and unit_names.name is not null then 'agency'
            else named.entity
        end as entity
    from named
    left join unit_names
        on
            named.document_id = unit_names.document_id
            and {{ without_own_level('named.label') }} = unit_names.name
    left join unit_codes on named.document_id = unit_codes.document_id and named.code = unit_codes.code

)

select * from classified
