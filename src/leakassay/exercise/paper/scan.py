"""Scans of request forms and reports without any text layer: image-only PDF, multi-page Group 4 TIFF, JPEG."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate.house import House
from leakassay.exercise.paper import page_image, scanner
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.letter import SECRETARIES, day_first
from leakassay.exercise.paper.scanner import DPI, HEIGHT, WIDTH, Settings

if TYPE_CHECKING:
    from PIL.Image import Image

SHOWN = frozenset({
    "nhs_number", "chi_number", "surname", "forename", "date_of_birth", "sex", "address", "postcode",
    "hospital_number",
})  # fmt: skip
MACHINES = (
    ("Orrery", "Orrery 4070c MFP", "Orrery ScanFlow 6.2"), ("Brightwell", "Brightwell DX-551", "PaperGate 3.11"),
    ("Tarn", "Tarn 2300 fax", "Tarn NetScan"),
)  # fmt: skip
"""Invented scanners: maker, model, software."""
PLANS = (("form", "back"), ("form", "report"), ("form",), ("report",), ("form", "back"), ("fax",))
"""Pages of a document; which plan follows from its first specimen."""
QUALITIES = (48, 56, 62, 70)
_ON_THE_FORM = ("value", "unit", "range_low", "range_high", "value_flag", "reported_at")
"""Columns of a result, which a request form does not have."""


@dataclass(frozen=True)
class _Sheet:
    """One page: its pixels, how it is scanned, the records that a person reads on it (None on a back)."""

    image: Image
    settings: Settings
    records: pa.Table | None


def scan_pdf(name: str, rows: pa.Table, house: House, *, poor: bool = False) -> Document:
    """Returns a PDF that holds nothing but JPEG pages and the scanner's properties.

    The key holds what a person reads in the pictures; a reader without character recognition has to say that the
    document waits for it.

    Args:
        name: path of the document.
        rows: one specimen, or several in one stack of paper.
        house: the laboratory whose form it is.
        poor: so faint that nobody reads it; the key then holds no record.
    """
    sheets = list(_sheets(rows, house, poor=poor))
    seed = sheets[0].settings.seed
    quality = QUALITIES[seed % len(QUALITIES)]
    pages = [_jpeg(scanner.gray(sheet.image, sheet.settings), quality) for sheet in sheets]
    properties = _properties(rows, house, seed)
    return _document(name, "pdf", _pdf(pages, properties), sheets, ("pending", "ocr_budget"))


def scan_tiff(name: str, rows: pa.Table, house: House, *, poor: bool = False) -> Document:
    """Returns a Group 4 TIFF, a page per sheet, with the machine's names in its tags; arguments as `scan_pdf`."""
    sheets = list(_sheets(rows, house, poor=poor))
    pages = [scanner.bilevel(sheet.image, sheet.settings) for sheet in sheets]
    said = _properties(rows, house, sheets[0].settings.seed)
    tags = {271: said["Make"], 272: said["Model"], 305: said["Producer"], 306: said["Moment"], 316: said["Creator"]}
    sink = io.BytesIO()
    pages[0].save(
        sink, "TIFF", save_all=True, append_images=pages[1:], compression="group4", dpi=(DPI, DPI), tiffinfo=tags
    )
    return _document(name, "tiff", sink.getvalue(), sheets, ("unsupported", "no_reader"))


def scan_jpeg(name: str, rows: pa.Table, house: House, *, poor: bool = False) -> Document:
    """Returns the first page alone as a JPEG with the machine's names in its EXIF; arguments as `scan_pdf`."""
    from PIL.Image import Exif

    sheet = next(_sheets(rows, house, poor=poor))
    said = _properties(rows, house, sheet.settings.seed)
    exif = Exif()
    for tag, key in ((271, "Make"), (272, "Model"), (305, "Producer"), (306, "Moment")):
        exif[tag] = said[key]
    data = _jpeg(scanner.gray(sheet.image, sheet.settings), 62, exif=exif.tobytes())
    return _document(name, "jpeg", data, [sheet], ("unsupported", "no_reader"))


def _sheets(rows: pa.Table, house: House, *, poor: bool) -> Iterator[_Sheet]:
    numbers = list(dict.fromkeys(rows["record"].to_pylist()))
    plan: tuple[str, ...] | None = None
    for number in numbers:
        own = rows.filter(pc.equal(rows["record"], number)).slice(0, page_image.MOST_RESULTS)
        tests = own.to_pylist()
        plan = plan or PLANS[page_image.seed_of(tests[0], 9) % len(PLANS)]
        for place, kind in enumerate(plan):
            image, records = _DRAWN[kind](own, tests, house)
            yield _Sheet(image, Settings(page_image.seed_of(tests[0], 20 + place), poor), None if poor else records)


