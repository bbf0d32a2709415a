"""F23, F30 to F33, F35: data bases, PDF, office files, mail, pictures and chat exports that hurt whoever opens them."""

from __future__ import annotations

import json
import sqlite3
import struct
import zlib
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

from hostile.build.tables import repacked, workbook
from hostile.case import Bait, HostileCase, Seen
from hostile.judge import planted_found
from hostile.planted import HEADER, table

COUNTED = "unsupported:no_reader|read:|read_partly:*|failed:*|refused:limit_*"
"""What an item may be whose content nobody has to find: any outcome with a reason."""


def data_base(dump: Path, bait: Bait) -> Mapping[str, str]:
    """A view that never ends, a trigger, a schema that was written by hand, a loop in the free list."""
    path = dump / f"{bait.name}.sqlite"
    with sqlite3.connect(path) as base:
        columns = HEADER.split(",")
        base.execute(f"create table results ({', '.join(columns)})")
        base.executemany(
            f"insert into results values ({', '.join('?' * len(columns))})", [who.row.split(",") for who in bait.people]
        )
        base.execute("create table gone (a)")
        base.executemany("insert into gone values (?)", [("x" * 900,)] * 200)
        base.execute(
            "create view endless as with recursive n(x) as (select 1 union all select x + 1 from n) select * from n"
        )
        base.execute("create trigger t after insert on results begin delete from results; end")
        base.execute("create table made (a, b generated always as (a || hex(zeroblob(1000))) stored)")
        base.execute("create table huge (a)")
        base.execute("insert into huge values (zeroblob(3000000))")
        base.execute("drop table gone")
        base.execute("pragma writable_schema = on")
        base.execute("insert into sqlite_master values ('table', 'evil', 'evil', 99999, 'create table evil (a)')")
    base.close()
    raw = bytearray(path.read_bytes())
    trunk = int.from_bytes(raw[32:36], "big")
    size = int.from_bytes(raw[16:18], "big")
    raw[(trunk - 1) * size : (trunk - 1) * size + 4] = trunk.to_bytes(4, "big")
    path.write_bytes(raw)
    return {path.name: COUNTED}


def pdf_of(*objects: bytes) -> bytes:
    """A PDF of numbered objects, the first one its catalogue."""
    body, places = bytearray(b"%PDF-1.7\n"), []
    for number, said in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, said)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(body + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))


def stream(data: bytes, said: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), said, data)


_CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R %s >>"
_PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %s] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> %s >> >>"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def text_of(bait: Bait) -> bytes:
    """The people as text on a page."""
    lines = b"".join(
        b"(NHS number %s, %s) Tj 0 -14 Td " % (who.nhs_number.encode(), who.surname.encode()) for who in bait.people
    )
    return stream(b"BT /F 10 Tf 40 700 Td " + lines + b" ET")


