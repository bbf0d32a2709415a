"""What the driver writes down; the fuzzer itself is run by `make fuzz` only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fuzz.drive import Outcome, _finds, _try, _words, seconds_of
from fuzz.targets import TARGETS


def broken(raw: bytes) -> str:
    if b"x" in raw:
        raise IndexError("out of reach")
    return ""


def test_of_inputs_that_break_the_same_place_the_shortest_is_kept_with_its_trace(tmp_path: Path) -> None:
    (tmp_path / "finds").mkdir()
    for raw in (b"long x", b"x", b"longer x", b"sound"):
        _try(broken, raw, tmp_path)
    (name,) = _finds(tmp_path)
    assert name.startswith("IndexError-test_drive-")
    assert (tmp_path / "finds" / name).read_bytes() == b"x"
    assert "out of reach" in (tmp_path / "finds" / name).with_suffix(".txt").read_text()


def test_an_answer_that_changes_is_a_find(tmp_path: Path) -> None:
    (tmp_path / "finds").mkdir()
    answers = iter("abcd")
    changing: Callable[[bytes], str] = lambda _raw: next(answers)  # noqa: E731  a name for its type
    _try(changing, b"1234", tmp_path)
    assert [name.split("-")[0] for name in _finds(tmp_path)] == ["AssertionError"]


def test_the_dictionary_holds_the_words_of_the_seeds() -> None:
    assert _words([b"MSH|a PID|1\rPID|1", b"\xff\"'"]).split("\n")[0] == '"PID|1"'


def test_a_line_of_the_table_stands_under_its_head() -> None:
    assert Outcome("open/zip", 60.4, 12_345, 678, 0, 1).row().split() == ["open/zip", "60", "12345", "678", "0", "1"]


@pytest.mark.parametrize("name", ["hl7v2", "sql_dump", "open/7z"])
def test_the_large_parsers_are_those_of_the_most_lines(name: str) -> None:
    assert seconds_of(next(one for one in TARGETS if one.name == name)) == 600
