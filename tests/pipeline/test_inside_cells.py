"""Every reader, every opener and every parser library does its work inside a cell with all of its layers."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import sqlite3
import threading
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import hyperscan
import libarchive
import lz4.frame
import olefile
import py7zr
import pyarrow.compute as pc
import pyarrow.csv
import pypdfium2
import pypff
import pytest
import python_calamine
import reportlab.pdfgen.canvas
import stream_unzip
import xlsxwriter
import xlwt
import zstandard
from lxml import etree

from engine.forked import answer, in_child
from leakassay.detect.settings import from_profile
from leakassay.engine import confine, namespaces
from leakassay.engine.limits import Limits
from leakassay.engine.wire import Kind
from leakassay.engine.zygote import Zygotes
from leakassay.model.item import OpenItem, in_memory
from leakassay.pipeline.catalogue.formats import FORMATS
from leakassay.pipeline.family import CONTAINER, families, family_of
from leakassay.profile.organisation import EMPTY
from pipeline.corridor import CSV, tarred, zipped

LETTER = b"Dear Dr Hill,\nre: Mrs Ann WARM, NHS number 999 000 0018.\n"
HL7 = (
    b"MSH|^~\\&|A|B|C|D|20240101||ORU^R01|1|P|2.5\r"
    b"PID|1||9990000018^^^NHS^NH||WARM^ANN||19600501|F\rOBR|1||1|K\rOBX|1|NM|K||4.1|mmol/L\r"
)


def pdf() -> bytes:
    out = io.BytesIO()
    page = reportlab.pdfgen.canvas.Canvas(out)
    page.drawString(72, 720, "NHS number 999 000 0018")
    page.showPage()
    page.save()
    return out.getvalue()


def xlsx() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet().write_row(0, 0, ["NHS number", "Surname"])
    book.close()
    return out.getvalue()


def xls() -> bytes:
    out = io.BytesIO()
    book = xlwt.Workbook()
    book.add_sheet("a").write(0, 0, "Surname")
    book.save(out)
    return out.getvalue()


def letter() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@lab.test", "b@lab.test", "Result"
    mail.set_content(LETTER.decode())
    mail.add_attachment(CSV.encode(), maintype="text", subtype="csv", filename="people.csv")
    return mail.as_bytes()


def box() -> bytes:
    return b"From a@lab.test Mon Jan  1 00:00:00 2024\n" + letter() + b"\n"


GOOD: dict[str, Callable[[], bytes]] = {
    "delimited": CSV.encode, "json": lambda: b'[{"surname": "WARM", "dob": "1960-05-01"}]', "xls": xls, "xlsx": xlsx,
    "ndjson": lambda: b'{"surname": "WARM"}\n{"surname": "COLD"}\n', "text": lambda: LETTER, "pdf": pdf,
    "hl7v2": lambda: HL7, "eml": letter, "mbox": box,
    "zip": lambda: zipped({"a.csv": CSV.encode()}), "tar": lambda: tarred({"a.csv": CSV.encode()}),
    "gzip": lambda: gzip.compress(CSV.encode()), "bzip2": lambda: bz2.compress(CSV.encode()),
    "xz": lambda: lzma.compress(CSV.encode()),
}  # fmt: skip
"""A good file of some formats; of the others a cell gets junk, which has to end in a result as well."""

ATTACHED = {"eml", "mbox"}
"""Alone, their readers leave the attachments unread."""

JUNK = b"neither fish nor fowl\n" * 9


@pytest.fixture(scope="module")
def zygotes() -> Iterator[Zygotes]:
    found = Zygotes({"detect": from_profile(EMPTY)}, families(), Limits())
    yield found
    found.stop()


def result(zygotes: Zygotes, family: str, fn: str, form: str, **args: object) -> tuple[dict, int]:
    """What a cell said of one item of a format, and how many members came."""
    item = in_memory(GOOD.get(form, lambda: JUNK)(), f"file.{form}")
    said = {
        "fn": f"leakassay.pipeline.cellwork:{fn}", "offset": 0, "length": -1, "args": args,
        "items": [{"size": item.size, "name": item.name.encode().hex(), "own_bytes": -1, "format": form}],
    }  # fmt: skip
    frames = list(zygotes.frames(family, said, [item.fd], item.size))
    os.close(item.fd)
    (found,) = [frame.json() for frame in frames if frame.kind is Kind.RESULT]
    return found, sum(frame.kind is Kind.MEMBER for frame in frames)


@pytest.mark.parametrize("entry", [entry for entry in FORMATS if entry.reader], ids=lambda entry: entry.name)
def test_every_reader_reads_in_a_cell(entry, zygotes: Zygotes) -> None:
    said, _ = result(zygotes, family_of(entry), "assay", entry.name)
    assert said["reason"] not in {"reader_not_installed", "crashed"}
    if entry.name in GOOD:
        assert said["outcome"] in ({"read_partly"} if entry.name in ATTACHED else {"read"})
        assert said["records"] > 0


@pytest.mark.parametrize("entry", [entry for entry in FORMATS if entry.opener], ids=lambda entry: entry.name)
def test_every_opener_opens_in_a_cell(entry, zygotes: Zygotes) -> None:
    said, members = result(zygotes, CONTAINER, "open_members", entry.name, first=0)
    assert said["reason"] not in {"reader_not_installed", "crashed"}
    if entry.name in GOOD and not entry.embeds:
        assert (said["outcome"], members) in {("read", 1), ("read", 0)}


def confined(trial: Callable[[OpenItem], object], content: bytes) -> str:
    """Have a library work on an item behind every layer."""
    item = in_memory(content)

    def go() -> object:
        confine.confine(confine.prepare(), 4 << 30, 60, [item.fd], answer[-1])
        return trial(item)

    def outside() -> str:
        namespaces.enter()
        return in_child(go)  # a process that has left its process name space may have children, no threads

    try:
        return in_child(outside)
    finally:
        os.close(item.fd)


def seven_zip() -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        archive.writestr("inside", "a")
    return out.getvalue()


def _by_libarchive(item: OpenItem) -> list[str]:
    with libarchive.fd_reader(item.fd) as archive:
        return [entry.pathname + b"".join(entry.get_blocks()).decode() for entry in archive]


def _by_py7zr(item: OpenItem) -> bytes:
    made = py7zr.io.BytesIOFactory(1 << 20)
    with py7zr.SevenZipFile(item.file(), "r") as archive:
        archive.extractall(factory=made)
    return made.products["a"].read()


def _by_hyperscan(item: OpenItem) -> list[int]:
    database = hyperscan.Database()
    database.compile([rb"fish"])
    found: list[int] = []
    database.scan(item.content(99), match_event_handler=lambda _id, _from, to, *_: found.append(to))
    return found


def _by_arrow(item: OpenItem) -> int:
    table = pyarrow.csv.read_csv(item.file(), pyarrow.csv.ReadOptions(use_threads=True))
    return int(pc.sum(pc.match_substring_regex(table["a"], "[0-9]")).as_py())


def _by_pdfium(item: OpenItem) -> str:
    return pypdfium2.PdfDocument(item.file()).get_page(0).get_textpage().get_text_range()


def _by_pff(item: OpenItem) -> bool:
    return pypff.check_file_signature_file_object(item.file())


def _by_sqlite(item: OpenItem) -> list[tuple[int]]:
    base = sqlite3.connect(":memory:")
    base.deserialize(item.content(1 << 20))
    return base.execute("select * from t").fetchall()


def sqlite_file() -> bytes:
    base = sqlite3.connect(":memory:")
    base.executescript("create table t (x); insert into t values (7)")
    return base.serialize()


def _by_stream_unzip(item: OpenItem) -> list[bytes]:
    return [b"".join(chunks) for _, _, chunks in stream_unzip.stream_unzip(item.chunks())]


def _by_threads(item: OpenItem) -> int:
    seen: list[bytes] = []
    threads = [threading.Thread(target=lambda: seen.append(item.head(4))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(seen)


@pytest.mark.parametrize(
    ("trial", "content", "due"),
    [
        (_by_libarchive, seven_zip(), "['ainside']"),
        (_by_py7zr, seven_zip(), "b'inside'"),
        (_by_hyperscan, JUNK[:22], "[12]"),
        (_by_arrow, b"a\n1\n2\nx\n", "2"),
        (_by_pdfium, pdf(), "NHS number 999 000 0018"),
        (lambda item: len(python_calamine.CalamineWorkbook.from_filelike(item.file()).sheet_names), xlsx(), "1"),
        (_by_pff, b"!BDN" + bytes(600), "True"),
        (_by_sqlite, sqlite_file(), "[(7,)]"),
        (_by_stream_unzip, zipped({"a": b"inside"}, zipfile.ZIP_DEFLATED), "[b'inside']"),
        (lambda item: zstandard.ZstdDecompressor().decompress(item.content(99)), zstandard.compress(b"in"), "b'in'"),
        (lambda item: lz4.frame.decompress(item.content(99)), lz4.frame.compress(b"in"), "b'in'"),
        (lambda item: olefile.OleFileIO(item.file()).listdir(), xls(), "[['Workbook']]"),
        (lambda item: etree.fromstring(item.content(99)).tag, b"<a/>", "a"),
        (_by_threads, b"word", "8"),
    ],
    ids=["libarchive", "py7zr", "hyperscan", "pyarrow", "pypdfium2", "calamine", "libpff", "sqlite", "stream_unzip",
         "zstandard", "lz4", "olefile", "lxml", "threads"],
)  # fmt: skip
def test_a_parser_library_works_behind_every_layer(
    trial: Callable[[OpenItem], object], content: bytes, due: str
) -> None:
    assert confined(trial, content) == due


@pytest.mark.field
def test_an_outlook_store_is_read_behind_every_layer(field_data: Path) -> None:
    def folders(item: OpenItem) -> int:
        store = pypff.file()
        store.open_file_object(item.file())
        return store.get_root_folder().get_number_of_sub_folders()

    assert int(confined(folders, next((field_data / "s18-pst").glob("*.pst")).read_bytes())) > 0
