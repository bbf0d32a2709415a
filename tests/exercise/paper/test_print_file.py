"""Print files keep every column at its place, page by page."""

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.print_file import COLUMNS, PAGE, WIDEST, print_file


def test_columns_are_cut_out_where_the_header_says(estate: Estate):
    document = print_file("x.prn", records(estate, 0, 120), OURS)
    assert document.records is not None
    lines = document.data.decode().replace("\f", "").split("\r\n")[:-1]
    header = lines[2]
    start = header.index(OURS.headers[2])
    end = header.index(OURS.headers[3])
    pages = [lines[at : at + PAGE + 4] for at in range(0, len(lines), PAGE + 4)]
    printed = [line for page in pages for line in page[4:]]
    assert [line[start:end].strip() for line in printed] == document.records["surname"].to_pylist()
    assert {len(line) for line in printed} == {len(header)}
    assert len(pages) == -(-document.records.num_rows // PAGE)


def test_what_does_not_fit_is_neither_printed_nor_in_the_records(estate: Estate):
    rows = records(estate, 0, estate.specimens)
    document = print_file("x.prn", rows, OURS)
    assert document.records is not None
    assert max(map(len, document.records["value"].to_pylist())) <= WIDEST
    assert document.records.num_rows < rows.num_rows
    assert document.shows == {"nhs_number", "surname", "forename", "date_of_birth", "sex", "postcode"}
    assert "address" not in COLUMNS
