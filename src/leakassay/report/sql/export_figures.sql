-- in: figure  out: figures
-- Every number of the dossier with the query that made it.
select figure_id, label, value, query, tables, note
from figure
order by figure_id
