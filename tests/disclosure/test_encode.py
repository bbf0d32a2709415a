"""A value of the dump is text in HTML, in a spreadsheet and on a terminal, and nothing more."""

import csv
import io
import json
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.disclosure import encode

FORMULAS = [
    "=1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\u00a0=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "a\n=1",
    "a\r\n -1",
]
FORMULAS += ["\u200b=1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.test")', "\ufeff+1", "a\u2028=1"]
HARMLESS = ["", "1", "a=b", "TESTER", "O'NEILL", "a\nb", "1-7", "'quoted'", "x@example.test"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_guarded_on_every_line_and_comes_back(text: str) -> None:
    cell = encode.csv_cell(text)
    assert "'" in cell
    assert cell != text
    assert encode.unguard_csv_cell(cell) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert encode.csv_cell(text) == text


@given(st.text() | st.lists(st.sampled_from([*"=+-@\t\r\n' a,\"＝\u200b\u2028"])).map("".join))
def test_a_guarded_cell_comes_back_through_csv(text: str) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerow([encode.csv_cell(text)])
    row = next(csv.reader(io.StringIO(stream.getvalue(), newline="")))
    assert encode.unguard_csv_cell(row[0]) == text


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Z", "C"))) | st.sampled_from(FORMULAS))
def test_no_line_of_a_guarded_cell_starts_a_formula(text: str) -> None:
    for line in encode.csv_cell(text).splitlines():
        assert line.strip()[:1] not in set("=+-@＝＋－＠")


@pytest.mark.parametrize(
    "text", ["\x1b]0;x\x07", "\x1b[2J", "a\rb", "\u202egnp.exe", "\u2066x", "a\u2028b", "\x9b31m", "a\nINFO forged"]
)
def test_terminal_text_steers_nothing(text: str) -> None:
    shown = encode.terminal(text)
    assert all(unicodedata.category(character)[0] != "C" for character in shown)
    assert not {"\u2028", "\u2029"} & set(shown)


@given(st.text())
def test_terminal_text_has_no_hidden_character(text: str) -> None:
    assert all(
        unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
        for character in encode.terminal(text)
    )


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert isinstance(attrs, list)
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text())
def test_html_has_no_element_and_shows_the_text(text: str) -> None:
    seen = _Seen()
    seen.feed(encode.html(text))
    seen.close()
    assert not seen.tags
    assert seen.text == encode.visible(text)


@pytest.mark.field
def test_the_big_list_of_naughty_strings_is_inert_in_html_csv_and_terminal(field_data: Path) -> None:
    for text in json.loads((field_data / "s20-blns" / "blns.json").read_text(encoding="utf-8")):
        seen = _Seen()
        seen.feed(encode.html(text))
        assert not seen.tags
        assert encode.unguard_csv_cell(encode.csv_cell(text)) == text
        assert not any(unicodedata.category(character)[0] == "C" for character in encode.terminal(text))


@given(
    st.recursive(st.text(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3))
)
def test_json_says_the_same_and_steers_nothing(said: object) -> None:
    text = encode.json_text(json.dumps(said, ensure_ascii=False, indent=1))
    assert json.loads(text) == said
    assert all(character == "\n" or encode.visible(character) == character for character in text)
