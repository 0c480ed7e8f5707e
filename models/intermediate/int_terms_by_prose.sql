-- What explanations state, against what follows from it: growth from level and change, shares, lists and their wholes,
-- the same figure stated twice, and the figures of the tables. Levels of one body among several are compared in their
-- own lists only.
with figures as (
    select
        *,
        coalesce(amount_cny, figure) as amount,
        concat_ws(
            '|', function_subject_id, economic_department_subject_id, economic_government_subject_id, project_id
        ) as entity_key
    from {{ ref('int_prose_scoped') }}
    where clause = 'statement'
),

project_amounts as (
    select * from {{ ref('int_project_amounts') }}
),

levels as (
    select * from figures
    where comparison = 'level'
),

identities as (
    select * from {{ ref('identities') }}
    where generator = 'prose'
),

growth as (
    -- One change and one percentage said of one level, in this order.
    select
        percentages.document_id,
        percentages.figure_id as stated_figure_id,
        changes.figure_id as change_figure_id,
        levels.figure_id as level_figure_id
    from figures as percentages
    inner join figures as changes
        on
            percentages.document_id = changes.document_id
            and percentages.of_figure_no = changes.of_figure_no
            and percentages.figure_no = changes.figure_no + 1
            and changes.comparison = 'change'
            and changes.value_type = 'amount'
            and percentages.compared_with is not distinct from changes.compared_with
    inner join levels
        on
            percentages.document_id = levels.document_id
            and percentages.of_figure_no = levels.figure_no
            and levels.value_type = 'amount'
    where percentages.comparison = 'change_percent'
),

prior_levels as (
    -- The level of the year before, printed between the level and the change from it.
    select
        changes.document_id,
        changes.figure_id as stated_figure_id,
        levels.figure_id as level_figure_id,
        priors.figure_id as prior_figure_id
    from figures as changes
    inner join levels
        on changes.document_id = levels.document_id and changes.of_figure_no = levels.figure_no
    inner join levels as priors
        on
            changes.document_id = priors.document_id
            and priors.figure_no between levels.figure_no + 1 and changes.figure_no - 1
            and levels.phrase = priors.phrase
            and levels.reference_year - 1 = priors.reference_year
            and levels.value_type = priors.value_type
    where changes.comparison = 'change' and changes.value_type = 'amount'
),

share_bases as (
    -- A share is taken of what the words name, else of the whole of its list; a rate of execution of the budget
    -- stated right before the outturn.
    select
        stated.document_id,
        stated.figure_id as stated_figure_id,
        levels.figure_id as level_figure_id,
        arg_max(bases.figure_id, bases.figure_no) as base_figure_id
    from figures as stated
    inner join levels
        on
            stated.document_id = levels.document_id
            and stated.of_figure_no = levels.figure_no
            and levels.value_type = 'amount'
    inner join levels as bases
        on
            levels.document_id = bases.document_id
            and levels.figure_no > bases.figure_no
            and bases.value_type = 'amount'
            and case
                when stated.relation like '完成%'
                    then
                        levels.figure_no <= bases.figure_no + 2
                        and bases.section is not distinct from levels.section
                        and levels.entity_key = bases.entity_key
                        and regexp_matches(bases.phrase, '预算(数|安排)?$')
                        and regexp_matches(levels.phrase, '(决算|执行)数?$')
                        and regexp_replace(levels.phrase, '(支出)?(决算|执行)数?$', '')
                        = regexp_replace(bases.phrase, '(支出)?(年初|全年|调整)?预算(数|安排)?$', '')
                when stated.compared_with is null then levels.whole_figure_no = bases.figure_no
                else
                    bases.phrase = regexp_replace(stated.compared_with, '(合计|总额|总计)$', '')
                    and bases.section is not distinct from stated.section
            end
    where stated.comparison = 'share' and stated.value_type = 'percent'
    group by stated.document_id, stated.figure_id, levels.figure_id
),

subject_lists as (
    -- Lists below a heading, of subjects of one fund.
    select
        document_id,
        list_no,
        split_part(section, '/', 1) as chapter,
        min(figure_no) as first_figure_no,
        min(fund_source) as fund_source
    from levels
    where list_no is not null and whole_figure_no is null
    group by document_id, list_no, chapter
    having count(*) > 2 and bool_and(function_subject_id is not null) and count(distinct fund_source) = 1
),

