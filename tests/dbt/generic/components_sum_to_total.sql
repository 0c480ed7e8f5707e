{#- The component columns of a row add up to its total, within the tolerance (in the unit of the columns).
    An absent component counts as 0; an absent total beside a component is a failure, so that a missing total
    cannot pass in silence. -#}
{% test components_sum_to_total(model, total, components, tolerance=0) %}

    {%- set terms = [] -%}
    {%- for component in components -%}
        {%- do terms.append('coalesce(' ~ component ~ ', 0)') -%}
    {%- endfor %}

    select
        {{ total }} as printed_total,
        {{ terms | join(' + ') }} as sum_of_components
    from {{ model }}
    where
        abs({{ total }} - ({{ terms | join(' + ') }})) > {{ tolerance }}
        or ({{ total }} is null and coalesce({{ components | join(', ') }}) is not null)

{% endtest %}
