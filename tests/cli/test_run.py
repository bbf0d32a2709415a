"""What an operator may get wrong, or a dump may throw: one clear sentence, the listed exit code, never a traceback."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from leakassay.cli.opening import open_existing
from read.mail.test_dkim import keys, signed


def leakassay(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "leakassay.cli", *map(str, words)], check=False, capture_output=True, text=True, cwd=cwd
    )


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    folder = tmp_path / "dump"
    folder.mkdir()
    (folder / "note.txt").write_text("The analyser was serviced on Monday.\n")
    return folder


def says(found: subprocess.CompletedProcess[str], code: int, *words: str) -> bool:
    """True when the exit code is right, every word is in the one sentence, and no traceback shows."""
    return (
        found.returncode == code
        and all(word in found.stderr for word in words)
        and "Traceback" not in found.stderr + found.stdout
    )


def test_a_missing_dump_is_named(tmp_path: Path) -> None:
    assert says(leakassay("run", "nowhere", cwd=tmp_path), 2, "nowhere", "does not exist")


def test_an_empty_dump_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert says(leakassay("run", "empty", "--quiet", cwd=tmp_path), 2, "holds no file")


def test_a_dump_may_be_a_single_file(dump: Path, tmp_path: Path) -> None:
    found = leakassay("run", dump / "note.txt", "--case", "one", "--quiet", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    summary = json.loads((tmp_path / "one" / "summary.json").read_text())
    assert summary["dump"]["items"] == 1
    assert summary["coverage"]["closes"] is True


def test_a_profile_with_a_typing_error_names_the_key(dump: Path, tmp_path: Path) -> None:
    (tmp_path / "org.toml").write_text('[organisation]\nname = "X"\nods_codes = ["RJ"]\n')
    assert says(leakassay("run", dump, "--profile", "org.toml", cwd=tmp_path), 2, "organisation.ods_codes[0]")
    (tmp_path / "org.toml").write_text('[organisation]\nname = "X"\nsoftwear = ["Y"]\n')
    assert says(leakassay("run", dump, "--profile", "org.toml", cwd=tmp_path), 2, "softwear", "not known")


def test_another_dump_needs_add(dump: Path, tmp_path: Path) -> None:
    assert leakassay("run", dump, "--case", "case", "--quiet", cwd=tmp_path).returncode == 0
    other = tmp_path / "other"
    other.mkdir()
    (other / "more.txt").write_text("A second instalment.\n")
    assert says(leakassay("run", other, "--case", "case", "--quiet", cwd=tmp_path), 2, "--add")
    assert leakassay("run", other, "--case", "case", "--add", "--quiet", cwd=tmp_path).returncode == 0
    assert json.loads((tmp_path / "case" / "summary.json").read_text())["dump"]["items"] == 2


def test_a_wrong_key_is_told_from_a_damaged_case(dump: Path, tmp_path: Path) -> None:
    assert leakassay("run", dump, "--case", "case", "--key-file", "one.key", "--quiet", cwd=tmp_path).returncode == 0
    (tmp_path / "two.key").write_text("ab" * 32)
    assert says(leakassay("run", dump, "--case", "case", "--key-file", "two.key", cwd=tmp_path), 2, "does not open")
    (tmp_path / "bad.key").write_text("short")
    assert says(leakassay("run", dump, "--case", "case", "--key-file", "bad.key", cwd=tmp_path), 2, "hexadecimal")


def test_a_case_inside_the_dump_is_refused(dump: Path, tmp_path: Path) -> None:
    assert says(leakassay("run", dump, "--case", dump / "case", cwd=tmp_path), 2, "inside the dump")
    assert not (dump / "case").exists()
    assert not (dump / "case.key").exists()


def test_an_unknown_stage_is_refused(dump: Path, tmp_path: Path) -> None:
    assert says(leakassay("run", dump, "--stages", "custody,guess", cwd=tmp_path), 2, "guess")


def test_names_that_climb_out_of_an_archive_are_data(dump: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(dump / "climb.zip", "w") as archive:
        archive.writestr("../../climbed.txt", "up and away\n")
        archive.writestr("/absolute.txt", "from the root\n")
    found = leakassay("run", dump, "--case", "case", "--fail-on-incomplete", "--quiet", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    assert not (tmp_path / "climbed.txt").exists()
    assert json.loads((tmp_path / "case" / "summary.json").read_text())["coverage"]["outcomes"]["read"]["items"] == 4


def test_a_zip_bomb_becomes_a_refused_row(dump: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(dump / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(60 << 20))
        archive.writestr("after.txt", "still read\n")
    found = leakassay("run", dump, "--case", "case", "--quiet", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    outcomes = json.loads((tmp_path / "case" / "summary.json").read_text())["coverage"]["outcomes"]
    assert outcomes["refused"]["items"] == 1
    assert outcomes["read"]["items"] >= 2
    spent = sum(path.stat().st_size for path in (tmp_path / "case").rglob("*") if path.is_file())
    assert spent < 20 << 20


def test_incomplete_coverage_is_told_on_request(dump: Path, tmp_path: Path) -> None:
    (dump / "noise.bin").write_bytes(bytes(range(256)) * 40)
    found = leakassay("run", dump, "--case", "case", "--fail-on-incomplete", "--quiet", cwd=tmp_path)
    assert found.returncode == 5


@pytest.mark.slow
@pytest.mark.parametrize(
    "content", [b"\xff\xfe" + "NHS number,Surname\n".encode("utf-16-le"), b"a\xffb,c\n" * 9, b"\n\n "]
)
def test_odd_text_is_accounted(content: bytes, dump: Path, tmp_path: Path) -> None:
    (dump / "odd.csv").write_bytes(content)
    found = leakassay("run", dump, "--case", "case", "--quiet", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    assert json.loads((tmp_path / "case" / "summary.json").read_text())["coverage"]["closes"] is True


def test_a_line_of_fifty_megabytes_is_accounted(dump: Path, tmp_path: Path) -> None:
    (dump / "long.csv").write_bytes(b"nhs,surname\n" + b"x," * (25 << 20) + b"\n1,2\n")
    found = leakassay("run", dump, "--case", "case", "--quiet", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    summary = json.loads((tmp_path / "case" / "summary.json").read_text())
    assert summary["coverage"]["closes"] is True
    assert summary["performance"]["peak_rss_bytes"] < 2 << 30


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root")
def test_a_full_disk_is_one_sentence_and_the_run_resumes(dump: Path, tmp_path: Path) -> None:
    """ENOSPC anywhere: nothing committed is lost; with room again the same command finishes."""
    draw = random.Random(1)
    names = ["".join(draw.choices("ABCDEFGHIKLMNOPRSTUVWY", k=12)) for _ in range(120_000)]
    rows = "".join(f"{one},{two},01/02/1990,HIV\n" for one, two in zip(names[::2], names[1::2], strict=True))
    (dump / "big.csv").write_text("surname,forename,dob,testname\n" + rows)
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(small)], check=False).returncode:
        pytest.skip("this machine mounts nothing")
    try:
        full = leakassay("run", dump, "--case", small / "case", "--key-file", tmp_path / "k", "--quiet", cwd=tmp_path)
        assert says(full, 2, "no space left"), full.stderr
        subprocess.run(["mount", "-o", "remount,size=200m", str(small)], check=True)
        again = leakassay("run", dump, "--case", small / "case", "--key-file", tmp_path / "k", "--quiet", cwd=tmp_path)
        assert again.returncode == 0, again.stderr
    finally:
        subprocess.run(["umount", str(small)], check=False)


def test_known_files_are_set_aside_and_a_broken_list_is_named(dump: Path, tmp_path: Path) -> None:
    program = b"MZ" + bytes(100)
    (dump / "setup.exe").write_bytes(program)
    (tmp_path / "known.txt").write_text(f"{hashlib.sha256(program).hexdigest()}  setup.exe\n")
    asked = ("run", dump, "--case", "case", "--quiet", "--known-files")
    assert leakassay(*asked, "known.txt", cwd=tmp_path).returncode == 0
    outcomes = json.loads((tmp_path / "case" / "summary.json").read_text())["coverage"]["outcomes"]
    assert outcomes["known_file"] == {"items": 1, "bytes": 102}
    (tmp_path / "known.txt").write_text("setup.exe\n")
    assert says(leakassay(*asked, "known.txt", cwd=tmp_path), 2, "--known-files", "neither a hash")


def test_keys_of_dkim_judge_mails_that_were_read_before(dump: Path, tmp_path: Path) -> None:
    """A file that is none is named; a good one has the mails read again, and its hash stands in the manifest."""
    asked = ("run", dump, "--case", "case", "--quiet", "--stages", "custody,read")
    (dump / "signed.eml").write_bytes(signed())
    (tmp_path / "keys.txt").write_text("no record\n")
    assert says(leakassay(*asked, "--dkim-keys", "keys.txt", cwd=tmp_path), 2, "--dkim-keys", "line 1")
    assert leakassay(*asked, cwd=tmp_path).returncode == 0
    ((name, record),) = keys().items()
    (tmp_path / "keys.txt").write_text(f'{name}. 3600 IN TXT "{record[:50]}" "{record[50:]}"\n')
    assert leakassay(*asked, "--dkim-keys", "keys.txt", cwd=tmp_path).returncode == 0
    case = open_existing(tmp_path / "case", None)
    try:
        told = json.loads(case.ledger.meta("manifest"))["dkim_keys"]
        said = case.shelf(threads=1).table("document_property", ["name", "value"]).to_pylist()
    finally:
        case.close()
    assert told == {"sha256": hashlib.sha256((tmp_path / "keys.txt").read_bytes()).hexdigest(), "records": 1}
    assert [row["value"] for row in said if row["name"] == "dkim"] == ["pass"]


def people(*numbers: str) -> str:
    return "NHS Number,Surname,Forename,Date of Birth\n" + "".join(
        f"{number},{word}son,Bravo,{at + 1:02d}/03/1980\n"
        for at, (number, word) in enumerate(zip(numbers, ("Alpha", "Charlie", "Delta"), strict=False))
    )


def test_a_further_instalment_says_what_it_brings(dump: Path, tmp_path: Path) -> None:
    """On the terminal after `--add`, in `summary`, in summary.json and in the dossier; never before there are two."""
    (dump / "people.csv").write_text(people("9990000018", "9990000026"))
    more = tmp_path / "more"
    more.mkdir()
    (more / "renamed.csv").write_text(people("9990000018", "9990000026"))
    (more / "fresh.csv").write_text(people("9990000018", "9990000026", "9990000034"))
    first = leakassay("run", dump, "--case", "case", "--quiet", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    assert "Instalment" not in first.stdout
    second = leakassay("run", more, "--case", "case", "--add", "--quiet", cwd=tmp_path)
    told = [
        "Instalment 1: 2 files; 1-7 people",
        "Instalment 2: 2 files, 1 of them known already; 1-7 people, 1-7 of them new",
    ]
    for said in (second, leakassay("summary", "case", cwd=tmp_path)):
        assert [line for line in said.stdout.splitlines() if line.startswith("Instalment")] == told, said.stderr
    sources = json.loads((tmp_path / "case" / "summary.json").read_text())["sources"]
    assert [one["subjects"] for one in sources] == [{"linked": 2, "linked_new": 2}, {"linked": 3, "linked_new": 1}]
    assert "What each instalment brought" in (tmp_path / "case" / "report" / "dossier.html").read_text()
