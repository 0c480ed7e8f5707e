with of_checks as (
    select * from {{ ref('int_findings_of_checks') }}
),

of_names as (
    select * from {{ ref('int_findings_of_names') }}
),

identities as (
    select * from {{ ref('identities') }}
),

reviews as (
    select * from {{ ref('finding_reviews') }}
),

arithmetic as (
    select
        of_checks.finding_id,
        of_checks.finding_group_id,
        of_checks.document_id,
        of_checks.rule_id,
        identities.family,
        identities.severity,
        of_checks.where_a,
        of_checks.page_a,
        of_checks.line_a,
        of_checks.value_a,
        of_checks.where_b,
        of_checks.page_b,
        of_checks.line_b,
        of_checks.value_b,
        of_checks.difference,
        concat(
            identities.name_zh, '：', of_checks.where_a,
            case when of_checks.n_terms_a > 1 then ' 等 ' || of_checks.n_terms_a || ' 项之和' else '' end,
            ' 为 ', of_checks.value_a, ' 元，而 ', of_checks.where_b,
            case when of_checks.n_terms_b > 1 then ' 等 ' || of_checks.n_terms_b || ' 项之和' else '' end,
            ' 为 ', of_checks.value_b, ' 元，相差 ', of_checks.difference, ' 元。'
        ) as message_zh,
        concat(
            identities.name_en, ': ',
            case
                when of_checks.n_terms_a > 1 then 'the sum of ' || of_checks.n_terms_a || ' figures, the first '
                else ''
            end,
            of_checks.where_a, ' states CNY ', of_checks.value_a, ', but ',
            case
                when
                    of_checks.n_terms_b > 1
                    then 'the sum of ' || of_checks.n_terms_b || ' figures, the first '
                else ''
            end,
            of_checks.where_b,
            ' gives CNY ',
            of_checks.value_b,
            '; the difference is CNY ',
            of_checks.difference,
            '.'
        ) as message_en
    from of_checks
    inner join identities on of_checks.rule_id = identities.identity_id
),

naming as (
    select
        finding_id,
        finding_id as finding_group_id,
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

findings as (
    select * from arithmetic
    union all
    select * from naming
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
    message_zh,
    message_en,
    review_status
from final
