"""What one partition holds: which documents are cut from which stretch of the history."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pyarrow as pa

from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.leak.deposit import Deposit, renamed
from leakassay.exercise.paper import (
    address_list,
    archive,
    business,
    delimited,
    edifact,
    hl7v2,
    json_lines,
    letter,
    mail,
    pdf,
    workbook,
)
from leakassay.exercise.paper.delimited import Layout
from leakassay.exercise.paper.document import Document


@dataclass(frozen=True)
class Share:
    """How much of the history a kind of document gets: a fraction of the specimens within `least` and `most`."""

    fraction: float
    most: int
    least: int = 2

    def of(self, specimens: int) -> int:
        """Returns the number of specimens."""
        return min(self.most, max(self.least, int(specimens * self.fraction)))


Writer = Callable[["Cut", tuple[int, int]], Iterator[Document]]


@dataclass(frozen=True)
class Cut:
    """An estate that is being cut into documents.

    Attributes:
        recut: the bulk extract is laid out anew and cut short, as one who publishes again does.
        canaries: NHS numbers of seeded people who exist nowhere else; they stand in an address list.
    """

    estate: Estate
    recut: bool = False
    canaries: tuple[str, ...] = ()

    def rows(self, span: tuple[int, int]) -> pa.Table:
        """Returns the records of a stretch of specimens."""
        return records(self.estate, *span)


def lay(deposit: Deposit, cut: Cut) -> None:
    """Lays the documents of one partition down: small ones from the newest end of the history, the rest in bulk."""
    end = cut.estate.specimens
    for share, writer in PLAN:
        # the bulk extract keeps at least a third, however small the estate
        size = min(share.of(cut.estate.specimens), max(0, end - cut.estate.specimens // 3))
        if size < share.least:
            break
        for document in writer(cut, (end - size, end)):
            deposit.put(document)
            if document.name in COPIED:
                deposit.copy(COPIED[document.name], document)
        end -= size
    _bulk(deposit, cut, end)
    _people_less(deposit, cut)


COPIED = {
    "export/patients.json": "misc/patients (copy).json", "letters/letter_0001.txt": "misc/letter_0001.txt",
    "interface/gp_links.edi": "backup/gp_links_old.edi",
}  # fmt: skip
"""Documents with people that lie a second time in the same partition, byte for byte."""


def _bulk(deposit: Deposit, cut: Cut, end: int) -> None:
    layout = Layout("|", header=False) if cut.recut else Layout()
    name = "old/all_results.txt" if cut.recut else "lims/results.csv"
    deposit.put_long(Document(name, "csv", b""), delimited.pieces_of(name, cut.estate, (0, end), layout))


def _extracts(cut: Cut, span: tuple[int, int]) -> Iterator[Document]:
    layouts = (
        ("lims/results_pipe.txt", Layout("|")), ("lims/results_cp1252.csv", Layout(",", "cp1252")),
        ("lims/results_utf16.tsv", Layout("\t", "utf-16-le")), ("lims/dump_nohead.csv", Layout(",", header=False)),
        ("lims/failsafe.csv", Layout(";", spaced=True)),
    )  # fmt: skip
    for (name, layout), piece in zip(layouts, _split(span, len(layouts)), strict=True):
        yield delimited.extract(name, cut.estate, piece, layout)


def _exports(cut: Cut, span: tuple[int, int]) -> Iterator[Document]:
    first, second = _split(span, 2)
    yield json_lines.patients("export/patients.json", cut.rows(first))
    yield json_lines.results("export/results.ndjson", cut.rows(second))


def _addresses(cut: Cut, span: tuple[int, int]) -> Iterator[Document]:
    yield address_list.address_list("export/address_list.csv", cut.rows(span), cut.canaries)


def _letters(cut: Cut, span: tuple[int, int]) -> Iterator[Document]:
    start, number = span[0], 1
    while start < span[1]:
        # every fourth letter is about three patients
        stop = min(span[1], start + (3 if number % 4 == 0 else 1))
        yield letter.letter(f"letters/letter_{number:04d}.txt", cut.rows((start, stop)), cut.estate.house)
        start, number = stop, number + 1


def _interfaces(cut: Cut, span: tuple[int, int]) -> Iterator[Document]:
    house, name = cut.estate.house, "interface/oru"
    spans = _split(span, 5)
    yield hl7v2.bare(f"{name}_archive.hl7", cut.rows(spans[0]), house)
    yield hl7v2.mllp(f"{name}_capture.mllp", cut.rows(spans[1]), house)
    yield hl7v2.log(f"{name}.log", cut.rows(spans[2]), house)
    yield archive.gz(f"{name}.log.1.gz", hl7v2.log("oru.log.1", cut.rows(spans[3]), house))
    old = hl7v2.bare("queue/resend.hl7", cut.rows(spans[4]), house)
    yield archive.tar_gz("interface/queues.tar.gz", [old, business.contract("queue/readme.txt", house)])


def _practice_links(cut: Cut, span: tuple[int, int]) -> Iterator[Document]:
    yield edifact.interchange("interface/gp_links.edi", cut.rows(span), cut.estate.house)


def _worklists(cut: Cut, span: tuple[int, int]) -> Iterator[Document]:
    first, second = _split(span, 2)
    yield workbook.worklist("worklists/outstanding.xlsx", cut.rows(first), cut.estate.house)
    # a workbook that lost its ending and took another's
    yield workbook.worklist("misc/scan_0001.pdf", cut.rows(second), cut.estate.house)


def _reports(cut: Cut, span: tuple[int, int]) -> Iterator[Document]:
    for number, start in enumerate(range(span[0], span[1])):
        rows = cut.rows((start, start + 1))
        person = {key: rows[key][0].as_py() for key in ("surname", "forename", "specimen_id", "person_id")}
        name = f"reports/report_{person['specimen_id']}.pdf"
        document = pdf.report(name, rows, cut.estate.house)
        if number % 5 == 0:
            # every fifth is filed under the name of the patient
            name = f"reports/{person['surname']} {person['forename']} {person['specimen_id']}.pdf"
            document = replace(document, name=name, named_person=person["person_id"])
        yield document


def _mails(cut: Cut, span: tuple[int, int]) -> Iterator[Document]:
    for number, start in enumerate(range(span[0], span[1] - 1, 2), start=1):
        rows = cut.rows((start, start + 1))
        sheet = delimited.extract("results.csv", cut.estate, (start, start + 1), Layout())
        paper = pdf.report("report.pdf", cut.rows((start + 1, start + 2)), cut.estate.house)
        attached = ([sheet], [paper], [sheet, paper], [])[number % 4]
        yield mail.mail(f"mail/message_{number:04d}.eml", rows, cut.estate.house, attached)


def _archives(cut: Cut, span: tuple[int, int]) -> Iterator[Document]:
    inner, outer = _split(span, 2)
    deep = delimited.extract("month/results_march.csv", cut.estate, inner, Layout())
    flat = json_lines.results("results_april.ndjson", cut.rows(outer))
    nested = archive.zip_of("inner/march.zip", [deep, business.contract("month/agreement.txt", cut.estate.house)])
    yield archive.zip_of("backup/batch1.zip", [nested, flat])


PLAN: tuple[tuple[Share, Writer], ...] = (
    (Share(0.05, 5_000, least=5), _extracts),
    (Share(0.03, 2_000), _exports),
    (Share(0.02, 150, least=4), _letters),
    (Share(0.03, 3_000), _archives),
    (Share(0.05, 5_000, least=5), _interfaces),
    (Share(0.03, 2_000), _practice_links),
    (Share(0.03, 1_000), _worklists),
    (Share(0.02, 60), _reports),
    (Share(0.02, 80, least=4), _mails),
    (Share(0.02, 1_000), _addresses),
)
"""Documents in the order in which they take specimens from the newest end."""


def _people_less(deposit: Deposit, cut: Cut) -> None:
    house = cut.estate.house
    prices, agreement = (
        business.price_list("finance/price_list.csv", house),
        business.contract("finance/contract.txt", house),
    )
    deposit.put(prices)
    deposit.put(agreement)
    deposit.copy("finance/copy of price_list.csv", prices)
    deposit.put(business.empty("misc/untitled.txt"))
    whole = archive.zip_of("misc/cut.zip", [prices, agreement])
    deposit.put(archive.truncated("misc/broken_upload.zip", whole))
    deposit.put(archive.encrypted("misc/private.zip", renamed(agreement, "agreement.txt")))


def _split(span: tuple[int, int], parts: int) -> list[tuple[int, int]]:
    start, stop = span
    edges = [start + (stop - start) * part // parts for part in range(parts + 1)]
    return list(itertools.pairwise(edges))
