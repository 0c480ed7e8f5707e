-- same_sum: two blocks of tables that break one amount down, each perhaps further by something else: what either
-- prints for a subject, a class of subjects or a unit at one scope, added up over the topmost rows that name it. The
-- condition says whether both state the same total at that scope and name all that it consists of: only then are their
-- bases known to be equal.
with figures as (
    select * from {{ ref('int_figures_comparable') }}
    where
        not is_of_which
        and measure_code is not null
        and fund_source is not null
        and carryover != 'unknown'
),

function_subjects as (
    select * from {{ ref('dim_function_subject') }}
),

economic_subjects as (
    select * from {{ ref('dim_economic_subject') }}
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
        figures.function_subject_id,
        figures.economic_department_subject_id,
        figures.economic_government_subject_id,
        figures.agency_id,
        left(function_subjects.code, 3) as function_class,
        left(economic_subjects.code, 3) as economic_class,
        concat_ws(
            '|', figures.reference_year, coalesce(figures.phase, ''), figures.measure_code, figures.fund_source,
            figures.carryover
        ) as scope_key
    from figures
    left join function_subjects on figures.function_subject_id = function_subjects.id
    left join economic_subjects on figures.economic_department_subject_id = economic_subjects.id
),

one_column as (

    -- A scope that a block prints in two columns is split by something that is not conformed.
    select
        document_id,
        table_no,
        block_no,
        scope_key
    from scoped
    group by document_id, table_no, block_no, scope_key
    having count(distinct column_no) = 1

),

named as (
    {% for dimension in ['function_subject_id', 'function_class', 'economic_department_subject_id', 'economic_class',
        'economic_government_subject_id', 'agency_id'] %}
        select
            scoped.document_id,
            scoped.table_no,
            scoped.block_no,
            scoped.row_no,
            scoped.column_no,
            scoped.parent_row_no,
            scoped.figure_id,
            scoped.amount_cny,
            scoped.rounding_cny,
            scoped.scope_key,
            '{{ dimension }}' as dimension,
            '{{ dimension }}:' || scoped.{{ dimension }} as name_key
        from scoped
        inner join one_column
            on
                scoped.document_id = one_column.document_id
                and scoped.table_no = one_column.table_no
                and scoped.block_no = one_column.block_no
                and scoped.scope_key = one_column.scope_key
        where scoped.{{ dimension }} is not null
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
            and named.name_key = parents.name_key
    where parents.row_no is null
),

blocks as (
    select
        document_id,
        table_no,
        block_no,
        scope_key,
        name_key,
        dimension,
        sum(sum(amount_cny)) over one_breakdown as broken_down_cny,
        sum(sum(rounding_cny)) over one_breakdown as rounding_cny
    from topmost
    group by document_id, table_no, block_no, scope_key, name_key, dimension
    window one_breakdown as (partition by document_id, table_no, block_no, scope_key, dimension)
),

totals as (
    select
        scoped.document_id,
        scoped.table_no,
        scoped.block_no,
        scoped.scope_key,
        max(scoped.amount_cny) as amount_cny
    from scoped
    where scoped.row_extent = 'whole'
    group by scoped.document_id, scoped.table_no, scoped.block_no, scoped.scope_key
),

pairs as (
    select
        earlier.document_id,
        earlier.scope_key,
        earlier.name_key,
        earlier.table_no as left_table_no,
        earlier.block_no as left_block_no,
        later.table_no as right_table_no,
        later.block_no as right_block_no,
        case
            when
                left_totals.amount_cny = right_totals.amount_cny
                and abs(earlier.broken_down_cny - left_totals.amount_cny) <= earlier.rounding_cny
                and abs(later.broken_down_cny - right_totals.amount_cny) <= later.rounding_cny
                then null
            else 'basis_unknown'
        end as basis_condition
    from blocks as earlier
    inner join blocks as later
        on
            earlier.document_id = later.document_id
            and earlier.scope_key = later.scope_key
            and earlier.name_key = later.name_key
            and (
                earlier.table_no < later.table_no
                or (earlier.table_no = later.table_no and earlier.block_no < later.block_no)
            )
    left join totals as left_totals
        on
            earlier.document_id = left_totals.document_id
            and earlier.table_no = left_totals.table_no
            and earlier.block_no = left_totals.block_no
            and earlier.scope_key = left_totals.scope_key
    left join totals as right_totals
        on
            later.document_id = right_totals.document_id
            and later.table_no = right_totals.table_no
            and later.block_no = right_totals.block_no
            and later.scope_key = right_totals.scope_key
),

sides as (
    select
        pairs.*,
        topmost.figure_id,
        'left' as side
    from pairs
    inner join topmost
        on
            pairs.document_id = topmost.document_id
            and pairs.left_table_no = topmost.table_no
            and pairs.left_block_no = topmost.block_no
            and pairs.scope_key = topmost.scope_key
            and pairs.name_key = topmost.name_key

    union all

    select
        pairs.*,
        topmost.figure_id,
        'right' as side
    from pairs
    inner join topmost
        on
            pairs.document_id = topmost.document_id
            and pairs.right_table_no = topmost.table_no
            and pairs.right_block_no = topmost.block_no
            and pairs.scope_key = topmost.scope_key
            and pairs.name_key = topmost.name_key
)

select
    identities.identity_id,
    sides.document_id,
    concat_ws(
        '|', sides.scope_key, sides.name_key, sides.left_table_no, sides.left_block_no, sides.right_table_no,
        sides.right_block_no
    ) as check_key,
    sides.figure_id,
    sides.side,
    1 as coefficient,
    sides.basis_condition
from sides
inner join {{ ref('identities') }} as identities on identities.generator = 'sum'
