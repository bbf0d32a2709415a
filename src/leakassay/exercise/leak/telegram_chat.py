"""What an invented crew writes in its channel: announcement, countdown, a sample, the parts of the archive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

CREWS = ("Lantern Weevil", "Brass Tern", "Quiet Marrow", "Ninth Kettle")
"""No such groups exist."""

NOT_INCLUDED = "(File not included. Change data exporting settings to download.)"
"""What the export says in place of a file that was not saved."""

_LOCAL = timedelta(hours=1)
_PROOF = (-7, 700)
"""Days from publication and minutes after six of the proof pack."""


@dataclass(frozen=True)
class Attachment:
    """A file or picture under a message.

    Attributes:
        path: below the export; empty where the file was not saved.
        name: as sent.
        size_bytes: as sent.
        media_type: as Telegram guesses it; pictures have `image/jpeg`.
        pixels: width and height of a picture, else zeros.
    """

    path: str
    name: str
    size_bytes: int
    media_type: str = "application/x-7z-compressed"
    pixels: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Message:
    """One message of the channel.

    Attributes:
        number: as Telegram counts them; gaps are deleted messages.
        at: when, in UTC.
        text: pieces (kind, words); the kinds are those of the export: plain, bold, italic, code.
        attachment: what hangs on it.
        is_service: a notice of the channel itself.
    """

    number: int
    at: datetime
    text: tuple[tuple[str, str], ...]
    attachment: Attachment | None = None
    is_service: bool = False

    @property
    def local(self) -> datetime:
        """The time of day where the export was made: London in summer."""
        return self.at + _LOCAL


@dataclass(frozen=True)
class Haul:
    """What the crew shows.

    Attributes:
        crew, victim: names as they stand in the messages.
        published: the day of the last messages.
        files: files in the archive; `size_bytes` unpacked.
        parts: volumes of the archive.
        pictures: the proof pack.
    """

    crew: str
    victim: str
    published: date
    files: int
    size_bytes: int
    parts: Sequence[Attachment]
    pictures: Sequence[Attachment]


def crew_of(seed: int) -> str:
    """Returns the name of the crew."""
    return CREWS[int(np.random.default_rng([seed, 43]).integers(len(CREWS)))]


def chat(haul: Haul, seed: int) -> list[Message]:
    """Returns the messages of the channel in order; the same haul and seed give the same messages."""
    rng = np.random.default_rng([seed, 47])
    said = [*_before(haul, rng), *_release(haul, rng)]
    messages: list[Message] = []
    number = int(rng.integers(1, 9))
    for day, minute, text, attachment in said:
        at = _moment(haul.published, day, minute)
        messages.append(Message(number, at, text, attachment, is_service=not messages))
        number += int(rng.choice([1, 1, 1, 2, 3]))
    return messages


def proof_at(published: date) -> datetime:
    """Returns when the first picture of the proof pack was sent, London time; the others follow by the minute."""
    return _moment(published, *_PROOF) + _LOCAL


def _moment(published: date, day: int, minute: int) -> datetime:
    return datetime.combine(published, time(6), UTC) + timedelta(days=day, minutes=minute)


_Said = tuple[int, int, tuple[tuple[str, str], ...], Attachment | None]


def _before(haul: Haul, rng: np.random.Generator) -> list[_Said]:
    """The weeks of pressure: days before publication, minutes after six, words, attachment."""
    amount = _words_of(haul.size_bytes)
    opening = _one_of(rng, (
        "A new name goes on the wall today. We sat in their file servers for weeks and nobody knocked.",
        "Today we introduce a house that measures everybody's blood and nobody's backups.",
        "Fresh on the board. They noticed when the analysers stopped printing, we were finished long before.",
    ))  # fmt: skip
    offer = _one_of(rng, (
        "The door for talks is open until the clock runs out. After that everything is free for everyone.",
        "One payment, one proof of deletion, no second visit. Silence is also an answer and we publish answers.",
        "We are not political. We are an invoice. It is due when the countdown ends.",
    ))  # fmt: skip
    sample = _one_of(rng, (
        "For those who say it is invented: one folder, untouched, straight from the share.",
        "Journalists asked for a taste. Here is one drawer out of the cabinet.",
    ))  # fmt: skip
    said: list[_Said] = [
        (-17, 15, (("plain", f"Channel «{haul.crew}» created"),), None),
        (-17, 19, (("bold", haul.victim), ("plain", f"\n\n{opening}\n\nTaken: {amount}. Clock: 400 hours.")), None),
        (-12, 430, (("plain", offer), ("plain", "\nHours left: "), ("bold", "290")), None),
    ]
    for number, picture in enumerate(haul.pictures):
        caption = "Proof pack. This is how their drives look from the inside." if not number else ""
        said.append((_PROOF[0], _PROOF[1] + number, (("plain", caption),) if caption else (), picture))
    left_out = Attachment("", "sample_01.7z", int(rng.integers(40, 900)) << 20)
    said += [
        (-3, 610, (("plain", sample),), left_out),
        (-1, 905, (("italic", "Twenty-four hours."), ("plain", " Their lawyers write, their managers do not.")), None),
    ]
    return said


def _release(haul: Haul, rng: np.random.Generator) -> list[_Said]:
    ending = _one_of(rng, (
        "The clock is at zero and the inbox is empty. So be it.",
        "No deal. From this minute the archive belongs to whoever downloads it.",
        "Negotiations are closed, the doors are open.",
    ))  # fmt: skip
    how = f"Get all {len(haul.parts)} parts into one folder and open the first; a missing part spoils the rest."
    said: list[_Said] = [
        (0, 840, (("bold", haul.victim), ("plain", f" — {ending}\n\n{haul.files:,} files. {how}")), None)
    ]
    said += [(0, 846 + 7 * number, (), part) for number, part in enumerate(haul.parts)]
    last = _one_of(rng, ("Mirrors follow. Do not ask for passwords, there are none.", "Enjoy. The next name is ready."))
    said.append((0, 860 + 7 * len(haul.parts), (("plain", last),), None))
    return said


def readme(haul: Haul, seed: int) -> str:
    """Returns the note that lies at the top of the archive."""
    rng = np.random.default_rng([seed, 53])
    boast = _one_of(rng, (
        "Nothing was altered, nothing was added. Folders are as we found them.",
        "We left out what was too big to carry. What you see is what stood on the shares.",
    ))  # fmt: skip
    lines = [
        "=" * 60, f"  {haul.crew.upper()}", "=" * 60, "", f"Subject : {haul.victim}",
        f"Content : {haul.files:,} files, {_words_of(haul.size_bytes)} unpacked", "", boast,
        "Each diskN.7z is one server. Unpack with any program that knows 7z.", "",
        "To the management: you had the time. To everybody else: check if you are in it.", "",
    ]  # fmt: skip
    return "\r\n".join(lines)


def _words_of(size_bytes: int) -> str:
    """Returns a size as crews write it."""
    for unit, factor in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if size_bytes >= factor:
            return f"{size_bytes / factor:.1f} {unit}"
    return f"{max(1, round(size_bytes / 1e3))} KB"


def _one_of(rng: np.random.Generator, choices: Sequence[str]) -> str:
    return choices[int(rng.integers(len(choices)))]
