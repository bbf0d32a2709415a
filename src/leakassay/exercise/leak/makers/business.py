"""Papers of which a block holds one or a few whatever its size, and what fills a file server: nobody stands in them."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pyarrow as pa

from leakassay.exercise.estate.staff import as_records, staff_of
from leakassay.exercise.leak.maker import Cut, Filler, joined
from leakassay.exercise.paper import (
    archive,
    ballast,
    business,
    dicom,
    finance,
    hostile,
    picture,
    share,
    sql_dump,
    zip_quine,
)
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.letter import DOCTORS

BENCH_STAFF = 7
"""Who stands on a bench rota: as many as it has days, so that each of them is on it."""
_NOTE = b"Thank you for unpacking.\n"


def _papers(cut: Cut) -> Iterator[Document]:
    house = cut.house
    yield business.price_list("finance/price_list.csv", house)
    yield business.contract("finance/contract.txt", house)
    yield business.purchase_order("finance/order_0001.txt", house, cut.seed % 1_000)
    yield business.minutes("quality/minutes.txt", house, cut.seed % 1_000)
    yield finance.contract_register("contracts/register.xlsx", house)
    yield finance.invoices("finance/ledger.xlsx", house, cut.seed)
    yield finance.price_workbook("finance/prices.xlsx", house)
    yield sql_dump.reference_dump("sql/reference.sql", house, "mysqldump")


def _people(cut: Cut) -> Iterator[Document]:
    """Papers that name who works there: data subjects, of whom few are patients."""
    staff = staff_of(cut.house, cut.estate.people, DOCTORS)
    if staff.num_rows == 0:
        return
    names = list(zip(staff["forename"].to_pylist(), staff["surname"].to_pylist(), strict=True))
    listed = finance.staff_list("users/shared/telephone list.xlsx", cut.house, names)
    yield _naming(listed, staff, "row")
    on = names[:BENCH_STAFF]
    bench = business.rota("users/shared/rota.csv", cut.house, [" ".join(one) for one in on], 22)
    yield _naming(bench, staff.slice(0, len(on)), "person")


def _naming(document: Document, staff: pa.Table, locator: str) -> Document:
    shows = frozenset({"surname", "forename"})
    return replace(document, records=as_records(staff), shows=shows, has_events=False, locator=locator)


def _broken(cut: Cut) -> Iterator[Document]:
    yield business.empty("misc/untitled.txt")
    prices, agreement = (
        business.price_list("price_list.csv", cut.house),
        business.contract("agreement.txt", cut.house),
    )
    yield archive.truncated("misc/broken_upload.zip", archive.zip_of("misc/cut.zip", [prices, agreement]))
    yield archive.encrypted("misc/private.zip", agreement)


def _hostile(cut: Cut) -> Iterator[Document]:
    agreement = business.contract("agreement.txt", cut.house)
    yield hostile.bomb("incoming/drivers.zip")
    yield hostile.nested_bomb("incoming/update.zip")
    yield hostile.gzip_bomb("incoming/core.gz")
    yield hostile.traversal_zip("incoming/photos.zip", _NOTE)
    yield hostile.traversal_tar("incoming/photos.tar", _NOTE)
    yield hostile.overlapping("incoming/forms.zip", agreement, 4)
    yield hostile.odd_names("incoming/letters.zip", _NOTE)
    yield zip_quine.quine("incoming/again.zip")
    yield hostile.many_members("incoming/agreement.txt.gz", agreement, 5)


def _left_behind(cut: Cut) -> Iterator[Document]:
    names = [f"slide_{number:02d}.jpg" for number in range(1, 7)]
    yield share.thumbs_db("pictures/Thumbs.db", names)
    yield share.owner_lock("contracts/renewal.docx", "Jocasta Wray")
    yield share.desktop_ini("contracts")
    yield share.shortcut("contracts/folder.url", cut.house, "Contracts")
    yield share.ds_store("pictures", names)
    yield from share.thrown_away("users/shared", business.contract("finance/old.txt", cut.house), cut.house)


def _pictures(cut: Cut) -> Iterator[Document]:
    seed = cut.seed * 100
    yield picture.gel("pictures/gel_run.jpg", seed)
    yield picture.curve("pictures/control_curve.png", seed)
    yield picture.thumbnail("pictures/.thumb_1.jpg", seed, cut.house)
    yield dicom.dicom("pictures/section.dcm", seed, cut.house)


def _slides(cut: Cut, number: int, target: int) -> Document:
    return joined(picture.slide(f"pictures/slide_{number:04d}.tif", cut.seed * 100 + number, target))


def _overviews(cut: Cut, number: int, target: int) -> Document:
    del target
    seed = cut.seed * 100 + number
    label = f"{number:06d}/24" if number % 10 == 0 else ""
    write, name = ((picture.overview, "overview"), (picture.gel, "gel"))[number % 2]
    return write(f"pictures/{name}_{number:04d}.jpg", seed, label)


def _installer(cut: Cut, number: int, target: int) -> Document:
    return ballast.installer(f"software/setup_{number:04d}.exe", cut.seed * 100 + number, target)


FIXED: tuple[tuple[str, tuple[str, ...], Callable[[Cut], Iterator[Document]]], ...] = (
    ("extract", ("csv", "text", "sql_dump", "xlsx"), _papers), ("workbook", ("xlsx", "text"), _people),
    ("archive", ("zip", "empty"), _broken), ("archive", ("zip", "gzip", "tar"), _hostile),
    ("software", ("ole", "lock", "text", "ds_store", "recycle_index"), _left_behind),
    ("picture", ("jpeg", "png", "dicom"), _pictures),
)  # fmt: skip
"""Category of the mix, formats, and what is laid down once a block."""
FILLERS = (
    Filler("picture", ("tiff",), _slides, 12_000_000, small=0),
    Filler("picture", ("jpeg",), _overviews, 300_000),
    Filler("software", ("exe",), _installer, 3_000_000),
)
