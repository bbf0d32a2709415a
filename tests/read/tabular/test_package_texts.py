"""Text of parts that are no cells."""

from __future__ import annotations

import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.errors import ItemError
from leakassay.read.tabular.package_texts import lines, properties


def said(xml: str, *, keeps_all: bool = False) -> list[str]:
    return list(lines(io.BytesIO(xml.encode()), keeps_all=keeps_all))


def test_runs_of_a_line_are_joined_and_paragraphs_are_not() -> None:
    assert said("<x><p><r><t>9990</t></r><r><t>000018</t></r></p><p><t>Smith</t></p></x>") == ["9990000018", "Smith"]


@pytest.mark.parametrize(
    ("xml", "found"),
    [
        ('<x><cNvPr id="2" name="Picture 1" descr="letter about Smith"/></x>', ["letter about Smith"]),
        ('<x><dataValidation prompt="such as 9990000018" sqref="A1"/></x>', ["such as 9990000018"]),
        ('<x><Relationship Type="t" Target="https://pas.example/1"/><Relationship Target="sheet1.xml"/></x>',
         ["https://pas.example/1"]),
        ('<x><shape style="position: absolute; top: 1pt"/><a val="50000"/><b val="9990000018"/></x>', ["9990000018"]),
        ("<x><from><col>3</col><colOff>38100</colOff></from></x>", []),
        ('<x><feature name="microsoft.com:RD"/></x>', []),
    ],
)  # fmt: skip
def test_attributes_speak_that_somebody_wrote(xml: str, found: list[str]) -> None:
    assert said(xml) == found


def test_in_custom_xml_every_attribute_speaks() -> None:
    assert said('<x a="9990000018"><row>7</row></x>', keeps_all=True) == ["9990000018", "7"]


def test_properties_bear_our_names() -> None:
    xml = (
        '<p xmlns:dc="d"><dc:creator>Ann</dc:creator><lastModifiedBy>Bob</lastModifiedBy><ScaleCrop>false</ScaleCrop>'
        '<property name="Ward No"><vt:lpwstr>7</vt:lpwstr></property></p>'
    )
    found = [(one.name, one.value) for one in properties(io.BytesIO(xml.encode()))]
    assert found == [("author", "Ann"), ("last_modified_by", "Bob"), ("ward_no", "7")]


MARKS = ["<p>", "</p>", "<t>", "</t>", "<f>", "</f>", '<a descr="d"/>',
         '<a val="9990000018" style="x"/>', "9990000018", "&#xe9;",
         "&undefined;", "<!-- c -->", "<![CDATA[z]]>", '<x:y xmlns:x="u"/>', "<title>", "</title>",
         "<"]  # fmt: skip


@given(st.lists(st.sampled_from(MARKS), max_size=40), st.booleans())
def test_any_marks_give_lines_and_properties_or_an_error_of_the_item(marks: list[str], keeps_all: bool) -> None:
    xml = f"<a>{''.join(marks)}</a>"
    with contextlib.suppress(ItemError):
        assert all(line.strip() for line in said(xml, keeps_all=keeps_all))
    with contextlib.suppress(ItemError):
        assert all(one.value for one in properties(io.BytesIO(xml.encode())))
