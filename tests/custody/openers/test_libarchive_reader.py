"""libarchive over pread: entries, blocks, faults of the source, silence."""

from __future__ import annotations

import logging
import os
import subprocess
import sys

import pytest

from custody.openers.archives import FILES, by_libarchive
from leakassay.custody.openers.libarchive_reader import StoppedError, reading
from leakassay.custody.openers.spliced import Source
from leakassay.model.errors import ItemError
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Reason

RAW = by_libarchive("cpio_newc")


class Failing:
    """A source whose bytes end in a fault."""

    size = len(RAW)

    def __init__(self, good: int, fault: Exception) -> None:
        self._good, self._fault = good, fault

    def pread(self, count: int, offset: int) -> bytes:
        if offset >= self._good:
            raise self._fault
        return RAW[offset : min(offset + count, self._good)]


def everything(source: Source) -> dict[str, bytes]:
    found = {}
    with reading(source, "cpio") as reader:
        while (entry := reader.following()) is not None:
            found[entry.name.decode()] = b"".join(reader.blocks())
        assert reader.consumed <= len(RAW)
    return found


def test_entries_come_once_with_their_blocks() -> None:
    assert everything(in_memory(RAW)) == FILES


@pytest.mark.parametrize(
    ("fault", "reason"), [(ItemError(Reason.MISSING_VOLUME), Reason.MISSING_VOLUME), (OSError(5), Reason.MALFORMED)]
)
def test_a_fault_of_the_source_is_that_of_the_archive(fault: Exception, reason: Reason) -> None:
    with pytest.raises(ItemError) as raised:
        everything(Failing(3000, fault))
    assert raised.value.reason is reason


def test_an_archive_that_is_cut_off_is_stopped() -> None:
    with pytest.raises(StoppedError):
        everything(in_memory(RAW[:1500]))


def test_warnings_are_not_logged_for_they_may_quote_names(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(ItemError), reading(in_memory(RAW[:-700]), "cab") as reader:
        reader.following()
    assert caplog.text == ""


def test_without_the_library_the_module_is_not_found() -> None:
    code = (
        "import sys\ntry:\n import leakassay.custody.openers.libarchive_reader\nexcept ModuleNotFoundError: sys.exit(7)"
    )
    env = {**os.environ, "LIBARCHIVE": "libnosucharchive.so.1"}
    assert subprocess.run([sys.executable, "-c", code], env=env, check=False).returncode == 7
