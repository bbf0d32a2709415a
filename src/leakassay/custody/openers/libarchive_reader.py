"""libarchive over `pread`: one format at a time, entries once, blocks as they are unpacked; no path, no descriptor.

Own prototypes instead of those of `libarchive.ffi`: these log warnings, and a warning may quote a name of the dump.
"""

from __future__ import annotations

import ctypes
import locale
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

# Without a name given, the binding starts ldconfig and a compiler to look for the library.
os.environ.setdefault("LIBARCHIVE", "libarchive.so.13")
try:
    from libarchive import ffi
except (OSError, AttributeError, TypeError) as error:  # the system has no libarchive, or one without these functions
    raise ModuleNotFoundError("libarchive") from error

if locale.setlocale(locale.LC_CTYPE) in ("C", "POSIX"):
    # libarchive turns names in UTF-16 into those of the locale; in "C" it gives up on the first umlaut
    with suppress(locale.Error):
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")

from leakassay.custody.openers.spliced import Source
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason

BLOCK_BYTES = 1 << 18
"""Packed bytes read at a time."""

CHUNK_BYTES = 1 << 20
"""Zeros of a hole handed on at a time."""

_EOF, _OK, _RETRY, _WARN, _FAILED, _FATAL = 1, 0, -10, -20, -25, -30
_MOST_RETRIES = 16


def _function(name: str, result: Any, *arguments: Any) -> Any:
    """A fresh prototype that checks nothing and logs nothing."""
    function = ffi.libarchive[f"archive_{name}"]
    function.restype, function.argtypes = result, arguments
    return function


_pointer, _int, _long, _size = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64, ctypes.c_size_t
_text = ctypes.c_char_p
_READ = ctypes.CFUNCTYPE(ctypes.c_ssize_t, _pointer, _pointer, ctypes.POINTER(_pointer))
_SEEK = ctypes.CFUNCTYPE(_long, _pointer, _pointer, _long, _int)
_SKIP = ctypes.CFUNCTYPE(_long, _pointer, _pointer, _long)

_new = _function("read_new", _pointer)
_free = _function("read_free", _int, _pointer)
_set_read = _function("read_set_read_callback", _int, _pointer, _READ)
_set_seek = _function("read_set_seek_callback", _int, _pointer, _SEEK)
_set_skip = _function("read_set_skip_callback", _int, _pointer, _SKIP)
_set_data = _function("read_set_callback_data", _int, _pointer, _pointer)
_open = _function("read_open1", _int, _pointer)
_next_header = _function("read_next_header", _int, _pointer, ctypes.POINTER(_pointer))
_data_block = _function(
    "read_data_block",
    _int,
    _pointer,
    ctypes.POINTER(_pointer),
    ctypes.POINTER(_size),
    ctypes.POINTER(_long),
)
_position = _function("filter_bytes", _long, _pointer, _int)
_pathname = _function("entry_pathname", _text, _pointer)
_pathname_utf8 = _function("entry_pathname_utf8", _text, _pointer)
_filetype = _function("entry_filetype", _int, _pointer)
_entry_size = _function("entry_size", _long, _pointer)
_size_is_set = _function("entry_size_is_set", _int, _pointer)
_mtime = _function("entry_mtime", _long, _pointer)
_mtime_is_set = _function("entry_mtime_is_set", _int, _pointer)
_hardlink = _function("entry_hardlink", _text, _pointer)
_is_sealed = _function("entry_is_data_encrypted", _int, _pointer)


@dataclass(frozen=True)
class Found:
    """One entry as libarchive states it.

    Attributes:
        name: bytes; as stored where the format has bytes, else UTF-8.
        kind: `stat.S_IFREG` and its kin; 0 where none is given.
        size: -1 where it is not known.
        is_hard_link: the same bytes as another entry.
        is_encrypted: cannot be read.
        is_flawed: libarchive warned: something about the header is wrong.
    """

    name: bytes
    kind: int
    size: int
    modified_at: int | None
    is_hard_link: bool
    is_encrypted: bool
    is_flawed: bool

    @property
    def is_folder(self) -> bool:
        """A directory."""
        return stat.S_ISDIR(self.kind)

    @property
    def hindrance(self) -> tuple[Outcome | None, Reason]:
        """Why its bytes are not to be had: a link, a device, a seal."""
        if self.is_hard_link or stat.S_ISLNK(self.kind):
            return Outcome.REFUSED, Reason.SYMLINK
        if self.kind and not stat.S_ISREG(self.kind):
            return Outcome.REFUSED, Reason.SPECIAL_FILE
        if self.is_encrypted:
            return Outcome.ENCRYPTED, Reason.PASSWORD
        return None, Reason.NONE


