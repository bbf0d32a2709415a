"""HL7 v2 delimiters and escapes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.read.health.hl7_delimiters import LONGEST_VALUE, Delimiters, of_header

USUAL = Delimiters()


def test_the_header_names_its_signs():
    """MSH-1 and MSH-2 may be any signs."""
    assert of_header("MSH#*!@%#LAB") == Delimiters("#", "*", "!", "@", "%")


def test_a_header_that_says_too_little_gets_the_usual_signs():
    """Older systems send MSH-2 of two signs."""
    assert of_header("MSH|^~|LAB") == USUAL


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        (r"O157:H7 \T\ other", "O157:H7 & other"),
        (r"a\F\b\S\c\R\d\E\e", "a|b^c~d\\e"),
        (r"line\.br\next", "line\nnext"),
        (r"line\.sp 2\next", "line\nnext"),
        (r"\H\bold\N\ text", "bold text"),
        (r"caf\XC3A9\ ", "café "),
        (r"\X0D\ ", "\r "),
        (r"C:\Users\me", r"C:\Users\me"),
        (r"\XZZ\ ", r"\XZZ\ "),
        ("no escapes", "no escapes"),
    ],
)
def test_escapes_are_undone_and_other_backslashes_stay(printed, plain):
    """Paths in results are not escapes."""
    assert USUAL.plain(printed) == plain


def test_explicit_null_is_empty():
    """HL7 writes a deleted value as two quotation marks."""
    assert USUAL.parts('""^A', 3) == ["", "A", ""]
    assert USUAL.first('""') == ""


def test_words_have_no_signs_left():
    """Used for remarks."""
    assert USUAL.words("A^B&C~D") == "A B C; D"


@given(st.text(max_size=50), st.text(max_size=60))
@settings(deadline=None)
def test_any_header_and_value_can_be_read(header, value):
    """No text raises; as many parts as asked for."""
    signs = of_header("MSH" + header)
    assert len(signs.parts(value, 4)) == 4
    assert isinstance(signs.plain(value) + signs.first(value) + signs.words(value), str)


@pytest.mark.parametrize(
    "header",
    [
        *("MSH|\x7f\xff\xff\xff|LAB", "MSH|^~\xd6&|LAB", "MSHa^~\\&aLAB", "MSH|Á~\\&|LAB"),
        *("MSH^^~\\&|LAB", "MSH|~~\\&|LAB", "MSH|\xb1^~\\&|LAB"),  # one sign cannot stand for two things
    ],
)
def test_signs_that_are_damaged_are_the_usual_ones(header):
    """No sender parts components with a letter; a message read so would lose its number."""
    assert of_header(header) == Delimiters()


def test_every_component_of_a_segment_is_a_value_and_documents_are_left_to_others():
    signs = Delimiters()
    segment = "PV1|1|I|WARD 7^BED&2~X|" + "Q" * LONGEST_VALUE + r"|A\T\B"
    assert signs.values(segment) == ["PV1", "1", "I", "WARD 7", "BED", "2", "X", "A&B"]
