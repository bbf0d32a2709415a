"""Needles in rich text, web pages and XML: the pages of the readers' tests, their needles named by place."""

# ruff: noqa: E501 -- parts of files, one a line

from __future__ import annotations

import base64
import re

from custody.ole_files import native
from custody.openers.test_rtf import ole1
from needles.plant.text import Files
from needles.planting import Planting
from read.document import test_html, test_rtf

OF_RTF = (
    "title of the file", "remark on the file", "custom property", "variable", "header", "footer", "body", "hidden text",
    "deleted text", "revised text", "footnote", "comment", "code of a field", "result of a field", "bookmark",
    "alternative text", "text box", "group of an unknown kind", "name of a form field", "default of a form field",
    "result of an object", "index entry", "Unicode twin", "behind the last paragraph",
)  # fmt: skip
OF_HTML = (
    "title", "meta", "style", "script", "comment", "hidden element", "alternative text", "address of a picture",
    "address of a link", "tip", "link", "hidden field", "text area", "value of an option", "option", "data attribute",
    "label for readers", "event handler", "body", "noscript", "template", "conditional comment", "text in a drawing",
    "placeholder", "summary of a table", "caption", "CDATA", "address of an object", "page in a frame", "behind the end",
)  # fmt: skip


def _named(n: Planting, page: str, places: tuple[str, ...]) -> str:
    return re.sub(r"\bn-(\d+)", lambda found: n(places[int(found[1]) - 1]), page)


def rtf(n: Planting) -> Files:
    """The page of the reader's tests, with a packaged file, people, and what a code page says in two bytes."""
    page = _named(n, test_rtf.PAGE.decode(), OF_RTF)
    data = n.fill("id,name,note\n1,Ann,«embedded file»\n2,Bob,x\n3,Cyd,y\n").encode()
    held = ole1(2, native(n.fill("«name of an embedded file~».csv"), data)[4:]).hex()
    more = n.fill(
        r"{\info{\subject «subject»}{\keywords «keywords»}}{\object\objemb{\*\objdata HELD}}"
        r"{\*\revtbl{Unknown;}{«author of a change~»;}}{\trowd\cellx1\cellx2 «cell of a table»\cell b\cell\row}"
        r"{\listtext «number of a list»}{\*\template «template~».dot}{\*\xmlopen\xmlattrname k \xmlattrvalue «XML attribute»}"
        r"{\headerf «header of the first page»}{\*\ftnsep «separator of notes»}"
    ).replace("HELD", held)
    codes = "".join(f"\\'{byte:02x}" for byte in n("hexadecimal signs").encode())
    return [("a.rtf", (page.removesuffix("}") + more + codes + "}").encode("cp1252"))]


def html(n: Planting) -> Files:
    """The page of the reader's tests, a page in wide characters, and entities for signs."""
    page = _named(n, test_html.PAGE, OF_HTML)
    wide = n.fill("<html><body><table><tr><td>«UTF-16»</td></tr></table></body></html>")
    data = base64.b64encode(n("data in an address").encode()).decode()
    signs = "".join(f"&#{ord(sign)};" for sign in n("numbered signs"))
    cells = "".join(f"<tr><td>{number}</td><td>x</td></tr>" for number in range(4))
    table = n.fill(
        f"<table><tr><th>a</th><th>«heading of a table»</th></tr>{cells}<tr><td>9</td><td>«cell of a table»</td></tr>"
    )
    return [
        ("a.html", page.encode()),
        ("b.html", b"\xff\xfe" + wide.encode("utf-16-le")),
        (
            "c.html",
            f"<html><body><p>{signs}</p>{table}</table><a href='data:text/plain;base64,{data}'>x</a></body></html>".encode(),
        ),
    ]


def xml(n: Planting) -> Files:
    """A list of records, a document with everything the language has, and two of office programs."""
    rows = "".join(f'<p id="{number}"><name>Ann</name><note>x</note></p>' for number in range(4))
    listed = n.fill(
        f"<r><list>{rows}<p id='«attribute of a record»'><name>«record»</name><extra>«field of one record»</extra>"
        "<deep><er>«nested field»</er></deep></p></list><about>«beside the list»</about></r>"
    )
    plain = n.fill(
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "«entity»"><!-- «comment in the document type» -->]>'
        "<?note «processing instruction»?><a k='«attribute»'>«text»<b>«element»</b>«text behind an element»"
        "<!-- «comment» --><![CDATA[«CDATA»]]></a><!-- «comment behind the end» -->"
    )
    word = n.fill(
        "<?xml version='1.0'?><w:wordDocument xmlns:w='w'><w:p><w:r><w:t>«Word 2003»</w:t></w:r></w:p></w:wordDocument>"
    )
    sheet = n.fill(
        "<?xml version='1.0'?><Workbook xmlns:ss='s'><Worksheet ss:Name='«name of a sheet»'><Table><Row><Cell><Data "
        "ss:Type='String'>«Excel 2003»</Data><Comment><ss:Data>«comment of a cell»</ss:Data></Comment></Cell></Row>"
        "</Table></Worksheet></Workbook>"
    )
    flat = n.fill(
        "<?xml version='1.0'?><office:document xmlns:office='o' xmlns:text='t'><text:p>«flat OpenDocument»</text:p>"
        "</office:document>"
    )
    drawn = n.fill(
        "<svg xmlns='http://www.w3.org/2000/svg'><title>«title of a drawing»</title><text>«drawing»</text></svg>"
    )
    pages = (listed, plain, word, sheet, flat, drawn)
    return [(f"{number}.xml", page.encode()) for number, page in enumerate(pages)]
