"""NHS EDIFACT pathology reports (NHS003, MEDRPT): one interchange, one message per specimen."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate.house import House
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.letter import DOCTORS

_ESCAPES = str.maketrans({"?": "??", "'": "?'", "+": "?+", ":": "?:"})
_SEX = {"M": "1", "F": "2"}
_DEVIATION = {"H": "+HI", "L": "+LO", "A": "+PA"}
SHOWN = frozenset(
    {"nhs_number", "surname", "forename", "date_of_birth", "sex", "address", "postcode", "hospital_number"}
)


def interchange(name: str, rows: pa.Table, house: House) -> Document:
    """Returns one interchange, segments ended by an apostrophe and a line break, in Latin-1 (UNOC).

    Tests without a result are left out: a practice link carries reports, and an investigation without a result is
    the heading of a battery there.
    """
    rows = rows.filter(pc.not_equal(rows["status"], "requested"))
    messages: list[list[str]] = []
    last = None
    for row in rows.to_pylist():
        if row["record"] != last:
            messages.append(_head(row, house, len(messages) + 1))
            last = row["record"]
        messages[-1] += _result(row)
    first = rows["reported_at"][0].as_py() if rows.num_rows else "2024-06-01T00:00:00"
    stamp = first[2:10].replace("-", "") + ":" + first[11:16].replace(":", "")
    lines = ["UNA:+.? ", f"UNB+UNOC:3+{house.ods_code}00000000001:80+Y9900100000001:80+{stamp}+000471++MEDRPT"]
    for number, message in enumerate(messages, start=1):
        lines += [*message, f"UNT+{len(message) + 1}+{number:06d}"]
    lines.append(f"UNZ+{len(messages)}+000471")
    # the client stands there under its ODS code
    rows = rows.set_column(rows.column_names.index("client_code"), "client_code", rows["controller"])
    return Document(name, "edifact", "".join(f"{line}'\n" for line in lines).encode("latin-1", "replace"), rows, SHOWN)


def _head(row: dict[str, Any], house: House, number: int) -> list[str]:
    text = {key: value.translate(_ESCAPES) for key, value in row.items() if isinstance(value, str)}
    reported, collected, received = (_stamp(row[key]) for key in ("reported_at", "collected_at", "received_at"))
    doctor = DOCTORS[number % len(DOCTORS)]
    known = f"{text['nhs_number']}:OPI" if text["nhs_number"] else ""
    return [
        f"UNH+{number:06d}+MEDRPT:0:1:RT:NHS003", "BGM+LSR", f"DTM+137:{reported}:203",
        "S01+01", f"NAD+PO+{text['requester_code']}:900++DR {doctor[1].upper()}", "SPR+PRO",
        "S01+01", f"NAD+MR+{text['controller']}:901", "SPR+ORG",
        "S01+01", f"NAD+SLA+{house.ods_code}:903++{house.name.translate(_ESCAPES)}", "SPR+ORG",
        "S02+02", "GIS+N", f"RFF+SRI:{text['specimen_id']}/1", "STS++UN", f"DTM+ISR:{reported}:203",
        "S06+06", f"RFF+SSI:{text['hospital_number']}", f"ADR++US:{text['address']}++{text['postcode']}",
        "S07+07", f"PNA+PAT+{known}+++SU:{text['surname']}+FO:{text['forename']}",
        f"DTM+329:{row['date_of_birth'].replace('-', '')}:102", f"PDI+{_SEX.get(row['sex'], '0')}",
        "S16+16", "SEQ++1", "SPC+TSP+:::Blood", f"RFF+STI:{text['specimen_id']}",
        f"DTM+SCO:{collected}:203", f"DTM+SRI:{received}:203",
    ]  # fmt: skip


def _result(row: dict[str, Any]) -> list[str]:
    text = {key: value.translate(_ESCAPES) for key, value in row.items() if isinstance(value, str)}
    lines = ["GIS+N", f"INV+MQ+{text['test_code']}:::{text['test_name']}"]
    if row["unit"] and row["value"]:
        lines.append(f"RSL+NV+{text['value']}++{text['unit']}{_DEVIATION.get(row['value_flag'], '')}")
    elif row["value"]:
        lines += [f"FTX+RIT+++{part.translate(_ESCAPES)}" for part in _wrapped(row["value"])]
    lines.append("RFF+ASL:1")
    if row["unit"]:
        lines += ["S20+20", f"RND+U+{row['range_low']}+{row['range_high']}+{text['unit']}"]
    return lines


def _wrapped(text: str, width: int = 70) -> list[str]:
    """Cuts a text at spaces into lines of at most `width` characters, the length of a free-text component."""
    lines = [""]
    for word in text.split(" "):
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _stamp(iso: str) -> str:
    return iso[:16].replace("-", "").replace("T", "").replace(":", "")
