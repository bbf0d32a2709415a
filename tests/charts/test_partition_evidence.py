"""One bar a part, coloured by the account that it favours."""

from leakassay.charts.partition_evidence import Part, partition_evidence
from leakassay.charts.theme import VERDICT_COLOURS


def test_each_verdict_present_stands_in_the_legend_with_its_colour() -> None:
    svg = partition_evidence([Part("P1", "ours", 3.0), Part("P2", "fabricated", 1.5)])
    assert all(VERDICT_COLOURS[verdict] in svg and f">{verdict}<" in svg for verdict in ("ours", "fabricated"))


def test_evidence_against_the_favoured_account_is_drawn_to_the_left() -> None:
    assert "P1 favours cannot tell, -0.4" in partition_evidence([Part("P1", "cannot tell", -0.4)])
