"""Business papers without any patient: price list, contract, staff notice, an empty file."""

import csv
import io

from leakassay.exercise.estate.house import House
from leakassay.exercise.estate.test_menu import menu
from leakassay.exercise.paper.document import Document


def price_list(name: str, house: House) -> Document:
    """Returns the price list of a house: every test by code and name with a price, which is no result of anybody."""
    sink = io.StringIO()
    writer = csv.writer(sink)
    writer.writerow(["Code", "Test", "Price GBP", "Turnaround (days)"])
    for position, line in enumerate(menu()):
        code, label = (line.partner_code, line.partner_name) if house.partner_codes else (line.code, line.name)
        writer.writerow([code, label, f"{4 + position * 37 % 90}.{position * 13 % 100:02d}", 1 + position % 9])
    return Document(name, "csv", sink.getvalue().encode("utf-8"))


def contract(name: str, house: House) -> Document:
    """Returns a service contract between a house and a client."""
    client = house.clients[0]
    lines = [
        f"SERVICE AGREEMENT between {house.name} ({house.ods_code}) and {client.name} ({client.ods_code})", "",
        "1. The Laboratory shall provide the pathology services listed in Schedule A.",
        "2. The Client remains the controller of personal data; the Laboratory acts as processor.",
        "3. Invoices are due within 30 days. Purchase order 4500918273, cost centre 7100 4432.",
        f"4. Documents are held on \\\\{house.host}\\Contracts\\2023 and exported from {house.software}.",
        f"5. Contact: contracts@{house.email_domain}, 020 7946 0183.", "",
    ]  # fmt: skip
    return Document(name, "text", "\n".join(lines).encode("utf-8"))


def empty(name: str) -> Document:
    """Returns a file without a byte."""
    return Document(name, "empty", b"", outcome="empty", reason="no_bytes")
