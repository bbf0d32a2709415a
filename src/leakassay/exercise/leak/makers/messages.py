"""Makers of messages between systems: interface logs, practice links, FHIR bundles, analyser captures."""

from collections.abc import Iterator

from leakassay.exercise.leak.maker import Cut, Filler, Maker, Share, Span, joined, split
from leakassay.exercise.paper import archive, astm, ballast, business, edifact, fhir, hl7v2
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.fhir_resource import R4, STU3
from leakassay.exercise.paper.hl7_segments import Dialect

_DIALECTS = (
    Dialect(), Dialect("2.3", 2), Dialect("2.5.1"), Dialect("2.4", 19, "\n"), Dialect("2.4", 3, "\r\n"),
)  # fmt: skip
_STYLES = (hl7v2.BY_LINE, hl7v2.WINDOWS, hl7v2.ONE_LINE, hl7v2.RAW)


def _interfaces(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    house, name = cut.house, f"interface/oru_{number:04d}"
    parts = split(span, 5)
    writers = ((hl7v2.bare, f"{name}_archive.hl7"), (hl7v2.mllp, f"{name}_capture.mllp"), (hl7v2.log, f"{name}.log"))
    for (write, file), part in zip(writers, parts, strict=False):
        if part[0] < part[1]:
            yield write(file, cut.rows(part), house)
    if parts[3][0] < parts[3][1]:
        yield archive.gz(f"{name}.log.1.gz", hl7v2.log(f"oru_{number:04d}.log.1", cut.rows(parts[3]), house))
    old = hl7v2.bare("queue/resend.hl7", cut.rows(parts[4]), house)
    yield archive.tar_gz(f"{name}_queues.tar.gz", [old, business.contract("queue/readme.txt", house)])


def _dialects(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    """Logs with updates of people and acknowledgements, and batches, each time in another dialect."""
    dialect, style = _DIALECTS[number % len(_DIALECTS)], _STYLES[number % len(_STYLES)]
    first, second = split(span, 2)
    log = f"interface/hub_{number:04d}.log"
    if first[0] < first[1]:
        yield joined(hl7v2.log_pieces(log, [cut.rows(first)], cut.house, dialect, style))
    yield hl7v2.batch(f"interface/batch_{number:04d}.hl7", cut.rows(second), cut.house, dialect)


def _practice_links(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    yield edifact.interchange(f"interface/gp_links_{number:04d}.edi", cut.rows(span), cut.house)


def _bundles(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    parts = split(span, 3)
    spelling = (R4, STU3)[number % 2]
    if parts[0][0] < parts[0][1]:
        yield fhir.bundle(f"fhir/bundle_{number:04d}.json", cut.rows(parts[0]), cut.house, spelling)
    if parts[1][0] < parts[1][1]:
        yield fhir.xml_bundle(f"fhir/bundle_{number:04d}.xml", cut.rows(parts[1]), cut.house, spelling)
    yield from fhir.bulk_export(f"fhir/export_{number:04d}", cut.rows(parts[2]), cut.house, spelling)


def _captures(cut: Cut, span: Span, number: int) -> Iterator[Document]:
    yield astm.capture(f"analyser/host_{number:04d}.astm", cut.rows(span), cut.house, framed=number % 2 == 1)


def _acknowledgements(cut: Cut, number: int, target: int) -> Document:
    name = f"interface/ack_{number:04d}.log"
    return ballast.acknowledgements(name, cut.seed * 100 + number, target, cut.house.host)


MAKERS = (
    Maker("message_log", ("hl7v2", "gzip", "tar"), _interfaces, Share(0.05, 5_000, least=5), large=4_000, pile=False),
    Maker("message_log", ("edifact",), _practice_links, Share(0.03, 2_000), large=400, pile=False),
)
ODD_MAKERS = (
    Maker("message_log", ("hl7v2",), _dialects, Share(0.02, 2_000), large=4_000),
    Maker("message_log", ("json", "xml", "ndjson"), _bundles, Share(0.01, 300, least=3), large=300),
    Maker("message_log", ("astm",), _captures, Share(0.005, 100), large=200),
)
FILLERS = (Filler("message_log", ("hl7v2",), _acknowledgements, 4_000_000),)
