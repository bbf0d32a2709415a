"""Lines of a report are results, known to the catalogue or not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.detect.text.measured import lines


def read(kit, text):
    return [(one.code, one.name, one.unit, one.flag.value) for one in lines(kit.scanner.candidates([text]), text)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ALKP Alk. phosphatase: 59 U/L (30 - 130)", ("ALKP", "Alk. phosphatase", "U/L", "")),
        ("Polymorphs (absolute)      3.8   10*9/L   2.0 - 7.5", ("", "Polymorphs (absolute)", "10*9/L", "")),
        ("Mean cell vol.\t79 L\tfL", ("", "Mean cell vol.", "fL", "")),
        ("Zinc <0.5 umol/L", ("", "Zinc", "umol/L", "")),
        ("DELT Delta agent antibody: Detected", ("DELT", "Delta agent antibody", "", "positive")),
    ],
)
def test_a_line_of_name_figure_and_unit_is_a_result(kit, line, said):
    assert read(kit, f"Jane Smith\n{line}\nthank you") == [said]


def test_code_name_and_words_are_a_result_in_a_report_alone(kit):
    line = "\nGENO HIV resistance genotype: No major mutation"
    assert read(kit, "Collected: 6/12/2023" + line) == [("GENO", "HIV resistance genotype", "", "")]
    assert read(kit, "Dear all" + line) == []


@pytest.mark.parametrize(
    "line",
    [
        "Weight: 71 kg", "Take 20 mg/day", "Comment: negative", "Alcohol intake 12 g/day", "Range 3.5 - 5.1 mmol/L",
        "Blood was taken and sent to the laboratory where the pump of the analyser moves 5 mL/min", "page 5/7",
    ],
)  # fmt: skip
def test_drugs_bodies_and_prose_are_none(kit, line):
    assert read(kit, f"Specimen\n{line}\n") == []


def test_a_line_is_one_result_however_many_figures_it_prints(kit):
    assert len(read(kit, "x\nZinc 5.1 umol/L 5.2 umol/L 5.3 umol/L\n")) == 1


def test_many_lines_take_no_time(kit):
    text = "A" * 150 + " 5 g/L\n" + "Zinc 5 g/L " * 20_000 + "\n" + "Zinc 5.1 g/L\n" * 5_000
    assert len(read(kit, text)) == 5_000


@given(st.text(alphabet="AZaz :\n\t59.<(/L-", max_size=200))
def test_whatever_a_text_is_its_lines_stand_in_it(kit, text):
    for one in lines(kit.scanner.candidates([text]), text):
        assert text[one.start : one.end] == one.name
