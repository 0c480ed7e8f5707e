-- same_figure: two tables that print one figure of equal scope each. Rows that are not conformed and scopes that
-- are not known take no part; nor does a table that prints the scope more than once (it splits it by something else).
with figures as (
    select * from {{ ref('int_figures_comparable') }}
),

scoped as (
    select
        *,
        concat_ws(
            '|', reference_year, coalesce(phase, ''), measure_code, fund_source, carryover,
            coalesce(function_subject_id, ''), coalesce(economic_department_subject_id, ''),
            coalesce(economic_government_subject_id, ''), coalesce(agency_id, ''), coalesce(project_id, ''),
            coalesce(project_category, '')
        ) as scope_key
    from figures
    where
        row_extent != 'unknown'
        and not is_of_which
        and measure_code is not null
        and fund_source is not null
        and carryover != 'unknown'
),

once as (
    select
        document_id,
        scope_key,
        table_no,
        min(figure_id) as figure_id
    from scoped
    group by document_id, scope_key, table_no
    having count(*) = 1
),

pairs as (
    select
        earlier.document_id,
        earlier.figure_id as left_figure_id,
        later.figure_id as right_figure_id
    from once as earlier
    inner join once as later
        on
            earlier.document_id = later.document_id
            and earlier.scope_key = later.scope_key
            and earlier.table_no < later.table_no
),

sides as (
    select
        document_id,
        left_figure_id || right_figure_id as check_key,
        left_figure_id as figure_id,
        'left' as side
    from pairs

    union all

    select
        document_id,
        left_figure_id || right_figure_id as check_key,
        right_figure_id as figure_id,
        'right' as side
    from pairs
)

select
    identities.identity_id,
    sides.document_id,
    sides.check_key,
    sides.figure_id,
    sides.side,
    1 as coefficient
from sides
inner join {{ ref('identities') }} as identities on identities.generator = 'repeat'
