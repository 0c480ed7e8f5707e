{#- The words and signs before and after a number that say whether it is a floor or a ceiling. -#}
{% macro indicator_signs() -%}
≥|>=|≧|≤|<=|≦|>|＞|》|<|＜|《|=|＝|不低于|不少于|不小于|大于等于|高于|超过|大于|不超过|不高于|不大于|小于等于|等于|低于|小于|少于
{%- endmacro %}

{#- Sign, number, unit and suffix of a stated value that is one number; blank parts where it is not. -#}
{% macro indicator_parts(stated) -%}
    regexp_extract(
        {{ stated }},
        '^({{ indicator_signs() }})?(-?\d+(?:,\d{3})*(?:\.\d+)?)(%|[^\d≥≤<>=,.;；、，。]{0,12}?)(及?以上|以内|及?以下|之内)?$',
        ['sign', 'number', 'measure', 'suffix']
    )
{%- endmacro %}

{#- A stated value without white space, digits and signs in half width. -#}
{% macro indicator_plain(text) -%}
    translate(
        regexp_replace({{ text }}, '[\s\p{Z}]', '', 'g'), '０１２３４５６７８９．，％（）', '0123456789.,%()'
    )
{%- endmacro %}
