-- Findings that have a link in common are in one group: the rounds in which groups spread suffice.
with findings as (
    select
        check_id,
        finding_group_id
    from {{ ref('int_findings_of_checks') }}
),

links as (
    select * from {{ ref('int_findings_linked') }}
)

select links.link
from findings
inner join links on findings.check_id = links.check_id
group by links.link
having count(distinct findings.finding_group_id) > 1
