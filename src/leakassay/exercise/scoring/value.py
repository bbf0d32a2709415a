"""Recall and precision of identifying values, per kind of value and per format."""

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.key import AnswerKey
from leakassay.exercise.scoreboard import Row, ratio, recall_precision
from leakassay.exercise.scoring.align import VALUE_KINDS, Aligned, distinct, hits

STRONG = ("nhs_number", "surname", "date_of_birth")
"""The kinds that are pooled for the comparison of formats."""


def by_kind(aligned: Aligned) -> list[Row]:
    """Returns, per kind of value, recall and precision over distinct (item, value), and recall over every record."""
    rows: list[Row] = []
    for kind in VALUE_KINDS:
        planted, found = (_filled(side, kind) for side in (aligned.key_sightings, aligned.sightings))
        columns = ["place", kind]
        counts = _counts(found, planted, columns)
        rows += recall_precision("values", kind, counts)
        rows.append(
            Row(
                "values",
                f"{kind} recall of records",
                ratio(hits(found, planted, columns), planted.num_rows),
                planted.num_rows,
            )
        )
    rows.append(
        Row("values", "sightings in items without people", float(aligned.strangers), aligned.sightings.num_rows)
    )
    return rows


def by_format(aligned: Aligned, key: AnswerKey) -> list[Row]:
    """Returns, per true format of the item, recall and precision of the strong kinds together."""
    formats = key.items.select(["item_path", "format"]).rename_columns(["place", "true_format"])
    totals: dict[str, list[int]] = {}
    for kind in STRONG:
        columns = ["place", kind]
        sides = [distinct(_filled(side, kind), columns) for side in (aligned.sightings, aligned.key_sightings)]
        both = sides[1].join(sides[0], keys=columns, join_type="inner")
        for position, side in enumerate((both, sides[1], sides[0])):
            counted = side.join(formats, keys="place").group_by("true_format").aggregate([([], "count_all")])
            for row in counted.to_pylist():
                totals.setdefault(row["true_format"], [0, 0, 0])[position] += row["count_all"]
    return [
        row
        for name in sorted(totals)
        for row in recall_precision("formats", name, (totals[name][0], totals[name][1], totals[name][2]))
    ]


def _filled(table: pa.Table, kind: str) -> pa.Table:
    return table.filter(pc.not_equal(table[kind], "")).select(["place", kind])


def _counts(found: pa.Table, planted: pa.Table, columns: list[str]) -> tuple[int, int, int]:
    left, right = distinct(found, columns), distinct(planted, columns)
    return hits(left, right, columns), right.num_rows, left.num_rows
