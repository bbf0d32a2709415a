"""Tables open with dbfread and hold what the key says, marked rows too."""

from pathlib import Path

import dbfread
import pyarrow as pa
import pytest

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.dbf import FIELDS, LANGUAGES, MARKED_EVERY, table


def opened(data: bytes, folder: Path) -> dbfread.DBF:
    path = folder / "x.dbf"
    path.write_bytes(data)
    return dbfread.DBF(str(path), load=True, char_decode_errors="strict")


@pytest.mark.parametrize("codec", LANGUAGES)
def test_dbfread_finds_the_values_of_the_key(estate: Estate, tmp_path: Path, codec: str):
    document = table("x.dbf", records(estate, 0, 150), OURS, codec)
    assert document.records is not None
    key = document.records.to_pylist()
    base = opened(document.data, tmp_path)
    assert base.encoding == codec
    plain = [row for row in key if (row["record"] + 1) % MARKED_EVERY]
    marked = [row for row in key if row not in plain]
    for row, told in zip(list(base.records) + list(base.deleted), plain + marked, strict=True):
        for name, field, kind, _ in FIELDS:
            if kind == "C":
                assert row[name] == told[field]
        assert row["BORN"].isoformat() == told["date_of_birth"]
        assert f"{row['BLED'].isoformat()}T{row['BLEDTM']}:00" == told["collected_at"]
        assert row["SIGNED"] == (told["status"] != "requested")


def test_one_row_in_seventeen_is_marked_and_stands_in_the_key(estate: Estate, tmp_path: Path):
    document = table("x.dbf", records(estate, 0, 150), OURS)
    base = opened(document.data, tmp_path)
    assert document.records is not None
    assert len(base.deleted) == document.records.num_rows // MARKED_EVERY > 3
    assert len(base.deleted) + len(base.records) == document.records.num_rows


def test_letters_of_the_code_page_survive_and_others_are_question_marks_in_the_key_too(estate: Estate, tmp_path: Path):
    rows = records(estate, 0, 1).slice(0, 1)
    rows = rows.set_column(rows.column_names.index("surname"), "surname", pa.array(["Müller-Łukasz"]))
    document = table("x.dbf", rows, OURS)
    assert document.records is not None
    assert document.records["surname"].to_pylist() == ["Müller-?ukasz"]
    assert opened(document.data, tmp_path).records[0]["SNAM"] == "Müller-?ukasz"
    assert b"M\x81ller" in document.data


def test_long_findings_are_neither_in_the_file_nor_in_the_key(estate: Estate):
    rows = records(estate, 0, 900)
    document = table("x.dbf", rows, OURS)
    assert document.records is not None
    assert document.records.num_rows < rows.num_rows
    assert b"MICROSCOPY" not in document.data


def test_names_of_fields_fit_the_format():
    assert max(len(name) for name, *_ in FIELDS) <= 10
    assert len({name for name, *_ in FIELDS}) == len(FIELDS)


def test_the_same_rows_give_the_same_bytes_of_the_size_the_head_says(estate: Estate):
    rows = records(estate, 0, 60)
    data = table("x.dbf", rows, OURS).data
    assert data == table("x.dbf", rows, OURS).data
    count, head, width = (int.from_bytes(data[a:b], "little") for a, b in ((4, 8), (8, 10), (10, 12)))
    assert len(data) == head + count * width + 1
