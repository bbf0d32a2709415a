"""Parts: encrypted Parquet files that count only once the ledger has committed them."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe
from pyarrow import fs

from leakassay.case.crash import crash_point
from leakassay.case.keys import CaseKeys
from leakassay.model.errors import IntegrityError, SpaceError
from leakassay.model.tables.registry import TABLES
from leakassay.model.work import PartReceipt

COMPRESSION = "zstd"
ROW_GROUP_ROWS = 1 << 18
"""Rows per row group; bounds what a reader of a part holds in memory."""
GATHER_ROWS = 1 << 16
"""Rows that are gathered before they are written: a row group a batch would cost 3 ms and 1 KiB for each letter."""
GATHER_BYTES = 16 << 20
"""Bytes that are gathered before they are written, should rows be long."""


def space_error(folder: Path) -> SpaceError:
    """The sentence for a full disk."""
    return SpaceError(f"no space left where the case lies ({folder}); free some and run again: what is done stays done")


class PartWriter:
    """One part while it is being written; `close` makes it durable, `discard` forgets it.

    Args:
        folder: the case's parts folder.
        keys: the case's keys.
        table: name of a declared table.
        name: name of the part, unique in the case, structural (unit id and table).
        schema: of a part that an earlier version wrote; that of the declared table when not given.
    """

    def __init__(self, folder: Path, keys: CaseKeys, table: str, name: str, *, schema: pa.Schema = None) -> None:
        self._final = folder / table / f"{name}.parquet"
        self._temporary = folder / table / f"{name}.new"
        self._table = table
        self._name = name
        self._schema = TABLES[table].schema if schema is None else schema
        self._held: list[pa.RecordBatch] = []
        self._held_rows = self._held_bytes = 0
        self.rows = 0
        try:
            self._final.parent.mkdir(parents=True, exist_ok=True)
            self._writer = pq.ParquetWriter(
                self._temporary,
                self._schema,
                compression=COMPRESSION,
                compression_level=1,
                use_dictionary=_repeated(self._schema),
                write_statistics=False,
                encryption_properties=pe.create_encryption_properties(
                    keys.part_key(name), aad_prefix=name.encode(), store_aad_prefix=False
                ),
            )
        except OSError as error:
            raise as_space_error(error, folder) from error

    def write(self, rows: pa.RecordBatch | pa.Table) -> None:
        """Add rows of the table's schema."""
        self._held += [rows] if isinstance(rows, pa.RecordBatch) else rows.to_batches()
        self._held_rows += rows.num_rows
        self._held_bytes += rows.nbytes
        self.rows += rows.num_rows
        if self._held_rows >= GATHER_ROWS or self._held_bytes >= GATHER_BYTES:
            self._write_held()

    def _write_held(self) -> None:
        """Write what was gathered as one row group, or as many as it fills."""
        table = pa.Table.from_batches(self._held, self._schema)
        self._held.clear()
        self._held_rows = self._held_bytes = 0
        if not table.num_rows:
            return
        try:
            crash_point("part.write:before")
            self._writer.write_table(table, ROW_GROUP_ROWS)
            crash_point("part.write:after")
        except OSError as error:
            raise as_space_error(error, self._final.parent) from error

    def close(self) -> PartReceipt:
        """Finish the file, fsync it, put it under its name, fsync its folder."""
        self._write_held()
        try:
            self._writer.close()
            digest = hashlib.sha256()
            with self._temporary.open("rb") as file:
                while chunk := file.read(1 << 20):
                    digest.update(chunk)
                crash_point("part.fsync:before")
                os.fsync(file.fileno())
                crash_point("part.fsync:after")
                size = file.tell()
            crash_point("part.rename:before")
            self._temporary.replace(self._final)
            crash_point("part.rename:after")
            folder = os.open(self._final.parent, os.O_RDONLY | os.O_DIRECTORY)
            try:
                crash_point("part.folder:before")
                os.fsync(folder)
                crash_point("part.folder:after")
            finally:
                os.close(folder)
        except OSError as error:
            raise as_space_error(error, self._final.parent) from error
        return PartReceipt(self._table, self._name, digest.hexdigest(), self.rows, size)

    def discard(self) -> None:
        """Forget what was written."""
        with contextlib.suppress(OSError):  # a full disk cannot finish the file that is about to go
            self._writer.close()
        self._temporary.unlink(missing_ok=True)


def _repeated(schema: pa.Schema) -> list[str] | bool:
    """Columns worth a dictionary: text. Ids and row numbers are distinct; theirs cost half of all writing."""
    names = [field.name for field in schema if pa.types.is_string(field.type)]
    return names or False


def as_space_error(error: OSError, folder: Path) -> OSError | SpaceError:
    """A full disk as its sentence; any other error as it is."""
    return space_error(folder) if error.errno in {errno.ENOSPC, errno.EDQUOT} else error


def rewrap(source: Path, old: CaseKeys, folder: Path, new: CaseKeys, table: str, name: str) -> PartReceipt:
    """Write a part again under other keys, batch by batch; it is durable when this returns.

    Args:
        source: the parts folder it lies in.
        old: keys it was written under.
        folder: the parts folder it goes to.
        new: keys it is written under.
        table: its table.
        name: its name, which stays.

    Raises:
        IntegrityError: the part is gone or does not open.
        SpaceError: no room.
    """
    properties = pe.create_decryption_properties(old.part_key(name), aad_prefix=name.encode())
    try:
        with pq.ParquetFile(source / table / f"{name}.parquet", decryption_properties=properties) as file:
            writer = PartWriter(folder, new, table, name, schema=file.schema_arrow)
            for batch in file.iter_batches(GATHER_ROWS):
                writer.write(batch)
            return writer.close()
    except (FileNotFoundError, pa.ArrowInvalid) as error:
        raise IntegrityError(f"part {name} cannot be read; `leakassay verify` says what is changed") from error
    except OSError as error:
        raise as_space_error(error, folder) from error


def dataset(folder: Path, keys: CaseKeys, table: str, names: list[str]) -> ds.Dataset | pa.Table:
    """A dataset over committed parts, each with the key of its own; an empty table when there is none."""
    schema = TABLES[table].schema
    if not names:
        return schema.empty_table()
    local = fs.LocalFileSystem()
    fragments = []
    for name in names:
        properties = pe.create_decryption_properties(keys.part_key(name), aad_prefix=name.encode())
        form = ds.ParquetFileFormat(
            default_fragment_scan_options=ds.ParquetFragmentScanOptions(decryption_properties=properties)
        )
        fragments.append(form.make_fragment(str(folder / table / f"{name}.parquet"), local))
    return ds.FileSystemDataset(fragments, schema, ds.ParquetFileFormat(), local)
