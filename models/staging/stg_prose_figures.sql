with source as (

    select * from {{ landed('raw_prose_figures') }}

),

read as (

    select
        *,
        {{ number_digits('figure_printed') }} as digits
    from source

),

renamed as (

    select
        document_id,
        cast(figure_no as integer) as figure_no,
        section,
        phrase,
        code,
        subject_path,
        year_printed,
        relation,
        compared_with,
        figure_printed,
        {{ number_value('digits') }} as figure,
        length(regexp_extract(digits, '\.(\d+)', 1)) as decimals,
        unit,
        clause,
        cast(of_figure_no as integer) as of_figure_no,
        cast(whole_figure_no as integer) as whole_figure_no,
        cast(list_no as integer) as list_no,
        cast(page as integer) as page,
        cast(x0 as decimal(12, 2)) as x0,
        cast(top as decimal(12, 2)) as top,
        cast(x1 as decimal(12, 2)) as x1,
        cast(bottom as decimal(12, 2)) as bottom,
        cast(line_no as integer) as line_no
    from read

)

select * from renamed
