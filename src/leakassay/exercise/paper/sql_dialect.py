"""What stands around the rows of a dump: mysqldump, pg_dump (two ways) and SQL Server's script (two encodings)."""

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from leakassay.exercise.estate.house import House
from leakassay.exercise.paper.sql_rows import Kind, SqlTable, copy_rows, inserts_rows, mysql_rows, tsql_rows


@dataclass(frozen=True)
class Dialect:
    """One program's way.

    Attributes:
        encoding: Python codec of the file; `mark` stands before everything.
        folds: names print in lower case.
        piece: rows printed at once, so that a piece has at most about 8 MB.
        head, tail: what stands before the first and after the last table; opening, closing: around one table.
        body: prints rows (strings in the order of the columns; whole numbers for the key) as UTF-8.
    """

    encoding: str
    mark: bytes
    piece: int
    head: Callable[[House], str]
    tail: Callable[[House], str]
    opening: Callable[[SqlTable], str]
    closing: Callable[[SqlTable], str]
    body: Callable[[SqlTable, pa.Table], bytes]
    folds: bool = False


def _typed(table: SqlTable, types: dict[Kind, str], style: str) -> list[str]:
    return [
        f"{style.format(column.name)} {types[column.kind]}{' NOT NULL' if column.kind == 'key' else ''}"
        for column in table.columns
    ]


def _mysql_head(house: House) -> str:
    return (
        "-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)\n--\n"
        f"-- Host: {house.host}    Database: {house.software.lower()}\n"
        "-- ------------------------------------------------------\n-- Server version\t8.0.36\n\n"
        "/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;\n/*!50503 SET NAMES utf8mb4 */;\n"
        "/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;\n\n"
    )


def _mysql_opening(table: SqlTable) -> str:
    types: dict[Kind, str] = {
        "key": "bigint", "code": "varchar(80) DEFAULT NULL", "text": "text", "day": "date DEFAULT NULL",
        "time": "datetime DEFAULT NULL",
    }  # fmt: skip
    fields = [*_typed(table, types, "  `{}`"), f"  PRIMARY KEY (`{table.names[0]}`)"]
    if table.parent:
        name = table.names[1]
        key = f"  CONSTRAINT `{name}_fk` FOREIGN KEY (`{name}`) REFERENCES `{table.parent}` (`{name}`)"
        fields += [f"  KEY `ix_{name}` (`{name}`)", key]
    shape = ",\n".join(fields)
    return (
        f"--\n-- Table structure for table `{table.name}`\n--\n\nDROP TABLE IF EXISTS `{table.name}`;\n"
        f"CREATE TABLE `{table.name}` (\n{shape}\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n\n"
        f"--\n-- Dumping data for table `{table.name}`\n--\n\nLOCK TABLES `{table.name}` WRITE;\n"
        f"/*!40000 ALTER TABLE `{table.name}` DISABLE KEYS */;\n"
    )


def _mysql_closing(table: SqlTable) -> str:
    return f"/*!40000 ALTER TABLE `{table.name}` ENABLE KEYS */;\nUNLOCK TABLES;\n\n"


def _mysql_tail(house: House) -> str:
    del house  # every dialect is told the house; this one has named it at the top
    return (
        "/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;\n"
        "/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;\n\n-- Dump completed on 2024-06-01  2:14:09\n"
    )


def _postgres_head(house: House) -> str:
    return (
        "--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version 14.9\n"
        f"-- Dumped by pg_dump version 14.9\n-- {house.name} nightly, {house.host}\n\n"
        "SET statement_timeout = 0;\nSET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n"
        "SELECT pg_catalog.set_config('search_path', '', false);\nSET default_tablespace = '';\n\n"
    )


def _postgres_shape(table: SqlTable) -> str:
    types: dict[Kind, str] = {
        "key": "bigint", "code": "character varying(80)", "text": "text", "day": "date",
        "time": "timestamp without time zone",
    }  # fmt: skip
    shape = ",\n".join(_typed(table, types, "    {}"))
    name = f"public.{table.name}"
    return (
        f"--\n-- Name: {table.name}; Type: TABLE; Schema: public; Owner: lims\n--\n\n"
        f"CREATE TABLE {name} (\n{shape}\n);\n\n\nALTER TABLE {name} OWNER TO lims;\n\n"
        f"--\n-- Data for Name: {table.name}; Type: TABLE DATA; Schema: public; Owner: lims\n--\n\n"
    )


