"""Writing a rehearsal: an invented laboratory, the leak taken from it, and the truth beside it."""

import hashlib
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate.house import OURS, house_from, practices_of
from leakassay.exercise.estate.number import draw_valid
from leakassay.exercise.estate.person import draw_people
from leakassay.exercise.estate.staff import STAFF_FROM, staff_of
from leakassay.exercise.leak import telegram
from leakassay.exercise.leak.claim_toml import claims, claims_text
from leakassay.exercise.leak.deposit import Deposit, Place
from leakassay.exercise.leak.key_table import CANARY, PARTITION, KeyWriter
from leakassay.exercise.leak.kind import Part, parts
from leakassay.exercise.leak.knobs import Knobs, RehearsalError, settled
from leakassay.exercise.leak.meter import Meter, Tell, room_for
from leakassay.exercise.leak.part import Manner, lay_part
from leakassay.exercise.leak.plan import Quota
from leakassay.exercise.leak.profile_toml import CANARIES, canary_values, profile_text, write_rolls
from leakassay.exercise.leak.repack import repacked
from leakassay.exercise.paper.letter import DOCTORS
from leakassay.exercise.paper.zip_crypto import PASSWORDS
from leakassay.model.errors import SpaceError
from leakassay.reference import ods
from leakassay.reference.ods import Organisation

MADE_BY_US = (
    "dump", "earlier", "rolls", "answer-key", "profile.toml", "claims.toml", "passwords.txt", "SYNTHETIC.txt",
)  # fmt: skip
USUAL_BYTES_PER_EVENT = 900
"""What a small rehearsal weighs, for the progress bar only."""


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
    out: Path,
    *,
    kind: str,
    people: int = 0,
    events: int = 0,
    seed: int,
    size_bytes: int | None = None,
    formats: Iterable[str] | None = None,
    issued_ranges: bool = False,
    telegram_export: bool = False,
    ods_file: Path | None = None,
    force: bool = False,
    tell: Tell | None = None,
) -> Manifest:
    """Writes `dump/`, `profile.toml`, `claims.toml`, `rolls/` and `answer-key/` below `out`.

    Args:
        out: a new or empty folder.
        kind: ours, partner, recycled, fabricated or mixed.
        people: invented people of the estate; 0 for the usual number.
        events: results in their history; 0 for the usual number.
        seed: the same seed and knobs give the same bytes.
        size_bytes: about how large the dump is to be, by the mix of a file server.
        formats: formats wanted, as the key names them.
        issued_ranges: NHS numbers from the issued ranges instead of 9xx.
        telegram_export: the dump comes as a Telegram export around a solid archive of several parts.
        ods_file: the user's own ODS extract, from which practices and trusts are taken.
        force: replace what an earlier rehearsal wrote there; anything else in the folder is left alone.
        tell: is called with bytes written and bytes expected.

    Raises:
        RehearsalError: a knob is impossible, or `out` is not empty and `force` was not given.
        SpaceError: the disk has too little room; what was begun is removed.
    """
    wanted = None if formats is None else frozenset(formats)
    knobs = settled(Knobs(kind, people, events, seed, size_bytes, wanted, issued_ranges, telegram_export, ods_file))
    reference = _organisations(knobs.ods)
    _clear(out, force=force)
    if knobs.size_bytes is not None:
        # a wrapped dump lies there twice for a while, an earlier leak for good
        room_for(out, knobs.size_bytes * (2 if knobs.telegram or knobs.kind == "recycled" else 1))
    try:
        return _write(out, knobs, reference, tell)
    except SpaceError:
        _remove(out)
        raise


