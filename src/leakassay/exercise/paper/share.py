"""What else lies on a share that people work on: thumbnails, lock files, temporary copies, a recycle bin, shortcuts.

Nobody's data stands in them, except in a temporary copy of a letter and in what was thrown away.
"""

import datetime as dt
import functools
import io
import struct
import zlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from leakassay.exercise.estate.house import House
from leakassay.exercise.paper.compound_file import Storage, Stream, compound_file
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.docx_file import letter_docx
from leakassay.exercise.paper.letter import version_of
from leakassay.exercise.paper.msg import filetime

_THUMB = 96
"""Pixels of a side of a thumbnail."""
_DELETED_AT = dt.datetime(2024, 5, 30, 16, 12, tzinfo=dt.UTC)
_LOCK_NAME, _LOCK_UNITS = 53, 53
"""Bytes of the owner's name in Windows-1252, and its UTF-16 units behind it, in a lock file of 162 bytes."""
_CODE = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_DATED = struct.Struct("<IIQ")
_ALLOCATOR, _LEAF = 0x800, 0x1000
"""Where the two large blocks of a .DS_Store lie, counted from its byte 4."""


def thumbs_db(name: str, pictures: Sequence[str]) -> Document:
    """Returns the Thumbs.db of a folder: a compound file with a catalogue and a small JPEG of each picture named.

    `pictures` are file names; whoever calls sees to it that no person stands in them.
    """
    catalogue = bytearray(struct.pack("<HHIII", 16, 7, len(pictures), _THUMB, _THUMB))
    streams = []
    for number, picture in enumerate(pictures, 1):
        text = picture.encode("utf-16-le") + bytes(4)
        # entries say how long they are, their number, when the picture was changed, and its name
        catalogue += _DATED.pack(_DATED.size + len(text) + 2, number, filetime(_DELETED_AT)) + text + bytes(2)
        small = thumbnail(zlib.crc32(picture.encode("utf-8")) % 12)
        # the names of the streams are the numbers written backwards
        streams.append(Stream(str(number)[::-1], struct.pack("<III", 12, 1, len(small)) + small))
    data = compound_file(Storage("", (Stream("Catalog", bytes(catalogue)), *streams)))
    return Document(name, "ole", data, outcome="unsupported", reason="no_reader")


@functools.lru_cache(maxsize=16)
def thumbnail(number: int) -> bytes:
    """Returns a JPEG of 96 pixels a side: something pale with darker blots, as paper and slides look when small."""
    from PIL import Image

    rng = np.random.default_rng(number)
    across, down = np.meshgrid(np.linspace(0, 1, _THUMB), np.linspace(0, 1, _THUMB))
    field = rng.normal(225, 6, (_THUMB, _THUMB, 3))
    for _ in range(5):
        x, y, width = rng.random(), rng.random(), 0.004 + rng.random() / 50
        blot = np.exp(-((across - x) ** 2 + (down - y) ** 2) / width)
        field -= blot[:, :, None] * rng.integers(30, 130, 3)
    sink = io.BytesIO()
    Image.fromarray(np.clip(field, 0, 255).astype(np.uint8), "RGB").save(sink, "JPEG", quality=80)
    return sink.getvalue()


