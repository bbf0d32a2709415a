"""Coverage: bytes read of unique unpacked bytes."""

from __future__ import annotations

from pathlib import Path

from case.shop import add_item, add_source, fresh
from leakassay.case import coverage


def test_duplicates_and_strings_do_not_count_empty_ones_do(tmp_path: Path) -> None:
    case = fresh(tmp_path)
    add_source(case, size=50)
    add_item(case, 1, bytes_read=10)
    add_item(case, 2, bytes_read=10, duplicate_of=1)
    add_item(case, 3, outcome="read_partly", reason="strings_only", bytes_read=10)
    add_item(case, 4, outcome="known_file")
    add_item(case, 5, outcome="pending", done=0)
    assert coverage.fraction_bytes(case.ledger) == 20 / 40
    assert coverage.pending(case.ledger) == 1


def test_a_dump_without_content_is_read_wholly(tmp_path: Path) -> None:
    assert coverage.fraction_bytes(fresh(tmp_path).ledger) == 1.0
