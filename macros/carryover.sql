{#- Which carry-over several wordings say together, by an ordered choice (arg_min, arg_max). Money carried over (`balance`:
    结转, 结余) is of the end of the year that any of them names; where none does, that stays open. -#}
{% macro carryover_said(chosen, order_by) -%}
    case
        when {{ chosen }}(carryover, {{ order_by }}) = 'balance'
            then coalesce(
                {{ chosen }}(carryover, {{ order_by }}) filter (where carryover in ('opening', 'closing')), 'balance'
            )
        else {{ chosen }}(carryover, {{ order_by }})
    end
{%- endmacro %}
