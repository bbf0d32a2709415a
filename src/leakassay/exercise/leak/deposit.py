"""Laying documents down in one partition of the dump, and their truth in the key."""

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from leakassay.exercise.leak.key_table import KeyWriter
from leakassay.exercise.leak.meter import Meter
from leakassay.exercise.paper.damage import shown
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
    """Writes documents below one partition and tells the key about them.

    Args of the constructor: the place, the key (None where no truth is kept, as for an earlier leak), the meter.

    Attributes:
        category: line of the mix that the next documents are written for.
    """

    def __init__(self, place: Place, key: KeyWriter | None, meter: Meter) -> None:
        self.place = place
        self.category = ""
        self._key = key
        self._meter = meter
        self._people: dict[bytes, str] = {}

    def put(self, document: Document) -> int:
        """Writes one document and the truth about it and everything inside it; returns its bytes."""
        path = f"{self.place.partition}/{document.name}"
        self.write(path, document.data)
        self._enter(shown(path), document)
        return len(document.data)

    def open_long(self, document: Document, category: str) -> "Long":
        """Returns a document that is written piece by piece; `document` names it."""
        return Long(self, document, category)

    def copy(self, name: str, of: Document) -> int:
        """Writes an exact duplicate of a document already laid down; its people and events count once."""
        path = f"{self.place.partition}/{name}"
        self.write(path, of.data)
        first = shown(f"{self.place.partition}/{of.name}")
        self._enter(shown(path), replace(of, name=name, copy_of=first, named_person=None))
        return len(of.data)

    def truth(self, path: str, document: Document) -> tuple[int, int]:
        """Tells the key about a document or a piece of one; returns (sightings, events)."""
        if self._key is None:
            return 0, 0
        return self._key.add(path, self.place.partition, self.place.kind, document)

    def item(self, path: str, document: Document, size: int, digest: str, counts: tuple[int, int]) -> None:
        """Tells the key about an item."""
        if self._key is not None:
            row: dict[str, Any] = {
                "item_path": path, "partition": self.place.partition, "category": self.category,
                "format": document.format, "size_bytes": size, "sha256": digest, "outcome": document.outcome,
                "reason": document.reason, "duplicate_of": document.copy_of, "named_person": document.named_person,
                "sightings": counts[0], "events": counts[1],
            }  # fmt: skip
            self._key.item(row)

    def write(self, path: str, data: bytes, *, more: bool = False) -> None:
        """Writes a new file, or more bytes at the end of one.

        Raises:
            FileExistsError: two documents of one name; the plan is wrong.
            SpaceError: the disk is full.
        """
        target = self.place.dump / path
        with self._meter.writing():
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("ab" if more else "xb") as file:
                file.write(data)
            os.utime(target, (FILE_TIME, FILE_TIME))
        self._meter.wrote(len(data))

    def _enter(self, path: str, document: Document) -> None:
        document = self._known(path, document)
        counts = (0, 0) if document.copy_of else self.truth(path, document)
        # nobody unpacked what is sealed or refused, so nobody can know its hash
        sealed = document.outcome in {"encrypted", "refused"} and not document.data
        digest = "" if sealed else hashlib.sha256(document.data).hexdigest()
        self.item(path, document, len(document.data), digest, counts)
        for member in document.members:
            if document.copy_of:
                # what lies inside a copy is a copy
                member = replace(member, copy_of=f"{document.copy_of}!/{member.name}")  # noqa: PLW2901  same member
            self._enter(f"{path}!/{member.name}", member)

    def _known(self, path: str, document: Document) -> Document:
        """Returns the document as a copy where the same bytes with people in them lie there already."""
        if document.records is None or document.copy_of or not document.data:
            return document
        first = self._people.setdefault(hashlib.sha256(document.data).digest(), path)
        return document if first == path else replace(document, copy_of=first)


class Long:
    """A document in writing; it exists once it has a piece."""

    def __init__(self, deposit: Deposit, document: Document, category: str) -> None:
        self._deposit = deposit
        self._document = document
        self._category = category
        self._path = f"{deposit.place.partition}/{document.name}"
        self._digest = hashlib.sha256()
        self._size = 0
        self._counts = (0, 0)

    def add(self, piece: Document) -> int:
        """Writes a piece with its truth; returns the number of its rows."""
        self._deposit.write(self._path, piece.data, more=self._size > 0)
        self._digest.update(piece.data)
        self._size += len(piece.data)
        sightings, events = self._deposit.truth(self._path, replace(piece, locator=self._document.locator))
        self._counts = (self._counts[0] + sightings, self._counts[1] + events)
        return piece.records.num_rows if piece.records is not None else 0

    def close(self) -> None:
        """Enters the item, if anything was written."""
        if self._size:
            self._deposit.category = self._category
            self._deposit.item(self._path, self._document, self._size, self._digest.hexdigest(), self._counts)


def renamed(document: Document, name: str) -> Document:
    """Returns the same document under another name."""
    return replace(document, name=name)
