-- The values of indicators that are one number, as figures: the target and those of the two years before. Money in 元;
-- a value of an earlier year without a unit has that of the target.
with indicators as (
    select * from {{ ref('int_indicators_read') }}
),

documents as (
    select * from {{ ref('stg_documents') }}
),

printed_tables as (
    select * from {{ ref('stg_tables') }}
),

words as (
    select * from {{ ref('project_words') }}
    where line_type = 'indicator'
),

stated as (
    select
        indicators.*,
        0 as years_before,
        indicators.stated as value_stated
    from indicators

    union all

    select
        indicators.*,
        1 as years_before,
        indicators.value_prior1 as value_stated
    from indicators

    union all

    select
        indicators.*,
        2 as years_before,
        indicators.value_prior2 as value_stated
    from indicators
),

parts as (
    select
        *,
        {{ indicator_parts(indicator_plain('value_stated')) }} as value_part
    from stated
    where value_stated is not null
),

numbers as (
    select
        *,
        coalesce(nullif(value_part['measure'], ''), target_unit) as value_unit,
        cast(replace(value_part['number'], ',', '') as decimal(30, 6)) as number,
        length(regexp_extract(value_part['number'], '\.(\d+)$', 1)) as decimals
    from parts
    where value_part['number'] != ''
),

final as (
    select
        numbers.figure_id || case when numbers.years_before = 0 then '' else '-' || numbers.years_before end
            as figure_id,
        numbers.figure_id as indicator_id,
        numbers.document_id,
        numbers.form_table_no,
        numbers.table_no,
        numbers.row_no,
        numbers.project_id,
        numbers.table_kind,
        numbers.horizon,
        numbers.level1,
        numbers.level2,
        {{ normalised_label('numbers.plain_name') }} as wording,
        numbers.years_before,
        numbers.page,
        numbers.line_no,
        numbers.value_unit,
        documents.fiscal_year - numbers.years_before as reference_year,
        case
            when {{ unit_factor('numbers.value_unit') }} is not null then 'amount'
            when numbers.value_unit in ('%', '％') then 'percent'
            else 'quantity'
        end as value_type,
        numbers.number * coalesce({{ unit_factor('numbers.value_unit') }}, 1) as amount,
        0.5 * coalesce({{ unit_factor('numbers.value_unit') }}, 1)
        / power(10, greatest(numbers.decimals, 2)) as rounding,
        numbers.target_operator,
        words.role = 'limit' as is_limit,
        concat(
            '表', coalesce(printed_tables.printed_number, cast(printed_tables.table_no as varchar)),
            '《', coalesce(printed_tables.title, ''), '》', numbers.plain_name, ' · ',
            case numbers.years_before when 0 then '指标值' when 1 then '上年' else '前年' end
        ) as place_name
    from numbers
    inner join documents on numbers.document_id = documents.document_id
    inner join printed_tables
        on numbers.document_id = printed_tables.document_id and numbers.form_table_no = printed_tables.table_no
    left join words on regexp_full_match({{ normalised_label('numbers.plain_name') }}, words.pattern)
)

select * from final
