"""What every compressed stream is put through, whatever packs it."""

from __future__ import annotations

import random
from collections.abc import Callable
from types import ModuleType

from custody.openers.test_tar_walk import archive
from custody.reading import Opened, opened
from leakassay.model.outcomes import Reason

Pack = Callable[[bytes], bytes]

TEXT = b"line of a log, NHS 999 000 0018\n" * 3000 + random.Random(9).randbytes(20_000)
FILES = {f"f{number}": random.Random(number).randbytes(3000) + b"zzz" * 9000 for number in range(12)}
TAR = archive(FILES)


def of(opener: ModuleType, raw: bytes, name: str = "x", first: int = 0) -> Opened:
    """What an opener makes of bytes."""
    return opened(opener.members, raw, name, first)


def check_good(opener: ModuleType, pack: Pack) -> None:
    """One stream is one item; a tar inside is its members, whose packed sizes add up."""
    found = of(opener, pack(TEXT), "a.log.z")
    assert (found.contents, found.names, found.gaps, found.faults) == ({0: TEXT}, [b"a.log"], [], {})
    raw = pack(TAR)
    found = of(opener, raw)
    assert found.contents == dict(enumerate(FILES.values()))
    assert (found.gaps, found.faults, found.fault) == ([], {}, None)
    assert len(raw) * 0.9 < sum(found.packed.values()) <= len(raw)
    rest = of(opener, raw, first=5)
    assert rest.packed == {index: size for index, size in found.packed.items() if index >= 5}


def check_many(opener: ModuleType, pack: Pack) -> None:
    """All members of a file are one item; what follows them is a gap of its bytes."""
    found = of(opener, pack(TEXT) + pack(b"") + pack(TEXT) + b"tail")
    assert found.contents == {0: TEXT * 2}
    assert [(gap.reason, gap.bytes) for gap in found.gaps] == [(Reason.TRAILING_BYTES, 4)]
    assert of(opener, pack(TEXT) + bytes(5000)).gaps == []
    assert [gap.bytes for gap in of(opener, pack(TEXT) + b"tail", first=1).gaps] == [4]


def check_cuts(opener: ModuleType, pack: Pack) -> None:
    """Cut off anywhere it gives a beginning, and is never complete."""
    for content in (TEXT, TAR):
        raw = pack(content)
        for tenths in range(1, 10):
            found = of(opener, raw[: len(raw) * tenths // 10])
            assert found.faults or found.gaps or found.fault, tenths
    assert TEXT.startswith(of(opener, pack(TEXT)[:-9]).contents[0])


def check_mutant(opener: ModuleType, raw: bytes, changes: list[tuple[int, int]], cut: int) -> None:
    """Whatever is changed, nothing but item errors is raised (`opened` lets others through)."""
    changed = bytearray(raw)
    for at, byte in changes:
        changed[at % len(changed)] = byte
    of(opener, bytes(changed[: len(changed) - cut % len(changed)]))
