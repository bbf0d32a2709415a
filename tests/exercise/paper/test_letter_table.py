"""The table of a letter lists the other tests of the specimen and what became of them."""

from exercise.paper.exact import specimens
from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.letter import composed, finding, located
from leakassay.exercise.paper.letter_table import other_tests, table_cells, with_others


def test_only_letters_that_tell_results_of_one_person_have_a_table(estate: Estate):
    listed = silent = 0
    for rows in specimens(estate, 60):
        written = composed(rows, OURS)
        others = other_tests(rows, written)
        if written.wording.tells == "recorded":
            assert len(others) == rows.num_rows - 1
            listed += bool(others)
        else:
            assert not others
            silent += 1
    assert listed > 5
    assert silent > 5
    assert not other_tests(records(estate, 0, 3), composed(records(estate, 0, 3), OURS))


def test_cells_say_what_became_of_each_test(estate: Estate):
    rows = records(estate, 0, 60).to_pylist()
    head, *lines = table_cells(rows)
    assert head == ("Test", "Result", "Flag", "Range")
    assert [line[:2] for line in lines] == [(row["test_name"], finding(row)) for row in rows]
    assert all(line[2] == "" for line in lines if line[1] == "result to follow")


def test_rows_of_the_table_belong_to_the_record_of_the_letter(estate: Estate):
    for rows in specimens(estate, 60):
        written = composed(rows, OURS)
        if not other_tests(rows, written):
            continue
        people = with_others(located(written.people, "paragraph", list(written.places)), rows)
        assert people.num_rows == rows.num_rows
        assert people["test_name"].to_pylist() == rows["test_name"].to_pylist()
        assert people["locator"].to_pylist()[1:] == [f"table 1 row {row}" for row in range(2, rows.num_rows + 1)]
        for column in ("specimen_id", "collected_at", "test_code", "client_code"):
            assert len(set(people[column].to_pylist())) == 1
