"""Fields without a column: their words once, numbers not at all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leakassay.read.health import hl7v2
from leakassay.read.health.hl7_delimiters import Delimiters
from leakassay.read.health.hl7_others import PART, WANTED, OtherFields
from read.reading import read_bytes

MESSAGE = (
    "MSH|^~\\&|LAB|RX1|EPR|RX1|20240603||ORU^R01|1|P|2.5\rPID|1||9990000018^^^NHS^NH||TESTER^ANN\r"
    "PV1|1|I|A7^^^RX1||||C1^HILL^JOHN^^^DR\rOBR|1|12345678|24A1|HIV^HIV screen\r"
    "OBX|1|CE|1^Antibody||1^neg^L^2^not found^M\r"
)


def told(raw: bytes) -> list[str]:
    batches = read_bytes(hl7v2.read, raw).batches
    return [row["text"] for batch in batches if batch.part == PART for row in batch.data.to_pylist()]


def test_words_of_a_message_that_no_column_takes_are_told_once_in_a_unit() -> None:
    once = ["PV1-7: C1 HILL JOHN DR", "OBR-4: HIV HIV screen", "OBX-5: 1 neg L 2 not found M"]
    assert told(MESSAGE.encode() * 3) == once


def test_numbers_of_orders_are_not_told() -> None:
    assert not any("12345678" in line for line in told(MESSAGE.encode()))


def test_fields_are_listed_in_rising_order() -> None:
    """The search of a segment ends at the first field that it does not have."""
    assert all(list(fields) == sorted(set(fields)) for fields in WANTED.values())


@given(st.sampled_from(sorted(WANTED)), st.lists(st.text(max_size=9), min_size=6, max_size=40))
def test_any_fields_are_taken_and_none_is_told_twice(segment: str, fields: list[str]) -> None:
    others = OtherFields()
    for _ in range(2):
        others.see(segment, fields, Delimiters())
    told = [row["text"] for batch in others.take(at_end=True) for row in batch.data.to_pylist()]
    assert len(told) <= len({*fields}) + 1
