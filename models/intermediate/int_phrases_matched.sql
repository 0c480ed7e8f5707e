-- Each distinct noun phrase and section title with what the labels say of it, each side on its own: a phrase names
-- money and measure in one (一般公共预算财政拨款基本支出). Of several patterns that say something the longest is taken.
with figures as (

    select * from {{ ref('stg_prose_figures') }}

),

labels as (

    select * from {{ ref('labels') }}
    where place = 'phrase'

),

wordings as (

    select phrase as wording
    from figures

    union

    select unnest(string_split(section, '/')) as wording
    from figures

),

normalised as (

    select distinct
        wording as printed,
        -- A heading says 情况说明 besides its topic.
        regexp_replace(
            {{ normalised_label('wording') }},
            '^\d{4}年度?|((安排|具体|总体|变化|使用|规模|结构)*(情况|说明))+$',
            '',
            'g'
        ) as wording
    from wordings
    where wording is not null

),

matched as (

    select
        normalised.printed,
        labels.pattern,
        labels.entity,
        labels.measure_code,
        labels.fund_source,
        labels.carryover,
        labels.phase
    from normalised
    inner join labels on regexp_full_match(normalised.wording, labels.pattern)

)

select
    printed as wording,
    coalesce(bool_or(entity = 'agency'), false) as names_body,
    arg_max(measure_code, length(pattern)) filter (where measure_code is not null) as measure_code,
    arg_max(fund_source, length(pattern)) filter (where fund_source is not null) as fund_source,
    arg_max(carryover, length(pattern)) filter (where carryover is not null) as carryover,
    arg_max(phase, length(pattern)) filter (where phase is not null) as phase
from matched
group by printed
