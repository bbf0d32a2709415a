"""One line of a report: what is a result, and what is none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.read.health.report_lines import Result, dates_of, result_of


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Haemoglobin  138 g/L  (130-180)", Result("", "Haemoglobin", ("138",), "", "g/L", "130", "180")),
        ("TSHN   TSH                 0.10 L  mU/L       [0.27 - 4.20]",
         Result("TSHN", "TSH", ("0.10",), "L", "mU/L", "0.27", "4.20")),
        ("Potassium   6.1   H   mmol/L   3.5-5.3", Result("", "Potassium", ("6.1",), "H", "mmol/L", "3.5", "5.3")),
        ("OLIG   CSF oligoclonal bands        Not seen", Result("OLIG", "CSF oligoclonal bands", ("Not seen",))),
        ("HIV 1+2 antibody     POSITIVE", Result("", "HIV 1+2 antibody", ("POSITIVE",))),
        ("GENT   Gentamicin level       to follow", Result("GENT", "Gentamicin level", (), is_pending=True)),
        ("NGCY   Non-gynae cytology", Result("NGCY", "Non-gynae cytology", ())),
        ("Troponin T   <5 ng/L", Result("", "Troponin T", ("<5",), "", "ng/L")),
    ],
)  # fmt: skip
def test_a_result_is_taken_apart(line: str, told: Result) -> None:
    assert result_of(line) == told


@pytest.mark.parametrize(
    "line",
    ["", "Signed off by Dr Example Tester", "-------", "Page 1 of 2", "The potassium was 6.1 and rose.", "999 000 0018",
     "Example Pathology", "Ward 9   Bed 4   Side room", "x" * 300],
)  # fmt: skip
def test_other_lines_are_none(line: str) -> None:
    assert result_of(line) is None


def test_results_side_by_side_need_as_many_dates() -> None:
    assert dates_of("Date        01/02/24 09:00   03/02/24   ") == ("01/02/24 09:00", "03/02/24")
    assert dates_of("Date        01/02/24") == ()
    line = "Sodium      140    138    mmol/L   (133-146)"
    assert result_of(line, 2) == Result("", "Sodium", ("140", "138"), "", "mmol/L", "133", "146")
    assert result_of(line) is None


@given(st.text(max_size=240), st.integers(0, 4))
@settings(deadline=None)
def test_any_line_gives_a_result_or_none(line: str, columns: int) -> None:
    found = result_of(line, columns)
    assert found is None or found.name


def test_no_line_costs_more_than_its_length() -> None:
    started = time.process_time()
    for line in ("9" * 240, "a " * 120, "a  9  " * 40, "(" * 240, "A " * 20 + "9 " * 100, "1.1-" * 60):
        for _ in range(50):
            result_of(line, 3)
    assert time.process_time() - started < 2
