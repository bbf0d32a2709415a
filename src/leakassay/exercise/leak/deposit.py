"""Laying documents down in one partition of the dump, and their truth in the key."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from leakassay.exercise.leak.key_table import ITEM, KeyWriter
from leakassay.exercise.paper.document import Document

FILE_TIME = 1_717_372_800
"""Modification time of every file (2024-06-03, the day of the incident): the same seed gives the same tree."""


@dataclass(frozen=True)
class Place:
    """Where documents are laid: the dump, its top-level folder and the true kind of everything in it."""

    dump: Path
    partition: str
    kind: str


class Deposit:
    """Writes documents below one partition and collects their rows of the item table.

    Args of the constructor: the place, and the key (None where no truth is kept, as for an earlier leak).
    """

    def __init__(self, place: Place, key: KeyWriter | None) -> None:
        self.place = place
        self.items: list[dict[str, Any]] = []
        self._key = key

    def put(self, document: Document) -> None:
        """Writes one document and the truth about it and everything inside it."""
        path = f"{self.place.partition}/{document.name}"
        self._write(path, [document.data])
        self._enter(path, document)

    def put_long(self, document: Document, pieces: Iterable[Document]) -> None:
        """Writes one document piece by piece; `document` names it, each piece brings bytes and records."""
        path = f"{self.place.partition}/{document.name}"
        counts = [0, 0]

        def bytes_of() -> Iterator[bytes]:
            for piece in pieces:
                found = self._truth(path, piece)
                counts[0] += found[0]
                counts[1] += found[1]
                yield piece.data

        size, digest = self._write(path, bytes_of())
        self.items.append(self._row(path, document, size, digest) | {"sightings": counts[0], "events": counts[1]})

    def copy(self, name: str, of: Document) -> None:
        """Writes an exact duplicate of a document already laid down; its people and events count once."""
        path, first = f"{self.place.partition}/{name}", f"{self.place.partition}/{of.name}"
        self._write(path, [of.data])
        row = self._row(path, of, len(of.data), hashlib.sha256(of.data).hexdigest())
        self.items.append(row | {"duplicate_of": first})

    def table(self) -> pa.Table:
        """Returns the items laid down so far by the schema `ITEM`."""
        return pa.Table.from_pylist(self.items, schema=ITEM)

    def _enter(self, path: str, document: Document) -> None:
        sightings, events = self._truth(path, document)
        # nobody without the password knows the bytes of a sealed member, so nobody can know their hash
        sealed = document.outcome == "encrypted" and not document.data
        digest = "" if sealed else hashlib.sha256(document.data).hexdigest()
        row = self._row(path, document, len(document.data), digest)
        self.items.append(row | {"sightings": sightings, "events": events})
        for member in document.members:
            self._enter(f"{path}!/{member.name}", member)

    def _truth(self, path: str, document: Document) -> tuple[int, int]:
        if self._key is None:
            return 0, 0
        return self._key.add(path, self.place.partition, self.place.kind, document)

    def _row(self, path: str, document: Document, size: int, digest: str) -> dict[str, Any]:
        return {
            "item_path": path, "partition": self.place.partition, "format": document.format, "size_bytes": size,
            "sha256": digest, "outcome": document.outcome, "reason": document.reason, "sightings": 0, "events": 0,
            "duplicate_of": "", "named_person": document.named_person,
        }  # fmt: skip

    def _write(self, path: str, pieces: Iterable[bytes]) -> tuple[int, str]:
        target = self.place.dump / path
        target.parent.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with target.open("wb") as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
        os.utime(target, (FILE_TIME, FILE_TIME))
        return size, digest.hexdigest()


def renamed(document: Document, name: str) -> Document:
    """Returns the same document under another name."""
    return replace(document, name=name)
