"""Evidence is read out as a difference between two accounts."""

from leakassay.report import argument
from report.sample_shelf import PARTS, sample, shelf, view


def _evidence(partition: str, feature: str, **likelihoods: float) -> list[dict]:
    return [
        {
            "partition": partition,
            "feature": feature,
            "family": "f",
            "hypothesis": account.replace("_", " "),
            "note": "n",
        }
        | {"log10_likelihood": value}
        for account, value in likelihoods.items()
    ]


def test_a_finding_is_the_difference_between_the_favoured_account_and_its_rival() -> None:
    rows = {
        "assessment": [{"partition": "p", "favours": "ours", "against": "partner"}],
        "evidence": _evidence("p", "P03", ours=2.0, partner=0.5, fabricated=-9.0),
    }
    assert [one.decades for one in argument.findings(view(shelf(rows)))] == [1.5]


def test_where_the_verdict_is_no_account_the_two_best_are_compared() -> None:
    rows = {
        "assessment": [{"partition": "p", "favours": "cannot tell", "against": ""}],
        "evidence": _evidence("p", "P03", ours=1.0, partner=0.5, fabricated=-2.0),
    }
    found = argument.findings(view(shelf(rows)))[0]
    assert (found.favours, found.against, found.decades) == ("ours", "partner", 0.5)


def test_a_feature_that_is_silent_about_one_account_has_no_number() -> None:
    rows = {
        "assessment": [{"partition": "p", "favours": "ours", "against": "partner"}],
        "evidence": _evidence("p", "P03", ours=2.0, fabricated=0.0),
    }
    assert argument.findings(view(shelf(rows)))[0].decades is None


def test_the_strongest_findings_come_first_and_once_a_feature() -> None:
    found = argument.strongest(view(sample(20)), 2)
    assert [one.feature for one in found] == ["P03", "P11"]
    assert found[0].partition in PARTS
