"""Rows under roles: one batch of a table with what its columns are held for; each column encoded and checked once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.detect.canon import number
from leakassay.detect.canon.lookup import blank_to_null, encode
from leakassay.detect.canon.stamp import StampReader
from leakassay.detect.table.role import Role
from leakassay.detect.warm import Kit


class TableFrame:
    """What stays the same over all batches of one table.

    Attributes:
        roles: one per column.
        kit: tools of the process.
        part: sheet or path inside the item.
    """

    def __init__(self, roles: Sequence[Role], kit: Kit, part: str) -> None:
        self.roles = tuple(roles)
        self.kit = kit
        self.part = part
        self.readers = {place: StampReader(role.form) for place, role in enumerate(roles) if role.form is not None}

    def places(self, kind: str) -> list[int]:
        """Return the columns of a kind, the surest first."""
        found = [place for place, role in enumerate(self.roles) if role.kind == kind]
        return sorted(found, key=lambda place: (-self.roles[place].score, place))

    def place(self, kind: str) -> int:
        """Return the surest column of a kind, -1 when there is none."""
        return next(iter(self.places(kind)), -1)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Kinds that stand in the table."""
        return frozenset(role.kind for role in self.roles)


class TableRows:
    """One batch.

    Attributes:
        frame: of its table.
        columns: string arrays without nulls ("" where there was one), trimmed where the frame says so.
        first_row: number of the first row.
    """

    def __init__(self, frame: TableFrame, columns: Sequence[pa.Array], first_row: int) -> None:
        self.frame = frame
        self.first_row = first_row
        self.columns = [
            pc.utf8_trim_whitespace(column) if role.trim else column
            for column, role in zip(columns, frame.roles, strict=True)
        ]
        self._encoded: dict[int, pa.DictionaryArray] = {}
        self._checked: dict[int, number.Checked] = {}
        self._stamps: dict[int, npt.NDArray[np.int64]] = {}

    @property
    def count(self) -> int:
        """Rows in the batch."""
        return len(self.columns[0]) if self.columns else 0

    @property
    def numbers(self) -> pa.Array:
        """Row numbers, int64 (n,)."""
        return pa.array(np.arange(self.first_row, self.first_row + self.count, dtype=np.int64))

    def encoded(self, place: int) -> pa.DictionaryArray:
        """Return a column dictionary-encoded."""
        if place not in self._encoded:
            self._encoded[place] = encode(self.columns[place])
        return self._encoded[place]

    def checked(self, place: int) -> number.Checked:
        """Return a column of health numbers after the check digit."""
        if place not in self._checked:
            self._checked[place] = number.check(number.unwrapped(self.columns[place]))
        return self._checked[place]

    def right(self, place: int, kind: str) -> npt.NDArray[np.bool_]:
        """Return which values of a column are health numbers of its kind: check digit and range, (n,)."""
        return right(self.checked(place), kind, labelled=self.frame.roles[place].labelled)

    def stamps(self, place: int) -> npt.NDArray[np.int64]:
        """Return a date column in seconds since 1970 (n,), `NO_STAMP` where there is no plausible date."""
        if place not in self._stamps:
            self._stamps[place] = self.frame.readers[place].read(self.columns[place])
        return self._stamps[place]

    def printed(self, kind: str) -> pa.Array | None:
        """Return the surest column of a kind as printed, blanks as nulls; None when the table has none."""
        place = self.frame.place(kind)
        return None if place < 0 else blank_to_null(self.columns[place])

    def mapped(self, kind: str, lookup: str) -> pa.Array | None:
        """Return the surest column of a kind under a lookup of the kit; None when the table has none."""
        place = self.frame.place(kind)
        return None if place < 0 else self.frame.kit.lookups[lookup].map(self.encoded(place))

    def stamped(self, kind: str) -> npt.NDArray[np.int64] | None:
        """Return the stamps of the surest column of a date kind; None when the table has none."""
        place = self.frame.place(kind)
        return None if place < 0 or place not in self.frame.readers else self.stamps(place)


def right(checked: number.Checked, kind: str, *, labelled: bool) -> npt.NDArray[np.bool_]:
    """Return which checked values lie in a range of their kind.

    Args:
        checked: a column after the check digit.
        kind: of health number.
        labelled: True when the header says so; then an NHS number may lie in a range that nobody issues.
    """
    mask = {"nhs_number": checked.nhs, "chi_number": checked.chi, "hc_number": checked.hc}[kind] & checked.valid
    return np.asarray(mask | checked.unissued if labelled and kind == "nhs_number" else mask)


def plain_strings(column: Any) -> pa.Array:
    """Return a string column of any Arrow make as `string` without nulls and without an offset into foreign buffers."""
    text = column if pa.types.is_string(column.type) else column.cast(pa.string())
    return pc.fill_null(text, "") if text.null_count else text
