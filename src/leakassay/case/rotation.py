"""Rotation of the case key: all that lies under it is written again under a new one, in one moment of change.

1. Parts and spool are written again beside the old ones (`parts.next`, `spool.next`), each durable. Until step 3 the
   case is as it was; leftovers are swept.
2. `case.json` gets the new key set as `next`, beside the present one.
3. One ledger transaction: names sealed anew, hashes of the new parts, `key_epoch`. This is the moment of change.
4. Folders change places, `next` becomes the key set, the old folders go. `settle` does it again after a crash, without
   a key: the ledger says whether step 3 was reached.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from leakassay.case import casefile, keyset, spool
from leakassay.case.keys import CaseKeys
from leakassay.case.keyset import KeySet
from leakassay.case.ledger import Ledger
from leakassay.case.part import rewrap, space_error
from leakassay.case.secret import Secret
from leakassay.model.work import PartReceipt

NEXT, OLD = ".next", ".old"
FOLDERS = ("parts", "spool")
BATCH = 5000
"""Names sealed anew between two looks at the ledger."""


def written_again(folder: Path, ledger: Ledger, old: CaseKeys, new: CaseKeys) -> list[PartReceipt]:
    """Step 1: parts and spool under the new keys, beside the old ones.

    Returns:
        What the new parts are.

    Raises:
        SpaceError: no room for a second set; nothing is changed.
        IntegrityError: a part does not open.
    """
    clear(folder, NEXT)
    rows = ledger.rows("select name, table_name, bytes from part order by name")
    if shutil.disk_usage(folder).free < sum(row["bytes"] for row in rows):
        raise space_error(folder)
    parts = folder / ("parts" + NEXT)
    parts.mkdir()
    made = [rewrap(folder / "parts", old, parts, new, row["table_name"], row["name"]) for row in rows]
    for row in ledger.rows("select spool from item where spool <> '' and done = 0 order by spool"):
        writer = spool.SpoolWriter(folder / ("spool" + NEXT), new.spool, row["spool"])
        for piece in spool.chunks(folder / "spool", old.spool, row["spool"]):
            writer.write(piece)
        writer.close()
    casefile.sync_folder(folder)
    return made


def change(
    folder: Path, ledger: Ledger, old: CaseKeys, new: CaseKeys, holders: KeySet, made: list[PartReceipt]
) -> None:
    """Steps 2 to 4; the caller holds the case and the audit log.

    Raises:
        SpaceError: no room; the case is as it was.
    """
    said = casefile.read(folder)
    casefile.write(folder, {**said, "next": holders.as_json()})
    ledger.forget_pages()
    with ledger.transaction():
        for table, key, column in _sealed_columns(ledger):
            for rows in _batches(ledger, table, key, column):
                sealed = [(new.seal_name(old.open_name(row[1])), row[0]) for row in rows]
                ledger.execute_many(f"update {table} set {column} = ? where {key} = ?", sealed)  # noqa: S608  names of the schema
        for row in ledger.rows("select key, value from meta where key like '%\\_sealed' escape '\\' and value <> ''"):
            ledger.set_meta(row["key"], new.seal_name(old.open_name(bytes.fromhex(row["value"]))).hex())
        for part in made:
            ledger.execute("update part set sha256 = ?, bytes = ? where name = ?", (part.sha256, part.bytes, part.name))
        ledger.set_meta("key_epoch", str(holders.epoch))
    ledger.fold()  # pages with names under the old key do not wait in the WAL
    settle(folder, ledger, casefile.read(folder))


def settle(folder: Path, ledger: Ledger, said: dict[str, Any]) -> dict[str, Any]:
    """Finish or undo a rotation that was cut off; the caller holds the case.

    Returns:
        What `case.json` says now.
    """
    if "next" not in said:
        return said
    now = {key: value for key, value in said.items() if key != "next"}
    if int(ledger.meta("key_epoch", "1")) == said["next"]["epoch"]:
        for name in FOLDERS:
            _change_places(folder, name)
        now |= said["next"]
    casefile.write(folder, now)
    clear(folder, NEXT)
    clear(folder, OLD)
    return now


def _change_places(folder: Path, name: str) -> None:
    present, coming, going = folder / name, folder / (name + NEXT), folder / (name + OLD)
    if coming.exists() and present.exists() and not going.exists():
        present.rename(going)
    if coming.exists() and not present.exists():
        coming.rename(present)
    casefile.sync_folder(folder)


def clear(folder: Path, ending: str) -> int:
    """Remove folders that a rotation left behind.

    Returns:
        How many.
    """
    found = [folder / (name + ending) for name in FOLDERS if (folder / (name + ending)).is_dir()]
    for place in found:
        shutil.rmtree(place)
    return len(found)


def _sealed_columns(ledger: Ledger) -> list[tuple[str, str, str]]:
    """Table, key and name of every column that holds a sealed name: they all end in `_sealed`."""
    tables = [row[0] for row in ledger.rows("select name from sqlite_schema where type = 'table' order by name")]
    found = []
    for table in tables:
        columns = ledger.rows("select name, pk from pragma_table_info(?)", (table,))
        keys = [row["name"] for row in columns if row["pk"]] or ["rowid"]
        found += [(table, keys[0], row["name"]) for row in columns if row["name"].endswith("_sealed")]
    return found


def _batches(ledger: Ledger, table: str, key: str, column: str) -> Iterator[list[Any]]:
    """Rows by key, some at a time: they are changed while they are walked."""
    last = -(1 << 63)
    sql = f"select {key}, {column} from {table} where {key} >= ? order by {key} limit {BATCH}"  # noqa: S608  names of the schema
    while rows := ledger.rows(sql, (last,)):
        yield rows
        if rows[-1][0] == (1 << 63) - 1:
            return
        last = rows[-1][0] + 1


def new_set(old: KeySet, case_id: str, new: CaseKeys, present: Secret, by: str) -> tuple[KeySet, tuple[str, ...]]:
    """The key set after a rotation: age recipients and the holder who asks; others' secrets are not here.

    Args:
        old: the present set.
        case_id: of the case.
        new: the new keys.
        present: secret of the holder who asks.
        by: their name.

    Returns:
        The new set, and the names of those who lose access.
    """
    kept, lost = [], []
    for holder in old.holders:
        if holder.kind == "age":
            kept.append(keyset.wrap_for(new, holder.recipient, holder.name))
        elif holder.name == by:
            kept.append(keyset.wrap(new, present, holder.name))
        else:
            lost.append(holder.name)
    return keyset.sealed(new, case_id, old.epoch + 1, tuple(kept)), tuple(lost)
