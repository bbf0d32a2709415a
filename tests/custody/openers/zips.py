"""Zips that no library in Python writes: split ones, encrypted ones, members of any method and with any header."""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
import zlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from leakassay.exercise.paper.zip_crypto import encrypt
from leakassay.model.item import OpenItem, Volume


@dataclass(frozen=True)
class Part:
    """A member as it lies in the archive; `local` replaces words of the local header."""

    name: bytes
    data: bytes
    packed: bytes
    method: int = 0
    flags: int = 0
    extra: bytes = b""
    crc: int = -1
    local_name: bytes = b""
    local_size: int = -1

    @property
    def check(self) -> int:
        return zlib.crc32(self.data) if self.crc < 0 else self.crc


def deflated(content: bytes) -> bytes:
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    return machine.compress(content) + machine.flush()


def crypted(name: bytes, content: bytes, password: bytes, *, described: bool = False) -> Part:
    """A deflated member behind ZipCrypto; with a descriptor its check byte is the top of the time, 0 here."""
    top = 0 if described else zlib.crc32(content) >> 24
    sealed = encrypt(deflated(content), password, bytes(range(11)) + bytes([top]))
    return Part(name, content, sealed, 8, 9 if described else 1)


def aes(name: bytes, content: bytes, password: bytes, bits: int = 256, version: int = 2) -> Part:
    """A deflated member behind AES, as WinZip documents it."""
    strength = bits // 64 - 1
    salt = hashlib.sha256(name + content).digest()[: 4 + 4 * strength]
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, 1000, 2 * bits // 8 + 2)
    block = Cipher(algorithms.AES(keys[: bits // 8]), modes.ECB()).encryptor()  # noqa: S305  counter mode by hand, little-endian
    plain = deflated(content)
    stream = b"".join(block.update((n + 1).to_bytes(16, "little")) for n in range(len(plain) // 16 + 1))
    sealed = bytes(a ^ b for a, b in zip(plain, stream, strict=False))
    mac = hmac.new(keys[bits // 8 : bits // 4], sealed, "sha1").digest()[:10]
    extra = struct.pack("<HHHHBH", 0x9901, 7, version, 0x4541, strength, 8)
    crc = 0 if version == 2 else -1
    return Part(name, content, salt + keys[-2:] + sealed + mac, 99, 1, extra, crc)


def built(*parts: Part, wide: bool = False) -> bytes:
    """A zip of one file; `wide` writes every size as Zip64 does."""
    body, directory = b"", b""
    for part in parts:
        sizes = (len(part.packed), len(part.data))
        narrow = (0xFFFFFFFF, 0xFFFFFFFF) if wide else sizes
        local = part.extra + (struct.pack("<HHQQ", 1, 16, *reversed(sizes)) if wide else b"")
        central = part.extra + (struct.pack("<HHQQQ", 1, 24, *reversed(sizes), len(body)) if wide else b"")
        name = part.local_name or part.name
        said = (narrow[0] if part.local_size < 0 else part.local_size, narrow[1])
        header = (45, part.flags, part.method, 0, 0x5821)
        offset = 0xFFFFFFFF if wide else len(body)
        directory += struct.pack("<4sHHHHHHIII", b"PK\x01\x02", 45, *header, part.check, *narrow)
        directory += struct.pack("<HHHHHII", len(part.name), len(central), 0, 0, 0, 0, offset) + part.name + central
        body += struct.pack("<4sHHHHHIII", b"PK\x03\x04", *header, part.check, *said)
        body += struct.pack("<HH", len(name), len(local)) + name + local + part.packed
        if part.flags & 8:
            body += struct.pack("<4sIII", b"PK\x07\x08", part.check, *sizes)
    start, count = len(body), len(parts)
    end = b""
    if wide:
        end += struct.pack(
            "<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(directory), start
        ) + struct.pack("<4sIQI", b"PK\x06\x07", 0, start + len(directory), 1)
        start, count = 0xFFFFFFFF, 0xFFFF
    end += struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), start & 0xFFFFFFFF, 0)
    return body + directory + end


def split(raw: bytes, size: int) -> list[bytes]:
    """An archive of one file as volumes of some size: mark in front, offsets relative to their disks."""
    start, end = raw.index(b"PK\x01\x02"), raw.index(b"PK\x05\x06")
    whole = bytearray(b"PK\x07\x08" + raw)
    at = start + 4
    while whole[at : at + 4] == b"PK\x01\x02":
        names, extras = struct.unpack_from("<HH", whole, at + 28)
        (offset,) = struct.unpack_from("<I", whole, at + 42)
        struct.pack_into("<H", whole, at + 34, (offset + 4) // size)
        struct.pack_into("<I", whole, at + 42, (offset + 4) % size)
        at += 46 + names + extras
    last = (len(whole) - 1) // size
    struct.pack_into("<HH", whole, end + 4 + 4, last, (start + 4) // size)
    struct.pack_into("<I", whole, end + 4 + 16, (start + 4) % size)
    return [bytes(whole[place : place + size]) for place in range(0, len(whole), size)]


def as_set(volumes: list[bytes], *missing: int) -> OpenItem:
    """Volumes as one item, some of them missing."""
    made = []
    for number, content in enumerate(volumes):
        fd = -1
        if number not in missing:
            fd = os.memfd_create("volume", os.MFD_CLOEXEC)
            os.write(fd, content)
        made.append(Volume(fd, len(content)))
    there = [volume.fd for volume in made if volume.fd >= 0]
    return OpenItem(fd=there[-1], size=sum(volume.size for volume in made), name="x.zip", volumes=tuple(made))
