"""A member without bytes gives none."""

from __future__ import annotations

from leakassay.model.member import Member


def test_a_member_has_no_bytes_unless_given_and_shares_none() -> None:
    one, two = Member(0, b"a", 1), Member(1, b"b", 1, chunks=iter([b"x"]))
    assert list(one.chunks) == []
    assert list(two.chunks) == [b"x"]
    assert one.chunks is not Member(0, b"a", 1).chunks
