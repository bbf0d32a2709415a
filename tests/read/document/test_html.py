"""HTML: a needle in each place where a page can hide text, any encoding, any depth."""

from __future__ import annotations

import html as standard
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.document import html
from read.reading import read_bytes

PAGE = """<!DOCTYPE html><html><head><title>n-1</title><meta name="k" content="n-2"><style>/* n-3 */</style>
<script>var a = "n-4 <b>";</script></head><body><!-- n-5 --><p style="display:none">n-6</p><img alt="n-7" src="n-8.png">
<a href="x?n-9" title="n-10">n-11</a><input type="hidden" name="q" value="n-12"><textarea>n-13</textarea>
<select><option value="n-14">n-15</select><div data-x="n-16" aria-label="n-17" onclick="f('n-18')">n-19</div>
<noscript>n-20</noscript><template>n-21</template><!--[if mso]><p>n-22</p><![endif]--><svg><text>n-23</text></svg>
<input placeholder="n-24"><table summary="n-25"><caption>n-26</caption></table><![CDATA[n-27]]><object data="n-28">
<iframe srcdoc="&lt;p&gt;n-29"></iframe></body></html>n-30"""


def test_a_needle_in_each_hiding_place_is_found() -> None:
    found = read_bytes(html.read, PAGE.encode())
    assert [n for n in range(1, 31) if not re.search(rf"n-{n}\b", found.text)] == []
    assert found.covered == len(PAGE.encode())
    assert not found.gaps


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "cp1252", "shift_jis", "koi8-r"])
def test_encodings_are_told_by_bytes_or_by_the_page(encoding: str) -> None:
    word = {"shift_jis": "患者", "koi8-r": "Пациент"}.get(encoding, "Müller")
    page = f'<html><head><meta charset="{encoding}"></head><p>{word} 1 2 3 4 5 6 7 8</p></html>'
    assert word in read_bytes(html.read, page.encode(encoding)).text


def test_a_page_without_its_end_is_not_whole() -> None:
    raw = PAGE.encode()
    assert read_bytes(html.read, raw[: len(raw) // 2]).reasons == {Reason.TRUNCATED}


@pytest.mark.parametrize(
    "damage",
    [('class="a"', 'class="a'), ('class="a"', "class='a\""), ("<b>", '<b00">')],
    ids=["lost", "other", "opened"],
)
def test_a_quote_that_swallows_tags_hides_nothing(damage: tuple[str, str]) -> None:
    """A browser shows nothing of what stands in a tag; whoever wrote it did."""
    page = '<html><p class="a">NHS 999 000 0018</p><b>NHS 999 000 0026</b><p class="b">NHS 999 000 0034</p></html>'
    found = read_bytes(html.read, page.replace(*damage).encode())
    assert found.reasons == {Reason.MALFORMED}
    assert all(number in found.text for number in ("999 000 0018", "999 000 0026", "999 000 0034"))


def test_mark_up_in_the_value_of_an_attribute_is_no_damage() -> None:
    page = """<html><p title="<b>Ann</b>" data-card='<i class="x">Bob</i>'>x</p></html>"""
    found = read_bytes(html.read, page.encode())
    assert (found.reasons, "Ann" in found.text, "Bob" in found.text) == (set(), True, True)


def test_a_page_that_ends_in_its_head_is_not_blank() -> None:
    fault = read_bytes(html.read, b'<!DOCTYPE html><html><head><meta charset="utf-8">').fault
    assert fault is not None
    assert fault.reason is Reason.TRUNCATED


def test_tags_alone_are_blank() -> None:
    fault = read_bytes(html.read, b"<html><p></p></html>").fault
    assert fault is not None
    assert fault.outcome is Outcome.EMPTY


def test_two_hundred_thousand_levels_tell_what_is_inside() -> None:
    assert read_bytes(html.read, b"<div>" * 200_000 + b"NHS 9990000018").text == "NHS 9990000018"


@given(st.binary(max_size=300))
def test_any_bytes_give_readings_or_an_item_error(raw: bytes) -> None:
    found = read_bytes(html.read, b"<p>" + raw)
    assert found.accounted <= len(raw) + 3


@given(st.text(alphabet="<>!-/\"'=&; a1T", max_size=60))
def test_no_digits_are_lost_that_stand_between_tags(noise: str) -> None:
    found = read_bytes(html.read, f"<p>777</p>{noise}<p> 888 </p>".encode())
    assert "777" in found.text


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += re.findall(r"\w+", data)


@pytest.mark.field
@pytest.mark.skipif(not os.environ.get("LEAKASSAY_FIELD_DATA"), reason="no field data")
def test_words_of_the_standard_parser_are_told_in_field_pages() -> None:
    base = Path(os.environ["LEAKASSAY_FIELD_DATA"]) / "s11-tika-documents"
    all_words = missing = 0
    for path in base.rglob("*.html"):
        raw = path.read_bytes()
        other = _Words()
        other.feed(raw.decode(html.encoding_of(raw), "replace"))
        found = read_bytes(html.read, raw)
        ours = set(re.findall(r"\w+", found.text + str(found.rows) + standard.unescape(found.text)))
        all_words += len(set(other.words))
        missing += len(set(other.words) - ours)
    assert all_words > 1_000
    assert missing <= all_words // 100


@pytest.mark.parametrize("raw", [b"<!DOCTYPE html>", b"<!DOCTYPE html><h", b"<!DOCTYPE html>\n<"])
def test_a_page_that_ends_behind_its_doctype_is_not_whole(raw: bytes) -> None:
    found = read_bytes(html.read, raw)
    assert found.fault.reason is Reason.TRUNCATED if found.fault else Reason.TRUNCATED in found.reasons
    assert not read_bytes(html.read, b"<!DOCTYPE html><p>Dear all").reasons
