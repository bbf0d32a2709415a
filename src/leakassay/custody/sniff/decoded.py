"""The head of an item as text, decoded once for all sniffers."""

from __future__ import annotations

from functools import lru_cache

from leakassay.values.text_encoding import UNKNOWN, bom_length, code_unit, sniff

_ARCHIVES = (b"PK\x03\x04", b"PK\x07\x08PK", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
"""Archives whose members may be stored: what is text in their heads is the text of a member, not theirs."""


@lru_cache(maxsize=2)
def text_of(head: bytes) -> str | None:
    """Decode a head.

    Returns:
        Its text, without byte order mark and without the half character at its end; None when it is no text.
    """
    encoding = "" if head.startswith(_ARCHIVES) else sniff(head)
    if not encoding:
        return None
    unit = code_unit(encoding)
    body = head[bom_length(head) :]
    body = body[: len(body) // unit * unit]
    text = body.decode("latin-1" if encoding == UNKNOWN else encoding, "replace")
    return text.rstrip("�")
