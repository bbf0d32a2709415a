"""Bytes are counted, sizes are read, a full disk is said in one sentence with what is missing."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.leak.meter import Meter, human, room_for, size_of
from leakassay.model.errors import SpaceError


def test_a_meter_tells_what_is_written_and_what_is_expected(tmp_path: Path):
    told: list[tuple[int, int]] = []
    meter = Meter(tmp_path, 100, lambda done, total: told.append((done, total)))
    meter.wrote(60)
    meter.wrote(60)
    assert told == [(60, 100), (120, 120)]


def test_a_full_disk_is_said_with_what_is_missing(tmp_path: Path):
    meter = Meter(tmp_path, 5_000_000_000)
    meter.wrote(2_000_000_000)
    full_disk = Path("/dev/full")  # a device that has never room
    with (
        pytest.raises(SpaceError, match=r"3\.0 GB more are needed") as full,
        meter.writing(),
        full_disk.open("wb", buffering=0) as file,
    ):
        file.write(b"x")
    assert "\n" not in str(full.value)


def test_another_error_of_the_disk_stays_what_it_is(tmp_path: Path):
    with pytest.raises(FileNotFoundError), Meter(tmp_path, 1).writing():
        (tmp_path / "absent").stat()


def test_too_little_room_is_refused_before_the_start(tmp_path: Path):
    room_for(tmp_path, 1)
    with pytest.raises(SpaceError, match="are missing"):
        room_for(tmp_path, 10**18)


@pytest.mark.parametrize(
    ("text", "size"),
    [("10GB", 10_000_000_000), ("1.5 gb", 1_500_000_000), ("64MiB", 67_108_864), ("512", 512), ("2kB", 2_000)],
)
def test_a_size_is_read(text: str, size: int):
    assert size_of(text) == size


@pytest.mark.parametrize("text", ["", "GB", "ten", "-1GB", "0", "1e400", "1 parsec", "nan", "GBGB"])
def test_what_is_no_size_is_refused(text: str):
    with pytest.raises(ValueError, match="is no size"):
        size_of(text)


@given(st.text(max_size=12))
def test_any_text_gives_a_size_or_a_value_error(text: str):
    try:
        size = size_of(text)
    except ValueError:
        return
    assert size > 0


@given(st.integers(min_value=1, max_value=10**15))
def test_a_printed_size_is_read_back_to_three_digits(size: int):
    assert size_of(human(size)) == pytest.approx(size, rel=0.05)
