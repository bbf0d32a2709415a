"""Seeds of archives and streams that other programs write, and of chat exports and scripts."""

from __future__ import annotations

import io
import json
import lzma
from collections.abc import Callable

import lz4.frame
import zstandard

from custody.openers import archives, disks
from hostile.planted import table
from hostile.seed.seed import TABLES, WHO, DamageError, Seed, as_text

PEOPLE = list(WHO)
TEXT = table(PEOPLE).encode()
FILES = {"one.csv": table(PEOPLE[:4]).encode(), "two.csv": table(PEOPLE[4:]).encode()}


def messages() -> list[dict[str, object]]:
    """One message a person."""
    return [
        {
            "id": number, "type": "message", "date": "2024-06-03T09:00:00", "date_unixtime": "1717398000", "from": "x",
            "from_id": "channel1", "text": f"NHS number {who.nhs_number}.",
            "text_entities": [{"type": "plain", "text": f"NHS number {who.nhs_number}."}],
        }
        for number, who in enumerate(WHO, start=1)
    ]  # fmt: skip


def chat_json() -> bytes:
    """As Telegram Desktop writes it."""
    said = {"name": "x", "type": "public_channel", "id": 1, "messages": messages()}
    return json.dumps(said, indent=1).encode()


def chat_html() -> bytes:
    """As Telegram Desktop writes it."""
    body = "".join(
        f'<div class="message default clearfix" id="message{number}"><div class="body">'
        f'<div class="pull_right date details" title="03.06.2024 09:00:00 UTC+01:00">09:00</div>'
        f'<div class="from_name">x</div><div class="text">NHS number {who.nhs_number}.</div></div></div>\n'
        for number, who in enumerate(WHO, start=1)
    )
    head = '<!DOCTYPE html><html><head><meta charset="utf-8"/><title>Exported Data</title></head><body>'
    page = f'<div class="page_wrap"><div class="page_body chat_page"><div class="history">{body}</div></div></div>'
    return f"{head}{page}</body></html>\n".encode()


def html_text(data: bytes) -> str:
    """Objects to a page without an end."""
    text = as_text(data)
    if not text.rstrip().endswith("</html>"):
        raise DamageError
    return text


def json_text(data: bytes) -> str:
    """Objects to whatever is no JSON."""
    return json.dumps(json.loads(as_text(data)))


def script() -> bytes:
    """A script of a share that names people in its comments."""
    notes = "".join(f"# NHS number {who.nhs_number}. moved\n" for who in WHO)
    return f"# Copies the extract to the share\nparam([string]$From)\n{notes}Copy-Item $From $env:TEMP\n".encode()


def seven_zip_text(data: bytes) -> str:
    """Objects as py7zr does."""
    import py7zr
    from py7zr.io import BytesIOFactory

    factory = BytesIOFactory(1 << 20)
    with py7zr.SevenZipFile(io.BytesIO(data)) as archive:
        archive.extractall(factory=factory)
    return "\n".join(as_text(found.read()) for found in factory.products.values())


def cab_text(data: bytes) -> str:
    """Objects as cabarchive does: headers and checksums."""
    from cabarchive import CabArchive

    return "\n".join(as_text(file.buf or b"") for file in CabArchive(data).values())


def unpacked(machine: Callable[[bytes], bytes]) -> Callable[[bytes], str]:
    """Objects as the library's own decompressor does."""
    return lambda data: as_text(machine(data))


def zstd_bytes(data: bytes) -> bytes:
    """All of a frame with its checksum."""
    return zstandard.ZstdDecompressor().decompressobj().decompress(data)


def disk() -> bytes:
    """A small partition of two tables."""
    return disks.fat({"ONE.CSV": FILES["one.csv"], "TWO.CSV": FILES["two.csv"]}, clusters=64)


def seeds() -> list[Seed]:
    """Those that are read by an opener of their own; where nothing sums contents, a decoder looks at the bytes only."""
    packed = zstandard.ZstdCompressor(level=3, write_checksum=True).compress(TEXT)
    framed = lz4.frame.compress(TEXT, content_checksum=True)
    stored = {"ar": "ar_bsd", "cpio": "cpio_newc", "iso": "iso9660"}
    return [
        Seed("zstd", ".csv.zst", packed, unpacked(zstd_bytes), **TABLES),
        Seed("lz4", ".csv.lz4", framed, unpacked(lz4.frame.decompress), **TABLES),
        Seed("lzma", ".csv.lzma", lzma.compress(TEXT, lzma.FORMAT_ALONE), unpacked(lzma.decompress), **TABLES),
        Seed("7z", ".7z", archives.seven_zip(FILES), seven_zip_text, **TABLES),
        Seed("rar", ".rar", archives.rar5(FILES), as_text, **TABLES),
        Seed("cab", ".cab", archives.cabinet(FILES), cab_text, **TABLES),
        *(
            Seed(name, f".{name}", archives.by_libarchive(form, FILES), as_text, **TABLES)
            for name, form in stored.items()
        ),
        Seed("disk_image", ".img", disk(), as_text, **TABLES),
        Seed("vhd", ".vhd", disks.vhd(disk(), grows=False), as_text, **TABLES),
        Seed("vmdk", ".vmdk", disks.vmdk(disk()), as_text, **TABLES),
        Seed("telegram_json", "-result.json", chat_json(), json_text, "NHS number {}."),
        Seed("telegram_html", "-messages.html", chat_html(), html_text, "NHS number {}."),
        Seed("script", ".ps1", script(), as_text, "NHS number {}."),
    ]
