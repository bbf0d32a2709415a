"""The summary on a terminal: short, masked, inert."""

import unicodedata

from leakassay.report import summary
from leakassay.report.terminal import MOST_LINES, summary_lines
from report.sample_shelf import FACTS, PARTS, sample, shelf


def _lines(tables=None) -> list[str]:
    return summary_lines(summary.build(tables or sample(200), FACTS, closes=True))


def test_the_lines_say_verdict_people_and_coverage() -> None:
    text = "\n".join(_lines())
    assert "mixed: " in text  # a mixture is over nobody
    assert "of the unique content" in text
    assert "beware: The key lies beside the case" in text


def test_there_are_at_most_forty_lines_without_names_of_folders() -> None:
    lines = _lines()
    assert len(lines) <= MOST_LINES
    assert not any(part in line for line in lines for part in PARTS)


def test_a_controller_code_from_a_record_cannot_steer_the_terminal() -> None:
    lines = _lines(
        shelf({"controller_map": [{"sighting_id": 1, "controller": "\x1b]0;owned\x07\u202eX", "rule": "path"}]})
    )
    assert any("owned" in line for line in lines)
    assert all(unicodedata.category(character)[0] != "C" for line in lines for character in line)


def test_an_account_that_does_not_close_is_said_loudly() -> None:
    lines = summary_lines(summary.build(shelf({}), FACTS, closes=False))
    assert any("DOES NOT CLOSE" in line for line in lines)
