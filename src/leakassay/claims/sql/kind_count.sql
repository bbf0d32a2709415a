-- in: sighting, mention, column  out: kind_count
-- How often was a kind of value found: with people, in free text and business papers, as a column?
select
    (
        select count(*)
        from sighting
        where case $kind
            when 'nhs_number' then nhs_number is not null
            when 'chi_number' then chi_number is not null
            when 'hc_number' then hc_number is not null
            when 'hospital_number' then hospital_number is not null
            when 'surname' then surname is not null
            when 'forename' then forename is not null
            when 'name' then surname is not null or forename is not null
            when 'date_of_birth' then date_of_birth is not null
            when 'address' then address is not null
            when 'postcode' then postcode is not null
            when 'telephone' then telephone is not null
            when 'email' then email is not null
            when 'gp_practice' then gp_practice is not null
            else false
        end
    ) as sightings,
    (select count(*) from mention where kind = $kind) as mentions,
    (select count(*) from "column" where kind = $kind and valid > 0) as columns
