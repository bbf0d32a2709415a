"""F15 to F22: entity bombs, external entities, deep and odd JSON, endless lines, broken CSV, headers that are SQL."""

from __future__ import annotations

import codecs
import io
import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

from hostile.build.tables import repacked, workbook
from hostile.case import Bait, HostileCase, Seen
from hostile.judge import sightings
from hostile.planted import HEADER, table

SCALE = float(os.environ.get("LEAKASSAY_HOSTILE_SCALE", "1"))
"""Shrinks the cases of gigabytes, for a look at them in seconds."""
ANY_XML = "unsupported:no_reader|read:*|read_partly:*|failed:malformed|refused:limit_*|failed:no_text"


def laughs() -> str:
    """Ten levels, ten times each."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "lol">{levels}]><a>&l9;</a>'


def quadratic() -> str:
    """A hundred kilobytes, a hundred thousand times."""
    return f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "{"a" * 100_000}">]><a>{"&x;" * 100_000}</a>'


def document(body: str, doctype: str = "") -> bytes:
    """A docx around a body."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        text = f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>{body}</w:t>'
        archive.writestr("word/document.xml", text + "</w:r></w:p></w:body></w:document>")
    return sink.getvalue()


def entity_bombs(dump: Path, bait: Bait) -> Mapping[str, str]:
    """Both bombs, bare, in a workbook's sheet, in a document."""
    (dump / f"{bait.name}.xml").write_text(laughs())
    (dump / "quadratic.xml").write_text(quadratic())
    doctype = laughs().split("<a>")[0].split("?>", 1)[1]
    book = repacked(workbook(bait.people), "xl/sharedStrings.xml", r"(?<=\?>)\s*", doctype)
    (dump / "book.xlsx").write_bytes(repacked(book, "xl/sharedStrings.xml", "<t>NHSNO</t>", "<t>&l9;</t>"))
    (dump / "letter.docx").write_bytes(document("&l9;", doctype))
    return dict.fromkeys((f"{bait.name}.xml", "quadratic.xml", "book.xlsx", "letter.docx"), ANY_XML)


def little_memory(seen: Seen, bait: Bait) -> None:
    """Nothing unfolds: the largest process stays where it stands with honest files."""
    assert seen.peak_rss_bytes < 900 << 20


def external(bait: Bait, dump: Path) -> list[str]:
    """Prologues that ask for a file beside the dump, for a pipe that blocks its reader, and for a host."""
    secret, pipe = dump.parent / "outside.txt", dump.parent / "outside.pipe"
    return [
        f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]>',
        f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{pipe}">]>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "http://leak.example/x">]>',
        f'<!DOCTYPE a [<!ENTITY % p SYSTEM "file://{secret}"> %p; <!ENTITY x "y">]>',
    ]


def external_entities(dump: Path, bait: Bait) -> Mapping[str, str]:
    """External entities, XInclude and document() in every format that is XML inside."""
    (dump.parent / "outside.txt").write_text(bait.outside)
    os.mkfifo(dump.parent / "outside.pipe")
    shapes = {
        "plain.xml": "{doctype}<a>&x;</a>",
        "picture.svg": '{doctype}<svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>',
        "patient.xml": '{doctype}<Patient xmlns="http://hl7.org/fhir"><id value="&x;"/></Patient>',
        "cda.xml": '{doctype}<ClinicalDocument xmlns="urn:hl7-org:v3"><title>&x;</title></ClinicalDocument>',
    }
    due = {}
    for number, doctype in enumerate(external(bait, dump)):
        for name, shape in shapes.items():
            path = f"{bait.name}{number}-{name}"
            (dump / path).write_text('<?xml version="1.0"?>' + shape.replace("{doctype}", doctype))
            due[path] = ANY_XML
        (dump / f"{number}.docx").write_bytes(document("&x;", doctype))
        book = repacked(workbook(bait.people), "xl/sharedStrings.xml", r"(?<=\?>)\s*", doctype)
        (dump / f"{number}.xlsx").write_bytes(repacked(book, "xl/sharedStrings.xml", "<t>RESULT</t>", "<t>&x;</t>"))
        due |= {f"{number}.docx": ANY_XML, f"{number}.xlsx": ANY_XML}
    include = f'<a xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="file://{dump.parent}/outside.txt"/></a>'
    (dump / "include.xml").write_text('<?xml version="1.0"?>' + include)
    sheet = '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/">'
    value = "<xsl:value-of select=\"document('../outside.txt')\"/></xsl:template></xsl:stylesheet>"
    (dump / "sheet.xsl").write_text(f'<?xml version="1.0"?>{sheet}{value}')
    return {**due, "include.xml": ANY_XML, "sheet.xsl": ANY_XML}


