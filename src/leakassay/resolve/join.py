"""Sightings to persons: exact signatures, then probable links, then membership counted three ways."""

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa

from leakassay.case.shelf import Shelf
from leakassay.resolve import linkage
from leakassay.resolve.cluster import Link, place
from leakassay.resolve.rule import ALIKE, BLOCK_LIMIT, NEAR, YEARS, Facts
from leakassay.values.person_name import PLACEHOLDERS, TEST_PATIENT

_LINK: Final = pa.schema(
    [("part_l", pa.uint64()), ("part_r", pa.uint64()), ("probability", pa.float64()), ("firm", pa.bool_())]
)
_MERGE: Final = pa.schema(
    [("part_id", pa.uint64()), ("subject", pa.uint64()), ("loose", pa.uint64()), ("probability", pa.float64())]
)
_NEAR: Final = pa.schema([("signature_id", pa.uint64()), ("part_id", pa.uint64())])


def members(shelf: Shelf) -> tuple[pa.Table, pa.Table]:
    """Say whose each sighting is.

    Args:
        shelf: holds `sighting`.

    Returns:
        `part` (one row per distinct signature, see `sql/part.sql`) and `member` (one row per sighting that carries
        something that identifies, see `sql/member.sql`); other sightings are fragments and have no row.
    """
    signature = shelf.sql("resolve", "signature", {"placeholders": sorted(PLACEHOLDERS), "trial": TEST_PATIENT})
    keyed = shelf.sql("resolve", "keyed", {"alike": ALIKE, "years": YEARS}, {"signature": signature})
    part = shelf.sql("resolve", "part", lent={"keyed": keyed})
    near = shelf.sql("resolve", "near", lent={"part": part, "signature": signature}).cast(_NEAR)
    lent = {"signature": signature, "part": part, "near": near, "merge": _merge(shelf, part)}
    return part, shelf.sql("resolve", "member", {"near": NEAR}, lent)


def _merge(shelf: Shelf, part: pa.Table) -> pa.Table:
    """Parts that a link touches, each with its subject and its loose cluster."""
    links = pa.concat_tables([_linked(shelf, part), shelf.sql("resolve", "grey", lent={"part": part}).cast(_LINK)])
    if not links.num_rows:
        return _MERGE.empty_table()
    touched = pa.table({"part_id": pa.concat_arrays(_chunks(links["part_l"]) + _chunks(links["part_r"])).unique()})
    known = shelf.sql("resolve", "fact", lent={"part": part, "touched": touched}).to_pylist()
    placed = place((Link(*row.values()) for row in links.to_pylist()), {row["part_id"]: _facts(row) for row in known})
    return pa.Table.from_pylist(
        [
            {"part_id": name, "subject": where.subject, "loose": where.loose, "probability": where.probability}
            for name, where in placed.items()
        ],
        schema=_MERGE,
    )


def _linked(shelf: Shelf, part: pa.Table) -> pa.Table:
    face = shelf.sql("resolve", "face", {"limit": BLOCK_LIMIT}, {"part": part})
    pair = linkage.score(shelf, face)
    if not pair.num_rows:
        return _LINK.empty_table()
    return shelf.sql("resolve", "link", {"alike": ALIKE, "years": YEARS}, {"pair": pair, "face": face}).cast(_LINK)


def _facts(row: dict[str, Any]) -> Facts:
    births, names = (frozenset([frozenset(row[key])]) if row[key] else frozenset() for key in ("births", "names"))
    return Facts(frozenset(row["numbers"] or ()), births, names)


def _chunks(column: pa.ChunkedArray) -> list[pa.Array]:
    return list(column.chunks)
