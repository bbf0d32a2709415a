"""Lines of the catalogue as kinds of value."""

from __future__ import annotations

from dataclasses import asdict

from leakassay.detect.value_kind import kinds_of
from leakassay.pipeline.catalogue.detectors import DETECTORS


def test_every_line_is_a_kind_and_those_of_a_value_type_have_its_form() -> None:
    kinds = kinds_of([asdict(detector) for detector in DETECTORS])
    assert set(kinds) == {detector.name for detector in DETECTORS}
    nino = kinds["nino"].canonical
    assert nino is not None
    assert nino("AB 12 34 56 C") == "AB123456C"
    assert kinds["comment"].canonical is None


def test_what_needs_a_label_is_found_at_the_end_of_what_was_met() -> None:
    kinds = kinds_of([asdict(detector) for detector in DETECTORS])
    tail = kinds["vat_number"].tail
    assert tail is not None
    met = tail.search("VAT Reg No: GB 980 7806 84")
    assert met is not None
    assert met[0] == "GB 980 7806 84"
    assert kinds["nhs_number"].tail is None
    labelled = {detector.name for detector in DETECTORS if detector.labelled}
    assert {name for name, kind in kinds.items() if kind.tail is not None} == labelled
