"""Images of disks: partition tables, boot sectors, super blocks, and what wraps a disk."""

# ruff: noqa: ARG001 -- every sniffer takes (head, tail, name, size), whatever it needs of it

from __future__ import annotations

import struct

_BOOT = b"\x55\xaa"
_SYSTEMS = ((3, b"NTFS    "), (3, b"EXFAT   "), (3, b"-FVE-FS-"), (0, b"LUKS\xba\xbe"), (54, b"FAT1"), (82, b"FAT32"))


def disk_image(head: bytes, tail: bytes, name: str, size: int) -> int:
    """A raw disk or one partition of it: GPT, a partition table, NTFS, FAT, exFAT, ext, HFS+, BitLocker or LUKS."""
    if head[512:520] == b"EFI PART" or any(head[at : at + len(magic)] == magic for at, magic in _SYSTEMS):
        return 82
    if _is_ext(head) or (head[1024:1026] in (b"H+", b"HX") and head[1026:1028] in (b"\0\4", b"\0\5")):
        return 80
    return 70 if head[510:512] == _BOOT and _has_partitions(head[446:510], size) else 0


def vhd(head: bytes, tail: bytes, name: str, size: int) -> int:
    """A virtual disk of Connectix's kind: its cookie begins the last 512 bytes, and the file where it grows."""
    return 88 if tail[-512:-504] == b"conectix" or head[:8] == b"conectix" else 0


def _is_ext(head: bytes) -> bool:
    """A super block with inodes, blocks and a block size that exists."""
    if len(head) < 1104 or head[1080:1082] != b"\x53\xef":
        return False
    inodes, blocks = struct.unpack_from("<II", head, 1024)
    (shift,) = struct.unpack_from("<I", head, 1048)
    return bool(inodes and blocks) and shift <= 6


def _has_partitions(table: bytes, size: int) -> bool:
    """Four entries, at least one in use, each sound and beginning inside the image."""
    entries = [struct.unpack_from("<B3xB3xII", table, at) for at in range(0, 64, 16)]
    used = [(begin, count) for _, kind, begin, count in entries if kind]
    return (
        bool(used)
        and all(state in (0, 0x80) for state, _, _, _ in entries)
        and all(begin and count and begin * 512 < size for begin, count in used)
    )
