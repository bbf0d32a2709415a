"""Finance workbooks without any patient: contract register, invoices, prices, staff, activity counts per practice.

Bank accounts and pay are left out on purpose: the claims of a rehearsal say that none were taken.
"""

import functools
import io
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leakassay.exercise.estate.house import House
from leakassay.exercise.estate.test_menu import menu
from leakassay.exercise.paper.business import cost_centre, customers, prices
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.sheet_part import Column, Rows, with_rows
from leakassay.exercise.paper.workbook import opened
from leakassay.exercise.paper.worksheet import are_numbers

MOST_STAFF = 4_000
_ROLES = (
    "Biomedical scientist", "Medical laboratory assistant", "Consultant chemical pathologist", "Phlebotomist",
    "Specimen reception", "Courier", "IT interface analyst", "Cytology screener", "Quality officer", "Finance clerk",
)  # fmt: skip
_MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
_ACTIVITY_HEAD = ("Sender", "Name of sender", "Set", "Description", *_MONTHS)
_ACTIVITY_ROWS = 320
"""Lines of one activity sheet, about 40 kB packed."""
_MOST_SHEETS = 180
"""A workbook of about 5 MB."""
_VARIANTS = 4
"""Different pasts, so that workbooks are near-duplicates of some, not of all."""
_KEPT = 16
"""Activity workbooks kept between calls; each is as large as the file it makes."""

_Table = tuple[str, Sequence[str], Sequence[Sequence[str]]]


def contract_register(name: str, house: House, count: int = 300) -> Document:
    """Returns the register of `count` client contracts with SAP customer codes, cost centres and yearly values."""
    clients = customers(house, count)
    place = np.arange(count)
    columns = [
        [f"C-{2015 + one % 9}/{one:04d}" for one in place], [client.code for client in clients],
        [client.name for client in clients], [client.ods_code for client in clients],
        [cost_centre(client) for client in clients], [f"01/0{1 + one % 9}/{2015 + one % 9}" for one in place],
        [f"{12_000 + one * 7_919 % 900_000}.00" for one in place], ["rolling" if one % 3 else "ends" for one in place],
    ]  # fmt: skip
    head = ("Agreement", "SAP customer", "Customer", "ODS", "CC", "Start", "Annual value GBP", "Renewal")
    return _workbook(name, house, [("Register", head, columns)])