def _write(out: Path, knobs: Knobs, reference: Mapping[str, Organisation], tell: Tell | None) -> Manifest:
    seed = knobs.seed
    everyone = draw_people(
        np.random.default_rng([seed, 1]), knobs.people, issued_ranges=knobs.issued_ranges,
        practices=list(practices_of(house_from(reference, OURS))),
    )  # fmt: skip
    if knobs.issued_ranges:
        (out / "SYNTHETIC.txt").write_text(
            "Every person is invented. Numbers of issued ranges belong to nobody here.\n"
        )
    secret = write_rolls(out / "rolls", everyone, seed)
    (out / "passwords.txt").write_text("".join(f"{word}\n" for word in PASSWORDS), "utf-8")
    canaries = canary_values([str(number) for number in draw_valid(np.random.default_rng([seed, 3]), len(CANARIES))])
    made = parts(knobs.kind, everyone, knobs.events, seed, reference)
    # what is published again was written once before; what is wrapped is written a second time
    times = (2 if knobs.kind == "recycled" else 1) + int(knobs.telegram)
    meter = Meter(out, times * (knobs.size_bytes or knobs.events * USUAL_BYTES_PER_EVENT), tell)
    counts = _lay_down(out, made, Asked(knobs, everyone, canaries), meter)
    earlier = any(part.kind == "recycled" for part in made)
    (out / "profile.toml").write_text(profile_text(secret, canaries, earlier=earlier, reference=reference), "utf-8")
    said = claims(counts)
    (out / "claims.toml").write_text(claims_text(said), "utf-8")
    counts["claims"] = {claim["id"]: claim["true"] for claim in said}
    KeyWriter.counts(out / "answer-key", counts | {"seed": seed, "kind": knobs.kind})
    return Manifest(out / "dump", out / "profile.toml", out / "claims.toml", out / "answer-key", counts, seed)


def _organisations(place: Path | None) -> dict[str, Organisation]:
    """Reads the user's ODS extract: epraccur.csv, etr.csv, or a folder that holds them."""
    if place is None:
        return {}
    found: dict[str, Organisation] = {}
    files = sorted(place.glob("e*.csv")) if place.is_dir() else [place]
    try:
        for path in files:
            found |= (ods.load_etr if path.name.lower().startswith("etr") else ods.load_epraccur)(path)
    except OSError as error:
        raise RehearsalError(
            f"--ods: {place} cannot be read ({error.strerror}); give epraccur.csv or etr.csv"
        ) from None
    except ods.OdsFileError as error:
        raise RehearsalError(f"--ods: {error}") from None
    if not found:
        raise RehearsalError(f"--ods: {place} lists no organisation; give epraccur.csv, etr.csv or their folder")
    return found


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
    _remove(out)


def _remove(out: Path) -> None:
    for name in MADE_BY_US:
        target = out / name
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)


class Asked(NamedTuple):
    """The knobs and what was drawn by them before any document."""

    knobs: Knobs
    everyone: pa.Table
    canaries: Sequence[tuple[str, str, str]]


def _lay_down(out: Path, made: list[Part], asked: Asked, meter: Meter) -> dict[str, Any]:
    knobs, everyone, canaries = asked
    with KeyWriter(out / "answer-key") as key:
        for position, part in enumerate(made):
            size = None
            if knobs.size_bytes is not None:
                size = int(knobs.size_bytes * part.events / max(1, knobs.events))
            manner = Manner(knobs.seed * 100 + position, Quota(size, knobs.formats))
            if part.kind == "recycled":
                lay_part(Deposit(Place(out / "earlier", part.folder, part.kind), None, meter), part, manner)
            deposit = Deposit(Place(out / "dump", part.folder, part.kind), key, meter)
            values = tuple(value for value, _, planted_in in canaries if planted_in == part.kind)
            lay_part(deposit, part, replace(manner, recut=part.kind == "recycled", canaries=values))
        forged = [part.people for part in made if part.kind == "fabricated"]
        houses = {part.house.software: part.house for part in made}
        staff = [staff_of(house, everyone, DOCTORS) for house in houses.values()]
        colleagues = [one.filter(pc.greater_equal(one["person_id"], STAFF_FROM)) for one in staff]
        key.table("people", pa.concat_tables([everyone, *colleagues, *forged]))
        rows = [{"partition": part.folder, "kind": part.kind, "grade": part.grade} for part in made]
        key.table("partitions", pa.Table.from_pylist(rows, PARTITION))
        planted = {part.kind for part in made}
        seeded = [{"value": v, "kind": k, "recipient": r, "planted": k in planted} for v, r, k in canaries]
        key.table("canaries", pa.Table.from_pylist(seeded, CANARY))
    if knobs.telegram:
        with meter.writing():
            wrapped = telegram.wrap(out / "dump", seed=knobs.seed, progress=meter.wrote)
        repacked(out / "answer-key", wrapped.path_of, wrapped.items, key.tally)
    return key.tally.counts()


def tree_hash(folder: Path) -> str:
    """Returns one SHA-256 over the paths and bytes of every file below `folder`, to compare two rehearsals."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape") + b"\0")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
