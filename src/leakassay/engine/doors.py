"""The guard's doors: how an item, or every file of a set of volumes, becomes descriptors for a cell."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from leakassay.case.keys import CaseKeys
from leakassay.case.spool import to_memory
from leakassay.engine.opening import check_unchanged, open_beneath
from leakassay.model.errors import DumpError, IntegrityError, ItemError
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.work import WorkItem, WorkUnit


@dataclass(frozen=True)
class Opened:
    """An item that stands open.

    Attributes:
        item: the item.
        fds: one descriptor for each file of its set that is there, in the order of the set; one for a single file.
        sha256: of its content, when it was asked for.
    """

    item: WorkItem
    fds: tuple[int, ...]
    sha256: str = ""

    def check(self) -> None:
        """Hold what was read from the source against what was listed.

        Raises:
            ItemError: a file changed meanwhile.
        """
        for file, fd in zip(there(self.item), self.fds, strict=True):
            if not file.spool:
                check_unchanged(fd, file.size, file.stamp)

    def close(self) -> None:
        """Close every descriptor."""
        for fd in self.fds:
            os.close(fd)


def file_set(item: WorkItem) -> list[WorkItem]:
    """Every file of an item's set in order, missing ones too; a single file is a set of one."""
    files = list(item.volumes)
    files.insert(item.lead, item)
    return files


def is_there(file: WorkItem) -> bool:
    """False for a volume that the dump does not hold: it has a size that the others lead to expect, and no place."""
    return bool(file.path or file.spool)


def there(item: WorkItem) -> list[WorkItem]:
    """The files of a set that the dump holds."""
    return [file for file in file_set(item) if is_there(file)] if item.volumes else [item]


def said_of(item: WorkItem) -> dict[str, object]:
    """What a cell is told of an item; the names of its keys are the wire's."""
    said: dict[str, object] = {
        "size": item.size,
        "name": item.name.encode("utf-8", "surrogateescape").hex(),
        "own_bytes": item.own_bytes,
        "format": item.format,
    }
    if item.volumes:
        files = file_set(item)
        said |= {
            "volumes": [file.size for file in files],
            "present": [is_there(file) for file in files],
            "lead": item.lead,
        }
    return said


class Doors:
    """Opens items of the sources and of the spool.

    Args:
        sources: root folder of each source, by id.
        spool: the case's spool folder.
        keys: the case's keys.
    """

    def __init__(self, sources: Mapping[int, bytes], spool: Path, keys: CaseKeys) -> None:
        self._sources, self._spool, self._keys = sources, spool, keys
        self._roots: dict[int, int] = {}

    def open(self, item: WorkItem, unit: WorkUnit) -> Opened:
        """Open an item with all its volumes.

        Args:
            item: the item.
            unit: the unit it is opened for: of a range only what the cell looks at is decrypted.

        Raises:
            ItemError: a file is gone, changed, or its spool entry was lost.
            DumpError: the dump is not where it was.
        """
        fds: list[int] = []
        try:
            fds.extend(self._open(file, unit) for file in there(item))
        except (ItemError, DumpError):
            for fd in fds:
                os.close(fd)
            raise
        return Opened(item, tuple(fds))

    def _open(self, file: WorkItem, unit: WorkUnit) -> int:
        if file.spool:
            try:
                return to_memory(self._spool, self._keys.spool, file.spool, unit.offset, unit.length, unit.anchors)
            except (FileNotFoundError, IntegrityError):  # the spool is not fsynced: a power cut may leave half an entry
                raise ItemError(Reason.INTERRUPTED, outcome=Outcome.PENDING) from None
        fd = open_beneath(self._root(file.source_id), file.path)
        try:
            check_unchanged(fd, file.size, file.stamp)
        except ItemError:
            os.close(fd)
            raise
        return fd

    def _root(self, source_id: int) -> int:
        if source_id not in self._roots:
            try:
                self._roots[source_id] = os.open(self._sources[source_id], os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            except OSError as error:
                raise DumpError(
                    f"the folder of the dump cannot be opened ({error.strerror}); mount it where it was and run again"
                ) from None
        return self._roots[source_id]

    def close(self) -> None:
        """Close the roots."""
        for root in self._roots.values():
            os.close(root)
        self._roots.clear()
