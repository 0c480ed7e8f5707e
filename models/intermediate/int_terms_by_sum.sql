-- Two blocks of tables that break one amount down, each perhaps further by something else: what either prints for a
-- subject of one level, a unit, or both, added up over the topmost rows that name it.
-- same_sum: both blocks break down the same amount. whole_is_part: one block's amounts are part of the other's (one
-- fund of all funds, basic of all expenditure), and the part is all there is: both state the same total, so each name
-- has the same amount in both. part_of_whole: the part is less; no name has more in it than in the whole.
-- What one block names and the other does not is zero there. The condition says whether both name all that their totals
-- consist of, and for the equal ones whether the totals agree: only then are their bases known to be equal.
{%- set dimensions = [
    ('function', 1, 'left(function_code, 3)'),
    ('function', 2, 'case when length(function_code) >= 5 then left(function_code, 5) end'),
    ('function', 3, 'case when length(function_code) >= 7 then function_code end'),
    ('economic', 1, 'left(department_code, 3)'),
    ('economic', 2, 'case when length(department_code) >= 5 then department_code end'),
    ('government', 1, 'left(government_code, 3)'),
    ('government', 2, 'case when length(government_code) >= 5 then government_code end'),
    ('agency', 1, 'agency_id'),
    ('agency_function', 1, "case when length(function_code) >= 7 then any_agency_id || '|' || function_code end"),
    ('agency_economic', 1, "case when length(department_code) >= 5 then any_agency_id || '|' || department_code end"),
    (
        'function_economic', 1,
        "case when length(function_code) >= 7 and length(department_code) >= 5
            then function_code || '|' || department_code end"
    ),
] %}
with figures as (
    select * from {{ ref('int_figures_comparable') }}
    where
        not is_of_which
        and measure_code is not null
        and fund_source is not null
        and carryover != 'unknown'
),

anchored as (
    select * from {{ ref('int_rows_anchored') }}
),

function_subjects as (
    select * from {{ ref('dim_function_subject') }}
),

economic_subjects as (
    select * from {{ ref('dim_economic_subject') }}
),

measure_wholes as (
    select * from {{ ref('int_measures_nested') }}
),

fund_wholes as (
    select * from {{ ref('int_fund_sources_nested') }}
),

scoped as (
    select
        figures.document_id,
        figures.table_no,
        figures.block_no,
        figures.row_no,
        figures.column_no,
        figures.parent_row_no,
        figures.figure_id,
        figures.amount_cny,
        figures.rounding_cny,
        figures.row_extent,
        figures.measure_code,
        figures.fund_source,
        figures.agency_id,
        anchored.anchor_row_no,
        anchored.agency_id as any_agency_id,
        function_subjects.code as function_code,
        department_subjects.code as department_code,
        government_subjects.code as government_code,
        concat_ws('|', figures.reference_year, coalesce(figures.phase, ''), figures.carryover) as basis_key
    from figures
    left join anchored
        on
            figures.document_id = anchored.document_id
            and figures.table_no = anchored.table_no
            and figures.row_no = anchored.row_no
    left join function_subjects on figures.function_subject_id = function_subjects.id
    left join economic_subjects as department_subjects
        on figures.economic_department_subject_id = department_subjects.id
    left join economic_subjects as government_subjects
        on figures.economic_government_subject_id = government_subjects.id
),

scopes as (
    -- A scope that a block prints in two columns is split by something that is not conformed.
    select
        document_id,
        table_no,
        block_no,
        basis_key,
        measure_code,
        fund_source,
        min(amount_cny) < 0 as has_negative,
        -- Where no row speaks of the whole, the units do that stand below nothing.
        coalesce(
            max(amount_cny) filter (where row_extent = 'whole'),
            sum(amount_cny) filter (where agency_id is not null and parent_row_no is null)
        ) as total_cny
    from scoped
    group by document_id, table_no, block_no, basis_key, measure_code, fund_source
    having count(distinct column_no) = 1
),

