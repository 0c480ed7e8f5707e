-- Checks that fail together: most sums of one column, most sums of one row, sums that are a multiple of what is stated,
-- totals that exceed the rows printed below them. One cause, whether the page prints it so or was misread
-- (int_checks_suspected).
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
        count(*) filter (where status = 'fails' or convention_id = 'rows_left_out') over one_row as n_failed,
        count(*) filter (where status in ('holds', 'fails') or convention_id = 'rows_left_out') over one_row
            as n_compared,
        bool_and(status != 'fails' or (actual != 0 and expected != actual and expected % actual = 0)) over one_row
            as is_multiple
    from checks
    where family = 'hierarchy'
    window one_row as (partition by document_id, identity_id, left_table_no, left_row_no)
),

together as (
    select
        check_id,
        document_id,
        identity_id,
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
        identity_id,
        left_table_no as table_no,
        cast(null as integer) as column_no,
        left_row_no as row_no,
        case
            when convention_id = 'rows_left_out' then 'rows_left_out'
            when is_multiple then 'rows_counted_twice'
            else 'rows'
        end as pattern,
        n_failed,
        n_compared
    from by_row
    where
        convention_id = 'rows_left_out'
        or (status = 'fails' and ((n_failed >= 2 and 2 * n_failed >= n_compared) or is_multiple))
)

select
    check_id,
    document_id,
    identity_id,
    table_no,
    row_no,
    column_no,
    pattern,
    cast(n_failed as integer) as n_failed,
    cast(n_compared as integer) as n_compared
from together
