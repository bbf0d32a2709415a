"""XML: lists give rows, the rest lines; nothing unfolds; broken documents are searched and not called read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.document import xml
from read.reading import read_bytes


def test_a_list_of_like_elements_gives_rows_under_their_names() -> None:
    rows = "".join(f'<p id="{n}"><nhsNumber>999{n}</nhsNumber><name><family>F{n}</family></name></p>' for n in range(3))
    found = read_bytes(xml.read, f"<r><head>top</head><list>{rows}</list></r>".encode())
    assert found.records[1] == {"id": "1", "nhsNumber": "9991", "name family": "F1"}
    assert found.text == "head: top"
    assert found.covered == found.accounted


def test_anything_else_is_lines_with_the_name_of_the_element() -> None:
    found = read_bytes(
        xml.read, b'<?xml version="1.0"?><a x="n-1">n-2<b>n-3</b>n-4<!--n-5--><?p n-6?><![CDATA[n-7]]></a>'
    )
    assert found.text.splitlines() == ["a: x: n-1 n-2", "b: n-3", "n-5", "p n-6", "a: n-4n-7"]


def test_entities_are_told_and_not_unfolded() -> None:
    found = read_bytes(xml.read, b'<!DOCTYPE a [<!ENTITY x "n-1">]><a>n-2 &x;</a>')
    assert found.text.splitlines() == ["n-1", "a: n-2 &x;"]
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = read_bytes(xml.read, f'<!DOCTYPE a [<!ENTITY l0 "n-3">{levels}]><a>&l9; n-4</a>'.encode())
    assert bomb.reasons == {Reason.LIMIT_RATIO}
    assert bomb.covered == 0
    assert "n-3" in bomb.text
    assert "n-4" in bomb.text


def test_what_is_cut_is_searched_and_not_called_read() -> None:
    found = read_bytes(xml.read, b"<a><b>9990000018</b><c>half")
    assert "9990000018" in found.text
    assert (found.covered, found.reasons) == (0, {Reason.MALFORMED})


def test_signs_that_xml_forbids_do_no_harm_and_are_said() -> None:
    found = read_bytes(xml.read, b"<a>x\x01y&#24;z</a>")
    assert (found.text, found.reasons) == ("a: x y z", {Reason.MALFORMED})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "cp1252", "shift_jis"])
def test_encodings_are_told_by_bytes_or_by_the_declaration(encoding: str) -> None:
    word = "患者" if encoding == "shift_jis" else "Müller"
    raw = f'<?xml version="1.0" encoding="{encoding}"?><a>{word} and some more words</a>'.encode(encoding)
    assert word in read_bytes(xml.read, raw).text


def test_two_hundred_thousand_levels_tell_what_is_inside() -> None:
    raw = b"<a>" * 200_000 + b"9990000018" + b"</a>" * 200_000
    assert read_bytes(xml.read, raw).text == "a: 9990000018"


def test_elements_without_words_are_blank() -> None:
    fault = read_bytes(xml.read, b"<a><b/></a>").fault
    assert fault is not None
    assert fault.outcome is Outcome.EMPTY


@given(st.binary(max_size=200))
def test_any_bytes_give_readings_or_an_item_error(raw: bytes) -> None:
    found = read_bytes(xml.read, b"<a>" + raw + b"</a>")
    assert found.accounted <= len(raw) + 7


@pytest.mark.field
@pytest.mark.skipif(not os.environ.get("LEAKASSAY_FIELD_DATA"), reason="no field data")
def test_field_documents_are_read_or_say_why() -> None:
    base = Path(os.environ["LEAKASSAY_FIELD_DATA"])
    files = [path for name in ("s11-tika-documents", "s12-ndr-import", "s20-defusedxml")
             for path in (base / name).rglob("*.x[ms]l")]  # fmt: skip
    assert len(files) > 30
    for path in files:
        found = read_bytes(xml.read, path.read_bytes())
        assert found.batches or found.fault is not None
        assert found.covered + sum(gap.bytes for gap in found.gaps) <= path.stat().st_size


@pytest.mark.parametrize(
    ("head", "is_odd"), [(b"", True), (b'<?xml version="1.0" encoding="UTF-8"?>', True),
                         (b'<?xml version="1.0" encoding="ISO-8859-1"?>', False)],
)  # fmt: skip
def test_bytes_that_are_no_utf_8_are_a_doubt_where_nothing_else_is_said(head: bytes, is_odd: bool) -> None:
    """Found by mutation: a stray byte within a number made the whole file look like another encoding."""
    found = read_bytes(xml.read, head + b"<a><b>Jos\xe9</b><b>x</b></a>")
    assert "Jos\xe9" in found.text
    assert (Reason.MALFORMED in found.reasons) == is_odd
