"""Bringing an assay's tables and the key to one name per item: distinct contents, named by the key's path."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.key import AnswerKey

VALUE_KINDS = ("nhs_number", "surname", "forename", "date_of_birth", "sex", "postcode", "address", "hospital_number",
               "gp_practice")  # fmt: skip
"""Columns of a sighting that are compared value by value."""
_EVENT_COLUMNS = ("test_name", "test_class", "status", "controller", "client_code")


@dataclass(frozen=True)
class Aligned:
    """Both sides with a column `place` (the key's item_path); rows that belong to no planted item are in neither.

    Attributes:
        sightings, events: of the assay, one copy per distinct content; `VALUE_KINDS` are comparable text, never null.
        outcomes: place, outcome and format as the assay says them.
        key_sightings, key_events: of the key, the same way.
        strangers: sightings of the assay in items that hold no planted person (all of them false).
    """

    sightings: pa.Table
    events: pa.Table
    outcomes: pa.Table
    key_sightings: pa.Table
    key_events: pa.Table
    strangers: int


def align(tables: Mapping[str, pa.Table], key: AnswerKey) -> Aligned:
    """Matches items by content hash, else by path, and keeps the copy with most sightings of each content."""
    outcomes = _places(tables["items"], key, tables["sightings"])
    chosen = outcomes.select(["item_id", "place"])
    sightings = _comparable(_placed(tables["sightings"], chosen, (*VALUE_KINDS, "subject_id")))
    planted = pc.unique(key.sightings["item_path"])
    strangers = sightings.filter(pc.invert(pc.is_in(sightings["place"], planted))).num_rows
    key_sightings = _comparable(_named(key.sightings, (*VALUE_KINDS, "person_id", "subject")))
    key_events = _named(key.events, _EVENT_COLUMNS)
    return Aligned(
        sightings,
        _placed(tables["events"], chosen, _EVENT_COLUMNS),
        outcomes.drop_columns(["item_id"]),
        key_sightings,
        key_events,
        strangers,
    )


def places(items: pa.Table) -> dict[str, str]:
    """Returns for each item_path of a key the path under which its content first stands.

    What lies inside a copy is a copy, also where nobody can hash it, as a sealed member of a copied archive.
    """
    first: dict[str, str] = {}
    found: dict[str, str] = {}
    for row in items.select(["item_path", "sha256", "duplicate_of"]).to_pylist():
        container, _, name = row["item_path"].rpartition("!/")
        place = row["duplicate_of"] or row["item_path"]
        if row["sha256"]:
            place = first.setdefault(row["sha256"], place)
        elif container:
            place = f"{found.get(container, container)}!/{name}"
        found[row["item_path"]] = place
    return found


def text_of(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Returns a column as text without nulls; dates become ISO."""
    return pc.fill_null(column.cast(pa.string()), "")


def hits(found: pa.Table, planted: pa.Table, columns: list[str]) -> int:
    """Returns how many planted rows are matched by a found row of equal `columns`, each found row used once."""
    counted = planted.group_by(columns).aggregate([([], "count_all")])
    other = found.group_by(columns).aggregate([([], "count_all")]).rename_columns([*columns, "found"])
    both = counted.join(other, keys=columns, join_type="inner")
    return int(pc.sum(pc.min_element_wise(both["count_all"], both["found"])).as_py() or 0)


def distinct(table: pa.Table, columns: list[str]) -> pa.Table:
    """Returns the distinct rows of some columns."""
    return table.group_by(columns).aggregate([])


def _places(items: pa.Table, key: AnswerKey, sightings: pa.Table) -> pa.Table:
    """Returns item_id, place, outcome and format of the assay's items, one per planted content."""
    by_path = places(key.items)
    hashes = zip(key.items["sha256"].to_pylist(), key.items["item_path"].to_pylist(), strict=True)
    first = {digest: by_path[path] for digest, path in hashes if digest}
    counted = sightings.group_by("item_id").aggregate([([], "count_all")])
    weight = dict(zip(counted["item_id"].to_pylist(), counted["count_all"].to_pylist(), strict=True))
    best: dict[str, tuple[int, object, dict[str, object]]] = {}
    for row in items.select(["item_id", "item_path", "sha256", "outcome", "format"]).to_pylist():
        found = first.get(_hex(row["sha256"])) or by_path.get(row["item_path"] or "")
        if found is None:
            continue
        count = weight.get(row["item_id"], 0)
        if found not in best or count > best[found][0]:
            best[found] = (count, row["item_id"], row)
    rows = [
        {"item_id": item, "place": place, "outcome": str(row["outcome"]), "format": str(row["format"])}
        for place, (_, item, row) in sorted(best.items())
    ]
    fields = [("place", pa.string()), ("outcome", pa.string()), ("format", pa.string())]
    return pa.Table.from_pylist(rows, pa.schema([items.schema.field("item_id"), *fields]))


def _hex(digest: object) -> str:
    return digest.hex() if isinstance(digest, bytes) else str(digest or "")


def _placed(table: pa.Table, chosen: pa.Table, names: Sequence[str]) -> pa.Table:
    """Returns the named columns (those that exist) of the rows whose item was chosen, with the item's place."""
    position = pc.index_in(table["item_id"], value_set=chosen["item_id"].combine_chunks())
    kept = pc.is_valid(position)
    rows = table.select([name for name in names if name in table.column_names]).filter(kept)
    return rows.append_column("place", chosen["place"].take(position.filter(kept)))


def _named(table: pa.Table, names: Sequence[str]) -> pa.Table:
    return table.select(list(names)).append_column("place", table["item_path"])


def _comparable(table: pa.Table) -> pa.Table:
    for name in VALUE_KINDS:
        if name not in table.column_names:
            table = table.append_column(name, pa.nulls(table.num_rows, pa.string()))
        text = pc.utf8_trim_whitespace(pc.utf8_upper(text_of(table[name])))
        if name in {"nhs_number", "postcode"}:
            text = pc.replace_substring(text, " ", "")
        if name == "sex":
            # F, female and FEMALE say the same
            text = pc.utf8_slice_codeunits(text, 0, 1)
        table = table.set_column(table.column_names.index(name), name, text)
    return table
