"""Column counts: values, valid, distinct and candidates over all batches of a table, and its `column` rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.detect.canon import number
from leakassay.detect.canon.stamp import NO_STAMP
from leakassay.detect.emit import Rows, listed
from leakassay.detect.table import numbers
from leakassay.detect.table.rows import TableFrame, TableRows, right

MAX_DISTINCT = 3_000_000
"""Distinct values of one column that are kept for counting; beyond it the count of distinct values is a lower bound."""
MAX_HEADER = 300
"""Characters of a header that are kept."""
_LOOKUP_OF = {
    "surname": "surname",
    "forename": "forename",
    "sex": "sex",
    "full_name": "surname_of_full",
}
"""Kinds whose values are counted by another form than that of their value type."""


class Tally:
    """Counts of one table."""

    def __init__(self, frame: TableFrame) -> None:
        self.frame = frame
        self._values = [0] * len(frame.roles)
        self._valid = [0] * len(frame.roles)
        self._kept: list[list[pa.Array]] = [[] for _ in frame.roles]
        self._size = [0] * len(frame.roles)

    def add(self, rows: TableRows) -> None:
        """Count one batch."""
        for place in range(len(self.frame.roles)):
            encoded = rows.encoded(place)
            filled = int(pc.sum(pc.not_equal(pc.binary_length(rows.columns[place]), 0)).as_py() or 0)
            self._values[place] += filled
            self._valid[place] += self._passing(rows, place, filled)
            if self._size[place] < MAX_DISTINCT:
                self._kept[place].append(encoded.dictionary)
                self._size[place] += len(encoded.dictionary)

    def _passing(self, rows: TableRows, place: int, filled: int) -> int:
        kind = self.frame.roles[place].kind
        if kind in numbers.KINDS:
            return int(rows.right(place, kind).sum())
        if place in self.frame.readers:
            return int((rows.stamps(place) != NO_STAMP).sum())
        if lookup := self._lookup(kind):
            mapped = self.frame.kit.lookups[lookup].map(rows.encoded(place))
            return int(len(mapped) - mapped.null_count)
        return filled

    def _lookup(self, kind: str) -> str:
        """The lookup of a kind's canonical form; "" where it has none."""
        known = self.frame.kit.kinds.get(kind)
        return _LOOKUP_OF.get(kind) or (kind if known is not None and known.canonical is not None else "")

    def columns(self, headers: Sequence[str], table_name: str) -> Iterator[Rows]:
        """Yield the `column` rows."""
        rows = []
        for place, role in enumerate(self.frame.roles):
            row = {
                "part": self.frame.part, "table_name": table_name, "position": place,
                "header": headers[place][:MAX_HEADER], "kind": role.kind, "values": self._values[place],
                "valid": self._valid[place], "score": role.score, "reason": role.reason,
            }  # fmt: skip
            rows.append(row | self._distinct(place))
        yield from listed("column", rows)

    def _distinct(self, place: int) -> dict[str, int]:
        kept = self._kept[place]
        nothing = {"distinct": 0, "distinct_valid": 0, "candidates": 0, "candidates_valid": 0, "test_range": 0}
        if not kept:
            return nothing
        distinct = pc.unique(pa.chunked_array(kept, pa.string()))
        distinct = distinct.filter(pc.greater(pc.binary_length(distinct), 0))
        role = self.frame.roles[place]
        counts = nothing | {"distinct": len(distinct), "distinct_valid": self._distinct_valid(place, distinct)}
        return counts | _candidates(distinct, role.kind) if role.counted else counts

    def _distinct_valid(self, place: int, distinct: pa.Array) -> int:
        kind = self.frame.roles[place].kind
        if kind in numbers.KINDS:
            checked = number.check(distinct)
            return len(np.unique(checked.numbers[right(checked, kind, labelled=self.frame.roles[place].labelled)]))
        if place in self.frame.readers:
            return int((self.frame.readers[place].read(distinct) != NO_STAMP).sum())
        if lookup := self._lookup(kind):
            mapped = self.frame.kit.lookups[lookup].distinct(distinct.to_pylist())
            return int(len(mapped) - mapped.null_count)
        return len(distinct)


def _candidates(distinct: pa.Array, kind: str) -> dict[str, int]:
    """Count ten-digit values outside the test range and without equal digits, and how many pass; and the test range."""
    checked = number.check(distinct)
    shaped = number.candidates(distinct) | checked.valid
    digits = pc.replace_substring_regex(distinct, r"[^0-9]|\.0$", "")
    in_test = pc.starts_with(digits, "9").to_numpy(zero_copy_only=False)
    equal = pc.match_substring_regex(digits, "^(?:0+|1+|2+|3+|4+|5+|6+|7+|8+|9+)$").to_numpy(zero_copy_only=False)
    tried = shaped & ~in_test & ~equal
    passed = tried & (right(checked, kind, labelled=False) if kind in ("chi_number", "hc_number") else checked.valid)
    return {
        "candidates": int(tried.sum()),
        "candidates_valid": int(passed.sum()),
        "test_range": int((checked.valid & checked.test).sum()),
    }
