-- level_total: in each column of a block, on the left the total row, or the unit that subjects are listed below; on the
-- right all its rows of one level of the classification (类, 款 or 项), and those above it that the classification does
-- not divide. Every level that a table prints adds up to the same whole, so that a row lost in the middle of the tree
-- shows. A level is taken where it is printed throughout, or but for one branch whose other levels are: more that leave
-- it out are a table's way of printing.
with figures as (
    select * from {{ ref('int_figures_comparable') }}
    where not is_of_which_row
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

divided as (
    -- The codes that the classification divides further.
    select distinct
        'function' as scheme,
        parent_code as code
    from function_subjects
    where parent_code is not null

    union all

    select distinct
        'economic' as scheme,
        parent_code as code
    from economic_subjects
    where parent_code is not null
),

coded as (
    select
        figures.figure_id,
        figures.document_id,
        figures.table_no,
        figures.block_no,
        figures.row_no,
        figures.column_no,
        figures.part_label,
        figures.parent_row_no,
        figures.amount_cny,
        anchored.anchor_row_no,
        case when figures.function_subject_id is null then 'economic' else 'function' end as scheme,
        coalesce(function_subjects.code, economic_subjects.code) as code
    from figures
    inner join anchored
        on
            figures.document_id = anchored.document_id
            and figures.table_no = anchored.table_no
            and figures.row_no = anchored.row_no
    left join function_subjects on figures.function_subject_id = function_subjects.id
    left join economic_subjects
        on
            figures.function_subject_id is null
            and coalesce(figures.economic_department_subject_id, figures.economic_government_subject_id)
            = economic_subjects.id
    where
        not figures.is_total_row
        and figures.row_code is not null
        and coalesce(function_subjects.code, economic_subjects.code) is not null
),

subjects as (
    -- A local subdivision below its subject's own row repeats it.
    select
        coded.*,
        length(coded.code) as subject_level,
        divided.code is null as is_undivided
    from coded
    left join divided on coded.scheme = divided.scheme and coded.code = divided.code
    left join coded as parents
        on
            coded.document_id = parents.document_id
            and coded.table_no = parents.table_no
            and coded.column_no = parents.column_no
            and coded.parent_row_no = parents.row_no
            and coded.code = parents.code
    where parents.row_no is null
),

subject_rows as (
    select distinct
        document_id,
        table_no,
        block_no,
        anchor_row_no,
        part_label,
        scheme,
        row_no,
        code,
        subject_level,
        is_undivided
    from subjects
    where amount_cny != 0
),

levels as (
    select distinct
        document_id,
        table_no,
        block_no,
        anchor_row_no,
        part_label,
        scheme,
        subject_level
    from subject_rows
),

leaves as (
    select rows_below.*
    from subject_rows as rows_below
    where not exists (
        select 1
        from subject_rows as deeper
        where
            rows_below.document_id = deeper.document_id
            and rows_below.table_no = deeper.table_no
            and rows_below.block_no = deeper.block_no
            and rows_below.anchor_row_no is not distinct from deeper.anchor_row_no
            and rows_below.part_label is not distinct from deeper.part_label
            and rows_below.scheme = deeper.scheme
            and rows_below.code != deeper.code
            and starts_with(deeper.code, rows_below.code)
    )
),

branches as (
    -- What each level should print: a row or more for each branch of the tree.
    select distinct
        levels.*,
        left(leaves.code, levels.subject_level) as branch
    from levels
    inner join leaves
        on
            levels.document_id = leaves.document_id
            and levels.table_no = leaves.table_no
            and levels.block_no = leaves.block_no
            and levels.anchor_row_no is not distinct from leaves.anchor_row_no
            and levels.part_label is not distinct from leaves.part_label
            and levels.scheme = leaves.scheme
),

printed_branches as (
    select
        branches.*,
        coalesce(branches.branch in (
            select subject_rows.code
            from subject_rows
            where
                branches.document_id = subject_rows.document_id
                and branches.table_no = subject_rows.table_no
                and branches.block_no = subject_rows.block_no
                and branches.anchor_row_no is not distinct from subject_rows.anchor_row_no
                and branches.part_label is not distinct from subject_rows.part_label
                and branches.scheme = subject_rows.scheme
                and (
                    branches.subject_level = subject_rows.subject_level
                    or (branches.subject_level > subject_rows.subject_level and subject_rows.is_undivided)
                )
        ), false) as is_printed
    from branches
),

counted_levels as (
    select
        document_id,
        table_no,
        block_no,
        anchor_row_no,
        part_label,
        scheme,
        subject_level,
        count(*) filter (where is_printed) as n_printed,
        count(*) filter (where not is_printed) as n_missing,
        max(length(branch)) filter (where not is_printed) as missing_level
    from printed_branches
    group by all
),

unnamed as (
    -- Rows at the top of what a total or a unit covers that name no subject: no level holds what they print.
    select distinct
        figures.document_id,
        figures.table_no,
        figures.block_no,
        anchored.anchor_row_no
    from figures
    inner join anchored
        on
            figures.document_id = anchored.document_id
            and figures.table_no = anchored.table_no
            and figures.row_no = anchored.row_no
    left join coded
        on
            figures.document_id = coded.document_id
            and figures.table_no = coded.table_no
            and coded.row_no in (figures.row_no, figures.parent_row_no)
    left join anchored as below
        on
            figures.document_id = below.document_id
            and figures.table_no = below.table_no
            and figures.row_no = below.anchor_row_no
    where not figures.is_total_row and coded.row_no is null and below.row_no is null

    union

    -- So are subjects below others than their own.
    select
        coded.document_id,
        coded.table_no,
        coded.block_no,
        coded.anchor_row_no
    from coded
    inner join coded as parents
        on
            coded.document_id = parents.document_id
            and coded.table_no = parents.table_no
            and coded.parent_row_no = parents.row_no
    where not starts_with(coded.code, parents.code)
),

complete_levels as (
    select counted_levels.*
    from counted_levels
    left join counted_levels as missing_levels
        on
            counted_levels.document_id = missing_levels.document_id
            and counted_levels.table_no = missing_levels.table_no
            and counted_levels.block_no = missing_levels.block_no
            and counted_levels.anchor_row_no is not distinct from missing_levels.anchor_row_no
            and counted_levels.part_label is not distinct from missing_levels.part_label
            and counted_levels.scheme = missing_levels.scheme
            and counted_levels.missing_level = missing_levels.subject_level
    left join unnamed
        on
            counted_levels.document_id = unnamed.document_id
            and counted_levels.table_no = unnamed.table_no
            and counted_levels.block_no = unnamed.block_no
            and counted_levels.anchor_row_no is not distinct from unnamed.anchor_row_no
    where
        unnamed.table_no is null
        and (
            counted_levels.n_missing = 0
            or (
                counted_levels.n_missing = 1
                and counted_levels.n_printed >= 2
                and (counted_levels.missing_level = counted_levels.subject_level or missing_levels.n_missing = 0)
            )
        )
),

grand_totals as (
    select
        document_id,
        table_no,
        block_no,
        column_no,
        part_label,
        min(figure_id) as figure_id
    from figures
    where is_total_row and coalesce(row_role, 'grand_total') = 'grand_total'
    group by all
    having count(*) = 1
),

right_terms as (
    select
        subjects.document_id,
        subjects.figure_id,
        coalesce(anchors.figure_id, grand_totals.figure_id) as left_figure_id,
        concat_ws(
            '|', coalesce(anchors.figure_id, grand_totals.figure_id), complete_levels.scheme,
            complete_levels.subject_level
        ) as check_key
    from subjects
    inner join complete_levels
        on
            subjects.document_id = complete_levels.document_id
            and subjects.table_no = complete_levels.table_no
            and subjects.block_no = complete_levels.block_no
            and subjects.anchor_row_no is not distinct from complete_levels.anchor_row_no
            and subjects.part_label is not distinct from complete_levels.part_label
            and subjects.scheme = complete_levels.scheme
            and (
                subjects.subject_level = complete_levels.subject_level
                or (subjects.subject_level < complete_levels.subject_level and subjects.is_undivided)
            )
    left join figures as anchors
        on
            subjects.document_id = anchors.document_id
            and subjects.table_no = anchors.table_no
            and subjects.column_no = anchors.column_no
            and subjects.anchor_row_no = anchors.row_no
    left join grand_totals
        on
            subjects.document_id = grand_totals.document_id
            and subjects.table_no = grand_totals.table_no
            and subjects.block_no = grand_totals.block_no
            and subjects.column_no = grand_totals.column_no
            and subjects.part_label is not distinct from grand_totals.part_label
            and subjects.anchor_row_no is null
    where coalesce(anchors.figure_id, grand_totals.figure_id) is not null
)

{{ check_terms('level', 'right_terms', check_key='check_key') }}
