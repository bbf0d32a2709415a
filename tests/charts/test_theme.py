"""Every plot is inert inline SVG that says in words what it shows, and the same twice."""

import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from leakassay.charts.interval_plot import Interval, interval_plot
from leakassay.charts.outcome_bar import outcome_bar
from leakassay.charts.partition_evidence import Part, partition_evidence
from leakassay.charts.theme import OUTCOME_COLOURS, VERDICT_COLOURS, chart_module, draw
from leakassay.model.errors import TerminalError
from leakassay.model.outcomes import Outcome, Verdict

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '</text><script>alert(1)</script>" onload="x\' + datum.\u2028\u202e\\'


def _parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  drawn just now from this file's own rows


def test_every_outcome_and_verdict_has_a_colour_of_its_own() -> None:
    assert set(OUTCOME_COLOURS) == set(Outcome)
    assert set(VERDICT_COLOURS) == set(Verdict)
    assert len(set(OUTCOME_COLOURS.values())) == len(Outcome)


@pytest.mark.parametrize("sign", ["\x1b", "\x00", "\x07", "\x9b", "\ufffe", "\udc80"])
def test_a_sign_that_xml_cannot_hold_does_not_end_the_process(sign: str) -> None:
    """The drawing library aborts on one, and takes the whole run with it."""
    svg = partition_evidence([Part(f"folder {sign}[2J", "ours", 2.0)])
    assert _parsed(svg).tag == f"{SVG}svg"
    assert sign not in svg


@pytest.mark.parametrize(
    "plot",
    [
        lambda: interval_plot([Interval(HOSTILE, 1, 2, 3)], "x", "people"),
        lambda: partition_evidence([Part(HOSTILE, "ours", 2.0)]),
        lambda: outcome_bar({"read": {"items": 1, "bytes": 2}}, {"read": HOSTILE}),
    ],
)
def test_a_hostile_label_is_text_in_a_plot(plot: Callable[[], str]) -> None:
    root = _parsed(plot())
    inert = ("svg", "g", "path", "rect", "line", "text", "defs", "clipPath")
    assert {element.tag for element in root.iter()} <= {f"{SVG}{tag}" for tag in inert}
    assert not any(name.startswith("on") or name.endswith("href") for element in root.iter() for name in element.attrib)
    assert "script" in root.attrib["aria-label"] or "script" in "".join(root.itertext())


def test_a_plot_has_a_description_and_no_fixed_size() -> None:
    root = _parsed(interval_plot([Interval("A", 1, 2, 3)], "x", "people"))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == "people, best value and interval: A 2 (1 to 3)"
    assert "width" not in root.attrib
    assert "viewBox" in root.attrib


def test_the_same_table_gives_the_same_plot() -> None:
    rows = [Interval("A", 1, 2, 3), Interval("B", 0, 0, 9)]
    first = interval_plot(rows, "x", "people")
    partition_evidence([Part("P1", "ours", 2.0)])  # Vega counts its ids through all plots of a process
    assert interval_plot(rows, "x", "people") == first


def test_ids_of_two_plots_on_one_page_differ() -> None:
    alt = chart_module()
    chart = alt.Chart(alt.Data(values=[{"a": 1}])).mark_bar(clip=True).encode(x="a:Q")
    ids = [
        {e.attrib["id"] for e in _parsed(draw(chart, name, "d")).iter() if "id" in e.attrib} for name in ("one", "two")
    ]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_a_plot_with_a_link_is_refused() -> None:
    alt = chart_module()
    chart = alt.Chart(alt.Data(values=[{"a": 1, "u": "https://x.test"}])).mark_bar().encode(x="a:Q", href="u:N")
    with pytest.raises(TerminalError, match="active element"):
        draw(chart, "x", "d")
