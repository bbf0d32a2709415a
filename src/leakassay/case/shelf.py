"""The shelf as a stage sees it: tables by name, SQL pages over them, derived tables put back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol, TypeAlias

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds

from leakassay.case.sqlpage import SqlPage, load
from leakassay.model.errors import IntegrityError, TerminalError
from leakassay.model.tables.registry import TABLES

Relation: TypeAlias = "pa.Table | ds.Dataset"


_UNREADABLE = "a part of the case cannot be read ({page}); `leakassay verify` says which"


@contextmanager
def _speaking(page: str) -> Iterator[None]:
    """Turn what a query meets into errors that say what to do, without quoting a value.

    Raises:
        TerminalError: memory ran out.
        IntegrityError: a part cannot be opened or read: it was changed or lost.
    """
    try:
        yield
    except (duckdb.OutOfMemoryException, MemoryError):
        raise TerminalError(
            f"not enough memory for the question {page}; give more with --memory and run again"
        ) from None
    except (OSError, duckdb.IOException, pa.ArrowInvalid):
        raise IntegrityError(_UNREADABLE.format(page=page)) from None
    except duckdb.InvalidInputException as error:
        if "IOError" not in str(error):  # what Arrow could not open comes out of DuckDB so
            raise
        raise IntegrityError(_UNREADABLE.format(page=page)) from None


class Store(Protocol):
    """Where the tables of a shelf lie."""

    def relation(self, table: str) -> Relation:
        """A table, or a dataset over its committed parts."""

    def replace(self, table: str, rows: pa.Table) -> None:
        """Put a derived table in the place of its predecessor, durably, in one step."""


class Shelf:
    """Tables by name, for stages.

    Args:
        store: where they lie.
        memory: DuckDB's memory limit, as it writes it ("2GB"); it spills nowhere, since spill files are clear text.
        threads: DuckDB's threads.
    """

    def __init__(self, store: Store, *, memory: str = "4GB", threads: int = 2) -> None:
        self._store = store
        self._memory = memory
        self._threads = threads
        self._database: duckdb.DuckDBPyConnection | None = None

    def table(self, name: str, columns: Iterable[str] | None = None) -> pa.Table:
        """A whole table in memory, or some columns of it, in the order of its parts."""
        relation = self._store.relation(name)
        wanted = list(columns) if columns is not None else None
        if isinstance(relation, pa.Table):
            return relation if wanted is None else relation.select(wanted)
        table: pa.Table = relation.to_table(columns=wanted)
        return table

    @contextmanager
    def asking(self, page: SqlPage, lent: Mapping[str, Relation] | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection of its own for a page that is read batch by batch; what goes wrong is said as by `query`."""
        with _speaking(page.name), self.connect(page.inputs, lent) as connection:
            yield connection

    def connect(self, names: Iterable[str], lent: Mapping[str, Relation] | None = None) -> duckdb.DuckDBPyConnection:
        """An in-memory DuckDB of its own with the named tables registered; no files, no network, no spill."""
        connection = self._open()
        self._lend(connection, names, lent or {})
        return self._locked(connection)

    def _open(self) -> duckdb.DuckDBPyConnection:
        return duckdb.connect(
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "memory_limit": self._memory,
                "temp_directory": "",
                "threads": str(self._threads),
                "preserve_insertion_order": "true",
            }
        )

    def _locked(self, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
        connection.execute("set enable_external_access=false")
        connection.execute("set lock_configuration=true")
        return connection

    def _lend(self, connection: duckdb.DuckDBPyConnection, names: Iterable[str], lent: Mapping[str, Relation]) -> None:
        for name in names:
            if name not in lent and name not in TABLES:
                raise TerminalError(f"a query asks for the table '{name}', which is neither declared nor lent")
            connection.register(name, lent[name] if name in lent else self._store.relation(name))

    def _cursor(self, names: Iterable[str], lent: Mapping[str, Relation]) -> duckdb.DuckDBPyConnection:
        """A connection to the one database of this shelf, ten times as quick as a new one."""
        if self._database is None:
            self._database = self._locked(self._open())
        connection = self._database.cursor()
        self._lend(connection, names, lent)
        return connection

    def query(
        self, page: SqlPage, params: Mapping[str, Any] | None = None, lent: Mapping[str, Relation] | None = None
    ) -> pa.Table:
        """Answer a page.

        Args:
            page: the page; its inputs are registered under their names.
            params: values bound to `$name` in the page, never pasted.
            lent: tables that are not on the shelf (tokens of a roll, reference data), by the names the page uses.
        """
        with _speaking(page.name), self._cursor(page.inputs, lent or {}) as connection:
            reader = connection.execute(page.text, dict(params) if params else None)
            return reader.to_arrow_table() if hasattr(reader, "to_arrow_table") else reader.fetch_arrow_table()

    def sql(
        self, room: str, page: str, params: Mapping[str, Any] | None = None, lent: Mapping[str, Relation] | None = None
    ) -> pa.Table:
        """Load and answer `leakassay/<room>/sql/<page>.sql`."""
        return self.query(load(room, page), params, lent)

    def put(self, table: str, rows: pa.Table) -> None:
        """Replace a derived table; columns are cast to the declared schema, by name."""
        schema = TABLES[table].schema
        self._store.replace(table, rows.select(schema.names).cast(schema))


class MemoryStore:
    """Tables in memory: for tests, and for scoring tables that were exported."""

    def __init__(self, tables: Mapping[str, pa.Table] | None = None) -> None:
        self._tables = dict(tables or {})

    def relation(self, table: str) -> Relation:
        """The table, or an empty one of the declared schema."""
        return self._tables.get(table, TABLES[table].schema.empty_table())

    def replace(self, table: str, rows: pa.Table) -> None:
        """Keep the new rows."""
        self._tables[table] = rows
