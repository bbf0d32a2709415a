"""The summary on a terminal: short, masked, inert."""

import unicodedata

from leakassay.report import summary
from leakassay.report.terminal import MOST_LINES, summary_lines
from report.sample_shelf import FACTS, PARTS, instalments, sample, shelf


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


def test_every_instalment_has_its_line_and_small_numbers_of_people_are_a_band() -> None:
    lines = _lines(shelf(instalments()))
    assert "Instalment 1: 2 files; 1-7 people" in lines
    assert "Instalment 2: 4 files, 2 of them known already; 1-7 people, 1-7 of them new" in lines


def test_one_dump_alone_is_no_instalment_and_an_old_summary_has_none() -> None:
    assert not any("nstalment" in line for line in _lines())
    built = summary.build(sample(20), FACTS, closes=True)
    del built["sources"]
    assert summary_lines(built)


def test_of_many_instalments_the_newest_are_shown_and_the_others_are_not_passed_over() -> None:
    rows = [{"source_id": n, "ordinal": n, "files": 1} for n in range(1, 9)]
    lines = [line for line in _lines(shelf({"source": rows})) if line.startswith("Instalment")]
    assert lines[0] == "Instalments 1 to 3 stand in the dossier and in summary.json"
    assert [line.split(":")[0] for line in lines[1:]] == [f"Instalment {n}" for n in range(4, 9)]
