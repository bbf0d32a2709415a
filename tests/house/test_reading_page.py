"""docs/reading.md: what counts as a word or row of ours, and that no item called read has a low share of a tool's."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from house.tree import ROOT

# tools is no package: its folder is put on the path first
sys.path.insert(0, str(ROOT / "tools"))
from compare_page import page, share
from compare_readers import ledger_from, ledger_of, measure
from compare_registry import TOOLS, tools_for
from compare_result import Finding
from compare_words import missing_rows, missing_words, said
from compare_worker import Worker

WRITTEN = ROOT / "docs" / "reading.md"
WHOLE = Finding("set/a.csv", "delimited", "DuckDB read_csv", 100, 100, 10, 10, "read")


def test_a_word_is_three_letters_or_digits_whatever_their_case_and_ligature():
    assert said(["The ﬁle of Ms O'Neill_Ünal 12/345"]).words == {"the", "file", "neill", "ünal", "345"}


def test_a_row_of_ours_that_holds_more_answers_for_one_row_of_theirs_and_no_second():
    ours = said([("Anna", "Smith", "1990"), ("John", "Brown")])
    assert missing_rows(said([("anna", "SMITH")]), ours) == []
    assert missing_rows(said([("anna", "smith"), ("smith", "anna")]), ours) == [{"anna", "smith"}]
    assert missing_rows(said([("anna", "brown")]), ours) == [{"anna", "brown"}]


def test_a_row_that_stands_twice_is_missed_once_where_ours_has_it_once():
    theirs, ours = said([("Anna", "Smith")] * 2), said([("Anna", "Smith")])
    assert (theirs.rows, missing_rows(theirs, ours)) == (
        Counter({frozenset({"anna", "smith"}): 2}),
        [{"anna", "smith"}],
    )


def test_a_word_runs_over_a_space_of_ours_only_where_the_text_was_kept():
    theirs, pieces = said(["haemoglobin"]), ["haemo globin"]
    assert missing_words(theirs, said(pieces)) == {"haemoglobin"}
    assert missing_words(theirs, said(pieces, keep_text=True)) == set()


def test_a_share_is_never_rounded_up_to_a_whole_and_nothing_is_a_dash():
    assert (share(99_999, 100_000), share(3, 3), share(0, 0)) == ("99.99", "100.00", "–")


def test_what_is_called_read_below_the_goal_is_named_and_what_the_ledger_states_stands_apart():
    false = replace(WHOLE, path="set/b.csv", words_had=98)
    rows = replace(WHOLE, path="set/c.csv", rows_had=9)
    stated = replace(false, path="set/d.csv", outcome="read_partly", reason="truncated")
    beside = replace(false, path="set/e.csv", unread=("png unsupported",))
    wrong, right = page([WHOLE, false, rows, stated, beside], TOOLS).split("## Called read, below 99 %")[1].split("##")
    assert [f"set/{name}.csv" in wrong for name in "abcde"] == [False, True, True, False, False]
    assert [f"set/{name}.csv" in right for name in "abcde"] == [False, False, False, True, True]
    assert "| read_partly truncated |" in right
    assert "| png unsupported |" in right


def test_a_file_that_a_tool_did_not_read_is_counted_and_not_judged():
    said_of_it = page([WHOLE, Finding("set/b.csv", "delimited", WHOLE.tool, outcome="read", is_read=False)], TOOLS)
    assert f"| `delimited` | {WHOLE.tool} | {TOOLS[0].version} | 1 | 1 | 100 | 100.00 | 10 | 100.00 | 0 |" in said_of_it


def test_members_that_are_not_read_are_found_at_any_depth_and_behind_a_duplicate():
    def row(number: str, parent: str, outcome: str, duplicate: str = "") -> dict[str, str]:
        return {"item_path": number, "item_id": number, "parent_id": parent, "outcome": outcome, "format": "png",
                "duplicate_of": duplicate}  # fmt: skip

    rows = [row("a", "", "read"), row("b", "a", "read"), row("c", "b", "unsupported"), row("d", "", "read", "a")]
    ledger = ledger_from(rows)
    assert ledger.unread("a") == ledger.unread("d") == ("png unsupported",)
    assert ledger.unread("c") == ()


def test_a_tool_is_asked_by_our_name_of_the_format_and_by_the_suffix():
    assert [tool.name for tool in tools_for(Path("x.bin"), "sqlite")] == ["sqlite3"]
    assert [tool.name for tool in tools_for(Path("x.CSV"), "text")] == ["DuckDB read_csv", "charset-normalizer"]


def test_what_a_tool_cannot_read_is_the_name_of_its_error(tmp_path):
    path = tmp_path / "x.json"
    path.write_text("{")
    (tool,) = tools_for(path, "json")
    worker = Worker()
    try:
        assert worker.ask(tool.read, path) == "JSONDecodeError"
        path.write_text('{"name": ["Anna", 1234]}')
        assert worker.ask(tool.read, path).words == {"name", "anna", "1234"}
    finally:
        worker.close()


@pytest.mark.field
def test_the_page_names_every_tool_and_no_file_that_is_called_read_in_vain():
    text = WRITTEN.read_text(encoding="utf-8")
    assert "## Called read, below 99 %\n\nNone.\n" in text
    assert [tool.name for tool in TOOLS if f"| {tool.name} |" not in text] == []


@pytest.mark.field
@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_fresh_measurement_says_what_the_page_says(field_data, tmp_path):
    found = list(measure(field_data, ledger_of(field_data, tmp_path)))
    assert [(one.path, one.tool) for one in found if one.is_false_read] == []
    assert page(found, TOOLS) == WRITTEN.read_text(encoding="utf-8")
