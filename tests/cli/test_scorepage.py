"""The page of the scoreboard: offline, complete, and as bad as the board is."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from leakassay.cli.scorepage import render, write_page
from leakassay.exercise.scoreboard import Row, Scoreboard
from leakassay.model.errors import OperatorError

COUNTS = {"kind": "mixed", "seed": 7, "items": 220, "subjects": 283, "events": 2_862}
BOARD = Scoreboard(
    (
        Row("ledger", "planted contents listed", 0.875, 16),
        Row("coverage", "bytes said to be read", 0.75, 4_000),
        Row("false assurance", "people missed in items called read", 0.125, 800),
        Row("false assurance, formats", "pdf people missed", 0.5, 10),
        Row("false assurance, formats", "pdf events missed", 0.25, 20),
        Row("people in unread items", "people who stand in unread items only", 0.0625, 283),
        Row("values", "nhs_number recall", 0.984, 700),
        Row("values", "nhs_number recall of records", 0.983, 2_500),
        Row("values", "sightings in items without people", 3.0, 2_700),
        Row("formats, values", "csv recall", 1.0, 1_000),
        Row("formats, sightings", "csv recall", 0.95, 900),
        Row("formats, events", "csv precision", 0.85, 1_900),
        Row("formats, outcomes", "tiff unsupported", 1.0, 12),
        Row("test classes, names the catalogue ships", "HIV recall", 0.9, 30),
        Row("linkage", "pairwise F1", None, 0),
        Row("verdict", "disk1 is ours, said partner", 0.0, 1),
        Row("verdict", "disk2 is <b>partner</b>, said cannot tell", None, 1),
        Row("subjects", "interval contains the truth", 0.0, 283),
        Row("subjects", "best / truth", 0.5, 283),
        Row("subjects", "low / truth", 0.4, 283),
        Row("subjects", "high / truth", 0.6, 283),
        Row("claims", "claim-1 is true, said supported", 1.0, 1),
    )
)


class Tags(HTMLParser):
    """Collects tags, and references to anything."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "action"}]
        self.ids += [value or "" for name, value in attrs if name == "id"]


def parsed(board: Scoreboard = BOARD) -> Tags:
    tags = Tags()
    tags.feed(render(board, COUNTS))
    return tags


def test_the_page_opens_offline_and_runs_nothing():
    found = parsed()
    assert {"script", "link", "iframe", "img", "object", "form"}.isdisjoint(found.tags)
    assert all(link.startswith("#") and link[1:] in found.ids for link in found.links)
    assert len(found.ids) == len(set(found.ids))


def test_every_measure_of_the_board_stands_on_the_page():
    text = render(BOARD, COUNTS)
    for value in ("0.875", "0.750", "12.5%", "0.500", "0.250", "0.984", "0.983", "0.950", "0.850", "0.900"):
        assert value in text, value
    assert "tiff unsupported" in text
    assert "hold nobody: 3." in text
    assert "not measured" in text


def test_a_missed_truth_is_said_in_words():
    assert "The interval misses the truth." in render(BOARD, COUNTS)
    assert "No interval was given." in render(Scoreboard(), COUNTS)


def test_a_wrong_verdict_is_called_wrong_and_an_open_one_open():
    text = render(BOARD, COUNTS)
    assert re.search(r"said partner</th><td[^>]*>wrong<", text)
    assert re.search(r"said cannot tell</th><td[^>]*>left open<", text)
    assert re.search(r"said supported</th><td[^>]*>right<", text)


def test_names_of_parts_are_text():
    assert "<b>partner</b>" not in render(BOARD, COUNTS)


def test_plots_say_in_words_what_they_show():
    text = render(BOARD, COUNTS)
    assert text.count('role="img"') >= 4
    assert "pdf people missed 50.0%" in text
    assert "the assay says 142 (113 to 170)" in text


def test_equal_boards_give_equal_pages_and_an_empty_one_is_a_page():
    assert render(BOARD, COUNTS) == render(BOARD, COUNTS)
    assert "svg" not in parsed(Scoreboard()).tags


def test_a_page_that_cannot_be_written_is_refused_in_one_sentence(tmp_path: Path):
    write_page(BOARD, COUNTS, tmp_path / "score.html")
    assert (tmp_path / "score.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    with pytest.raises(OperatorError, match="--page"):
        write_page(BOARD, COUNTS, tmp_path / "missing" / "score.html")
