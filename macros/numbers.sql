{#- The plain digits of a printed number: no white space, half-width signs, a middle dot read as the point.
    The same reading as `number_text` in extract/text.py; a test holds the two together. -#}
{% macro number_digits(text) -%}
    translate(
        regexp_replace({{ text }}, '[\s\p{Z}]', '', 'g'),
        '０１２３４５６７８９．·，－−（）％＋',
        '0123456789..,--()%+'
    )
{%- endmacro %}

{#- Whether such digits are one number: thousands separators, sign or brackets, at most one point, a percent sign. -#}
{% macro is_number(digits) -%}
    regexp_full_match({{ digits }}, '[-+]?\(?-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?\)?%?')
{%- endmacro %}

{#- The exact value of such digits; brackets mean a negative number. -#}
{% macro number_value(digits) -%}
    case
        when {{ is_number(digits) }}
            then
                cast(
                    case when {{ digits }} like '(%)' or contains({{ digits }}, '-') then '-' else '' end
                    || regexp_replace({{ digits }}, '[-+,()%]', '', 'g')
                    as decimal(30, 6)
                )
    end
{%- endmacro %}

{#- 元 per printed unit. -#}
{% macro unit_factor(unit) -%}
    case {{ unit }} when '元' then 1 when '千元' then 1000 when '万元' then 10000 when '亿元' then 100000000 end
{%- endmacro %}
