-- Each check with its status. Tolerance: what rounding alone can explain; none between two figures of equal precision,
-- and where all other sums of the document add up to the last digit, so that a slip in the last digit shows: it may be
-- rounding, and contradicts nothing. What is no contradiction by convention has the
-- status that finding_conventions gives to its condition.
with summed as (
    select * from {{ ref('int_checks_summed') }}
),

conventions as (
    select * from {{ ref('finding_conventions') }}
),

documents as (
    select * from {{ ref('stg_documents') }}
),

of_two_levels as (
    select * from {{ ref('int_checks_of_two_levels') }}
),

trees as (
    select
        'measure_parts' as identity_id,
        parent_measure_code as whole,
        count(*) as n_parts
    from {{ ref('measures') }}
    where parent_measure_code is not null
    group by parent_measure_code

    union all

    select
        'fund_parts' as identity_id,
        parent_fund_source as whole,
        count(*) as n_parts
    from {{ ref('fund_sources') }}
    where parent_fund_source is not null
    group by parent_fund_source
),

exact_sums as (
    -- Sums of two and more addends, by document and table: those that hold to the last digit and those that do not.
    select
        document_id,
        left_table_no,
        count(*) filter (where difference = 0) as n_exact,
        count(*) filter (where difference != 0) as n_rounded
    from summed
    where
        relation = 'equal' and n_terms > 2 and not is_trivial and abs(difference) <= rounding
        and left_table_no is not null
    group by document_id, left_table_no
),

exact_elsewhere as (
    select
        document_id,
        left_table_no,
        sum(n_exact) over (partition by document_id) - n_exact as n_exact_elsewhere,
        sum(n_rounded) over (partition by document_id) - n_rounded as n_rounded_elsewhere,
        n_exact,
        n_rounded
    from exact_sums
),

tolerated as (
    select
        summed.*,
        summed.is_pair
        or coalesce(
            summed.relation = 'equal'
            and exact_elsewhere.n_rounded_elsewhere = 0
            and exact_elsewhere.n_exact_elsewhere >= 10
            and exact_elsewhere.n_exact > 4 * exact_elsewhere.n_rounded,
            false
        ) as adds_up_exactly
    from summed
    left join exact_elsewhere
        on
            summed.document_id = exact_elsewhere.document_id
            and summed.left_table_no = exact_elsewhere.left_table_no
),

compared as (
    select
        *,
        case when adds_up_exactly then cut else rounding end as tolerance,
        case relation when 'at_most' then greatest(difference, 0) else abs(difference) end
        > case when adds_up_exactly then cut else rounding end as differs
    from tolerated
),

sound_tables as (
    -- Tables whose rows add up in themselves: a misread figure would show there.
    select
        document_id,
        left_table_no
    from compared
    where family = 'row_sum' and not is_trivial and term_condition is null
    group by document_id, left_table_no
    having not bool_or(differs)
),

anchored_rows as (
    -- Rows of which a figure agrees with another table or with the other side of the budget.
    select distinct
        figures.document_id,
        figures.table_no as left_table_no,
        figures.row_no as left_row_no
    from compared
    inner join {{ ref('int_check_terms') }} as terms on compared.check_id = terms.check_id
    inner join {{ ref('int_figures_keyed') }} as figures on terms.figure_id = figures.figure_id
    where
        compared.family in ('between_tables', 'balance') and not compared.differs and not compared.is_trivial
        and compared.term_condition is null
),

short_rows as (
    -- Rows that state more than the rows below them print, in one column or more, and nowhere less.
    select
        compared.document_id,
        compared.identity_id,
        compared.left_table_no,
        compared.left_row_no,
        count(*) filter (where compared.differs) as n_short
    from compared
    where compared.family = 'hierarchy'
    group by all
    having
        bool_and(not compared.differs or (compared.difference > 0 and compared.smallest >= 0))
        and bool_or(compared.differs)
),

short_in_rows as (
    -- What is withheld is missing below its parent or total, not at one level of the tree alone.
    select distinct
        document_id,
        left_table_no
    from short_rows
    where identity_id != 'level_total'
),

short_tables as (
    -- What a document withholds is missing from each of its tables; what is lost on one page is missing there.
    select
        document_id,
        count(distinct left_table_no) as n_tables
    from short_rows
    group by document_id
),

