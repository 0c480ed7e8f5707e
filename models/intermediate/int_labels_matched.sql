-- Each distinct printed wording (a header segment, a row or section label, a title) with what is known of it. A
-- wording is known as a whole, or as a row of parts that leaves nothing over (一般公共预算 · 基本支出 · 预算数); the
-- last part that says something of a field decides it. Open patterns say something of wordings otherwise unknown.
with recursive columns as (

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

    select
        * exclude (reach),
        coalesce(reach, 'whole') as reach
    from {{ ref('labels') }}

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
        labels.place as label_place,
        labels.pattern,
        labels.reach,
        -- What is said of this place goes before what is said of any; then the longer pattern.
        row_number() over (
            partition by normalised.place, normalised.wording, labels.reach = 'open'
            order by labels.place = 'any', length(labels.pattern) desc, labels.pattern
        ) as preference
    from normalised
    inner join labels
        on
            regexp_full_match(normalised.wording, labels.pattern)
            and labels.reach != 'lead'
            and (
                normalised.place = labels.place
                or (labels.place = 'any' and normalised.place in ('column', 'row'))
            )

),

unmatched as (

    select
        normalised.place,
        normalised.wording
    from normalised
    left join matched
        on
            normalised.place = matched.place
            and normalised.wording = matched.wording
            and matched.reach != 'open'
    where normalised.place in ('column', 'row') and matched.wording is null

),

splits as (

    select
        place,
        wording,
        wording as rest,
        cast([] as varchar[]) as parts,
        cast([] as varchar[]) as patterns,
        cast([] as varchar[]) as places,
        'whole' as last_reach
    from unmatched

    union all

    select
        splits.place,
        splits.wording,
        substr(splits.rest, length(regexp_extract(splits.rest, '^(?:' || labels.pattern || ')')) + 1) as rest,
        list_append(splits.parts, regexp_extract(splits.rest, '^(?:' || labels.pattern || ')')) as parts,
        list_append(splits.patterns, labels.pattern) as patterns,
        list_append(splits.places, labels.place) as places,
        labels.reach as last_reach
    from splits
    inner join labels
        on
            labels.reach in ('part', 'lead')
            and labels.place in (splits.place, 'any')
            and regexp_extract(splits.rest, '^(?:' || labels.pattern || ')') != ''

),

best_splits as (

    -- The fewest parts, then the longest first ones, then the longer patterns.
    select
        place,
        wording,
        parts,
        patterns,
        places
    from splits
    where rest = '' and last_reach != 'lead'
    qualify row_number() over (
        partition by place, wording
        order by
            len(parts), list_transform(parts, lambda part: -length(part)),
            list_transform(patterns, lambda pattern: -length(pattern)), patterns
    ) = 1

),

statements as (

    select
        place,
        wording,
        label_place,
        pattern,
        wording as part,
        case reach when 'open' then 100 + preference else 0 end as rank_no,
        reach != 'open' as is_known
    from matched
    where preference = 1 or reach = 'open'

    union all

    select
        place,
        wording,
        unnest(places) as label_place,
        unnest(patterns) as pattern,
        unnest(parts) as part,
        len(parts) - generate_subscripts(parts, 1) as rank_no,
        true as is_known
    from best_splits

),

said as (

    select
        statements.place,
        statements.wording,
        statements.is_known,
        statements.rank_no,
        labels.block_side,
        labels.row_role,
        labels.measure_code,
        labels.fund_source,
        labels.carryover,
        cast(labels.year_offset as integer) as year_offset,
        -- The year that a comparison is made with is not the figure's own.
        case
            when labels.comparison is null
                then cast(nullif(regexp_extract(statements.part, '(20\d{2})年', 1), '') as integer)
        end as printed_year,
        labels.phase,
        labels.comparison,
        labels.value_type,
        coalesce(labels.is_of_which = 'true', false) as is_of_which
    from statements
    inner join labels
        on statements.label_place = labels.place and statements.pattern = labels.pattern

)

select
    place,
    wording,
    bool_or(is_known) as is_known,
    arg_min(block_side, rank_no) as block_side,
    arg_min(row_role, rank_no) as row_role,
    arg_min(measure_code, rank_no) as measure_code,
    arg_min(fund_source, rank_no) as fund_source,
    {{ carryover_said('arg_min', 'rank_no') }} as carryover,
    -- 上年…结转 says where this year's money comes from: the figure is of this year all the same.
    case when not coalesce(bool_or(carryover in ('opening', 'balance')), false) then arg_min(year_offset, rank_no) end
        as year_offset,
    case when not coalesce(bool_or(carryover in ('opening', 'balance')), false) then arg_min(printed_year, rank_no) end
        as printed_year,
    arg_min(phase, rank_no) as phase,
    arg_min(comparison, rank_no) as comparison,
    arg_min(value_type, rank_no) as value_type,
    bool_or(is_of_which) as is_of_which
from said
group by place, wording
