"""What is behind a password is called encrypted."""

from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.document import locked
from read.reading import read_bytes


def test_a_locked_document_is_encrypted_and_gives_nothing() -> None:
    summary = read_bytes(locked.read, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert summary.fault is not None
    assert (summary.fault.outcome, summary.fault.reason) == (Outcome.ENCRYPTED, Reason.PASSWORD)
    assert summary.batches == []
