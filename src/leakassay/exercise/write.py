"""Writing a rehearsal: an invented laboratory, the leak taken from it, and the truth beside it."""

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from leakassay.exercise.estate.number import draw_valid
from leakassay.exercise.estate.person import draw_people
from leakassay.exercise.leak.claim_toml import claims, claims_text
from leakassay.exercise.leak.deposit import Deposit, Place
from leakassay.exercise.leak.key_table import CANARY, PARTITION, KeyWriter
from leakassay.exercise.leak.kind import PARTS, Part, parts
from leakassay.exercise.leak.part import Cut, lay
from leakassay.exercise.leak.profile_toml import CANARIES, canary_values, profile_text, write_rolls
from leakassay.exercise.leak.tally import tally
from leakassay.model.errors import OperatorError

KINDS = tuple(PARTS)
"""ours, partner, recycled, fabricated, mixed."""
LEAST_PEOPLE, LEAST_EVENTS = 20, 200
"""Below these an estate cannot fill one document of each format."""
MADE_BY_US = ("dump", "earlier", "rolls", "answer-key", "profile.toml", "claims.toml", "SYNTHETIC.txt")


class RehearsalError(OperatorError, ValueError):
    """The rehearsal cannot be written as it was asked for."""


@dataclass(frozen=True)
class Manifest:
    """What was written.

    Attributes:
        dump, profile, claims, key: where it lies.
        counts: the truth of the claims, as in `answer-key/counts.json`.
        seed: writing again with it (and the same knobs) gives the same bytes.
    """

    dump: Path
    profile: Path
    claims: Path
    key: Path
    counts: dict[str, Any]
    seed: int


def write(  # noqa: PLR0913  the knobs of the interface, each named by keyword
    out: Path, *, kind: str, people: int, events: int, seed: int, force: bool = False, issued_ranges: bool = False
) -> Manifest:
    """Writes `dump/`, `profile.toml`, `claims.toml`, `rolls/` and `answer-key/` below `out`.

    Args:
        out: a new or empty folder.
        kind: one of `KINDS`.
        people: invented people of the estate (three of them test patients).
        events: results in the history that the leak is cut from.
        seed: the same seed and knobs give the same bytes.
        force: replace what an earlier rehearsal wrote there; anything else in the folder is left alone.
        issued_ranges: NHS numbers from the issued ranges instead of 9xx; a file SYNTHETIC.txt then says so.

    Raises:
        RehearsalError: a knob is impossible, or `out` is not empty and `force` was not given.
    """
    _check(kind, people, events)
    _clear(out, force=force)
    rng = np.random.default_rng([seed, 1])
    everyone = draw_people(rng, people, issued_ranges=issued_ranges)
    if issued_ranges:
        (out / "SYNTHETIC.txt").write_text(
            "Every person is invented. Numbers of issued ranges belong to nobody here.\n"
        )
    secret = write_rolls(out / "rolls", everyone, seed)
    canaries = canary_values([str(number) for number in draw_valid(np.random.default_rng([seed, 3]), len(CANARIES))])
    made = parts(kind, everyone, events, seed)
    counts = _lay_down(out, made, everyone, canaries)
    earlier = any(part.kind == "recycled" for part in made)
    (out / "profile.toml").write_text(profile_text(secret, canaries, earlier=earlier), "utf-8")
    said = claims(counts)
    (out / "claims.toml").write_text(claims_text(said), "utf-8")
    counts["claims"] = {claim["id"]: claim["true"] for claim in said}
    KeyWriter.counts(out / "answer-key", counts | {"seed": seed, "kind": kind})
    return Manifest(out / "dump", out / "profile.toml", out / "claims.toml", out / "answer-key", counts, seed)


def _check(kind: str, people: int, events: int) -> None:
    if kind not in PARTS:
        raise RehearsalError(f"kind {kind!r} is not known; choose one of {', '.join(KINDS)}")
    if people < LEAST_PEOPLE or events < LEAST_EVENTS:
        raise RehearsalError(
            f"{people} people and {events} events are too few to fill every format; "
            f"ask for at least {LEAST_PEOPLE} people and {LEAST_EVENTS} events"
        )


def _clear(out: Path, *, force: bool) -> None:
    if out.exists() and not out.is_dir():
        raise RehearsalError(f"{out} is a file, a folder is needed; choose another name")
    if out.exists() and any(out.iterdir()) and not force:
        raise RehearsalError(
            f"{out} is not empty and is left as it is; choose another folder, or give --force to replace"
        )
    if (out / "dump").exists() and not (out / "answer-key").is_dir():
        # --force must never cost anybody a real dump
        raise RehearsalError(
            f"{out} holds a dump without an answer key, so no rehearsal made it; choose another folder"
        )
    out.mkdir(parents=True, exist_ok=True)
    for name in MADE_BY_US:
        target = out / name
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)


def _lay_down(
    out: Path, made: list[Part], people: pa.Table, canaries: Sequence[tuple[str, str, str]]
) -> dict[str, Any]:
    items: list[pa.Table] = []
    with KeyWriter(out / "answer-key") as key:
        for part in made:
            if part.kind == "recycled":
                lay(Deposit(Place(out / "earlier", part.folder, part.kind), None), Cut(part.estate))
            deposit = Deposit(Place(out / "dump", part.folder, part.kind), key)
            lay(deposit, Cut(part.estate, recut=part.kind == "recycled", canaries=_values_of(canaries, part.kind)))
            items.append(deposit.table())
        everything = pa.concat_tables(items)
        forged = [part.estate.people for part in made if part.kind == "fabricated"]
        key.table("items", everything)
        key.table("people", pa.concat_tables([people, *forged]))
        key.table(
            "partitions", pa.Table.from_pylist([{"partition": p.folder, "kind": p.kind} for p in made], PARTITION)
        )
        planted = {part.kind for part in made}
        rows = [{"value": v, "kind": k, "recipient": r, "planted": k in planted} for v, r, k in canaries]
        key.table("canaries", pa.Table.from_pylist(rows, CANARY))
        return tally(everything, key)


def _values_of(canaries: Sequence[tuple[str, str, str]], kind: str) -> tuple[str, ...]:
    return tuple(value for value, _, planted_in in canaries if planted_in == kind)


def tree_hash(folder: Path) -> str:
    """Returns one SHA-256 over the paths and bytes of every file below `folder`, to compare two rehearsals."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode("utf-8") + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
