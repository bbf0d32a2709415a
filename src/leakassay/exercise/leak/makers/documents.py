"""Makers of papers about one person or a few: letters, reports, mails, scans."""

from collections.abc import Iterator
from dataclasses import replace

from leakassay.exercise.leak.maker import Cut, Filler, Maker, Share, Span, extract
from leakassay.exercise.paper import (
    business,
    docx_file,
    letter,
    mail,
    mbox,
    msg,
    pdf,
    rtf,
    scan,
    share,
)
from leakassay.exercise.paper.delimited import Layout
from leakassay.exercise.paper.document import Document

NAMED_EVERY = 5
"""Every fifth paper is filed under the name of the patient."""
POOR_EVERY = 3
"""Every third scan is so faint that nobody reads it."""
CONTRACTS = 300
"""Clients with a contract; the hospitals and practices come first, firms after them."""
VERSION_EVERY = 6
"""Of every sixth letter a second version lies beside it."""


def _letters(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    yield from _with_version(cut, span, number, (letter.letter, "letters/letter_{:04d}{}.txt"))


def _word(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    yield from _with_version(cut, span, number, (docx_file.letter_docx, "letters/{:04d}{}.docx"))
    if number % VERSION_EVERY == 3:
        yield share.word_temporary("letters", number, cut.rows(span), cut.house)


def _rich(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    yield from _with_version(cut, span, number, (rtf.letter_rtf, "letters/old/{:04d}{}.rtf"))


def _with_version(cut: Cut, span: Span, number: int, what: tuple[letter.Maker, str]) -> Iterator[Document]:
    write, name = what
    rows = cut.rows(span)
    yield write(name.format(number, ""), rows, cut.house)
    if number % VERSION_EVERY == 0:
        yield letter.version_of(write, name.format(number, " FINAL"), rows, cut.house)


def _reports(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    rows = cut.rows(span)
    name = f"reports/report_{rows['specimen_id'][0].as_py()}.pdf"
    yield _filed(cut, span, pdf.report(name, rows, cut.house, headed=cut.rich), number)


def _filed(cut: Cut, span: Span, document: Document, number: int) -> Document:
    """Files every fifth under the name of the patient: in the file name, or for every other one in the folder's."""
    if number % NAMED_EVERY != 1:
        return document
    rows = cut.rows(span)
    first = {key: rows[key][0].as_py() for key in ("surname", "forename", "specimen_id", "person_id")}
    folder, _, short = document.name.rpartition("/")
    suffix = short.rpartition(".")[2]
    who = f"{first['surname']} {first['forename']}"
    join = " " if number % (2 * NAMED_EVERY) == 1 else "/"
    return replace(
        document, name=f"{folder}/{who}{join}{first['specimen_id']}.{suffix}", named_person=first["person_id"]
    )


def _attachments(cut: Cut, span: Span, number: int) -> list[Document]:
    start, stop = span
    attached: list[Document] = []
    if number % 4 in {0, 2}:
        attached.append(extract(cut, "results.csv", (start, start + 1), Layout()))
    if number % 4 in {1, 2} and stop - start > 1:
        attached.append(pdf.report("report.pdf", cut.rows((start + 1, start + 2)), cut.house))
    if number % 4 == 3 and cut.rich and stop - start > 1:
        attached.append(docx_file.letter_docx("letter.docx", cut.rows((start + 1, start + 2)), cut.house))
        attached.append(scan.scan_pdf("scan.pdf", cut.rows((start, start + 1)), cut.house))
    return attached


def _mails(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    rows = cut.rows((span[0], span[0] + 1))
    yield mail.mail(f"mail/message_{number:04d}.eml", rows, cut.house, _attachments(cut, span, number))


def _outlook(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    rows = cut.rows((span[0], span[0] + 1))
    yield msg.message(f"mail/saved_{number:04d}.msg", rows, cut.house, _attachments(cut, span, number))


def _boxes(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    each = [
        mail.mail(f"message_{place}.eml", cut.rows((place, place + 1)), cut.house, (), tells=number % 2 == 0)
        for place in range(*span)
    ]
    yield mbox.mailbox(f"mail/results_desk_{number:04d}.mbox", each)


def _scans(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    name = f"scans/{cut.rows(span)['specimen_id'][0].as_py()}.pdf"
    document = scan.scan_pdf(name, cut.rows(span), cut.house, poor=number % POOR_EVERY == 0)
    yield _filed(cut, span, document, number)


def _faxes(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    write, suffix = ((scan.scan_tiff, "tif"), (scan.scan_jpeg, "jpg"))[number % 2]
    yield write(f"fax/IMG_{number:05d}.{suffix}", cut.rows(span), cut.house, poor=number % POOR_EVERY == 0)


def _contracts(cut: Cut, number: int, target: int) -> Document:
    del target
    known = business.customers(cut.house, CONTRACTS)
    client = known[number % len(known)]
    return docx_file.contract_docx(f"contracts/agreement_{number:04d}.docx", cut.house, client)


MAKERS = (
    Maker("word", ("text",), _letters, Share(0.02, 150, least=4), per=1),
    Maker("text_pdf", ("pdf",), _reports, Share(0.02, 60), per=1),
    Maker("mail", ("eml",), _mails, Share(0.02, 80, least=4), per=2),
)
ODD_MAKERS = (
    Maker("word", ("docx",), _word, Share(0.005, 10), per=1, weight=3),
    Maker("word", ("rtf",), _rich, Share(0.005, 10), per=1),
    Maker("mail", ("msg",), _outlook, Share(0.005, 10), per=2),
    Maker("mail", ("mbox",), _boxes, Share(0.005, 10), large=12),
    Maker("scan_pdf", ("pdf",), _scans, Share(0.002, 3, least=1), per=1),
    Maker("image_scan", ("tiff", "jpeg"), _faxes, Share(0.002, 4), per=1),
)
FILLERS = (Filler("word", ("docx",), _contracts, 140_000),)
