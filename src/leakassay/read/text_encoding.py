"""Any encoding to UTF-8: whole lines at a time, each line on its own where a file is mixed."""

from __future__ import annotations

from leakassay.values.text_encoding import UNKNOWN, code_unit


def to_utf8(piece: bytes, encoding: str) -> tuple[bytes, int]:
    """Recode whole lines.

    Args:
        piece: raw bytes that begin and end at code unit borders, best at line borders; without byte order mark.
        encoding: what `sniff` said.

    Returns:
        UTF-8 bytes, always valid, and how many raw bytes could not be decoded truly (they show as U+FFFD, or as
        Latin-1 letters where the encoding itself is unknown).
    """
    if encoding in ("", UNKNOWN):
        return piece.decode("latin-1").encode(), len(piece) - ascii_share(piece)
    if code_unit(encoding) == 1 and piece.isascii() and encoding in ("utf-8", "cp1252", "latin-1", "cp437"):
        return piece, 0
    try:
        text = piece.decode(encoding)
    except UnicodeDecodeError:
        return _by_line(piece, encoding)
    return (piece, 0) if encoding == "utf-8" else (text.encode("utf-8", "replace"), 0)


def ascii_share(piece: bytes) -> int:
    """How many of the bytes are ASCII."""
    return len(piece.translate(None, bytes(range(128, 256))))


def _by_line(piece: bytes, encoding: str) -> tuple[bytes, int]:
    """Lines that do not decode are Windows-1252 in a file of single bytes or UTF-8; wide ones lose characters."""
    if encoding not in ("utf-8", "cp1252", "latin-1", "cp437"):
        text = piece.decode(encoding, "replace")
        return text.encode("utf-8", "replace"), code_unit(encoding) * text.count("�")
    return "".join(_one_line(line, encoding) for line in piece.splitlines(keepends=True)).encode(), 0


def _one_line(line: bytes, encoding: str) -> str:
    for guess in (encoding, "cp1252"):
        try:
            return line.decode(guess)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")