def nobody_opened_it(seen: Seen, bait: Bait) -> None:
    """The trace of every open call of every process names neither the file nor the pipe beside the dump."""
    trace = (seen.base / "temp" / "opened").read_bytes()
    assert b"openat" in trace
    assert b"outside." not in trace
    (seen.base / "temp" / "opened").unlink()  # it names the items; the search for planted values comes after


def deep(dump: Path, bait: Bait) -> Mapping[str, str]:
    """200,000 levels."""
    (dump / f"{bait.name}.xml").write_text('<?xml version="1.0"?>' + "<a>" * 200_000)
    (dump / "deep.json").write_text("[" * 200_000)
    (dump / "closed.json").write_text("[" * 200_000 + "]" * 200_000)
    (dump / "objects.json").write_text('{"a":' * 200_000 + "1" + "}" * 200_000)
    due = dict.fromkeys(("deep.json", "closed.json", "objects.json"), "failed:*|read_partly:*|refused:limit_*")
    return {**due, f"{bait.name}.xml": ANY_XML}


def odd_json(dump: Path, bait: Bait) -> Mapping[str, str]:
    """Numbers beyond all measure, numbers that are none, keys that come twice."""
    keys = HEADER.split(",")
    rows = [dict(zip(keys, person.row.split(","), strict=True)) for person in bait.people]
    (dump / f"{bait.name}.json").write_text(json.dumps(rows))
    (dump / "big.json").write_text("[" + "9" * 200_000 + "]")
    (dump / "nan.json").write_text('{"a":NaN,"b":1e999,"c":-Infinity}')
    first, second = bait.people[0], bait.people[1]
    (dump / "twice.json").write_text(f'{{"NHSNO":"{first.nhs_number}","NHSNO":"{second.nhs_number}"}}')
    odd = "read:|read_partly:*|failed:malformed"
    return {f"{bait.name}.json": "read:", "big.json": odd, "nan.json": odd, "twice.json": odd}


def sparse(dump: Path, bait: Bait) -> Mapping[str, str]:
    """Four GiB without a newline, nearly all of it a hole; a person stands in front."""
    path = dump / f"{bait.name}.csv"
    path.write_text(table(bait.people))
    os.truncate(path, max(1 << 20, int((4 << 30) * SCALE)))
    return {path.name: "read_partly:*|refused:limit_*|failed:out_of_memory|failed:no_text"}


def one_line(dump: Path, bait: Bait) -> Mapping[str, str]:
    """A JSON array and an SQL dump, each one line of gigabytes."""
    due = {}
    keys = HEADER.split(",")
    objects = [json.dumps(dict(zip(keys, person.row.split(","), strict=True))) for person in bait.people]
    tuples = ["('" + person.row.replace(",", "','") + "')" for person in bait.people]
    forms = (
        ("line.json", "[", ",".join(objects), "]"),
        ("line.sql", f"INSERT INTO results ({HEADER}) VALUES ", ",".join(tuples), ";"),
    )
    for name, start, block, end in forms:
        with (dump / name).open("w", encoding="utf-8") as file:
            file.write(start + block)
            for _ in range(max(1, int((10 << 30) * SCALE / (len(block) * 1000)))):
                file.write(("," + block) * 1000)
            file.write(end)
        due[name] = "read:|read_partly:*"
    return due


def memory_is_bounded(seen: Seen, bait: Bait) -> None:
    """No process comes near what the file holds."""
    assert seen.peak_rss_bytes < 2 << 30


