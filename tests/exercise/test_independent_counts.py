"""The key's totals against counts by other programs: DuckDB, pdftotext, sqlite3 and unzip.

`make test` counts a small server; `make test-slow` one of two gigabytes.
"""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import duckdb
import pytest

from leakassay.exercise.leak.mix import mix
from leakassay.exercise.paper.damage import shown
from leakassay.exercise.write import Manifest, write

GIGABYTE = 1_000_000_000
SPECIMEN = r"[0-9]{2}[A-Z][0-9]{6}"
"""A specimen number of the first house: each printed result bears one."""
WHOLE = "outcome = 'read' and reason = ''"
TOP = "not contains(item_path, '!/')"


@pytest.fixture(
    scope="module",
    params=[pytest.param(60_000_000, id="60MB"), pytest.param(2 * GIGABYTE, id="2GB", marks=pytest.mark.slow)],
)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    kind = "ours" if request.param < GIGABYTE else "mixed"
    return write(tmp_path_factory.mktemp("counts") / "r", kind=kind, seed=20, size_bytes=request.param)


def ask(query: str, given: list[object] | None = None) -> duckdb.DuckDBPyConnection:
    """Asks in a connection of its own: one that failed would fail every later question."""
    return duckdb.connect().execute(query, given)


def asked(
    server: Manifest, condition: str, columns: str = "item_path, sightings, events"
) -> list[tuple[str, int, int]]:
    """Returns rows of the key's items at the top of the dump."""
    query = f"select {columns} from '{server.key}/items.parquet' where {TOP} and {condition} order by 1"
    return ask(query).fetchall()


def on_disk(server: Manifest, path: str, spare: Path) -> Path:
    """Returns where an item of the key lies; one whose name is no text is copied, so that any program opens it."""
    if (server.dump / path).exists():
        return server.dump / path
    folder = (server.dump / path).parent
    found = next(one for one in folder.iterdir() if shown(one.name) == Path(path).name)
    return Path(shutil.copyfile(found, spare / "item"))


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def test_the_dump_is_about_as_large_as_asked_and_follows_the_mix(server: Manifest, request: pytest.FixtureRequest):
    wanted = 60_000_000 if "60MB" in request.node.name else 2 * GIGABYTE
    assert server.counts["bytes"] == pytest.approx(wanted, rel=0.25 if wanted < GIGABYTE else 0.1)
    if wanted < GIGABYTE:
        return
    total = server.counts["bytes"]
    shares = dict(asked(server, "true group by category", "category, sum(size_bytes)"))  # type: ignore[arg-type]  # two columns
    for line in mix():
        assert shares[line.name] / total == pytest.approx(line.share, abs=0.03), line.name


def test_bytes_and_files_of_the_key_are_those_of_the_disk(server: Manifest):
    sizes = [path.lstat().st_size for path in server.dump.rglob("*") if path.is_file()]
    assert (server.counts["bytes"], server.counts["files"]) == (sum(sizes), len(sizes))
    assert asked(server, "true", "sum(size_bytes), count(*), 0") == [(sum(sizes), len(sizes), 0)]


def test_totals_are_the_sums_of_the_tables(server: Manifest):
    for name, count in (("sightings", "records"), ("events", "events")):
        rows = ask(f"select count(*), count(distinct (item_path, locator)) from '{server.key}/{name}.parquet'")
        total, places = rows.fetchone() or (0, 0)
        assert total == server.counts[count]
        assert places > 0
    people = ask(f"select count(distinct person_id) from '{server.key}/sightings.parquet' where subject")
    assert people.fetchone() == (server.counts["subjects"],)


def test_duckdb_counts_the_rows_of_the_extracts(server: Manifest, tmp_path: Path):
    """Every line with a specimen number is a record; DuckDB reads the lines, knowing nothing of the layout."""
    names = "results[.]csv|all_results|results_pipe|results_cp1252|dump_nohead|failsafe_|no_number|quoted_|mainframe"
    plain = asked(server, f"{WHOLE} and format = 'csv' and sightings > 0 and regexp_matches(item_path, '{names}')")
    assert len(plain) > 5
    for path, sightings, events in plain:
        place = on_disk(server, path, tmp_path)
        old = re.search("cp1252|mainframe", path)
        if old:
            # DuckDB reads neither code page
            text = place.read_bytes().decode("cp1252" if old[0] == "cp1252" else "cp850")
            place = tmp_path / "recoded"
            place.write_bytes(text.encode("utf-8"))
        lines = ask(
            f"select count(*) from read_csv('{place}', columns={{'line': 'VARCHAR'}}, delim='\x01', "
            f"quote='', escape='', header=false, strict_mode=false) "
            f"where regexp_matches(line, '{SPECIMEN}|NB[0-9]{{10}}|LAB[0-9]+')"
        ).fetchone()
        assert lines == (sightings,), path
        assert sightings == events


