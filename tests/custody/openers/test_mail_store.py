"""Outlook stores. No library writes them: good ones are field data, hostile ones are made from their head."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.reading import opened
from leakassay.custody.openers import mail_store as opener
from leakassay.model.outcomes import Outcome, Reason


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_behind_the_magic_are_an_item_error(hostile: bytes) -> None:
    fault = opened(opener.members, b"!BDN" + hostile).fault
    assert fault is not None
    assert fault.reason is Reason.MALFORMED


@pytest.mark.field
def test_attachments_of_all_folders_recovered_ones_too(field_data: Path) -> None:
    """Two copies of one mail with eleven pictures: readpst finds both mails."""
    found = opened(opener.members, (field_data / "s18-pst/outlook.pst").read_bytes())
    assert (len(found.members), found.fault, found.faults, found.gaps) == (22, None, {}, [])
    assert found.names[0] == b"Top of Personal Folders/Inbox/1/1.jpg"
    assert all(content.startswith(b"\xff\xd8\xff") for content in found.contents.values())
    assert sum(member.packed_bytes for member in found.members) == sum(map(len, found.contents.values()))


@pytest.mark.field
def test_opening_can_be_resumed_in_the_middle(field_data: Path) -> None:
    raw = (field_data / "s18-pst/outlook.pst").read_bytes()
    assert [member.index for member in opened(opener.members, raw, first=20).members] == [20, 21]


@pytest.mark.field
def test_a_message_attached_to_a_message_is_listed_as_unsupported(field_data: Path) -> None:
    (member,) = opened(opener.members, (field_data / "s11-tika-documents/microsoft/testPST.pst").read_bytes()).members
    assert (member.outcome, member.reason, member.packed_bytes) == (Outcome.UNSUPPORTED, Reason.NO_READER, 2674)


@pytest.mark.field
@pytest.mark.parametrize("share", [0.01, 0.3, 0.9])
def test_a_truncated_store_is_an_item_error_or_gives_sound_pictures(field_data: Path, share: float) -> None:
    raw = (field_data / "s18-pst/outlook.pst").read_bytes()
    found = opened(opener.members, raw[: int(len(raw) * share)])
    assert found.fault is not None or found.members or found.gaps


@pytest.mark.field
def test_mutated_stores_end(field_data: Path, tmp_path: Path) -> None:
    """libpff is native code: each batch runs in a process of its own, as in a cell."""
    raw = bytearray((field_data / "s18-pst/outlook.pst").read_bytes())
    draw = random.Random(5)
    for _ in range(40):
        raw[draw.randrange(len(raw))] = draw.randrange(256)
    (tmp_path / "mutated.pst").write_bytes(raw)
    said = (
        "import sys; from leakassay.model.item import in_memory; from leakassay.custody.openers import mail_store\n"
        "from leakassay.model.errors import ItemError\n"
        "try: print(len(list(mail_store.members(in_memory(open(sys.argv[1], 'rb').read())))))\n"
        "except ItemError as error: print(error)"
    )
    command = [sys.executable, "-c", said, str(tmp_path / "mutated.pst")]
    done = subprocess.run(command, check=False, capture_output=True, timeout=60)
    assert done.returncode <= 0
