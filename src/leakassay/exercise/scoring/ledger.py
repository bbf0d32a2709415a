"""The planted contents, each once, beside what the assay's ledger says of them."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.key import AnswerKey
from leakassay.exercise.scoring.source import Tables, rows

DAMAGED = frozenset({"truncated", "malformed"})
"""Reasons of the key: a copy that broke off somewhere; what must not be found in it cannot be said."""
OPENED = ("read", "read_partly")


@dataclass(frozen=True)
class Content:
    """One planted content.

    Attributes:
        path: of its first copy, as the key names it.
        partition: top-level folder.
        format, outcome, reason: what it truly is and what a careful reader must report.
        leaf: nothing lies in it.
        damaged: a copy that broke off.
        said, why: outcome and reason of the assay; empty where its ledger does not list the content.
        named: the person whose name stands in the file name, else None.
    """

    path: str
    partition: str
    format: str
    outcome: str
    reason: str
    leaf: bool
    damaged: bool
    said: str = ""
    named: int | None = None
    why: str = ""

    @property
    def opened(self) -> bool:
        """Whether the assay says that it read it, wholly or partly; a search for text in it is no reading."""
        return self.said in OPENED and self.why != "strings_only"


@dataclass(frozen=True)
class Ledger:
    """Contents by their place, and the way from both sides to it.

    Attributes:
        contents: by place.
        first_place: path of a first copy in the key → place.
        item_ids, item_places: the assay's items that stand for a content, and its place (int32).
        strangers: items of the assay that the key does not list.
    """

    contents: tuple[Content, ...]
    first_place: dict[str, int]
    item_ids: pa.Array
    item_places: pa.Array
    strangers: int

    def places_where(self, **wanted: object) -> pa.Array:
        """Returns the places (int32) of contents whose attributes are as named."""
        found = (
            place
            for place, content in enumerate(self.contents)
            if all(getattr(content, name) == value for name, value in wanted.items())
        )
        return pa.array(found, pa.int32())

    @property
    def formats(self) -> list[str]:
        """Returns the true formats, sorted."""
        return sorted({content.format for content in self.contents})

    def by_format(self, table: pa.Table, column: str | None = None) -> dict[str, int]:
        """Returns the rows, or the sum of a column, of each true format."""
        number = {name: position for position, name in enumerate(self.formats)}
        formats = np.array([number[content.format] for content in self.contents], dtype=np.int64)
        place = table["place"].to_numpy()
        weights: npt.NDArray[np.int64] | None = table[column].to_numpy() if column else None
        sums = np.bincount(formats[place], weights=weights, minlength=len(number))
        return {name: int(sums[position]) for name, position in number.items()}


def places(items: pa.Table) -> dict[str, str]:
    """Returns for each item_path of a key the path under which its content first stands.

    What lies inside a copy is a copy, also where nobody can hash it, as a sealed member of a copied archive.
    """
    first: dict[str, str] = {}
    found: dict[str, str] = {}
    for row in items.select(["item_path", "sha256", "duplicate_of"]).to_pylist():
        container, _, name = row["item_path"].rpartition("!/")
        place = row["duplicate_of"] or row["item_path"]
        if row["sha256"]:
            place = first.setdefault(row["sha256"], place)
        elif container:
            place = f"{found.get(container, container)}!/{name}"
        found[row["item_path"]] = place
    return found


def ledger(tables: Tables, key: AnswerKey) -> Ledger:
    """Matches the items of both sides by content hash, else by path; of copies the one with most sightings stands."""
    by_path = places(key.items)
    numbers = {path: number for number, path in enumerate(dict.fromkeys(by_path.values()))}
    hashes = zip(key.items["sha256"].to_pylist(), key.items["item_path"].to_pylist(), strict=True)
    by_hash = {digest: by_path[path] for digest, path in hashes if digest}
    weight = _sightings_of(tables)
    best: dict[int, tuple[int, object, tuple[str, str]]] = {}
    strangers = 0
    for row in rows(tables, "items", ("item_id", "item_path", "sha256", "outcome", "reason")):
        path = by_hash.get(_hex(row["sha256"])) or by_path.get(str(row["item_path"] or ""))
        if path is None:
            strangers += 1
            continue
        place, count = numbers[path], weight[row["item_id"]]
        if place not in best or count > best[place][0]:
            best[place] = (count, row["item_id"], (str(row["outcome"]), str(row.get("reason") or "")))
    said = {place: outcome for place, (_, _, outcome) in best.items()}
    ids = [item for _, (_, item, _) in sorted(best.items())]
    return Ledger(
        _contents(key.items, by_path, numbers, said),
        numbers,
        # an assay may number its items or name them
        pa.array(ids) if ids else pa.array([], pa.string()),
        pa.array(sorted(best), pa.int32()),
        strangers,
    )


def _sightings_of(tables: Tables) -> Counter[object]:
    counted: Counter[object] = Counter()
    for batch in tables.batches("sightings", ("item_id",)):
        for entry in pc.value_counts(batch["item_id"]).to_pylist():
            counted[entry["values"]] += entry["counts"]
    return counted


def _contents(
    items: pa.Table, by_path: dict[str, str], numbers: dict[str, int], said: dict[int, tuple[str, str]]
) -> tuple[Content, ...]:
    containers = {path.rsplit("!/", 1)[0] for path in numbers if "!/" in path}
    found: dict[int, Content] = {}
    for row in items.select(["item_path", "partition", "format", "outcome", "reason", "named_person"]).to_pylist():
        place = numbers[by_path[row["item_path"]]]
        if place in found:
            continue
        path = by_path[row["item_path"]]
        found[place] = Content(
            path, row["partition"], row["format"], row["outcome"], row["reason"],
            path not in containers, row["reason"] in DAMAGED, said.get(place, ("", ""))[0], row["named_person"],
            said.get(place, ("", ""))[1],
        )  # fmt: skip
    return tuple(found[place] for place in range(len(numbers)))


def _hex(digest: object) -> str:
    return digest.hex() if isinstance(digest, bytes) else str(digest or "")
