"""Business papers without any patient: price list, contracts, orders, minutes, a bench rota, an empty file."""

import csv
import io
import zlib
from collections.abc import Sequence

from leakassay.exercise.estate.house import Client, House
from leakassay.exercise.estate.test_menu import menu
from leakassay.exercise.paper.document import Document

_PLACES = (
    "Alderbrook", "Tallow Hill", "Quayside", "Whinmoor", "Cobblers Reach", "Summerfield", "Ferry Lane", "Hollins",
    "Marl Pits", "Ravenscombe", "Silkmill", "Thornback", "Upper Weir", "Vinegar Yard", "Windmill Green", "Yarrow",
    "Bellfounders", "Candlewick", "Drovers Way", "Eelpie", "Fuller Street", "Gasworks", "Hopkiln", "Inkerman",
)  # fmt: skip
_TRADES = (
    "Occupational Health Ltd", "Private Hospital", "Fertility Partners LLP", "Hospice", "Care Homes Group",
    "Clinical Trials Unit", "Prison Healthcare", "Sports Medicine", "Travel Vaccines Ltd", "Dialysis Satellite",
    "University Research Office", "Sexual Health Outreach CIC", "Veterinary Reference Lab",
)  # fmt: skip
_CLAUSES = (
    "The Laboratory shall provide the pathology services listed in Schedule A.",
    "The Client remains the controller of personal data; the Laboratory acts as processor.",
    "Blood sciences results are released within four working hours of receipt, referred work as in Schedule C.",
    "Couriers collect twice a day; specimens found unlabelled are discarded and the Client is told by telephone.",
    "Critical values are phoned to the number in Schedule B and read back.",
    "HIV, syphilis and hepatitis confirmation is referred; the price in Schedule A includes carriage.",
    "Prices rise each April by no more than the published tariff uplift.",
    "Either party may end this agreement with six months' notice in writing.",
)
_TOPICS = (
    "Analyser 2 downtime: 41 minutes in the month, engineer booked for the second Tuesday.",
    "Haemolysis rate 2.9 %, down from 3.4 %; two practices offered a phlebotomy visit.",
    "Turnaround of troponin within the hour: 96 %. Action: night staffing to be reviewed.",
    "Cytology backlog 212 slides, all routine. No recall outstanding beyond target.",
    "EQA: one amber for paracetamol, root cause form filed.",
    "Wasted blood components: 11 platelets, 3 FFP. Cold chain log attached to the shared drive.",
    "Vacancies: two band 6 posts, one part-time secretary.",
    "Accreditation visit due in the autumn; SOPs past review date: 14.",
)
_SUPPLIES = (
    ("EDTA tubes 4 mL lavender", 100, 11.2), ("Serum separator tubes 5 mL", 100, 12.9), ("TSH reagent", 1, 214.0),
    ("HIV combo reagent 500 tests", 1, 688.5), ("Pipette tips 200 uL racked", 960, 31.75),
    ("Formalin pots 60 mL prefilled", 250, 84.0), ("Biohazard bags A4", 1000, 46.4), ("Labels 25x50", 5000, 39.9),
)  # fmt: skip
_BENCHES = ("Reception", "Biochemistry early", "Haematology late", "Coagulation", "Blood bank night", "Micro weekend")


def customers(house: House, count: int) -> tuple[Client, ...]:
    """Returns `count` customers by SAP code: the clients of the house first, then invented firms without ODS code.

    Raises:
        ValueError: more than can be invented, a little over 300.
    """
    named = {client.name: Client(_sap_code(place), client.ods_code, client.name)
             for place, client in enumerate(house.clients)}  # fmt: skip
    firms = (f"{town} {trade}" for trade in _TRADES for town in _PLACES)
    known = list(named.values())
    known += [Client(_sap_code(100 + place), "", firm) for place, firm in enumerate(firms)]
    if count > len(known):
        raise ValueError(f"{count} customers asked for, {len(known)} can be invented")
    return tuple(known[:count])


def cost_centre(client: Client) -> str:
    """Returns the cost centre that a house books a customer's work on."""
    return f"71{zlib.crc32(client.name.encode('utf-8')) % 10_000:04d}"


def price_list(name: str, house: House) -> Document:
    """Returns the price list of a house: every test by code and name with a price, which is no result of anybody."""
    sink = io.StringIO()
    writer = csv.writer(sink)
    writer.writerow(["Code", "Test", "Price GBP", "Turnaround (days)"])
    writer.writerows(prices(house))
    return Document(name, "csv", sink.getvalue().encode("utf-8"))


