"""First bytes of a member, fetched early."""

from __future__ import annotations

from collections.abc import Iterator

from leakassay.custody.openers.peeked import peeked
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason


def broken_after(*pieces: bytes) -> Iterator[bytes]:
    yield from pieces
    raise ItemError(Reason.TRUNCATED)


def test_what_fails_before_its_first_byte_has_failed() -> None:
    outcome, reason, chunks = peeked(broken_after())
    assert (outcome, reason, list(chunks)) == (Outcome.FAILED, Reason.TRUNCATED, [])


def test_what_begins_is_given_whole() -> None:
    outcome, _, chunks = peeked(iter((b"a", b"b")))
    assert (outcome, list(chunks)) == (None, [b"a", b"b"])
    assert next(peeked(broken_after(b"a"))[2]) == b"a"
