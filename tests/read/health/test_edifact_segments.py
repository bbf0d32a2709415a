"""EDIFACT syntax."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.read.health.edifact_segments import Segment, segments


def tags(raw: bytes, size: int = 1 << 16) -> list[Segment]:
    """Segments of some bytes, fed in chunks."""
    return list(segments(raw[at : at + size] for at in range(0, len(raw), size)))


def test_the_release_sign_makes_signs_ordinary():
    """ST JAMES?'S; ?? is one question mark."""
    (segment,) = tags(b"NAD+SLA+++ST JAMES?'S ?+ ??'")
    assert segment.joined(3, "") == "ST JAMES'S + ?"


def test_a_released_component_sign_does_not_cut():
    """Reporter?: Dr E is one component, Reporter:Dr E would be two."""
    assert tags(b"FTX+RIT+++Reporter?: Dr E'")[0].elements[3] == ["Reporter: Dr E"]
    assert tags(b"FTX+RIT+++Reporter: Dr E'")[0].elements[3] == ["Reporter", " Dr E"]


def test_service_advice_changes_the_signs():
    """UNA states six of them; the reserved one is at times left out."""
    assert tags(b"UNA*/.! ~UNB/UNOC*3/A~")[0].elements == [["UNOC", "3"], ["A"]]
    assert tags(b"UNA:+.?'UNB+UNOC:3+A'")[0].elements == [["UNOC", "3"], ["A"]]


def test_text_that_is_no_segment_comes_out_without_a_tag():
    """Nothing is dropped."""
    found = tags(b"hello there 'UNH+1'bye")
    assert [(segment.tag, segment.text) for segment in found] == [("", "hello there"), ("UNH", "1"), ("", "bye")]


def test_components_that_are_not_there_are_empty():
    """No index error anywhere."""
    (segment,) = tags(b"PDI+2'")
    assert (segment.at(0), segment.at(0, 5), segment.at(9), segment.joined(9, " ")) == ("2", "", "", "")


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_chunk_borders_change_nothing(size):
    """Also between a release sign and what it releases."""
    raw = b"UNA:+.? '\r\nUNB+UNOC:3+A?'B+C??'\r\nFTX+SPC+++x?+y:z'\r\nUNT+1'"
    assert tags(raw, size) == tags(raw)


@given(
    st.lists(st.sampled_from([b"UNA:+.? '", b"UNB+", b"'", b"?", b"+", b":", b"\xff", b"AB1"]) | st.binary(max_size=6)),
    st.integers(1, 9),
)
@settings(deadline=None)
def test_any_bytes_give_segments(parts, size):
    """No bytes raise, whole or in pieces."""
    for segment in tags(b"".join(parts), size):
        assert segment.tag or segment.text
