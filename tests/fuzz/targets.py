"""The fuzz targets: one line for each parser of ours. A new parser needs a line here, or the test beside this is red."""

# ruff: noqa: E501 -- one line per target, so that a page of them can be compared

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Final

from fuzz import frame, seeds
from fuzz.contract import Run, calls, opens, reads
from fuzz.target import Target

PASSWORDS = ("wrong", "Ward 7")
Seeds = Callable[[], Sequence[bytes]]


def _reader(
    name: str, dotted: str, made: Seeds, *modules: str, around: Callable[[bytes], bytes] | None = None, own: int = -1,
    file: str = "",
) -> Target:  # fmt: skip
    """A reader, or what a reader finds in a frame."""

    def make() -> Run:
        settings = {
            "format": name.partition("/")[0],
            "passwords": PASSWORDS,
            "dkim_keys": {"s._domainkey.a.example": ""},
        }
        run = reads(import_module(f"leakassay.read.{dotted}"), file or f"x.{name.partition('/')[0]}", settings, own)
        return run if around is None else lambda raw: run(around(raw))

    return Target(name, tuple(f"read/{module}" for module in modules), made, make)


def _opener(
    name: str, dotted: str, made: Seeds, *modules: str, around: Callable[[bytes], bytes] | None = None, file: str = ""
) -> Target:
    """An opener."""

    def make() -> Run:
        settings = {"format": name, "passwords": PASSWORDS}
        run = opens(import_module(f"leakassay.custody.openers.{dotted}"), file or f"x.{name}", settings)
        return run if around is None else lambda raw: run(around(raw))

    return Target(f"open/{name}", tuple(f"custody/openers/{module}" for module in modules), made, make)


def _inner(name: str, make: Callable[[], Run], made: Seeds, *modules: str) -> Target:
    """A parser that others call."""
    return Target(name, modules, made, make)


# --- what the inner parsers are called with


def _json_cut() -> Run:
    """Documents cut as if they were large."""
    from leakassay.read.tabular import json, json_cut

    module = ModuleType("cut")
    vars(module).update(split=json_cut.cuts, read=json.read)
    return reads(module, "x.json", {"format": "json"})


def _pdf_strings() -> Run:
    from leakassay.read.document.pdf_strings import said, shown, xmp

    def run(raw: bytes) -> object:
        return [
            [one.texts for one in said(b"1 0 obj\n" + raw + b"\nendobj\n")], list(xmp(raw)),
            shown(raw.decode("latin-1")),
        ]  # fmt: skip

    return calls(run, is_text=False)  # its caller replaces lone surrogates


def _lzfu() -> Run:
    from leakassay.read.mail.lzfu import unpacked

    return calls(unpacked)


def _rtf_body() -> Run:
    from leakassay.read.mail.rtf_body import text_of_rtf

    return calls(text_of_rtf)


def _html_body() -> Run:
    from leakassay.read.mail.html_table import without_tables
    from leakassay.read.mail.html_text import text_of_html

    def run(raw: bytes) -> object:
        source = raw.decode("utf-8", "replace")
        return [without_tables(source), text_of_html(source)]

    return calls(run)


def _pst_heap() -> Run:
    from leakassay.read.mail.pst_heap import Heap

    return calls(lambda raw: [repr(value) for value in Heap(raw[1:], is_wide=bool(raw[:1] > b"\x7f")).values()])


