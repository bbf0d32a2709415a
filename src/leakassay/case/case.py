"""A case: one folder that holds ledger, keys, parts, logs; opened by one run at a time."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa

from leakassay.case import keys as casekeys
from leakassay.case.audit import AuditLog
from leakassay.case.crash import crash_point
from leakassay.case.eventlog import EventLog
from leakassay.case.keys import CaseKeys, Wrap
from leakassay.case.ledger import Ledger
from leakassay.case.part import PartWriter, dataset, space_error
from leakassay.case.shelf import Relation, Shelf
from leakassay.case.views import item_table, partition_table, source_table
from leakassay.model.errors import CaseExistsError, CaseKeyError, OperatorError

FORMAT = 1
"""Version of the layout of a case; newer code reads the last one."""

_VIEWS = {"item": item_table, "partition": partition_table, "source": source_table}


class Case:
    """An open case. Use `create` or `open_case`, and close it.

    Args:
        folder: the case's folder.
        keys: its keys.
        case_id: its random id.
    """

    def __init__(self, folder: Path, keys: CaseKeys, case_id: str) -> None:
        self.folder = folder
        self.keys = keys
        self.case_id = case_id
        self.ledger = Ledger(folder / "ledger.sqlite")
        self.events = EventLog(folder / "events.log")
        self.audit = AuditLog(folder / "audit.log", keys.audit)
        self._views: dict[str, pa.Table] = {}
        self._views_at = -1

    @property
    def parts(self) -> Path:
        """Folder of the encrypted parts."""
        return self.folder / "parts"

    @property
    def spool(self) -> Path:
        """Folder of the encrypted spool."""
        return self.folder / "spool"

    def relation(self, table: str) -> Relation:
        """A table of the shelf: a view of the ledger, or the committed parts."""
        if table in _VIEWS:
            return self._view(table)
        names = [
            row[0] for row in self.ledger.rows("select name from part where table_name = ? order by name", (table,))
        ]
        return dataset(self.parts, self.keys, table, names)

    def _view(self, table: str) -> pa.Table:
        """A view of the ledger, built once until the ledger changes: opening a million names takes seconds."""
        if self._views_at != self.ledger.changes:
            self._views.clear()
            self._views_at = self.ledger.changes
        if table not in self._views:
            self._views[table] = _VIEWS[table](self.ledger, self.keys)
        return self._views[table]

    def replace(self, table: str, rows: pa.Table) -> None:
        """Put a derived table in the place of its predecessor."""
        views_hold = self._views_at == self.ledger.changes
        old = [row[0] for row in self.ledger.rows("select name from part where table_name = ?", (table,))]
        name = f"{table}-derived-{secrets.token_hex(8)}"
        writer = PartWriter(self.parts, self.keys, table, name)
        writer.write(rows)
        receipt = writer.close()
        crash_point("derived.commit:before")
        with self.ledger.transaction():
            self.ledger.execute("delete from part where table_name = ?", (table,))
            self.ledger.execute(
                "insert into part values (?, ?, 0, ?, ?, ?)", (name, table, receipt.sha256, receipt.rows, receipt.bytes)
            )
        crash_point("derived.commit:after")
        if views_hold:  # only the list of parts has changed
            self._views_at = self.ledger.changes
        crash_point("derived.forget:before")
        for gone in old:
            (self.parts / table / f"{gone}.parquet").unlink(missing_ok=True)
        crash_point("derived.forget:after")

    def shelf(self, memory: str = "4GB", threads: int = 2) -> Shelf:
        """The shelf over this case."""
        return Shelf(self, memory=memory, threads=threads)

    def sweep(self) -> int:
        """Remove files that no ledger row owns: what a run that was cut off left behind.

        Returns:
            How many files went.
        """
        owned = {f"{row[0]}.parquet" for row in self.ledger.rows("select name from part")}
        waiting = {row[0] for row in self.ledger.rows("select spool from item where spool <> '' and done = 0")}
        gone = 0
        for path in [*self.parts.glob("*/*"), *self.spool.glob("*")]:
            if path.name not in owned and path.name not in waiting:
                path.unlink(missing_ok=True)
                gone += 1
        return gone

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the case for a run.

        Raises:
            CaseExistsError: another run holds it.
        """
        fd = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CaseExistsError(
                    f"another run holds the case {self.folder}; wait for it to end, or look with `leakassay status`"
                ) from None
            yield
        finally:
            os.close(fd)

    def close(self) -> None:
        """Close the ledger."""
        self.ledger.close()


def key_path(folder: Path) -> Path:
    """Where a key lies that was not asked for: beside the case."""
    return folder.with_name(folder.name + ".key")


def exists(folder: Path) -> bool:
    """True when the folder holds a case."""
    return (folder / "case.json").is_file()


def create(folder: Path, operator_key: bytes, *, by: str, salt: bytes) -> Case:
    """Make a new case.

    Raises:
        CaseExistsError: the folder is taken.
        SpaceError: no room.
    """
    if folder.exists() and any(folder.iterdir()):
        raise CaseExistsError(f"{folder} exists and is no case; name another folder with --case")
    keys, wrap = casekeys.create(operator_key, salt, by)
    case_id = secrets.token_hex(8)
    said = {"format": FORMAT, "case_id": case_id, "key": asdict(wrap)}
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        temporary = folder / "case.json.new"
        with temporary.open("w", encoding="ascii") as file:
            crash_point("case.write:before")
            file.write(json.dumps(said, indent=1) + "\n")
            file.flush()
            os.fsync(file.fileno())  # the wrapped key is nowhere else
        crash_point("case.write:after")
        crash_point("case.rename:before")
        temporary.replace(folder / "case.json")
        crash_point("case.rename:after")
        _sync_folder(folder)
    except OSError as error:
        if error.errno in {28, 122}:  # ENOSPC, EDQUOT
            raise space_error(folder) from error
        raise OperatorError(
            f"the case folder {folder} cannot be written: {error.strerror}; choose another with --case"
        ) from None
    return Case(folder, keys, case_id)


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def open_case(folder: Path, operator_key: bytes) -> Case:
    """Open a case.

    Raises:
        CaseExistsError: there is no case, or of a format this version does not know.
        CaseKeyError: the key is not the one it was made with.
    """
    said = describe(folder)
    return Case(folder, casekeys.unwrap(operator_key, Wrap(**said["key"])), said["case_id"])


def describe(folder: Path) -> dict[str, Any]:
    """What `case.json` says.

    Raises:
        CaseExistsError: there is none, or it cannot be read.
    """
    try:
        said = json.loads((folder / "case.json").read_text(encoding="ascii"))
    except FileNotFoundError:
        raise CaseExistsError(f"{folder} holds no case; `leakassay run DUMP --case {folder}` makes one") from None
    except (OSError, ValueError):
        raise CaseExistsError(f"{folder}/case.json cannot be read; restore it from a copy") from None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise CaseExistsError(f"{folder} is of a case format that this version does not know; {FORMAT} was expected")
    key, named = said.get("key"), isinstance(said.get("case_id"), str)
    if not isinstance(key, dict) or set(key) != {"salt", "wrapped", "known_answer", "by"} or not named:
        raise CaseKeyError(f"{folder}/case.json lacks its wrapped key; restore it from a copy")
    return said
