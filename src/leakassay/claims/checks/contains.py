"""Whether a category of content is there, or is not: kinds of value, classes of tests (a request is not a result)."""

from __future__ import annotations

from leakassay.claims.measured import Measured, presence
from leakassay.claims.view import ClaimView
from leakassay.model.errors import ProfileError
from leakassay.model.outcomes import ClaimVerdict
from leakassay.profile.claim import Claim
from leakassay.reference import test_catalogue

PERSONAL = (
    "nhs_number", "chi_number", "hc_number", "hospital_number", "surname", "forename", "date_of_birth", "address",
    "postcode", "telephone", "email", "gp_practice",
)  # fmt: skip
"""Categories that are columns of a sighting; `name` stands for surname or forename."""


def check(claim: Claim, view: ClaimView) -> Measured:
    """Look for the category that the claim's value names, in the claim's sense (contains unless it says absent).

    Raises:
        ProfileError: the value is not the name of a category.
    """
    if not isinstance(claim.value, str) or not claim.value:
        raise ProfileError(f"claim '{claim.id}': a category (nhs_number, HIV …) was expected as value")
    category = claim.value
    sense = "absent" if "absent" in (claim.sense, claim.measure) else "contains"
    if category in test_classes():
        return _class(category, sense, view)
    if category not in {*PERSONAL, "name"} | view.facts.kinds:
        said = "The category is not one that is looked for: a detector or test class of this name is not known."
        return Measured(None, None, None, said, ClaimVerdict.CANNOT_TELL)
    found = view.one("kind_count", {"kind": category})
    evidence = (
        f"{found['sightings']:,} records of people hold it, {found['mentions']:,} times it stands in free text or "
        f"business papers, {found['columns']:,} columns of tables are held for it."
    )
    return _measured(found["sightings"] + found["mentions"] + found["columns"], evidence, sense, view)


def test_classes() -> frozenset[str]:
    """Classes of the test catalogue."""
    return frozenset(test.test_class for test in test_catalogue.load())


def _class(category: str, sense: str, view: ClaimView) -> Measured:
    found = view.one("class_count", {"test_class": category})
    evidence = (
        f"Tests of this class: {found['resulted']:,} with a result, {found['requested']:,} requested only, "
        f"{found['negated']:,} negated, {found['unclear']:,} unclear."
    )
    return _measured(found["events"], evidence, sense, view)


def _measured(found: int, evidence: str, sense: str, view: ClaimView) -> Measured:
    verdict = presence(found, sense=sense, complete=view.facts.complete)
    return Measured(float(found), float(found), None if view.open_end else float(found), evidence, verdict)
