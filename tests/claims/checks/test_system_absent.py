"""A system is recognised by the headers of its tables."""

from __future__ import annotations

import pytest

from claims import toy_case
from claims.toy_case import judged
from leakassay.claims.facts import ClaimFacts
from leakassay.model.errors import ProfileError

LIMS = ClaimFacts(1.0, schemas=(toy_case.LIMS,))


def test_a_system_whose_headers_are_met_is_not_absent() -> None:
    row = judged("system_absent", "ExampleLIMS", "absent", facts=LIMS)
    assert row["verdict"] == "contradicted"
    assert "1 tables in 1 items" in row["evidence"]


@pytest.mark.parametrize(("fraction", "verdict"), [(1.0, "supported"), (0.5, "cannot tell")])
def test_a_system_that_is_not_met_is_absent_when_all_was_read(fraction: float, verdict: str) -> None:
    facts = ClaimFacts(fraction, schemas=(toy_case.LIMS,))
    assert judged("system_absent", "ExampleLIMS", "about", facts=facts, tables={})["verdict"] == verdict


def test_a_system_without_known_headers_cannot_be_told() -> None:
    assert judged("system_absent", "Payroll", "absent", facts=LIMS)["verdict"] == "cannot tell"


def test_a_number_is_no_system() -> None:
    with pytest.raises(ProfileError, match="name of a system"):
        judged("system_absent", 1, "absent", facts=LIMS)