def pdfs(dump: Path, bait: Bait) -> Mapping[str, str]:
    """Page trees in a circle, a page without end, a crowd of objects, scripts, pictures that unfold."""
    text, small = text_of(bait), _PAGE % (b"600 800", b"")
    plain = (_CATALOGUE % b"", _PAGES, small, text, _FONT)
    circle = (
        _CATALOGUE % b"",
        b"<< /Type /Pages /Kids [2 0 R 2 0 R 3 0 R] /Count 1000000 /Parent 2 0 R >>",
        *plain[2:],
    )
    vast = (*plain[:2], _PAGE % (b"100000 100000", b""), *plain[3:])
    script = (_CATALOGUE % b"/OpenAction << /S /JavaScript /JS (while\\(1\\);) >> ", *plain[1:])
    picture = b"/XObject << /I 6 0 R >>"
    bombs = {
        name: (*plain[:2], _PAGE % (b"600 800", picture), text, _FONT, stream(data, said))
        for name, data, said in (
            ("jbig2.pdf", b"\0\0\0\0\x30\0\1\0\0\0\x13" + b"\x7f\xff\xff\xff" * 4 + bytes(5),
             b"/Type /XObject /Subtype /Image /Width 2000000000 /Height 2000000000 /Filter /JBIG2Decode"),
            ("jpx.pdf", b"\0\0\0\x0cjP  \r\n\x87\n" + b"\xff" * 200,
             b"/Type /XObject /Subtype /Image /Width 2000000000 /Height 2000000000 /Filter /JPXDecode"),
            ("flate.pdf", zlib.compress(zlib.compress(bytes(50 << 20))),
             b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /Filter [/FlateDecode /FlateDecode]"),
        )
    }  # fmt: skip
    files = {"plain.pdf": plain, "circle.pdf": circle, "vast.pdf": vast, f"{bait.name}.pdf": script, **bombs}
    for name, objects in files.items():
        (dump / name).write_bytes(pdf_of(*objects))
    (dump / "objects.pdf").write_bytes(pdf_of(*plain, *([b"null"] * 300_000)))
    due = dict.fromkeys((*files, "objects.pdf"), COUNTED)
    return {**due, "plain.pdf": "read:", f"{bait.name}.pdf": "read:"}


def pdf_attachment(dump: Path, bait: Bait) -> Mapping[str, str]:
    """A CSV inside of a PDF."""
    data = table(bait.people).encode()
    names = b"/Names << /EmbeddedFiles << /Names [(%s.csv) 6 0 R] >> >>" % bait.name.encode()
    spec = b"<< /Type /Filespec /F (%s.csv) /UF (%s.csv) /EF << /F 7 0 R >> >>" % ((bait.name.encode(),) * 2)
    page = stream(b"BT /F 10 Tf 40 700 Td (see the attached list) Tj ET")
    file = stream(data, b"/Type /EmbeddedFile /Params << /Size %d >>" % len(data))
    objects = (_CATALOGUE % names, _PAGES, _PAGE % (b"600 800", b""), page, _FONT, spec, file)
    (dump / "cover.pdf").write_bytes(pdf_of(*objects))
    return {"cover.pdf": "read:|read_partly:*", f"cover.pdf!/{bait.name}.csv": "read:"}


def books(dump: Path, bait: Bait) -> Mapping[str, str]:
    """A dimension that lies, a million references to one string, links out, a DDE call, a stray cell far away.

    The last two people stand in the workbook of the stray cell only: it costs nobody.
    """
    book = workbook(bait.people[:3])
    sheet = "xl/worksheets/sheet1.xml"
    lie = repacked(book, sheet, r'<dimension ref="[^"]*"/>', '<dimension ref="A1:XFD1048576"/>')
    (dump / f"{bait.name}.xlsx").write_bytes(lie)
    row = '<row r="100"><c r="A100" t="s"><v>0</v></c></row>'
    many = "".join(row.replace("100", str(number)) for number in range(100, 200_000))
    (dump / "million.xlsx").write_bytes(repacked(book, sheet, "</sheetData>", many + "</sheetData>"))
    far = '<row r="1048576"><c r="XFD1048576" t="s"><v>0</v></c></row></sheetData>'
    (dump / "far.xlsx").write_bytes(repacked(workbook(bait.people[3:]), sheet, "</sheetData>", far))
    call = """<row r="99"><c r="A99"><f>cmd|'/c calc'!A0</f><v>1</v></c></row></sheetData>"""
    (dump / "dde.xlsx").write_bytes(repacked(book, sheet, "</sheetData>", call))
    target = 'Target="http://leak.example/x" TargetMode="External"'
    out = f'<Relationship Id="r9" Type="http://t.example/externalLink" {target}/>'
    linked = repacked(book, "xl/_rels/workbook.xml.rels", "</Relationships>", out + "</Relationships>")
    (dump / "links.xlsx").write_bytes(linked)
    honest = "read:|read_partly:*"
    return {f"{bait.name}.xlsx": honest, "million.xlsx": honest, "dde.xlsx": "read:", "links.xlsx": "read:",
            "far.xlsx": "read:"}  # fmt: skip


def mails(dump: Path, bait: Bait) -> Mapping[str, str]:
    """A boundary that never comes, a header of 10 MB, encoded words without end, attachments."""
    text = "\n".join(f"{who.forename} {who.surname}, NHS number {who.nhs_number}" for who in bait.people)
    head = f"From: a@mail.test\nTo: b@mail.test\nSubject: {bait.name}\nMIME-Version: 1.0\n"
    (dump / "boundary.eml").write_text(head + f'Content-Type: multipart/mixed; boundary="never"\n\n--other\n\n{text}\n')
    (dump / "header.eml").write_text(head + f"X-Long: {'x' * 10_000_000}\n\n{text}\n")
    words = "\n ".join("=?utf-8?B?" + "QUFB" * 15 + "?=" for _ in range(20_000))
    (dump / "words.eml").write_text(head.replace("Subject: ", f"Subject: {words} ") + f"\n{text}\n")
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@mail.test", "b@mail.test", "list"
    mail["Date"] = "Mon, 03 Jun 2024 09:00:00 +0000"
    mail.set_content("see attached")
    mail.add_attachment(table(bait.people).encode(), maintype="text", subtype="csv", filename=f"{bait.name}.csv")
    mail.add_attachment(
        b"\x78\x9f\x3e\x22" + bytes(60), maintype="application", subtype="ms-tnef", filename="winmail.dat"
    )
    mail.set_boundary("b0undary")
    (dump / "attached.eml").write_bytes(bytes(mail))
    some = "read:|read_partly:*|refused:limit_*"
    due = dict.fromkeys(("boundary.eml", "header.eml", "words.eml", "attached.eml"), some)
    return {
        **due,
        f"attached.eml!/{bait.name}.csv": "read:",
        "attached.eml!/winmail.dat": "unsupported:no_reader|failed:*|read*",
    }


def deep_mail(dump: Path, bait: Bait) -> Mapping[str, str]:
    """A thousand parts in each other; the text lies in the innermost."""
    text = "\n".join(f"{who.forename} {who.surname}, NHS number {who.nhs_number}" for who in bait.people)
    head = f"From: a@mail.test\nTo: b@mail.test\nSubject: {bait.name}\nMIME-Version: 1.0\n"
    parts = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(1_000))
    (dump / "deep.eml").write_text(head + parts + "Content-Type: text/plain\n\n" + text)
    return {"deep.eml": "read_partly:*|refused:limit_depth"}


