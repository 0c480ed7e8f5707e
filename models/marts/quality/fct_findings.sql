with of_checks as (
    select * from {{ ref('int_findings_of_checks') }}
),

of_names as (
    select * from {{ ref('int_findings_of_names') }}
),

of_forms as (
    select * from {{ ref('int_findings_of_forms') }}
),

identities as (
    select * from {{ ref('identities') }}
),

reviews as (
    select * from {{ ref('finding_reviews') }}
),

worded as (
    select
        of_checks.*,
        identities.family,
        identities.name_zh,
        identities.name_en,
        case of_checks.value_type when 'percent' then '%' when 'amount' then ' 元' else '' end as unit_zh,
        case of_checks.value_type when 'percent' then ' percent' when 'amount' then ' CNY' else '' end as unit_en,
        case of_checks.value_type when 'percent' then ' 个百分点' when 'amount' then ' 元' else '' end
            as difference_unit_zh,
        case of_checks.value_type when 'percent' then ' percentage points' when 'amount' then ' CNY' else '' end
            as difference_unit_en,
        {{ page_words('of_checks.page_a', 'of_checks.line_a', 'zh') }} as page_a_zh,
        {{ page_words('of_checks.page_b', 'of_checks.line_b', 'zh') }} as page_b_zh,
        {{ page_words('of_checks.page_a', 'of_checks.line_a', 'en') }} as page_a_en,
        {{ page_words('of_checks.page_b', 'of_checks.line_b', 'en') }} as page_b_en
    from of_checks
    inner join identities on of_checks.rule_id = identities.identity_id
),

arithmetic as (
    select
        finding_id,
        finding_group_id,
        rank_in_group,
        document_id,
        rule_id,
        family,
        severity,
        where_a,
        page_a,
        line_a,
        value_a,
        where_b,
        page_b,
        line_b,
        value_b,
        difference,
        likely_where,
        likely_page,
        likely_figure_id,
        is_suspected_reading,
        concat(
            page_a_zh, where_a,
            case when n_terms_a > 1 then concat(' 等 ', n_terms_a, ' 项之和') else '' end,
            '为 ', {{ worded_value('value_a') }}, unit_zh, coalesce('（印作 ' || printed_a || '）', ''), '；',
            page_b_zh, where_b,
            case
                when n_terms_b = 1 or where_b is null then ''
                when relation like 'percent%' then concat(' 等 ', n_terms_b, ' 项算得')
                else concat(' 等 ', n_terms_b, ' 项之和')
            end,
            case
                when where_b is null and relation != 'hundred' then '他处没有列出此项，即为 '
                when where_b is null then '应为 '
                when n_terms_b > 1 and relation like 'percent%' then ' '
                else '为 '
            end,
            {{ worded_value('value_b') }}, unit_zh, coalesce('（印作 ' || printed_b || '）', ''),
            '，相差 ', {{ worded_value('abs(difference)') }}, difference_unit_zh, '。规则：', name_zh, '。',
            case
                when is_suspected_reading and pattern = 'rows_counted_twice'
                    then '各行之和恰为所列合计的整数倍：可能是上下两级并列而未以编码或缩进区分，未必是矛盾。'
                when is_suspected_reading
                    then '同一行或同一列的多项检验同时不符，可能是读取错误，请先核对原页。'
                when convention_id = 'rows_left_out'
                    then '该合计与他表一致，各行自身也相加无误：本表没有列出全部各行，差额即未列出的部分。'
                when convention_id = 'subjects_dropped' then '本年不再安排的科目未列出，可解释差额。'
                when is_last_digit then '仅末位不同，可能是四舍五入。'
                when family = 'posting' then '按列支惯例二者通常相等；列支口径不同时未必是矛盾。'
                else ''
            end
        ) as message_zh,
        concat(
            case when n_terms_a > 1 then concat('The sum of ', n_terms_a, ' figures, the first of them ') else '' end,
            '“', where_a, '”', page_a_en, case when n_terms_a > 1 then ',' else '' end,
            ' is ', {{ worded_value('value_a') }}, unit_en, coalesce(' (printed as ' || printed_a || ')', ''),
            ', but ',
            case
                when where_b is null and relation != 'hundred'
                    then 'elsewhere nothing is printed for it, that is,'
                when where_b is null then 'it should be'
                when n_terms_b = 1 then concat('“', where_b, '”', page_b_en, ' is')
                when relation like 'percent%'
                    then
                        concat(
                            n_terms_b, ' figures, the first of them “', where_b, '”', page_b_en, ', give'
                        )
                else
                    concat(
                        'the sum of ', n_terms_b, ' figures, the first of them “', where_b, '”', page_b_en, ', is'
                    )
            end,
            ' ', {{ worded_value('value_b') }}, unit_en, coalesce(' (printed as ' || printed_b || ')', ''),
            ': a difference of ', {{ worded_value('abs(difference)') }}, difference_unit_en, '. Rule: ', name_en, '.',
            case
                when is_suspected_reading and pattern = 'rows_counted_twice'
                    then
                        ' The rows add up to a multiple of the total: two levels may be listed side by side without'
                        || ' codes or indents, which is no contradiction.'
                when is_suspected_reading
                    then
                        ' Several checks of one row or column fail together, which may be a fault of reading:'
                        || ' look at the page first.'
                when convention_id = 'rows_left_out'
                    then
                        ' The total agrees with other tables and each row adds up in itself: rows that make up the'
                        || ' difference are not printed in this table.'
                when convention_id = 'subjects_dropped'
                    then ' Subjects that the year no longer uses are not listed, which may explain the difference.'
                when is_last_digit then ' Only the last digit differs, which may be rounding.'
                when family = 'posting'
                    then
                        ' By posting practice the two are usually equal; where they are posted differently this is'
                        || ' no contradiction.'
                else ''
            end
        ) as message_en
    from worded
),