def owner_lock(of: str, owner: str) -> Document:
    """Returns the lock file that Word keeps beside an open document: 162 bytes with the name of who opened it.

    Args:
        of: path of the document; its name loses its first two characters where it is longer than eight.
        owner: who has it open, one of the staff.
    """
    folder, _, file = of.rpartition("/")
    stem = file.rpartition(".")[0]
    lock = "~$" + (file[2:] if len(stem) > 7 else file)
    plain = owner.encode("cp1252", "replace")[:_LOCK_NAME]
    wide = owner.encode("utf-16-le")[: _LOCK_UNITS * 2]
    data = bytes([len(plain)]) + plain.ljust(_LOCK_NAME, b" ") + struct.pack("<H", len(wide) // 2)
    data += wide + b" \0" * (_LOCK_UNITS - len(wide) // 2)
    return Document(f"{folder}/{lock}".lstrip("/"), "lock", data)


def word_temporary(folder: str, number: int, rows: pa.Table, house: House) -> Document:
    """Returns a temporary file that Word left behind: an earlier wording of a letter, as a whole docx."""
    return version_of(letter_docx, f"{folder}/~WRL{number:04d}.tmp", rows, house)


def thrown_away(folder: str, document: Document, house: House) -> tuple[Document, Document]:
    """Returns what a recycle bin holds of a document: `$I…` says from where it was deleted, `$R…` is the document.

    The `$I` names the place as it was, so `document.name` must not hold a person's name.

    Raises:
        ValueError: a person stands in the name of the document.
    """
    if document.named_person is not None:
        raise ValueError("the index of a recycle bin would tell the person in the name of the document")
    was = "S:\\" + document.name.replace("/", "\\")
    draw = zlib.crc32(was.encode("utf-8"))
    code = "".join(_CODE[draw >> shift & 31] for shift in range(0, 30, 5))
    suffix = "." + document.name.rpartition(".")[2]
    user = zlib.crc32(house.host.encode("utf-8"))
    place = f"{folder}/$RECYCLE.BIN/S-1-5-21-{user}-{user * 7 % 2**32}-{user * 13 % 2**32}-{1100 + draw % 60}"
    text = was.encode("utf-16-le") + bytes(2)
    index = struct.pack("<QQQI", 2, len(document.data), filetime(_DELETED_AT), len(text) // 2) + text
    return (
        Document(f"{place}/$I{code}{suffix}", "recycle_index", index, outcome="read_partly", reason="strings_only"),
        replace(document, name=f"{place}/$R{code}{suffix}"),
    )


def desktop_ini(folder: str) -> Document:
    """Returns the settings of a folder's icon."""
    text = "\r\n[.ShellClassInfo]\r\nLocalizedResourceName=@%SystemRoot%\\system32\\shell32.dll,-21770\r\n"
    text += "IconResource=%SystemRoot%\\system32\\imageres.dll,-112\r\n"
    return Document(f"{folder}/desktop.ini", "text", text.encode("utf-16"))


def shortcut(name: str, house: House, target: str) -> Document:
    """Returns a shortcut (.url) to a place on the house's server."""
    text = f"[InternetShortcut]\r\nURL=file://{house.host}/{target}\r\nIDList=\r\nHotKey=0\r\nIconIndex=0\r\n"
    return Document(name, "text", text.encode("ascii"))


def ds_store(folder: str, files: Sequence[str]) -> Document:
    """Returns the .DS_Store that a Mac left in a folder: a small allocator ("Bud1") with one leaf of icon places.

    `files` are names of files (at most 40, nobody's name in them).
    """
    leaf = bytearray(struct.pack(">II", 0, len(files)))
    for number, file in enumerate(sorted(files)):
        leaf += struct.pack(">I", len(file.encode("utf-16-be")) // 2) + file.encode("utf-16-be") + b"Ilocblob"
        leaf += struct.pack(">IIIII", 16, 80 + number % 6 * 110, 90 + number // 6 * 110, 0xFFFFFFFF, 0xFFFF0000)
    # an address is a place with, in its last five bits, the power of two that is the size of the block
    addresses = (_ALLOCATOR | 11, 0x20 | 5, _LEAF | 12)
    allocator = struct.pack(">II", len(addresses), 0) + struct.pack(">256I", *addresses, *[0] * 253)
    allocator += struct.pack(">IB4sI", 1, 4, b"DSDB", 1) + bytes(4 * 32)
    head = struct.pack(">I4sIII4I", 1, b"Bud1", _ALLOCATOR, 0x800, _ALLOCATOR, 0x100C, 0x87, 0x200B, 0)
    tree = struct.pack(">5I", 2, 0, len(files), 1, 0x1000)
    data = (head + tree).ljust(_ALLOCATOR + 4, b"\0") + allocator.ljust(_LEAF - _ALLOCATOR, b"\0")
    data += bytes(leaf).ljust(0x1000, b"\0")
    return Document(f"{folder}/.DS_Store", "ds_store", data, outcome="read_partly", reason="strings_only")
