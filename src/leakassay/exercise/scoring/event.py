"""Recall and precision of clinical events per test class, of their status, and of their controllers.

Names that the shipped catalogue knows and names that it does not know are scored apart: the first say how well the
assay reads, the second what a laboratory with names of its own must add to the catalogue.
"""

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.scoreboard import Row, ratio, recall_precision
from leakassay.exercise.scoring.align import Aligned, hits, text_of
from leakassay.reference import test_catalogue

SHIPPED, FOREIGN = "names the catalogue ships", "names it does not ship"
_STATUSES = ("requested", "resulted", "negated")


def by_class(aligned: Aligned) -> list[Row]:
    """Returns, per test class, recall and precision: one found event answers one planted event of its item.

    Of names that the catalogue does not ship the board says how many were found as events at all, and in which class.
    """
    found, planted = (_text(side, ["test_name", "test_class"]) for side in (aligned.events, aligned.key_events))
    ours, foreign = (_shipped(side) for side in (found, planted))
    rows: list[Row] = []
    known, told = planted.filter(foreign), found.filter(ours)
    for name in sorted(set(pc.unique(planted["test_class"]).to_pylist())):
        one, other = (side.filter(pc.equal(side["test_class"], name)) for side in (told, known))
        counts = (hits(one, other, ["place", "test_class"]), other.num_rows, one.num_rows)
        rows += recall_precision(f"test classes, {SHIPPED}", name, counts)
    strange, other = planted.filter(pc.invert(foreign)), found.filter(pc.invert(ours))
    for measure, columns in (("found as events", ["place"]), ("class recognised", ["place", "test_class"])):
        share = ratio(hits(other, strange, columns), strange.num_rows)
        rows.append(Row(f"test classes, {FOREIGN}", measure, share, strange.num_rows))
    matched = hits(found, planted, ["place"])
    return [*rows, *recall_precision("test classes", "any event", (matched, planted.num_rows, found.num_rows))]


def by_status(aligned: Aligned) -> list[Row]:
    """Returns, per true status, the share of planted events found with the same status (and class) in the same item."""
    found, planted = (
        _text(side, ["test_name", "test_class", "status"]) for side in (aligned.events, aligned.key_events)
    )
    sides = (_shipped(found), _shipped(planted))
    # a class that nobody ships cannot be asked for
    return [
        *_status_rows(SHIPPED, found.filter(sides[0]), planted.filter(sides[1]), ["place", "test_class", "status"]),
        *_status_rows(
            FOREIGN, found.filter(pc.invert(sides[0])), planted.filter(pc.invert(sides[1])), ["place", "status"]
        ),
    ]


def controllers(aligned: Aligned) -> list[Row]:
    """Returns how many of the events mapped went to the right controller, and how many of those planted did.

    A record that names no client of the profile (another laboratory's code table, a letter) can only be guessed at, and
    belongs under UNMAPPED: recall is printed for the others, and over all.
    """
    if "controller" not in aligned.events.column_names:
        return [Row("controllers", "accuracy", None, 0)]
    found = _text(aligned.events, ["controller"])
    planted = _text(aligned.key_events, ["controller", "client_code"])
    unmapped = pc.is_in(pc.utf8_upper(found["controller"]), pa.array(["", "UNMAPPED"]))
    mapped = found.filter(pc.invert(unmapped))
    clients = {client.code for client in OURS.clients} | {client.ods_code for client in OURS.clients}
    named = planted.filter(pc.is_in(planted["client_code"], pa.array(sorted(clients))))
    columns = ["place", "controller"]
    right, right_named = hits(mapped, planted, columns), hits(mapped, named, columns)
    return [
        Row("controllers", "accuracy of mapped events", ratio(right, mapped.num_rows), mapped.num_rows),
        Row("controllers", "recall where the record names a client of ours", ratio(right_named, named.num_rows),
            named.num_rows),
        Row("controllers", "recall of planted events", ratio(right, planted.num_rows), planted.num_rows),
    ]  # fmt: skip


def _status_rows(names: str, found: pa.Table, planted: pa.Table, columns: list[str]) -> list[Row]:
    rows = []
    for status in _STATUSES:
        one, other = (side.filter(pc.equal(side["status"], status)) for side in (found, planted))
        share = ratio(hits(one, other, columns), other.num_rows)
        rows.append(Row(f"status, {names}", f"{status} recall", share, other.num_rows))
    return rows


def _shipped(events: pa.Table) -> pa.ChunkedArray:
    """Returns which events bear a name of the shipped catalogue; an event without a name was told by its code."""
    names = pc.unique(events["test_name"]).to_pylist()
    known = [name for name in names if not name or test_catalogue.classify_names([name])[name] is not None]
    return pc.is_in(events["test_name"], pa.array(known, pa.string()))


def _text(table: pa.Table, names: list[str]) -> pa.Table:
    columns = [
        table["place"],
        *(text_of(table[name]) if name in table.column_names else pa.array([""] * table.num_rows) for name in names),
    ]
    return pa.table(columns, names=["place", *names])
