"""One HL7 v2 result."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.outcomes import EventStatus
from leakassay.read.health import hl7_result as result
from leakassay.read.health.hl7_delimiters import Delimiters

USUAL = Delimiters()


@pytest.mark.parametrize(
    ("kind", "field", "read"),
    [
        ("NM", "5.6", "5.6"),
        ("SN", "^182", "182"),
        ("SN", "<^5", "<5"),
        ("SN", "^10^-^20", "10-20"),
        ("CE", "POS^Positive^L", "Positive"),
        ("CWE", "27268008^Salmonella^SCT", "Salmonella"),
        ("CWE", "POS", "POS"),
        ("ST", r"growth \T\ pus", "growth & pus"),
        ("TX", "one~two", ""),
        ("NM", '""', ""),
        ("ZZ", "anything", "anything"),
    ],
)
def test_a_value_is_read_by_its_type(kind, field, read):
    """OBX-2 says how OBX-5 is built."""
    assert result.value(kind, field, USUAL).result == read


def test_narrative_goes_to_the_comment():
    """Several lines, or more than a line."""
    assert result.value("FT", r"No growth.\.br\Final.", USUAL).narrative == "No growth.\nFinal."
    assert result.value("TX", "word " * 100, USUAL).result == ""


def test_an_embedded_document_is_told_not_quoted():
    """ED, and base64 in a text field."""
    told = ("", "", "application/pdf", 12, False)
    assert result.value("ED", "LAB^application^pdf^Base64^JVBERi0xLjQ=", USUAL) == told
    assert result.value("ED", "LAB^text^plain^Base64^V29yZHM=", USUAL, is_item=True).narrative == ""
    assert result.value("ED", "^IM^jpeg^Base64^AAAA", USUAL).embedded == "image/jpeg"
    assert result.value("TX", "QUJD" * 200, USUAL).embedded == "application/octet-stream"


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("3.5-5.1", ("3.5", "5.1", "")),
        ("70_105", ("70", "105", "")),
        ("3.5 - 5.1 mmol/L", ("3.5", "5.1", "")),
        ("<5", ("", "5", "")),
        (">7.2", ("7.2", "", "")),
        ("Negative", ("", "", "Negative")),
        ("", ("", "", "")),
    ],
)
def test_limits_are_told_as_printed(printed, read):
    """Words stay words."""
    assert result.limits(printed, USUAL) == read


def test_susceptibility_is_not_an_abnormal_flag():
    """S, I and R of microbiology."""
    assert result.flag("R", USUAL) == ("", "R")
    assert result.flag("H", USUAL) == ("H", "")
    assert result.flag("H~A", USUAL) == ("H A", "")


def test_a_request_is_not_a_result():
    """OBX-11."""
    assert result.status("F", has_value=False) is EventStatus.RESULTED
    assert result.status("", has_value=True) is EventStatus.RESULTED
    assert result.status("", has_value=False) is EventStatus.REQUESTED
    assert result.status("O", has_value=False) is EventStatus.REQUESTED
    assert result.status("X", has_value=False) is EventStatus.UNKNOWN


@given(st.sampled_from(["NM", "SN", "CE", "ED", "RP", "TX", "", "??"]), st.text(max_size=80))
@settings(deadline=None)
def test_any_field_can_be_read(kind, field):
    """No text raises."""
    assert len(result.value(kind, field, USUAL)) == 5
    assert len(result.limits(field, USUAL)) == 3
    assert len(result.flag(field, USUAL)) == 2


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("LAB^TEXT^plain^Base64^TkhTIDk5OTAwMDAwMTg=", "NHS 9990000018"),
        ("LAB^TEXT^plain^A^NHS 9990000018", "NHS 9990000018"),
        ("LAB^text^html^Base64^PHA+QW5uPC9wPg==", "Ann"),
        ("LAB^TEXT^^Base64^NHS 9990000018: note", "NHS 9990000018: note"),
        ("LAB^AP^pdf^Base64^JVBERi0xLjQ", ""),
    ],
)  # fmt: skip
def test_an_embedded_document_that_is_words_is_read(field: str, words: str):
    assert result.value("ED", field, USUAL).narrative == words
