{#- The rows of one raw seed: the committed seed, or, with `--vars '{lake: DIR}'`, the file of the same
    name that `python -m extract --out DIR` wrote (Parquet where there is one, else CSV). Every column is text. -#}
{% macro landed(seed) -%}
    {%- set lake = var('lake', none) -%}
    {%- if lake is none -%}
        {{ ref(seed) }}
    {%- else -%}
        {%- set file = lake ~ '/' ~ seed -%}
        {%- if execute and run_query("select file from glob('" ~ file ~ ".parquet')") | length > 0 -%}
            read_parquet('{{ file }}.parquet')
        {%- else -%}
            read_csv('{{ file }}.csv', all_varchar = true, header = true, nullstr = '')
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
