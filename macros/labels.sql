{#- A label for comparison: no white space, no quotes, no unit note, brackets and colons in half width.
    The same as `normalised` in extract/vocabulary.py; a test holds the two together. -#}
{% macro normalised_label(text) -%}
    regexp_replace(
        translate(regexp_replace({{ text }}, '[\s\p{Z}]', '', 'g'), '（）：，％“”"''‘’', '():,%'),
        '\((单位:)?(亿元|万元|千元|元)\)$',
        ''
    )
{%- endmacro %}

{#- The label without its leading ordinal (一、 （一） 1. （1） ①), as `strip_ordinal` in extract/text.py. -#}
{% macro without_ordinal(text) -%}
    regexp_replace(
        {{ text }},
        '^([零〇一二三四五六七八九十廿卅百]+、|[（(][零〇一二三四五六七八九十廿卅百]+[）)]、?|\d{1,2}[.、．]|[（(]\d{1,2}[）)]|[①-⑳])',
        ''
    )
{%- endmacro %}

{#- A body's name for comparison, without the words for its own level (（本级）, 机关) at the end. -#}
{% macro without_own_level(name) -%}
    regexp_replace({{ normalised_label(name) }}, '\((本级|机关|本部)\)$|本级$|机关$', '')
{%- endmacro %}

{#- The name of a subject for comparison: 教育 and 教育支出 name one, so do 对个人和家庭补助 and 对个人和家庭的补助. -#}
{% macro subject_name(name) -%}
    regexp_replace({{ normalised_label(name) }}, '支出$|的', '', 'g')
{%- endmacro %}
