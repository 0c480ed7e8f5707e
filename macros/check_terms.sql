{#- The terms of checks that state one figure and set others against it: each row of `right_terms` (left_figure_id,
    figure_id, document_id) on the right, and each left_figure_id once on the left. -#}
{% macro check_terms(identity_id, right_terms) -%}
    select
        '{{ identity_id }}' as identity_id,
        document_id,
        left_figure_id as check_key,
        figure_id,
        'right' as side,
        1 as coefficient
    from {{ right_terms }}

    union all

    select distinct
        '{{ identity_id }}' as identity_id,
        document_id,
        left_figure_id as check_key,
        left_figure_id as figure_id,
        'left' as side,
        1 as coefficient
    from {{ right_terms }}
{%- endmacro %}
