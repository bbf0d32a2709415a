"""Each claim with what was measured, and no number where there is none."""

from report.sample_shelf import render, sample, shelf, words


def test_a_claim_stands_beside_its_measure() -> None:
    said = words(render("claims", sample(20)))
    assert "“nearly 400 GB of data was published” BBC, 2024-06-21" in said
    assert "contradicted 400 GB 38 GB bytes" in said


def test_an_open_end_is_called_open() -> None:
    assert "2,200 2,100 to open subjects" in words(render("claims", sample(20)))


def test_without_claims_the_way_to_give_them_is_said() -> None:
    assert "--claims CLAIMS.toml" in words(render("claims", shelf({})))
