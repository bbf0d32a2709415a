"""What a reading came to."""

from __future__ import annotations

from leakassay.model.batch import RECORD_FIELDS, Gap, Tally
from leakassay.model.outcomes import Reason


def test_the_worst_gap_is_the_largest_and_the_first_of_equals() -> None:
    gaps = [Gap(Reason.TRUNCATED, 5), Gap(Reason.RAGGED_ROWS, 9), Gap(Reason.BAD_ENCODING, 9)]
    assert Tally(gaps=gaps).worst_gap is gaps[1]
    assert Tally().worst_gap is None


def test_the_fields_of_a_record_are_named_once() -> None:
    assert len(set(RECORD_FIELDS)) == len(RECORD_FIELDS)
