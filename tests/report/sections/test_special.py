"""A request, a result and a negation stand in columns of their own."""

from report.sample_shelf import render, shelf, words


def _events(test_class: str, tier: int, **counts: int) -> list[dict]:
    return [
        {"event_id": tier * 1000 + number, "item_id": 1, "test_class": test_class, "tier": tier, "status": status}
        for number, status in enumerate(status for status, count in counts.items() for _ in range(count))
    ]


def test_classes_stand_by_harm_with_their_three_senses() -> None:
    events = _events("CANCER", 3, requested=20, resulted=30) + _events("HIV", 4, requested=10, resulted=15, negated=20)
    said = words(render("special", shelf({"event": events})))
    assert said.index("HIV 10 15 20 0") < said.index("Cancer 20 30 0 0")


def test_general_tests_are_left_out_and_said_so() -> None:
    said = words(render("special", shelf({"event": _events("GENERAL", 1, resulted=9)})))
    assert said == "No test of a sensitive class was recognised in what was read."


def test_a_single_result_is_not_told_apart() -> None:
    assert "HIV 0 1-7 0 0" in words(render("special", shelf({"event": _events("HIV", 4, resulted=1)})))
