-- Every figure of every check of every identity, with the check's id. Where two identities set the same figures against
-- each other, the check is made once, by the one of the greater precedence.
with terms as (
    {% for generator in [
        'header', 'parent', 'total', 'level', 'repeat', 'note', 'scope', 'tree', 'inclusion', 'comparison', 'sum',
        'project', 'prose', 'indicator'
    ] %}
        select
            identity_id,
            document_id,
            check_key,
            figure_id,
            side,
            coefficient,
            {{ 'basis_condition' if generator == 'sum' else 'cast(null as varchar)' }} as basis_condition
        from {{ ref('int_terms_by_' ~ generator) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

identified as (
    select
        terms.*,
        identities.relation,
        cast(identities.precedence as integer) as precedence,
        left(md5(terms.identity_id || '|' || terms.document_id || '|' || terms.check_key), 16) as check_id
    from terms
    inner join {{ ref('identities') }} as identities on terms.identity_id = identities.identity_id
),

term_sets as (
    select
        check_id,
        document_id,
        relation,
        min(precedence) as precedence,
        md5(string_agg(side || figure_id || coefficient, '|' order by side, figure_id)) as term_set
    from identified
    group by check_id, document_id, relation
),

first_checks as (
    select
        check_id,
        row_number() over (
            partition by document_id, relation, term_set order by precedence, check_id
        ) as position
    from term_sets
)

select
    identified.check_id,
    identified.identity_id,
    identified.document_id,
    identified.figure_id,
    identified.side,
    identified.coefficient,
    identified.basis_condition
from identified
inner join first_checks on identified.check_id = first_checks.check_id and first_checks.position = 1
