"""The fate of an item by its format alone."""

from __future__ import annotations

from leakassay.model.outcomes import Outcome, Reason
from leakassay.pipeline.cellwork import formats_by_name
from leakassay.pipeline.fate import Fate, fate_of


def test_what_was_said_already_stands() -> None:
    assert fate_of(None, Outcome.ENCRYPTED, Reason.PASSWORD) == Fate(Outcome.ENCRYPTED, Reason.PASSWORD)


def test_an_unknown_format_and_one_without_a_reader_are_unsupported() -> None:
    unread = next(entry for entry in formats_by_name().values() if not entry.reader and not entry.opener)
    assert {fate_of(entry, None, Reason.NONE).outcome for entry in (None, unread)} == {Outcome.UNSUPPORTED}


def test_what_can_be_read_or_opened_has_no_fate_yet() -> None:
    for name in ("text", "zip", "eml"):
        assert fate_of(formats_by_name()[name], None, Reason.NONE) == Fate(None, Reason.NONE)
