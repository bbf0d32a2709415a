"""Labels are told by what they announce; times, links and prose are none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.values.report_label import MAX_LINE, labelled


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Born   : 12/12/2019       Sex : F               NHS     : 999 000 0018",
         [("date_of_birth", "12/12/2019"), ("sex", "F"), ("nhs_number", "999 000 0018")]),
        ("Patient Name: TESTER, Ann", [("name", "TESTER, Ann")]),
        ("D.O.B.: 01/02/1950\tHosp. No.: H1", [("date_of_birth", "01/02/1950"), ("hospital_number", "H1")]),
        ("Bled   : 03/05/2023 10:17      In lab  : 03/05/2023 13:55",
         [("collected_at", "03/05/2023 10:17"), ("received_at", "03/05/2023 13:55")]),
        ("Clinical details: chest pain", [("", "chest pain")]),
        ("seen at 10:17 in clinic", []),
        ("moved to  Ward: 9", []),
        ("https://trust.example/path", []),
        ("CRPN   CRP        5    mg/L", []),
        ("Name: " + "x" * MAX_LINE, []),
    ],
)  # fmt: skip
def test_labels_and_values(line: str, told: list[tuple[str, str]]) -> None:
    assert labelled(line) == told


@given(st.text(max_size=240))
@settings(deadline=None)
def test_any_line_gives_pairs_within_it(line: str) -> None:
    assert all(value in line for _, value in labelled(line))


def test_no_line_costs_more_than_its_length() -> None:
    started = time.process_time()
    for line in ("a " * 110 + ":", " " * 239 + ":", "a  " * 79 + ":", ".:" * 119):
        for _ in range(50):
            labelled(line)
    assert time.process_time() - started < 2
