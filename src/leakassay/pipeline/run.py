"""The main job: a dump goes in, a dossier comes out; what is done already is not done again."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leakassay.case import laws, seal, version
from leakassay.case.case import Case
from leakassay.detect.settings import from_profile
from leakassay.engine.base import Engine
from leakassay.engine.guard import GuardSetup
from leakassay.engine.limits import Limits
from leakassay.engine.local import LocalEngine
from leakassay.engine.machine import peak_rss_bytes
from leakassay.engine.serial import SerialEngine
from leakassay.model.outcomes import Reason
from leakassay.model.version import tool_version
from leakassay.pipeline import budget, intake, known_files, missing_media, order, wall
from leakassay.pipeline.catalogue.detectors import DETECTORS
from leakassay.pipeline.catalogue.formats import FORMATS
from leakassay.pipeline.family import families
from leakassay.pipeline.flow import Flow
from leakassay.pipeline.kept import keep_profile
from leakassay.pipeline.manifest import manifest, units_sha256
from leakassay.pipeline.stages import STAGES
from leakassay.profile.claim import Claims
from leakassay.profile.dkim_keys import NO_KEYS, DkimKeys
from leakassay.profile.organisation import EMPTY, Profile

if TYPE_CHECKING:
    from collections.abc import Iterator

Progress = Callable[..., None]


def silent(event: str, **facts: object) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class RunOptions:
    """What the operator asked for.

    Attributes:
        dump: folder, archive or file.
        add: take the dump as a further instalment.
        profile: the organisation's profile.
        claims: public claims.
        engine: "serial" or "local".
        workers: slots of the local engine.
        memory: DuckDB's limit, as it writes it.
        known_files: list of hashes of files that need no reading.
        known_any_format: the list is the operator's own: it sets tables, texts and mails aside too.
        stages: stages to run.
        limits: budgets of the cells.
        progress: told of progress, counts only.
        passwords: the operator's list for locked items, tried in its order.
        accepted_layers: layers of confinement that may be missing.
        dkim_keys: public keys by which signatures of mails are judged.
    """

    dump: Path
    add: bool = False
    profile: Profile = EMPTY
    claims: Claims = field(default_factory=Claims)
    engine: str = "local"
    workers: int = 0
    memory: str = "4GB"
    known_files: Path | None = None
    known_any_format: bool = False
    stages: tuple[str, ...] = STAGES
    limits: Limits = field(default_factory=Limits)
    progress: Progress = silent
    passwords: tuple[str, ...] = ()
    accepted_layers: tuple[str, ...] = ()
    dkim_keys: DkimKeys = NO_KEYS


@dataclass(frozen=True)
class RunResult:
    """What a run came to: the summary, where the dossier lies, what is pending."""

    summary: dict[str, Any]
    dossier: Path | None
    pending: int


def default_workers() -> int:
    """One slot a processor this process may use."""
    return max(1, len(os.sched_getaffinity(0)))


def start_case(case: Case, seed: int | None) -> None:
    """Fix what stays the same over all runs of a case: its seed and the id that comes from it."""
    if case.ledger.meta("seed"):
        return
    drawn = secrets.randbits(63) if seed is None else seed
    with case.ledger.transaction():
        case.ledger.set_meta("seed", str(drawn))
        case.ledger.set_meta("case_id", hashlib.sha256(f"case {drawn}".encode()).hexdigest()[:16])


def run(case: Case, options: RunOptions) -> RunResult:
    """Run the stages asked for; the caller holds the case's lock.

    Raises:
        OperatorError: something that the operator can put right.
        IntegrityError: a conservation law does not close; nothing is reported then.
    """
    from leakassay.pipeline.thinking import check_inputs

    check_inputs(options.profile, options.claims)
    missing = wall.check(options.accepted_layers)
    case.sweep()
    was_open, before = version.is_open(case) or version.latest(case.ledger) is None, case.ledger.changes
    source_id = intake.admit(case, options.dump, add=options.add)
    with case.ledger.transaction():
        version.begin(case.ledger)
    wall.note(case, missing)
    weaker = {"weaker_sandbox": ",".join(missing)} if missing else {}
    case.events.append("run_started", version=tool_version(), engine=options.engine, **weaker)
    with _timed(case, "custody", options):
        options.progress("listing")
        intake.list_source(case, source_id)
        intake.try_again(case)
    settings = {"detect": from_profile(options.profile, DETECTORS), "passwords": list(options.passwords)}
    if options.dkim_keys.records:
        settings["dkim_keys"] = dict(options.dkim_keys.records)
    known = known_files.load(case, options.known_files, any_format=options.known_any_format)
    pending = _move(case, options, settings, known)
    is_untouched = not was_open and case.ledger.changes == before
    with case.ledger.transaction():
        _seal_and_manifest(case, options, settings, known, is_untouched=is_untouched)
        version.record(case.ledger, is_untouched=is_untouched)
    version.audit(case)
    _think(case, options, is_untouched=is_untouched)
    return _report(case, options, pending)


def _move(case: Case, options: RunOptions, settings: Mapping[str, Any], known: known_files.KnownFiles) -> int:
    """Take up again what this run allows, move every item to its outcome, and hold both laws against the ledger.

    Returns:
        How many items are pending.
    """
    if "read" in options.stages:
        budget.take_up(case, options.limits)
        budget.take_up_locked(case, options.passwords)
        budget.take_up_unread(case, {entry.name: entry for entry in FORMATS})
    reason, flow = Reason.INTERRUPTED, None
    engine = make_engine(case, options, settings, known.other_kind)
    try:
        flow = _flow(case, engine, options, settings)
        flow.heed(known)
        _move_items(case, flow, options)
        reason = Reason.STAGE_NOT_RUN
    finally:
        engine.close()
        order.settle_duplicates(case)
        pending = order.settle_pending(case, reason)
        known_files.cover(case)
    laws.check(case.ledger)
    _note_peak(case, flow)
    return pending


def make_engine(case: Case, options: RunOptions, settings: Mapping[str, Any], other_digest: str = "") -> Engine:
    """The engine asked for, over all sources of the case."""
    setup = GuardSetup(
        parts=case.parts,
        spool=case.spool,
        sources={key: root for key, (root, _) in intake.sources(case).items()},
        settings=settings,
        warm=families(),
        accepted=frozenset(options.accepted_layers),
        limits=options.limits,
        other_digest=other_digest,
    )

    def with_scanner() -> GuardSetup:
        from leakassay.detect.warm import with_packed  # what only reads tables has no need of it

        return replace(setup, settings={**settings, "detect": with_packed(settings["detect"])})

    if options.engine == "serial":
        return SerialEngine(with_scanner, case.keys)
    return LocalEngine(with_scanner, case.keys, options.workers or default_workers())


def _flow(case: Case, engine: Engine, options: RunOptions, settings: Mapping[str, Any]) -> Flow:
    formats = {entry.name: entry for entry in FORMATS}
    kept = {name: value for name, value in settings.items() if name != "passwords"}
    return Flow(case, engine, formats, kept, options.progress, limits=options.limits)


def _move_items(case: Case, flow: Flow, options: RunOptions) -> None:
    """Hash, open and read; the wall clock of what runs side by side is shared out by the time that slots spent."""
    total = case.ledger.one("select count(*) from item")
    options.progress("found", items=total, bytes=case.ledger.one("select sum(bytes) from source"))
    hashes, reads = "custody" in options.stages, "read" in options.stages
    started = time.monotonic()
    options.progress("stage", stage="read" if reads else "custody")
    try:
        flow.run(hashes=hashes, reads=reads)
        if reads:
            missing_media.note(case)
    finally:
        wall, spent = time.monotonic() - started, sum(flow.seconds.values())
        for stage, seconds in flow.seconds.items():
            _keep_seconds(case, stage, wall * seconds / spent if spent else 0.0)


def _think(case: Case, options: RunOptions, *, is_untouched: bool) -> None:
    """The stages that work on tables; one that would see what it saw last time is not done again."""
    from leakassay.pipeline.thinking import THINKING

    shelf = case.shelf(options.memory, options.workers or default_workers())
    inputs = _inputs(case, options.profile)
    for stage, work in THINKING.items():
        if stage not in options.stages:
            continue
        if is_untouched and case.ledger.meta(f"inputs_{stage}") == inputs:
            continue
        is_untouched = False  # whoever comes after sees another table
        with _timed(case, stage, options):
            work(case, shelf, options.profile, options.claims)
        laws.check(case.ledger)
        with case.ledger.transaction():
            case.ledger.set_meta(f"inputs_{stage}", inputs)


def _inputs(case: Case, profile: Profile) -> str:
    """Hash of all that the thinking stages depend on: the manifest, and the files that the profile names."""
    said = hashlib.sha256(case.ledger.meta("manifest_sha256").encode())
    for path in profile.files():
        try:
            with path.open("rb") as file:
                said.update(hashlib.file_digest(file, "sha256").digest())
        except OSError:  # the stage that wants it will say so
            said.update(b"not there")
    return said.hexdigest()


def _report(case: Case, options: RunOptions, pending: int) -> RunResult:
    from leakassay.pipeline.reporting import write_dossier, write_summary

    if "report" not in options.stages:
        return RunResult({}, None, pending)
    shelf = case.shelf(options.memory, options.workers or default_workers())
    with _timed(case, "report", options):
        summary = write_summary(case, shelf, options.profile)
        dossier = write_dossier(case, shelf, summary, options.profile)
    case.events.append("run_ended", pending=pending)
    return RunResult(summary, dossier, pending)


def _seal_and_manifest(
    case: Case,
    options: RunOptions,
    settings: Mapping[str, Any],
    known: known_files.KnownFiles,
    *,
    is_untouched: bool,
) -> None:
    """Keep the seal over the source files and the manifest; where no item has changed, what was said of them holds."""
    if not (is_untouched and case.ledger.meta("units_sha256")):
        case.ledger.set_meta("seal", _seal(case))
        case.ledger.set_meta("units_sha256", units_sha256(case.ledger))
    profile_hash = "" if options.profile is EMPTY else options.profile.sha256
    case.ledger.set_meta("profile_sha256", profile_hash)
    keep_profile(case, options.profile)
    more = {
        "profile_sha256": profile_hash,
        "claims": options.claims.model_dump(mode="json"),
        "known_files": known.as_json(),
        "dkim_keys": options.dkim_keys.as_json(),
    }
    kept = {name: value for name, value in settings.items() if name != "passwords"}
    units, seed = case.ledger.meta("units_sha256"), int(case.ledger.meta("seed"))
    text = manifest(units, kept, options.limits, seed, more)
    case.ledger.set_meta("manifest", text)
    case.ledger.set_meta("manifest_sha256", hashlib.sha256(text.encode()).hexdigest())


def _seal(case: Case) -> str:
    rows = case.ledger.stream(
        "select name_sealed, size_bytes, modified_at, sha256, item.source_id from item join source using (source_id) "
        "where parent_id is null order by source.ordinal, member_index"
    )
    return seal.root(
        seal.leaf(case.keys.open_name(row["name_sealed"]), row["size_bytes"], row["modified_at"] or 0, row["sha256"])
        for row in rows
    )


def _note_peak(case: Case, flow: Flow) -> None:
    peak = max(peak_rss_bytes(), flow.peak_rss_bytes, int(case.ledger.meta("peak_rss_bytes", "0")))
    with case.ledger.transaction():
        case.ledger.set_meta("peak_rss_bytes", str(peak))


@contextmanager
def _timed(case: Case, stage: str, options: RunOptions) -> Iterator[None]:
    """Add a stage's wall clock to the ledger and say where we are."""
    options.progress("stage", stage=stage)
    started = time.monotonic()
    yield
    _keep_seconds(case, stage, time.monotonic() - started)


def _keep_seconds(case: Case, stage: str, seconds: float) -> None:
    if not seconds:
        return
    with case.ledger.transaction():
        case.ledger.note(
            "insert into stage values (?, ?, 1) on conflict (stage) do update set seconds = seconds + excluded.seconds",
            (stage, seconds),
        )
