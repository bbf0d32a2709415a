"""An SQL page: one SELECT in a file of its own, with its inputs, its output and its question on top."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from leakassay.model.errors import TerminalError

_HEADER = re.compile(r"^--\s*in:\s*(?P<inputs>[\w, ]*?)\s+out:\s*(?P<output>\w+)\s*$")


@dataclass(frozen=True)
class SqlPage:
    """A loaded page.

    Attributes:
        name: room/page, for figures and errors.
        inputs: tables of the shelf it reads (or tables that the caller lends).
        output: what comes out: a table of the shelf, or a name of its own.
        question: the question it answers.
        text: the SELECT.
    """

    name: str
    inputs: tuple[str, ...]
    output: str
    question: str
    text: str


def parse(name: str, text: str) -> SqlPage:
    """Read the header of a page.

    Raises:
        TerminalError: the header is missing; a page without one cannot be checked.
    """
    lines = text.splitlines()
    found = _HEADER.match(lines[0]) if lines else None
    if found is None or len(lines) < 2 or not lines[1].startswith("--"):
        raise TerminalError(
            f"SQL page {name} lacks its header '-- in: a, b  out: c' and the question on its second line"
        )
    inputs = tuple(word.strip() for word in found["inputs"].split(",") if word.strip())
    question = " ".join(line[2:].strip() for line in lines[1:] if line.startswith("--"))
    return SqlPage(name, inputs, found["output"], question, "\n".join(lines))


@cache
def load(room: str, page: str) -> SqlPage:
    """Load `leakassay/<room>/sql/<page>.sql`."""
    text = files(f"leakassay.{room}").joinpath("sql", f"{page}.sql").read_text(encoding="utf-8")
    return parse(f"{room}/{page}", text)
