"""Outlook stores. No library writes them: good ones are field data, hostile ones are made from their head."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.outcomes import Reason
from leakassay.read.mail import mail_store
from read.reading import Summary, read_bytes

TIKA = "s11-tika-documents/microsoft"


def told(raw: bytes) -> Summary:
    """What the reader says; the accounting must close."""
    found = read_bytes(mail_store.read, raw)
    assert found.fault is not None or found.accounted == len(raw)
    return found


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_behind_the_magic_are_malformed(hostile: bytes) -> None:
    fault = told(b"!BDN" + hostile).fault
    assert fault is not None
    assert fault.reason is Reason.MALFORMED


@pytest.mark.field
def test_every_folder_is_told_recovered_ones_too(field_data: Path, tmp_path: Path) -> None:
    """readpst finds the same: one mail in Inbox, the same one in a recovered group."""
    path = field_data / "s18-pst/outlook.pst"
    found = told(path.read_bytes())
    assert found.fault is None
    places = {batch.part.rsplit("/", 1)[0] for batch in found.batches if batch.part.endswith("/body")}
    assert places == {"Top of Personal Folders/Inbox/1", "Top of Personal Folders/Recovered_Group2/2"}
    assert ("message_count", "2") in {(one.name, one.value) for one in found.properties}
    if not shutil.which("readpst"):
        return
    subprocess.run(["readpst", "-q", "-e", "-o", str(tmp_path), str(path)], check=True, capture_output=True)
    assert len(list(tmp_path.rglob("*.eml"))) == 2


@pytest.mark.field
def test_all_headers_are_told(field_data: Path) -> None:
    """Seven mails, and one that is attached to the last of them."""
    found = told((field_data / TIKA / "testPST.pst").read_bytes())
    numbers = {batch.part.split("/")[1] for batch in found.batches if "/body" in batch.part}
    assert numbers == set("2345678")
    assert any(batch.part.endswith("8/attached1/headers") for batch in found.batches)
    named = {one.name for one in found.properties}
    assert {"subject", "from", "to", "date", "message_id", "received_host", "dkim_domain"} <= named


@pytest.mark.field
def test_bodies_of_each_kind_are_told(field_data: Path) -> None:
    """HTML, RTF and plain ones."""
    found = told((field_data / TIKA / "testPST_variousBodyTypes.pst").read_bytes())
    kinds = {batch.part.rsplit("/", 1)[-1] for batch in found.batches}
    assert {"headers", "body", "body html", "body rtf"} <= kinds


@pytest.mark.field
@pytest.mark.parametrize("share", [0.01, 0.3, 0.9])
def test_a_truncated_store_is_an_item_error_or_has_gaps(field_data: Path, share: float) -> None:
    """In a process of its own, as in a cell: libpff is native code."""
    said = (
        "import sys; sys.path[:0] = ['tests']; from pathlib import Path\n"
        "from read.reading import read_bytes; from leakassay.read.mail import mail_store\n"
        "raw = Path(sys.argv[1]).read_bytes()\n"
        "found = read_bytes(mail_store.read, raw[: int(len(raw) * float(sys.argv[2]))])\n"
        "print('said' if found.fault or found.gaps else 'silent')"
    )
    command = [sys.executable, "-c", said, str(field_data / "s18-pst/outlook.pst"), str(share)]
    done = subprocess.run(command, check=False, capture_output=True, timeout=60)
    assert done.returncode < 0 or done.stdout == b"said\n"


def test_texts_of_many_values_are_told_apart() -> None:
    raw = (2).to_bytes(4, "little") + (12).to_bytes(4, "little") + (14).to_bytes(4, "little") + b"a\0b\0"
    assert mail_store._split(raw, 0x101F) == [b"a\0", b"b\0"]
    assert mail_store._split(b"\xff" * 5, 0x101F) != []
