"""HL7 v2.4 result messages (ORU^R01) as a laboratory sends them: bare, in MLLP frames, or inside an interface log."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from leakassay.exercise.estate.house import PRACTICES, House
from leakassay.exercise.paper.document import Document

_ESCAPES = str.maketrans({"\\": "\\E\\", "|": "\\F\\", "^": "\\S\\", "~": "\\R\\", "&": "\\T\\", "\r": " ", "\n": " "})
_PRACTICE_NAMES = dict(PRACTICES)
_MLLP_START, _MLLP_END = "\x0b", "\x1c\r"


def bare(name: str, rows: pa.Table, house: House) -> Document:
    """Returns messages one after another, segments ended by carriage return, as a message archive holds them."""
    text = "".join("\r".join(message) + "\r" for message in messages(rows, house))
    return Document(name, "hl7v2", text.encode("utf-8"), rows)


def mllp(name: str, rows: pa.Table, house: House) -> Document:
    """Returns messages in MLLP frames, as captured from the wire."""
    text = "".join(_MLLP_START + "\r".join(message) + "\r" + _MLLP_END for message in messages(rows, house))
    return Document(name, "hl7v2", text.encode("utf-8"), rows)


def log(name: str, rows: pa.Table, house: House) -> Document:
    """Returns an interface log: a line with time, host and direction before each message, lines in between."""
    stamps = [rows["reported_at"][position].as_py() for position in _starts(rows)]
    lines: list[str] = []
    for stamp, message in zip(stamps, messages(rows, house), strict=True):
        clock = stamp.replace("T", " ")
        lines.append(f"{clock}.{len(lines) % 1000:03d} INFO [{house.host}] outbound ORU, {len(message)} segments")
        lines += [*message, f"{clock}.{len(lines) % 1000:03d} DEBUG [{house.host}] ACK AA"]
    return Document(name, "hl7v2", ("\n".join(lines) + "\n").encode("utf-8"), rows)


def messages(rows: pa.Table, house: House) -> Iterator[list[str]]:
    """Yields the segments of one message per record: MSH, PID, PD1, PV1, OBR and an OBX per test."""
    message: list[str] = []
    last = None
    for row in rows.to_pylist():
        if row["record"] != last:
            if message:
                yield message
            message = _head(row, house)
            last = row["record"]
        message.append(_observation(row, len(message) - 4))
    if message:
        yield message


def _head(row: dict[str, Any], house: House) -> list[str]:
    text = {key: _escaped(value) for key, value in row.items() if isinstance(value, str)}
    ids = f"{text['hospital_number']}^^^{house.ods_code}^MR"
    if text["nhs_number"]:
        ids += f"~{text['nhs_number']}^^^NHS^NH"
    collected, received, reported = (_digits(row[key]) for key in ("collected_at", "received_at", "reported_at"))
    sender, control = f"{house.software}|{house.ods_code}", f"{reported[4:12]}{text['specimen_id']}"
    name, home = f"{text['surname']}^{text['forename']}", f"{text['address']}^^^^{text['postcode']}"
    order = f"{text['specimen_id']}^{house.software}|{text['test_code']}^{text['test_name']}"
    return [
        f"MSH|^~\\&|{sender}|{text['client_code']}|{text['controller']}|{reported}||ORU^R01|{control}|P|2.4",
        f"PID|1||{ids}||{name}||{_digits(row['date_of_birth'])}|{text['sex']}|||{home}",
        f"PD1|||{_PRACTICE_NAMES.get(row['gp_practice'], '')}^^{text['gp_practice']}",
        f"PV1|1|O|{text['client_code']}|||||{text['requester_code']}",
        f"OBR|1||{order}|||{collected}|||||||{received}||{text['requester_code']}||||||{reported}|||F",
    ]


def _observation(row: dict[str, Any], number: int) -> str:
    if row["status"] == "requested":
        return f"OBX|{number}|ST|{_escaped(row['test_code'])}^{_escaped(row['test_name'])}^L||||||||I"
    kind = "NM" if row["unit"] else ("TX" if len(row["value"]) > 60 else "ST")
    limits = f"{row['range_low']}-{row['range_high']}" if row["unit"] else ""
    return (
        f"OBX|{number}|{kind}|{_escaped(row['test_code'])}^{_escaped(row['test_name'])}^L||{_escaped(row['value'])}|"
        f"{_escaped(row['unit'])}|{limits}|{row['value_flag']}|||F"
    )


def _starts(rows: pa.Table) -> list[int]:
    record = rows["record"].to_pylist()
    return [place for place, value in enumerate(record) if place == 0 or value != record[place - 1]]


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _digits(iso: str) -> str:
    return iso.replace("-", "").replace("T", "").replace(":", "")
