"""Recall and precision of clinical events per test class, of their status, and of their controllers."""

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.scoreboard import Row, ratio, recall_precision
from leakassay.exercise.scoring.align import Aligned, hits, text_of


def by_class(aligned: Aligned) -> list[Row]:
    """Returns, per test class, recall and precision: one found event answers one planted event of its item."""
    found, planted = (_text(side, ["test_class"]) for side in (aligned.events, aligned.key_events))
    classes = sorted(set(pc.unique(planted["test_class"]).to_pylist()))
    rows: list[Row] = []
    for name in classes:
        one, other = (side.filter(pc.equal(side["test_class"], name)) for side in (found, planted))
        counts = (hits(one, other, ["place", "test_class"]), other.num_rows, one.num_rows)
        rows += recall_precision("test classes", name, counts)
    matched = hits(found, planted, ["place"])
    return [*rows, *recall_precision("test classes", "any event", (matched, planted.num_rows, found.num_rows))]


def by_status(aligned: Aligned) -> list[Row]:
    """Returns, per true status, the share of planted events found with the same class and status in the same item."""
    columns = ["place", "test_class", "status"]
    found, planted = (_text(side, columns[1:]) for side in (aligned.events, aligned.key_events))
    rows = []
    for name in ("requested", "resulted", "negated"):
        one, other = (side.filter(pc.equal(side["status"], name)) for side in (found, planted))
        rows.append(Row("status", f"{name} recall", ratio(hits(one, other, columns), other.num_rows), other.num_rows))
    return rows


def controllers(aligned: Aligned) -> list[Row]:
    """Returns how many events are mapped at all, and how many of those mapped went to the right controller."""
    if "controller" not in aligned.events.column_names:
        return [Row("controllers", "accuracy", None, 0)]
    found, planted = (_text(side, ["controller"]) for side in (aligned.events, aligned.key_events))
    unmapped = pc.is_in(pc.utf8_upper(found["controller"]), pa.array(["", "UNMAPPED"]))
    mapped = found.filter(pc.invert(unmapped))
    right = hits(mapped, planted, ["place", "controller"])
    return [
        Row("controllers", "accuracy of mapped events", ratio(right, mapped.num_rows), mapped.num_rows),
        Row("controllers", "recall of planted events", ratio(right, planted.num_rows), planted.num_rows),
    ]


def _text(table: pa.Table, names: list[str]) -> pa.Table:
    columns = [table["place"], *(text_of(table[name]) for name in names)]
    return pa.table(columns, names=["place", *names])