def broken_csv(dump: Path, bait: Bait) -> Mapping[str, str]:
    """CSV as it comes: each file tells five people, whatever else is wrong with it."""
    text = table(bait.people)
    lines = text.splitlines()
    head, rows = lines[0], lines[1:]
    wide = ",".join(f"c{number}" for number in range(1_000_000))
    files: dict[str, tuple[bytes, str]] = {
        "nul.csv": (text.replace("RESULT", "RES\0ULT").encode(), "read:|read_partly:*"),
        "ragged.csv": ("\n".join([head, rows[0] + ",more,and,more", *rows[1:]]).encode(), "read:|read_partly:*"),
        "cr.csv": (text.replace("\n", "\r").encode(), "read:"),
        "bom.csv": (codecs.BOM_UTF8 + text.encode(), "read:"),
        "utf16le.csv": (codecs.BOM_UTF16_LE + text.encode("utf-16-le"), "read:"),
        "utf16be.csv": (codecs.BOM_UTF16_BE + text.encode("utf-16-be"), "read:"),
        "utf16bare.csv": (text.encode("utf-16-le"), "read:"),
        "mixed.csv": ((text + "é,é\n").encode() + "ü,ü\n".encode("cp1252"), "read:|read_partly:*"),
        "columns.csv": (f"{head},{wide}\n".encode() + "\n".join(rows).encode(), "read:|read_partly:*|refused:limit_*"),
        "quote.csv": (f'{text}"never closed,{rows[0]}\n{rows[1]}\n'.encode(), "read:|read_partly:*"),
    }  # fmt: skip
    for name, (data, _) in files.items():
        (dump / name).write_bytes(data)
    return {name: due for name, (_, due) in files.items()}


def every_file_tells_all(seen: Seen, bait: Bait) -> None:
    """Five people in each file; what is refused by a limit tells nobody and says so."""
    everybody = {person.nhs_number for person in bait.people}
    told: dict[str, set[str]] = {}
    for row in sightings(seen.base):
        told.setdefault(row["item_path"], set()).add(row["nhs_number"])
    silent = {
        row["item_path"]: len(everybody - told.get(row["item_path"], set()))
        for row in seen.rows
        if row["outcome"] == "read" and not everybody <= told.get(row["item_path"], set())
    }
    assert silent == {}, f"files that are called read and lack planted people: {silent}"


def sql_headers(dump: Path, bait: Bait) -> Mapping[str, str]:
    """Headers that are SQL, empty, twice there, ten kilobytes long, or hold a NUL."""
    odd = ['"x""; drop table item;--"', "select", "", "NHSNO", "NHSNO", "n" * 10_000, "a\0b", "$1", "'; attach 'x"]
    lines = [",".join([*HEADER.split(","), *odd])]
    lines += [person.row + "," * len(odd) for person in bait.people]
    (dump / f"{bait.name}.csv").write_text("\n".join(lines) + "\n")
    return {f"{bait.name}.csv": "read:|read_partly:*"}


STRACE = ("strace", "-f", "-qq", "-e", "trace=open,openat,openat2,connect", "-o", "temp/opened")
CASES = (
    HostileCase("F15", "billion laughs and quadratic blow-up", entity_bombs, check=little_memory),
    HostileCase("F16", "external entities, XInclude, document()", external_entities, check=nobody_opened_it,
                wrap=STRACE, seconds=150),
    HostileCase("F17", "XML and JSON of 200,000 levels", deep),
    HostileCase("F18", "numbers beyond measure, NaN, keys twice", odd_json, people=5),
    HostileCase("F19", "four GiB, sparse, without a newline", sparse, people=-1, long=True, seconds=1_500,
                arguments=()),
    HostileCase("F20", "JSON and SQL of gigabytes on one line", one_line, people=5, long=True, seconds=3_600,
                arguments=(), check=memory_is_bounded),
    HostileCase("F21", "CSV as it comes", broken_csv, people=5, check=every_file_tells_all),
    HostileCase("F22", "headers that are SQL", sql_headers, people=5),
)  # fmt: skip
