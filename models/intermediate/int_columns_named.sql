-- Each segment of a value column's header that names a subject of an economic classification (工资福利支出/基本工资),
-- where exactly one has that name in that year: below a class that the header names, else the nearest to the top. Of
-- the two classifications that which more names of the table's header belong to alone, the department's of equal ones.
with columns as (

    select * from {{ ref('stg_table_columns') }}
    where role = 'value'

),

printed_tables as (

    select * from {{ ref('int_tables_scoped') }}

),

subjects as (

    select
        scheme,
        code,
        cast(level as integer) as subject_level,
        {{ subject_name('name_zh') }} as name,
        coalesce(cast(valid_from_year as integer), 0) as valid_from_year,
        coalesce(cast(valid_to_year as integer), 9999) as valid_to_year
    from {{ ref('economic_subjects') }}

),

segments as (

    select
        columns.document_id,
        columns.table_no,
        columns.column_no,
        printed_tables.fiscal_year,
        unnest(string_split(columns.label, '/')) as segment,
        generate_subscripts(string_split(columns.label, '/'), 1) as depth
    from columns
    inner join printed_tables
        on columns.document_id = printed_tables.document_id and columns.table_no = printed_tables.table_no

),

named as (

    select
        segments.document_id,
        segments.table_no,
        segments.column_no,
        segments.depth,
        subjects.scheme,
        subjects.code,
        subjects.subject_level
    from segments
    inner join subjects
        on
            {{ subject_name('segments.segment') }} = subjects.name
            and segments.fiscal_year between subjects.valid_from_year and subjects.valid_to_year

),

placed as (

    select
        named.document_id,
        named.table_no,
        named.column_no,
        named.depth,
        named.scheme,
        named.code,
        named.subject_level,
        count(classes.code) > 0 as is_below_class
    from named
    left join named as classes
        on
            named.document_id = classes.document_id
            and named.table_no = classes.table_no
            and named.column_no = classes.column_no
            and named.scheme = classes.scheme
            and named.depth > classes.depth
            and classes.subject_level = 1
            and starts_with(named.code, classes.code)
    group by all

),

nearest as (

    select *
    from placed
    qualify rank() over (
        partition by document_id, table_no, column_no, depth, scheme
        order by is_below_class desc, subject_level asc
    ) = 1

),

unequivocal as (

    select
        *,
        count(*) over (partition by document_id, table_no, column_no, depth) = 1 as is_of_one_scheme
    from nearest
    qualify count(*) over (partition by document_id, table_no, column_no, depth, scheme) = 1

),

schemes as (

    select
        document_id,
        table_no,
        scheme
    from unequivocal
    group by document_id, table_no, scheme
    qualify row_number() over (
        partition by document_id, table_no
        order by count(*) filter (where is_of_one_scheme) desc, scheme asc
    ) = 1

)

select
    unequivocal.document_id,
    unequivocal.table_no,
    unequivocal.column_no,
    unequivocal.depth,
    unequivocal.scheme,
    unequivocal.code
from unequivocal
inner join schemes
    on unequivocal.document_id = schemes.document_id and unequivocal.table_no = schemes.table_no
where unequivocal.is_of_one_scheme or unequivocal.scheme = schemes.scheme
