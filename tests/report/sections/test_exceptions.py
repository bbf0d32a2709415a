"""Every item that was not read in full is reachable: by cause, and one by one."""

from report.sample_shelf import render, sample, shelf, words


def test_causes_are_grouped_and_each_item_is_listed_masked() -> None:
    html = render("exceptions", sample(20))
    assert "Encrypted protected by a password zip 3 700 MB" in words(html)
    assert html.count('class="path"') == 21
    assert "SMITH" not in html


def test_the_largest_unread_item_comes_first() -> None:
    rows = [
        {"item_id": n, "outcome": "failed", "reason": "crashed", "own_bytes": size}
        for n, size in ((1, 5), (2, 900), (3, 70))
    ]
    html = render("exceptions", shelf({"item": rows}))
    assert html.index("0000000000000002") < html.index("0000000000000003") < html.index("0000000000000001")


def test_what_was_read_is_no_exception() -> None:
    html = render(
        "exceptions", shelf({"item": [{"item_id": 1, "outcome": "read"}, {"item_id": 2, "outcome": "known_file"}]})
    )
    assert "There is none" in words(html)
