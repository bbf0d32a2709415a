"""The desk between the makers and the dump: copies, versions and mishaps befall documents as on any file server."""

import posixpath
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from leakassay.exercise.leak.deposit import Deposit
from leakassay.exercise.leak.maker import Cut
from leakassay.exercise.paper import archive, damage
from leakassay.exercise.paper.document import Document

COPIES = 0.43
"""Exact duplicates per original: three of ten files are then copies, the norm of file servers."""
VERSIONS = 0.15
"""Share of documents about several people of which an earlier version lies beside."""
MISHAPS = (("misnamed", 0.02), ("long_path", 0.01), ("broken_name", 0.005), ("empty", 0.005), ("damaged", 0.04))
"""What befalls a document of a pile, and how often; the last two befall a copy of it."""
BASKET_BYTES, BASKET_FILES = 6_000_000, 60
"""How much is kept at hand for the next backup archive; a heavier document goes into none."""
BACKED_UP = 0.6
"""Share of documents that the next backup holds."""
_PLACES = ("misc/copy of {}", "backup/2023/{}", "users/shared/Desktop/{}", "old/{}")


class Desk:
    """Puts documents down for one cut, in the folder of its block."""

    def __init__(self, deposit: Deposit, cut: Cut) -> None:
        self.deposit = deposit
        self.cut = cut
        self._rng = np.random.default_rng([cut.seed, 41])
        self._basket: list[Document] = []
        self._room = 0
        self._nights = 0
        self._names: set[str] = set()

    def put(self, document: Document, *, pile: bool) -> int:
        """Lays one document down, with what befalls it; returns all bytes written.

        Args:
            document: named without the folder of the block.
            pile: copies and mishaps may befall it.
        """
        document = replace(document, name=self.cut.folder + document.name)
        mishap = self._mishap() if pile else ""
        if mishap in {"misnamed", "long_path", "broken_name"}:
            document = _RENAMERS[mishap](document, self._rng)
        if document.name in self._names:
            # two documents of one name: the second is numbered, as a file server does it
            stem, suffix = posixpath.splitext(document.name)
            document = replace(document, name=f"{stem} ({len(self._names)}){suffix}")
        self._names.add(document.name)
        written = self.deposit.put(document)
        if pile:
            self._back_up(document)
        if mishap in {"empty", "damaged"}:
            written += self._spoil(document, mishap)
        elif pile and self._rng.random() < COPIES:
            written += self._copy(document)
        return written

    def has_version(self) -> bool:
        """Says whether the next document has an earlier version beside it."""
        return bool(self._rng.random() < VERSIONS)

    def keep_backups(self, size_bytes: int) -> None:
        """Lets the desk lay down backup archives of what it was given, up to about so many bytes."""
        self._room = size_bytes

    def backup(self) -> int:
        """Lays down an archive of copies of what came lately, if anything did; returns its bytes."""
        if not self._basket:
            return 0
        self._nights += 1
        members = [
            replace(one, copy_of=f"{self.deposit.place.partition}/{one.name}", named_person=None)
            for one in self._basket
        ]
        self._basket.clear()
        category, self.deposit.category = self.deposit.category, "archive"
        written = self.deposit.put(archive.zip_of(f"{self.cut.folder}backup/night_{self._nights:04d}.zip", members))
        self.deposit.category = category
        self._room -= written
        return written

    def _back_up(self, document: Document) -> None:
        plain = document.name == damage.shown(document.name) and len(document.name) < damage.LONG_PATH
        if not plain or len(document.data) > BASKET_BYTES // 4 or self._rng.random() > BACKED_UP:
            return
        self._basket.append(document)
        held = sum(len(one.data) for one in self._basket)
        if held > BASKET_BYTES or len(self._basket) >= BASKET_FILES:
            if self._room > 0:
                self.backup()
            else:
                self._basket.clear()

    def _mishap(self) -> str:
        drawn = float(self._rng.random())
        for name, share in MISHAPS:
            if drawn < share:
                return name
            drawn -= share
        return ""

    def _copy(self, document: Document) -> int:
        short = document.name.rsplit("/", 1)[-1]
        name = self.cut.folder + _PLACES[int(self._rng.integers(len(_PLACES)))].format(short)
        if name in self._names:
            return 0
        self._names.add(name)
        return self.deposit.copy(name, document)

    def _spoil(self, document: Document, mishap: str) -> int:
        how = "empty" if mishap == "empty" else str(self._rng.choice(damage.HOWS[:-1]))
        spoiled = damage.damaged(document, how)
        return self.deposit.put(replace(spoiled, name=f"{document.name}.part"))


def _misnamed(document: Document, rng: np.random.Generator) -> Document:
    return damage.misnamed(document, rng)


def _long(document: Document, rng: np.random.Generator) -> Document:
    del rng
    return replace(document, name=damage.long_path(document.name))


def _broken(document: Document, rng: np.random.Generator) -> Document:
    del rng
    return replace(document, name=damage.broken_name(document.name))


_RENAMERS = {"misnamed": _misnamed, "long_path": _long, "broken_name": _broken}


def turns(weights: list[int]) -> Iterator[int]:
    """Yields positions for ever, each as often as its weight, spread evenly."""
    credit = [0.0] * len(weights)
    total = sum(weights)
    while True:
        credit = [have + weight for have, weight in zip(credit, weights, strict=True)]
        chosen = max(range(len(weights)), key=lambda place: (credit[place], -place))
        credit[chosen] -= total
        yield chosen
