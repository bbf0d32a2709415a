-- in: column, place  out: check_digit
-- Of the distinct values in columns of NHS numbers, how many pass the check digit, and how many has the largest column?
with looked as (
    select
        item_id,
        kind,
        -- a column whose header says NHS number but whose values do not is judged by its ten-digit values alone
        case when kind = 'nhs_number' and $count_test then "distinct" else candidates end as tried,
        case when kind = 'nhs_number' and $count_test then distinct_valid else candidates_valid end as passed
    from "column"
    where kind = 'nhs_number'
        or regexp_matches(
            regexp_replace(lower(header), '[^a-z]+', '', 'g'), '^(patient|pat|pt)?nhs(no|nos|num|number|nbr|id)?(value)?$'
        )
)
select
    place."partition",
    count(*) as columns,
    cast(sum(looked.tried) as bigint) as tried,
    cast(sum(looked.passed) as bigint) as passed,
    cast(max(looked.tried) as bigint) as largest
from looked
join place on place.item_id = looked.item_id
where looked.tried > 0
group by place."partition"
order by place."partition"
