-- What failed checks have in common that makes them one cause, one row per check and link: a figure, a row that differs
-- from other tables, a row or column along which they fail together, the amount by which they fail, and that rows of
-- the document are not printed. Each check has itself.
with identities as (
    select * from {{ ref('identities') }}
    where severity != 'info'
),

failed as (
    select checks.*
    from {{ ref('int_checks_evaluated') }} as checks
    inner join identities on checks.identity_id = identities.identity_id
    where
        not checks.is_trivial
        and (checks.status = 'fails' or checks.convention_id in ('rows_left_out', 'subjects_dropped', 'last_digit'))
),

together as (
    select * from {{ ref('int_checks_failing_together') }}
),

terms as (
    select * from {{ ref('int_check_terms') }}
),

figures as (
    select * from {{ ref('int_figures_checkable') }}
),

failed_terms as (
    select
        failed.check_id,
        failed.document_id,
        failed.relation,
        failed.identity_id,
        terms.side,
        terms.figure_id,
        figures.table_no,
        figures.row_no,
        count(*) over (partition by failed.check_id, terms.side) as n_on_side
    from failed
    inner join terms on failed.check_id = terms.check_id
    inner join figures on terms.figure_id = figures.figure_id
),

shared_figures as (
    -- A limit or a rate that fails for an amount says nothing of a sum that the amount is one of the addends of; a
    -- share that is wrong breaks the sum of the shares.
    select distinct
        check_id,
        figure_id as link
    from failed_terms
    where n_on_side = 1

    union

    select distinct
        check_id,
        concat_ws('|', 'sum', figure_id) as link
    from failed_terms
    where relation in ('equal', 'hundred') or (relation = 'percent_of' and side = 'left')
),

shared_rows as (
    -- A row printed beside the wrong name differs from the other tables in each of its columns.
    select distinct
        failed_terms.check_id,
        concat_ws('|', 'row', failed_terms.document_id, failed_terms.table_no, failed_terms.row_no) as link
    from failed_terms
    inner join identities on failed_terms.identity_id = identities.identity_id
    where identities.generator in ('sum', 'repeat') and failed_terms.row_no is not null
),

shared_lines as (
    select
        failed.check_id,
        case
            when together.pattern = 'rows_left_out' then concat_ws('|', together.pattern, together.document_id)
            else
                concat_ws(
                    '|', together.pattern, together.document_id, together.identity_id, together.table_no,
                    together.row_no, together.column_no
                )
        end as link
    from failed
    inner join together on failed.check_id = together.check_id
),

shared_differences as (
    select distinct
        failed.check_id,
        concat_ws('|', 'difference', failed.document_id, figures.value_type, abs(failed.difference)) as link
    from failed
    inner join terms on failed.check_id = terms.check_id and terms.side = 'left'
    inner join figures on terms.figure_id = figures.figure_id
    where
        figures.value_type in ('amount', 'percent') and abs(failed.difference) > failed.rounding
)

select
    check_id,
    check_id as link
from failed
union all
select * from shared_figures
union all
select * from shared_rows
union all
select * from shared_lines
union all
select * from shared_differences
