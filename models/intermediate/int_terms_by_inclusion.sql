-- of_which: what is printed as 其中 on the left, what it is taken out of on the right. Of columns the whole is the
-- nearest column before them under the same header, else the block's total column, else the nearest before them;
-- columns that a header 其中 lists together are added up. Of rows it is the row above in the hierarchy.
with figures as (
    select * from {{ ref('int_figures_comparable') }}
),

columns as (
    select * from {{ ref('int_columns_scoped') }}
    where role = 'value' and value_type is distinct from 'percent'
),

parts as (

    select
        *,
        -- The header above the word 其中, and whether that word stands above a list of columns.
        regexp_replace(label, '(^|/)其中[:：]?/.*$', '') as list_path,
        regexp_matches(label, '(^|/)其中[:：]?/') as is_listed
    from columns
    where is_of_which

),

wholes as (

    select
        parts.document_id,
        parts.table_no,
        parts.column_no,
        case when parts.is_listed then parts.list_path else cast(parts.column_no as varchar) end as list_key,
        arg_max(
            columns.column_no,
            case
                when columns.parent_path = parts.parent_path and columns.column_no < parts.column_no
                    then 1000000 + columns.column_no
                when columns.is_total_column then 100000 - columns.column_no
                else columns.column_no
            end
        ) as whole_column_no
    from parts
    inner join columns
        on
            parts.document_id = columns.document_id
            and parts.table_no = columns.table_no
            and parts.block_no = columns.block_no
            and not columns.is_of_which
            and (parts.column_no > columns.column_no or columns.is_total_column)
    group by all

),

by_column as (

    select
        wholes.list_key || '|' || whole_figures.figure_id as check_key,
        parts.document_id,
        whole_figures.figure_id as whole_figure_id,
        parts.figure_id
    from wholes
    inner join figures as parts
        on
            wholes.document_id = parts.document_id
            and wholes.table_no = parts.table_no
            and wholes.column_no = parts.column_no
    inner join figures as whole_figures
        on
            parts.document_id = whole_figures.document_id
            and parts.table_no = whole_figures.table_no
            and parts.row_no = whole_figures.row_no
            and wholes.whole_column_no = whole_figures.column_no
            and parts.reference_year = whole_figures.reference_year

),

by_row as (

    select
        'row|' || whole_figures.figure_id as check_key,
        parts.document_id,
        whole_figures.figure_id as whole_figure_id,
        parts.figure_id
    from figures as parts
    inner join figures as whole_figures
        on
            parts.document_id = whole_figures.document_id
            and parts.table_no = whole_figures.table_no
            and parts.column_no = whole_figures.column_no
            and parts.parent_row_no = whole_figures.row_no
    where parts.is_of_which_row

),

whole_rows as (

    -- Of 其中 rows without a row above in the hierarchy: the nearest row before that is none.
    select
        parts.document_id,
        parts.figure_id,
        arg_max(whole_figures.figure_id, whole_figures.row_no) as whole_figure_id
    from figures as parts
    inner join figures as whole_figures
        on
            parts.document_id = whole_figures.document_id
            and parts.table_no = whole_figures.table_no
            and parts.block_no = whole_figures.block_no
            and parts.column_no = whole_figures.column_no
            and parts.row_no > whole_figures.row_no
            and parts.reference_year = whole_figures.reference_year
            and not whole_figures.is_of_which_row
            -- Below each other on the page, where there is one.
            and coalesce(parts.x1 > whole_figures.x0 and parts.x0 < whole_figures.x1, true)
    where parts.is_of_which_row and parts.parent_row_no is null
    group by parts.document_id, parts.figure_id

),

included as (
    select * from by_column
    union all
    select * from by_row
    union all
    select
        'row|' || whole_figure_id as check_key,
        document_id,
        whole_figure_id,
        figure_id
    from whole_rows
),

sides as (
    select
        document_id,
        check_key,
        figure_id,
        'left' as side
    from included

    union

    select
        document_id,
        check_key,
        whole_figure_id as figure_id,
        'right' as side
    from included
)

select
    identities.identity_id,
    sides.document_id,
    sides.check_key,
    sides.figure_id,
    sides.side,
    1 as coefficient
from sides
inner join {{ ref('identities') }} as identities on identities.generator = 'inclusion'
