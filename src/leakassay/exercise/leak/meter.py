"""How far the writing is: bytes laid down against bytes wanted, and a disk that is full said in one sentence."""

import errno
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from leakassay.model.errors import SpaceError

Tell = Callable[[int, int], None]
"""Called with bytes written and bytes expected in all."""
MARGIN = 1.03
"""What a file system adds to the bytes of many small files."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class Meter:
    """Counts what is written.

    Args of the constructor: where it is written, how many bytes are expected in all, and who is told.
    """

    def __init__(self, place: Path, expected: int, tell: Tell | None = None) -> None:
        self.place = place
        self.expected = expected
        self.written = 0
        self._tell = tell

    def wrote(self, size_bytes: int) -> None:
        """Takes note of bytes on disk."""
        self.written += size_bytes
        if self._tell is not None:
            self._tell(self.written, max(self.expected, self.written))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Turns a full disk into advice.

        Raises:
            SpaceError: the disk is full; the message says how much is written and how much is missing.
        """
        try:
            yield
        except OSError as error:
            if error.errno not in _FULL:
                raise
            missing = max(0, self.expected - self.written)
            raise SpaceError(
                f"the disk of {self.place} is full after {human(self.written)} of about {human(self.expected)}; "
                f"about {human(missing)} more are needed: make room or ask for less with --bytes or --events"
            ) from None


def room_for(place: Path, needed: int) -> None:
    """Checks before the start that the disk has room.

    Raises:
        SpaceError: it has not; the message says how much is missing.
    """
    free = shutil.disk_usage(place).free
    wanted = int(needed * MARGIN)
    if free < wanted:
        raise SpaceError(
            f"{place} has {human(free)} free and the rehearsal needs about {human(wanted)}; "
            f"{human(wanted - free)} are missing: make room or ask for less with --bytes"
        )


def human(size_bytes: int) -> str:
    """Returns 1.2 GB for 1,200,000,000: decimal units, one place."""
    size = float(size_bytes)
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"


_UNITS = {"": 1, "B": 1, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30}


def size_of(text: str) -> int:
    """Reads 10GB, 1.5 GB, 200MB, 64MiB or a number of bytes.

    Raises:
        ValueError: it is none of these.
    """
    stripped = text.strip().upper().replace(" ", "")
    number = stripped.rstrip("KMGTIB")
    unit = stripped[len(number) :]
    if unit not in _UNITS:
        raise ValueError(f"'{text}' is no size; write 500MB, 10GB or a number of bytes")
    try:
        size = int(float(number) * _UNITS[unit])
    except (ValueError, OverflowError):
        raise ValueError(f"'{text}' is no size; write 500MB, 10GB or a number of bytes") from None
    if size <= 0:
        raise ValueError(f"'{text}' is no size; more than nothing is needed")
    return size