list_wholes as (
    -- Subjects listed below a heading break down the total that the section states before them.
    select
        parts.document_id,
        parts.list_no,
        arg_max(totals.figure_no, totals.figure_no) as whole_figure_no
    from subject_lists as parts
    inner join levels as totals
        on
            parts.document_id = totals.document_id
            and parts.chapter = split_part(totals.section, '/', 1)
            and parts.fund_source = totals.fund_source
            and parts.first_figure_no > totals.figure_no
            and totals.measure_code = 'total'
            and totals.entity_key = ''
    group by parts.document_id, parts.list_no
),

members as (
    select
        parts.document_id,
        parts.list_no,
        wholes.figure_id as whole_figure_id,
        wholes.figure_no as whole_figure_no,
        wholes.measure_code as whole_measure,
        wholes.value_type,
        parts.figure_id,
        parts.figure_no,
        parts.measure_code,
        parts.function_subject_id,
        parts.phrase
    from levels as parts
    left join list_wholes
        on parts.document_id = list_wholes.document_id and parts.list_no = list_wholes.list_no
    inner join levels as wholes
        on
            parts.document_id = wholes.document_id
            and coalesce(parts.whole_figure_no, list_wholes.whole_figure_no) = wholes.figure_no
            and parts.value_type = wholes.value_type
            and coalesce(parts.unit, '') = coalesce(wholes.unit, '')
            and parts.phase is not distinct from wholes.phase
            and parts.reference_year = wholes.reference_year
    where parts.value_type in ('amount', 'quantity') and coalesce(wholes.carryover, 'all') = 'all'
),

subject_levels as (
    select
        id,
        level as depth
    from {{ ref('int_subjects') }}
),

lists as (
    -- A list is complete where its parts are all there are: goods, works and services; basic and project; personnel
    -- and running costs; the three of “三公”; subjects at one level; kinds that end with 其他.
    select
        members.document_id,
        members.list_no,
        members.whole_figure_id,
        count(*) as n_members,
        (
            (
                bool_or(members.phrase like '%货物%') and bool_or(members.phrase like '%工程%')
                and bool_or(members.phrase like '%服务%')
            )
            or (
                bool_or(members.measure_code = 'basic') and bool_or(members.measure_code = 'project')
                and min(members.whole_measure) = 'total'
            )
            or (
                bool_or(members.measure_code = 'basic_personnel') and bool_or(members.measure_code = 'basic_operating')
                and min(members.whole_measure) = 'basic'
            )
            or (
                bool_or(members.measure_code = 'overseas_travel') and bool_or(members.measure_code = 'reception')
                and bool_or(members.measure_code in ('vehicles', 'vehicle_operation'))
                and min(members.whole_measure) = 'three_public'
            )
            or (
                bool_or(members.measure_code = 'vehicle_purchase')
                and bool_or(members.measure_code = 'vehicle_operation')
                and min(members.whole_measure) = 'vehicles'
            )
            or (
                count(*) > 2 and bool_and(subject_levels.depth is not null)
                and count(distinct subject_levels.depth) = 1
                and min(members.whole_measure) = 'total'
            )
            or (min(members.value_type) = 'quantity' and bool_or(members.phrase like '其他%'))
        ) is true as is_complete
    from members
    left join subject_levels on members.function_subject_id = subject_levels.id
    group by members.document_id, members.list_no, members.whole_figure_id
),

changes_of_levels as (
    -- A level of which two changes are said has a neighbour that was not read.
    select
        document_id,
        of_figure_no,
        min(figure_id) as figure_id
    from figures
    where comparison = 'change' and value_type = 'amount' and of_figure_no is not null
    group by document_id, of_figure_no
    having count(*) = 1
),

subdivided as (
    select distinct
        document_id,
        whole_figure_no
    from members
),

member_changes as (
    -- A list whose parts state their changes, against the change of its whole.
    select
        members.document_id,
        members.list_no,
        changes.figure_id as stated_figure_id,
        part_changes.figure_id,
        count(part_changes.figure_id) over (partition by members.document_id, members.list_no) as n_changes,
        -- What a part that breaks down further changes by may be said of its own parts only.
        bool_or(part_changes.figure_id is null and subdivided.whole_figure_no is not null)
            over (partition by members.document_id, members.list_no) as is_deeper
    from members
    inner join changes_of_levels as changes
        on members.document_id = changes.document_id and members.whole_figure_no = changes.of_figure_no
    left join changes_of_levels as part_changes
        on members.document_id = part_changes.document_id and members.figure_no = part_changes.of_figure_no
    left join subdivided
        on members.document_id = subdivided.document_id and members.figure_no = subdivided.whole_figure_no
),

