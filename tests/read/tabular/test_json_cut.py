"""A large document is cut between the elements of its arrays, and its units say what the whole says."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.item import in_memory
from leakassay.read.tabular import json as json_reader
from leakassay.read.tabular import json_cut
from read.reading import read_all

ROWS = [{"id": n, "name": f'Ann "[{n}]" O\\, {{', "notes": ["a,b", {"x": [n, n]}]} for n in range(900)]
DOCUMENTS = {
    "list": json.dumps(ROWS),
    "one line each": "[\n" + ",\n".join(map(json.dumps, ROWS)) + "\n]\n",
    "object": json.dumps({"made": "2024-06-03", "people": ROWS, "last": 1}),
    "two lists": json.dumps({"people": ROWS[:500], "meta": {"a": 1, "b": [1, 2]}, "events": ROWS[500:]}),
    "escapes": json.dumps([{"a": '\\"' * 9 + "," + "\\" * n} for n in range(1, 900)]),
    "structure in strings": json.dumps([{"a": '"}, {"b": "', "n": n} for n in range(1_500)]),
    "lists in a list": json.dumps([[n, "x,y"] for n in range(3_000)]),
    "other letters": json.dumps([{"name": "Åsa Øre", "n": n} for n in range(1_500)], ensure_ascii=False),
}


def units(raw: bytes, limit: int):
    item = in_memory(raw)
    return [
        replace(item, offset=at, length=length, anchors=tuple(anchors))
        for at, length, *anchors in json_cut.cuts(item, limit)
    ]


@pytest.mark.parametrize("chunk", [1_000, 1 << 20])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_units_say_what_the_whole_says(name: str, chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_cut, "CHUNK", chunk)
    raw = DOCUMENTS[name].encode()
    whole = read_all(json_reader.read, in_memory(raw))
    parts = units(raw, 5_000)
    read = [read_all(json_reader.read, part) for part in parts]
    assert len(parts) > 3 if chunk == 1_000 else len(parts) >= 1
    assert [part.offset for part in parts] == [sum(part.length for part in parts[:n]) for n in range(len(parts))]
    assert sum(part.accounted for part in read) == len(raw)
    assert all(not part.gaps for part in read)
    told = [record for part in read for record in part.records]
    assert by_word(told) == by_word(whole.records)


def by_word(records: list[dict[str, str]]) -> tuple[list[str], dict[str, str]]:
    """Rows of lists, and what the top-level object holds besides: its keys may lie in several units."""
    beside = [record for record in records if record.keys() <= {"made", "last"}]
    rest = sorted(str(record) for record in records if record not in beside)
    return rest, {key: value for record in beside for key, value in record.items()}


def test_small_documents_are_not_cut() -> None:
    item = in_memory(DOCUMENTS["list"].encode())
    assert json_reader.split(item, 1_000) == [(0, item.size)]


def test_a_document_in_wide_characters_is_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_reader, "DOCUMENT_BYTES", 1_000)
    assert len(json_reader.split(in_memory(DOCUMENTS["list"].encode("utf-16")), 1_000)) == 1
    assert json_reader.split(in_memory(DOCUMENTS["list"].encode()), 1 << 30)[0][:2] == (0, len(DOCUMENTS["list"]))


def test_a_broken_unit_is_a_gap_and_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_cut, "CHUNK", 1_000)
    raw = DOCUMENTS["one line each"].encode()
    broken = raw.replace(b'"id": 450,', b'"id" 450,')
    read = [read_all(json_reader.read, part) for part in units(broken, 5_000)]
    assert sum(bool(part.gaps) for part in read) == 1
    assert sum(part.accounted for part in read) == len(broken)
    assert len([record for part in read for record in part.records]) > 800


@given(st.text(alphabet='[]{}",:\\ a1\n', max_size=300), st.integers(1, 40))
@settings(max_examples=300)
def test_whatever_stands_there_the_units_cover_it(text: str, limit: int) -> None:
    raw = text.encode()
    item = in_memory(raw)
    found = json_cut.cuts(item, limit)
    assert sum(length for _, length, *_ in found) == len(raw)
    for at, length, *anchors in found:
        part = read_all(json_reader.read, replace(item, offset=at, length=length, anchors=tuple(anchors)))
        assert part.fault is not None or part.accounted == length