def invoices(name: str, house: House, rng_seed: int, count: int = 400) -> Document:
    """Returns a ledger of `count` invoices to customers: numbers, periods, net, VAT and gross in GBP."""
    rng = np.random.default_rng([rng_seed, 31])
    known = customers(house, 120)
    clients = [known[one] for one in rng.integers(0, len(known), count)]
    pence = rng.integers(9_000, 4_000_000, count)
    columns = [
        [f"90{number:08d}" for number in rng.integers(0, 10**8, count)], [client.code for client in clients],
        [client.name for client in clients], [cost_centre(client) for client in clients],
        [f"{month:02d}/2024" for month in rng.integers(1, 13, count)],
        *([f"{one / 100:.2f}" for one in part] for part in (pence, pence // 5, pence + pence // 5)),
        [f"45{number:08d}" for number in rng.integers(0, 10**8, count)],
        [("paid", "open", "disputed")[one] for one in rng.integers(0, 3, count)],
    ]  # fmt: skip
    head = ("Doc no", "Cust", "Bill-to party", "CC", "Period", "Net", "VAT", "Gross", "Their PO", "Status")
    return _workbook(name, house, [("FBL5N", head, columns)])


def price_workbook(name: str, house: House) -> Document:
    """Returns the price list as a workbook: this year's prices, and last year's on a sheet that is hidden."""
    head = ("Code", "Test", "Price GBP", "Turnaround (days)")
    tables = []
    for title, uplift in (("Tariff 2024-25", 0), ("Tariff 2023-24", -35)):
        columns = [[str(cell) for cell in column] for column in zip(*prices(house, uplift), strict=True)]
        tables.append((title, head, columns))
    return _workbook(name, house, tables, hidden=(2,))


def staff_list(name: str, house: House, staff: Sequence[tuple[str, str]]) -> Document:
    """Returns the telephone list of the house: name, role, work e-mail, extension; nothing of pay, nobody a patient.

    Args:
        name: of the file.
        house: whose staff.
        staff: (forename, surname), at most `MOST_STAFF`.
    """
    listed = staff[:MOST_STAFF]
    mails = [f"{first}.{last}@{house.email_domain}".lower().replace(" ", "").replace("'", "") for first, last in listed]
    columns = [
        [last for _, last in listed], [first for first, _ in listed],
        [_ROLES[place % len(_ROLES)] for place in range(len(listed))], mails,
        [f"ext {2_000 + place}" for place in range(len(listed))],
        [("Main lab", "Satellite A", "Hot lab")[place % 3] for place in range(len(listed))],
    ]  # fmt: skip
    head = ("Surname", "First", "Job", "Work e-mail", "Ext.", "Base")
    return _workbook(name, house, [("Who's who", head, columns)])


def activity(name: str, house: House, rng_seed: int, target_bytes: int) -> Document:
    """Returns counts of tests per sender and month, about `target_bytes` long (40 kB to 5 MB); nobody is in it.

    The sheets of past quarters are the same for every `_VARIANTS`th seed; only the summary is drawn for each.
    """
    count = min(_MOST_SHEETS, max(1, round(target_bytes / _sheet_bytes(house))))
    # whole years, so that few different pasts are asked for and they stay in memory
    count = round(count / 4) * 4 if count > 4 else count
    rng = np.random.default_rng([rng_seed, 37])
    totals = rng.integers(200, 90_000, (len(house.clients), len(_MONTHS))).astype(str)
    senders = [pa.array([client.code for client in house.clients]), pa.array([client.name for client in house.clients])]
    columns = [*(Column(texts) for texts in senders), *(_counts(column) for column in totals.T)]
    data = with_rows(_past(house, count, rng_seed % _VARIANTS), {1: [Rows(1, tuple(columns))]})
    return Document(name, "xlsx", data)


@functools.lru_cache(maxsize=4)
def _sheet_bytes(house: House) -> int:
    """Returns how many packed bytes one more sheet adds."""
    return len(_past(house, 2, 0)) - len(_past(house, 1, 0))


@functools.lru_cache(maxsize=_KEPT)
def _past(house: House, count: int, variant: int) -> bytes:
    """Returns a workbook of `count` quarters behind an empty summary."""
    sink = io.BytesIO()
    with opened(sink, house) as book:
        book.add_worksheet("Summary").write_row(0, 0, (*_ACTIVITY_HEAD[:2], *_MONTHS))
        for number in range(count):
            year, quarter = divmod(number, 4)
            target = book.add_worksheet(f"{2023 - year}-{(24 - year) % 100:02d} Q{quarter + 1}")
            target.write_row(0, 0, _ACTIVITY_HEAD)
    return with_rows(sink.getvalue(), {number + 2: [_quarter(house, number, variant)] for number in range(count)})


def _quarter(house: House, number: int, variant: int) -> Rows:
    rng = np.random.default_rng([number, variant, 41])
    lines = np.arange(_ACTIVITY_ROWS) + number * _ACTIVITY_ROWS
    clients = [house.clients[one % len(house.clients)] for one in lines]
    tests = [menu()[one // len(house.clients) % len(menu())] for one in lines]
    labels = [
        [client.code for client in clients], [client.name for client in clients],
        [test.partner_code if house.partner_codes else test.code for test in tests],
        [test.partner_name if house.partner_codes else test.name for test in tests],
    ]  # fmt: skip
    counts = rng.gamma(0.8, 160, (len(_MONTHS), _ACTIVITY_ROWS)).astype(np.int64).astype(str)
    return Rows(1, (*(Column(pa.array(texts)) for texts in labels), *(_counts(column) for column in counts)))


def _counts(texts: npt.NDArray[np.str_]) -> Column:
    return Column(pa.array(texts), np.ones(len(texts), dtype=np.bool_))


def _workbook(name: str, house: House, tables: Sequence[_Table], hidden: Sequence[int] = ()) -> Document:
    """Returns a workbook of plain tables, one a sheet; texts that read as amounts are number cells."""
    sink = io.BytesIO()
    with opened(sink, house) as book:
        for number, (title, head, _) in enumerate(tables, start=1):
            target = book.add_worksheet(title)
            target.write_row(0, 0, head)
            target.freeze_panes(1, 0)
            if number in hidden:
                target.hide()
    filled = {}
    for number, (_, _, columns) in enumerate(tables, start=1):
        texts = [pa.array(column, pa.string()) for column in columns]
        filled[number] = [Rows(1, tuple(Column(one, are_numbers(one)) for one in texts))]
    return Document(name, "xlsx", with_rows(sink.getvalue(), filled))
