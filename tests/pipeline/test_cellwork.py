"""What a cell does for the corridor, on real bytes, its frames read back."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Callable
from typing import Any

from leakassay.detect.settings import from_profile
from leakassay.engine.cell import Job
from leakassay.engine.wire import HEAD_BYTES, Frame, Kind, Writer, parse_head
from leakassay.model.item import in_memory
from leakassay.pipeline import cellwork
from leakassay.pipeline.catalogue.detectors import DETECTORS
from leakassay.profile.organisation import EMPTY
from pipeline.corridor import CSV, encrypted, zipped
from values.test_inline_document import MSH, PARTED, obx

SETTINGS = {"detect": from_profile(EMPTY, DETECTORS)}


def frames(work: Callable[[Job], None], content: bytes, form: str, name: str = "f", **args: Any) -> list[Frame]:
    fd = os.memfd_create("pipe")
    work(Job((in_memory(content, name=name, settings={"format": form}),), args, SETTINGS, Writer(fd)))
    said, at, found = os.pread(fd, os.fstat(fd).st_size, 0), 0, []
    os.close(fd)
    while at < len(said):
        kind, index, table, length = parse_head(said[at : at + HEAD_BYTES])
        at += HEAD_BYTES + length
        found.append(Frame(kind, index, table, memoryview(said[at - length : at])))
    return found


def test_content_names_the_format_not_the_suffix() -> None:
    (said,) = frames(cellwork.identify, zipped({"a": b"x"}), "", name="holiday.jpg")
    assert said.json()["facts"]["format"] == "zip"
    (said,) = frames(cellwork.identify, b"\0\1\2\3" * 99, "", name="people.csv")
    assert said.json()["facts"]["format"] == "unknown"


def test_a_message_says_whether_it_is_to_be_opened() -> None:
    letter = MSH + obx(PARTED)
    for raw, opens in ((letter, 1), (MSH, 0), (zipped({"a": b"x"}), 1), (b"Dear Ann,\n", 0)):
        (said,) = frames(cellwork.identify, raw, "", name="f")
        assert said.json()["facts"]["opens"] == opens
    found = frames(cellwork.open_members, zipped({"a.hl7": letter, "b.hl7": MSH}), "zip", first=0)
    assert [one.json()["opens"] for one in found if one.kind is Kind.MEMBER_END] == [1, 0]


def test_members_are_sent_with_bytes_and_identified() -> None:
    found = frames(cellwork.open_members, zipped({"x/people.csv": CSV.encode()}), "zip", first=0)
    assert [frame.kind for frame in found] == [Kind.MEMBER, Kind.DATA, Kind.MEMBER_END, Kind.RESULT]
    assert bytes.fromhex(found[0].json()["name"]) == b"x/people.csv"
    assert bytes(found[1].payload) == CSV.encode()
    assert found[2].json()["format"] == "delimited"


def test_the_members_of_a_tar_in_a_stream_say_at_their_end_what_they_take_up() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as made:
        info = tarfile.TarInfo("people.csv")
        info.size = len(CSV)
        made.addfile(info, io.BytesIO(CSV.encode()))
    found = frames(cellwork.open_members, out.getvalue(), "gzip", first=0)
    assert [frame.kind for frame in found] == [Kind.MEMBER, Kind.DATA, Kind.MEMBER_END, Kind.RESULT]
    assert (found[0].json()["streamed"], found[0].json()["packed_bytes"]) == (True, 0)
    assert 0 < found[2].json()["packed_bytes"] <= len(out.getvalue())
    assert found[2].json()["format"] == "delimited"


def test_an_opening_goes_on_from_the_member_it_is_told() -> None:
    found = frames(cellwork.open_members, zipped({"a": b"1", "b": b"2", "c": b"3"}), "zip", first=2)
    assert [frame.json()["index"] for frame in found if frame.kind is Kind.MEMBER] == [2]


def test_an_encrypted_member_is_listed_without_bytes() -> None:
    found = frames(cellwork.open_members, encrypted(), "zip", first=0)
    assert found[0].json()["outcome"] == "encrypted"
    assert Kind.DATA not in {frame.kind for frame in found}


def test_a_container_that_is_none_says_so_and_raises_nothing() -> None:
    found = frames(cellwork.open_members, b"PK\x03\x04 and no more", "zip", first=0)
    assert found[-1].json()["outcome"] in {"failed", "read_partly"}


def test_cuts_of_a_large_table_tile_it() -> None:
    content = (CSV * 200).encode()
    (said,) = frames(cellwork.split, content, "delimited", limit=50_000)
    cuts = said.json()["facts"]["ranges"]
    assert len(cuts) > 1
    assert [cut[0] for cut in cuts] == [sum(cut[1] for cut in cuts[:at]) for at in range(len(cuts))]
    assert sum(cut[1] for cut in cuts) == len(content)


def test_a_workbook_with_macros_is_recorded_as_one() -> None:
    coded = zipped({"xl/workbook.xml": b"<workbook/>", "xl/vbaProject.bin": b"x"})
    found = frames(cellwork.assay, coded, "xlsx")
    properties = [
        row for frame in found if frame.kind is Kind.TABLE for batch in frame.batches() for row in batch.to_pylist()
    ]
    assert [(row["name"], row["value"]) for row in properties] == [("macros", "vba")]
