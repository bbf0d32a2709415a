"""A case: one folder that holds ledger, keys, parts, logs; opened by one run at a time."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from leakassay.case import casefile, keyset, migrate, rotation
from leakassay.case.audit import AuditLog, Watch
from leakassay.case.crash import crash_point
from leakassay.case.eventlog import EventLog
from leakassay.case.keys import CaseKeys, from_passphrase, known_answer, new_keys, unwrap_first
from leakassay.case.keyset import KeySet
from leakassay.case.ledger import Ledger
from leakassay.case.part import PartWriter, dataset, space_error
from leakassay.case.secret import Passphrase, Secret
from leakassay.case.shelf import Relation, Shelf
from leakassay.case.views import item_table, partition_table, source_table
from leakassay.model.errors import CaseExistsError, CaseKeyError, OperatorError, SpaceError

FORMAT = casefile.FORMAT

_VIEWS = {"item": item_table, "partition": partition_table, "source": source_table}


class Case:
    """An open case. Use `create` or `open_case`, and close it.

    Args:
        folder: the case's folder.
        keys: its keys.
        case_id: its random id.
        opened_by: name of the holder who opened it.
        mend: why a damaged tail of the audit log is to be set aside.
    """

    def __init__(
        self, folder: Path, keys: CaseKeys, case_id: str, opened_by: str = keyset.FIRST_HOLDER, *, mend: str = ""
    ) -> None:
        self.folder = folder
        self.keys = keys
        self.case_id = case_id
        self.opened_by = opened_by
        self.ledger = Ledger(folder / migrate.LEDGER)
        self.events = EventLog(folder / "events.log")
        self._answer = known_answer(keys.master)
        watch = Watch(self._same_keys, self._note_checkpoint)
        try:
            self.audit = AuditLog(folder / "audit.log", keys.audit, earlier=keys.earlier, watch=watch, mend=mend)
        except BaseException:
            self.ledger.close()
            raise
        self._views: dict[str, pa.Table] = {}
        self._views_at = -1

    def key_set(self) -> KeySet:
        """Who can open the case."""
        return keyset.parse(casefile.read(self.folder))

    def _same_keys(self) -> None:
        """An entry must not continue the chain under a key that was rotated away meanwhile.

        Raises:
            CaseExistsError: the keys were rotated, or the case was closed.
        """
        if self.key_set().known_answer != self._answer:
            raise CaseExistsError(f"the keys of {self.folder} were rotated meanwhile; run the command again")

    def _note_checkpoint(self, count: int, head: str) -> None:
        self.events.append("audit_checkpoint", count=count, head=head)

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
        return gone + rotation.clear(self.folder, rotation.NEXT) + rotation.clear(self.folder, rotation.OLD)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the case for a run.

        Raises:
            CaseExistsError: another run holds it.
        """
        with casefile.hold(self.folder):
            yield

    def close(self) -> None:
        """Close the ledger."""
        self.ledger.close()


def exists(folder: Path) -> bool:
    """True when the folder holds a case."""
    return casefile.exists(folder)


def create(folder: Path, secret: Secret, *, by: str = "", salt: bytes | None = None) -> Case:
    """Make a new case with one holder.

    Args:
        folder: where; it must not be there, or be empty.
        secret: of its first holder.
        by: "passphrase" when 32 bytes come from one.
        salt: of the wrap, 16 bytes; drawn when not given.

    Raises:
        CaseExistsError: the folder is taken.
        SpaceError: no room.
    """
    if folder.exists() and any(folder.iterdir()) and not casefile.is_draft(folder):
        raise CaseExistsError(f"{folder} exists and is no case; name another folder with --case")
    keys = new_keys()
    case_id = secrets.token_hex(8)
    holder = keyset.wrap(keys, secret, keyset.FIRST_HOLDER, salt=salt, kind=by)
    said = {"format": FORMAT, "case_id": case_id, **keyset.sealed(keys, case_id, 1, (holder,)).as_json()}
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        casefile.write(folder, said)
    except SpaceError:
        raise space_error(folder) from None
    except (OSError, OperatorError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is read-only"
        raise OperatorError(f"the case folder {folder} cannot be written: {why}; choose another with --case") from None
    return Case(folder, keys, case_id)


def open_case(folder: Path, secret: Secret, *, mend: str = "") -> Case:
    """Open a case; one of an earlier format is migrated, a rotation that was cut off is settled.

    Args:
        folder: of the case.
        secret: of one of its holders.
        mend: why a damaged tail of the audit log is to be set aside.

    Raises:
        CaseExistsError: there is no case, of a format this version does not know, closed, or in use.
        CaseKeyError: the key is no holder's.
    """
    said = describe(folder)
    if said["format"] == 1:
        keys = unwrap_first(_first_key(said["key"], secret), said["key"])
        with casefile.hold(folder):
            migrate.migrate(folder, casefile.read(folder), keys)
        _note_migration(folder, said["case_id"], keys)
        said = describe(folder)
    said = _settled(folder, said)
    keys, holder = keyset.unwrap(keyset.parse(said), said["case_id"], secret)
    if migrate.is_behind(folder, said):
        with casefile.hold(folder):
            migrate.migrate(folder, said, keys)
    return Case(folder, keys, said["case_id"], holder.name, mend=mend)


def _first_key(key: dict[str, str], secret: Secret) -> bytes:
    """The one operator key of format 1."""
    if isinstance(secret, Passphrase):
        return from_passphrase(secret.text, bytes.fromhex(key["salt"]))
    if not isinstance(secret, bytes):
        raise CaseKeyError("a case of format 1 has no age recipients; open it once with the key it was made with")
    return secret


def _note_migration(folder: Path, case_id: str, keys: CaseKeys) -> None:
    case = Case(folder, keys, case_id)
    try:
        case.audit.append("migrated", before=1, after=FORMAT)
    finally:
        case.close()


def _settled(folder: Path, said: dict[str, Any]) -> dict[str, Any]:
    """Settle a rotation that was cut off."""
    if "next" not in said:
        return said
    with casefile.hold(folder):
        ledger = Ledger(folder / migrate.LEDGER)
        try:
            return rotation.settle(folder, ledger, casefile.read(folder))
        finally:
            ledger.close()


def describe(folder: Path) -> dict[str, Any]:
    """What `case.json` says.

    Raises:
        CaseExistsError: there is none, it cannot be read, or the case is closed.
    """
    return casefile.read(folder)


def key_path(folder: Path) -> Path:
    """Where a key lies that was not asked for: beside the case."""
    return folder.with_name(folder.name + ".key")
