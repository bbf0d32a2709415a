"""What must not stand in a comment, and what must: a rule is broken aloud or not at all."""

from __future__ import annotations

import io
import re
import tokenize

from house.tree import ROOT, TESTS, modules, shown

_TOOLS = tuple(sorted((ROOT / "tools").rglob("*.py"))) + tuple(sorted((ROOT / "benchmarks").rglob("*.py")))
_PYTHON = (*modules(), *sorted(TESTS.rglob("*.py")), *_TOOLS)
_NOQA = re.compile(r"#\s*noqa(?P<codes>:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?(?P<reason>.*)", re.IGNORECASE)
_IGNORE = re.compile(r"#\s*type:\s*ignore(?P<code>\[[\w, -]+\])?(?P<reason>.*)")
_UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")


def _comments() -> list[tuple[str, str]]:
    found = []
    for path in _PYTHON:
        tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
        found += [(f"{shown(path)}:{t.start[0]}", t.string) for t in tokens if t.type == tokenize.COMMENT]
    return found


def test_a_silenced_rule_names_itself_and_its_reason():
    """`# noqa: S105  a reason, not a secret`: the code, then why."""
    silent = []
    for place, said in _comments():
        for pattern, code in ((_NOQA, "codes"), (_IGNORE, "code")):
            found = pattern.search(said)
            if found is not None and (not found[code] or len(found["reason"].strip(" #-")) < 8):
                silent.append(place)
    assert silent == []


def test_no_comment_promises_something_for_later():
    """Unfinished parts are issues, not comments."""
    assert [place for place, said in _comments() if _UNFINISHED.search(said)] == []
