"""The dossier is one inert, offline, masked file in which every number can be traced."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pyarrow as pa
import pytest

from leakassay.model.outcomes import Outcome, Verdict
from leakassay.model.tables.registry import TABLES
from leakassay.pipeline.catalogue.sections import SECTIONS
from leakassay.report import dossier, summary, terminal
from leakassay.report.export import EXPORTS, FORMATS, export
from report.sample_shelf import FACTS, NAMES, Rows, sample, sample_rows, shelf

VOID = {"meta", "br"}
ALLOWED = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "a",
    "header",
    "div",
    "p",
    "h1",
    "h2",
    "h3",
    "code",
    "span",
    "nav",
    "ol",
}
ALLOWED |= {
    "ul",
    "li",
    "main",
    "section",
    "b",
    "strong",
    "figure",
    "figcaption",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
}
ALLOWED |= {
    "th",
    "td",
    "br",
    "dl",
    "dt",
    "dd",
    "footer",
    "svg",
    "g",
    "path",
    "rect",
    "line",
    "text",
    "defs",
    "clippath",
}

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "<svg/onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</textarea><script>x</script>",
    '<!--<img src="--><img src=x onerror=alert(1)>',
    "<![CDATA[<script>x</script>]]>",
    "{{191*193}}",
    "{% for x in y %}{{ x }}{% endfor %}",
    "${191*193}#{191*193}",
    "<iframe src=//x.test></iframe>",
    '<math><mi//xlink:href="data:x,<script>alert(4)</script>">',
    '<a href="javascript&colon;alert(1)">x</a>',
    "<base href=//x.test/>",
    "<meta http-equiv=refresh content=0;url=//x.test>",
    "<link rel=stylesheet href=//x.test>",
    "<form action=//x.test><input autofocus onfocus=alert(1)>",
    "<object data=data:text/html;base64,PHN2Zz4=>",
    "<details open ontoggle=alert(1)>",
    "<template><script>x</script></template>",
    '<noscript><p title="</noscript><img src=x onerror=x>">',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
    "\u202e<script>\u2028alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "\x1b]0;owned\x07<b>",
    "url(//x.test)expression(alert(1))",
)


class Page(HTMLParser):
    """What a browser would build, as far as these tests ask."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.ids: list[str] = []
        self.stack: list[tuple[str, dict[str, str]]] = []
        self.loose: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = {name: value or "" for name, value in attrs}
        self.attributes += [(tag, name, value) for name, value in given.items()]
        if "id" in given:
            self.ids.append(given["id"])
        if tag not in VOID:
            self.stack.append((tag, given))

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if re.search(r"\d", data.replace("log10", "")) and self._is_in("section") and not self._is_traced():
            self.loose.append(data)

    def _is_in(self, tag: str) -> bool:
        return any(one == tag for one, _ in self.stack)

    def _is_traced(self) -> bool:
        """Links to figures, plots (their tables stand below), ids, sentences of other tables, names, and listings."""
        exempt = {"said", "ledger", "reference"}
        return any(
            tag in ("svg", "code", "dt")
            or given.get("class") == "n"
            or given.get("scope") == "row"
            or exempt & set(given.get("class", "").split())
            for tag, given in self.stack
        )


def _render(tables, out: Path, facts=FACTS) -> str:
    built = summary.build(tables, facts, closes=True)
    return dossier.render(tables, built, facts, SECTIONS, out, names=NAMES).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, pa.Table]:
    tables = sample(300)
    html = _render(tables, tmp_path_factory.mktemp("dossier"))
    return html, tables.table("figure")


def _assert_inert(page: Page) -> None:
    assert page.tags <= ALLOWED
    for tag, name, value in page.attributes:
        assert not name.startswith("on"), (tag, name)
        if name in ("href", "src", "action", "xlink:href", "style"):
            assert (tag, name) == ("a", "href")
            assert value.startswith("#")


def test_every_printed_number_has_a_row_among_the_figures(rendered: tuple[str, pa.Table]) -> None:
    page = Page(rendered[0])
    assert page.loose == []
    links = {value[1:] for _, name, value in page.attributes if name == "href" and value.startswith("#fig-")}
    assert links == {f"fig-{figure}" for figure in rendered[1]["figure_id"].to_pylist()}
    assert links <= set(page.ids)


def test_every_link_leads_somewhere_and_no_id_stands_twice(rendered: tuple[str, pa.Table]) -> None:
    page = Page(rendered[0])
    assert len(page.ids) == len(set(page.ids))
    assert {value[1:] for _, name, value in page.attributes if name == "href"} <= set(page.ids)


def test_the_file_is_inert_and_asks_for_nothing(rendered: tuple[str, pa.Table]) -> None:
    html = rendered[0]
    _assert_inert(Page(html))
    assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html
    assert not re.search(r"(?:src|href)=\"(?!#)|@import|url\((?!#)", html.replace("</style>", ""))
    assert "http" not in re.sub(r'xmlns(:\w+)?="http://www\.w3\.org/[^"]*"|http-equiv', "", html)


def test_tables_have_captions_headings_do_not_skip_and_plots_have_descriptions(rendered: tuple[str, pa.Table]) -> None:
    html = rendered[0]
    assert html.count("<table") == html.count("<caption")
    levels = [int(level) for level in re.findall(r"<h(\d)", html)]
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))
    assert (
        html.count("<svg")
        == len(re.findall(r'<svg[^>]*role="img"', html))
        == len(re.findall(r'<svg[^>]*aria-label="[^"]{20,}', html))
    )


