"""Office packages behind a password: opened with one of the list, else encrypted and nothing else."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msoffcrypto.format.ooxml import OOXMLFile

from custody.reading import opened
from leakassay.custody.openers import office_locked as opener
from leakassay.model.outcomes import Outcome, Reason
from read.tabular import hiding_places

INSIDE = hiding_places.written()


def locked(password: str) -> bytes:
    sink = io.BytesIO()
    OOXMLFile(io.BytesIO(INSIDE)).encrypt(password, sink)
    return sink.getvalue()


GOOD = locked("Ward 7")


def test_the_package_inside_is_the_member_and_bears_the_name_of_the_file() -> None:
    found = opened(opener.members, GOOD, "list.xlsx", passwords=("wrong", "Ward 7"))
    assert (found.names, found.contents, found.fault) == ([b"list.xlsx"], {0: INSIDE}, None)
    assert found.members[0].packed_bytes == len(GOOD)


@pytest.mark.parametrize("passwords", [(), ("wrong",)])
def test_a_missing_or_wrong_password_leaves_it_encrypted(passwords: tuple[str, ...]) -> None:
    fault = opened(opener.members, GOOD, passwords=passwords).fault
    assert fault is not None
    assert (fault.outcome, fault.reason) == (Outcome.ENCRYPTED, Reason.PASSWORD)


def test_what_excel_opens_for_everybody_is_opened_without_a_list() -> None:
    assert opened(opener.members, locked("VelvetSweatshop")).contents == {0: INSIDE}


def test_a_member_that_was_dealt_with_is_not_given_again() -> None:
    assert opened(opener.members, GOOD, first=1, passwords=("Ward 7",)).members == []


def test_a_hostile_file_that_asks_for_hours_of_work_is_refused() -> None:
    assert b'spinCount="100000" ' in GOOD
    fault = opened(opener.members, GOOD.replace(b'spinCount="100000" ', b'spinCount="9999999"')).fault
    assert fault is not None
    assert (fault.outcome, fault.reason) == (Outcome.REFUSED, Reason.LIMIT_RATIO)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255), st.integers(0, len(GOOD)))
def test_any_bytes_end_in_members_or_an_item_error(at: int, byte: int, cut: int) -> None:
    raw = GOOD[:at] + bytes([byte]) + GOOD[at + 1 :]
    found = opened(opener.members, raw[:cut] if cut % 3 == 0 else raw, passwords=())
    assert found.fault is not None or found.contents


@pytest.mark.field
def test_the_locked_workbooks_of_tika_open_with_the_password_in_their_names(field_data: Path) -> None:
    """`protected_passtika`: the password is "tika", as Tika's own test says."""
    folder = field_data / "s11-tika-documents/microsoft"
    for name in ("testEXCEL_protected_passtika.xlsx", "testWORD_protected_passtika.docx"):
        found = opened(opener.members, (folder / name).read_bytes(), name, passwords=("tika",))
        assert found.contents[0].startswith(b"PK\x03\x04"), name
