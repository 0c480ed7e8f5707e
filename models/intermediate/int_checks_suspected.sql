-- Failed checks that fail together as a misread page makes them fail: most sums of one column (a column read as
-- another), most sums of one row (rows lost, doubled or out of place), or a sum that is a multiple of what is stated
-- (rows counted at two levels). A source that contradicts itself does so in single figures.
with checks as (
    select * from {{ ref('int_checks_evaluated') }}
    where not is_trivial
),

by_column as (
    select
        *,
        count(*) filter (where status = 'fails') over one_column as n_failed,
        count(*) filter (where status in ('holds', 'fails')) over one_column as n_compared
    from checks
    where family = 'row_sum'
    window one_column as (partition by document_id, identity_id, left_table_no, left_column_no)
),

by_row as (
    select
        *,
        count(*) filter (where status = 'fails') over one_row as n_failed,
        count(*) filter (where status in ('holds', 'fails')) over one_row as n_compared,
        bool_and(status != 'fails' or (actual != 0 and expected != actual and expected % actual = 0)) over one_row
            as is_multiple
    from checks
    where family = 'hierarchy'
    window one_row as (partition by document_id, identity_id, left_table_no, left_row_no)
),

suspected as (
    select
        check_id,
        document_id,
        left_table_no as table_no,
        left_column_no as column_no,
        cast(null as integer) as row_no,
        'column' as pattern,
        n_failed,
        n_compared
    from by_column
    where status = 'fails' and n_failed >= 3 and 2 * n_failed >= n_compared

    union all

    select
        check_id,
        document_id,
        left_table_no as table_no,
        cast(null as integer) as column_no,
        left_row_no as row_no,
        case when is_multiple then 'rows_counted_twice' else 'rows' end as pattern,
        n_failed,
        n_compared
    from by_row
    where status = 'fails' and ((n_failed >= 2 and 2 * n_failed >= n_compared) or is_multiple)

    union all

    select
        check_id,
        document_id,
        left_table_no as table_no,
        cast(null as integer) as column_no,
        left_row_no as row_no,
        'rows_left_out' as pattern,
        count(*) over (partition by document_id, identity_id, left_table_no, left_row_no) as n_failed,
        count(*) over (partition by document_id, identity_id, left_table_no, left_row_no) as n_compared
    from checks
    where convention_id = 'rows_left_out'
)

select
    check_id,
    document_id,
    table_no,
    row_no,
    column_no,
    pattern,
    cast(n_failed as integer) as n_failed,
    cast(n_compared as integer) as n_compared
from suspected
