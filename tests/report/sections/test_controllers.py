"""Controllers by name, small numbers hidden, the unmapped in plain sight."""

from report.sample_shelf import render, sample, shelf, words


def test_controllers_have_their_names_and_the_unmapped_a_row() -> None:
    said = words(render("controllers", sample(300)))
    assert "Example General Hospital (X01)" in said
    assert "Not mapped yet" in said


def test_five_people_of_a_practice_are_shown_as_a_band_everywhere() -> None:
    said = words(render("controllers", sample(300)))
    assert "The Invented Practice (X9901) 1-7 1-7 1-7 1-7 1-7" in said


def test_the_unmapped_are_no_controller() -> None:
    rows = [
        {"sighting_id": 1, "controller": "UNMAPPED", "rule": "none"},
        {"sighting_id": 2, "controller": "X01", "rule": "path"},
    ]
    assert "1 were found" in words(render("controllers", shelf({"controller_map": rows})))
