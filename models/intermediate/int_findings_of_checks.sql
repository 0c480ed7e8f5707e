-- Each failed check as a finding: what is stated, where, and what it is set against. Findings that share figures,
-- also through others, make one group.
with recursive checks as (
    select * from {{ ref('int_checks_evaluated') }}
    where status = 'fails' and not is_trivial
),

terms as (
    select * from {{ ref('int_check_terms') }}
),

figures as (
    select * from {{ ref('int_figures_keyed') }}
),

printed_tables as (
    select * from {{ ref('stg_tables') }}
),

failed_terms as (
    select
        terms.check_id,
        terms.side,
        terms.figure_id,
        checks.document_id,
        figures.page,
        figures.line_no,
        figures.table_no,
        figures.row_no,
        concat(
            '表', coalesce(printed_tables.printed_number, cast(printed_tables.table_no as varchar)),
            '《', coalesce(printed_tables.title, ''), '》',
            coalesce(figures.row_label, figures.row_code, ''), ' · ', figures.column_label
        ) as place_name
    from terms
    inner join checks on terms.check_id = checks.check_id
    inner join figures on terms.figure_id = figures.figure_id
    inner join printed_tables
        on figures.document_id = printed_tables.document_id and figures.table_no = printed_tables.table_no
),

sides as (
    select
        check_id,
        side,
        count(*) as n_terms,
        arg_min(place_name, table_no * 100000 + row_no) as first_place,
        arg_min(page, table_no * 100000 + row_no) as page,
        arg_min(line_no, table_no * 100000 + row_no) as line_no
    from failed_terms
    group by check_id, side
),

links as (
    select distinct
        near.check_id,
        far.check_id as linked_check_id
    from failed_terms as near
    inner join failed_terms as far on near.figure_id = far.figure_id
),

reached as (
    select
        check_id,
        linked_check_id
    from links

    union

    select
        reached.check_id,
        links.linked_check_id
    from reached
    inner join links on reached.linked_check_id = links.check_id
),

finding_groups as (
    select
        check_id,
        min(linked_check_id) as finding_group_id
    from reached
    group by check_id
),

final as (
    select
        checks.check_id as finding_id,
        finding_groups.finding_group_id,
        checks.document_id,
        checks.identity_id as rule_id,
        stated.first_place as where_a,
        stated.page as page_a,
        stated.line_no as line_a,
        stated.n_terms as n_terms_a,
        cast(checks.actual as decimal(20, 2)) as value_a,
        parts.first_place as where_b,
        parts.page as page_b,
        parts.line_no as line_b,
        parts.n_terms as n_terms_b,
        cast(checks.expected as decimal(20, 2)) as value_b,
        cast(checks.difference as decimal(20, 2)) as difference
    from checks
    inner join finding_groups on checks.check_id = finding_groups.check_id
    inner join sides as stated on checks.check_id = stated.check_id and stated.side = 'left'
    inner join sides as parts on checks.check_id = parts.check_id and parts.side = 'right'
)

select * from final
