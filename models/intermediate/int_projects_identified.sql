-- Each mention of a project with its id: document and code; without a code, those of the one project of the same name
-- that has a code, else document and a hash of name and unit. Where each table names a project once, mentions of the
-- name are one project whatever its unit is called there.
with mentions as (
    select * from {{ ref('int_projects_mentioned') }}
),

coded as (
    select
        document_id,
        plain_name,
        min(project_code) as project_code
    from mentions
    where project_code is not null and plain_name is not null
    group by document_id, plain_name
    having count(distinct project_code) = 1
),

per_table as (
    select
        document_id,
        plain_name,
        table_no,
        count(distinct coalesce(unit_name, '')) as n_units
    from mentions
    where plain_name is not null
    group by document_id, plain_name, table_no
),

shared_names as (
    select
        per_table.document_id,
        per_table.plain_name,
        max(per_table.n_units) as most_units,
        count(distinct mentions.unit_name) filter (where mentions.row_no is null) as n_executors,
        min(mentions.unit_name) as unit_name
    from per_table
    inner join mentions
        on per_table.document_id = mentions.document_id and per_table.plain_name = mentions.plain_name
    group by per_table.document_id, per_table.plain_name
),

final as (
    select
        mentions.*,
        coalesce(mentions.project_code, coded.project_code) as known_code,
        case
            when mentions.project_code is not null then mentions.document_id || '-' || mentions.project_code
            when coded.project_code is not null then mentions.document_id || '-' || coded.project_code
            else
                mentions.document_id
                || '-'
                || left(
                    md5(
                        mentions.plain_name
                        || '|'
                        || coalesce(
                            case
                                when shared_names.most_units = 1 and shared_names.n_executors <= 1
                                    then shared_names.unit_name
                                else mentions.unit_name
                            end,
                            ''
                        )
                    ),
                    12
                )
        end as project_id
    from mentions
    left join coded
        on mentions.document_id = coded.document_id and mentions.plain_name = coded.plain_name
    left join shared_names
        on mentions.document_id = shared_names.document_id and mentions.plain_name = shared_names.plain_name
)

select * from final