list_changes as (
    select * from member_changes
    where figure_id is not null and n_changes > 1 and not is_deeper
),

keyed as (
    select
        *,
        concat_ws(
            '|', measure_code, coalesce(fund_source, '?'), reference_year, phase, entity_key,
            coalesce(carryover, '')
        ) as scope_key
    from levels
    where
        value_type = 'amount' and measure_code is not null and fund_source is not null and not is_of_one_body
        and is_whole_known
),

first_stated as (
    select
        document_id,
        scope_key,
        arg_min(figure_id, figure_no) as figure_id
    from keyed
    group by document_id, scope_key
),

repeats as (
    select
        keyed.document_id,
        first_stated.figure_id as stated_figure_id,
        keyed.figure_id
    from keyed
    inner join first_stated
        on
            keyed.document_id = first_stated.document_id
            and keyed.scope_key = first_stated.scope_key
            and keyed.figure_id != first_stated.figure_id

    union all

    -- Counts of one thing at one time, below one whole.
    select
        later.document_id,
        first_counts.figure_id as stated_figure_id,
        later.figure_id
    from levels as later
    left join levels as later_wholes
        on later.document_id = later_wholes.document_id and later.whole_figure_no = later_wholes.figure_no
    inner join levels as first_counts
        on
            later.document_id = first_counts.document_id
            and later.phrase = first_counts.phrase
            and later.unit = first_counts.unit
            and later.reference_year = first_counts.reference_year
            and later.figure_no > first_counts.figure_no
            and later.section is distinct from first_counts.section
    left join levels as first_wholes
        on
            first_counts.document_id = first_wholes.document_id
            and first_counts.whole_figure_no = first_wholes.figure_no
    where
        later.value_type = 'quantity' and not later.is_of_one_body
        and (later.phrase = '车辆' or later.unit = '人')
        and later_wholes.phrase is not distinct from first_wholes.phrase
),

table_figures as (
    select
        *,
        concat_ws(
            '|', function_subject_id, economic_department_subject_id, economic_government_subject_id, project_id
        ) as entity_key
    from {{ ref('int_figures_comparable') }}
    where row_extent != 'unknown' and agency_id is null
),

of_tables as (
    -- Of several prints of one scope the nearest: what tables contradict among themselves is found there.
    select
        keyed.document_id,
        keyed.figure_id as stated_figure_id,
        arg_min(
            table_figures.figure_id,
            (abs(table_figures.amount_cny - keyed.amount_cny), table_figures.table_no, table_figures.row_no)
        ) as figure_id
    from keyed
    inner join table_figures
        on
            keyed.document_id = table_figures.document_id
            and keyed.measure_code = table_figures.measure_code
            and keyed.fund_source = table_figures.fund_source
            and keyed.reference_year = table_figures.reference_year
            and keyed.phase is not distinct from table_figures.phase
            and keyed.entity_key = table_figures.entity_key
            and (keyed.entity_key != '' or table_figures.row_extent = 'whole')
            and case coalesce(keyed.carryover, 'current_year')
                when 'opening' then table_figures.carryover = 'opening'
                when 'closing' then table_figures.carryover = 'closing'
                else table_figures.carryover in ('current_year', 'all')
            end
    group by keyed.document_id, keyed.figure_id
),

priors_of_tables as (
    -- What a level and its change say of the year before, against the nearest print of that year in the tables.
    select
        changes.document_id,
        changes.figure_id as stated_figure_id,
        keyed.figure_id as level_figure_id,
        arg_min(
            table_figures.figure_id,
            (
                abs(table_figures.amount_cny - (keyed.amount_cny - changes.amount_cny)),
                table_figures.table_no, table_figures.row_no
            )
        ) as figure_id
    from changes_of_levels
    inner join figures as changes on changes_of_levels.figure_id = changes.figure_id
    inner join keyed
        on changes.document_id = keyed.document_id and changes.of_figure_no = keyed.figure_no
    inner join table_figures
        on
            keyed.document_id = table_figures.document_id
            and keyed.measure_code = table_figures.measure_code
            and keyed.fund_source = table_figures.fund_source
            and keyed.reference_year - 1 = table_figures.reference_year
            and keyed.phase is not distinct from table_figures.phase
            and keyed.entity_key = table_figures.entity_key
            and (keyed.entity_key != '' or table_figures.row_extent = 'whole')
    group by changes.document_id, changes.figure_id, keyed.figure_id
),

