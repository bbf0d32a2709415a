"""DICOM files of slide microscopy (Modality SM), explicit VR little endian: mostly nameless, some with a patient."""

from __future__ import annotations

import hashlib
import struct

import pyarrow as pa

from leakassay.exercise.estate.house import House
from leakassay.exercise.paper import tissue
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.letter import one_row_each

SHOWN = frozenset({"nhs_number", "surname", "forename", "date_of_birth", "sex", "hospital_number"})
SLIDE_MICROSCOPY = "1.2.840.10008.5.1.4.1.1.77.1.3"
"""VL Slide-Coordinates Microscopic Image Storage (PS3.4, table B.5-1)."""
EXPLICIT_LITTLE = "1.2.840.10008.1.2.1"
IMPLEMENTATION = "2.25.198273645546372819"
_LONG_FORM = frozenset({"OB", "OW", "SQ", "UT", "UN"})
_SIDE = 512

Element = tuple[tuple[int, int], str, str | bytes]
"""Tag (group, element), value representation, value; numbers come as packed bytes."""


def dicom(name: str, seed: int, house: House, rows: pa.Table | None = None) -> Document:
    """Returns one RGB image of a section.

    Args:
        name: path of the file.
        seed: draws the section and the identifiers.
        house: stands there as institution and station.
        rows: the first specimen's person is the patient and its number the accession; None for a nameless file.
    """
    uid = "2.25." + str(int.from_bytes(hashlib.sha256(f"{house.ods_code}/{seed}".encode()).digest()[:12], "big"))
    body = _serialised([*_image(uid, seed), *_place(house), *_patient(rows)])
    meta = _serialised([
        ((2, 1), "OB", b"\0\1"), ((2, 2), "UI", SLIDE_MICROSCOPY), ((2, 3), "UI", uid),
        ((2, 0x10), "UI", EXPLICIT_LITTLE), ((2, 0x12), "UI", IMPLEMENTATION), ((2, 0x13), "SH", "MICROVIEW_41"),
    ])  # fmt: skip
    group = _serialised([((2, 0), "UL", struct.pack("<I", len(meta)))])
    people = one_row_each(rows).slice(0, 1) if rows is not None else None
    return Document(
        name, "dicom", bytes(128) + b"DICM" + group + meta + body, people, SHOWN, has_events=False, locator="image",
        outcome="read_partly", reason="strings_only",
    )  # fmt: skip


def _image(uid: str, seed: int) -> list[Element]:
    pixels = tissue.patch(seed, (_SIDE, _SIDE)).tobytes()
    numbers = {(0x28, 2): 3, (0x28, 6): 0, (0x28, 0x10): _SIDE, (0x28, 0x11): _SIDE, (0x28, 0x100): 8,
               (0x28, 0x101): 8, (0x28, 0x102): 7, (0x28, 0x103): 0}  # fmt: skip
    return [
        ((8, 5), "CS", "ISO_IR 192"), ((8, 8), "CS", "ORIGINAL\\PRIMARY"), ((8, 0x16), "UI", SLIDE_MICROSCOPY),
        ((8, 0x18), "UI", uid), ((8, 0x60), "CS", "SM"), ((0x20, 0xD), "UI", f"{uid}1"), ((0x20, 0xE), "UI", f"{uid}2"),
        ((0x20, 0x10), "SH", str(seed % 100_000)), ((0x20, 0x13), "IS", str(seed % 40 + 1)),
        ((0x28, 4), "CS", "RGB"), ((0x7FE0, 0x10), "OB", pixels),
        *((tag, "US", struct.pack("<H", number)) for tag, number in numbers.items()),
    ]  # fmt: skip


def _place(house: House) -> list[Element]:
    return [
        ((8, 0x70), "LO", "Microview"), ((8, 0x80), "LO", house.name), ((8, 0x1010), "SH", house.host),
        ((8, 0x1090), "LO", "Microview 41"), ((0x40, 0x512), "LO", ""),
    ]  # fmt: skip


def _patient(rows: pa.Table | None) -> list[Element]:
    tags: tuple[tuple[tuple[int, int], str], ...] = (
        ((0x10, 0x10), "PN"), ((0x10, 0x20), "LO"), ((0x10, 0x30), "DA"), ((0x10, 0x40), "CS"),
        ((0x10, 0x1000), "LO"), ((8, 0x50), "SH"), ((8, 0x20), "DA"), ((8, 0x30), "TM"), ((8, 0x90), "PN"),
    )  # fmt: skip
    if rows is None:
        return [(tag, kind, "") for tag, kind in tags]
    row = rows.slice(0, 1).to_pylist()[0]
    taken = row["collected_at"].replace("-", "").replace(":", "")
    values = (
        f"{row['surname']}^{row['forename']}", row["hospital_number"], row["date_of_birth"].replace("-", ""),
        row["sex"], row["nhs_number"], row["specimen_id"], taken[:8], taken[9:15], "",
    )  # fmt: skip
    return [(tag, kind, value) for (tag, kind), value in zip(tags, values, strict=True)]


def _serialised(elements: list[Element]) -> bytes:
    """Returns elements in the order of their tags, each padded to an even length."""
    parts: list[bytes] = []
    for (group, element), kind, value in sorted(elements, key=lambda one: one[0]):
        data = value.encode("utf-8") if isinstance(value, str) else value
        if len(data) % 2:
            data += b"\0" if kind in {"UI", "OB"} else b" "
        size = struct.pack("<HI", 0, len(data)) if kind in _LONG_FORM else struct.pack("<H", len(data))
        parts.append(struct.pack("<HH", group, element) + kind.encode("ascii") + size + data)
    return b"".join(parts)
