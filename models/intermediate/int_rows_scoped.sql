-- Each row with what its label, its section and the rows above it in the hierarchy say of its figures.
-- Only labels that name no subject, unit or project speak of scope: 会议费 as a subject is a key, not a measure.
with recursive table_rows as (

    select * from {{ ref('stg_table_rows') }}

),

first_keys as (

    select
        *,
        row_number() over (partition by document_id, table_no, row_no order by key_no) as position
    from {{ ref('int_keys_classified') }}

),

labels as (

    select * from {{ ref('int_labels_matched') }}
    where place = 'row'

),

own as (

    select
        table_rows.document_id,
        table_rows.table_no,
        table_rows.row_no,
        table_rows.block_no,
        table_rows.parent_row_no,
        table_rows.parent_basis,
        table_rows.is_repeat,
        table_rows.section_label,
        first_keys.entity,
        first_keys.code as row_code,
        first_keys.label as row_label,
        of_row.row_role,
        coalesce(of_row.is_of_which, false) as is_of_which,
        -- The label says which scope the row has, so it stands for the whole of that scope.
        of_row.wording is not null as row_scope_known,
        coalesce(of_row.measure_code, of_section.measure_code) as measure_code,
        coalesce(of_row.fund_source, of_section.fund_source) as fund_source,
        coalesce(of_row.carryover, of_section.carryover) as carryover
    from table_rows
    left join first_keys
        on
            table_rows.document_id = first_keys.document_id
            and table_rows.table_no = first_keys.table_no
            and table_rows.row_no = first_keys.row_no
            and first_keys.position = 1
    left join labels as of_row
        on
            {{ normalised_label(without_ordinal('first_keys.label')) }} = of_row.wording
            and (first_keys.entity = 'item' or (of_row.row_role is not null and first_keys.code is null))
    left join labels as of_section
        on {{ normalised_label(without_ordinal('table_rows.section_label')) }} = of_section.wording

),

inherited as (

    select
        own.document_id,
        own.table_no,
        own.row_no,
        own.block_no,
        own.parent_row_no,
        own.parent_basis,
        own.is_repeat,
        own.section_label,
        own.entity,
        own.row_code,
        own.row_label,
        own.row_role,
        own.is_of_which,
        own.row_scope_known,
        own.measure_code,
        own.fund_source,
        own.carryover
    from own
    where own.parent_row_no is null

    union all

    select
        own.document_id,
        own.table_no,
        own.row_no,
        own.block_no,
        own.parent_row_no,
        own.parent_basis,
        own.is_repeat,
        own.section_label,
        own.entity,
        own.row_code,
        own.row_label,
        own.row_role,
        own.is_of_which,
        own.row_scope_known,
        coalesce(own.measure_code, inherited.measure_code) as measure_code,
        coalesce(own.fund_source, inherited.fund_source) as fund_source,
        coalesce(own.carryover, inherited.carryover) as carryover
    from own
    inner join inherited
        on
            own.document_id = inherited.document_id
            and own.table_no = inherited.table_no
            and own.parent_row_no = inherited.row_no

)

select * from inherited
