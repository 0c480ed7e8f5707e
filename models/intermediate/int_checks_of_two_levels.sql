-- Sums that come to twice what is stated because a list prints two levels side by side, without codes or indents: each
-- heading (网络信息化建设) is followed by the items that add up to it, to the end of the list. A heading followed by one
-- item only may as well be a row read twice: one of them at least has several.
with recursive doubled as (
    select check_id
    from {{ ref('int_checks_summed') }}
    where family = 'hierarchy' and not is_trivial and actual > 0 and expected = 2 * actual
),

figures as (
    select * from {{ ref('int_figures_checkable') }}
),

addends as (
    select
        terms.check_id,
        figures.amount,
        row_number() over list as position,
        count(*) over (partition by terms.check_id) as n_addends,
        sum(figures.amount) over list as running_sum
    from {{ ref('int_check_terms') }} as terms
    inner join doubled on terms.check_id = doubled.check_id
    inner join figures on terms.figure_id = figures.figure_id
    where terms.side = 'right' and figures.amount > 0
    window list as (partition by terms.check_id order by figures.printed_order)
),

walked as (
    -- Where the next heading stands, and how many have been passed.
    select
        check_id,
        1 as next_position,
        0 as n_headings
    from doubled

    union all

    select
        walked.check_id,
        last_items.position + 1 as next_position,
        walked.n_headings + 1 as n_headings
    from walked
    inner join addends as headings
        on walked.check_id = headings.check_id and walked.next_position = headings.position
    inner join addends as last_items
        on
            headings.check_id = last_items.check_id
            and headings.position < last_items.position
            and last_items.running_sum = headings.running_sum + headings.amount
)

select distinct walked.check_id
from walked
inner join addends on walked.check_id = addends.check_id
where
    walked.next_position = addends.n_addends + 1
    and addends.n_addends > 2 * walked.n_headings
