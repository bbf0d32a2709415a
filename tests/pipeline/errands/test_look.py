"""A sample is the same for the same seed, and is told by content in cells."""

from __future__ import annotations

from pathlib import Path

from leakassay.custody.listing import Entry, entries, root_of
from leakassay.pipeline.errands import look as looking
from leakassay.pipeline.errands.look import Sample, look


def listed(count: int) -> list[Entry]:
    return [Entry(b"%d" % number, 1, 0, (1, 1, 1, 1)) for number in range(count)]


def drawn(seed: int, count: int = 2000) -> list[Entry]:
    sample = Sample(seed)
    for entry in listed(count):
        sample.offer(entry)
    return sample.entries


def test_a_sample_is_drawn_by_the_seed_alone() -> None:
    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
    assert len(drawn(1)) == looking.SAMPLE
    assert drawn(1, 7) == listed(7)
    assert sum(int(entry.path) < 1000 for entry in drawn(3)) in range(140, 261)


def test_files_are_told_by_content_and_held_against_their_names(tmp_path: Path) -> None:
    (tmp_path / "people.pdf").write_text("NHS Number,Surname,Forename\n" + "9990000018,Alphason,Bravo\n" * 9)
    (tmp_path / "note.txt").write_text("A note.\n")
    (tmp_path / "noise").write_bytes(bytes(range(256)))
    root, single = root_of(tmp_path)
    found = look(root, list(entries(root, single)), {b"people.pdf": "pdf", b"note.txt": "text"})
    assert (found.files, found.otherwise, found.unreadable) == (3, 1, 0)
    assert found.formats == {"delimited": 1, "text": 1, "unknown": 1}


def test_a_file_that_changed_since_the_listing_is_counted_as_unreadable(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("A note.\n")
    root, single = root_of(tmp_path)
    found = list(entries(root, single))
    (tmp_path / "note.txt").unlink()
    assert look(root, found, {}).unreadable == 1
