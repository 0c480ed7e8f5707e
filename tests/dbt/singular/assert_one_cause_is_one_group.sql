-- Findings that share a figure are in one group: the rounds in which groups spread suffice.
with findings as (
    select
        check_id,
        finding_group_id
    from {{ ref('int_findings_of_checks') }}
),

terms as (
    select * from {{ ref('int_check_terms') }}
)

select terms.figure_id
from findings
inner join terms on findings.check_id = terms.check_id
group by terms.figure_id
having count(distinct findings.finding_group_id) > 1
