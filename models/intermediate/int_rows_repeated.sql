-- Rows that print the keys and the amounts of the row above them once more. Purchases and forms may list two things
-- alike; a subject, a unit or a total is printed once, and so are amounts beside no name.
with figures as (
    select * from {{ ref('int_figures_keyed') }}
),

printed_rows as (
    select
        document_id,
        table_no,
        block_no,
        row_no,
        max(section_label) as section_label,
        max(row_identity) as row_identity,
        min(figure_id) as figure_id,
        min(page) as page,
        min(line_no) as line_no,
        string_agg(column_no || ':' || text, '|' order by column_no) as texts,
        max(abs(coalesce(amount_cny, 0))) as largest_cny,
        bool_or(
            row_role is not null
            or (row_code is null and row_label is null)
            or (
                row_code is not null
                and coalesce(
                    function_subject_id, economic_department_subject_id, economic_government_subject_id, agency_id
                ) is not null
            )
        ) as is_printed_once
    from figures
    where not is_repeat
    group by document_id, table_no, block_no, row_no
),

neighbours as (
    select
        *,
        lag(row_no) over one_block as above_row_no,
        lag(row_identity) over one_block as above_identity,
        lag(texts) over one_block as above_texts,
        lag(section_label) over one_block as above_section_label
    from printed_rows
    window one_block as (partition by document_id, table_no, block_no order by row_no)
)

select
    document_id,
    table_no,
    row_no,
    above_row_no,
    figure_id,
    page,
    line_no
from neighbours
where
    is_printed_once
    and largest_cny > 0
    and row_identity = above_identity
    and texts = above_texts
    and section_label is not distinct from above_section_label
