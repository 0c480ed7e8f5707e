-- The identities written as patterns (identity_terms): every figure that fits a pattern is a term. The figures of
-- one check are those that agree in all scope fields which the identity leaves open.
with patterns as (
    select
        *,
        cast(coefficient as integer) as factor,
        row_number() over (
            order by
                identity_id, side, table_kind, table_side, row_role, measure_code, fund_source, carryover,
                function_code, economic_code
        ) as term_no
    from {{ ref('identity_terms') }}
),

fixed as (
    select
        identity_id,
        max(measure_code) is not null as fixes_measure,
        max(fund_source) is not null as fixes_fund,
        max(carryover) is not null as fixes_carryover,
        max(function_code) is not null or max(economic_code) is not null as fixes_subject
    from patterns
    group by identity_id
),

figures as (
    select * from {{ ref('int_figures_comparable') }}
    where row_extent != 'unknown' and not is_of_which
),

function_subjects as (
    select * from {{ ref('dim_function_subject') }}
),

economic_subjects as (
    select * from {{ ref('dim_economic_subject') }}
),

coded as (
    select
        figures.*,
        function_subjects.code as function_code,
        economic_subjects.code as economic_code
    from figures
    left join function_subjects on figures.function_subject_id = function_subjects.id
    left join economic_subjects on figures.economic_department_subject_id = economic_subjects.id
),

fitting as (
    select
        patterns.identity_id,
        patterns.side,
        patterns.term_no,
        patterns.factor as coefficient,
        coded.document_id,
        coded.figure_id,
        -- Within a table each block of one side stands against each block of the other: a table may break
        -- the same expenditure down in several blocks.
        case when patterns.within in ('table', 'row') then coded.block_no else 0 end as block_no,
        concat_ws(
            '|',
            case when patterns.within in ('table', 'row') then coded.table_no else 0 end,
            case when patterns.within = 'row' then coded.row_no else 0 end,
            coded.reference_year,
            coalesce(coded.phase, ''),
            case when fixed.fixes_measure then '' else coalesce(coded.measure_code, '?') end,
            case when fixed.fixes_fund then '' else coalesce(coded.fund_source, '?') end,
            case when fixed.fixes_carryover then '' else coded.carryover end,
            case when fixed.fixes_subject then '' else coalesce(coded.function_code, '') end,
            case when fixed.fixes_subject then '' else coalesce(coded.economic_code, '') end,
            coalesce(coded.economic_government_subject_id, ''),
            coalesce(coded.agency_id, ''),
            coalesce(coded.project_id, ''),
            coalesce(coded.project_category, '')
        ) as check_key
    from patterns
    inner join fixed on patterns.identity_id = fixed.identity_id
    inner join coded
        on
            (patterns.table_kind is null or patterns.table_kind = coded.table_kind)
            and (patterns.table_side is null or patterns.table_side = coded.side)
            and (patterns.row_extent is null or patterns.row_extent = coded.row_extent)
            and (patterns.row_role is null or patterns.row_role = coalesce(coded.row_role, 'none'))
            and (patterns.measure_code is null or patterns.measure_code = coded.measure_code)
            and (patterns.fund_source is null or patterns.fund_source = coded.fund_source)
            and (
                patterns.carryover is null
                -- Within a table a total says whether it holds money carried over; between tables it does not.
                or patterns.carryover
                = case
                    when patterns.within = 'table' and coded.row_role = 'grand_total' then coded.block_carryover
                    else coded.carryover
                end
            )
            and (patterns.function_code is null or patterns.function_code = coded.function_code)
            and (patterns.economic_code is null or patterns.economic_code = coded.economic_code)
            -- Not every table of an identity breaks its figures down by economic subject; by function each does.
            and (
                patterns.economic_code is not null
                or patterns.within = 'table'
                or (coded.economic_code is null and coded.economic_government_subject_id is null)
            )
),

block_pairs as (

    select distinct
        stated.identity_id,
        stated.document_id,
        stated.check_key,
        stated.block_no as left_block_no,
        parts.block_no as right_block_no
    from fitting as stated
    inner join fitting as parts
        on
            stated.identity_id = parts.identity_id
            and stated.document_id = parts.document_id
            and stated.check_key = parts.check_key
            and stated.side = 'left'
            and parts.side = 'right'

),

ambiguous as (

    -- Two figures for one term (one amount printed in several blocks or tables) leave open which is meant.
    select
        identity_id,
        document_id,
        check_key
    from (
        select
            identity_id,
            document_id,
            check_key,
            count(*) as n_figures
        from fitting
        group by identity_id, document_id, check_key, block_no, term_no
    ) as per_term
    group by identity_id, document_id, check_key
    having max(n_figures) > 1

)

select
    fitting.identity_id,
    fitting.document_id,
    concat_ws('|', fitting.check_key, block_pairs.left_block_no, block_pairs.right_block_no) as check_key,
    fitting.figure_id,
    fitting.side,
    fitting.coefficient
from fitting
inner join block_pairs
    on
        fitting.identity_id = block_pairs.identity_id
        and fitting.document_id = block_pairs.document_id
        and fitting.check_key = block_pairs.check_key
        and fitting.block_no
        = case fitting.side when 'left' then block_pairs.left_block_no else block_pairs.right_block_no end
left join ambiguous
    on
        fitting.identity_id = ambiguous.identity_id
        and fitting.document_id = ambiguous.document_id
        and fitting.check_key = ambiguous.check_key
where ambiguous.check_key is null