def pictures(dump: Path, bait: Bait) -> Mapping[str, str]:
    """A picture of 60,000 by 60,000 in kilobytes, and 100,000 frames."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    squeezer = zlib.compressobj(9)
    row = bytes(1 + 60_000 // 8)
    rows = b"".join(squeezer.compress(row * 1_000) for _ in range(60)) + squeezer.flush()
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    (dump / f"{bait.name}.png").write_bytes(png)
    frame = b"\x2c\0\0\0\0\1\0\1\0\0\2\2\x44\1\0"
    (dump / "film.gif").write_bytes(b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff" + frame * 100_000 + b";")
    return {f"{bait.name}.png": COUNTED, "film.gif": COUNTED}


def chat(dump: Path, bait: Bait, messages: int) -> Mapping[str, str]:
    """A chat export: media that were not downloaded, edited and repeated ids, scripts in names and texts."""
    evil = "<script>alert(1)</script>"
    said = [
        {"id": number % 900, "type": "message", "date": "2024-06-03T09:00:00", "edited": "2024-06-03T10:00:00",
         "from": evil, "text": [evil, {"type": "link", "text": f"{who.surname} NHS number {who.nhs_number}"}],
         "file": "(File not included. Change data exporting settings to download.)"}
        for number, who in ((number, bait.people[number % len(bait.people)]) for number in range(messages))
    ]  # fmt: skip
    folder = dump / f"ChatExport {bait.name}"
    folder.mkdir()
    (folder / "result.json").write_text(json.dumps({"name": evil, "type": "public_channel", "id": 1, "messages": said}))
    html = "".join(f'<div class="message" id="message{n}"><div class="text">{evil}</div></div>' for n in range(50))
    (folder / "messages.html").write_text(f"<!DOCTYPE html><html><body>{html}</body></html>")
    some = "read:|read_partly:*|unsupported:no_reader"
    return {f"{folder.name}/result.json": "read:|read_partly:*", f"{folder.name}/messages.html": some}


def all_are_found(seen: Seen, bait: Bait) -> None:
    """The planted people are sightings."""
    assert len(planted_found(seen, bait)) == len(bait.people)


CASES = (
    HostileCase("F23", "hostile SQLite file", data_base),
    HostileCase("F30a", "PDF: circles, crowds, scripts, bombs", pdfs, people=5, others=COUNTED),
    HostileCase("F30b", "PDF with a file inside", pdf_attachment, people=5),
    HostileCase("F31", "workbooks that lie, link and call", books, people=5),
    HostileCase("F32a", "mail: no boundary, 10 MB header, encoded words", mails, people=5, others="*:*"),
    HostileCase("F32b", "mail of a thousand parts in each other", deep_mail),
    HostileCase("F33", "pictures of gigapixels and 100,000 frames", pictures),
    HostileCase("F35a", "chat export with scripts and missing media", lambda d, b: chat(d, b, 1_000), people=5,
                others="*:*"),
    HostileCase("F35b", "chat export of a million messages", lambda d, b: chat(d, b, 1_000_000), people=5, others="*:*",
                long=True, seconds=1_500, arguments=()),
)  # fmt: skip