def _copy_opening(table: SqlTable) -> str:
    return _postgres_shape(table) + f"COPY public.{table.name} ({', '.join(table.names)}) FROM stdin;\n"


def _postgres_closing(table: SqlTable) -> str:
    key = table.names[0]
    text = f"\n\nALTER TABLE ONLY public.{table.name}\n    ADD CONSTRAINT {table.name}_pkey PRIMARY KEY ({key});\n\n\n"
    if table.parent:
        name = table.names[1]
        text += (
            f"ALTER TABLE ONLY public.{table.name}\n    ADD CONSTRAINT {table.name}_fk FOREIGN KEY ({name}) "
            f"REFERENCES public.{table.parent}({name});\n\n\n"
        )
    return text


def _copy_closing(table: SqlTable) -> str:
    return "\\.\n" + _postgres_closing(table)


def _postgres_tail(house: House) -> str:
    del house  # as in the tail of mysqldump
    return "--\n-- PostgreSQL database dump complete\n--\n\n"


def _tsql_head(house: House) -> str:
    return f"USE [{house.software}]\r\nGO\r\n"


def _tsql_opening(table: SqlTable) -> str:
    types: dict[Kind, str] = {
        "key": "[bigint] IDENTITY(1,1)", "code": "[nvarchar](80) NULL", "text": "[nvarchar](max) NULL",
        "day": "[date] NULL", "time": "[datetime] NULL",
    }  # fmt: skip
    shape = ",\r\n".join(_typed(table, types, "\t[{}]"))
    if table.parent:
        # the second key points to the parent: a table has one identity
        shape = shape.replace(f"[{table.names[1]}] [bigint] IDENTITY(1,1)", f"[{table.names[1]}] [bigint]")
    return (
        f"/****** Object:  Table [dbo].[{table.name}]    Script Date: 01/06/2024 02:14:09 ******/\r\n"
        "SET ANSI_NULLS ON\r\nGO\r\nSET QUOTED_IDENTIFIER ON\r\nGO\r\n"
        f"CREATE TABLE [dbo].[{table.name}](\r\n{shape},\r\n"
        f" CONSTRAINT [PK_{table.name}] PRIMARY KEY CLUSTERED ([{table.names[0]}] ASC)\r\n) ON [PRIMARY]\r\nGO\r\n"
        f"SET IDENTITY_INSERT [dbo].[{table.name}] ON \r\nGO\r\n"
    )


def _tsql_closing(table: SqlTable) -> str:
    text = f"SET IDENTITY_INSERT [dbo].[{table.name}] OFF\r\nGO\r\n"
    if table.parent:
        name = table.names[1]
        text += (
            f"ALTER TABLE [dbo].[{table.name}]  WITH CHECK ADD  CONSTRAINT [FK_{table.name}] FOREIGN KEY([{name}])\r\n"
            f"REFERENCES [dbo].[{table.parent}] ([{name}])\r\nGO\r\n"
        )
    return text


def _tsql_tail(house: House) -> str:
    return f"USE [master]\r\nGO\r\nALTER DATABASE [{house.software}] SET  READ_WRITE \r\nGO\r\n"


MYSQL = Dialect(
    "utf-8", b"", 24_000, _mysql_head, _mysql_tail, _mysql_opening, _mysql_closing, mysql_rows
)  # fmt: skip
POSTGRES = Dialect(
    "utf-8", b"", 28_000, _postgres_head, _postgres_tail, _copy_opening, _copy_closing, copy_rows, folds=True
)  # fmt: skip
POSTGRES_INSERTS = Dialect(
    "utf-8", b"", 14_000, _postgres_head, _postgres_tail, _postgres_shape, _postgres_closing, inserts_rows,
    folds=True,
)  # fmt: skip
TSQL = Dialect(
    "utf-16-le", b"\xff\xfe", 5_000, _tsql_head, _tsql_tail, _tsql_opening, _tsql_closing, tsql_rows
)  # fmt: skip
TSQL_UTF8 = Dialect("utf-8", b"", 10_000, _tsql_head, _tsql_tail, _tsql_opening, _tsql_closing, tsql_rows)
DIALECTS = {
    "mysqldump": MYSQL, "pg_dump": POSTGRES, "pg_dump_inserts": POSTGRES_INSERTS, "tsql": TSQL, "tsql_utf8": TSQL_UTF8,
}  # fmt: skip
"""Every way by its name, as a plan spells it."""
