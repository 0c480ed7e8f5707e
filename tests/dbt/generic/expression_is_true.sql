{#- The expression holds in every row; null counts as holding. On a column, the expression is the part after
    its name (`expression: ">= 0"`). Shape and name as in dbt_utils. -#}
{% test expression_is_true(model, expression, column_name=None) %}

    select *
    from {{ model }}
    where not ({{ column_name if column_name is not none else '' }} {{ expression }})

{% endtest %}
