"""The main job over a small dump of many shapes: one outcome an item, both laws closed, the same whatever happens."""

from __future__ import annotations

import gzip
import os
import shutil
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from custody.ole_files import attached_message, by_value, message
from custody.openers.test_tnef import attachment, stream
from leakassay.case import laws, seal
from leakassay.model.errors import CaseExistsError, DumpError
from leakassay.pipeline.stages import STAGES
from leakassay.pipeline.thinking import THINKING
from leakassay.profile.organisation import Profile
from pipeline.corridor import CSV, LIMITS, TO_READ, dump, everything, go, opened, outcomes, tarred, zipped
from read.health.test_inline_items import clinical, resource
from values.test_inline_document import MSH, PARTED, RTF, obx, packed

SERIAL: dict[str, Any] = {}


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One undisturbed serial run."""
    folder = tmp_path_factory.mktemp("done")
    go(folder, dump(folder))
    return folder


def test_every_item_has_one_outcome_and_it_is_the_right_one(done: Path) -> None:
    found = {path: said[:2] for path, said in outcomes(done).items()}
    expected = {
        "a/people.csv": ("read", ""),
        "a/copy.csv": ("read", ""),
        "a/empty.txt": ("empty", "no_bytes"),
        "b/note.txt": ("read", ""),
        "b/caf\\xe9.txt": ("read", ""),
        "b/again.zip!/inner.zip": ("read", ""),
        "b/again.zip!/inner.zip!/deep/people.csv": ("read", ""),
        "b/notes.csv.gz!/notes.csv": ("read", ""),
        "c/link": ("refused", "symlink"),
        "c/bomb.zip!/zeros": ("refused", "limit_ratio"),
        "c/bomb.zip!/after.txt": ("read", ""),
        "c/noise.bin": ("read_partly", "strings_only"),
        "c/set.tar!/x/f.csv": ("read", ""),
        "c/set.tar!/x/empty": ("empty", "no_bytes"),
        "c/cut.zip!/one.csv": ("read", ""),
        "c/locked.zip!/secret.csv": ("encrypted", "password"),
        "loose.txt": ("read", ""),
    }
    assert {path: found.get(path) for path in expected} == expected
    assert found["c/cut.zip"][0] == "read_partly"
    assert not [path for path in found if path.startswith("b/nested.zip!/")]


def test_both_laws_close_and_nothing_is_pending(done: Path) -> None:
    with opened(done) as case:
        balance = laws.check(case.ledger)
        assert balance.content > balance.acquired > 0
        assert case.ledger.one("select count(*) from item where outcome in ('', 'pending')") == 0


def test_people_were_found_so_that_equal_rows_mean_something(done: Path) -> None:
    """40 people in each of four tables, one of them inside two containers; some more in a table that is cut off."""
    found = everything(done)
    assert len(found["sighting"]) >= 4 * 40
    assert len({row["sighting_id"] for row in found["sighting"]}) == len(found["sighting"])


def test_a_copy_is_read_once_and_counted_once(done: Path) -> None:
    said = outcomes(done)
    assert sorted(said[f"a/{name}.csv"][3] for name in ("people", "copy")) == [0, 40]
    assert said["b/again.zip!/copy of people.csv"][3] == 0
    assert (said["b/nested.zip"][0], said["b/nested.zip"][3]) == ("read", 0)


def test_nothing_of_the_dump_stays_readable_in_the_case(done: Path) -> None:
    """Neither values nor names, in parts, ledger, logs; and the spool is empty."""
    files = [path for path in (done / "case").rglob("*") if path.is_file()]
    content = b"".join(path.read_bytes() for path in files)
    assert not [word for word in (b"Alphabson", b"Charlie", b"people.csv", b"note.txt", b"nested") if word in content]
    assert not list((done / "case" / "spool").glob("*"))


def test_the_seal_is_the_root_over_what_was_listed(done: Path) -> None:
    with opened(done) as case:
        rows = case.ledger.rows("select * from item where parent_id is null order by member_index")
        leaves = [
            seal.leaf(case.keys.open_name(row["name_sealed"]), row["size_bytes"], row["modified_at"], row["sha256"])
            for row in rows
        ]
        assert case.ledger.meta("seal") == seal.root(leaves)


def test_the_local_engine_gives_the_same_rows_bit_for_bit(done: Path, tmp_path: Path) -> None:
    shutil.copytree(done / "dump", tmp_path / "dump", symlinks=True)
    go(tmp_path, tmp_path / "dump", engine="local")
    assert everything(tmp_path) == everything(done)


def test_a_second_run_does_nothing_again(done: Path, tmp_path: Path) -> None:
    shutil.copytree(done, tmp_path / "copy", symlinks=True)
    seen: list[str] = []
    folder = tmp_path / "copy"
    before = everything(folder)
    shutil.rmtree(folder / "dump")
    shutil.move(done / "dump", tmp_path / "aside")
    try:
        with pytest.raises(DumpError):
            go(folder, done / "dump")
    finally:
        shutil.move(tmp_path / "aside", done / "dump")
    go(folder, done / "dump", progress=lambda event, **_facts: seen.append(event))
    assert "units" not in seen
    assert "hashed" not in seen
    assert everything(folder) == before


def test_stages_that_would_see_what_they_saw_are_not_done_again(done: Path, tmp_path: Path) -> None:
    """Resuming costs the work that is left; what a file of the profile says counts, not when it was written."""
    roll, secret = tmp_path / "roll.csv", tmp_path / "secret"
    secret.write_text("00" * 32)
    roll.write_text("nhs_number\n9990000018\n")
    told = {"name": "R", "path": str(roll), "secret_file": str(secret)}
    profile = Profile.model_validate({"organisation": {"name": "A"}, "roll": [told]})
    shutil.copytree(done / "dump", tmp_path / "dump", symlinks=True)

    def stages() -> list[str]:
        seen: list[str] = []

        def progress(event: str, **facts: object) -> None:
            if event == "stage":
                seen.append(str(facts["stage"]))

        go(tmp_path, tmp_path / "dump", profile=profile, progress=progress, stages=STAGES)
        return [stage for stage in seen if stage in THINKING]

    assert stages() == list(THINKING)
    with opened(tmp_path) as case:
        sealed = [tuple(row) for row in case.ledger.rows("select * from report_version")]
    rows = everything(tmp_path)
    assert stages() == []
    roll.write_text("nhs_number\n9990000026\n")
    assert stages() == list(THINKING)
    (tmp_path / "dump" / "later").write_text("NHS number 9990000018\n")
    assert stages() == []  # an instalment is added by --add
    with opened(tmp_path) as case:
        assert [tuple(row) for row in case.ledger.rows("select * from report_version")] == sealed
    assert everything(tmp_path) == rows


class CutOffError(Exception):
    """A cut at a point of the test's choosing."""


