"""Members of a folder of 7z."""

from __future__ import annotations

import pytest

from custody.openers.archives import seven_zip
from leakassay.custody.openers import seven_zip as opener
from leakassay.custody.openers.seven_zip_header import Entry
from leakassay.custody.openers.seven_zip_member import Solid, hindrance_of
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Outcome, Reason

ITEM = in_memory(seven_zip({"a": b"A" * 9000, "b": b"B" * 9000}))
ARCHIVE = opener._contents(ITEM)[0]


@pytest.mark.parametrize(
    ("attributes", "is_anti", "reason"),
    [
        (0xA1FF << 16 | 0x8000, False, Reason.SYMLINK),
        (0x400, False, Reason.SYMLINK),
        (0x21B6 << 16 | 0x8000, False, Reason.SPECIAL_FILE),
        (0x20, True, Reason.SPECIAL_FILE),
        (0x81A4 << 16 | 0x8020, False, Reason.NONE),
        (0x20, False, Reason.NONE),
    ],
)
def test_links_devices_and_orders_to_delete_are_no_files(attributes: int, is_anti: bool, reason: Reason) -> None:
    assert hindrance_of(Entry(b"a", True, False, is_anti, attributes, None))[1] is reason


def test_a_hindrance_of_the_folder_is_that_of_every_member_and_shares_its_bytes() -> None:
    folder = ARCHIVE.folders[0]
    solid = Solid(ITEM, folder, hindrance=(Outcome.ENCRYPTED, Reason.PASSWORD))
    found = [solid.member(number, number, entry) for number, entry in enumerate(ARCHIVE.entries)]
    assert [member.outcome for member in found] == [Outcome.ENCRYPTED] * 2
    assert sum(member.packed_bytes for member in found) == folder.packed_bytes
