"""FHIR bulk exports."""

import json

from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.batch import Shape
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Reason
from leakassay.read.health import fhir_lines
from read.reading import read_all, read_bytes

PATIENT = {"resourceType": "Patient", "id": "p", "name": [{"family": "TESTER"}]}
RESULT = {
    "resourceType": "Observation",
    "status": "final",
    "code": {"text": "Sodium"},
    "subject": {"reference": "Patient/p"},
}


def lines(*values):
    return "".join(json.dumps(value) + "\n" for value in values).encode()


def rows(summary):
    return [row for batch in summary.batches if batch.shape is Shape.RECORD for row in batch.data.to_pylist()]


def test_a_line_finds_the_patient_of_another():
    found = rows(read_bytes(fhir_lines.read, lines(RESULT, PATIENT)))
    assert [(row["surname"], row["test_name"], row["subject"]) for row in found] == [
        ("TESTER", None, 0),
        ("TESTER", "Sodium", 0),
    ]


def test_a_later_block_knows_the_patient_of_an_earlier_one():
    raw = lines(PATIENT, *[{"resourceType": "Basic", "id": "x" * 2_500}] * 2_000, RESULT)
    found = rows(read_bytes(fhir_lines.read, raw))
    assert [(row["surname"], row["test_name"], row["subject"]) for row in found] == [
        ("TESTER", None, 0),
        ("TESTER", "Sodium", 0),
    ]


def test_a_line_that_is_no_json_is_text_and_a_gap():
    raw = lines(PATIENT) + b'{"resourceType": "Pat\n' + lines(RESULT)
    summary = read_bytes(fhir_lines.read, raw)
    assert summary.text.splitlines()[0] == '{"resourceType": "Pat'
    assert (summary.reasons, summary.accounted) == ({Reason.MALFORMED}, len(raw))


def test_units_lie_end_to_end():
    raw = lines(*[PATIENT] * 3_000)
    item = in_memory(raw)
    cuts = fhir_lines.split(item, 65_536)
    assert len(cuts) > 1
    assert [start for start, _ in cuts[1:]] == [start + length for start, length in cuts[:-1]]
    assert len(rows(read_all(fhir_lines.read, item))) == 3_000


def test_white_space_alone_is_blank():
    summary = read_bytes(fhir_lines.read, b"\n \n")
    assert summary.fault is not None
    assert summary.fault.reason is Reason.BLANK


LINES = st.one_of(
    st.just(json.dumps(PATIENT).encode()), st.just(json.dumps(RESULT).encode()), st.binary(max_size=40),
    st.sampled_from([b"", b"[]", b"{", b'{"resourceType":', b'{"a":"\\ud800"}', b"\xef\xbb\xbf{}", b'[{"a":1}]']),
)  # fmt: skip


@given(st.lists(LINES, max_size=8), st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_any_lines_are_accounted_for_or_the_item_has_a_fault(given_lines, end):
    raw = end.join(given_lines)
    found = read_bytes(fhir_lines.read, raw)
    assert found.fault is not None or found.accounted == len(raw)
