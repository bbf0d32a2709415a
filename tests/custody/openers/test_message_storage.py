"""Attachments of Outlook messages: by value, attached messages, links, what nobody asked for."""

from __future__ import annotations

import olefile

from custody.ole_files import CSV, PDF, attached_message, attachment, by_value, message
from custody.reading import opened
from leakassay.custody.openers import compound
from leakassay.custody.openers.compound_file import CompoundFile
from leakassay.custody.openers.message_storage import is_message
from leakassay.exercise.paper.compound_file import Storage, Stream, compound_file
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Outcome, Reason


def test_a_message_is_told_by_its_properties() -> None:
    assert is_message(CompoundFile(in_memory(message())))
    assert not is_message(CompoundFile(in_memory(compound_file(Storage("", (Stream("Workbook", b"x"),))))))


def test_attachments_come_in_the_order_of_their_numbers() -> None:
    names = opened(compound.members, message(by_value(11, "c", CSV), by_value(2, "b", CSV), by_value(0, "", CSV))).names
    assert names == [b"part1", b"b", b"c"]


def test_an_attached_message_gets_the_head_and_the_names_of_a_file() -> None:
    """MS-OXMSG: 32 bytes before the properties of a file, 24 inside; named properties are listed in the root only."""
    found = opened(compound.members, message(attached_message(0, "again.msg")))
    with olefile.OleFileIO(found.contents[0]) as file:
        assert file.openstream("__properties_version1.0").read() == bytes(32) + b"P" * 16
        assert file.openstream("__nameid_version1.0/__substg1.0_00020102").read() == b"names of properties"
    assert found.names == [b"again.msg"]


def test_a_link_to_a_file_elsewhere_is_listed() -> None:
    (member,) = opened(compound.members, message(attachment(0, "H:\\shared\\list.xls"))).members
    assert (member.name, member.outcome, member.reason) == (b"list.xls", Outcome.REFUSED, Reason.MISSING_MEDIA)


def test_an_object_attached_gives_what_is_in_it() -> None:
    inner = Storage("__substg1.0_3701000D", (Stream("CONTENTS", PDF), Stream("\x01Ole", bytes(20))))
    found = opened(compound.members, message(attachment(0, "drawing", inner)))
    assert (found.names, found.contents[0]) == ([b"drawing/contents"], PDF)


def test_messages_nested_too_deeply_are_refused_and_the_rest_is_given() -> None:
    deep = attached_message(0, "m")
    for _ in range(40):
        deep = attached_message(0, "m", deep)
    found = opened(compound.members, message(deep, by_value(1, "list.csv", CSV)))
    assert [member.reason for member in found.members] == [Reason.LIMIT_DEPTH, Reason.NONE]
