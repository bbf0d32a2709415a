"""Letters name their patients as the key says, and sign with people who are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercise.paper.exact import assert_key_is_exact, changed, holds, joined, specimens
from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.letter import (
    DOCTORS,
    composed,
    day_first,
    day_in_words,
    finding,
    letter,
    one_row_each,
    spaced,
    version_of,
    wrapped,
)


@pytest.mark.parametrize("patients", [1, 3])
def test_a_letter_shows_exactly_what_the_key_says(estate: Estate, patients: int):
    seen = set()
    for rows in specimens(estate, 450, patients):
        document = letter("x.txt", rows, OURS)
        assert document.records is not None
        assert document.records.num_rows == patients
        assert_key_is_exact(document, document.data.decode(), one_row_each(rows).to_pylist())
        seen.add(composed(rows, OURS).wording.id)
    assert len(seen) >= (12 if patients == 1 else 4)


def test_each_person_stands_in_the_line_that_the_key_names(estate: Estate):
    for together in (1, 3):
        for rows in specimens(estate, 120, together):
            document = letter("x.txt", rows, OURS)
            assert document.records is not None
            lines = document.data.decode().split("\r\n")
            for row in document.records.to_pylist():
                word, number = row["locator"].split()
                assert word == "line"
                # a name of two words may be broken over two lines
                assert row["surname"].casefold().split()[0] in lines[int(number) - 1].casefold()


def test_a_letter_that_tells_nothing_names_no_test(estate: Estate):
    silent = [
        (rows, document) for rows in specimens(estate, 200) if not (document := letter("x.txt", rows, OURS)).has_events
    ]
    assert len(silent) > 10
    for rows, document in silent:
        assert not holds(document.data.decode(), rows.to_pylist()[0], "test_name")


@pytest.mark.parametrize("status", ["requested", "resulted", "negated"])
def test_letters_know_requests_results_and_denials(estate: Estate, status: str):
    told = []
    for drawn in specimens(estate, 40):
        rows = changed(drawn, {"status": status, "value": "Not seen"})
        document = letter("x.txt", rows, OURS)
        if document.has_events and document.records is not None:
            told.append(document.records["status"][0].as_py())
            assert ("Not seen" in joined(document.data.decode())) == (status != "requested")
    assert len(told) >= 10
    assert set(told) == {status}


def test_a_report_in_words_is_quoted_whole(estate: Estate):
    report = "MICROSCOPY: Chronic gastritis with {brackets}. No evidence of malignancy is seen in any of the pieces."
    wordings = set()
    for drawn in specimens(estate, 80):
        rows = changed(drawn, {"status": "negated", "value": report, "unit": ""})
        document = letter("x.txt", rows, OURS)
        assert_key_is_exact(document, document.data.decode(), one_row_each(rows).to_pylist())
        if document.has_events:
            assert report in joined(document.data.decode())
            wordings.add(composed(rows, OURS).wording.id)
    assert {"histology-addendum", "tumour-board"} < wordings


def test_the_key_names_no_client_and_no_code(estate: Estate):
    found = letter("x.txt", records(estate, 10, 11), OURS).records
    assert found is not None
    assert found["client_code"].to_pylist() == found["test_code"].to_pylist() == [""]


def test_a_doctor_signs_and_is_no_patient(estate: Estate):
    names = set(estate.people["surname"].to_pylist())
    assert not names & {last.upper() for _, last in DOCTORS}
    written = composed(records(estate, 10, 11), OURS)
    assert written.signed_by in {" ".join(name) for name in DOCTORS}


def test_the_same_rows_give_the_same_letter(estate: Estate):
    rows = records(estate, 10, 11)
    assert letter("x.txt", rows, OURS).data == letter("x.txt", rows, OURS).data


def test_the_second_version_is_about_the_same_people_in_other_words(estate: Estate):
    rows = records(estate, 10, 11)
    first, second = letter("x.txt", rows, OURS), version_of(letter, "x v2.txt", rows, OURS)
    assert first.records is not None
    assert second.records is not None
    assert first.records.drop_columns(["locator"]) == second.records.drop_columns(["locator"])
    assert first.data != second.data
    one, other = (set(document.data.decode().split()) for document in (first, second))
    assert len(one & other) > 0.7 * len(one)


def test_an_empty_number_stays_empty():
    assert spaced("") == ""
    assert spaced("9990000018") == "999 000 0018"


def test_days_are_printed_as_people_write_them():
    assert day_first("2023-12-31") == "31/12/2023"
    assert day_in_words("1961-03-04") == "4 March 1961"


def test_what_is_only_asked_for_is_to_follow():
    row = {"status": "requested", "value": "5", "unit": "g/L"}
    assert finding(row) == "result to follow"
    assert finding(row | {"status": "resulted"}) == "5 g/L"


def test_one_row_is_kept_per_record(estate: Estate):
    assert one_row_each(records(estate, 0, 9))["record"].to_pylist() == list(range(9))


@given(st.lists(st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=30), max_size=60))
def test_wrapped_paragraphs_keep_every_word(words: list[str]):
    assert " ".join(wrapped(" ".join(words))).split() == " ".join(words).split()
