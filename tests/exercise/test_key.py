"""An answer key is read whole or refused in one sentence."""

from pathlib import Path

import pytest

from leakassay.exercise import key
from leakassay.exercise.write import Manifest


def test_the_key_is_read_back(rehearsal: Manifest):
    loaded = key.load(rehearsal.key)
    assert loaded.people.num_rows >= 300
    assert loaded.counts["subjects"] == rehearsal.counts["subjects"]


@pytest.mark.parametrize("damage", ["missing", "broken"])
def test_a_folder_that_is_no_key_is_refused_with_the_name_of_the_file(tmp_path: Path, damage: str):
    if damage == "broken":
        (tmp_path / "items.parquet").write_bytes(b"not parquet")
    with pytest.raises(key.AnswerKeyError, match=r"items\.parquet"):
        key.load(tmp_path)
