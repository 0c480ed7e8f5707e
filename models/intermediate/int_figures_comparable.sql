-- The figures that arithmetic may take part in: amounts at their level, and of a table that is printed twice with the
-- same words and figures only the first print. A 其中 row adds up in its own columns but is part of no column's sum; a
-- 其中 column adds up in its own rows but is part of no row's sum.
with figures as (
    select
        * exclude (carryover, carryover_basis),
        carryover_basis as carryover,
        carryover as block_carryover
    from {{ ref('int_figures_keyed') }}
),

fingerprints as (
    select
        document_id,
        table_no,
        md5(
            coalesce(min(title), '') || coalesce(min(project_id), '')
            || string_agg(
                row_identity || '|' || coalesce(column_label, '') || '|' || text, '||' order by row_no, column_no
            )
        ) as fingerprint
    from figures
    group by document_id, table_no
),

first_prints as (
    select
        document_id,
        fingerprint,
        min(table_no) as table_no
    from fingerprints
    group by document_id, fingerprint
),

comparable as (
    select
        figures.*,
        coalesce(figures.row_role is not null or figures.is_blank_total, false) as is_total_row
    from figures
    inner join first_prints
        on figures.document_id = first_prints.document_id and figures.table_no = first_prints.table_no
    where
        figures.value_type = 'amount'
        and figures.comparison = 'level'
        and figures.amount_cny is not null
        and not figures.is_repeat
)

select * from comparable
