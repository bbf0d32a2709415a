"""JSON exports parse and hold the records."""

import json

from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper import json_lines


def test_patients_carry_their_results(estate: Estate):
    rows = records(estate, 0, 30)
    export = json.loads(json_lines.patients("x.json", rows).data)
    assert len(export["specimens"]) == 30
    assert sum(len(one["results"]) for one in export["specimens"]) == rows.num_rows
    assert export["specimens"][0]["patient"]["surname"] == rows["surname"][0].as_py()


def test_each_line_is_one_result(estate: Estate):
    rows = records(estate, 0, 30)
    document = json_lines.results("x.ndjson", rows)
    lines = [json.loads(line) for line in document.data.splitlines()]
    assert [line["test_code"] for line in lines] == rows["test_code"].to_pylist()
    assert document.records is not None
    assert document.records["record"].to_pylist() == list(range(rows.num_rows))
