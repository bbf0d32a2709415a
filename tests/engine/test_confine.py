"""The layers together: each in force in a confined child, and none left out unless it was accepted by name."""

from __future__ import annotations

import errno
import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.forked import LANDLOCK, NAMESPACES, answer, forbid, in_child
from leakassay.engine import confine, namespaces
from leakassay.engine.confine import ACCEPTABLE, LAYERS, MissingLayerError


def confined(trial: Callable[[], object], *items: int) -> str:
    """Confine a child with all layers and have it try something."""

    def go() -> object:
        namespaces.enter()
        confine.confine(confine.prepare(), 8 << 30, 60, items, answer[-1])
        return trial()

    return in_child(go)


def _status(word: str) -> str:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(line.split(":", 1)[1].strip() for line in lines if line.startswith(word))


def test_no_privilege_is_held_or_can_be_had() -> None:
    assert confined(lambda: _status("NoNewPrivs")) == "1"
    assert set(confined(lambda: _status("CapEff"))) == {"0"}


def test_nothing_can_be_written_to_disk(tmp_path: Path) -> None:
    assert confined(lambda: (tmp_path / "x").write_bytes(b"x")) == "EACCES"
    assert not (tmp_path / "x").exists()


def test_a_file_that_was_opened_before_cannot_grow(tmp_path: Path) -> None:
    """SIGXFSZ is ignored by Python: the write fails."""
    with (tmp_path / "x").open("wb", buffering=0) as file:
        assert confined(lambda: file.write(b"x"), file.fileno()) == "EFBIG"


def test_memory_is_limited() -> None:
    assert confined(lambda: bytearray(64 << 30)) == "MemoryError"


def test_a_batch_of_512_items_can_be_open() -> None:
    limits = confined(lambda: resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    assert int(limits) >= 600


def test_the_terminal_is_out_of_reach() -> None:
    """A value printed by a library in a cell reaches nobody."""
    assert confined(lambda: {str(Path(f"/proc/self/fd/{fd}").readlink()) for fd in (0, 1, 2)}) == "{'/dev/null'}"


def test_only_what_was_handed_over_is_open(tmp_path: Path) -> None:
    """Neither channels nor the items of a sibling."""
    (tmp_path / "mine").write_bytes(b"mine")
    (tmp_path / "other").write_bytes(b"other")
    with (tmp_path / "mine").open("rb") as mine, (tmp_path / "other").open("rb") as other:
        assert confined(lambda: os.pread(mine.fileno(), 4, 0), mine.fileno()) == "b'mine'"
        assert confined(lambda: os.pread(other.fileno(), 4, 0), mine.fileno()) == "EBADF"


def test_memory_of_a_cell_is_for_nobody_else() -> None:
    assert confined(lambda: resource.getrlimit(resource.RLIMIT_CORE)) == "(0, 0)"


def test_a_machine_that_has_everything_lacks_nothing() -> None:
    assert confine.trial() == {}


@pytest.mark.parametrize(
    ("layer", "calls"), [("namespaces", NAMESPACES), ("landlock", LANDLOCK), ("seccomp", ("seccomp",))]
)
def test_a_machine_that_lacks_a_layer_is_told(layer: str, calls: tuple[str, ...]) -> None:
    def trial() -> object:
        forbid(calls, errno.ENOSYS)
        return confine.trial()

    assert in_child(trial).startswith(f"{{'{layer}': ")


@pytest.mark.parametrize("layer", sorted(ACCEPTABLE))
def test_a_missing_layer_ends_the_cell_unless_it_was_accepted(layer: str) -> None:
    def trial(*accepted: str) -> object:
        kit = confine.prepare(accepted)
        lacking = confine.Kit(
            kit.accepted,
            None if layer == "landlock" else kit.ground,
            None if layer == "seccomp" else kit.program,
            {layer: "not here"},
        )
        try:
            return confine.confine(lacking, 8 << 30, 60, (), answer[-1])
        except MissingLayerError as error:
            return f"refused {error.layer}"

    assert in_child(trial) == f"refused {layer}"
    assert in_child(lambda: trial(layer)) == str({layer: "not here"})


def test_some_layers_cannot_be_accepted_away() -> None:
    assert confine.prepare(LAYERS).accepted == ACCEPTABLE
    assert set(LAYERS) - ACCEPTABLE == {"rlimits", "no_new_privs", "not_dumpable"}


def test_cells_are_the_first_to_go_when_memory_runs_out() -> None:
    def trial() -> str:
        confine.first_to_go()
        return Path("/proc/self/oom_score_adj").read_text().strip()

    assert in_child(trial) == "1000"
