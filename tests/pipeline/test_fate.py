"""The fate of an item by its format, and by what was said of it already."""

from __future__ import annotations

from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.work import ItemReceipt
from leakassay.pipeline.cellwork import formats_by_name
from leakassay.pipeline.fate import Fate, fate_of

FORMATS = formats_by_name()
FOUND = ItemReceipt(1, None, sha256="aa")


def test_what_was_said_already_stands() -> None:
    said = ItemReceipt(1, Outcome.ENCRYPTED, Reason.PASSWORD)
    assert fate_of(FORMATS["text"], said) == Fate(Outcome.ENCRYPTED, Reason.PASSWORD)


def test_an_unknown_format_and_one_without_a_reader_are_unsupported() -> None:
    unread = next(e for e in FORMATS.values() if not e.reader and not e.opener and not e.quarantine)
    assert {fate_of(entry, FOUND) for entry in (None, unread)} == {Fate(Outcome.UNSUPPORTED, Reason.NO_READER)}


def test_a_program_is_unsupported_for_what_it_is() -> None:
    assert fate_of(FORMATS["exe"], FOUND) == Fate(Outcome.UNSUPPORTED, Reason.EXECUTABLE)


def test_what_can_be_read_or_opened_has_no_fate_yet() -> None:
    for name in ("text", "zip", "eml"):
        assert fate_of(FORMATS[name], FOUND) == Fate(None, Reason.NONE)
