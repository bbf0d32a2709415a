"""Known files: items on the operator's hash list are set aside, neither opened nor read; a changed list judges anew."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leakassay.case.case import Case
from leakassay.case.ledger import Ledger
from leakassay.custody import hash_list
from leakassay.custody.hash_index import HashIndex, build
from leakassay.model.errors import OperatorError
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.plugin import Format
from leakassay.pipeline import order

_DIGEST_BYTES = {"sha256": 32, "sha1": 20, "md5": 16}

_PACKED = frozenset({
    "zip", "tar", "gzip", "bzip2", "xz", "7z", "rar", "cab", "iso", "zstd", "lz4", "compress", "snappy", "ar", "cpio",
    "arj", "wim", "chm",
})  # fmt: skip
"""Archives in which software comes; mail stores and data bases are none."""

_PICTURES = ("image/", "audio/", "video/", "font/")


@dataclass(frozen=True)
class KnownFiles:
    """The list of a run.

    Attributes:
        index: its hashes; None without a list.
        kind: which hash it lists: sha256, sha1 or md5.
        sha256: hash of the list itself, for the manifest.
        any_format: False for lists of software (NSRL): tables, texts, mails and documents are read all the same, for
            such a list says nothing about people. True for a list of the operator's own.
    """

    index: HashIndex | None = None
    kind: str = "sha256"
    sha256: str = ""
    any_format: bool = False

    @property
    def other_kind(self) -> str:
        """The hash that the guard has to make beside SHA-256; "" for none."""
        return "" if self.index is None or self.kind == "sha256" else self.kind

    @property
    def mark(self) -> str:
        """What the outcomes of a case depend on; "" without a list."""
        return f"{self.sha256} {'any' if self.any_format else 'software'}" if self.index is not None else ""

    def holds(self, entry: Format | None, sha256: str, other: str = "") -> bool:
        """True when an item is to be set aside.

        Args:
            entry: its format; None when nobody knows it.
            sha256: its hash, hexadecimal; "" when it has none.
            other: its hash of `other_kind`.
        """
        digest = other if self.other_kind else sha256
        if self.index is None or not digest or not (self.any_format or is_software(entry)):
            return False
        return self.index.holds(bytes.fromhex(digest))

    @staticmethod
    def keep(ledger: Ledger, item_id: int, digest: str) -> None:
        """Keep the hash of the kind that the list has, so that a changed list can be asked again (in a transaction)."""
        if digest:
            ledger.execute("insert or replace into item_digest values (?, ?)", (item_id, digest))

    def as_json(self) -> dict[str, Any]:
        """For the manifest."""
        if self.index is None:
            return {}
        formats = "any" if self.any_format else "software"
        return {"sha256": self.sha256, "kind": self.kind, "hashes": len(self.index), "formats": formats}


NO_LIST = KnownFiles()


def is_software(entry: Format | None) -> bool:
    """True for formats in which software comes: programs, archives, pictures, fonts, and what nobody knows."""
    if entry is None or entry.fallback or entry.quarantine or entry.name in _PACKED:
        return True
    return not entry.reader and entry.media_type.startswith(_PICTURES)


def load(case: Case, path: Path | None, *, any_format: bool = False) -> KnownFiles:
    """Index a list in the case's folder; an index of the same list is used again.

    Raises:
        OperatorError: the list cannot be read, or a line holds no hash.
    """
    folder = case.folder / "known_files"
    if path is None:
        shutil.rmtree(folder, ignore_errors=True)
        return NO_LIST
    sha256 = hash_list.sha256_of_list(path)
    about = folder / "about.json"
    if not about.is_file() or json.loads(about.read_text(encoding="ascii"))["sha256"] != sha256:
        found = hash_list.layout(path)
        fresh = folder.with_name("known_files.new")
        try:
            build(fresh, hash_list.digests(path, found), _DIGEST_BYTES[found.kind])
        except OperatorError:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        (fresh / "about.json").write_text(json.dumps({"sha256": sha256, "kind": found.kind}), encoding="ascii")
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)
    kind = json.loads(about.read_text(encoding="ascii"))["kind"]
    return KnownFiles(HashIndex(folder), kind, sha256, any_format)


def judge_again(case: Case, known: KnownFiles, formats: Mapping[str, Format], keys: dict[str, str]) -> None:
    """Hold what is hashed already against a list that is not the one of the last run.

    Args:
        case: the case.
        known: the list of this run.
        formats: the catalogue by name.
        keys: work key by format name, as this run would record it.

    Raises:
        OperatorError: the items were hashed without the hash that the list has.
    """
    ledger = case.ledger
    if ledger.meta("known_files") == known.mark:
        return
    _check_kind(case, known)
    out: list[tuple[int]] = []
    back: list[tuple[int]] = []
    for row in ledger.stream(
        "select item.item_id, format, sha256, outcome, opened, coalesce(digest, '') as digest from item "
        "left join item_digest using (item_id) where sha256 <> '' and size_bytes > 0"
    ):
        listed = known.holds(formats.get(row["format"]), row["sha256"], row["digest"])
        was = row["outcome"] == Outcome.KNOWN_FILE
        if listed and not was and not row["opened"]:
            out.append((row["item_id"],))
        elif was and not listed:
            back.append((row["item_id"],))
    with ledger.transaction():
        ledger.execute_many("update item set work_key = 'listed' where item_id = ? and work_key <> ''", out)
    order.forget_stale(case, keys)  # parts of what is set aside go, and what shares them is read again
    with ledger.transaction():
        ledger.execute_many(
            "update item set done = 0, outcome = '', reason = '', bytes_read = 0 where item_id = ?", back
        )
        _without_reader(case, formats, [item_id for (item_id,) in back])
        ledger.execute_many(
            f"update item set done = 1, outcome = '{Outcome.KNOWN_FILE}', reason = '{Reason.LISTED_HASH}', "  # noqa: S608  our own words
            "spool = '', wave = 0 where item_id = ?",
            out,
        )
        ledger.set_meta("known_files", known.mark)
    case.sweep()


def _check_kind(case: Case, known: KnownFiles) -> None:
    ledger = case.ledger
    hashed = ledger.one("select count(*) from item where sha256 <> ''")
    if known.other_kind and hashed and ledger.meta("other_digest") != known.other_kind:
        raise OperatorError(
            f"--known-files: the list holds {known.kind} and the items of this case were hashed without it; "
            "give a list of SHA-256, or start a new case with this list"
        )
    with ledger.transaction():
        if known.other_kind:
            ledger.set_meta("other_digest", known.other_kind)


def _without_reader(case: Case, formats: Mapping[str, Format], items: list[int]) -> None:
    """What comes back from the list and has no reader is unsupported, as it would have been at first."""
    for item_id in items:
        name = case.ledger.one("select format from item where item_id = ?", (item_id,))
        entry = formats.get(str(name))
        if entry is None or not (entry.reader or entry.opener):
            reason = Reason.EXECUTABLE if entry and entry.quarantine else Reason.NO_READER
            case.ledger.execute(
                "update item set done = 1, outcome = ?, reason = ? where item_id = ?",
                (Outcome.UNSUPPORTED, reason, item_id),
            )


def cover(case: Case) -> None:
    """Count the bytes of known files as covered: nothing of them is left unread."""
    with case.ledger.transaction():
        case.ledger.execute("update item set bytes_read = own_bytes where outcome = ?", (Outcome.KNOWN_FILE,))