@pytest.mark.parametrize("point", [1, 3, 7])
def test_a_run_cut_off_between_two_commits_and_run_again_gives_the_same_rows(
    point: int, done: Path, tmp_path: Path
) -> None:
    """The law closes in between, too: what is not done is pending."""
    shutil.copytree(done / "dump", tmp_path / "dump", symlinks=True)
    events: list[str] = []

    def cut(event: str, **_facts: object) -> None:
        events.append(event)
        if len([one for one in events if one in {"units", "hashed"}]) >= point:
            raise CutOffError

    with pytest.raises(CutOffError):
        go(tmp_path, tmp_path / "dump", progress=cut)
    with opened(tmp_path) as case:
        assert laws.check(case.ledger).closes
        assert case.ledger.one("select count(*) from item where outcome = 'pending'") > 0
    go(tmp_path, tmp_path / "dump")
    assert everything(tmp_path) == everything(done)


@pytest.mark.parametrize("loss", ["gone", "cut"])
def test_members_whose_spool_was_lost_are_opened_again(loss: str, done: Path, tmp_path: Path) -> None:
    """After a power cut: entries are gone, or half there. One further run is enough."""
    shutil.copytree(done / "dump", tmp_path / "dump", symlinks=True)
    units: list[str] = []

    def cut(event: str, **_facts: object) -> None:
        units.append(event)
        spool = tmp_path / "case" / "spool"
        if event == "units" and spool.is_dir() and len(list(spool.iterdir())) >= 4:
            raise CutOffError

    with pytest.raises(CutOffError):
        go(tmp_path, tmp_path / "dump", progress=cut)
    for entry in (tmp_path / "case" / "spool").iterdir():
        entry.unlink() if loss == "gone" else entry.write_bytes(entry.read_bytes()[:9])
    go(tmp_path, tmp_path / "dump")
    assert everything(tmp_path) == everything(done)


