"""Bringing an assay's tables and the key to one number per item: distinct contents, as tables of integers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.key import AnswerKey
from leakassay.exercise.scoring.codebook import Codebook
from leakassay.exercise.scoring.ledger import Ledger, ledger
from leakassay.exercise.scoring.source import Tables

VALUE_KINDS = (
    "nhs_number", "chi_number", "surname", "forename", "date_of_birth", "sex", "postcode", "address", "hospital_number",
    "gp_practice",
)  # fmt: skip
"""Columns of a sighting that are compared value by value."""
EVENT_COLUMNS = ("test_name", "test_class", "status", "controller", "client_code")


@dataclass(frozen=True)
class Aligned:
    """Both sides with a column `place` (the row of `ledger.contents`); rows of no planted item are in neither.

    Every text is a number of `books`; 0 is the empty text.

    Attributes:
        ledger: the planted contents and what the assay says of each.
        books: by column name.
        sightings: of the assay, one copy per distinct content: place, `VALUE_KINDS`, subject_id.
        events: of the assay: place, `EVENT_COLUMNS`.
        mentions: NHS numbers and names that the assay found in text: place, nhs_number, name.
        key_sightings: of the key: place, `VALUE_KINDS`, person_id (int64), subject (bool).
        key_events: of the key: place, `EVENT_COLUMNS`.
    """

    ledger: Ledger
    books: Mapping[str, Codebook]
    sightings: pa.Table
    events: pa.Table
    mentions: pa.Table
    key_sightings: pa.Table
    key_events: pa.Table

    def sound(self, rows: pa.Table) -> pa.Table:
        """Returns the rows that do not stand in a damaged copy: nobody can say what must not be found there."""
        damaged = self.ledger.places_where(damaged=True)
        return rows.filter(pc.invert(pc.is_in(rows["place"], damaged))) if len(damaged) else rows


def align(tables: Tables, key: AnswerKey) -> Aligned:
    """Matches items by content hash, else by path, and keeps the copy with most sightings of each content."""
    seen = ledger(tables, key)
    books = {name: Codebook(name) for name in VALUE_KINDS} | {name: Codebook() for name in EVENT_COLUMNS}
    books["subject_id"], books["name"] = Codebook(), Codebook("surname")
    found = ("item_id", *VALUE_KINDS, "hc_number", "subject_id")
    return Aligned(
        seen,
        books,
        _coded(_one_number(placed(tables.batches("sightings", found), seen)), (*VALUE_KINDS, "subject_id"), books),
        _coded(placed(tables.batches("events", ("item_id", *EVENT_COLUMNS)), seen), EVENT_COLUMNS, books),
        _coded(_mentions(placed(tables.batches("mentions", ("item_id", "kind", "value")), seen)), _SAID, books),
        _key_sightings(key, seen, books),
        _coded(_planted(key.batches("events", ("item_path", *EVENT_COLUMNS)), seen), EVENT_COLUMNS, books),
    )


def _one_number(batches: Iterable[pa.Table]) -> Iterable[pa.Table]:
    """Puts Northern Ireland's numbers beside England's, where forms print them and the key has them."""
    for batch in batches:
        if "hc_number" not in batch.column_names:
            yield batch
            continue
        place = batch.column_names.index("nhs_number")
        printed = batch["nhs_number"].cast(pa.string())
        blank = pc.fill_null(pc.equal(printed, ""), fill_value=True)
        both = pc.if_else(blank, batch["hc_number"].cast(pa.string()), printed)
        yield batch.set_column(place, "nhs_number", both).drop_columns(["hc_number"])


_SAID = ("nhs_number", "name")
_NAMES = ("full_name", "surname", "person_name")


def _mentions(batches: Iterable[pa.Table]) -> Iterable[pa.Table]:
    for batch in batches:
        for column, kinds in (("nhs_number", ("nhs_number",)), ("name", _NAMES)):
            chosen = batch.filter(pc.is_in(batch["kind"].cast(pa.string()), pa.array(kinds)))
            yield pa.table({"place": chosen["place"], column: chosen["value"]})


def _key_sightings(key: AnswerKey, seen: Ledger, books: Mapping[str, Codebook]) -> pa.Table:
    columns = ("item_path", *VALUE_KINDS, "person_id", "subject")
    kept: list[pa.Table] = []
    people: list[pa.Table] = []
    for batch in _planted(key.batches("sightings", columns), seen):
        people.append(batch.select(["person_id", "subject"]))
        kept.append(_numbered(batch, VALUE_KINDS, books))
    empty = pa.schema([("person_id", pa.int64()), ("subject", pa.bool_())]).empty_table()
    coded, who = _joined(kept, VALUE_KINDS), pa.concat_tables([empty, *people])
    return coded.append_column("person_id", who["person_id"]).append_column("subject", who["subject"])


def placed(batches: Iterable[pa.Table], seen: Ledger) -> Iterable[pa.Table]:
    """Yields the rows of the assay whose item was chosen, with the place of its content."""
    for batch in batches:
        position = pc.index_in(batch["item_id"], value_set=seen.item_ids)
        kept = pc.is_valid(position)
        place = seen.item_places.take(position.filter(kept).combine_chunks())
        yield batch.filter(kept).append_column("place", place)


def _planted(batches: Iterable[pa.Table], seen: Ledger) -> Iterable[pa.Table]:
    """Yields the rows of the key with their place; rows of a copy are left out, its content counts once."""
    for batch in batches:
        paths = batch["item_path"].combine_chunks().dictionary_encode()
        numbers = pa.array([seen.first_place.get(path) for path in paths.dictionary.to_pylist()], pa.int32())
        place = numbers.take(paths.indices)
        kept = pc.is_valid(place)
        yield batch.filter(kept).append_column("place", place.filter(kept))


def _coded(batches: Iterable[pa.Table], names: Sequence[str], books: Mapping[str, Codebook]) -> pa.Table:
    return _joined([_numbered(batch, names, books) for batch in batches], names)


def _numbered(batch: pa.Table, names: Sequence[str], books: Mapping[str, Codebook]) -> pa.Table:
    """Returns place and one int32 column a name; a column that is not there is empty."""
    blank = pa.array(np.zeros(batch.num_rows, dtype=np.int32))
    columns = [books[name].encode(batch[name]) if name in batch.column_names else blank for name in names]
    return pa.table([batch["place"].combine_chunks(), *columns], names=["place", *names])


def _joined(pieces: list[pa.Table], names: Sequence[str]) -> pa.Table:
    schema = pa.schema([(name, pa.int32()) for name in ("place", *names)])
    return pa.concat_tables([schema.empty_table(), *pieces])
