"""The bars show shares of the whole, by bytes and by items."""

from leakassay.charts.outcome_bar import outcome_bar

LABELS = {"read": "Read", "encrypted": "Encrypted"}


def test_shares_are_said_in_words_by_bytes_and_by_items() -> None:
    svg = outcome_bar({"read": {"items": 1, "bytes": 900}, "encrypted": {"items": 3, "bytes": 100}}, LABELS)
    assert "Read 90.0% of bytes" in svg
    assert "Encrypted 75.0% of items" in svg


def test_a_dump_of_no_bytes_still_shows_its_items() -> None:
    assert "Read 100.0% of items" in outcome_bar({"read": {"items": 4, "bytes": 0}}, LABELS)
