"""What a sentence says about a test."""

from __future__ import annotations

import pytest

from leakassay.detect.text import clinical


def named(kit, text):
    return clinical.named(text, kit.scanner.tests([text]).get(0, {}))


@pytest.mark.parametrize(
    ("text", "test_class", "status"),
    [
        ("HIV test was positive.", "HIV", "resulted"),
        ("HIV test was negative.", "HIV", "negated"),
        ("HIV Ag/Ab: Not detected", "HIV", "resulted"),
        ("HIV test declined by the patient", "HIV", "negated"),
        ("Please send HIV viral load", "HIV", "requested"),
        ("The Sodium was reported as: 138 mmol/L.", "GENERAL", "resulted"),
        ("We are still waiting for the Syphilis serology", "STI", "requested"),
        ("HIVC  HIV 1/2 Ag/Ab: result to follow", "HIV", "requested"),
        ("HIV 1/2 Ag/Ab: awaited", "HIV", "requested"),
        ("comment on the HIV viral load", "HIV", "unknown"),
        ("Your CRP of 07/12/2023 came back as 0 mg/L.", "GENERAL", "resulted"),
        ("We went back to it. The Urine culture on it stands at Mixed growth.", "GENERAL", "resulted"),
        ("please check ferritin if Hb is under 100 g/L", "GENERAL", "requested"),
        ("She reads about HIV", "HIV", "unknown"),
    ],
)
def test_a_sentence_requests_reports_or_denies(kit, text, test_class, status):
    found = [one for one in named(kit, text) if one.test.test_class == test_class]
    assert [str(one.status) for one in found[:1]] == [status]


def test_a_printed_negative_result_has_its_sense(kit):
    (one,) = named(kit, "HIV Ag/Ab: Not detected")
    assert str(one.flag) == "negative"


def test_a_relatives_illness_is_not_an_event(kit):
    assert not any(one.is_event for one in named(kit, "Family history: father HIV positive"))


def test_a_harmless_test_that_is_only_named_is_no_event(kit):
    assert not any(one.is_event for one in named(kit, "He asked what sodium is"))


@pytest.mark.parametrize(
    "trap",
    ["taken into a LITHIUM HEPARIN tube", "attends the hearing aids clinic", "a fit note was issued", "CT of the head"],
)
def test_traps_give_no_sensitive_event(kit, trap):
    assert not any(one.is_event and one.test.tier >= 3 for one in named(kit, trap))


@pytest.mark.parametrize(
    ("report", "denied"),
    [
        ("Chronic gastritis. No evidence of malignancy.", True),
        ("There is no dysplasia and no carcinoma in situ.", True),
        ("Carcinoma is not seen.", True),
        ("Invasive ductal carcinoma, grade 2.", False),
        ("Invasive carcinoma. No evidence of malignancy in the nodes.", False),
        ("Chronic gastritis.", False),
    ],
)
def test_a_report_that_only_denies_is_told_from_one_that_affirms(report, denied):
    assert clinical.denies(report) is denied


def test_places_are_those_of_the_text(kit):
    text = "Ü Results:  HIV viral load   was positive"
    one = named(kit, text)[0]
    assert text[one.start : one.end] == one.printed


BELOW = """HIST  Histology:
MACROSCOPY: Polyp 12 mm. MICROSCOPY: Tubular adenoma, low grade. Carcinoma is
not seen.
NAA  Sodium: 138 mmol/L
"""


def test_a_report_under_its_heading_is_one_event_however_its_lines_are_cut(kit):
    events = [(one.printed, str(one.status)) for one in named(kit, BELOW) if one.is_event]
    assert events == [("Histology", "negated"), ("Sodium", "resulted")]
    affirmed = BELOW.replace("is\nnot seen", "of the\ncolon")
    assert [str(one.status) for one in named(kit, affirmed) if one.is_event] == ["resulted", "resulted"]


def test_a_sentence_goes_on_behind_a_full_line(kit):
    front = "You asked for a copy of what I have written to your surgery. Your Haemoglobin of 28/12/2023 came"
    (one,) = named(kit, front + "\nback as 134 g/L. Nothing else")
    assert str(one.status) == "resulted"
    front = "You asked for a copy of what I have written to your surgery. Your HIV test came"
    assert str(named(kit, front + "\nback negative")[0].status) == "negated"
    (one,) = named(kit, "Haemoglobin\nwas normal")
    assert str(one.status) == "unknown"


@pytest.mark.parametrize(
    "text",
    [
        "Sodium: 138 mmol/L. The HIV test was positive.",
        "Hepatitis B surface antigen: Not detected. The HIV test was positive.",
        "Haemoglobin: 134 g/L; HIV test positive",
    ],
)
def test_a_figure_or_a_verdict_ends_with_its_sentence(kit, text):
    found = [one for one in named(kit, text) if one.test.test_class == "HIV"]
    assert [(one.is_event, str(one.status)) for one in found] == [(True, "resulted")]


def test_words_of_a_report_go_on_to_the_end_of_its_line(kit):
    (one,) = [
        one for one in named(kit, "Histology: Polyp. HIV status not known. Benign.") if one.test.test_class == "HIV"
    ]
    assert not one.is_event


@pytest.mark.parametrize(
    ("text", "is_event"),
    [
        ("HIV results are never given by telephone", False),
        ("Ask us about HIV testing on the third floor", False),
        ("Directorate of HIV and Sexual Health", False),
        ("She was given our leaflet about HIV", False),
        ("He attends the HIV clinic on the third floor", True),
        ("the patient is known to the HIV clinic", True),
        ("living with HIV", True),
        ("HIV positive, leaflet given", True),
        ("Positive HIV result, guideline followed", True),
        ("HIV viral load 40 copies/mL, see our website", True),
        ("diagnosed with HIV and given the helpline", True),
        ("HIV: reactive (third floor)", True),
    ],
)
def test_what_a_house_tells_everybody_is_nobodys_event(kit, text, is_event):
    assert any(one.is_event for one in named(kit, text)) is is_event
