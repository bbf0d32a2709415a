"""Units, receipts and setups survive the way between coordinator and guard, whatever bytes names hold."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.engine import codec
from leakassay.engine.guard import GuardSetup
from leakassay.engine.limits import Limits
from leakassay.model.errors import RetryableError
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.work import ItemReceipt, MemberReceipt, PartReceipt, Receipt, WorkItem, WorkUnit

_id = st.integers(0, (1 << 64) - 1)
_size = st.integers(0, 1 << 53)
_hex = st.text("0123456789abcdef", max_size=64)
_stamp = st.just(()) | st.tuples(_id, _id, _size, _size)
_one = st.builds(
    WorkItem,
    item_id=_id,
    source_id=_id,
    size=_size,
    path=st.binary(max_size=30),
    spool=_hex,
    stamp=_stamp,
    name=st.binary(max_size=30).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
    format=st.sampled_from(["", "text"]),
    own_bytes=st.integers(-1, 1 << 40),
)
_items = st.builds(replace, _one, volumes=st.lists(_one, max_size=2).map(tuple), lead=st.integers(0, 2))
_units = st.builds(
    WorkUnit,
    unit_id=_id,
    fn=st.just("a:b"),
    items=st.lists(_items, max_size=3).map(tuple),
    offset=_size,
    length=st.integers(-1, 1 << 40),
    args=st.dictionaries(st.text(max_size=4), _size, max_size=2),
    hashed=st.booleans(),
)
_receipts = st.builds(
    Receipt,
    unit_id=_id,
    items=st.lists(
        st.builds(
            ItemReceipt,
            item_id=_id,
            outcome=st.none() | st.sampled_from(Outcome),
            reason=st.sampled_from(Reason),
            bytes_read=_size,
            records=_size,
            sha256=_hex,
        ),
        max_size=3,
    ).map(tuple),
    parts=st.lists(st.builds(PartReceipt, table=_hex, name=_hex, sha256=_hex, rows=_size, bytes=_size), max_size=2).map(
        tuple
    ),
    members=st.lists(
        st.builds(
            MemberReceipt,
            parent_id=_id,
            index=_size,
            name=st.binary(max_size=30),
            size=_size,
            packed_bytes=_size,
            declared_bytes=st.integers(-1, 1 << 53),
            modified_at=st.none() | st.integers(-(1 << 40), 1 << 40),
            sha256=_hex,
            spool=_hex,
            format=_hex,
            media_type=_hex,
            outcome=st.none() | st.sampled_from(Outcome),
            reason=st.sampled_from(Reason),
        ),
        max_size=2,
    ).map(tuple),
    seconds=st.floats(0, 1e6),
    peak_rss_bytes=_size,
)


@given(_units)
def test_a_unit_comes_back_as_it_went(unit: WorkUnit) -> None:
    """Names that are no UTF-8 too: one such file must not stop a run."""
    assert codec.unit(codec.dump(unit)) == unit


@given(_receipts)
def test_a_receipt_comes_back_as_it_went(receipt: Receipt) -> None:
    assert codec.receipt(codec.dump(receipt)) == receipt


def test_a_setup_comes_back_as_it_went() -> None:
    setup = GuardSetup(
        Path("p"),
        Path("s"),
        {1 << 63: b"/a/\xff"},
        {"k": [1]},
        {"": ("m:f",), "mail": ("m:g",)},
        Limits(members=3),
        frozenset({"seccomp", "landlock"}),
    )
    assert codec.setup(codec.dump(setup)) == setup


def test_messages_of_any_length_are_framed() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        for message in (b"", b"a", bytes(100_000)):
            codec.send(ours, message)
            assert codec.receive(theirs) == message
        ours.close()
        assert codec.receive(theirs) is None


def test_a_message_that_is_cut_off_can_be_tried_again() -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        ours.sendall((10).to_bytes(8, "little") + b"half")
        ours.close()
        with pytest.raises(RetryableError):
            codec.receive(theirs)
