"""Needles in copies of field files, for formats that nothing writes: a known text replaced by a word of its length."""

from __future__ import annotations

from pathlib import Path

from needles.plant.text import Files
from needles.planting import Planting

_ACCESS = {
    "cell of Access 97": ("V1997/testV1997.mdb", "hijklmnop"),
    "cell of Access 2003": ("V2003/testV2003.mdb", "hijklmnop"),
    "cell of Access 2010": ("V2010/testV2010.accdb", "hijklmnop"),
    "cell of Access 2019": ("V2019/extDateTestV2019.accdb", "6/14/1265 12:45:00.0000000 PM"),
    "fixed text": ("V2003/fixedTextTestV2003.mdb", "CORE USER"),
    "wide characters": ("V2003/testUnicodeCompV2003.mdb", "ääkkösiä"),
    "row that moved in Access 97": ("V1997/overflowTestV1997.mdb", "row6col3"),
    "row that moved": ("V2010/overflowTestV2010.accdb", "row6col3"),
    "long text": ("V2003/test2V2003.mdb", "Jon Iles this is a"),
    "memo": ("V2010/complexDataTestV2010.accdb", "row2-memo"),
    "earlier version of a memo": ("V2010/complexDataTestV2010.accdb", "row3-memo-revised"),
    "value of many": ("V2010/complexDataTestV2010.accdb", "value3"),
    "name of an attachment": ("V2010/complexDataTestV2010.accdb", "test_data2.txt"),
    "calculated field": ("V2010/calcFieldTestV2010.accdb", "Wayne, Bruce"),
    "name of a table": ("V2003/testIndexPropertiesV2003.mdb", "TableUnique1_temp"),
    "name of a query": ("V2010/queryTestV2010.accdb", "DataDefinitionQuery"),
    "code of a query": ("V2010/queryTestV2010.accdb", "User Name"),
    "module of macros": ("V2003/testV2003.mdb", "Host Extender Info"),
}  # fmt: skip
"""Where a text lies, and what it is there."""


def _replaced(n: Planting, place: str, raw: bytes, known: str) -> bytes:
    """The file with a word in the place of a text, wherever that stands, narrow or wide."""
    word = n.word(place).ljust(len(known), "x")[: len(known)]
    n.given(place, word)
    made = raw
    for codec in ("cp1252", "utf-16-le"):
        made = made.replace(known.encode(codec), word.encode(codec))
    assert made != raw, f"{place}: the text is not there"
    return made


def access(n: Planting, field_data: Path) -> Files:
    """Data bases of five versions of Access."""
    made = []
    for place, (name, known) in _ACCESS.items():
        path = field_data / "s14-jackcess-mdb" / name
        made.append((path.name, _replaced(n, place, path.read_bytes(), known)))
    return made


_STORE = "s18-pst/outlook.pst"
_CRIB = (
    "This version of Outlook includes new capabilities designed to help you access, prioritize, and act on "
    "communications and information so that you may use your time more efficiently"
)
"""What Outlook writes into a new store: bytes are swapped one for one there, and this tells which for which."""

_PST = {
    "name of a folder": ("ecovered", "utf-16-le"), "comment of a folder": ("tems folder", "utf-16-le"),
    "subject": ("elcome to", "utf-16-le"), "address of the sender": ("microsoft", "utf-16-le"),
    "recipient": ("ew Outlook ", "utf-16-le"), "body": ("new capabilities designed", "utf-16-le"),
    "body in HTML": ("new capabilities designed", "cp1252"),
}  # fmt: skip
"""Where a text lies, what it is there, and how it is written; all its letters stand in the crib."""


def pst(n: Planting, field_data: Path) -> Files:
    """A store of Outlook 2003, a copy for each place."""
    raw = (field_data / _STORE).read_bytes()
    swap = _swap(raw)
    made = []
    for place, (known, codec) in _PST.items():
        word = n.word(place).lower().ljust(len(known), "e")[: len(known)]
        n.given(place, word)
        copy = raw.replace(*(text.encode(codec).translate(swap) for text in (known, word)))
        assert copy != raw, f"{place}: the text is not there"
        made.append((f"{place}.pst", copy))
    return made


def _swap(raw: bytes) -> bytes:
    """By what each byte of text is written: learnt where bytes repeat as those of the crib do, alike for the crib."""
    crib = _CRIB.encode("utf-16-le")
    first = [crib.index(byte) for byte in crib]
    for at in range(len(raw) - len(crib)):
        if raw[at + 3] == raw[at + 1] == raw[at + 5] != raw[at]:
            found = raw[at : at + len(crib)]
            if [found.index(byte) for byte in found] == first:
                table = bytearray(range(256))
                for plain, said in zip(crib, found, strict=True):
                    table[plain] = said
                return bytes(table)
    raise AssertionError("the crib is not there")