of_forms as (
    -- A project's amount in its form and in the overall form.
    select distinct
        keyed.document_id,
        keyed.figure_id as stated_figure_id,
        amounts.figure_id,
        keyed.figure_id || '|' || amounts.place as form_key
    from keyed
    inner join project_amounts as amounts
        on keyed.project_id = amounts.project_id and amounts.place in ('budget', 'overall')
    where keyed.measure_code = 'project'
),

list_terms as (
    -- A complete list adds up to its whole; the parts of another do not exceed it.
    select
        members.document_id,
        members.list_no,
        members.whole_figure_id,
        members.figure_id,
        lists.is_complete
    from members
    inner join lists
        on
            members.document_id = lists.document_id
            and members.list_no = lists.list_no
            and members.whole_figure_id = lists.whole_figure_id
),

terms as (
    {% for variant, relation, check_key, figure_id, side, coefficient in [
        ('growth', 'growth', 'stated_figure_id', 'stated_figure_id', 'left', 1),
        ('growth', 'growth', 'stated_figure_id', 'change_figure_id', 'right', 1),
        ('growth', 'growth', 'stated_figure_id', 'level_figure_id', 'right', -1),
        ('prior', 'prior_levels', 'stated_figure_id', 'stated_figure_id', 'left', 1),
        ('prior', 'prior_levels', 'stated_figure_id', 'level_figure_id', 'right', 1),
        ('prior', 'prior_levels', 'stated_figure_id', 'prior_figure_id', 'right', -1),
        ('share', 'share_bases', 'stated_figure_id', 'stated_figure_id', 'left', 1),
        ('share', 'share_bases', 'stated_figure_id', 'level_figure_id', 'right', 1),
        ('share', 'share_bases', 'stated_figure_id', 'base_figure_id', 'right', -1),
        ('parts', 'list_terms where is_complete', "whole_figure_id || '|' || list_no", 'whole_figure_id', 'left', 1),
        ('parts', 'list_terms where is_complete', "whole_figure_id || '|' || list_no", 'figure_id', 'right', 1),
        ('of_which', 'list_terms where not is_complete', "whole_figure_id || '|' || list_no", 'figure_id', 'left', 1),
        (
            'of_which', 'list_terms where not is_complete', "whole_figure_id || '|' || list_no",
            'whole_figure_id', 'right', 1
        ),
        ('changes', 'list_changes', "stated_figure_id || '|' || list_no", 'stated_figure_id', 'left', 1),
        ('changes', 'list_changes', "stated_figure_id || '|' || list_no", 'figure_id', 'right', 1),
        ('repeat', 'repeats', 'figure_id', 'stated_figure_id', 'left', 1),
        ('repeat', 'repeats', 'figure_id', 'figure_id', 'right', 1),
        ('table', 'of_tables', 'stated_figure_id', 'stated_figure_id', 'left', 1),
        ('table', 'of_tables', 'stated_figure_id', 'figure_id', 'right', 1),
        ('prior_table', 'priors_of_tables', 'stated_figure_id', 'level_figure_id', 'left', 1),
        ('prior_table', 'priors_of_tables', 'stated_figure_id', 'stated_figure_id', 'left', -1),
        ('prior_table', 'priors_of_tables', 'stated_figure_id', 'figure_id', 'right', 1),
        ('project', 'of_forms', 'form_key', 'stated_figure_id', 'left', 1),
        ('project', 'of_forms', 'form_key', 'figure_id', 'right', 1),
    ] %}
        select distinct
            document_id,
            '{{ variant }}' as variant,
            {{ check_key }} as check_key,
            {{ figure_id }} as figure_id,
            '{{ side }}' as side,
            {{ coefficient }} as coefficient
        from {{ relation }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    identities.identity_id,
    terms.document_id,
    terms.check_key,
    terms.figure_id,
    terms.side,
    terms.coefficient
from terms
inner join identities on terms.variant = identities.variant
