"""The wall: unknown words are refused, a missing layer stops a run, an accepted one is noted for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from leakassay.model.errors import SandboxError
from leakassay.pipeline import wall
from leakassay.profile.organisation import EMPTY
from pipeline.corridor import opened


def test_layers_come_in_their_order_whatever_was_typed() -> None:
    assert wall.parse("") == ()
    assert wall.parse(" seccomp, namespaces,seccomp") == ("namespaces", "seccomp")


@pytest.mark.parametrize(("word", "says"), [("ns", "is no layer"), ("rlimits", "never left out")])
def test_a_word_that_is_no_layer_or_a_layer_that_everyone_has_is_refused(word: str, says: str) -> None:
    with pytest.raises(SandboxError, match=says):
        wall.parse(f"seccomp,{word}")


def test_a_layer_that_is_there_is_in_force_though_it_was_accepted() -> None:
    assert wall.check(("landlock",)) == ()


def test_a_run_behind_a_weaker_wall_is_never_forgotten(tmp_path: Path) -> None:
    """A later run with all layers does not make up for what was read without."""
    from leakassay.pipeline.reporting import facts

    with opened(tmp_path) as case:
        wall.note(case, ())
        assert wall.warnings(case) == ()
        wall.note(case, ("landlock",))
        wall.note(case, ("namespaces",))
        wall.note(case, ())
        assert case.ledger.meta("weaker_sandbox") == "namespaces landlock"
        assert "layers namespaces, landlock missing" in facts(case, EMPTY).warnings[0]
