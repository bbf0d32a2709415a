"""Bytes of XML as UTF-8: wide ones by their marks, narrow ones as they say themselves; what does not fit is told."""

from __future__ import annotations

import codecs
import re

from leakassay.read.text_encoding import to_utf8
from leakassay.values.text_encoding import bom_length, code_unit, sniff

_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_NARROW = frozenset({"iso8859-1", "cp1252", "iso8859-15", "ascii", "latin-1"})


def xml_utf8(raw: bytes) -> tuple[bytes, int]:
    """Recode a document.

    Returns:
        UTF-8 without mark, and how many bytes did not fit the encoding that the document has by its own word.
    """
    encoding = sniff(raw)
    body = raw[bom_length(raw) :]
    if encoding and code_unit(encoding) > 1:
        return to_utf8(body, encoding)
    if _declared(body) in _NARROW:
        return body.decode("cp1252" if b"\x81" not in body else "latin-1", "replace").encode(), 0
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        lost = len(body) - len(body.decode("utf-8", "ignore").encode())
        return to_utf8(body, encoding)[0], lost
    return body, 0


def _declared(body: bytes) -> str:
    found = _DECLARED.match(body)
    if found is None:
        return "utf-8"
    try:
        return codecs.lookup(found[1].decode()).name
    except LookupError:
        return "utf-8"
