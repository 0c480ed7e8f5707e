-- The one table per document that its expenditure, and its receipts, are added up from: first a table whose undivided
-- figures add up to the total that it states, within their rounding; of these the one with the greatest total; of equal
-- ones the first in the published order (source_tables), which goes from fine to coarse.
with leaves as (
    select * from {{ ref('int_leaves_selected') }}
),

figures as (
    select * from {{ ref('int_figures_keyed') }}
),

documents as (
    select
        document_id,
        fiscal_year
    from {{ ref('dim_document') }}
),

functions as (
    select id from {{ ref('dim_function_subject') }}
    where is_listed
),

source_tables as (
    select
        purpose,
        table_kind,
        cast(preference as integer) as preference
    from {{ ref('source_tables') }}
),

usable as (
    select
        leaves.*,
        source_tables.purpose,
        source_tables.preference
    from leaves
    inner join source_tables on leaves.table_kind = source_tables.table_kind
    left join functions on leaves.function_subject_id = functions.id
    where
        (
            source_tables.purpose = 'expenditure'
            and leaves.carryover = 'current_year'
            and coalesce(leaves.side, 'expenditure') = 'expenditure'
            and functions.id is not null
        )
        or (
            source_tables.purpose = 'receipts'
            and leaves.measure_code = 'receipts'
            and leaves.fund_source is not null
            and leaves.carryover in ('current_year', 'opening', 'reserves')
            and coalesce(leaves.side, 'receipts') = 'receipts'
        )
),

added_up as (
    select
        document_id,
        table_no,
        purpose,
        preference,
        sum(amount_cny) as amount_cny,
        sum(rounding_cny) as rounding_cny
    from usable
    group by document_id, table_no, purpose, preference
),

totals as (
    select
        figures.document_id,
        figures.table_no,
        figures.amount_cny,
        figures.rounding_cny,
        figures.row_extent,
        case when figures.measure_code = 'receipts' then 'receipts' else 'expenditure' end as purpose
    from figures
    inner join documents
        on figures.document_id = documents.document_id and figures.reference_year = documents.fiscal_year
    where
        figures.comparison = 'level'
        -- Where units head the table instead of a total, they are what it states.
        and (
            figures.row_extent = 'whole'
            or (
                figures.is_total
                and figures.parent_row_no is null
                and figures.agency_id is not null
                and figures.function_subject_id is null
            )
        )
        and (
            -- A total may count what is carried over to the next year, also where there is none.
            (figures.measure_code = 'total' and figures.carryover in ('current_year', 'all'))
            or (figures.measure_code = 'receipts' and coalesce(figures.side, 'receipts') = 'receipts')
        )
),

stated as (
    select
        document_id,
        table_no,
        purpose,
        amount_cny,
        rounding_cny
    from totals
    where row_extent = 'whole'

    union all

    -- Units that head a table state its total together.
    select
        document_id,
        table_no,
        purpose,
        sum(amount_cny) as amount_cny,
        max(rounding_cny) as rounding_cny
    from totals
    group by document_id, table_no, purpose
    having count(*) filter (where row_extent = 'whole') = 0
),

compared as (
    select
        added_up.document_id,
        added_up.table_no,
        added_up.purpose,
        added_up.preference,
        added_up.amount_cny,
        abs(added_up.amount_cny - stated.amount_cny) <= added_up.rounding_cny + stated.rounding_cny as is_equal,
        stated.amount_cny as stated_cny
    from added_up
    left join stated
        on
            added_up.document_id = stated.document_id
            and added_up.table_no = stated.table_no
            and added_up.purpose = stated.purpose
),

judged as (
    select
        document_id,
        table_no,
        purpose,
        preference,
        amount_cny,
        coalesce(max(stated_cny) filter (where is_equal), max(stated_cny)) as stated_cny,
        coalesce(bool_or(is_equal), false) as adds_up
    from compared
    group by document_id, table_no, purpose, preference, amount_cny
),

ranked as (
    select
        *,
        row_number() over (
            partition by document_id, purpose
            order by adds_up desc, amount_cny desc, preference asc, table_no asc
        ) as choice
    from judged
)

select
    document_id,
    purpose,
    table_no,
    amount_cny,
    stated_cny,
    adds_up
from ranked
where choice = 1
