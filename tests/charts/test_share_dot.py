"""Shares stand on one axis from nothing to all, each series in its own form."""

from leakassay.charts.share_dot import Share, share_dot

SHARES = (Share("csv", "recall", 1.0), Share("csv", "precision", 0.5), Share("pdf", "recall", 0.0))


def test_every_share_is_said_in_words() -> None:
    svg = share_dot(SHARES, "formats", "recall and precision")
    assert "csv recall 100.0%; csv precision 50.0%; pdf recall 0.0%" in svg
    assert 'role="img"' in svg


def test_labels_are_text_and_never_markup() -> None:
    svg = share_dot([Share("<script>alert(1)</script>", "recall", 0.25)], "hostile", "recall")
    assert "<script" not in svg


def test_equal_shares_give_equal_plots() -> None:
    assert share_dot(SHARES, "formats", "share") == share_dot(SHARES, "formats", "share")


def test_two_series_are_told_apart_by_form_too() -> None:
    one, two = (share_dot(SHARES[:n], "formats", "share") for n in (1, 2))
    assert two.count("<path") > one.count("<path")
