{#- A number as a sentence prints it: thousands apart, two decimals. -#}
{% macro worded_value(number) -%}
    format('{:,.2f}', cast({{ number }} as double))
{%- endmacro %}