named as (
    {% for dimension, level, name in dimensions %}
        select
            scoped.*,
            '{{ dimension }}' as dimension,
            {{ level }} as name_level,
            {{ name }} as name
        from scoped
        where {{ name }} is not null
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

topmost as (
    select named.*
    from named
    left join named as parents
        on
            named.document_id = parents.document_id
            and named.table_no = parents.table_no
            and named.column_no = parents.column_no
            and named.parent_row_no = parents.row_no
            and named.dimension = parents.dimension
            and named.name_level = parents.name_level
            and named.name = parents.name
    where parents.row_no is null
),

breakdowns as (
    -- A block's scope broken down by one dimension, and whether what it names makes up what it states.
    select
        scopes.*,
        topmost.dimension,
        topmost.name_level,
        coalesce(
            abs(sum(topmost.amount_cny) - min(scopes.total_cny)) <= sum(topmost.rounding_cny), false
        ) as is_complete
    from topmost
    inner join scopes
        on
            topmost.document_id = scopes.document_id
            and topmost.table_no = scopes.table_no
            and topmost.block_no = scopes.block_no
            and topmost.basis_key = scopes.basis_key
            and topmost.measure_code = scopes.measure_code
            and topmost.fund_source = scopes.fund_source
    group by all
),

block_pairs as (
    select
        parts.document_id,
        parts.basis_key,
        parts.dimension,
        parts.name_level,
        parts.measure_code as part_measure,
        parts.fund_source as part_fund,
        parts.table_no as part_table_no,
        parts.block_no as part_block_no,
        wholes.measure_code as whole_measure,
        wholes.fund_source as whole_fund,
        wholes.table_no as whole_table_no,
        wholes.block_no as whole_block_no,
        measure_wholes.distance + fund_wholes.distance as distance,
        case
            when measure_wholes.distance + fund_wholes.distance = 0 then 'same'
            when parts.total_cny = wholes.total_cny then 'whole'
            else 'part'
        end as variant,
        case
            when not (parts.is_complete and wholes.is_complete) or parts.has_negative or wholes.has_negative
                then 'basis_unknown'
            when measure_wholes.distance + fund_wholes.distance = 0 and parts.total_cny != wholes.total_cny
                then 'basis_unknown'
            when parts.total_cny > wholes.total_cny then 'basis_unknown'
        end as basis_condition
    from breakdowns as parts
    inner join breakdowns as wholes
        on
            parts.document_id = wholes.document_id
            and parts.basis_key = wholes.basis_key
            and parts.dimension = wholes.dimension
            and parts.name_level = wholes.name_level
            and (parts.table_no != wholes.table_no or parts.block_no != wholes.block_no)
    inner join measure_wholes
        on
            parts.measure_code = measure_wholes.measure_code
            and wholes.measure_code = measure_wholes.whole_measure_code
    inner join fund_wholes
        on parts.fund_source = fund_wholes.fund_source and wholes.fund_source = fund_wholes.whole_fund_source
    where
        measure_wholes.distance + fund_wholes.distance > 0
        or parts.table_no < wholes.table_no
        or (parts.table_no = wholes.table_no and parts.block_no < wholes.block_no)
    -- Of the wholes in one block the nearest says most.
    qualify
        measure_wholes.distance + fund_wholes.distance
        = min(measure_wholes.distance + fund_wholes.distance) over (
            partition by
                parts.document_id, parts.basis_key, parts.dimension, parts.name_level, parts.measure_code,
                parts.fund_source, parts.table_no, parts.block_no, wholes.table_no, wholes.block_no
        )
),

telling_pairs as (
    -- Of parts, what is known of the finest names holds of those above them; where bases are unknown nothing does.
    select *
    from block_pairs
    where variant = 'same' or basis_condition is null
    qualify
        variant != 'part'
        or name_level = max(name_level) over (
            partition by
                document_id, basis_key, dimension, part_measure, part_fund, part_table_no, part_block_no,
                whole_measure, whole_fund, whole_table_no, whole_block_no
        )
),

sides as (
    select
        telling_pairs.*,
        topmost.name,
        topmost.figure_id,
        topmost.amount_cny,
        'left' as side
    from telling_pairs
    inner join topmost
        on
            telling_pairs.document_id = topmost.document_id
            and telling_pairs.part_table_no = topmost.table_no
            and telling_pairs.part_block_no = topmost.block_no
            and telling_pairs.basis_key = topmost.basis_key
            and telling_pairs.dimension = topmost.dimension
            and telling_pairs.name_level = topmost.name_level
            and telling_pairs.part_measure = topmost.measure_code
            and telling_pairs.part_fund = topmost.fund_source

    union all

    select
        telling_pairs.*,
        topmost.name,
        topmost.figure_id,
        topmost.amount_cny,
        'right' as side
    from telling_pairs
    inner join topmost
        on
            telling_pairs.document_id = topmost.document_id
            and telling_pairs.whole_table_no = topmost.table_no
            and telling_pairs.whole_block_no = topmost.block_no
            and telling_pairs.basis_key = topmost.basis_key
            and telling_pairs.dimension = topmost.dimension
            and telling_pairs.name_level = topmost.name_level
            and telling_pairs.whole_measure = topmost.measure_code
            and telling_pairs.whole_fund = topmost.fund_source
),

keyed as (
    select
        *,
        concat_ws(
            '|', basis_key, dimension, name_level, name, part_table_no, part_block_no, part_measure, part_fund,
            whole_table_no, whole_block_no, whole_measure, whole_fund
        ) as check_key
    from sides
),

telling as (
    -- Zeros on both sides, or only the whole, say nothing; nor does what one side only names where bases are unknown.
    select
        *,
        bool_or(side = 'left') over one_check as has_left
    from keyed
    window one_check as (partition by document_id, check_key)
    qualify
        bool_or(amount_cny != 0) over one_check
        and (
            (bool_or(side = 'left') over one_check and bool_or(side = 'right') over one_check)
            or (
                basis_condition is null
                -- Units have no codes everywhere: two tables may name one of them differently.
                and dimension not like 'agency%'
                and (variant != 'part' or bool_or(side = 'left') over one_check)
            )
        )
)

select
    identities.identity_id,
    telling.document_id,
    telling.check_key,
    telling.figure_id,
    case when telling.has_left then telling.side else 'left' end as side,
    1 as coefficient,
    telling.basis_condition
from telling
inner join {{ ref('identities') }} as identities
    on identities.generator = 'sum' and telling.variant = identities.variant