def _mapi_names() -> Run:
    from leakassay.read.mail.mapi_names import named

    return calls(lambda raw: sorted(named(raw[: len(raw) // 2], raw[len(raw) // 2 :]).items()), is_text=False)


def _dkim() -> Run:
    from leakassay.read.mail.dkim import properties

    given = seeds.dkim_keys()
    return calls(lambda raw: [one.value for one in properties(raw, given)])


def _office_art() -> Run:
    from custody.openers.test_ole_native import Bytes
    from leakassay.custody.openers.office_art import pictures
    from leakassay.custody.openers.office_records import drawings, objects
    from leakassay.model.errors import ItemError

    def run(raw: bytes) -> object:
        view = Bytes(raw)
        for found in (*pictures(view, "p"), *pictures(drawings(view), "d"), *objects(view, "o")):
            yield found.name, found.packed
            try:
                yield from found.chunks()
            except ItemError as error:
                yield str(error.reason)

    return calls(run)


def _ole_native() -> Run:
    from custody.openers.test_ole_native import Bytes
    from leakassay.custody.openers.ole_native import package

    return calls(lambda raw: [repr(package(Bytes(raw))), repr(package(Bytes(raw), has_size=False))])


def _uuencoded() -> Run:
    from leakassay.custody.openers.uuencoded import blocks, decoded

    return calls(lambda raw: [(block.name, list(decoded(raw, block))) for block in blocks(raw)])


def _zip_methods() -> Run:
    from leakassay.custody.openers.zip_content import unpacked
    from leakassay.custody.openers.zip_methods import METHODS

    methods = sorted(METHODS)

    def run(raw: bytes) -> object:
        method = methods[raw[0] % len(methods)] if raw else 0
        return unpacked(iter([raw[1:]]), method, len(raw) * 4, None, is_cut=False)

    return calls(run)


def _identify() -> Run:
    from leakassay.custody.identify import identify
    from leakassay.custody.macro import macros
    from leakassay.pipeline.catalogue.formats import FORMATS

    def run(raw: bytes) -> object:
        found = identify(raw, raw, "x.csv", len(raw), FORMATS)
        return [found.name if found else "", macros(raw, raw)]

    return calls(run)


def _jet_pages() -> Run:
    from leakassay.read.database.jet_pages import DamageError
    from read.database.test_jet_pages import COLUMNS, pages

    def run(raw: bytes) -> object:
        is_old = bool(raw[:1] > b"\x7f")
        size = 2048 if is_old else 4096
        file = pages(is_old=is_old, raw=(raw[1:] + bytes(-len(raw[1:]) % size)) or bytes(size))
        try:
            yield list(map(repr, file.fields(raw[1:200], COLUMNS)))
        except DamageError:
            yield "no row"
        for number in range(file.item.size // size):
            for what in (lambda at=number: file.definition(at), lambda at=number: list(file.slots(at, file.page(at)))):
                try:
                    yield list(map(repr, what()))
                except DamageError:
                    yield "damage"
        yield file.long_value(raw[1:13])

    return calls(run, DamageError)


# --- parts of packages, and what stands beside each of them


@cache
def _xlsx_parts() -> frame.OnePart:
    from read.tabular import hiding_places

    beside = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "pivotCacheDefinition1.xml",
              "pivotCacheDefinition1.xml.rels")  # fmt: skip
    return frame.OnePart(frame.parts_of(hiding_places.workbook()), beside)


@cache
def _xlsb_parts() -> frame.OnePart:
    from read.tabular.xlsb_files import parts

    return frame.OnePart(parts(), ("",))


@cache
def _office_parts() -> frame.OnePart:
    from read.document.test_office import PARTS

    return frame.OnePart({name: text.encode() for name, text in PARTS.items()}, ("word/document.xml",))


@cache
def _ods_parts() -> frame.OnePart:
    from read.tabular.test_ods import PEOPLE, book

    made = book(PEOPLE, beside="<table:tracked-changes/>", styles="<style:header/>", meta="<m/>")
    return frame.OnePart(frame.parts_of(made), ("mimetype", "manifest.xml"))


_WORD = frame.compound("WordDocument", "0Table")
_PPT = frame.compound("PowerPoint Document", "Current User")
_XLS = frame.compound("Workbook", "\x05SummaryInformation")
of = seeds.of

TARGETS: Final[tuple[Target, ...]] = (
    # Text and tables
    _reader("delimited", "tabular.delimited", of("delimited", more=seeds.DELIMITED), "tabular/delimited*", "line_blocks", "text_encoding"),
    _reader("fixed_columns", "tabular.fixed", of("fixed_columns"), "tabular/fixed*"),
    _reader("json", "tabular.json", of("json", more=seeds.JSON), "tabular/json", "tabular/json_[rtb]*"),
    _inner("json/cut", _json_cut, of("json", more=seeds.JSON), "read/tabular/json_cut"),
    _reader("ndjson", "tabular.json_lines", of("ndjson", more=seeds.JSON), "tabular/json_lines"),
    _reader("text", "document.plain", of("text", more=seeds.TEXTS), "document/plain", "text_windows", "as_text"),
    _reader("script", "document.script", of("script"), "document/script"),
    _reader("strings", "document.strings", of("text", "hl7v2", "xls"), "document/strings"),
    _reader("unknown", "document.letters", of("xls", "msg"), "document/letters"),
    _reader("xlsx", "tabular.sheet", of("xlsx", "ods"), "tabular/sheet", "tabular/package", "package"),
    _reader("xlsx/part", "tabular.sheet", lambda: _xlsx_parts().seeds(), "tabular/xlsx", "tabular/sheet_*", "tabular/package_*", "tabular/pivot_cache", "tabular/grid", "tabular/cell_text", "tabular/xml_walk", "tabular/wide_strings", around=lambda raw: _xlsx_parts().around(raw)),
    _reader("ods/part", "tabular.sheet", lambda: _ods_parts().seeds(), "tabular/ods", around=lambda raw: _ods_parts().around(raw)),
    _reader("xls", "tabular.sheet", of("xls"), "tabular/calamine_sheet", "tabular/compound_chains", "tabular/xls_key"),
    _reader("xls/stream", "tabular.sheet", lambda: [_XLS.seed(raw, b"") for raw in seeds.sheets_of_xls()], "tabular/biff8", "tabular/xls_strings", around=_XLS.around),
    _reader("xlsb/part", "tabular.sheet", lambda: _xlsb_parts().seeds(), "tabular/biff12", around=lambda raw: _xlsb_parts().around(raw)),
    # Documents
    _reader("pdf", "document.pdf", of("pdf", named=("read.document.pdf_files:full", "read.document.pdf_files:listed")), "document/pdf", "document/pdf_streams", "document/pdf_tables"),
    _inner("pdf/strings", _pdf_strings, of(more=seeds.PDF_TEXTS), "read/document/pdf_strings"),
    _reader("docx", "document.office", of("docx", "odt", "pptx"), "document/office"),
    _reader("docx/part", "document.office", lambda: _office_parts().seeds(), "document/office_*", "document/flow", "xml_events", around=lambda raw: _office_parts().around(raw)),
    _reader("doc", "document.doc", seeds.word, "document/doc*", "document/compound", around=_WORD.around),
    _reader("ppt", "document.ppt", lambda: [_PPT.seed(raw, b"") for raw in seeds.slides()], "document/ppt", around=_PPT.around),
    _reader("rtf", "document.rtf", of("rtf", more=seeds.RTF), "document/rtf*"),
    _reader("html", "document.html", of("html", more=seeds.HTML), "document/html*"),
    _reader("xml", "document.xml", of("xml", more=seeds.XML), "document/xml*"),
    # Chats
    _reader("telegram_json", "chat.telegram_json", of("telegram_json"), "chat/telegram_json", "chat/json_stream", "chat/media"),
    _reader("telegram_html", "chat.telegram_html", of("telegram_html"), "chat/telegram_html"),
    # Health messages
    _reader("hl7v2", "health.hl7v2", of("hl7v2", more=seeds.HL7), "health/hl7*", "health/record_rows", "health/charset", "health/beside", "health/inline_items"),
    _reader("printed_report", "health.printed_report", of("printed_report"), "health/printed_report", "health/report_lines"),
    _reader("edifact", "health.edifact", of("edifact"), "health/edifact*"),
    _reader("fhir_json", "health.fhir", of("fhir_json", more=seeds.FHIR), "health/fhir", "health/fhir_[adept]*", "health/fhir_links"),
    _reader("fhir_xml", "health.fhir", of("fhir_xml", more=seeds.FHIR_XML), "health/fhir_xml", "health/xml_text"),
    _reader("fhir_ndjson", "health.fhir_lines", of("fhir_ndjson"), "health/fhir_lines"),
    _reader("cda", "health.cda", of("cda", more=seeds.CDA), "health/cda*"),
    _reader("astm", "health.astm", of("astm", more=seeds.ASTM), "health/astm*"),
    # Data bases
    _reader("sql_dump", "database.sql_dump", of("sql_dump", more=seeds.SQL), "database/sql_*"),
    _reader("sqlite", "database.sqlite_file", of("sqlite", named=("read.database.test_sqlite_file:SMALL",)), "database/sqlite_[cps]*", "database/sqlite_file", "blob_text", "database/row_batches"),
    _reader("sqlite_wal", "database.sqlite_log", of("sqlite_wal", "sqlite_journal"), "database/sqlite_log", "database/sqlite_frames"),
    _reader("pg_dump", "database.pg_dump", of("pg_dump"), "database/pg_dump", "database/pg_archive", "database/pg_unpack"),
    _reader("pg_copy", "database.pg_copy", of(named=("read.pg_archive:ROWS",)), "database/pg_copy"),
    _reader("dbf", "database.dbf", of("dbf"), "database/dbf"),
    _reader("dbf_memo", "database.dbf_memo", of("dbf_memo"), "database/dbf_memo"),
    _reader("parquet", "database.parquet", of("parquet", named=("read.database.test_parquet:SMALL",)), "database/parquet", "database/arrow_text"),
    _reader("arrow", "database.arrow_file", of("arrow"), "database/arrow_file"),
    _reader("access", "database.access", seeds.access, "database/access", "database/jet_values", around=frame.jet),
    _inner("access/pages", _jet_pages, seeds.jet_pages, "read/database/jet_pages"),
    _reader("mssql_backup", "database.mssql", of(named=("read.database.test_mssql:BACKUP",)), "database/mssql"),
    # Mail
    _reader("eml", "mail.eml", of("eml", more=seeds.EML), "mail/eml", "mail/message", "mail/header", "mail/body_text", own=0),
    _reader("mbox", "mail.mbox", of("mbox"), "mail/mbox"),
    _inner("eml/dkim", _dkim, seeds.signed_mails, "read/mail/dkim"),
    _inner("eml/html", _html_body, of(more=seeds.HTML), "read/mail/html_*"),
    _reader("msg", "mail.msg", of("msg", named=("read.mail.test_msg:GOOD",)), "mail/msg", "mail/mapi"),
    _inner("msg/names", _mapi_names, seeds.mapi_names, "read/mail/mapi_names"),
    _reader("pst", "mail.mail_store", of("pst"), "mail/mail_store"),
    _inner("pst/heap", _pst_heap, seeds.pst_heaps, "read/mail/pst_heap"),
    _reader("tnef", "mail.tnef", of("tnef", named=("read.mail.test_tnef:GOOD",)), "mail/tnef*"),
    _inner("tnef/lzfu", _lzfu, of(named=("read.mail.test_lzfu:EXAMPLE", "read.mail.test_lzfu:CROSSING")), "read/mail/lzfu"),
    _inner("tnef/rtf", _rtf_body, of("rtf", more=seeds.RTF), "read/mail/rtf_body"),
    # Containers
    _opener("zip", "zip", of("zip", named=("custody.openers.test_zip:GOOD",)), "zip", "zip_directory", "member_name", "hole", "spliced", "peeked"),
    _opener("zip_locked", "zip", of(named=("custody.openers.test_zip_cipher:GOOD",)), "zip_cipher"),
    _inner("open/zip_member", _zip_methods, seeds.zip_members, "custody/openers/zip_content", "custody/openers/zip_methods"),
    _opener("tar", "tar", of("tar", named=("custody.openers.test_tar:GOOD",)), "tar", "tar_walk", around=frame.tar),
    _opener("gzip", "gzip", of("gzip", named=("custody.openers.test_tar_stream:SMALL",)), "gzip", "stream", "tar_stream"),
    _opener("bzip2", "bzip2", of("bzip2"), "bzip2"),
    _opener("xz", "xz", of("xz"), "xz"),
    _opener("lzma", "lzma_alone", of("lzma"), "lzma_alone"),
    _opener("zstd", "zstd", of("zstd", named=("custody.openers.test_zstd:SMALL",)), "zstd", "skippable"),
    _opener("lz4", "lz4", of("lz4", named=("custody.openers.test_lz4:SMALL",)), "lz4"),
    _opener("compress", "compress", of(named=("custody.openers.test_compress:SMALL",)), "compress"),
    _opener("ar", "ar", of("ar", named=("custody.openers.test_ar:DEB",)), "ar"),
    _opener("7z", "seven_zip", seeds.seven_zips, "seven_zip*", around=frame.seven_zip),
    _opener("rar", "rar", seeds.rar5_blocks, "rar", "rar5_header", "rar_*", around=frame.rar5),
    _opener("rar4", "rar", seeds.rar4_blocks, "rar4_header", around=frame.rar4),
    _opener("cab", "cab", of("cab"), "cab", "cab_blocks"),
    _opener("iso", "iso", of(named=("custody.openers.test_iso:image",)), "iso"),
    _opener("cpio", "cpio", of("cpio"), "cpio", "by_libarchive", "libarchive_reader"),
    _opener("lha", "lha", seeds.lha, "lha"),
    _opener("xar", "xar", seeds.xar, "xar"),
    _opener("office_package", "office_package", of(named=("custody.openers.test_office_package:GOOD",)), "office_package"),
    _opener("compound", "compound", of("msg", more=(), named=("custody.openers.test_compound:MESSAGE", "custody.openers.test_compound:DOCUMENT")), "compound*", "found", "message_storage", "ole_object", "macro_source"),
    _inner("open/office_art", _office_art, seeds.pictures, "custody/openers/office_art", "custody/openers/office_records"),
    _inner("open/ole_native", _ole_native, seeds.packages, "custody/openers/ole_native"),
    _opener("office_locked", "office_locked", seeds.locked, "office_locked"),
    _opener("rtf", "rtf", of("rtf", named=("custody.openers.test_rtf:GOOD",), more=seeds.RTF), "rtf", "rtf_group"),
    _opener("pdf", "pdf", of(named=("custody.openers.test_pdf:GOOD", "custody.openers.test_pdf:pinned")), "pdf"),
    _opener("eml", "eml", of("eml", more=seeds.EML), "eml", "mail_part"),
    _inner("open/uuencoded", _uuencoded, seeds.uuencoded, "custody/openers/uuencoded"),
    _opener("mbox", "mbox", of("mbox", named=("custody.openers.test_mbox:GOOD",)), "mbox"),
    _opener("pst", "mail_store", of("pst"), "mail_store"),
    _opener("tnef", "tnef", of("tnef", named=("custody.openers.test_tnef:GOOD",)), "tnef", "tnef_properties"),
    _opener("onenote", "onenote", of(named=("custody.openers.test_onenote:GOOD",)), "onenote"),
    _opener("hl7v2", "inline", of(named=("fuzz.seeds:INLINE",)), "inline"),
    # What is asked of every item
    _inner("identify", _identify, seeds.everything, "custody/identify", "custody/macro", "custody/sniff/*"),
)  # fmt: skip
"""Every one, in the order of the catalogue."""


def target(name: str) -> Target:
    """One of them by its name.

    Raises:
        KeyError: there is none of that name.
    """
    return {one.name: one for one in TARGETS}[name]
