-- limit: what a project may cost at most, against its budget; the department's limit against the projects that its
-- overall form lists. limit_list: the department's limit against the total of the project list. history: an indicator
-- that one form states twice for one year has one value.
with indicator_values as (
    select * from {{ ref('int_indicator_values') }}
),

amounts as (
    select * from {{ ref('int_project_amounts') }}
),

limits as (
    select * from indicator_values
    where is_limit and years_before = 0 and value_type = 'amount'
),

budgets as (
    select
        document_id,
        project_id,
        figure_id
    from amounts
    where place = 'budget'
),

overall as (
    select
        document_id,
        figure_id
    from amounts
    where place = 'overall'
),

limit_pairs as (
    select
        limits.document_id,
        limits.figure_id as limit_figure_id,
        budgets.figure_id as budget_figure_id
    from limits
    inner join budgets on limits.project_id = budgets.project_id

    union all

    select
        limits.document_id,
        limits.figure_id as limit_figure_id,
        overall.figure_id as budget_figure_id
    from limits
    inner join overall on limits.document_id = overall.document_id
    where limits.project_id is null and limits.table_kind = 'overall_performance'
),

list_totals as (
    select * from {{ ref('int_project_list_totals') }}
),

list_pairs as (
    select
        limits.document_id,
        limits.figure_id as limit_figure_id,
        list_totals.figure_id as budget_figure_id
    from limits
    inner join list_totals on limits.document_id = list_totals.document_id
    where limits.project_id is null and limits.table_kind = 'overall_performance'
),

repeats as (
    select
        earlier.document_id,
        earlier.figure_id as left_figure_id,
        later.figure_id as right_figure_id
    from indicator_values as earlier
    inner join indicator_values as later
        on
            earlier.document_id = later.document_id
            and earlier.form_table_no = later.form_table_no
            and earlier.project_id is not distinct from later.project_id
            and earlier.horizon = later.horizon
            and earlier.wording = later.wording
            and earlier.years_before = later.years_before
            and earlier.value_type = later.value_type
            and (earlier.table_no, earlier.row_no) < (later.table_no, later.row_no)
    -- Only what is stated at several places at most twice: 指标1 below each heading is no indicator's name.
    where earlier.is_limit
),

terms as (
    select
        'limit' as variant,
        document_id,
        limit_figure_id as check_key,
        budget_figure_id as figure_id,
        'left' as side
    from limit_pairs

    union all

    select distinct
        'limit' as variant,
        document_id,
        limit_figure_id as check_key,
        limit_figure_id as figure_id,
        'right' as side
    from limit_pairs

    union all

    select
        'limit_list' as variant,
        document_id,
        limit_figure_id as check_key,
        budget_figure_id as figure_id,
        'left' as side
    from list_pairs

    union all

    select distinct
        'limit_list' as variant,
        document_id,
        limit_figure_id as check_key,
        limit_figure_id as figure_id,
        'right' as side
    from list_pairs

    union all

    select
        'history' as variant,
        document_id,
        left_figure_id || right_figure_id as check_key,
        left_figure_id as figure_id,
        'left' as side
    from repeats

    union all

    select
        'history' as variant,
        document_id,
        left_figure_id || right_figure_id as check_key,
        right_figure_id as figure_id,
        'right' as side
    from repeats
)

select
    identities.identity_id,
    terms.document_id,
    terms.check_key,
    terms.figure_id,
    terms.side,
    1 as coefficient
from terms
inner join {{ ref('identities') }} as identities
    on terms.variant = identities.variant and identities.generator = 'indicator'
