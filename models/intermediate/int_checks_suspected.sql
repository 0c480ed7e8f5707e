-- Of the checks that fail together those that a misread page may explain. A misreading has a signature of its own:
--   a header read wrong   spoils the sums along the rows and leaves those down its column whole;
--   rows lost or doubled  spoil the sums down the columns and leave those along the rows whole.
-- Where the same figures fail along and down, in a table on one page whose header and hierarchy show elsewhere that
-- they are read right (a sum of several parts holds), the numbers themselves stand so on the page. It is also believed
-- where another block of the table has the same columns and adds up, and the column's figures agree with other columns
-- or tables; and where totals exceed the rows though no number of the table's pages was left over. A table of which
-- something was left over or inferred is believed in none of these.
with together as (
    select * from {{ ref('int_checks_failing_together') }}
),

checks as (
    select * from {{ ref('int_checks_evaluated') }}
    where not is_trivial
),

consumed as (
    select * from {{ ref('int_checks_consumed') }}
),

terms as (
    select * from {{ ref('int_check_terms') }}
),

columns as (
    select
        *,
        regexp_replace(label, '^[^/]*/', '') as label_in_block
    from {{ ref('stg_table_columns') }}
    where role = 'value' and label like '%/%'
),

printed_tables as (
    select * from {{ ref('stg_tables') }}
),

leftovers as (
    -- What is withheld by intent is accounted for.
    select * from {{ ref('stg_leftovers') }}
    where reason not in ('prose', 'contact', 'form')
),

inferred as (
    select distinct
        document_id,
        table_no
    from {{ ref('stg_table_cells') }}
    where attribution = 'inferred'
),

incomplete_tables as (
    select distinct
        printed_tables.document_id,
        printed_tables.table_no
    from printed_tables
    inner join leftovers
        on
            printed_tables.document_id = leftovers.document_id
            and (
                printed_tables.table_no = leftovers.table_no
                or leftovers.page between printed_tables.page_from and printed_tables.page_to
            )

    union

    select * from inferred
),

failing_figures as (
    select
        terms.figure_id,
        bool_or(checks.family = 'row_sum') as fails_along,
        bool_or(checks.family = 'hierarchy') as fails_down
    from terms
    inner join checks on terms.check_id = checks.check_id and checks.status = 'fails'
    group by terms.figure_id
),

failing_both_ways as (
    select distinct
        together.document_id,
        together.identity_id,
        together.table_no,
        together.row_no,
        together.column_no
    from together
    inner join terms on together.check_id = terms.check_id
    inner join failing_figures on terms.figure_id = failing_figures.figure_id
    where failing_figures.fails_along and failing_figures.fails_down
),

sums_of_several as (
    -- Sums that hold for several parts: no header or hierarchy that is read wrong gives them.
    select checks.*
    from checks
    inner join terms on checks.check_id = terms.check_id and terms.side = 'right'
    inner join {{ ref('int_figures_checkable') }} as figures on terms.figure_id = figures.figure_id
    where checks.status = 'holds' and figures.amount != 0
    group by all
    having count(*) > 1
),

sound_headers as (
    select distinct
        document_id,
        left_table_no as table_no,
        left_column_no as column_no
    from sums_of_several
    where family = 'row_sum'
),

sound_hierarchies as (
    select distinct
        document_id,
        left_table_no as table_no
    from sums_of_several
    where family = 'hierarchy'
),

sound_columns as (
    select
        document_id,
        left_table_no as table_no,
        left_column_no as column_no
    from checks
    where family = 'row_sum' and status in ('holds', 'fails')
    group by document_id, left_table_no, left_column_no
    having bool_and(status = 'holds')
),

clean_neighbours as (
    select distinct
        columns.document_id,
        columns.table_no,
        columns.column_no
    from columns
    inner join columns as neighbours
        on
            columns.document_id = neighbours.document_id
            and columns.table_no = neighbours.table_no
            and columns.label_in_block = neighbours.label_in_block
            and columns.column_no != neighbours.column_no
    inner join sound_columns
        on
            neighbours.document_id = sound_columns.document_id
            and neighbours.table_no = sound_columns.table_no
            and neighbours.column_no = sound_columns.column_no
),

confirmed_figures as (
    -- Figures that agree with another block, another table or the explanation.
    select distinct terms.figure_id
    from terms
    inner join checks on terms.check_id = checks.check_id and checks.status = 'holds'
    left join consumed on terms.check_id = consumed.check_id
    where
        consumed.check_id is null
        and checks.family in ('comparison', 'between_tables', 'balance', 'prose')
),

confirmed_columns as (
    select
        together.document_id,
        together.identity_id,
        together.table_no,
        together.column_no
    from together
    inner join terms on together.check_id = terms.check_id and terms.side = 'left'
    left join confirmed_figures on terms.figure_id = confirmed_figures.figure_id
    where together.pattern = 'column'
    group by together.document_id, together.identity_id, together.table_no, together.column_no
    having bool_and(confirmed_figures.figure_id is not null)
),

judged as (
    select
        together.*,
        case
            when incomplete_tables.table_no is not null then false
            when together.pattern = 'rows_left_out' then true
            when together.pattern = 'rows_counted_twice' then false
            when clean_neighbours.column_no is not null and confirmed_columns.column_no is not null then true
            else
                failing_both_ways.table_no is not null
                and printed_tables.page_from = printed_tables.page_to
                and sound_hierarchies.table_no is not null
                and (together.column_no is null or sound_headers.column_no is not null)
        end as is_believed
    from together
    inner join printed_tables
        on together.document_id = printed_tables.document_id and together.table_no = printed_tables.table_no
    left join incomplete_tables
        on together.document_id = incomplete_tables.document_id and together.table_no = incomplete_tables.table_no
    left join clean_neighbours
        on
            together.document_id = clean_neighbours.document_id
            and together.table_no = clean_neighbours.table_no
            and together.column_no = clean_neighbours.column_no
    left join confirmed_columns
        on
            together.document_id = confirmed_columns.document_id
            and together.identity_id = confirmed_columns.identity_id
            and together.table_no = confirmed_columns.table_no
            and together.column_no = confirmed_columns.column_no
    left join sound_headers
        on
            together.document_id = sound_headers.document_id
            and together.table_no = sound_headers.table_no
            and together.column_no = sound_headers.column_no
    left join sound_hierarchies
        on together.document_id = sound_hierarchies.document_id and together.table_no = sound_hierarchies.table_no
    left join failing_both_ways
        on
            together.document_id = failing_both_ways.document_id
            and together.identity_id = failing_both_ways.identity_id
            and together.table_no = failing_both_ways.table_no
            and together.row_no is not distinct from failing_both_ways.row_no
            and together.column_no is not distinct from failing_both_ways.column_no
)

select
    check_id,
    document_id,
    table_no,
    row_no,
    column_no,
    pattern,
    n_failed,
    n_compared
from judged
where not coalesce(is_believed, false)
