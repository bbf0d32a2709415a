"""ASTM E1381 (LIS1) frames, bare records and captures in logs: lines of records out of a stream, check sums tried."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_SIGNS = {
    "STX": "\x02", "ETX": "\x03", "EOT": "\x04", "ENQ": "\x05", "ACK": "\x06", "NAK": "\x15", "ETB": "\x17",
    "CR": "\r", "LF": "\n",
}  # fmt: skip
_PRINTED = re.compile(r"[<\[](STX|ETX|EOT|ENQ|ACK|NAK|ETB|CR|LF)[>\]]")
_FRAME = re.compile(r"\x02([0-7][^\x02\x03\x17]*[\x03\x17])([0-9A-Fa-f]{2})")
_GOES_ON = re.compile(r"\r?\x17(?:[0-9A-Fa-f]{2})?[\r\n\x05\x06]*\x02[0-7]?")
"""The end of a frame that the next one continues, up to the text of the next."""
_BORDER = re.compile(r"\x03(?:[0-9A-Fa-f]{2})?|\x17(?:[0-9A-Fa-f]{2})?|\x02[0-7]?|[\x04\x05\x06\x15]")
_LINE = re.compile(r"[^\r\n]+")

MAX_HELD = 1 << 20
"""Characters held back for the frame that a block may end in."""


@dataclass
class Frames:
    """Cuts a stream into lines.

    Attributes:
        damaged: characters of frames whose check sum is another one.
    """

    damaged: int = 0

    def lines(self, pieces: Iterable[str]) -> Iterator[str]:
        """Lines without frame signs, in order; frames that continue each other are one line."""
        held = ""
        for piece in pieces:
            held += _PRINTED.sub(lambda found: _SIGNS[found[1]], piece)
            cut = max(held.rfind("\x02"), held.rfind("\r") + 1, held.rfind("\n") + 1)
            if "\x02" in held:
                cut = held.rfind("\x02")
                going = held.rfind("\x17", 0, cut)
                cut = held.rfind("\x02", 0, going) if going > cut - 8 and going >= 0 else cut
            if cut <= 0 and len(held) <= MAX_HELD:
                continue
            if cut <= 0 or len(held) - cut > MAX_HELD:
                cut = len(held)
            yield from self._of(held[:cut])
            held = held[cut:]
        yield from self._of(held)

    def _of(self, text: str) -> Iterator[str]:
        if "\x02" in text:
            for found in _FRAME.finditer(text):
                total = sum(found[1].encode("utf-8", "replace")) % 256
                latin = sum(found[1].encode("latin-1", "replace")) % 256
                if int(found[2], 16) not in {total, latin}:
                    self.damaged += len(found[0])
            text = _GOES_ON.sub("", text)
        for found in _LINE.finditer(_BORDER.sub("\r", text)):
            yield found.group()
