"""Formats are told by content; the suffix settles draws only."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.custody.identify import identify, opens
from leakassay.model.plugin import Format, Magic
from leakassay.pipeline.catalogue.formats import FORMATS


def named(raw: bytes, name: str = "") -> str:
    found = identify(raw[:65536], raw[-65536:], name, len(raw), FORMATS)
    return found.name if found else ""


def test_nothing_has_no_format() -> None:
    assert named(b"", "x.csv") == ""


@pytest.mark.parametrize(
    ("raw", "name", "expected"),
    [
        (b"MZ\x90\0" + bytes(200), "report.pdf", "exe"),
        (b"%PDF-1.7\n1 0 obj", "notes.txt", "pdf"),
        (b"Dear Dr Rees,\nthank you.\n", "letter.xlsx", "text"),
        (b"id,name,date\n1,x,2020-01-02\n2,y,2020-01-03\n", "export.dat", "delimited"),
        (gzip.compress(b"x", mtime=0), "x.csv", "gzip"),
        ("Dear Zoë\n".encode("utf-16-be"), "x.bin", "text"),
        (b"{\\rtf1\\ansi hello}", "x.doc", "rtf"),
        (b"SQLite format 3\0" + bytes(100), "x.txt", "sqlite"),
        (bytes(range(256)) * 20, "x.csv", "unknown"),
    ],
)
def test_content_wins_over_the_suffix(raw: bytes, name: str, expected: str) -> None:
    assert named(raw, name) == expected


def test_equal_scores_are_settled_by_suffix_then_by_name() -> None:
    pair = [Format("b", "x/b", magic=(Magic(b"xx"),), suffixes=(".b",)), Format("a", "x/a", magic=(Magic(b"xx"),))]
    for formats in (pair, pair[::-1]):
        plain = identify(b"xxyy", b"", "", 4, formats)
        suffixed = identify(b"xxyy", b"", "f.b", 4, formats)
        assert plain is not None
        assert suffixed is not None
        assert (plain.name, suffixed.name) == ("a", "b")


def test_a_magic_may_lie_anywhere_near_the_front() -> None:
    assert named(b"\r\n\r\n%PDF-1.4\n") == "pdf"


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=3000), st.sampled_from(["", "a.csv", "b.json", "c.eml", "d.xls"]))
def test_any_bytes_get_an_answer(raw: bytes, name: str) -> None:
    identify(raw, raw, name, len(raw), FORMATS)


@pytest.mark.field
def test_real_files_have_the_formats_that_their_folders_promise(field_data: Path) -> None:
    expected = {
        ("s05-synthea-csv", ".csv"): {"delimited"},
        ("s06-uk-vaccination-csv", ".csv"): {"delimited"},
        ("s06-uk-vaccination-csv", ".json"): {"json", "fhir_json"},
        ("s10-ods-gp-practices", ".csv"): {"delimited"},
        ("s02-hl7v2-samples", ".hl7"): {"hl7v2"},
        ("s02-hl7v2-samples", ".ccda"): {"cda"},
        ("s03-pds-fhir", ".json"): {"json", "fhir_json"},
        ("s04-ccda", ".xml"): {"cda", "xml"},
        ("s08-pii-presidio", ".json"): {"json"},
        ("s09-codelists-caliber", ".csv"): {"delimited"},
        ("s14-jackcess-mdb", ".mdb"): {"access"},
        ("s14-jackcess-mdb", ".accdb"): {"access"},
        ("s15-dbfread", ".dbf"): {"dbf"},
        ("s18-pst", ".pst"): {"pst"},
        ("s20-rarfile", ".rar"): {"rar"},
        ("s20-csv-spectrum", ".csv"): {"delimited"},
        ("s23-uk-core-examples", ".xml"): {"fhir_xml"},
        ("s24-telegram-json", ".json"): {"telegram_json"},
    }
    for (folder, suffix), formats in expected.items():
        paths = [path for path in (field_data / folder).rglob(f"*{suffix}") if path.stat().st_size]
        assert paths, folder
        assert {named(path.read_bytes(), path.name) for path in paths} == formats, (folder, suffix)


@pytest.mark.field
def test_wrong_extensions_are_seen_through(field_data: Path) -> None:
    folder = field_data / "s12-ndr-import"
    told = {path.name: named(path.read_bytes(), path.name) for path in folder.iterdir() if path.is_file()}
    assert told["txt_file_xls_extension.xls"] == "text"
    assert told["txt_file_xlsx_extension.xlsx"] == "text"
    assert told["xlsx_file_xls_extension.xls"] == "xlsx"
    assert told["password_protected_sample_xlsx.xlsx"] == "office_locked"
    assert told["password_protected_hello_world.docx"] == "office_locked"
    assert told["hello_utf16le.jsonl"] == "ndjson"
    assert told["not_a_pdf.pdf"] == ""


@pytest.mark.field
def test_edifact_samples_are_interchanges(field_data: Path) -> None:
    paths = list((field_data / "s01-nhs-edifact-pathology").rglob("*.dat"))
    told = [named(path.read_bytes(), path.name) for path in paths]
    assert told.count("edifact") >= 34
    assert set(told) <= {"edifact", "text"}  # five are templates with regular expressions inside


@pytest.mark.field
def test_three_protected_workbooks_are_called_so_before_they_are_opened(field_data: Path) -> None:
    folder = field_data / "s13-calamine-sheets"
    told = {path.name: named(path.read_bytes(), path.name) for path in folder.rglob("pass_protected*")}
    assert told == {
        "pass_protected.xlsx": "office_locked",
        "pass_protected.xlsb": "office_locked",
        "pass_protected.ods": "ods",
    }


@pytest.mark.field
def test_all_real_files_are_told_in_well_under_five_milliseconds_each(field_data: Path) -> None:
    paths = sorted(path for path in field_data.rglob("*") if path.is_file())
    start = time.process_time()
    unknown = sum(1 for path in paths if not named(path.read_bytes(), path.name) and path.stat().st_size)
    assert time.process_time() - start < 0.005 * len(paths)
    assert unknown < 40


def test_an_opener_is_asked_by_content() -> None:
    """A zip always, a message where it may hold a document, a text never."""
    letter = b"MSH|^~\\&|LAB\rOBX|2|ED|PDF^Letter||^application^pdf^Base64^JVBERi0xLjQ\r"
    by_name = {entry.name: entry for entry in FORMATS}
    asked = [
        opens(by_name[name], raw, raw, "x", len(raw))
        for name, raw in (("zip", b"PK"), ("hl7v2", letter), ("hl7v2", letter[:12]), ("text", letter))
    ]
    assert asked == [True, True, False, False]