def _form(own: pa.Table, tests: list[dict[str, Any]], house: House) -> tuple[Image, pa.Table | None]:
    asked = own.set_column(
        own.column_names.index("status"), "status", pa.array(["requested"] * own.num_rows, pa.string())
    )
    for name in _ON_THE_FORM:
        asked = asked.set_column(asked.column_names.index(name), name, pa.array([""] * own.num_rows, pa.string()))
    return page_image.request_form(tests, house), asked


def _back(_own: pa.Table, _tests: list[dict[str, Any]], house: House) -> tuple[Image, pa.Table | None]:
    return page_image.guidance(house), None


def _report(own: pa.Table, tests: list[dict[str, Any]], house: House) -> tuple[Image, pa.Table | None]:
    return page_image.report(tests, house), own


def _fax(own: pa.Table, tests: list[dict[str, Any]], house: House) -> tuple[Image, pa.Table | None]:
    sent = tests[0]["reported_at"]
    line = f"{day_first(sent)} {sent[11:16]}  FROM {house.name.upper()} 020 7946 0183  TO 020 7946 0771  P.01/01"
    return page_image.report(tests, house, line), own


_DRAWN: dict[str, Callable[[pa.Table, list[dict[str, Any]], House], tuple[Image, pa.Table | None]]] = {
    "form": _form, "back": _back, "report": _report, "fax": _fax,
}  # fmt: skip


def _document(name: str, kind: str, data: bytes, sheets: list[_Sheet], careful: tuple[str, str]) -> Document:
    read: list[pa.Table] = []
    for page, sheet in enumerate(sheets, start=1):
        if sheet.records is not None:
            count = sheet.records.num_rows
            own = sheet.records.set_column(0, "record", pa.array([len(read)] * count, pa.int64()))
            read.append(own.append_column("locator", pa.array([f"page {page}"] * count, pa.string())))
    records = pa.concat_tables(read) if read else None
    outcome, reason = careful
    return Document(
        name, kind, data, records, SHOWN, has_events=records is not None, locator="page", outcome=outcome, reason=reason
    )


def _properties(rows: pa.Table, house: House, seed: int) -> dict[str, str]:
    """The words a machine leaves: the moment is the arrival of the specimen, its name is one of the house's hosts."""
    maker, model, software = MACHINES[seed % len(MACHINES)]
    moment = rows["received_at"][0].as_py().replace("-", ":").replace("T", " ")
    operator = SECRETARIES[seed % len(SECRETARIES)].replace(" ", ".").lower()
    return {
        "Make": maker, "Model": model, "Producer": software, "Creator": f"{house.host}-MFD{seed % 4 + 1}",
        "Author": operator if seed % 3 == 0 else "", "Moment": moment,
    }  # fmt: skip


def _jpeg(page: Image, quality: int, exif: bytes = b"") -> bytes:
    sink = io.BytesIO()
    page.save(sink, "JPEG", quality=quality, dpi=(DPI, DPI), exif=exif)
    return sink.getvalue()


def _pdf(pages: list[bytes], said: dict[str, str]) -> bytes:
    """Returns a PDF 1.4 as machines write it: one object per page, per drawing and per picture, then the table."""
    stamp = "D:" + "".join(letter for letter in said["Moment"] if letter.isdigit())
    info = {"Producer": f"{said['Model']}; {said['Producer']}", "Creator": said["Creator"], "CreationDate": stamp}
    if said["Author"]:
        info["Author"] = said["Author"]
    words = " ".join(f"/{key} ({value})" for key, value in info.items())
    kids = " ".join(f"{4 + 3 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode("ascii"),
        f"<< {words} >>".encode("latin-1", "replace"),
    ]
    draw = b"q 595.44 0 0 842.04 0 0 cm /Im0 Do Q"
    for number, page in enumerate(pages):
        first = 4 + 3 * number
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.44 842.04] /Contents {first + 1} 0 R "
            f"/Resources << /XObject << /Im0 {first + 2} 0 R >> /ProcSet [/PDF /ImageB] >> >>".encode("ascii")
        )
        objects.append(_stream("", draw))
        picture = f"/Type /XObject /Subtype /Image /Width {WIDTH} /Height {HEIGHT} /ColorSpace /DeviceGray "
        objects.append(_stream(picture + "/BitsPerComponent 8 /Filter /DCTDecode", page))
    return _numbered(objects)


def _stream(words: str, data: bytes) -> bytes:
    return f"<< {words} /Length {len(data)} >>\nstream\n".encode("ascii") + data + b"\nendstream"


def _numbered(objects: list[bytes]) -> bytes:
    sink = io.BytesIO()
    sink.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places: list[int] = []
    for number, body in enumerate(objects, start=1):
        places.append(sink.tell())
        sink.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    table = sink.tell()
    sink.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        sink.write(b"%010d 00000 n \n" % place)
    sink.write(b"trailer\n<< /Size %d /Root 1 0 R /Info 3 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))
    return sink.getvalue()
