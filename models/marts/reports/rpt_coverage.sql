with documents as (
    select * from {{ ref('dim_document') }}
),

token_counts as (
    select
        document_id,
        sum(tokens) as n_tokens,
        sum(tokens) filter (where token_class = 'value') as n_value,
        sum(tokens) filter (where token_class = 'key') as n_key,
        sum(tokens) filter (where token_class = 'furniture') as n_furniture,
        sum(tokens) filter (where token_class = 'prose') as n_prose,
        sum(tokens) filter (where token_class = 'withheld') as n_withheld,
        sum(tokens) filter (where token_class = 'leftover') as n_leftover,
        sum(tokens) filter (where token_class = 'unclassed') as n_unclassed
    from {{ ref('stg_token_counts') }}
    group by document_id
),

lines as (
    select * from {{ ref('fct_budget_lines') }}
),

amount_kinds as (
    select distinct table_kind
    from {{ ref('table_scopes') }}
),

figures as (
    select
        lines.document_id,
        count(*) as n_figures,
        count(amount_kinds.table_kind) as n_recognised,
        count(amount_kinds.table_kind) filter (
            where (lines.measure_code is not null or lines.value_type = 'quantity')
            and lines.fund_source is not null
            and lines.carryover != 'unknown'
            and lines.reference_year is not null
            and lines.phase is not null
            and (lines.value_type != 'amount' or lines.amount_cny is not null)
        ) as n_with_scope,
        count(*) filter (where lines.amount_cny != 0 and lines.reference_year = documents.fiscal_year)
            as n_nonzero,
        count(*) filter (
            where lines.amount_cny != 0 and lines.reference_year = documents.fiscal_year
            and lines.proof_status = 'proven'
        ) as n_proven,
        count(*) filter (
            where lines.amount_cny != 0 and lines.reference_year = documents.fiscal_year
            and lines.proof_status = 'proven' and lines.n_families > 1
        ) as n_proven_twice,
        count(*) filter (
            where lines.amount_cny != 0 and lines.reference_year = documents.fiscal_year
            and lines.proof_status = 'disputed'
        ) as n_disputed,
        count(*) filter (
            where lines.amount_cny != 0 and lines.reference_year = documents.fiscal_year
            and lines.proof_status = 'contradicted'
        ) as n_contradicted,
        count(*) filter (
            where lines.amount_cny != 0 and lines.reference_year = documents.fiscal_year
            and lines.proof_status = 'unproven'
        ) as n_unproven
    from lines
    inner join documents on lines.document_id = documents.document_id
    left join amount_kinds on lines.table_kind = amount_kinds.table_kind
    group by lines.document_id
),

coded_rows as (
    select
        document_id,
        count(*) as n_coded_rows,
        count(*) filter (where is_conformed) as n_rows_conformed,
        count(label) filter (where not is_conformed) as n_rows_with_name,
        count(*) filter (
            where is_listed and not is_conformed
            and {{ normalised_label('label') }} = {{ normalised_label('official_name') }}
        ) as n_rows_named_officially
    from {{ ref('int_subjects_matched') }}
    where not by_name
    group by document_id
),

final as (
    select
        documents.document_id,
        coalesce(token_counts.n_tokens, 0) as n_tokens,
        coalesce(token_counts.n_value, 0) as n_value,
        coalesce(token_counts.n_key, 0) as n_key,
        coalesce(token_counts.n_furniture, 0) as n_furniture,
        coalesce(token_counts.n_prose, 0) as n_prose,
        coalesce(token_counts.n_withheld, 0) as n_withheld,
        coalesce(token_counts.n_leftover, 0) as n_leftover,
        coalesce(token_counts.n_unclassed, 0) as n_unclassed,
        coalesce(figures.n_figures, 0) as n_figures,
        coalesce(figures.n_recognised, 0) as n_recognised,
        coalesce(figures.n_with_scope, 0) as n_with_scope,
        coalesce(coded_rows.n_coded_rows, 0) as n_coded_rows,
        coalesce(coded_rows.n_rows_conformed, 0) as n_rows_conformed,
        coalesce(coded_rows.n_rows_with_name, 0) as n_rows_with_name,
        coalesce(coded_rows.n_rows_named_officially, 0) as n_rows_named_officially,
        coalesce(figures.n_nonzero, 0) as n_nonzero,
        coalesce(figures.n_proven, 0) as n_proven,
        coalesce(figures.n_proven_twice, 0) as n_proven_twice,
        coalesce(figures.n_disputed, 0) as n_disputed,
        coalesce(figures.n_contradicted, 0) as n_contradicted,
        coalesce(figures.n_unproven, 0) as n_unproven
    from documents
    left join token_counts on documents.document_id = token_counts.document_id
    left join figures on documents.document_id = figures.document_id
    left join coded_rows on documents.document_id = coded_rows.document_id
)

select
    document_id,
    cast(n_tokens as integer) as n_tokens,
    cast(n_value as integer) as n_value,
    cast(n_key as integer) as n_key,
    cast(n_furniture as integer) as n_furniture,
    cast(n_prose as integer) as n_prose,
    cast(n_withheld as integer) as n_withheld,
    cast(n_leftover as integer) as n_leftover,
    cast(n_unclassed as integer) as n_unclassed,
    cast(n_figures as integer) as n_figures,
    cast(n_recognised as integer) as n_recognised,
    cast(n_with_scope as integer) as n_with_scope,
    cast(n_coded_rows as integer) as n_coded_rows,
    cast(n_rows_conformed as integer) as n_rows_conformed,
    cast(n_rows_with_name as integer) as n_rows_with_name,
    cast(n_rows_named_officially as integer) as n_rows_named_officially,
    cast(n_nonzero as integer) as n_nonzero,
    cast(n_proven as integer) as n_proven,
    cast(n_proven_twice as integer) as n_proven_twice,
    cast(n_disputed as integer) as n_disputed,
    cast(n_contradicted as integer) as n_contradicted,
    cast(n_unproven as integer) as n_unproven
from final
