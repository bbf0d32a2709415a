"""Nothing of the dump lies in the clear: not in the case, not in temp folders, not in a log, an error or an output."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CANARIES = {
    "surname": "Quizzlethorpe",
    "forename": "Xanthippe",
    "nhs_number": "9990000018",
    "postcode": "ZE9 9QX",
    "email": "xanthippe.quizzle@mail.test",
    "telephone": "07700900371",
    "letter": "Wobblesworth",
    "folder": "Zarquonbury",
    "file": "Fribblemarsh_HIV",
    "member": "Glimmerspoon",
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """Case folder, temp folder and everything that was printed by a run over planted values."""
    import io
    import zipfile

    base = tmp_path_factory.mktemp("canary")
    dump, temp = base / "dump" / CANARIES["folder"], base / "tmp"
    dump.mkdir(parents=True)
    temp.mkdir()
    row = (
        f"{CANARIES['nhs_number']},{CANARIES['surname']},{CANARIES['forename']},12/03/1971,{CANARIES['postcode']},"
        f"{CANARIES['email']},{CANARIES['telephone']},HIV 1+2 antibody,Not detected"
    )
    header = "NHSNO,SURNAME,FORENAME,DOB,POSTCODE,EMAIL,PHONE,TESTNAME,RESULT"
    (dump / "results.csv").write_text("\n".join([header] + [row] * 40) + "\n")
    letter = f"Dear Dr Smith,\nre: Mrs {CANARIES['letter']}, Ann, NHS number 999 000 0026, DOB 01/02/1960\n"
    (dump / f"{CANARIES['file']}.txt").write_text(letter * 3)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{CANARIES['member']}/again.csv", "\n".join([header, row.replace("12/03", "13/03")] * 20))
        archive.writestr("broken.pdf", b"%PDF-1.4 " + CANARIES["surname"].encode() * 50)
    (dump / "batch.zip").write_bytes(packed.getvalue())
    case = base / "case"
    said = []
    for words in (
        ["run", str(base / "dump"), "--case", str(case), "--key-file", str(base / "operator.key")],
        ["summary", str(case)],
        ["status", str(case)],
        [
            "export",
            str(case),
            "sightings",
            "--out",
            str(base / "case" / "sightings.csv"),
            "--key-file",
            str(base / "operator.key"),
        ],
        ["run", str(base), "--case", str(case), "--key-file", str(base / "operator.key")],
    ):
        found = subprocess.run(
            [sys.executable, "-m", "leakassay.cli", *words],
            check=False,
            capture_output=True,
            text=True,
            env={**os.environ, "TMPDIR": str(temp), "HOME": str(temp)},
            cwd=base,
        )
        said.append(found.stdout + found.stderr)
    return case, temp, "\n".join(said)


def files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("kind", sorted(CANARIES))
def test_no_planted_value_lies_in_the_clear(kind: str, run: tuple[Path, Path, str]) -> None:
    """A search of the raw bytes of case and temp folders, in the encodings that leaks come in."""
    case, temp, _ = run
    value = CANARIES[kind]
    forms = {form.encode(code) for form in (value, value.upper(), value.lower()) for code in ("utf-8", "utf-16-le")}
    looked = 0
    for path in files(case, temp):
        raw = path.read_bytes()
        looked += 1
        assert not any(form in raw for form in forms), f"a planted {kind} lies in {path.name}"
    assert looked > 5


@pytest.mark.parametrize("kind", sorted(CANARIES))
def test_no_planted_value_is_printed(kind: str, run: tuple[Path, Path, str]) -> None:
    """Default outputs and errors are masked, path names included."""
    said = run[2].lower()
    assert CANARIES[kind].lower() not in said
    assert "traceback" not in said


def test_the_planted_values_were_read_at_all(run: tuple[Path, Path, str]) -> None:
    """The search above means something: the values can be had back, with the key, a reason and an audit entry."""
    case = run[0]
    out = case.parent / "revealed.csv"
    subprocess.run(
        [
            *(sys.executable, "-m", "leakassay.cli", "export", str(case), "sightings", "--out", str(out)),
            *(
                "--reveal",
                "--reason",
                "the test looks for planted values",
                "--key-file",
                str(case.parent / "operator.key"),
            ),
        ],
        check=True,
        capture_output=True,
    )
    text = out.read_text(encoding="utf-8").upper()
    assert CANARIES["surname"].upper() in text
    assert CANARIES["nhs_number"] in text
    assert "reveal" in (case / "audit.log").read_text()