balanced_tables as (
    select
        document_id,
        left_table_no
    from compared
    where identity_id = 'balance_total'
    group by document_id, left_table_no
    having not bool_or(differs)
),

full_shares as (
    -- Columns of shares that add up to 100 to the last digit, in one of their parts at least.
    select distinct
        document_id,
        left_table_no,
        left_column_no
    from compared
    where relation = 'hundred' and difference = 0
),

qualified as (
    select
        compared.*,
        case
            when compared.term_condition is not null then compared.term_condition
            when compared.relation like 'percent%' and compared.right_base = 0 then 'zero_base'
            when compared.relation = 'at_most' and compared.difference < -compared.tolerance then 'less_than_whole'
            when not compared.differs and compared.difference != 0 then 'within_rounding'
            when of_two_levels.check_id is not null then 'levels_side_by_side'
            when compared.adds_up_exactly and compared.differs and abs(compared.difference) <= compared.rounding
                then 'last_digit'
            when
                compared.identity_id = 'prose_table' and compared.differs
                and abs(compared.difference) <= 2 * compared.tolerance
                then 'cut_digits'
            when compared.identity_id = 'prose_changes' and compared.differs and compared.difference < 0
                then 'subjects_dropped'
            when
                compared.differs and compared.difference > 0 and compared.n_right_terms < trees.n_parts
                then 'parts_not_printed'
            when
                compared.differs and compared.identity_id = 'balance_flow' and balanced_tables.left_table_no is not null
                then 'balanced_by_totals'
            when
                compared.differs and compared.relation = 'percent_of' and full_shares.left_table_no is not null
                and abs(compared.difference) <= 3 * compared.tolerance
                then 'last_percentage_adjusted'
            when
                compared.differs and short_rows.n_short is not null and sound_tables.left_table_no is not null
                and documents.withholding_note is not null and short_tables.n_tables > 1
                and (compared.identity_id != 'level_total' or short_in_rows.left_table_no is not null)
                then 'rows_withheld'
            when
                compared.differs and short_rows.n_short > 1 and sound_tables.left_table_no is not null
                and anchored_rows.left_table_no is not null
                then 'rows_left_out'
        end as met_condition
    from compared
    inner join documents on compared.document_id = documents.document_id
    left join of_two_levels on compared.check_id = of_two_levels.check_id
    left join trees
        on
            compared.identity_id = trees.identity_id
            and trees.whole
            = case compared.identity_id
                when 'fund_parts' then compared.left_fund_source else compared.left_measure_code
            end
    left join balanced_tables
        on
            compared.document_id = balanced_tables.document_id
            and compared.left_table_no = balanced_tables.left_table_no
    left join full_shares
        on
            compared.document_id = full_shares.document_id
            and compared.left_table_no = full_shares.left_table_no
            and compared.left_column_no = full_shares.left_column_no
    left join short_rows
        on
            compared.document_id = short_rows.document_id
            and compared.identity_id = short_rows.identity_id
            and compared.left_table_no = short_rows.left_table_no
            and compared.left_row_no = short_rows.left_row_no
    left join short_tables on compared.document_id = short_tables.document_id
    left join short_in_rows
        on compared.document_id = short_in_rows.document_id and compared.left_table_no = short_in_rows.left_table_no
    left join sound_tables
        on compared.document_id = sound_tables.document_id and compared.left_table_no = sound_tables.left_table_no
    left join anchored_rows
        on
            compared.document_id = anchored_rows.document_id
            and compared.left_table_no = anchored_rows.left_table_no
            and compared.left_row_no = anchored_rows.left_row_no
)

select
    qualified.check_id,
    qualified.identity_id,
    qualified.document_id,
    qualified.family,
    qualified.relation,
    qualified.left_table_no,
    qualified.left_row_no,
    qualified.left_column_no,
    qualified.actual,
    qualified.expected,
    qualified.difference,
    qualified.rounding,
    qualified.tolerance,
    qualified.n_terms,
    qualified.scope,
    conventions.convention_id,
    coalesce(qualified.is_trivial or qualified.met_condition = 'less_than_whole', qualified.is_trivial) as is_trivial,
    case
        when conventions.status is not null then conventions.status
        when qualified.differs then 'fails'
        else 'holds'
    end as status
from qualified
left join conventions on qualified.met_condition = conventions.convention_id
