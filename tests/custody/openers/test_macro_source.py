"""Source of macros: packed by letters and by references, in documents of both ages, cut off and attacked."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custody.ole_files import document
from custody.reading import opened
from leakassay.custody.openers import compound, office_package
from leakassay.custody.openers.macro_source import unpacked
from leakassay.exercise.paper.compound_file import Storage, Stream
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason

SOURCE = b'Attribute VB_Name = "Module1"\r\nConst Password = "needle"\r\n' * 200


def packed(source: bytes) -> bytes:
    """A container of letters only; each chunk holds as much as fits."""
    made = b"\x01"
    for at in range(0, len(source), 3600):
        piece = source[at : at + 3600]
        body = b"".join(b"\0" + piece[start : start + 8] for start in range(0, len(piece), 8))
        made += (len(body) - 1 | 0xB000).to_bytes(2, "little") + body
    return made


def project(source: bytes, name: str = "Macros") -> Storage:
    """A project as Word keeps it: machine code before the source."""
    module = Stream("Module1", b"\x01\x16\x03" + bytes(200) + packed(source))
    return Storage(name, (Storage("VBA", (Stream("dir", b"x" * 50), module)), Stream("PROJECT", b"ID=x")))


def test_the_source_of_a_module_is_a_member() -> None:
    found = opened(compound.members, document(project(SOURCE)))
    assert (found.names, found.contents[0]) == ([b"Macros/VBA/Module1.bas"], SOURCE)


def test_references_repeat_what_came_before() -> None:
    """The example of the description of the format: `#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa`."""
    raw = bytes.fromhex(
        "01 2F B0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6A 01 38 08 61 6B 6C 00 30 6D 6E 6F 70 06 71 02 "
        "70 04 10 72 73 74 75 76 10 77 78 79 7A 00 3C"
    )
    assert b"".join(unpacked(raw)) == b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"


def test_what_is_cut_is_an_item_error_and_what_came_before_is_given() -> None:
    chunks = unpacked(packed(SOURCE)[:-10])
    taken = [next(chunks)]
    with pytest.raises(ItemError) as caught:
        taken += list(chunks)
    assert caught.value.reason is Reason.TRUNCATED
    assert SOURCE.startswith(b"".join(taken))


@given(st.binary(max_size=300))
def test_any_bytes_unpack_to_little_or_end_in_an_item_error(hostile: bytes) -> None:
    made, fault = b"", Reason.NONE
    try:
        for chunk in unpacked(b"\x01" + hostile):
            made += chunk
    except ItemError as error:
        fault = error.reason
    assert fault in (Reason.NONE, Reason.TRUNCATED, Reason.MALFORMED)
    assert len(made) <= 4096 * (1 + len(hostile) // 3)


@pytest.mark.field
@pytest.mark.parametrize(
    "name", ["testWORD_macros.doc", "testEXCEL_macro.xls", "testWORD_macros.docm", "testEXCEL_macro.xlsm"]
)
def test_macros_of_tika_are_unpacked(field_data: Path, name: str) -> None:
    raw = (field_data / "s11-tika-documents/microsoft" / name).read_bytes()
    if raw.startswith(b"PK"):
        inner = opened(office_package.members, raw)
        raw = next(inner.contents[one.index] for one in inner.members if one.name.endswith(b"vbaProject.bin"))
    found = opened(compound.members, raw)
    sources = b"\n".join(found.contents[one.index] for one in found.members if one.name.endswith(b".bas"))
    assert sources.count(b"Attribute VB_Name = ") >= 2
    assert b"\nSub " in sources
    assert found.faults == {}
