{#- warning type, when it is raised, what {x} says -#}
{%- set of_documents = [
    ('own_level_only', "budget_scope = 'own_level'", 'null'),
    ('unit_only', "budget_scope = 'unit'", 'null'),
    ('scope_unknown', "budget_scope = 'unknown'", 'null'),
    ('service_unit', "body_type = 'public_service_unit'", 'null'),
    ('read_from_text', "starts_with(reader, 'text')", 'null'),
    ('inferred_columns', 'n_inferred > 0', 'n_inferred'),
    ('contradictions', 'n_contradictions > 0', 'n_contradictions'),
    ('expenditure_does_not_add_up', 'expenditure_differs', 'null'),
    ('general_budget_only', 'is_general_budget_only', 'null'),
    ('own_source_funds', 'own_source_percent >= 50', 'own_source_percent'),
    ('debt_funded', 'has_class_229', 'null'),
    ('table_year_differs', 'n_tables_of_other_years > 0', 'n_tables_of_other_years'),
] -%}

{#- warning type, when it is raised, what {x} and {y} say -#}
{%- set of_pairs = [
    (
        'scope_differs',
        "one.budget_scope != other.budget_scope and 'unknown' not in (one.budget_scope, other.budget_scope)",
        'one.budget_scope',
        'other.budget_scope',
    ),
    ('body_differs', 'one.body_type != other.body_type', 'one.body_type', 'other.body_type'),
    ('years_differ', 'one.fiscal_year != other.fiscal_year', 'abs(one.fiscal_year - other.fiscal_year)', 'null'),
    ('document_type_differs', 'one.document_type != other.document_type', 'null', 'null'),
    ('level_differs', 'one.division_level != other.division_level', 'null', 'null'),
    ('expenditure_coverage_differs', 'one.is_general_budget_only != other.is_general_budget_only', 'null', 'null'),
    (
        'three_public_base_differs',
        'one.three_public_base != other.three_public_base',
        'one.three_public_base',
        'other.three_public_base',
    ),
    ('carry_over_differs', 'one.has_carry_over != other.has_carry_over', 'null', 'null'),
] -%}

with documents as (
    select * from {{ ref('int_documents_profiled') }}
),

reforms as (
    select
        reform,
        cast(first_year as integer) as first_year
    from {{ ref('reform_years') }}
),

raised as (
    {% for warning_type, condition, x in of_documents %}
        select
            document_id,
            cast(null as varchar) as other_document_id,
            label as name_a,
            cast(null as varchar) as name_b,
            '{{ warning_type }}' as warning_type,
            cast({{ x }} as varchar) as value_x,
            cast(null as varchar) as value_y
        from documents
        where {{ condition }}

        union all

    {% endfor -%}
    -- Documents of one policy field are those that people set side by side.
    {% for warning_type, condition, x, y in of_pairs %}
        select
            one.document_id,
            other.document_id as other_document_id,
            one.label as name_a,
            other.label as name_b,
            '{{ warning_type }}' as warning_type,
            cast({{ x }} as varchar) as value_x,
            cast({{ y }} as varchar) as value_y
        from documents as one
        inner join documents as other on one.policy_field = other.policy_field and one.document_id < other.document_id
        where {{ condition }}

        union all

    {% endfor -%}
    select
        one.document_id,
        other.document_id as other_document_id,
        one.label as name_a,
        other.label as name_b,
        'reform_between' as warning_type,
        reforms.reform as value_x,
        cast(null as varchar) as value_y
    from documents as one
    inner join documents as other on one.policy_field = other.policy_field and one.document_id < other.document_id
    inner join reforms
        on
            least(one.fiscal_year, other.fiscal_year) < reforms.first_year
            and greatest(one.fiscal_year, other.fiscal_year) >= reforms.first_year
),

names as (
    select
        code,
        name_zh,
        name_en
    from {{ ref('code_names') }}
    union all
    select
        fund_source as code,
        name_zh,
        name_en
    from {{ ref('dim_fund_source') }}
),

worded as (
    select
        raised.document_id,
        raised.other_document_id,
        raised.warning_type,
        warnings.severity,
        raised.name_a,
        coalesce(raised.name_b, '') as name_b,
        warnings.warning_zh,
        warnings.warning_en,
        coalesce(names_x.name_zh, raised.value_x, '') as x_zh,
        coalesce(names_y.name_zh, raised.value_y, '') as y_zh,
        coalesce(names_x.name_en, raised.value_x, '') as x_en,
        coalesce(names_y.name_en, raised.value_y, '') as y_en,
        left(
            md5(
                raised.document_id
                || '|' || coalesce(raised.other_document_id, '')
                || '|' || raised.warning_type
                || '|' || coalesce(raised.value_x, '')
            ),
            16
        ) as warning_id
    from raised
    inner join {{ ref('usage_warnings') }} as warnings on raised.warning_type = warnings.warning_type
    left join names as names_x on raised.value_x = names_x.code
    left join names as names_y on raised.value_y = names_y.code
)

select
    warning_id,
    document_id,
    other_document_id,
    warning_type,
    severity,
    replace(replace(replace(replace(warning_zh, '{a}', name_a), '{b}', name_b), '{x}', x_zh), '{y}', y_zh)
        as warning_zh,
    replace(replace(replace(replace(warning_en, '{a}', name_a), '{b}', name_b), '{x}', x_en), '{y}', y_en) as warning_en
from worded
