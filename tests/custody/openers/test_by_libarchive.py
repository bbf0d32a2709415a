"""Containers by libarchive: cpio, iso and xar as it writes them, cab as another program does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.openers.archives import FILES, by_libarchive, contents, mutants, opened
from leakassay.custody.openers import cpio, iso, xar
from leakassay.custody.openers.by_libarchive import opened as by_form
from leakassay.model.errors import ItemError
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Outcome, Reason

MADE = {
    "cpio": (cpio, by_libarchive("cpio_newc")),
    "iso": (iso, by_libarchive("iso9660")),
    "xar": (xar, by_libarchive("xar")),
}
EVERY = pytest.mark.parametrize("form", MADE)


@EVERY
def test_files_come_with_their_bytes(form: str) -> None:
    opener, raw = MADE[form]
    found = opened(opener.members, raw)
    assert {name.removesuffix(";1"): data for name, data in contents(found).items()} == FILES
    assert (found.faults, found.gaps, found.fault) == ({}, [], None)
    assert {member.modified_at for member in found.members} == {1_700_000_000}


@EVERY
def test_opening_can_be_resumed_in_the_middle(form: str) -> None:
    opener, raw = MADE[form]
    whole = opened(opener.members, raw)
    rest = opened(opener.members, raw, first=whole.members[2].index)
    assert rest.names == whole.names[2:]
    assert rest.contents == {index: data for index, data in whole.contents.items() if index in rest.contents}


@EVERY
def test_a_member_that_is_not_read_is_passed_over(form: str) -> None:
    opener, raw = MADE[form]
    last = list(opener.members(in_memory(raw), 0))[-1]
    assert last.name


@EVERY
def test_a_container_that_is_cut_off_is_never_called_complete(form: str) -> None:
    opener, raw = MADE[form]
    for end in range(len(raw) // 10, len(raw) - 20_000 if form == "iso" else len(raw) // 2 * 2 - 600, len(raw) // 10):
        found = opened(opener.members, raw[:end])
        assert found.gaps or found.fault or found.faults, end


def test_links_are_listed_and_refused() -> None:
    found = opened(cpio.members, by_libarchive("cpio_newc", {"a": b"1"}, links=True))
    assert [(member.outcome, member.reason) for member in found.members] == [
        (None, Reason.NONE),
        (Outcome.REFUSED, Reason.SYMLINK),
    ]


def test_another_format_is_never_guessed() -> None:
    with pytest.raises(ItemError) as fault:
        list(by_form(in_memory(MADE["cpio"][1]), 0, "cab"))
    assert fault.value.reason in (Reason.MALFORMED, Reason.TRUNCATED)


def test_hostile_names_are_data() -> None:
    found = opened(cpio.members, by_libarchive("cpio_newc", {"../../etc/x": b"1", "/abs": b"2"}))
    assert found.names == [b"../../etc/x", b"/abs"]


@EVERY
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 1 << 30))
def test_mutants_raise_nothing_but_item_errors(form: str, seed: int) -> None:
    opener, raw = MADE[form]
    for mutant in mutants(raw, 1, seed):
        opened(opener.members, mutant)