def test_duckdb_finds_the_planted_people_in_the_bulk_extract(server: Manifest):
    path = server.dump / "disk1/lims/results.csv"
    found = (
        f"select NHSNO, SURNAME, FORENAME, count(*) from read_csv('{path}', all_varchar=true) "
        "where length(NHSNO) = 10 and NHSNO <> '9990000000' group by all"
    )
    planted = (
        f"select nhs_number, surname, forename, count(*) from '{server.key}/sightings.parquet' "
        "where item_path = 'disk1/lims/results.csv' and nhs_number <> '' group by all"
    )
    # a mistyped number stands in the file and is no number in the key
    assert ask(f"select count(*) from (({planted}) except ({found}))").fetchone() == (0,)
    assert ask(f"select count(*) > 100 from ({planted})").fetchone() == (True,)


def test_pdftotext_finds_the_planted_people_on_the_planted_pages(server: Manifest, tmp_path: Path):
    pdftotext = program("pdftotext")
    reports = asked(server, f"{WHOLE} and format = 'pdf' and sightings > 0 and category = 'text_pdf'")
    assert len(reports) > 3
    for path, sightings, _ in reports[:400]:
        text = subprocess.run(
            [pdftotext, "-layout", on_disk(server, path, tmp_path), "-"], check=True, capture_output=True, text=True
        ).stdout
        pages = text.split("\f")[:-1]
        assert len(pages) == sightings, path
        rows = ask(
            f"select surname, nhs_number from '{server.key}/sightings.parquet' where item_path = ? order by record",
            [path],
        ).fetchall()
        for page, (surname, number) in zip(pages, rows, strict=True):
            assert surname.upper() in page.upper()
            assert number in page.replace(" ", "")


def test_pdftotext_finds_no_text_on_scans(server: Manifest, tmp_path: Path):
    pdftotext = program("pdftotext")
    scans = asked(server, "format = 'pdf' and category = 'scan_pdf' and outcome = 'pending'")
    assert len(scans) > 3
    for path, _, _ in scans[:100]:
        done = subprocess.run(
            [pdftotext, on_disk(server, path, tmp_path), "-"], check=True, capture_output=True, text=True
        )
        assert not done.stdout.strip()


def test_sqlite3_counts_the_rows_of_the_databases(server: Manifest, tmp_path: Path):
    sqlite3 = program("sqlite3")
    databases = asked(server, f"{WHOLE} and format = 'sqlite' and duplicate_of = ''")
    assert databases
    for path, sightings, events in databases:
        query = "pragma integrity_check; select count(*) from wk_results;"
        done = subprocess.run(
            [sqlite3, on_disk(server, path, tmp_path), query], check=True, capture_output=True, text=True
        )
        assert done.stdout.split() == ["ok", str(sightings)], path
        assert sightings == events


def test_unzip_lists_the_members_of_the_key(server: Manifest, tmp_path: Path):
    unzip = program("unzip")
    archives = asked(server, "format = 'zip' and outcome = 'read' and contains(item_path, '/backup/')")
    assert archives
    for path, _, _ in archives:
        done = subprocess.run(
            [unzip, "-l", on_disk(server, path, tmp_path)], check=True, capture_output=True, text=True
        )
        size, files = re.findall(r"^\s*(\d+)\s+(\d+) files?$", done.stdout, re.MULTILINE)[0]
        members = ask(
            f"select coalesce(sum(size_bytes), 0), count(*) from '{server.key}/items.parquet' "
            "where starts_with(item_path, ?) and not contains(substr(item_path, ?), '!/')",
            [f"{path}!/", len(path) + 3],
        ).fetchone()
        assert members == (int(size), int(files)), path
        with zipfile.ZipFile(on_disk(server, path, tmp_path)) as archive:
            assert archive.testzip() is None
