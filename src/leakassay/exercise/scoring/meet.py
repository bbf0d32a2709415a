"""How rows of the key meet rows of the assay: both sides counted under the same columns."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.scoring.codebook import BLANK


def meet(found: pa.Table, planted: pa.Table, columns: Sequence[str]) -> pa.Table:
    """Counts both sides; a found row answers one planted row of equal `columns`.

    Returns:
        `columns` (distinct), planted, found, met (int64): how many stand on each side and how many of them pair.
    """
    sides = []
    for rows, name, other in ((planted, "planted", "found"), (found, "found", "planted")):
        counted = rows.group_by(list(columns)).aggregate([([], "count_all")])
        empty = pa.repeat(pa.scalar(0, pa.int64()), counted.num_rows)
        side = counted.select(columns).append_column(name, counted["count_all"]).append_column(other, empty)
        sides.append(side.select([*columns, "planted", "found"]))
    both = pa.concat_tables(sides).group_by(list(columns)).aggregate([("planted", "sum"), ("found", "sum")])
    both = both.select([*columns, "planted_sum", "found_sum"]).rename_columns([*columns, "planted", "found"])
    return both.append_column("met", pc.min_element_wise(both["planted"], both["found"]))


def total(table: pa.Table, column: str) -> int:
    """Returns the sum of a column, 0 of an empty one."""
    return int(pc.sum(table[column]).as_py() or 0)


def distinct(table: pa.Table, columns: Sequence[str]) -> pa.Table:
    """Returns the distinct rows of some columns."""
    return table.group_by(list(columns)).aggregate([]).select(list(columns))


def filled(table: pa.Table, column: str) -> pa.Table:
    """Returns the rows that have a value there."""
    return table.filter(pc.not_equal(table[column], BLANK))
