"""The totals of a rehearsal, counted from the key while it is written: what each claim is judged against."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.leak.key_table import KeyWriter

_CONTAINERS = ("zip", "gzip", "tar")


def tally(items: pa.Table, key: KeyWriter) -> dict[str, Any]:
    """Returns the counts of a leak.

    Duplicates count as files and bytes, but their records, people and events count once.
    """
    top = pc.invert(pc.match_substring(items["item_path"], "!/"))
    leaf = pc.invert(pc.is_in(items["format"], pa.array(_CONTAINERS)))
    return {
        "bytes": _sum(items.filter(top), "size_bytes"),
        "bytes_unpacked": _sum(items.filter(leaf), "size_bytes"),
        "files": items.filter(top).num_rows,
        "items": items.num_rows,
        "records": _sum(items, "sightings"),
        "events": _sum(items, "events"),
        "subjects": len(key.persons),
        "fabricated_people": len(key.fabricated),
        "newest_date": key.newest[:10],
        "test_classes": sorted(key.classes),
    }


def _sum(table: pa.Table, column: str) -> int:
    return int(pc.sum(table[column]).as_py() or 0)
