"""Word files: letters with a letterhead picture, a table of results, a comment and a tracked change; contracts.

python-docx writes the stationery of a house once; each letter replaces its text and its properties in that package.
"""

import datetime as dt
import functools
import io
import zlib
from xml.sax.saxutils import escape

import pyarrow as pa

from leakassay.exercise.estate.house import Client, House
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.letter import composed, located
from leakassay.exercise.paper.letter_table import other_tests, table_cells, with_others
from leakassay.exercise.paper.letterhead import letterhead
from leakassay.exercise.paper.restamp import restamped

_DAY = dt.datetime(2024, 6, 3, 9, 0, 0)  # noqa: DTZ001  docx properties carry no zone
_BODY = "BODY-OF-THE-LETTER"
_AUTHOR, _TITLE = "AUTHOR-OF-THE-LETTER", "TITLE-OF-THE-LETTER"
"""Marks in the stationery that each letter replaces."""
_REVISION = 'w:author="{author}" w:date="2024-06-03T09:00:00Z"'
_CHANGE = (
    '<w:p><w:r><w:t xml:space="preserve">Sent by </w:t></w:r>'
    '<w:del w:id="901" {who}><w:r><w:delText>fax</w:delText></w:r></w:del>'
    '<w:ins w:id="902" {who}><w:r><w:t>post</w:t></w:r></w:ins></w:p>'
)
"""A change that somebody tracked and nobody accepted."""


def letter_docx(name: str, rows: pa.Table, house: House, *, version: int = 1) -> Document:
    """Returns a letter about each specimen of `rows`; one that tells of a result has a table of the others.

    About 140 kB, of which 100 kB are the picture in the header.
    """
    written = composed(rows, house, version)
    draw = zlib.crc32(rows["specimen_id"][0].as_py().encode("utf-8"))
    people = located(written.people, "paragraph", list(written.places))
    body = [_paragraph(text) for text in written.paragraphs]
    others = other_tests(rows, written)
    if others:
        body += [_paragraph("Also on this specimen:"), _rows(table_cells(others))]
        people = with_others(people, rows)
    if draw % 3 == 0:
        body.append(_CHANGE.format(who=_REVISION.format(author=escape(written.typed_by))))
    if draw % 4 == 0:
        body.append(_commented("Checked against the request form"))
    data = _filled(house, body, written.typed_by, f"Letter, {house.name}")
    return Document(name, "docx", data, people, written.wording.shows, written.has_events, "paragraph")


def contract_docx(name: str, house: House, client: Client) -> Document:
    """Returns a service contract between a house and one of its clients, in which no patient stands."""
    draw = zlib.crc32(client.code.encode("utf-8"))
    clauses = (
        f'{house.name} ("the Provider") examines specimens that {client.name} ("the Trust") sends to it.',
        "The Trust decides why and how personal data are used; the Provider follows its written instructions.",
        f"Urgent specimens are answered within {60 + draw % 4 * 15} minutes, all others within {1 + draw % 3} days.",
        f"Charges follow Schedule B and rise each April by {2 + draw % 3} per cent. Payment falls due after 30 days.",
        f"The Provider books the Trust's work under account {client.code}; cost centre {7000 + draw % 900}.",
        "Either party may end this agreement with six months' notice.",
        f"Signed copies: \\\\{house.host}\\Contracts\\{client.ods_code}; enquiries: contracts@{house.email_domain}.",
    )
    title = f"Agreement for pathology services with {client.name} ({client.ods_code})"
    body = [_paragraph(title), _paragraph("")]
    body += [_paragraph(f"{number}. {clause}") for number, clause in enumerate(clauses, 1)]
    body.append(_rows([("Schedule B", "Band", "Price GBP"), *_prices(draw)]))
    return Document(name, "docx", _filled(house, body, "contracts office", title))


def _prices(draw: int) -> list[tuple[str, ...]]:
    return [(f"Schedule B{band}", str(band), f"{3 + draw % 7 + band * 4}.{draw % 10}0") for band in range(1, 7)]


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>' if text else "<w:p/>"


def _commented(text: str) -> str:
    return (
        f'<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>{escape(text)}</w:t></w:r><w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )


def _rows(lines: list[tuple[str, ...]]) -> str:
    grid = "".join('<w:gridCol w:w="2200"/>' for _ in lines[0])
    cells = ("".join(f"<w:tc><w:tcPr/>{_paragraph(cell)}</w:tc>" for cell in line) for line in lines)
    body = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl><w:p/>'


def _filled(house: House, body: list[str], author: str, title: str) -> bytes:
    package, text, core = _stationery(house)
    mark = text.index(_BODY)
    # the paragraph of the mark gives way to the body
    start, stop = text.rindex("<w:p>", 0, mark), text.index("</w:p>", mark) + len("</w:p>")
    filled = text[:start] + "".join(body) + text[stop:]
    properties = core.replace(_AUTHOR, escape(author)).replace(_TITLE, escape(title))
    return restamped(package, {"word/document.xml": filled.encode(), "docProps/core.xml": properties.encode()})


@functools.lru_cache(maxsize=8)
def _stationery(house: House) -> tuple[bytes, str, str]:
    """Returns the package of a house's letters, and its text and its core properties as XML."""
    import zipfile

    import docx
    from docx.shared import Cm

    paper = docx.Document()
    section = paper.sections[0]
    section.header.paragraphs[0].add_run().add_picture(io.BytesIO(letterhead(house)), width=Cm(16))
    section.footer.paragraphs[
        0
    ].text = f"{house.name}   {house.email_domain}   \\\\{house.host}\\Templates\\letter.dotx"
    paragraph = paper.add_paragraph(_BODY)
    comment = paper.add_comment(paragraph.runs, text="Who has the original?", author="office", initials="of")
    # python-docx stamps comments by the clock, and has no public way to say another day
    comment._comment_elm.date = _DAY
    kept = paper.core_properties
    kept.author, kept.last_modified_by, kept.title, kept.comments = _AUTHOR, _AUTHOR, _TITLE, ""
    kept.created = kept.modified = kept.last_printed = _DAY
    sink = io.BytesIO()
    paper.save(sink)
    package = sink.getvalue()
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        text, core, app = (
            parts.read(part).decode("utf-8") for part in ("word/document.xml", "docProps/core.xml", "docProps/app.xml")
        )
    company = app.replace("<Company/>", f"<Company>{escape(house.name)}</Company>")
    return restamped(package, {"docProps/app.xml": company.encode()}), text, core
