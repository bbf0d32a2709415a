"""Objects in compound files: what is a file of its own, and what is the document."""

from __future__ import annotations

from custody.ole_files import CSV, PDF, document, native, pool
from custody.reading import Opened, opened
from leakassay.custody.openers import compound
from leakassay.custody.openers.ole_object import printable
from leakassay.exercise.paper.compound_file import Storage, Stream, compound_file
from leakassay.model.outcomes import Outcome, Reason


def found_in(*parts: Storage | Stream) -> Opened:
    return opened(compound.members, document(*parts))


def test_an_object_in_a_part_of_an_office_package_opens_in_turn() -> None:
    """`oleObject1.bin`: the package stands in the root."""
    raw = compound_file(
        Storage("", (Stream("\x01Ole10Native", native("list.csv", CSV)), Stream("\x01CompObj", bytes(30))))
    )
    found = opened(compound.members, raw)
    assert (found.names, found.contents[0]) == ([b"list.csv"], CSV)


def test_macros_are_no_objects() -> None:
    macros = Storage("Macros", (Storage("VBA", (Stream("dir", b"x" * 50), Stream("ThisDocument", b"PK\x03\x04"))),))
    assert found_in(macros).members == []


def test_an_object_with_objects_inside_is_given_whole_too() -> None:
    inner = Storage("_2", (Stream("CONTENTS", PDF),))
    found = found_in(pool(Storage("_1", (Stream("Package", b"PK\x03\x04" + CSV), inner))))
    assert found.names == [b"ObjectPool/_1/package", b"ObjectPool/_1"]
    assert opened(compound.members, found.contents[1]).contents[0] == PDF


def test_a_hidden_file_is_found_by_its_first_bytes() -> None:
    found = found_in(Storage("odd", (Stream("x", PDF), Stream("thumb", bytes(24) + b"\xff\xd8\xff\xe0" + bytes(50)))))
    assert found.names == [b"odd/x", b"odd/thumb"]
    assert found.contents[1].startswith(b"\xff\xd8\xff")


def test_what_is_nested_too_deeply_is_refused_and_listed() -> None:
    nested = Storage("n", (Stream("x", PDF),))
    for _ in range(70):
        nested = Storage("n", (nested,))
    (member,) = found_in(nested).members
    assert (member.outcome, member.reason) == (Outcome.REFUSED, Reason.LIMIT_DEPTH)


def test_names_lose_their_control_characters_only() -> None:
    assert printable("\x01Ole10Native é") == "Ole10Native é"
