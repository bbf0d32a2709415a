"""Calibration: of what the assay says with a probability, the share that is right, by tenths of that probability."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.scoreboard import Row, ratio
from leakassay.exercise.scoring.align import Aligned, placed
from leakassay.exercise.scoring.codebook import BLANK
from leakassay.exercise.scoring.source import Tables

SECTION = "calibration"
KINDS = ("nhs_number", "chi_number", "date_of_birth", "hospital_number", "postcode")
"""Kinds of mentions that the key knows every planted value of."""

PEOPLE = (
    ("nhs_number",), ("chi_number",), ("hospital_number",), ("surname", "date_of_birth"), ("surname", "forename"),
    ("surname", "postcode"),
)  # fmt: skip
"""Values by which a sighting is somebody planted in the same item."""

TENTHS = 10


class Tenth(NamedTuple):
    """What was said with a probability of one tenth.

    Attributes:
        said: mean of the probabilities.
        right: how many of them were right.
        n: of how many.
    """

    said: float
    right: int
    n: int


def calibration(aligned: Aligned, tables: Tables) -> list[Row]:
    """Returns, per kind of mention and for people, what was said and what was right, and the mean gap between them.

    Damaged copies are left out; tables without scores give no rows.
    """
    asked = ("item_id", "kind", "value", "score")
    kinds: dict[str, list[tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]]] = {}
    for batch in _sound(placed(tables.batches("mentions", asked), aligned.ledger), aligned):
        for kind in KINDS:
            rows = batch.filter(pc.equal(batch["kind"].cast(pa.string()), kind))
            coded = pa.table({"place": rows["place"], kind: aligned.books[kind].encode(rows["value"])})
            kinds.setdefault(kind, []).append((_scores(rows), _among(coded, aligned.key_sightings, (kind,))))
    told = ("item_id", "score", *sorted({name for names in PEOPLE for name in names}))
    for batch in _sound(placed(tables.batches("sightings", told), aligned.ledger), aligned):
        coded = pa.table({name: aligned.books[name].encode(batch[name]) for name in told[2:]})
        coded = coded.append_column("place", batch["place"])
        met = [_among(coded, aligned.key_sightings, names) for names in PEOPLE]
        kinds.setdefault("sighting", []).append((_scores(batch), np.logical_or.reduce(met)))
    return [row for kind, pieces in kinds.items() for row in _rows(kind, _tenths(pieces))]


def _sound(batches: Iterable[pa.Table], aligned: Aligned) -> Iterator[pa.Table]:
    for batch in batches:
        if "score" in batch.column_names:
            yield aligned.sound(batch)


def _scores(rows: pa.Table) -> npt.NDArray[np.float64]:
    return np.asarray(rows["score"].to_numpy(), np.float64)


def _among(rows: pa.Table, planted: pa.Table, names: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Returns which rows stand in the key at their place with all of some values, none of which is blank."""
    mine, theirs = (_keys(side, names) for side in (rows, planted))
    there = np.isin(mine, theirs)
    for name in names:
        there &= rows[name].to_numpy() != BLANK
    return np.asarray(there, np.bool_)


def _keys(rows: pa.Table, names: Sequence[str]) -> npt.NDArray[np.void]:
    columns = [rows[name].to_numpy().astype(np.int64) for name in ("place", *names)]
    together = np.stack(columns, axis=1) if rows.num_rows else np.empty((0, len(columns)), np.int64)
    return np.ascontiguousarray(together).view([("", np.int64)] * len(columns)).reshape(-1)


def _tenths(pieces: Sequence[tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]]) -> list[Tenth]:
    scores = np.concatenate([np.asarray(score, np.float64) for score, _ in pieces])
    right = np.concatenate([met for _, met in pieces])
    bins = np.minimum((scores * TENTHS).astype(np.int64), TENTHS - 1)
    found = []
    for tenth in range(TENTHS):
        here = bins == tenth
        n = int(here.sum())
        found.append(Tenth(float(scores[here].mean()) if n else 0.0, int(right[here].sum()), n))
    return found


def _rows(kind: str, tenths: Sequence[Tenth]) -> Iterator[Row]:
    whole = sum(tenth.n for tenth in tenths)
    if not whole:
        return
    gap = sum(abs(tenth.said * tenth.n - tenth.right) for tenth in tenths) / whole
    yield Row(SECTION, f"{kind}: mean gap", gap, whole)
    for number, tenth in enumerate(tenths):
        if tenth.n:
            label = f"{kind}: {number / TENTHS:.1f} to {(number + 1) / TENTHS:.1f}"
            yield Row(SECTION, f"{label} said", tenth.said, tenth.n)
            yield Row(SECTION, f"{label} right", ratio(tenth.right, tenth.n), tenth.n)
