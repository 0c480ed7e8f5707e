-- Each distinct printed wording (a header segment, a row or section label, a title) with what is known of it.
with columns as (

    select * from {{ ref('stg_table_columns') }}

),

row_keys as (

    select * from {{ ref('stg_row_keys') }}

),

table_rows as (

    select * from {{ ref('stg_table_rows') }}

),

printed_tables as (

    select * from {{ ref('stg_tables') }}

),

labels as (

    select * from {{ ref('labels') }}

),

wordings as (

    select
        'column' as place,
        unnest(string_split(label, '/')) as wording
    from columns

    union

    select
        'row' as place,
        {{ without_ordinal('label') }} as wording
    from row_keys

    union

    select
        'row' as place,
        {{ without_ordinal('section_label') }} as wording
    from table_rows

    union

    select
        'title' as place,
        title as wording
    from printed_tables

),

normalised as (

    select distinct
        place,
        {{ normalised_label('wording') }} as wording
    from wordings
    where wording is not null

),

matched as (

    select
        normalised.place,
        normalised.wording,
        labels.pattern,
        labels.role,
        labels.entity,
        labels.block_side,
        labels.row_role,
        labels.measure_code,
        labels.fund_source,
        labels.carryover,
        cast(labels.year_offset as integer) as year_offset,
        labels.phase,
        labels.comparison,
        labels.value_type,
        cast(labels.is_of_which as boolean) as is_of_which,
        -- What is said of this place goes before what is said of any; then the longer pattern.
        row_number() over (
            partition by normalised.place, normalised.wording
            order by labels.place = 'any', length(labels.pattern) desc, labels.pattern
        ) as preference
    from normalised
    inner join labels
        on
            regexp_full_match(normalised.wording, labels.pattern)
            and (
                normalised.place = labels.place
                or (labels.place = 'any' and normalised.place in ('column', 'row'))
            )

)

select * exclude (preference)
from matched
where preference = 1
