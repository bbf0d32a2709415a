"""The one person: as a row and as words."""

from __future__ import annotations

HEADERS = ("NHS Number", "Surname", "Forename", "Date of Birth", "Postcode", "Test", "Result", "Units", "Collected")
ROW = ("9990000018", "TESTER", "ANN", "02/01/1980", "SE1 7EH", "Sodium", "128", "mmol/L", "01/06/2024")
LETTER = (
    "Pathology report",
    "Patient: Mrs Ann Tester",
    "NHS number: 999 000 0018, date of birth: 02/01/1980",
    "1 High Street, London SE1 7EH",
    "Collected: 01/06/2024",
    "Sodium: 128 mmol/L",
)
"""The same as words."""
