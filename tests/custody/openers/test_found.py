"""Numbers and bytes of what openers of attachments find."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.custody.openers import found as module
from leakassay.custody.openers.found import Found, elsewhere, numbered, refused
from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.member import Member
from leakassay.model.outcomes import Outcome, Reason


def members_of(found: list[Found | Gap], size: int = 100, first: int = 0) -> list[Member]:
    return [one for one in numbered(iter(found), size, first) if isinstance(one, Member)]


@given(st.lists(st.integers(0, 60), max_size=12), st.integers(0, 100))
def test_packed_bytes_never_exceed_the_container(claims: list[int], size: int) -> None:
    made = members_of([Found("x", claim) for claim in claims], size)
    assert sum(member.packed_bytes for member in made) <= size
    assert [member.index for member in made] == list(range(len(claims)))


def test_one_that_claims_what_others_took_is_refused() -> None:
    made = members_of([Found("a", 70), Found("b", 70), Found("c", 30)])
    assert [(member.outcome, member.reason) for member in made] == [
        (None, Reason.NONE),
        (Outcome.REFUSED, Reason.LIMIT_OVERLAP),
        (None, Reason.NONE),
    ]


def test_numbers_do_not_change_when_opening_is_resumed_and_gaps_take_none() -> None:
    found: list[Found | Gap] = [Found("a", 1), Gap(Reason.TRUNCATED), Found("b", 1), elsewhere("c")]
    assert [(member.index, member.name) for member in members_of(found, first=1)] == [(1, b"b"), (2, b"c")]


def test_a_link_is_listed_and_a_name_of_any_length_is_kept_short() -> None:
    link, limit = members_of([elsewhere(""), refused("n" * 5000, Reason.LIMIT_DEPTH)])
    assert (link.name, link.outcome, link.reason) == (b"part1", Outcome.REFUSED, Reason.MISSING_MEDIA)
    assert (len(limit.name), limit.reason) == (module.MAX_NAME, Reason.LIMIT_DEPTH)


def test_lone_surrogates_in_names_do_no_harm() -> None:
    assert members_of([Found("a\udc80\ud800", 0)])[0].name


def test_too_many_members_are_an_item_error(monkeypatch) -> None:
    monkeypatch.setattr(module, "MAX_MEMBERS", 3)
    with pytest.raises(ItemError) as caught:
        members_of([Found("x", 0)] * 4)
    assert caught.value.reason is Reason.LIMIT_MEMBERS
