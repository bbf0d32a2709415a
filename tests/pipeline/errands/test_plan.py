"""Plan: names and sizes only; no byte is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from leakassay.model.errors import DumpError
from leakassay.pipeline.errands.plan import plan


def test_a_dump_is_counted_by_name_and_size(tmp_path: Path) -> None:
    for name, content in (("a.csv", "12345"), ("b.zip", "123"), ("c.docx", "1234567"), ("d", "1")):
        (tmp_path / name).write_text(content)
    os.mkfifo(tmp_path / "fifo")
    found = plan(tmp_path)
    assert (found.files, found.bytes, found.refused, found.containers) == (4, 16, 1, 1)
    assert found.unread_bytes == {"docx": 7, "unknown by name": 1}
    assert all(word in "\n".join(found.lines()) for word in ("4 files", "Time", "Disk", "docx 7 bytes"))


def test_an_empty_dump_is_named(tmp_path: Path) -> None:
    with pytest.raises(DumpError, match="holds no file"):
        plan(tmp_path)
