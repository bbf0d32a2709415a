"""Lists in fixed columns: rows under their headings, page after page; what is no row is text."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.detect import settings as detect_settings
from leakassay.detect.assay import Assay
from leakassay.exercise.estate.house import OURS, PARTNER, House
from leakassay.exercise.paper import fixed_width, print_file
from leakassay.model.batch import Batch
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Outcome, Reason
from leakassay.pipeline.catalogue.detectors import DETECTORS
from leakassay.profile.organisation import EMPTY
from leakassay.read.tabular import fixed
from read.estate import rows as estate_rows
from read.reading import read_all, read_bytes

PAGES = (
    "  A HOSPITAL   RESULTS LIST   Page 1\r\n\r\n"
    "NHS NO        SURNAME      BORN        RESULT\r\n"
    "---------------------------------------------\r\n"
    "9990000018    SMITH        01/02/1950  NEGATIVE\r\n"
    "999 000 0026  MC DONALD    01/02/1951  POSITIVE\r\n"
    "9990000034    JONES        01/02/1952  NEGATIVE\r\n\r\n"
    "TOTALS 3\r\n\f  A HOSPITAL   RESULTS LIST   Page 2\r\n\r\n"
    "NHS NO        SURNAME      BORN        RESULT\r\n"
    "---------------------------------------------\r\n"
    "9990000042    BROWN        01/02/1950  NEGATIVE\r\n\r\n"
    "REF       PATIENT               WARD\r\n"
    "========= ===================== ====\r\n"
    "A1        GREEN, ANN            W1\r\n"
    "A2        BLACK, BEN            W2\r\n"
)


def test_rows_of_every_page_and_block_stand_under_their_own_headings() -> None:
    summary = read_bytes(fixed.read, PAGES.encode())
    assert [(one["NHS NO"], one["SURNAME"]) for one in summary.records[:4]] == [
        ("9990000018", "SMITH"), ("999 000 0026", "MC DONALD"), ("9990000034", "JONES"), ("9990000042", "BROWN"),
    ]  # fmt: skip
    assert summary.records[4:] == [
        {"REF": "A1", "PATIENT": "GREEN, ANN", "WARD": "W1"}, {"REF": "A2", "PATIENT": "BLACK, BEN", "WARD": "W2"},
    ]  # fmt: skip
    assert (summary.accounted, summary.gaps) == (len(PAGES), [])


def test_headers_footers_and_totals_go_on_as_text() -> None:
    text = read_bytes(fixed.read, PAGES.encode()).text
    assert all(said in text for said in ("Page 1", "TOTALS 3", "Page 2"))
    assert "SURNAME" not in text


def test_a_line_that_does_not_fit_is_text_and_a_gap_where_it_holds_a_number() -> None:
    odd = PAGES.replace("9990000034    JONES        ", "9990000034 VERY-LONG-NAME-FOR-A-COLUMN ")
    summary = read_bytes(fixed.read, odd.encode())
    assert "9990000034 VERY-LONG" in summary.text
    assert [(gap.reason, gap.bytes) for gap in summary.gaps] == [(Reason.RAGGED_ROWS, 0)]


def test_a_list_that_is_cut_off_within_a_row_says_so() -> None:
    whole = PAGES.partition("\r\n\r\nTOTALS")[0]
    assert read_bytes(fixed.read, whole.encode()).gaps == []
    assert read_bytes(fixed.read, whole[:-30].encode()).reasons == {Reason.TRUNCATED}


def test_a_list_without_headings_has_columns_all_the_same() -> None:
    lines = "".join(f"{number}  SMITH{number % 7}       01/02/1950  NEG\n" for number in range(9990000018, 9990000060))
    summary = read_bytes(fixed.read, lines.encode())
    assert summary.rows[0] == ["9990000018", "SMITH5", "01/02/1950", "NEG"]
    assert len(summary.rows) == 42


def test_white_space_is_blank() -> None:
    fault = read_bytes(fixed.read, b" \n \f ").fault
    assert fault is not None
    assert (fault.outcome, fault.reason) == (Outcome.EMPTY, Reason.BLANK)


def test_units_of_a_large_list_share_its_headings() -> None:
    lines = "".join(f"{9990000018 + row}    SMITH{row % 9}       01/02/1950  NEGATIVE\r\n" for row in range(2_000))
    heading = "NHS NO        SURNAME      BORN        RESULT\r\n---------------------------------------------\r\n"
    raw = (heading + lines).encode()
    item = in_memory(raw)
    units = fixed.split(item, 20_000)
    found = [read_all(fixed.read, replace(item, offset=start, length=length)) for start, length in units]
    os.close(item.fd)
    assert len(units) > 4
    assert sum(map(len, [one.rows for one in found])) == 2_000
    assert {batch.headers for one in found for batch in one.batches} == {("NHS NO", "SURNAME", "BORN", "RESULT")}
    assert sum(one.covered for one in found) == len(raw)


@pytest.mark.parametrize("house", [OURS, PARTNER])
@pytest.mark.parametrize("paper", [fixed_width.print_file, print_file.print_file])
def test_everybody_on_the_lists_of_the_rehearsal_is_in_a_row(paper: Any, house: House) -> None:
    """By another writer: every number in one column, every surname in another; only long findings are text."""
    document = paper("x.prn", estate_rows(120), house)
    summary = read_bytes(fixed.read, document.data)
    told = {cell.replace(" ", "").replace("-", "") for row in summary.rows for cell in row}
    assert set(document.records["nhs_number"].to_pylist()) - {""} <= told
    assert summary.gaps == []
    assert not re.search(r"\d{3} ?\d{3} ?\d{4}", summary.text)


def people_of(batches: list[Batch]) -> pa.Table:
    finder = Assay(detect_settings.from_profile(EMPTY, DETECTORS))
    rows = [*(one for batch in batches for one in finder.see(batch)), *finder.close()]
    return pa.Table.from_batches([data for name, data in rows if name == "sighting"])


def test_people_are_found_with_their_columns() -> None:
    found = people_of(read_bytes(fixed.read, PAGES.encode()).batches).to_pylist()
    assert [one["nhs_number"] for one in found][:4] == ["9990000018", "9990000026", "9990000034", "9990000042"]
    assert found[0]["surname"].lower() == "smith"


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=60), st.integers(0, len(PAGES)), st.integers(0, len(PAGES)))
def test_any_bytes_add_up(noise: bytes, at: int, cut: int) -> None:
    raw = PAGES.encode()[:at] + noise + PAGES.encode()[at:]
    raw = raw[:cut] if cut % 3 == 0 else raw
    summary = read_bytes(fixed.read, raw)
    assert summary.fault is not None or summary.accounted == len(raw)