class Reader:
    """An archive that is read from front to end.

    Args:
        source: its bytes.
        form: libarchive's word for the one format that may be tried.
    """

    def __init__(self, source: Source, form: str) -> None:
        self._source = source
        self._at = 0
        self._piece: Any = None
        self._fault: ItemError | None = None
        self._callbacks = (_READ(self._read), _SEEK(self._seek), _SKIP(self._skip))
        self._archive = _new()
        if not self._archive:
            raise MemoryError
        _function(f"read_support_format_{form}", _int, _pointer)(self._archive)
        read, seek, skip = self._callbacks
        _set_read(self._archive, read)
        _set_seek(self._archive, seek)
        _set_skip(self._archive, skip)
        _set_data(self._archive, None)  # without it there is no volume to read from
        self.is_open = False

    def close(self) -> None:
        """Free what libarchive holds."""
        if self._archive:
            _free(self._archive)
            self._archive = None

    @property
    def consumed(self) -> int:
        """Bytes of the archive up to which its decoder has gone."""
        return max(0, int(_position(self._archive, 0)))

    def following(self) -> Found | None:
        """The next entry; what is left of the one before is passed over. None at the end.

        Raises:
            ItemError: the archive cannot be read on.
        """
        if not self.is_open:
            self._check(_open(self._archive))
            self.is_open = True
        entry = _pointer()
        for _ in range(_MOST_RETRIES):
            code = _next_header(self._archive, ctypes.byref(entry))
            if code != _RETRY:
                break
        if code == _EOF and self._fault is None:
            return None
        self._check(code)
        return _found(entry, flawed=code == _WARN)

    def blocks(self) -> Iterator[bytes]:
        """The bytes of the current entry; holes are zeros.

        Raises:
            ItemError: they cannot be read on, or something about them is wrong (at the end then).
        """
        address, count, offset = _pointer(), _size(), _long()
        total, warned, retries = 0, False, 0
        places = ctypes.byref(address), ctypes.byref(count), ctypes.byref(offset)
        while True:
            code = _data_block(self._archive, *places)
            if code == _EOF:
                break
            if code == _RETRY and retries < _MOST_RETRIES:
                retries += 1
                continue
            self._check(code, total)
            warned |= code == _WARN
            if offset.value < total:
                raise ItemError(Reason.MALFORMED, bytes_read=total)
            yield from _zeros(offset.value - total)
            total = offset.value + count.value
            if count.value:
                yield ctypes.string_at(address.value or 0, count.value)
        if self._fault is not None:
            raise ItemError(self._fault.reason, outcome=self._fault.outcome, bytes_read=total)
        if warned:
            raise ItemError(Reason.MALFORMED, bytes_read=total)

    def _check(self, code: int, total: int = 0) -> None:
        if code in (_OK, _WARN) and self._fault is None:
            return
        if self._fault is not None:
            raise ItemError(self._fault.reason, outcome=self._fault.outcome, bytes_read=total)
        ended = self._at >= self._source.size
        raise StoppedError(Reason.TRUNCATED if ended else Reason.MALFORMED, bytes_read=total, is_final=code <= _FATAL)

    def _read(self, archive: Any, context: Any, out: Any) -> int:
        del archive, context
        try:
            piece = self._source.pread(BLOCK_BYTES, self._at)
        except ItemError as error:  # an exception in a callback would be printed and taken for the end
            self._fault = error
            return _FATAL
        except OSError:
            self._fault = ItemError(Reason.MALFORMED)
            return _FATAL
        self._at += len(piece)
        self._piece = ctypes.c_char_p(piece)  # libarchive looks at it until it asks for the next
        out[0] = ctypes.cast(self._piece, _pointer)
        return len(piece)

    def _seek(self, archive: Any, context: Any, offset: int, whence: int) -> int:
        del archive, context
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._source.size}.get(whence, -1)
        if base < 0 or base + offset < 0:
            return _FATAL
        self._at = min(base + offset, self._source.size)
        return self._at

    def _skip(self, archive: Any, context: Any, count: int) -> int:
        del archive, context
        step = max(0, min(count, self._source.size - self._at))
        self._at += step
        return step


class StoppedError(ItemError):
    """libarchive gave up.

    Args:
        is_final: nothing more can be had of the archive; else the next entry may be tried.
    """

    def __init__(self, reason: Reason, *, bytes_read: int = 0, is_final: bool = True) -> None:
        super().__init__(reason, bytes_read=bytes_read)
        self.is_final = is_final


@contextmanager
def reading(source: Source, form: str) -> Iterator[Reader]:
    """A reader that is closed at the end."""
    reader = Reader(source, form)
    try:
        yield reader
    finally:
        reader.close()


def _found(entry: Any, *, flawed: bool) -> Found:
    modified = int(_mtime(entry)) if _mtime_is_set(entry) else None
    return Found(
        name=_pathname(entry) or _pathname_utf8(entry) or b"",
        kind=_filetype(entry),
        size=int(_entry_size(entry)) if _size_is_set(entry) else -1,
        modified_at=modified,
        is_hard_link=_hardlink(entry) is not None,
        is_encrypted=_is_sealed(entry) == 1,
        is_flawed=flawed,
    )


def _zeros(count: int) -> Iterator[bytes]:
    while count > 0:
        piece = bytes(min(count, CHUNK_BYTES))
        count -= len(piece)
        yield piece