def test_stages_that_were_not_run_leave_their_items_pending(done: Path, tmp_path: Path) -> None:
    shutil.copytree(done / "dump", tmp_path / "dump", symlinks=True)
    result = go(tmp_path, tmp_path / "dump", stages=("custody",))
    said = outcomes(tmp_path)
    assert result.pending > 5
    assert said["a/people.csv"][:2] == ("pending", "stage_not_run")
    with opened(tmp_path) as case:
        assert laws.check(case.ledger).closes
        assert case.ledger.meta("seal")
    go(tmp_path, tmp_path / "dump")
    assert everything(tmp_path) == everything(done)


def test_a_reader_that_changed_reads_again_and_leaves_the_same_rows(
    done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Old parts go, new ones come; copies and members included."""
    from leakassay.pipeline import manifest

    shutil.copytree(done / "dump", tmp_path / "dump", symlinks=True)
    go(tmp_path, tmp_path / "dump")
    seen: list[str] = []
    monkeypatch.setattr(manifest, "tool_version", lambda: "another")
    go(tmp_path, tmp_path / "dump", progress=lambda event, **_facts: seen.append(event))
    assert "units" in seen
    here, there = everything(tmp_path), everything(done)
    for row in here["item"] + there["item"]:
        row["reader_version"] = ""
    assert here == there


def test_a_file_that_changes_under_the_run_is_refused(tmp_path: Path) -> None:
    at = tmp_path / "dump"
    at.mkdir()
    (at / "a.csv").write_text(CSV)
    (at / "b.csv").write_text(CSV.replace("Alpha", "Golf"))

    def touch(event: str, **_facts: object) -> None:
        if event == "hashed":
            (at / "a.csv").write_text(CSV.replace("Alpha", "Hotel"))

    go(tmp_path, at, progress=touch)
    said = outcomes(tmp_path)
    assert said["a.csv"][:2] == ("refused", "changed_during_run")
    assert said["b.csv"][:2] == ("read", "")


def test_a_further_instalment_is_added_and_another_dump_refused(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "people.csv").write_text(CSV)
    go(tmp_path, tmp_path / "one")
    with pytest.raises(CaseExistsError, match="--add"):
        go(tmp_path, tmp_path / "two")
    go(tmp_path, tmp_path / "two", add=True)
    found = everything(tmp_path)
    assert len(found["source"]) == 2
    assert sorted(row["records"] for row in found["item"]) == [0, 40]


def test_a_case_inside_its_dump_is_refused_over_a_link_too(tmp_path: Path) -> None:
    (tmp_path / "real" / "dump").mkdir(parents=True)
    (tmp_path / "real" / "dump" / "f.txt").write_text("x\n")
    (tmp_path / "way").symlink_to(tmp_path / "real")
    with pytest.raises(DumpError, match="inside"):
        go(tmp_path / "real" / "dump", tmp_path / "way" / "dump")


def test_an_empty_dump_leaves_the_case_free_for_the_right_one(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(DumpError, match="no file"):
        go(tmp_path, tmp_path / "empty")
    (tmp_path / "right").mkdir()
    (tmp_path / "right" / "f.txt").write_text("A note.\n")
    go(tmp_path, tmp_path / "right")
    assert outcomes(tmp_path)["f.txt"][0] == "read"


def test_members_with_names_as_long_as_a_zip_allows_are_read(tmp_path: Path) -> None:
    """Forty small members with names of 60,000 bytes would not fit into one message to a cell."""
    at = tmp_path / "dump"
    at.mkdir()
    (at / "long.zip").write_bytes(zipped({f"{n:03d}" + "n" * 60_000 + ".txt": b"note %d\n" % n for n in range(40)}))
    go(tmp_path, at)
    assert {said[0] for said in outcomes(tmp_path).values()} == {"read"}


def test_a_single_file_is_a_dump(tmp_path: Path) -> None:
    (tmp_path / "one.zip").write_bytes(zipped({"a/people.csv": CSV.encode(), "b/note.txt": b"A note.\n"}))
    go(tmp_path, tmp_path / "one.zip", stages=TO_READ, limits=LIMITS)
    assert set(outcomes(tmp_path)) == {"one.zip", "one.zip!/a/people.csv", "one.zip!/b/note.txt"}
    with opened(tmp_path) as case:
        parts = case.shelf().table("partition")["partition"].to_pylist()
    assert {"one.zip!/a", "one.zip!/b"} <= set(parts)


def test_the_source_is_left_as_it_was(done: Path) -> None:
    """Read-only towards the evidence: no file came, went or was touched."""
    newest = max(os.lstat(path).st_mtime for path in (done / "dump").rglob("*"))
    assert newest < os.lstat(done / "case" / "ledger.sqlite").st_mtime


def test_documents_in_messages_become_items_and_both_laws_close(tmp_path: Path) -> None:
    """Whole messages, a log that is read in ranges, messages in a zip; what holds none is not opened."""
    at = tmp_path / "dump"
    at.mkdir()
    letter = MSH + obx(PARTED)
    filler = (MSH + b"OBX|1|TX|C^Comment||" + b"word " * 4000 + b"\r") * 500
    (at / "one.hl7").write_bytes(letter)
    (at / "log.hl7").write_bytes(filler + letter + filler)
    (at / "plain.hl7").write_bytes(MSH)
    (at / "more.zip").write_bytes(zipped({"a.json": resource(packed(RTF)), "b.xml": clinical(PARTED)}))
    go(tmp_path, at)
    found = {path: said[:2] for path, said in outcomes(tmp_path).items()}
    assert found.pop("one.hl7!/document1.pdf")[0] in ("read_partly", "failed")  # eight lines of a PDF
    names = ["log.hl7", "log.hl7!/document1.pdf", "more.zip", "more.zip!/a.json", "more.zip!/a.json!/document1.rtf",
             "more.zip!/b.xml", "more.zip!/b.xml!/document1.pdf", "one.hl7", "plain.hl7"]  # fmt: skip
    assert sorted(found) == names
    assert {path for path, said in found.items() if said == ("read", "")} == {
        name for name in names if "pdf" not in name
    }
    with opened(tmp_path) as case:
        laws.check(case.ledger)
        assert case.ledger.one("select count(*) from item where opened = 1 and format = 'hl7v2'") == 2


def test_attachments_of_mails_and_documents_become_items_and_both_laws_close(tmp_path: Path) -> None:
    """A list of people three containers deep: a mail in a message of Outlook in a document, and beside it a winmail."""
    people = CSV.encode()
    inner = message(
        by_value(0, "people.csv", people), attached_message(1, "again", by_value(0, "b.csv", people[:2000]))
    )
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@egh.test", "results"
    mail.set_content("see attached")
    mail.add_attachment(inner, maintype="application", subtype="octet-stream", filename="m.msg")
    mail.add_attachment(stream(attachment("w.csv", people[:1500])), maintype="application", subtype="ms-tnef")
    at = tmp_path / "dump"
    at.mkdir()
    (at / "letter.docx").write_bytes(
        zipped({"word/document.xml": b"<x/>", "word/embeddings/mail.eml": mail.as_bytes()})
    )
    go(tmp_path, at)
    deep = "letter.docx!/word/embeddings/mail.eml"
    found = {path: said[:2] for path, said in outcomes(tmp_path).items()}
    assert found == {
        "letter.docx": ("empty", "blank"),
        deep: ("read", ""),
        f"{deep}!/m.msg": ("read_partly", "malformed"),  # its list of properties is none
        f"{deep}!/m.msg!/people.csv": ("read", ""),
        f"{deep}!/m.msg!/again.msg": ("read_partly", "malformed"),
        f"{deep}!/m.msg!/again.msg!/b.csv": ("read", ""),
        f"{deep}!/part2": ("read", ""),
        f"{deep}!/part2!/w.csv": ("read", ""),
    }
    with opened(tmp_path) as case:
        laws.check(case.ledger)


def test_a_tar_in_a_stream_gives_the_same_rows_however_often_its_opening_pauses(tmp_path: Path) -> None:
    """What each member takes up of the stream is told from the stream, not from where the opening began."""
    place = tmp_path / "dump"
    place.mkdir()
    files = {f"d/f{number}.csv": CSV.replace("Alpha", f"Golf{number}x").encode() for number in range(12)}
    (place / "set.tgz").write_bytes(gzip.compress(tarred(files), mtime=0) + b"tail")
    found = []
    for spool_bytes in (1 << 30, 5000):
        folder = tmp_path / str(spool_bytes)
        folder.mkdir()
        go(folder, place, limits=replace(LIMITS, spool_bytes=spool_bytes))
        with opened(folder) as case:
            assert laws.balance(case.ledger).closes
        found.append(everything(folder))
    assert found[0] == found[1]
    assert [row["outcome"] for row in found[0]["item"]].count("read") == 12