def test_two_runs_write_the_same_bytes(tmp_path: Path, rendered: tuple[str, pa.Table]) -> None:
    assert _render(sample(300), tmp_path) == rendered[0]


def test_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    _render(shelf({}), tmp_path / "new")
    assert (tmp_path / "new" / "dossier.html").stat().st_mode & 0o777 == 0o600


def test_a_case_without_any_row_still_gives_a_dossier(tmp_path: Path) -> None:
    html = _render(shelf({}), tmp_path)
    assert "Cannot tell" in html
    assert Page(html).loose == []


def _hostile_rows() -> dict[str, Rows]:
    """The sample with hostile text in every text column, whether it holds values of the dump or not."""
    keep = {("item", "outcome"), ("assessment", "favours"), ("subject", "origin"), ("trait", "name"), ("trait", "key")}
    keep |= {("estimate", "quantity"), ("estimate", "stratum")}
    rows = sample_rows(60)
    turn = 0
    for name, table in rows.items():
        for row in table:
            for field in TABLES[name].schema:
                if pa.types.is_string(field.type) and (name, field.name) not in keep and row.get(field.name) != "*":
                    row[field.name] = HOSTILE[turn % len(HOSTILE)]
                    turn += 1
    return rows


def test_hostile_text_in_every_field_is_inert(tmp_path: Path) -> None:
    html = _render(shelf(_hostile_rows()), tmp_path)
    _assert_inert(Page(html))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069]", html)
    assert "{{191*193}}" in html
    assert "36863" not in html


@pytest.mark.field
def test_naughty_strings_in_every_field_are_inert(tmp_path: Path, field_data: Path) -> None:
    naughty = json.loads((field_data / "s20-blns" / "blns.json").read_text(encoding="utf-8"))
    rows: dict[str, Rows] = {
        "item": [
            {"item_id": n, "item_path": text, "outcome": "failed", "reason": text, "format": text}
            for n, text in enumerate(naughty)
        ],
        "claim_result": [
            {"claim_id": f"{n}{text}", "text": text, "source": text, "verdict": text} for n, text in enumerate(naughty)
        ],
        "controller_map": [
            {"sighting_id": n, "controller": text, "rule": "path"} for n, text in enumerate(naughty[:200])
        ],
    }
    _assert_inert(Page(_render(shelf(rows), tmp_path)))


CANARY_DAY = dt.date(1931, 7, 29)


def _canary_rows() -> dict[str, Rows]:
    """One value that occurs nowhere else in every sensitive column of every table."""
    rows = sample_rows(40)
    rows["document_property"] = [
        {"property_id": 1, "item_id": 1, "name": "author"},
        {"property_id": 2, "item_id": 1, "name": "host"},
    ]
    rows["column"] = [{"column_id": 1, "item_id": 1, "kind": "surname"}]
    for name, table in rows.items():
        for row in table:
            for column in TABLES[name].columns:
                if column.sensitive and row.get(column.name) != "*":
                    row[column.name] = CANARY_DAY if pa.types.is_date(column.type) else f"CANARY{column.name}77"
    return rows


def _leaks(content: bytes) -> bool:
    return any(
        word.encode() in content for word in ("CANARY", "ANARY", CANARY_DAY.isoformat(), "77"[:0] or "29/07/1931")
    )


def test_no_planted_value_reaches_dossier_summary_or_terminal(tmp_path: Path) -> None:
    tables = shelf(_canary_rows())
    _render(tables, tmp_path)
    built = summary.build(tables, FACTS, closes=True)
    summary.write(built, tmp_path / "summary.json")
    (tmp_path / "terminal").write_text("\n".join(terminal.summary_lines(built)), encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir() if _leaks(path.read_bytes())] == []


@pytest.mark.parametrize("name", EXPORTS)
def test_no_planted_value_reaches_a_masked_export(tmp_path: Path, name: str) -> None:
    tables = shelf(_canary_rows())
    for fmt in FORMATS:
        if fmt != "xlsx":  # compressed; its cells are checked in test_written
            export(tables, name, fmt, tmp_path / f"{name}.{fmt}")
    assert [path.name for path in tmp_path.iterdir() if _leaks(path.read_bytes())] == []


def test_a_long_list_of_exceptions_lies_whole_beside_the_dossier(tmp_path: Path) -> None:
    items = [
        {"item_id": n, "outcome": "failed", "reason": "crashed", "item_path": f"=cmd/SMITH {n}.csv"}
        for n in range(5_003)
    ]
    html = _render(shelf({"item": items}), tmp_path)
    listed = (tmp_path / "exceptions.csv").read_text(encoding="utf-8").splitlines()
    assert len(listed) == 5_004
    assert html.count('<td class="path">') == 5_000
    assert "SMITH" not in html + "".join(listed)


def test_the_sample_has_every_outcome_and_a_part_of_each_kind() -> None:
    rows = sample_rows(20)
    assert {row["outcome"] for row in rows["item"]} == set(Outcome)
    assert {row["favours"] for row in rows["assessment"]} <= set(Verdict)