naming as (
    select
        finding_id,
        finding_id as finding_group_id,
        1 as rank_in_group,
        document_id,
        rule_id,
        'classification' as family,
        'format' as severity,
        place_name as where_a,
        page as page_a,
        line_no as line_a,
        null as value_a,
        null as where_b,
        null as page_b,
        null as line_b,
        null as value_b,
        null as difference,
        place_name as likely_where,
        page as likely_page,
        null as likely_figure_id,
        false as is_suspected_reading,
        case rule_id
            when 'subject_name' then concat(place_name, ' 印作“', label, '”，该年度分类名称为“', official_name, '”。')
            else concat(place_name, ' 印作“', coalesce(label, ''), '”，该年度分类中没有这一编码。')
        end as message_zh,
        case rule_id
            when 'subject_name'
                then
                    concat(
                        place_name,
                        ' is printed as “',
                        label,
                        '”; the classification of that year has “',
                        official_name,
                        '”.'
                    )
            else
                concat(
                    place_name,
                    ' is printed as “',
                    coalesce(label, ''),
                    '”; the classification of that year has no such code.'
                )
        end as message_en
    from of_names
),

form as (
    select
        finding_id,
        finding_id as finding_group_id,
        1 as rank_in_group,
        document_id,
        rule_id,
        'form' as family,
        'format' as severity,
        where_a,
        page_a,
        line_a,
        null as value_a,
        where_b,
        page_b,
        line_b,
        null as value_b,
        null as difference,
        where_a as likely_where,
        page_a as likely_page,
        likely_figure_id,
        false as is_suspected_reading,
        concat(where_a, coalesce('、' || where_b, ''), '：', words_zh) as message_zh,
        concat(where_a, coalesce(', ' || where_b, ''), ': ', words_en) as message_en
    from of_forms
),

findings as (
    select * from arithmetic
    union all
    select * from naming
    union all
    select * from form
),

final as (
    select
        findings.*,
        coalesce(reviews.verdict, 'unreviewed') as review_status
    from findings
    left join reviews on findings.finding_id = reviews.finding_id
)

select
    finding_id,
    finding_group_id,
    cast(rank_in_group as integer) as rank_in_group,
    document_id,
    rule_id,
    family,
    severity,
    where_a,
    page_a,
    line_a,
    cast(value_a as decimal(20, 2)) as value_a,
    where_b,
    page_b,
    line_b,
    cast(value_b as decimal(20, 2)) as value_b,
    cast(difference as decimal(20, 2)) as difference,
    likely_where,
    likely_page,
    likely_figure_id,
    is_suspected_reading,
    message_zh,
    message_en,
    review_status
from final
