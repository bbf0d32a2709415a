"""F13, F14, F34: cut and mutated files of every format that is read; what loses people is never called read."""

from __future__ import annotations

import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from hostile import judge, record
from hostile.mutate import mutants, tenths
from hostile.mutation_run import Score, losses, numbers_by_item, of, scores
from hostile.seed import archives, binaries, databases, documents, outlook, texts, unread
from hostile.seed.seed import NUMBERS, Seed
from leakassay.pipeline.catalogue.formats import FORMATS
from leakassay.pipeline.family import CONTAINER, family_of

pytestmark = pytest.mark.slow  # minutes; `make test-slow` runs them, and `make hostile` with everything else here

QUICK, MANY, LEAST = 200, 10_000, 2_500
"""Mutants of a format in `make test-slow`; of a reader family in `make hostile`; there of each format at least."""

_MADE = (*texts.seeds(), *binaries.seeds(), *archives.seeds(), *databases.seeds(), *outlook.seeds(), *documents.seeds())
SEEDS = {seed.format: seed for seed in _MADE}
UNREAD = {seed.format: seed for seed in unread.seeds()}

NO_SEED = {
    **{
        entry.name: "searched for letters only, never called read"
        for entry in FORMATS
        if entry.reader == "document.letters"
    },
    "mssql_backup": "searched for letters only, never called read",
    "mssql_data": "searched for letters only, never called read",
    "pg_copy": "rows without names of columns; the same lines are tried in pg_dump",
    "access": "no library writes it; its own test mutates what others wrote",
    "doc": "no library writes it; its own test mutates what others wrote",
    "ppt": "no library writes it; the presentations of the field data are read",
    "xlsb": "no library writes it; the sheets of the field data are read",
    "pst": "no library writes it; its own tests cut what others wrote",
    "office_locked": "without a password it yields nothing; its own test mutates one that has it",
    "epub": "a zip to us, and tried as one",
    "vhdx": "no library writes it; the disk inside is tried as disk_image",
    "qcow": "no library writes it; the disk inside is tried as disk_image",
    "lha": "no library writes it; its own test mutates what others wrote",
    "compress": "no library writes it; its own test mutates what others wrote",
    "xar": "libarchive writes another one each time; its own test mutates them",
}
"""Formats with a reader and without a seed, each with its reason."""


@pytest.fixture
def base() -> Iterator[Path]:
    """A folder that goes with whatever lies in it."""
    folder = Path(tempfile.mkdtemp(prefix="mutants-"))
    yield folder
    subprocess.run(["rm", "-rf", str(folder)], check=False)


def test_every_format_that_is_read_has_a_seed() -> None:
    """A new format without one is not tried; what only has attachments taken out is never called read itself."""
    read = {entry.name for entry in FORMATS if entry.reader or (entry.opener and not entry.embeds)}
    assert read - set(SEEDS) == set(NO_SEED)
    assert set(UNREAD) <= {entry.name for entry in FORMATS}


def test_every_seed_is_read_whole_and_tells_everybody(base: Path) -> None:
    """Without this the judge below would have nothing to miss."""
    judge.arena(base)
    for seed in SEEDS.values():
        (base / "dump" / f"{seed.format}{seed.suffix}").write_bytes(seed.data)
    subprocess.run(judge.command(base, stages="custody,read"), check=True, capture_output=True)
    rows = judge.rows_of(base)
    found = {name: (missing, whole) for name, missing, whole in losses(rows, numbers_by_item(base))}
    formats = {row["item_path"]: row["format"] for row in rows if row["parent_id"] is None}
    for seed in SEEDS.values():
        name = f"{seed.format}{seed.suffix}"
        missing, whole = found[name]
        assert formats[name] == seed.format
        assert whole, name
        assert not missing, name
        assert all(number in seed.decoded(seed.data) for number in NUMBERS), name


def told(seed: Seed, case: str, done: Score) -> None:
    """Write down what the page shows."""
    record.note(
        "mutation",
        id=case,
        format=seed.format,
        mutants=done.mutants,
        outcomes=dict(sorted(done.outcomes.items())),
        fewer=done.fewer,
        excused=done.excused,
        offenders=len(done.offenders),
        faults=len(done.faults),
        seconds=round(done.seconds, 1),
    )


def assert_sound(done: Score) -> None:
    """All accounted for, no fault of the coordinator, and nobody who loses people is called read."""
    assert done.faults == []
    assert not done.offenders, f"{len(done.offenders)} of {done.mutants}, such as {done.offenders[:5]}"


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Score]:
    """All families, a few hundred each, in as few runs as hold them."""
    everything = [made for seed in (*SEEDS.values(), *UNREAD.values()) for made in of(seed, QUICK)]
    return scores(everything, tmp_path_factory.mktemp("mutants"))


@pytest.fixture(scope="module")
def cuts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Score]:
    """All families, cut at each tenth."""
    everything = [(seed, how, data) for seed in SEEDS.values() for how, data in tenths(seed.data)]
    return scores(everything, tmp_path_factory.mktemp("cuts"))


@pytest.mark.timeout(6_000)
@pytest.mark.parametrize("name", sorted(SEEDS))
def test_two_hundred_mutants_are_accounted_for_and_no_loss_is_called_read(name: str, quick: dict[str, Score]) -> None:
    told(SEEDS[name], "F14", quick[name])
    assert_sound(quick[name])


@pytest.mark.timeout(6_000)
@pytest.mark.parametrize("name", sorted(UNREAD))
def test_mutated_data_bases_and_mail_stores_are_accounted_for(name: str, quick: dict[str, Score]) -> None:
    told(UNREAD[name], "F34", quick[name])
    assert quick[name].faults == []


@pytest.mark.timeout(2_400)
@pytest.mark.parametrize("name", sorted(SEEDS))
def test_a_file_cut_at_a_tenth_is_not_called_read_when_that_shows(name: str, cuts: dict[str, Score]) -> None:
    told(SEEDS[name], "F13", cuts[name])
    assert_sound(cuts[name])


FAMILIES = {entry.name: family_of(entry) if entry.reader else CONTAINER for entry in FORMATS if entry.name in SEEDS}
COUNTS = {name: max(LEAST, -(-MANY // Counter(FAMILIES.values())[family])) for name, family in FAMILIES.items()}


def test_a_family_has_ten_thousand_mutants() -> None:
    for family in set(FAMILIES.values()):
        assert sum(COUNTS[name] for name in FAMILIES if FAMILIES[name] == family) >= MANY


@pytest.mark.hostile
@pytest.mark.timeout(28_800)
@pytest.mark.parametrize("name", sorted(SEEDS))
def test_ten_thousand_mutants_are_accounted_for_and_no_loss_is_called_read(name: str, base: Path) -> None:
    """Ten thousand of a family, shared out among its formats."""
    done = scores(of(SEEDS[name], COUNTS[name]), base)[name]
    told(SEEDS[name], "F14", done)
    assert_sound(done)


def test_a_mutant_can_be_made_again() -> None:
    """The same seed of the draw gives the same bytes; no two mutants are the same."""
    import random

    first, second = (list(mutants(b"0123456789" * 9, 60, random.Random(4))) for _ in range(2))
    assert first == second
    assert len({data for _, data in first}) == 60
