"""Reports affirm, deny, doubt or remember; the key knows which."""

import re

import numpy as np
import pytest

from leakassay.exercise.estate.narrative import KINDS, hashed, reports, templates

HASHES = hashed(7, np.arange(4_000))
DENIALS = re.compile(
    r"[Nn]o (evidence|carcinoma|dysplasia|dyskaryosis|metastatic|recurrence|tumour)|Negative|not (seen|identified)|"
    r"neither|free of|nothing to suggest|none seen|absent"
)
MALIGNANT = re.compile(r"carcinoma|melanoma|lymphoma|metasta|malignan|neoplas", re.IGNORECASE)


def test_there_are_enough_templates_of_every_kind_and_manner():
    assert len(templates()) >= 24
    manners = {(one.kind, one.manner) for one in templates()}
    assert len(manners) == len(KINDS) * 5


@pytest.mark.parametrize("one", templates(), ids=lambda one: f"{one.kind}-{one.manner}")
def test_a_template_says_what_its_manner_says(one):
    if one.manner in {"denied", "earlier"}:
        assert DENIALS.search(one.text)
    if one.manner == "affirmed":
        assert not DENIALS.search(one.text.replace("No vascular invasion is identified", ""))
    if one.manner == "doubted":
        assert re.search(r"exclude|ruled out", one.text)
    assert bool(MALIGNANT.search(one.text)) == (one.manner != "benign")
    assert one.denies == (one.manner in {"denied", "earlier"})


@pytest.mark.parametrize("kind", KINDS)
def test_about_one_report_in_five_affirms_and_denials_are_told(kind: str):
    texts, denies = reports(kind, HASHES)
    of_kind = [one for one in templates() if one.kind == kind]
    texts_denying = [re.escape(one.text) for one in of_kind if one.denies]
    denying = [text.replace(r"\{mm\}", r"\d+").replace(r"\{site\}", r"\w+") for text in texts_denying]
    for text, denied in zip(texts.to_pylist(), denies.tolist(), strict=True):
        assert any(re.fullmatch(pattern, text) for pattern in denying) == denied
    assert 0.25 < denies.mean() < 0.75


def test_every_template_is_drawn_and_filled_in():
    for kind in KINDS:
        texts = reports(kind, HASHES)[0].to_pylist()
        assert not any("{" in text for text in texts)
        assert len(set(texts)) > 40


def test_a_report_depends_on_its_own_place_alone():
    whole, piece = reports("histology", hashed(3, np.arange(100))), reports("histology", hashed(3, np.arange(40, 60)))
    assert whole[0][40:60].to_pylist() == piece[0].to_pylist()
    assert reports("smear", hashed(3, np.arange(0)))[0].to_pylist() == []


def test_numbers_are_well_mixed():
    mixed = hashed(5, np.arange(100_000))
    assert len(np.unique(mixed)) == 100_000
    assert 0.48 < (mixed & np.uint64(1)).mean() < 0.52
    assert (hashed(5, np.arange(10)) != hashed(6, np.arange(10))).all()
