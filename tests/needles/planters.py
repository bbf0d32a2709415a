"""Which function plants in which format."""

# ruff: noqa: E501 -- parts of files, one a line

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from needles.plant import chat, database, field, health, mail, marked, office, old_office, pdf, sheets, stores, text
from needles.plant.text import Files
from needles.planting import Planting

PLANTERS: dict[str, Callable[[Planting], Files]] = {
    "arrow": database.arrow, "astm": health.astm, "cda": health.cda, "dbf": database.dbf, "delimited": text.delimited,
    "dbf_memo": stores.dbf_memo, "pg_copy": stores.pg_copy, "pg_dump": stores.pg_dump,
    "printed_report": stores.printed_report, "sqlite_journal": stores.sqlite_journal, "sqlite_wal": stores.sqlite_wal,
    "doc": old_office.doc, "docx": office.docx, "edifact": health.edifact, "eml": mail.eml, "fhir_json": health.fhir_json,
    "fhir_ndjson": health.fhir_ndjson, "fhir_xml": health.fhir_xml, "fixed_columns": text.fixed_columns,
    "hl7v2": health.hl7v2, "html": marked.html, "json": text.json_document, "mbox": mail.mbox, "msg": mail.msg,
    "mssql_backup": database.mssql_backup, "mssql_data": database.mssql_data, "ndjson": text.ndjson, "odt": office.odt,
    "opendocument": office.opendocument, "parquet": database.parquet, "pdf": pdf.pdf, "ppt": old_office.ppt,
    "pptx": office.pptx, "rtf": marked.rtf, "script": text.script, "sql_dump": database.sql_dump, "sqlite": database.sqlite,
    "telegram_html": chat.telegram_html, "telegram_json": chat.telegram_json, "text": text.text, "unknown": stores.unknown, "tnef": mail.tnef,
    "visio": office.visio, "xls": sheets.xls, "xlsb": sheets.xlsb, "xlsx": sheets.xlsx, "xml": marked.xml, "ods": sheets.ods,
}  # fmt: skip
"""Formats whose files we can write."""

OF_FIELD_FILES: dict[str, Callable[[Planting, Path], Files]] = {"access": field.access, "pst": field.pst}
"""Formats that nothing writes: needles go into copies of files that others wrote."""
