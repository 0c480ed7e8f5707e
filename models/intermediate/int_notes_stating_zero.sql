-- Tables left blank over a note that there is no such spending: the zeros that they state, one per side of the table,
-- at the scope of its kind. A kind without a fund source of its own states nothing that can be compared.
with printed_tables as (
    select * from {{ ref('int_tables_scoped') }}
),

landed_tables as (
    select * from {{ ref('stg_tables') }}
    where empty_note is not null
),

kind_scopes as (
    select * from {{ ref('table_scopes') }}
    where fund_source is not null
),

filled_tables as (
    select distinct
        document_id,
        table_no
    from {{ ref('int_figures_keyed') }}
    where amount_cny != 0
)

select
    landed_tables.document_id,
    landed_tables.table_no,
    landed_tables.page_from as page,
    landed_tables.line_from as line_no,
    kind_scopes.side,
    kind_scopes.measure_code,
    coalesce(printed_tables.title_fund_source, kind_scopes.fund_source) as fund_source,
    kind_scopes.carryover,
    printed_tables.fiscal_year as reference_year,
    printed_tables.phase,
    left(
        md5(
            concat_ws(
                '|', 'note', landed_tables.document_id, landed_tables.printed_number, landed_tables.title,
                kind_scopes.side,
                row_number() over (
                    partition by
                        landed_tables.document_id, landed_tables.printed_number, landed_tables.title, kind_scopes.side
                    order by landed_tables.table_no
                )
            )
        ),
        16
    ) as figure_id
from landed_tables
inner join printed_tables
    on landed_tables.document_id = printed_tables.document_id and landed_tables.table_no = printed_tables.table_no
inner join kind_scopes on landed_tables.table_kind = kind_scopes.table_kind
left join filled_tables
    on landed_tables.document_id = filled_tables.document_id and landed_tables.table_no = filled_tables.table_no
where filled_tables.table_no is null