def prices(house: House, uplift: int = 0) -> list[tuple[str, str, str, int]]:
    """Returns code, printed name, price in GBP and turnaround in days of every test; `uplift` in pence."""
    lines = []
    for position, line in enumerate(menu()):
        code, label = (line.partner_code, line.partner_name) if house.partner_codes else (line.code, line.name)
        pence = (4 + position * 37 % 90) * 100 + position * 13 % 100 + uplift
        lines.append((code, label, f"{pence / 100:.2f}", 1 + position % 9))
    return lines


def contract(name: str, house: House, client: Client | None = None) -> Document:
    """Returns a service contract between a house and a client (its first one by default); clauses vary by client."""
    client = client or house.clients[0]
    turn = zlib.crc32(client.name.encode("utf-8"))
    order = f"45{turn % 100_000_000:08d}"
    chosen = [clause for place, clause in enumerate(_CLAUSES) if place < 2 or turn >> place & 1]
    clauses = [
        *chosen,
        f"Invoices are due in {30 + turn % 2 * 15} days. Purchase order {order}, cost centre {cost_centre(client)}.",
        f"Documents are held on \\\\{house.host}\\Contracts\\{2019 + turn % 6} and exported from {house.software}.",
        f"Contact: contracts@{house.email_domain}, 020 7946 0183.",
    ]
    parties = f"{_party(house.name, house.ods_code)} and {_party(client.name, client.ods_code)}"
    lines = [f"SERVICE AGREEMENT between {parties}", ""]
    lines += [f"{number}. {clause}" for number, clause in enumerate(clauses, start=1)]
    return Document(name, "text", ("\n".join(lines) + "\n").encode("utf-8"))


def purchase_order(name: str, house: House, number: int) -> Document:
    """Returns an order to a supplier; its ten-digit number is no NHS number."""
    chosen = [_SUPPLIES[(number + step) % len(_SUPPLIES)] for step in range(3 + number % 3)]
    total = sum(price * (1 + number % 5) for _, _, price in chosen)
    lines = [
        f"PURCHASE ORDER 45{(number * 7_654_321 + 918_273) % 100_000_000:08d}", f"{house.name}, goods in, bay 2", "",
        *(f"{1 + number % 5:>4} x {item} (pack of {pack})  {price:>9.2f}" for item, pack, price in chosen), "",
        f"Net {total:.2f} GBP   VAT {total / 5:.2f}   cost centre {710_000 + number % 9_000}",
        f"Deliver {2 + number % 20:02d}/0{1 + number % 9}/2024. Queries: stores@{house.email_domain}", "",
    ]  # fmt: skip
    return Document(name, "text", "\n".join(lines).encode("utf-8"))


def minutes(name: str, house: House, number: int) -> Document:
    """Returns the minutes of a departmental meeting: counts and actions, roles and no patient."""
    chosen = [_TOPICS[(number * 3 + step) % len(_TOPICS)] for step in range(5)]
    day = f"{1 + number % 28:02d} {('January', 'March', 'May')[number % 3]} {2021 + number % 3}"
    lines = [
        f"{house.name}: quality meeting no. {40 + number}, {day}",
        "Present: service manager, lead scientist (blood sciences), quality officer", "Apologies: finance", "",
        *(f"{place}. {topic}" for place, topic in enumerate(chosen, start=1)), "",
        f"Next meeting in four weeks. Papers: \\\\{house.host}\\Quality\\Minutes", "",
    ]  # fmt: skip
    return Document(name, "text", "\n".join(lines).encode("utf-8"))


def rota(name: str, house: House, staff: Sequence[str], week: int) -> Document:
    """Returns a week's bench rota as tab-separated text: members of staff by name, who are people and no patients.

    Args:
        name: of the file.
        house: whose benches.
        staff: printed names, at least one.
        week: number of the week, which turns the benches.
    """
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    lines = ["\t".join((f"{house.name} wk {week}", *days))]
    for place, bench in enumerate(_BENCHES):
        on = [staff[(week * 5 + place * 7 + day) % len(staff)] for day in range(len(days))]
        lines.append("\t".join((bench, *on)))
    return Document(name, "text", ("\r\n".join(lines) + "\r\n").encode("cp1252", "replace"))


def empty(name: str) -> Document:
    """Returns a file without a byte."""
    return Document(name, "empty", b"", outcome="empty", reason="no_bytes")


def _party(name: str, ods_code: str) -> str:
    return f"{name} ({ods_code})" if ods_code else name


def _sap_code(place: int) -> str:
    return f"{1_004_000_017 + place * 53:010d}"
