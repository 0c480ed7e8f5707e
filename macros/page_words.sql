{#- A place's page (or line, in a text dump) as words: before its name in Chinese, after it in English; empty where neither
    is known. -#}
{% macro page_words(page, line, language) -%}
    {%- if language == 'zh' -%}
    coalesce('第 ' || {{ page }} || ' 页', '第 ' || {{ line }} || ' 行', '')
    {%- else -%}
    coalesce(' on page ' || {{ page }}, ' on line ' || {{ line }}, '')
    {%- endif -%}
{%- endmacro %}
