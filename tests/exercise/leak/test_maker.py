"""What makers are given: records of any stretch, shares within their bounds, pieces joined."""

import itertools

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.leak import maker
from leakassay.exercise.leak.maker import Cut, Share, extract, joined, split
from leakassay.exercise.paper.delimited import Layout
from leakassay.exercise.paper.document import Document


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bounds=st.tuples(st.integers(0, 400), st.integers(1, 300)), window=st.sampled_from([7, 100, 1_000]))
def test_any_stretch_has_the_specimens_that_the_estate_prints(
    estate: Estate, monkeypatch: pytest.MonkeyPatch, bounds: tuple[int, int], window: int
):
    monkeypatch.setattr(maker, "WINDOW", window)
    start, stop = bounds[0], min(estate.specimens, sum(bounds))
    found, printed = Cut(estate).rows((start, stop)), records(estate, start, stop)
    for name in ("record", "person_id", "specimen_id", "test_code", "collected_at", "controller"):
        assert found[name].to_pylist() == printed[name].to_pylist()
    assert found.schema == printed.schema


def test_neighbours_are_printed_once(estate: Estate):
    cut = Cut(estate)
    cut.rows((0, 5))
    first = cut.windows[0]
    cut.rows((5, 9))
    assert cut.windows[0] is first


def test_few_windows_are_kept(estate: Estate, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(maker, "WINDOW", 10)
    cut = Cut(estate)
    for start in range(0, 200, 10):
        cut.rows((start, start + 10))
    assert len(cut.windows) <= 2


def test_a_share_keeps_within_its_bounds():
    share = Share(0.1, most=50, least=4)
    assert [share.of(count) for count in (10, 100, 10_000)] == [4, 10, 50]


@given(st.integers(0, 1_000), st.integers(0, 1_000), st.integers(1, 20))
def test_a_span_is_cut_without_a_gap(start: int, length: int, parts: int):
    pieces = split((start, start + length), parts)
    assert pieces[0][0] == start
    assert pieces[-1][1] == start + length
    assert all(one[1] == other[0] for one, other in itertools.pairwise(pieces))
    assert max(stop - first for first, stop in pieces) - min(stop - first for first, stop in pieces) <= 1


def test_joined_pieces_keep_bytes_and_records_in_order(estate: Estate):
    rows = records(estate, 0, 4)
    whole = joined([Document("x", "csv", b"ab", rows), Document("x", "csv", b"cd"), Document("x", "csv", b"e", rows)])
    assert whole.data == b"abcde"
    assert whole.records == pa.concat_tables([rows, rows])


def test_an_extract_prints_what_the_cut_holds(estate: Estate):
    made = extract(Cut(estate), "x.csv", (3, 9), Layout())
    assert made.records is not None
    assert made.records["person_id"].to_pylist() == records(estate, 3, 9)["person_id"].to_pylist()


def test_joined_pieces_keep_their_locator_and_a_piece_without_events_its_people_only(estate: Estate):
    rows = records(estate, 0, 3)
    head = Document("x", "csv", b"head")
    told = Document("x", "csv", b"a", rows, frozenset({"surname"}), locator="message")
    named = Document("x", "csv", b"b", rows, frozenset({"surname"}), has_events=False, locator="message")
    whole = joined([head, told, named])
    assert (whole.locator, whole.shows, whole.has_events) == ("message", {"surname"}, True)
    assert whole.records is not None
    assert whole.records["test_name"].to_pylist() == rows["test_name"].to_pylist() + [""] * rows.num_rows
    assert whole.records["person_id"].to_pylist() == 2 * rows["person_id"].to_pylist()
    assert not joined([head, named]).has_events
