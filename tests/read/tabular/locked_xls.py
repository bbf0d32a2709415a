"""An xls of xlwt encrypted by RC4 as Excel 97 does, with msoffcrypto's cipher: it is its own inverse."""

from __future__ import annotations

import io
import struct
from hashlib import md5

import olefile
import xlwt
from msoffcrypto.method.rc4 import DocumentRC4, _makekey

from leakassay.read.tabular.biff8 import records

SALT = bytes(range(16))
_PLAIN = (0x0809, 0x00E1, 0x002F)


def workbook(rows: list[list[str]]) -> bytes:
    """A plain workbook, padded so that a record fits into its stream."""
    book = xlwt.Workbook()
    page = book.add_sheet("People")
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            page.write(number, place, value)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _cipher(password: str, data: bytes) -> bytes:
    return bytes(DocumentRC4.decrypt(password, SALT, io.BytesIO(data), blocksize=1024).read())


def _key_record(password: str) -> bytes:
    """The FILEPASS record: a verifier and its hash, both encrypted by the first block's key."""
    from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
    from cryptography.hazmat.primitives.ciphers import Cipher

    verifier = bytes(range(100, 116))
    machine = Cipher(ARC4(_makekey(password, SALT, block=0)), mode=None).encryptor()
    said = machine.update(verifier + md5(verifier).digest())  # noqa: S324  the format's own hash
    body = struct.pack("<HHH", 1, 1, 1) + SALT + said
    return struct.pack("<HH", 0x2F, len(body)) + body


def locked(rows: list[list[str]], password: str) -> bytes:
    """The workbook behind a password."""
    plain = workbook(rows)
    with olefile.OleFileIO(io.BytesIO(plain)) as ole:
        raw = ole.openstream("Workbook").read()
    key = _key_record(password)
    first = 4 + int.from_bytes(raw[2:4], "little")
    made = bytearray(raw[:first] + key + raw[first:])
    made = made[: len(raw)] if not any(made[len(raw) :]) else made
    shown = bytearray(made)
    for kind, start, _ in records(bytes(made)):
        if kind == 0x85:
            offset = int.from_bytes(made[start : start + 4], "little") + len(key)
            made[start : start + 4] = shown[start : start + 4] = offset.to_bytes(4, "little")
    hidden = _cipher(password, bytes(made))
    for kind, start, size in records(bytes(made)):
        if kind not in _PLAIN:
            kept = 4 if kind == 0x85 else 0
            shown[start + kept : start + size] = hidden[start + kept : start + size]
    sink = io.BytesIO(plain)
    with olefile.OleFileIO(sink, write_mode=True) as ole:
        ole.write_stream("Workbook", bytes(shown[: len(raw)]))
        return sink.getvalue()
