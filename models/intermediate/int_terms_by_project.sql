-- What a project costs, stated in two places: each pair of places of project_identities that both state it. Sums over
-- all projects are set against the total of the project list where each of its projects is in the other place too.
with amounts as (
    select * from {{ ref('int_project_amounts') }}
),

pairs as (
    select * from {{ ref('project_identities') }}
),

mentions as (
    select * from {{ ref('int_projects_identified') }}
),

coded as (
    -- A project is the same beyond doubt where its code is printed or its name is that of one coded project.
    select
        project_id,
        bool_or(known_code is not null) as is_coded
    from mentions
    group by project_id
),

figures as (
    select * from {{ ref('int_figures_keyed') }}
),

form_places as (
    -- What a form says first: its budget, else its funding.
    select
        document_id,
        project_id,
        figure_id,
        'form' as place
    from amounts
    where place = 'budget'

    union all

    select
        amounts.document_id,
        amounts.project_id,
        amounts.figure_id,
        'form' as place
    from amounts
    left join amounts as budgets on amounts.project_id = budgets.project_id and budgets.place = 'budget'
    where amounts.place = 'funding' and budgets.project_id is null
),

places as (
    select
        document_id,
        project_id,
        figure_id,
        place
    from amounts
    union all
    select * from form_places
),

stated as (
    select distinct
        document_id,
        project_id,
        place
    from places
),

checks as (
    select
        pairs.identity_id,
        pairs.left_place,
        pairs.right_place,
        near.document_id,
        near.project_id
    from pairs
    inner join stated as near on pairs.left_place = near.place
    inner join stated as far on pairs.right_place = far.place and near.project_id = far.project_id
    inner join coded on near.project_id = coded.project_id
    where pairs.extent = 'project' and (pairs.matching is null or coded.is_coded = (pairs.matching = 'code'))
),

totals as (
    select * from {{ ref('int_project_list_totals') }}
),

added_up as (
    -- Lists that name all that their total covers; what is withheld from a list makes it less.
    select totals.document_id
    from totals
    inner join figures as whole on totals.figure_id = whole.figure_id
    inner join amounts on totals.document_id = amounts.document_id and amounts.place = 'list'
    inner join figures as parts on amounts.figure_id = parts.figure_id
    group by totals.document_id
    having
        abs(min(whole.amount_cny) - sum(parts.amount_cny)) <= min(whole.rounding_cny) + sum(parts.rounding_cny)
),

complete as (
    select
        listed.document_id,
        pairs.identity_id,
        pairs.left_place
    from stated as listed
    cross join pairs
    left join stated as other
        on listed.project_id = other.project_id and pairs.left_place = other.place
    inner join coded on listed.project_id = coded.project_id
    inner join added_up on listed.document_id = added_up.document_id
    where listed.place = 'list' and pairs.extent = 'document'
    group by listed.document_id, pairs.identity_id, pairs.left_place
    having bool_and(other.project_id is not null) and bool_and(coded.is_coded) = (min(pairs.matching) = 'code')
),

terms as (
    select
        checks.identity_id,
        checks.document_id,
        checks.project_id as check_key,
        places.figure_id,
        case when places.place = checks.left_place then 'left' else 'right' end as side
    from checks
    inner join places
        on checks.project_id = places.project_id and places.place in (checks.left_place, checks.right_place)

    union all

    select
        complete.identity_id,
        complete.document_id,
        complete.document_id as check_key,
        places.figure_id,
        'left' as side
    from complete
    inner join places
        on complete.document_id = places.document_id and complete.left_place = places.place

    union all

    select
        complete.identity_id,
        complete.document_id,
        complete.document_id as check_key,
        totals.figure_id,
        'right' as side
    from complete
    inner join totals on complete.document_id = totals.document_id
)

select
    identity_id,
    document_id,
    check_key,
    figure_id,
    side,
    1 as coefficient
from terms
