"""Disks for tests: a FAT file system, partitions around it, and what virtual machines wrap around a disk."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

SECTOR = 512
_FAT_SECTORS, _ROOT_ENTRIES = 32, 64


def fat(
    files: dict[str, bytes], deleted: dict[str, bytes] | None = None, stray: bytes = b"", clusters: int = 8_000
) -> bytes:
    """A FAT16 file system (FAT12 under 4,085 clusters), a sector a cluster; names of 8.3, one folder deep at most.

    Args:
        files: bytes by path.
        deleted: the same, with the first letter of the name gone and no cluster in the table.
        stray: bytes in a cluster that no name leads to.
        clusters: size of the disk.
    """
    is_small = clusters < 4_085
    links = [0xFFF8, 0xFFFF] + [0] * (clusters - 2)
    data = bytearray(clusters * SECTOR)
    root, folders, free = bytearray(), {}, 2

    def stored(content: bytes, *, is_listed: bool = True) -> int:
        nonlocal free
        count = max(1, -(-len(content) // SECTOR))
        begin = free
        data[(begin - 2) * SECTOR : (begin - 2) * SECTOR + len(content)] = content
        for cluster in range(begin, begin + count):
            links[cluster] = (0xFFFF if cluster == begin + count - 1 else cluster + 1) if is_listed else 0
        free += count
        return begin

    def entry(name: str, kind: int, begin: int, size: int, mark: bytes = b"") -> bytes:
        stem, _, suffix = name.partition(".")
        short = (stem.ljust(8) + suffix.ljust(3)).encode("cp437")
        return (mark + short[len(mark) :]) + struct.pack("<B10xHHHI", kind, 0x6000, 0x5821, begin, size)

    for path, content in files.items():
        folder, _, name = path.rpartition("/")
        line = entry(name, 0x20, stored(content), len(content))
        if folder:
            folders.setdefault(folder, bytearray()).extend(line)
        else:
            root += line
    for name, lines in folders.items():
        begin = stored(b"\0" * SECTOR)
        whole = entry(".", 0x10, begin, 0) + entry("..", 0x10, 0, 0) + bytes(lines)
        data[(begin - 2) * SECTOR : (begin - 2) * SECTOR + len(whole)] = whole
        root += entry(name, 0x10, begin, 0)
    for name, content in (deleted or {}).items():
        root += entry(name, 0x20, stored(content, is_listed=False), len(content), b"\xe5")
    if stray:
        stored(stray, is_listed=False)
    sectors = 1 + _FAT_SECTORS + _ROOT_ENTRIES * 32 // SECTOR + clusters - 2
    boot = b"\xeb\x3c\x90MSDOS5.0" + struct.pack(
        "<HBHBHHBHHHIIBBBI", SECTOR, 1, 1, 1, _ROOT_ENTRIES, sectors, 0xF8, _FAT_SECTORS, 63, 255, 0, 0, 0x80, 0, 41, 7
    )
    boot = (boot + b"DISK       FAT16   ").ljust(510, b"\0") + b"\x55\xaa"
    boot = boot.replace(b"FAT16", b"FAT12") if is_small else boot
    table = (_packed(links) if is_small else struct.pack(f"<{clusters}H", *links)).ljust(_FAT_SECTORS * SECTOR, b"\0")
    return boot + table + bytes(root).ljust(_ROOT_ENTRIES * 32, b"\0") + bytes(data[: (clusters - 2) * SECTOR])


def _packed(links: list[int]) -> bytes:
    """Links of twelve bits each."""
    pairs = [*(link & 0xFFF for link in links), 0]
    return b"".join(
        (low | high << 12).to_bytes(3, "little") for low, high in zip(pairs[::2], pairs[1::2], strict=False)
    )


def partitioned(*systems: bytes, between: bytes = b"") -> bytes:
    """A disk with a partition table; `between` stands behind it, before the first partition."""
    at, entries, body = 64, b"", b""
    for system in systems:
        count = -(-len(system) // SECTOR)
        entries += struct.pack("<B3sB3sII", 0, b"\0\2\0", 6, b"\0\2\0", at, count)
        body += system.ljust(count * SECTOR, b"\0")
        at += count
    first = (b"\0" * 446 + entries.ljust(64, b"\0") + b"\x55\xaa") + between.ljust(63 * SECTOR, b"\0")
    return first + body


def ext4(folder: Path, at: Path) -> bytes | None:
    """An ext4 file system with the files of a folder, as mke2fs writes it; None where that is not installed."""
    program = shutil.which("mke2fs", path="/usr/sbin:/sbin:/usr/bin")
    if program is None:
        return None
    subprocess.run([program, "-q", "-F", "-t", "ext4", "-d", folder, at, "4M"], check=True, capture_output=True)
    return at.read_bytes()


def _vhd_footer(size: int, kind: int, at: int) -> bytes:
    raw = struct.pack(
        ">8sIIQI4sI4sQQHBBI", b"conectix", 2, 0x10000, at, 0, b"test", 0x10000, b"Wi2k", size, size, 100, 4, 17, kind
    )
    total = ~sum(raw + b"\1" * 16) & 0xFFFFFFFF
    return (raw + struct.pack(">I", total) + b"\1" * 16).ljust(512, b"\0")


def vhd(disk: bytes, *, grows: bool, parent: str = "") -> bytes:
    """A virtual disk that is as large as it says, or one that grows: blocks of zeros are left out.

    With a parent it holds the changes to that disk.
    """
    size = -(-len(disk) // SECTOR) * SECTOR
    disk = disk.ljust(size, b"\0")
    if not grows:
        return disk + _vhd_footer(size, 2, 0xFFFFFFFFFFFFFFFF)
    block = 2 << 20
    blocks = [disk[at : at + block].ljust(block, b"\0") for at in range(0, size, block)]
    table_at, body_at = 512 + 1024, 512 + 1024 + 512
    table, body = [], b""
    for one in blocks:
        if one.count(0) == len(one):
            table.append(0xFFFFFFFF)
            continue
        table.append((body_at + len(body)) // SECTOR)
        body += b"\xff" * 512 + one
    head = struct.pack(">8sQQIIII", b"cxsparse", 0xFFFFFFFFFFFFFFFF, table_at, 0x10000, len(blocks), block, 0)
    head = (head.ljust(64, b"\0") + parent.encode("utf-16-be")).ljust(1024, b"\0")
    head = head[:36] + struct.pack(">I", ~sum(head) & 0xFFFFFFFF) + head[40:]
    footer = _vhd_footer(size, 4 if parent else 3, 512)
    return footer + head + struct.pack(f">{len(table)}I", *table).ljust(512, b"\xff") + body + footer


def vmdk(disk: bytes) -> bytes:
    """A sparse disk in one file."""
    grain = 128 * SECTOR
    capacity = -(-len(disk) // grain) * 128
    disk = disk.ljust(capacity * SECTOR, b"\0")
    descriptor = (
        "# Disk DescriptorFile\nversion=1\nCID=12345678\nparentCID=ffffffff\ncreateType=\"monolithicSparse\"\n\n"
        f"# Extent description\nRW {capacity} SPARSE \"disk.vmdk\"\n\n# The Disk Data Base\n#DDB\n\n"
        'ddb.adapterType = "ide"\nddb.geometry.cylinders = "10"\n'
        'ddb.geometry.heads = "16"\nddb.geometry.sectors = "63"\n'
    ).encode()  # fmt: skip
    tables = -(-capacity // (128 * 512))
    directory_at, body_at = 21, 128
    grains = [disk[at : at + grain] for at in range(0, len(disk), grain)]
    entries, body = [], b""
    for one in grains:
        entries.append(0 if one.count(0) == len(one) else body_at + len(body) // SECTOR)
        body += b"" if entries[-1] == 0 else one
    directory = struct.pack(f"<{tables}I", *(directory_at + 1 + 4 * number for number in range(tables)))
    directory = directory.ljust(SECTOR, b"\0")
    table = struct.pack(f"<{len(entries)}I", *entries).ljust(tables * 4 * SECTOR, b"\0")
    head = struct.pack(
        "<4sIIQQQQIQQQB4sH", b"KDMV", 1, 1, capacity, 128, 1, 20, 512, 0, directory_at, body_at, 0, b"\n \r\n", 0
    )
    front = head.ljust(SECTOR, b"\0") + descriptor.ljust(20 * SECTOR, b"\0") + directory + table
    assert len(front) <= body_at * SECTOR
    return front.ljust(body_at * SECTOR, b"\0") + body
