"""Ten random files of every format, opened with the programs that a user would open them with."""

import email
import email.policy
import json
import mailbox
import re
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import duckdb
import pytest
import sqlglot
from dbfread import DBF
from olefile import isOleFile
from oxmsg import Message
from PIL import Image, ImageSequence

from exercise.programs import (
    TELLING,
    TEN,
    Shelf,
    cells,
    chosen,
    complains,
    complaint,
    held,
    is_harmless,
    is_utf8,
    missing,
    need,
    notes,
    office,
    page_of,
    run,
    sha256,
    strings,
    text_of,
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

SHEETS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""Every sheet of a workbook as UTF-8, hidden ones too."""
FEW = 2
"""Where a block of any size holds one file of a format, two are all there are."""

OPENED = {
    "7z", "astm", "csv", "dbf", "dicom", "docx", "ds_store", "edifact", "eml", "empty", "exe", "gzip", "hl7v2", "jpeg",
    "json", "lock", "mbox", "msg", "ndjson", "ods", "ole", "pdf", "png", "recycle_index", "rtf", "sql_dump", "sqlite",
    "tar", "text", "tiff", "xls", "xlsx", "xml", "zip",
}  # fmt: skip
"""Formats that a test below opens: one that a rehearsal writes from now on needs its program here, too."""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("rehearsals"))


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One profile of LibreOffice for all tests: making it takes longer than opening ten files."""
    return tmp_path_factory.mktemp("office")


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_libreoffice_opens_workbooks_and_finds_every_planted_row(
    shelf: Shelf, profile: Path, tmp_path: Path, form: str
):
    files = shelf.ten_of(form)
    for one, text in zip(files, office(profile, files, form, SHEETS, tmp_path / form), strict=True):
        assert text, complaint(one)
        # the rows of a pivot lie in its cache and notes behind their cells, which text does not show
        planted = [row["surname"] for row in one.sightings if row["locator"].startswith("sheet")]
        assert not missing(planted, cells(text)), complaint(one)


def test_libreoffice_shows_the_notes_of_a_workbook(shelf: Shelf, profile: Path, tmp_path: Path):
    files = chosen("notes", [one for one in shelf.all_of("xlsx") if notes(one)])
    for one, text in zip(files, office(profile, files, "xlsx", "fods", tmp_path / "notes"), strict=True):
        written = " ".join(re.findall(r"<office:annotation .*?</office:annotation>", text, re.DOTALL))
        assert not missing(notes(one), written), complaint(one)


def test_libreoffice_opens_dbase_tables_where_it_has_the_driver(shelf: Shelf, profile: Path, tmp_path: Path):
    files = shelf.ten_of("dbf")
    made = office(profile, files, "dbf", SHEETS, tmp_path / "dbf")
    if not any(made):
        pytest.skip("this LibreOffice has no dBase driver")
    for one, text in zip(files, made, strict=True):
        marked = [record.get("SNAM") for record in DBF(one.path).deleted]
        shown = Counter(one.surnames) - Counter(marked)
        assert not missing(shown.elements(), cells(text)), complaint(one)


@pytest.mark.parametrize("form", ["docx", "rtf"])
def test_libreoffice_opens_letters_and_shows_whom_they_name(shelf: Shelf, profile: Path, tmp_path: Path, form: str):
    files = shelf.ten_of(form)
    for one, text in zip(files, office(profile, files, form, "txt:Text (encoded):UTF8", tmp_path / form), strict=True):
        assert len(text) > 100, complaint(one)
        assert not missing(one.surnames, text), complaint(one)


def test_libreoffice_opens_extracts_as_sheets(shelf: Shelf, profile: Path, tmp_path: Path):
    plain = [one for one in shelf.all_of("csv") if one.path.read_bytes()[:3].isascii() and is_utf8(one.path)]
    files = chosen("csv in office", [one for one in plain if b"," in one.path.read_bytes()[:200]])
    made = office(profile, files, "csv", SHEETS, tmp_path / "csv", "--infilter=CSV:44,34,76,1")
    for one, text in zip(files, made, strict=True):
        assert not missing(one.surnames, cells(text)), complaint(one)


def test_duckdb_reads_extracts_and_finds_every_planted_row(shelf: Shelf, tmp_path: Path):
    # DuckDB takes no path that is not UTF-8, as some of a dump are
    source = tmp_path / "extract.csv"
    for one in shelf.ten_of("csv"):
        data = one.path.read_bytes()
        if not is_utf8(one.path):
            codec = "UTF-16" if data[:2] == b"\xff\xfe" else "CP850" if "mainframe" in one.path.name else "LATIN1"
            data = run(need("iconv"), "-f", codec, "-t", "UTF-8", one.path).stdout
        source.write_bytes(data)
        # left to itself DuckDB never tries a caret, and takes the apostrophe of a name for an escape
        caret: dict[str, Any] = {"delimiter": "^"} if b"^" in data[:40] else {}
        read = duckdb.read_csv(str(source), header=False, all_varchar=True, null_padding=True, strict_mode=False,
                               parallel=False, sample_size=-1, quotechar='"', escapechar='"', **caret)  # fmt: skip
        found = [cell for row in read.fetchall() for cell in row if cell]
        # where two machines wrote one file, no program reads the letters of both
        planted = [name for name in one.surnames if name.isascii() or "appended" not in one.path.name]
        assert not missing(planted, found), complaint(one)
        assert read.shape[0] >= len({row["record"] for row in one.sightings}), complaint(one)


def test_pdftotext_shows_whom_reports_name_and_nothing_of_scans(shelf: Shelf):
    pdfinfo, pdftotext, pdfimages = need("pdfinfo"), need("pdftotext"), need("pdfimages")
    every = shelf.all_of("pdf")
    scans = chosen("scans", [one for one in every if one.item["outcome"] == "pending"])
    for one in (*scans, *chosen("reports", [one for one in every if one.item["outcome"] == "read"])):
        said = run(pdfinfo, one.path)
        assert not said.stderr, complaint(one)
        pages = int(re.search(rb"Pages:\s+(\d+)", said.stdout)[1])
        text = run(pdftotext, "-layout", one.path, "-").stdout.decode("utf-8")
        assert text.count("\f") == pages >= max((page_of(row["locator"]) for row in one.sightings), default=1)
        if one in scans:
            assert not text.strip(), complaint(one)
            assert len(run(pdfimages, "-list", one.path).stdout.splitlines()) == pages + 2
            continue
        assert not missing(one.surnames, text), complaint(one)


def test_sqlite3_finds_databases_whole_and_every_planted_row(shelf: Shelf):
    sqlite3 = need("sqlite3")
    for one in shelf.ten_of("sqlite"):
        table = one.sightings[0]["locator"].split()[1]
        asked = (
            f"PRAGMA integrity_check; SELECT count(*) FROM {table}; "
            f"SELECT surname FROM {table} WHERE surname != '' ORDER BY id"
        )
        verdict, count, *surnames = run(sqlite3, "-readonly", one.path, asked).stdout.decode("utf-8").splitlines()
        assert (verdict, int(count)) == ("ok", len({row["record"] for row in one.sightings})), complaint(one)
        assert surnames == one.surnames, complaint(one)


def test_dbfread_finds_every_planted_row_in_order(shelf: Shelf):
    for one in shelf.ten_of("dbf"):
        table = DBF(one.path)
        # rows that are marked as deleted lie between the others, and dbfread gives them apart
        assert len(table) + len(table.deleted) == len(one.sightings), complaint(one)
        planted = [row["surname"] for row in one.sightings]
        marked = planted[16::17]
        assert [row["SNAM"] for row in table.deleted] == marked, complaint(one)
        assert [row["SNAM"] for row in table] == [name for place, name in enumerate(planted) if place % 17 != 16]


def test_a_mail_parser_finds_subject_text_and_attachments(shelf: Shelf):
    for one in shelf.ten_of("eml"):
        read = email.message_from_bytes(one.path.read_bytes(), policy=email.policy.default)
        assert read["subject"], complaint(one)
        assert read["from"].addresses, complaint(one)
        assert Counter(sha256(part.get_payload(decode=True)) for part in read.iter_attachments()) == held(one)
        body = read.get_body(("plain", "html"))
        assert not missing(one.surnames, re.sub(r"<[^>]+>", " ", body.get_content())), complaint(one)


def test_mailbox_counts_the_planted_messages(shelf: Shelf, tmp_path: Path):
    for one in shelf.ten_of("mbox"):
        copied = tmp_path / "box.mbox"
        copied.write_bytes(one.path.read_bytes())
        box = mailbox.mbox(
            copied, factory=lambda file: email.message_from_binary_file(file, policy=email.policy.default)
        )
        messages = list(box)
        box.close()
        for row in one.sightings:
            message = messages[page_of(row["locator"]) - 1]
            assert message["subject"], complaint(one)
            assert not missing([row["surname"]], message.get_body(("plain", "html")).get_content()), complaint(one)


def test_oxmsg_finds_subject_text_and_attachments(shelf: Shelf):
    for one in shelf.ten_of("msg"):
        read = Message.load(one.path)
        assert read.subject, complaint(one)
        assert Counter(sha256(part.file_bytes) for part in read.attachments) == held(one), complaint(one)
        assert not missing(one.surnames, f"{read.subject} {read.body}"), complaint(one)


@pytest.mark.parametrize("form", ["json", "ndjson"])
def test_json_is_parsed_and_names_whom_the_key_names(shelf: Shelf, form: str):
    for one in shelf.ten_of(form):
        text = one.path.read_text("utf-8")
        read = [json.loads(line) for line in text.splitlines()] if form == "ndjson" else json.loads(text)
        assert not missing(one.surnames, " ".join(strings(read))), complaint(one)
        if form == "ndjson":
            assert len(read) == len({row["record"] for row in one.sightings}), complaint(one)


def test_xml_is_parsed_and_names_whom_the_key_names(shelf: Shelf):
    for one in shelf.ten_of("xml"):
        tree = ET.parse(one.path)  # noqa: S314  the rehearsal wrote it
        values = {value for node in tree.iter() for value in node.attrib.values()}
        assert not {name.casefold() for name in one.surnames} - {value.casefold() for value in values}, complaint(one)


def test_sqlglot_parses_dumps_and_finds_every_planted_row(shelf: Shelf):
    dumps = [one for one in shelf.all_of("sql_dump") if one.item["size_bytes"] < 300_000]
    for one in chosen("sql", dumps):
        name, text = one.path.name, text_of(one.path.read_bytes())
        dialect = "postgres" if "_pg" in name else "tsql" if "script" in name else "mysql"
        copied = re.findall(r"^COPY .*? FROM stdin;\n(.*?)^\\\.$", text, re.MULTILINE | re.DOTALL)
        text = re.sub(r"^COPY .*? FROM stdin;\n.*?^\\\.$", "", text, flags=re.MULTILINE | re.DOTALL)
        # GO is a word to the program that sends the script
        text = re.sub(r"^GO\s*$", ";", text, flags=re.MULTILINE)
        if dialect == "tsql":
            # a line is a statement there, which the parser wants to be told
            text = re.sub(r"^(?=INSERT |SET )", ";", text, flags=re.MULTILINE)
        literals = [cell for block in copied for line in block.splitlines() for cell in line.split("\t")]
        for statement in sqlglot.parse(text, dialect):
            if statement is not None:
                found = statement.find_all(sqlglot.exp.Literal, sqlglot.exp.National)
                literals += [literal.this for literal in found]
        assert not missing(one.surnames, literals), complaint(one)


def test_a_parser_of_hl7_finds_each_patient_in_the_message_that_the_key_says(shelf: Shelf):
    for one in shelf.ten_of("hl7v2"):
        messages = re.split(r"(?=MSH\|\^~\\&)", text_of(one.path.read_bytes()))[1:]
        assert messages, complaint(one)
        for row in one.sightings:
            message = messages[page_of(row["locator"]) - 1]
            pid = re.search(r"PID\|[^\r\n\x1c]*", message)[0].split("|")
            assert not missing([row["surname"]], pid[5].split("^")), complaint(one)


def test_a_parser_of_edifact_counts_segments_and_finds_each_patient(shelf: Shelf):
    for one in shelf.ten_of("edifact"):
        segments = [part.strip("\r\n") for part in re.split(r"(?<!\?)'", text_of(one.path.read_bytes()))]
        assert segments[0].startswith("UNA")
        names = [segment[:3] for segment in segments]
        assert names.count("UNB") == names.count("UNZ") > 0, complaint(one)
        assert names.count("UNH") == names.count("UNT") == len({row["record"] for row in one.sightings})
        starts = [place for place, name in enumerate(names) if name == "UNH"]
        ends = [place for place, name in enumerate(names) if name == "UNT"]
        for start, end, row in zip(starts, ends, one.sightings, strict=True):
            assert int(segments[end].split("+")[1]) == end - start + 1, complaint(one)
            assert not missing([row["surname"].replace("'", "?'")], "'".join(segments[start:end])), complaint(one)


def test_a_parser_of_astm_finds_each_patient(shelf: Shelf):
    for one in shelf.ten_of("astm"):
        text = one.path.read_bytes().decode("latin-1")
        found = [
            line.split("|")[5].split("^")[0]
            for line in re.findall(r"(?:^|[\r\n]|\x02\d)P\|\d+\|[^\r\n\x03\x17]*", text)
        ]
        assert [name for name in found if name] == one.surnames, complaint(one)


@pytest.mark.parametrize(("form", "at_least"), [("tiff", TEN), ("jpeg", TEN), ("png", FEW)])
def test_pillow_draws_every_page_and_file_knows_the_size(shelf: Shelf, form: str, at_least: int):
    for one in shelf.ten_of(form, at_least):
        with Image.open(one.path) as picture:
            assert picture.format.casefold() == form
            width, height = picture.size
            shades = [frame.convert("L").getextrema() for frame in ImageSequence.Iterator(picture)]
        assert all(dark < light for dark, light in shades), complaint(one)
        assert len(shades) >= max((page_of(row["locator"]) for row in one.sightings), default=1), complaint(one)
        said = run(need("file"), "-b", one.path).stdout.decode()
        assert said.casefold().startswith(form), complaint(one)
        # sizes of a tag each in a TIFF, together in the others
        assert {str(width), str(height)} <= set(re.findall(r"\d+", said)), complaint(one)


def test_text_is_text_and_names_whom_the_key_names(shelf: Shelf):
    for one in shelf.ten_of("text"):
        assert not missing(one.surnames, re.sub(r"-\n\s*", "-", text_of(one.path.read_bytes()))), complaint(one)


@pytest.mark.parametrize("form", ["zip", "7z"])
def test_7z_unpacks_archives_byte_for_byte(shelf: Shelf, tmp_path: Path, form: str):
    files = chosen(form, [one for one in shelf.all_of(form) if is_harmless(one)])
    for number, one in enumerate(files):
        out = tmp_path / str(number)
        run(need("7z"), "x", "-y", f"-o{out}", one.path)
        unpacked = Counter(sha256(path.read_bytes()) for path in out.rglob("*") if path.is_file())
        assert unpacked == held(one), complaint(one)
        if form == "zip":
            run(need("unzip"), "-tqq", one.path)


def test_gzip_unpacks_byte_for_byte_and_tar_lists_what_is_inside(shelf: Shelf):
    files = chosen("gzip", [one for one in shelf.all_of("gzip") if one.path.name != "core.gz"])
    for one in files:
        run(need("gzip"), "-t", one.path)
        assert Counter([sha256(run("gzip", "-dc", one.path).stdout)]) == held(one), complaint(one)
        if one.path.name.endswith(".tar.gz"):
            assert run(need("tar"), "-tzf", one.path).stdout.split() == [b"queue/resend.hl7", b"queue/readme.txt"]


def test_tar_lists_the_members_of_hostile_archives(shelf: Shelf):
    for one in shelf.ten_of("tar"):
        assert len(run(need("tar"), "-P", "-tf", one.path).stdout.splitlines()) == len(one.members), complaint(one)


def test_sealed_archives_open_with_the_word_that_lies_beside_and_with_no_other(shelf: Shelf):
    program = need("7z")
    for form in ("zip", "7z"):
        for one in chosen(f"sealed {form}", [one for one in shelf.damaged(form) if one.item["reason"] == "password"]):
            words = next(up / "passwords.txt" for up in one.path.parents if (up / "passwords.txt").is_file())
            tried = [run(program, "t", f"-p{word}", one.path, check=False).returncode for word in
                     ("wrong", *words.read_text("utf-8").split())]  # fmt: skip
            assert tried[0] != 0, complaint(one)
            assert 0 in tried, complaint(one)


def test_other_things_are_what_file_says(shelf: Shelf):
    program = need("file")
    for form, said, at_least in (("dicom", b"DICOM", FEW), ("exe", b"PE32", FEW), ("sqlite", b"SQLite 3", 10)):
        for one in shelf.ten_of(form, at_least):
            assert said in run(program, "-b", one.path).stdout, complaint(one)
    for one in shelf.ten_of("ole", FEW):
        assert isOleFile(one.path)
    for one in shelf.ten_of("ds_store", FEW):
        assert one.path.read_bytes()[4:8] == b"Bud1"
    for one in shelf.ten_of("lock", FEW):
        # Word's owner file: the length of a name, the name, and the name again in wide letters
        data = one.path.read_bytes()
        assert data[1 : 1 + data[0]].decode("cp1252") in data.decode("utf-16-le", "ignore"), complaint(one)
    for one in shelf.ten_of("recycle_index", FEW):
        # version 2, size, time of deletion, length of the path, the path
        version, length = (int.from_bytes(one.path.read_bytes()[at : at + 4], "little") for at in (0, 24))
        path = one.path.read_bytes()[28:].decode("utf-16-le")
        assert (version, length, path[1:3]) == (2, len(path), ":\\"), complaint(one)
    assert {one.path.stat().st_size for one in shelf.damaged("empty")} == {0}


def test_no_format_of_a_rehearsal_is_left_unopened(shelf: Shelf):
    assert shelf.formats() == OPENED


def test_unzip_lists_hostile_archives_and_warns_of_those_that_overlap(shelf: Shelf):
    program = need("unzip")
    for one in chosen("hostile", [one for one in shelf.all_of("zip") if not is_harmless(one)]):
        listed = run(program, "-Z1", one.path, check=False).stdout.splitlines()
        assert len(listed) == len(one.members), complaint(one)
        if one.path.name == "forms.zip":
            assert b"overlapped" in run(program, "-tqq", one.path, check=False).stdout


def test_programs_complain_of_what_the_key_calls_damaged(shelf: Shelf, tmp_path: Path):
    spoiled = [one for one in shelf.damaged(*TELLING) if one.item["reason"] in {"truncated", "malformed"}]
    assert len({one.item["format"] for one in spoiled}) > 4
    assert [complaint(one) for one in spoiled if not complains(one, tmp_path / "out")] == []


@pytest.mark.parametrize("form", TELLING)
def test_programs_complain_of_nothing_that_the_key_calls_whole(shelf: Shelf, tmp_path: Path, form: str):
    whole = chosen(f"whole {form}", [one for one in shelf.all_of(form) if is_harmless(one)])
    assert [complaint(one) for one in whole if complains(one, tmp_path / "out")] == []


def test_file_no_longer_knows_what_the_key_calls_failed(shelf: Shelf):
    program = need("file")
    failed = [one for one in shelf.damaged("msg", "dbf", *TELLING) if one.item["outcome"] == "failed"]
    assert failed
    assert {run(program, "-b", one.path).stdout.strip() for one in failed} == {b"data"}
