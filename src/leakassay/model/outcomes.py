"""Closed lists: what became of an item, and why. A word that is not here cannot stand in the ledger."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What became of one item. Exactly one per item at the end of a run."""

    READ = "read"
    READ_PARTLY = "read_partly"
    PENDING = "pending"
    REFUSED = "refused"
    FAILED = "failed"
    ENCRYPTED = "encrypted"
    UNSUPPORTED = "unsupported"
    KNOWN_FILE = "known_file"
    EMPTY = "empty"


COMPLETE = frozenset({Outcome.READ, Outcome.KNOWN_FILE, Outcome.EMPTY})
"""Outcomes after which nothing of the item is left unread."""


class Reason(StrEnum):
    """Why an item has its outcome, in lower_snake; the empty word means that nothing needs saying."""

    NONE = ""
    # pending
    INTERRUPTED = "interrupted"
    STAGE_NOT_RUN = "stage_not_run"
    SAMPLED_OUT = "sampled_out"
    OCR_BUDGET = "ocr_budget"
    SPOOL_BUDGET = "spool_budget"
    # refused
    SYMLINK = "symlink"
    SPECIAL_FILE = "special_file"
    UNREADABLE = "unreadable"
    CHANGED = "changed_during_run"
    VANISHED = "vanished"
    LIMIT_DEPTH = "limit_depth"
    LIMIT_RATIO = "limit_ratio"
    LIMIT_SIZE = "limit_size"
    LIMIT_MEMBERS = "limit_members"
    LIMIT_OVERLAP = "limit_overlap"
    LIMIT_MEMORY = "limit_memory"
    LIMIT_ANSWER = "limit_answer"
    LIMIT_LINE = "limit_line"
    LIMIT_TOTAL = "limit_total"
    LIMIT_ROWS = "limit_rows"
    LIMIT_PIXELS = "limit_pixels"
    # failed
    NO_TEXT = "no_text"
    MALFORMED = "malformed"
    CRASHED = "crashed"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    BAD_ANSWER = "bad_answer"
    READER_NOT_INSTALLED = "reader_not_installed"
    BAD_CHECKSUM = "bad_checksum"
    # partly
    TRUNCATED = "truncated"
    BAD_ENCODING = "bad_encoding"
    RAGGED_ROWS = "ragged_rows"
    TRAILING_BYTES = "trailing_bytes"
    IMAGE_ONLY_PAGES = "image_only_pages"
    SOME_PARTS_FAILED = "some_parts_failed"
    SOME_MEMBERS_REFUSED = "some_members_refused"
    STRINGS_ONLY = "strings_only"
    MISSING_VOLUME = "missing_volume"
    # others
    PASSWORD = "password"  # noqa: S105  a reason, not a secret
    NO_READER = "no_reader"
    NO_BYTES = "no_bytes"
    EXECUTABLE = "executable"
    LISTED_HASH = "listed_hash"
    MISSING_MEDIA = "missing_media"
    BLANK = "blank"


class EventStatus(StrEnum):
    """What a clinical event says: a request is not a result, a negation is not a finding."""

    REQUESTED = "requested"
    RESULTED = "resulted"
    NEGATED = "negated"
    UNKNOWN = "unknown"


class ValueFlag(StrEnum):
    """The sense of a result; S/I/R of microbiology is susceptibility and has no flag here."""

    NONE = ""
    NORMAL = "normal"
    LOW = "low"
    HIGH = "high"
    ABNORMAL = "abnormal"
    POSITIVE = "positive"
    NEGATIVE = "negative"
    EQUIVOCAL = "equivocal"


class Hypothesis(StrEnum):
    """Competing accounts of where a partition came from."""

    OURS = "ours"
    PARTNER = "partner"
    RECYCLED = "recycled"
    FABRICATED = "fabricated"
    ANOTHER_BODY = "another body"


class Verdict(StrEnum):
    """The answer per partition and for the dump."""

    OURS = "ours"
    PARTNER = "partner"
    RECYCLED = "recycled"
    FABRICATED = "fabricated"
    ANOTHER_BODY = "another body"
    MIXED = "mixed"
    CANNOT_TELL = "cannot tell"


class ClaimVerdict(StrEnum):
    """What became of a public claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_SUPPORTED = "not supported"
    CANNOT_TELL = "cannot tell"
