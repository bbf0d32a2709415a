"""From a reading to one outcome: coverage is counted, never assumed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.batch import Gap, Tally
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason
from leakassay.pipeline.conclude import conclude

_gap = st.builds(Gap, st.sampled_from([Reason.TRUNCATED, Reason.RAGGED_ROWS]), st.integers(0, 200))
_tally = st.builds(Tally, st.integers(0, 5), st.integers(-5, 300), st.lists(_gap, max_size=3))
_fault = st.none() | st.builds(
    ItemError,
    st.sampled_from([Reason.MALFORMED, Reason.PASSWORD]),
    outcome=st.sampled_from(Outcome),
    bytes_read=st.integers(0, 500),
)


@given(_tally, st.integers(0, 200), _fault)
def test_no_more_is_read_than_there_is_and_read_means_all(tally: Tally, own: int, fault: ItemError | None) -> None:
    found = conclude(tally, own, fault)
    assert 0 <= found.bytes_read <= own
    if found.outcome is Outcome.READ and fault is None:
        assert (tally.records > 0, tally.gaps, found.bytes_read) == (True, [], own)


def test_bytes_without_a_record_have_failed() -> None:
    assert conclude(Tally(0, 10), 10, None).reason is Reason.NO_TEXT
    assert conclude(Tally(0, 0, [Gap(Reason.TRUNCATED, 5)]), 10, None).reason is Reason.TRUNCATED


def test_what_was_not_covered_is_told_even_without_a_gap() -> None:
    found = conclude(Tally(3, 6), 10, None)
    assert (found.outcome, found.reason, found.bytes_read) == (Outcome.READ_PARTLY, Reason.SOME_PARTS_FAILED, 6)


def test_records_before_a_fault_count() -> None:
    found = conclude(Tally(3, 6), 10, ItemError(Reason.MALFORMED))
    assert (found.outcome, found.reason, found.bytes_read) == (Outcome.READ_PARTLY, Reason.MALFORMED, 6)
    assert conclude(Tally(), 10, ItemError(Reason.PASSWORD, outcome=Outcome.ENCRYPTED)).outcome is Outcome.ENCRYPTED


def test_a_blank_item_is_read_to_its_end() -> None:
    assert conclude(Tally(), 10, ItemError(Reason.BLANK, outcome=Outcome.EMPTY)).bytes_read == 10
