"""Overlap with the rolls: distinct numbers of the dump are tokenised and looked up, per partition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.attribute.roll import LoadedRoll, pair_of
from leakassay.case.shelf import Shelf
from leakassay.model import keys

AT_ONCE = 500_000
"""Distinct values tokenised at once: about 60 MB of tokens."""
ENOUGH_FOR_A_MISS = 50
"""Distinct numbers without a single hit from which an unvouched secret is doubted rather than believed."""


@dataclass(frozen=True)
class Overlap:
    """What of a partition is on the rolls, in distinct numbers.

    Attributes:
        numbers: all of them; `test` of these lie in the test range.
        hits: on a roll.
        paired: hits that stand beside a date of birth, where a roll knows dates.
        pair_hits: of these, how many stand with the date of the roll.
    """

    partition: str
    numbers: int
    test: int
    hits: int
    paired: int
    pair_hits: int


@dataclass(frozen=True)
class Comparison:
    """The rolls against the dump.

    Attributes:
        rows: one per partition with numbers; empty when no roll could be used.
        roll_size: distinct tokens of the rolls that were used.
        faults: sentences about rolls that were not.
    """

    rows: tuple[Overlap, ...] = ()
    roll_size: int = 0
    faults: tuple[str, ...] = ()


def among(secret: bytes, values: Sequence[str], wanted: pa.Array) -> pa.Array:
    """Which values have their token among the wanted ones: boolean (n,)."""
    pieces = [
        pc.is_in(pa.array(keys.tokens(secret, values[start : start + AT_ONCE]), pa.binary()), value_set=wanted)
        for start in range(0, len(values), AT_ONCE)
    ]
    return pa.concat_arrays(pieces) if pieces else pa.array([], pa.bool_())


def compare(shelf: Shelf, place: pa.Table, rolls: Sequence[LoadedRoll], *, count_test: bool) -> Comparison:
    """Count the overlap of every partition.

    Args:
        shelf: holds the sightings.
        place: which item speaks for which partition (columns item_id, partition).
        rolls: as loaded.
        count_test: False sets numbers of the test range aside.
    """
    faults = [roll.fault for roll in rolls if roll.fault]
    usable = [roll for roll in rolls if not roll.fault]
    if not usable:
        return Comparison(faults=tuple(faults))
    dumped = shelf.sql("attribute", "dumped_number", {"count_test": count_test})
    numbers: list[str] = dumped["nhs_number"].to_pylist()
    known: list[LoadedRoll] = []
    on_roll = pa.array([False] * len(numbers), pa.bool_())
    for roll in usable:
        found = among(roll.secret, numbers, roll.numbers)
        if not roll.vouched and len(numbers) >= ENOUGH_FOR_A_MISS and not pc.any(found).as_py():
            faults.append(
                f"No token of the roll '{roll.name}' fits any of {len(numbers):,} numbers, which is also what a wrong "
                "secret looks like: it was not counted as a finding; check the secret or rebuild the roll."
            )
            continue
        known.append(roll)
        on_roll = pc.or_(on_roll, found)
    if not known:
        return Comparison(faults=tuple(faults))
    hits = pa.table({"nhs_number": pc.filter(dumped["nhs_number"], on_roll)})
    pairs = _pairs(shelf, hits, known)
    rows = shelf.sql(
        "attribute", "roll_overlap", {"count_test": count_test}, {"place": place, "hit": hits, "pair": pairs}
    ).to_pylist()
    size = sum(len(roll.numbers) for roll in known)
    return Comparison(tuple(Overlap(**row) for row in rows), size, tuple(faults))


def _pairs(shelf: Shelf, hits: pa.Table, rolls: Sequence[LoadedRoll]) -> pa.Table:
    """Pairs of number and birth whose number is on a roll, and whether the pair is; none when no roll knows dates."""
    rows = shelf.sql("attribute", "dumped_pair", lent={"hit": hits})
    if not any(len(roll.pairs) for roll in rolls):
        rows = rows.slice(0, 0)
    texts = [
        pair_of(number, birth)
        for number, birth in zip(rows["nhs_number"].to_pylist(), rows["birth"].to_pylist(), strict=True)
    ]
    agrees = pa.array([False] * len(texts), pa.bool_())
    for roll in rolls:
        agrees = pc.or_(agrees, among(roll.secret, texts, roll.pairs))
    return rows.append_column("agrees", agrees)
