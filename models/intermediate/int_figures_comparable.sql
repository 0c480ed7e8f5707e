-- The figures that arithmetic may take part in: amounts at their level, printed once, no 其中 lines.
with figures as (
    select * from {{ ref('int_figures_keyed') }}
),

comparable as (
    select
        figures.*,
        coalesce(figures.row_role is not null or figures.is_blank_total, false) as is_total_row
    from figures
    where
        figures.value_type = 'amount'
        and figures.comparison = 'level'
        and figures.amount_cny is not null
        and not figures.is_of_which
        and not figures.is_repeat
)

select * from comparable
