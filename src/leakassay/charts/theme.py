"""One look for every plot: colours that colour-blind readers tell apart, and how a chart becomes inline SVG."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from xml.etree import ElementTree as ET

from markupsafe import Markup

from leakassay.model.errors import TerminalError

WIDTH = 640
"""Pixels of the plotting area; the page scales the SVG to its column."""

BLUE, SKY, GREEN, AMBER, RED, PURPLE = "#1f5fa8", "#56a8dd", "#1a8a6b", "#d99000", "#c8501e", "#a8548a"
GREY, PALE, BROWN = "#8d99a3", "#c3ccd3", "#806a3c"

OUTCOME_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "read": BLUE,
        "read_partly": SKY,
        "known_file": GREEN,
        "empty": PALE,
        "pending": GREY,
        "refused": AMBER,
        "failed": RED,
        "encrypted": PURPLE,
        "unsupported": BROWN,
    }
)
"""Outcomes in the order in which bars are stacked: what was read first."""

VERDICT_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "ours": BLUE,
        "partner": SKY,
        "recycled": AMBER,
        "fabricated": RED,
        "another body": PURPLE,
        "mixed": BROWN,
        "cannot tell": GREY,
    }
)

_FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
_SVG = "http://www.w3.org/2000/svg"
_DROPPED = frozenset(
    {"role", "aria-label", "aria-hidden", "aria-roledescription", "class", "pointer-events", "tabindex"}
)
_STEERING = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufffe\\uffff]")
_ID = re.compile(r' id="([^"]+)"')


def chart_module() -> Any:
    """Altair, imported on first use.

    Raises:
        ModuleNotFoundError: the extra `report` is not installed; the dossier then shows its tables without plots.
    """
    import altair as alt

    return alt


def in_place(alt: Any) -> Any:
    """Sort labels by the field `place` of their rows.

    A list of labels would do the same, but Vega compiles such a list into program text, and labels come from outside.
    """
    return alt.EncodingSortField(field="place", op="min", order="ascending")


def themed(chart: Any) -> Any:
    """The chart with our axes, fonts and no frame."""
    axis = {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelLimit": 260, "labelPadding": 7}
    return (
        chart.properties(background="transparent")
        .configure(font=_FONT, aria=False)  # what a plot says is its description; aria texts are programs
        .configure_view(stroke=None)
        .configure_axis(gridColor="#d8dde0", domainColor="#8d99a3", tickColor="#8d99a3", **axis)
        .configure_legend(orient="top", title=None, labelFontSize=12, symbolSize=110, labelLimit=260, columnPadding=16)
        .configure_text(fontSize=12)
    )


def draw(chart: Any, name: str, description: str) -> Markup:
    """Draw a chart as inline SVG.

    Args:
        chart: an Altair chart.
        name: word that makes the ids inside unique among the plots of one page.
        description: what a reader who cannot see it needs to know.

    Returns:
        An `<svg role="img">` without size (the page scales it), script, link or foreign id; equal for equal input.
    """
    import vl_convert

    text = vl_convert.vegalite_to_svg(json.dumps(_legible(themed(chart).to_dict())), show_warnings=False)
    return Markup(_tidied(text, name, _legible(description)))  # noqa: S704  serialised by ElementTree, which escapes every text


def _legible(said: Any) -> Any:
    """A specification without what XML cannot hold: one such sign in a folder's name ends the whole process."""
    if isinstance(said, str):
        return _STEERING.sub("\N{REPLACEMENT CHARACTER}", said)
    if isinstance(said, dict):
        return {_legible(key): _legible(value) for key, value in said.items()}
    if isinstance(said, list):
        return [_legible(value) for value in said]
    return said


def _tidied(text: str, name: str, description: str) -> str:
    ET.register_namespace("", _SVG)
    root = ET.fromstring(_own_ids(text, name))  # noqa: S314  SVG that vl-convert wrote from our own specification
    for element in root.iter():
        if element.tag in (f"{{{_SVG}}}script", f"{{{_SVG}}}a", f"{{{_SVG}}}image"):
            raise TerminalError(f"the plot '{name}' would carry an active element; plots are marks and text only")
        axis = "axis" in element.attrib.get("class", "")
        kept = {key: value for key, value in element.attrib.items() if key not in _DROPPED}
        element.attrib.clear()
        element.attrib.update(kept)
        if axis:
            element.set("class", "axis")
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    root.set("class", "plot")
    root.set("role", "img")
    root.set("aria-label", description)
    return ET.tostring(root, encoding="unicode")


def _own_ids(text: str, name: str) -> str:
    """Rename ids in order of appearance: Vega counts them through all plots of a process."""
    for place, old in enumerate(dict.fromkeys(_ID.findall(text)), 1):
        text = text.replace(f' id="{old}"', f' id="{name}-{place}"').replace(f"url(#{old})", f"url(#{name}-{place})")
    return text
