"""Captures of ASTM E1394."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.paper import astm as paper
from leakassay.model.batch import Shape
from leakassay.model.outcomes import Reason
from leakassay.read.health import astm
from read.estate import rows as invented
from read.reading import read_bytes

CAPTURE = b"H|\\^&|||X\rP|1|9990000018|||TESTER^ANN\rO|1|24A1||^^^HIV|R\rR|1|^^^HIV|NEG||||||F\rL|1|N\r"


def records(summary):
    return [row for batch in summary.batches if batch.shape is Shape.RECORD for row in batch.data.to_pylist()]


@pytest.mark.parametrize("framed", [True, False])
def test_what_the_rehearsal_writes_is_read_row_by_row(framed):
    document = paper.capture("x", invented(40), OURS, framed=framed)
    assert document.records is not None
    summary = read_bytes(astm.read, document.data)
    assert (summary.covered, summary.gaps) == (len(document.data), [])
    wanted = document.records.select(["nhs_number", "surname", "specimen_id", "test_code"]).to_pylist()
    found = [{name: row[name] or "" for name in wanted[0]} for row in records(summary) if row["test_code"]]
    assert found == wanted


def test_a_capture_that_stops_is_told():
    assert read_bytes(astm.read, CAPTURE).reasons == set()
    assert read_bytes(astm.read, CAPTURE[:-6]).reasons == {Reason.TRUNCATED}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"P|1|9990000018", b"Z|1|9990000018", Reason.SOME_PARTS_FAILED),
        (b"F\rL", b"FXP|2|9990000026|||||||||||\rL", Reason.SOME_PARTS_FAILED),
        (b"O|1|", b"\x021O|1|\x0300\r", Reason.BAD_CHECKSUM),
    ],
)
def test_damaged_records_are_a_gap_and_text(old, new, reason):
    summary = read_bytes(astm.read, CAPTURE.replace(old, new))
    assert reason in summary.reasons
    assert summary.accounted == len(CAPTURE.replace(old, new))


def test_white_space_alone_is_never_read():
    summary = read_bytes(astm.read, b"\r\n ")
    assert summary.fault is not None
    assert summary.fault.reason is Reason.NO_TEXT


@given(
    st.lists(
        st.sampled_from([CAPTURE, CAPTURE[:30], b"\x02", b"\x17", b"P|", b"\x0300"]) | st.binary(max_size=9), max_size=6
    )
)
@settings(deadline=None)
def test_any_bytes_are_accounted_for(parts):
    raw = b"".join(parts)
    summary = read_bytes(astm.read, raw)
    if summary.fault is None:
        assert summary.accounted == len(raw)
    else:
        assert summary.fault.reason is Reason.NO_TEXT


def test_signs_that_nobody_types_are_damage() -> None:
    raw = b"H|\\^&|||A\rP|1|99\x7f9000018|||Tester^Ann\rO|1|24A1||^^^K|R\rR|1|^^^K|4.1\rL|1|N\r"
    assert Reason.MALFORMED in read_bytes(astm.read, raw).reasons
    assert read_bytes(astm.read, raw.replace(b"\x7f", b"")).gaps == []
