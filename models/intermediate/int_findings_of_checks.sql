-- Each failed check as a finding: what is stated, where, and what it is set against. Findings of one cause make one
-- group, also through others (int_findings_linked). Its likely root is a row that is printed twice, else the figure
-- that fails most and holds least; of the hard findings the one that compares it with the fewest others comes first.
-- What may be misread makes no finding of its group hard.
{% set rounds = 8 %}
with identities as (
    select * from {{ ref('identities') }}
),

failed as (
    select distinct check_id from {{ ref('int_findings_linked') }}
),

checks as (
    select
        checks.*,
        identities.generator,
        identities.severity
    from {{ ref('int_checks_evaluated') }} as checks
    inner join failed on checks.check_id = failed.check_id
    inner join identities on checks.identity_id = identities.identity_id
),

suspected as (
    select * from {{ ref('int_checks_suspected') }}
),

terms as (
    select * from {{ ref('int_check_terms') }}
),

repeated as (
    select * from {{ ref('int_rows_repeated') }}
),

figures as (
    select * from {{ ref('int_figures_checkable') }}
),

proofs as (
    select * from {{ ref('int_figures_proven') }}
),

adding_up as (
    -- Totals of rows that add up: elsewhere they fail by what a row below them is out by.
    select distinct terms.figure_id
    from terms
    inner join {{ ref('int_checks_evaluated') }} as evaluated on terms.check_id = evaluated.check_id
    where
        terms.side = 'left' and evaluated.family = 'hierarchy' and evaluated.status = 'holds'
        and not evaluated.is_trivial
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
        figures.printed_order,
        figures.value_type,
        figures.place_name,
        figures.printed,
        repeated.row_no is not null as is_repeated_row,
        row_number() over (
            partition by terms.check_id, terms.side order by figures.printed_order, terms.figure_id
        ) as term_rank
    from terms
    inner join checks on terms.check_id = checks.check_id
    inner join figures on terms.figure_id = figures.figure_id
    left join repeated
        on
            figures.document_id = repeated.document_id
            and figures.table_no = repeated.table_no
            and figures.row_no = repeated.row_no
),

sides as (
    select
        check_id,
        side,
        count(*) as n_terms,
        max(place_name) filter (where term_rank = 1) as first_place,
        max(page) filter (where term_rank = 1) as page,
        max(line_no) filter (where term_rank = 1) as line_no,
        min(value_type) as value_type,
        case when count(*) = 1 then min(printed) end as printed,
        string_agg(figure_id, '|' order by figure_id) as figure_ids
    from failed_terms
    group by check_id, side
),

links as (
    select * from {{ ref('int_findings_linked') }}
),

-- The least check id spreads from check to link to check: each round is one pass. A test asserts that the rounds
-- suffice.
labels_0 as (
    select
        check_id,
        check_id as group_id
    from checks
),
{% for round in range(1, rounds + 1) %}
    link_labels_{{ round }} as (
        select
            links.link,
            min(labels.group_id) as group_id
        from links
        inner join labels_{{ round - 1 }} as labels on links.check_id = labels.check_id
        group by links.link
    ),

    labels_{{ round }} as (
        select
            links.check_id,
            min(labels.group_id) as group_id
        from links
        inner join link_labels_{{ round }} as labels on links.link = labels.link
        group by links.check_id
    ),
{% endfor %}

implicated as (
    select
        labels.group_id,
        failed_terms.figure_id,
        count(distinct failed_terms.check_id) as n_failed
    from failed_terms
    inner join labels_{{ rounds }} as labels on failed_terms.check_id = labels.check_id
    group by labels.group_id, failed_terms.figure_id
),

blamed as (
    select
        failed_terms.check_id,
        failed_terms.figure_id,
        failed_terms.place_name,
        failed_terms.page,
        failed_terms.line_no,
        labels.group_id,
        row_number() over (
            partition by labels.group_id
            order by
                -- Where rows are not printed, the first total says so.
                coalesce(failed_terms.side = 'right' and checks.convention_id = 'rows_left_out', false),
                failed_terms.is_repeated_row desc, adding_up.figure_id is not null, implicated.n_failed desc,
                case when checks.convention_id = 'rows_left_out' then 0 else proofs.n_holds end,
                sides.n_terms asc, failed_terms.printed_order asc, failed_terms.figure_id asc
        ) as position
    from failed_terms
    inner join checks on failed_terms.check_id = checks.check_id
    inner join labels_{{ rounds }} as labels on failed_terms.check_id = labels.check_id
    inner join implicated
        on labels.group_id = implicated.group_id and failed_terms.figure_id = implicated.figure_id
    left join adding_up on failed_terms.figure_id = adding_up.figure_id
    inner join sides on failed_terms.check_id = sides.check_id and failed_terms.side = sides.side
    left join proofs on failed_terms.figure_id = proofs.figure_id
),

roots as (
    select * from blamed
    where position = 1
),

suspected_groups as (
    select distinct labels.group_id
    from suspected
    inner join labels_{{ rounds }} as labels on suspected.check_id = labels.check_id
),

with_root as (
    select distinct failed_terms.check_id
    from failed_terms
    inner join roots on failed_terms.figure_id = roots.figure_id
),

final as (
    select
        -- Sums are known by what is stated, comparisons by all that they compare.
        left(
            md5(
                checks.identity_id || '|' || checks.document_id || '|' || stated.figure_ids
                || case
                    when checks.generator in ('header', 'parent', 'total', 'tree', 'comparison') then ''
                    else '|' || coalesce(parts.figure_ids, '')
                end
            ),
            16
        ) as finding_id,
        left(md5('group|' || labels.group_id), 16) as finding_group_id,
        row_number() over (
            partition by labels.group_id
            order by
                checks.severity != 'hard', with_root.check_id is null, stated.n_terms + coalesce(parts.n_terms, 0),
                checks.identity_id, checks.check_id
        ) as rank_in_group,
        checks.check_id,
        checks.document_id,
        checks.identity_id as rule_id,
        checks.relation,
        checks.convention_id,
        suspected.pattern,
        case
            when suspected_groups.group_id is not null or checks.convention_id = 'last_digit' then 'soft'
            else checks.severity
        end as severity,
        suspected_groups.group_id is not null as is_suspected_reading,
        suspected_groups.group_id is null and coalesce(checks.convention_id = 'last_digit', false) as is_last_digit,
        stated.value_type,
        stated.first_place as where_a,
        stated.page as page_a,
        stated.line_no as line_a,
        stated.n_terms as n_terms_a,
        stated.printed as printed_a,
        cast(checks.actual as decimal(20, 2)) as value_a,
        parts.first_place as where_b,
        parts.page as page_b,
        parts.line_no as line_b,
        parts.n_terms as n_terms_b,
        parts.printed as printed_b,
        cast(checks.expected as decimal(20, 2)) as value_b,
        cast(checks.difference as decimal(20, 2)) as difference,
        roots.place_name as likely_where,
        roots.page as likely_page,
        roots.line_no as likely_line,
        roots.figure_id as likely_figure_id
    from checks
    inner join labels_{{ rounds }} as labels on checks.check_id = labels.check_id
    inner join roots on labels.group_id = roots.group_id
    inner join sides as stated on checks.check_id = stated.check_id and stated.side = 'left'
    left join sides as parts on checks.check_id = parts.check_id and parts.side = 'right'
    left join with_root on checks.check_id = with_root.check_id
    left join suspected on checks.check_id = suspected.check_id
    left join suspected_groups on labels.group_id = suspected_groups.group_id
)

select * from final
