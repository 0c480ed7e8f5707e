{#- The terms of checks that state one figure and set others against it, for each identity of a generator (and of a
    variant, where it has several): each row of `right_terms` (left_figure_id, figure_id, document_id) on the right,
    and each left_figure_id once on the left. `check_key`: what tells the checks of one figure apart. -#}
{% macro check_terms(generator, right_terms, variant=none, check_key='left_figure_id') -%}
    select
        identities.identity_id,
        {{ right_terms }}.document_id,
        {{ right_terms }}.{{ check_key }} as check_key,
        {{ right_terms }}.figure_id,
        'right' as side,
        1 as coefficient
    from {{ right_terms }}
    inner join {{ ref('identities') }} as identities
        on identities.generator = '{{ generator }}'
        {%- if variant is not none %} and identities.variant = '{{ variant }}'{% endif %}

    union all

    select distinct
        identities.identity_id,
        {{ right_terms }}.document_id,
        {{ right_terms }}.{{ check_key }} as check_key,
        {{ right_terms }}.left_figure_id as figure_id,
        'left' as side,
        1 as coefficient
    from {{ right_terms }}
    inner join {{ ref('identities') }} as identities
        on identities.generator = '{{ generator }}'
        {%- if variant is not none %} and identities.variant = '{{ variant }}'{% endif %}
{%- endmacro %}
