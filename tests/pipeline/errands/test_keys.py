"""Keys: holders come and go, each change is in the audit log first, and a rotation says who lost access."""

from __future__ import annotations

from pathlib import Path

import pyrage
import pytest

from leakassay.case import case as cases
from leakassay.case.secret import Identities, Passphrase
from leakassay.model.errors import CaseExistsError, CaseKeyError
from leakassay.pipeline.errands import keys
from pipeline.corridor import OPERATOR, opened

SECOND = b"2" * 32


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with opened(tmp_path):
        return tmp_path


def test_a_holder_who_was_added_opens_the_case_and_one_removed_does_not(folder: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    with opened(folder) as case:
        assert keys.add(case, SECOND, "") == "key file"
        assert keys.add(case, Passphrase("a long passphrase"), "") == "passphrase"
        assert keys.add_recipient(case, str(identity.to_public()), "dpo") == "dpo"
    for secret in (SECOND, Passphrase("a long passphrase"), Identities((identity,))):
        cases.open_case(folder / "case", secret).close()
    with opened(folder) as case:
        keys.remove(case, "key file")
        assert [entry["action"] for entry in case.audit.entries()] == ["key_added"] * 3 + ["key_removed"]
    with pytest.raises(CaseKeyError, match="does not open"):
        cases.open_case(folder / "case", SECOND)


def test_a_change_that_is_refused_is_not_in_the_log(folder: Path) -> None:
    with opened(folder) as case:
        for wrong in (
            lambda: keys.add(case, SECOND, "operator"),
            lambda: keys.add_recipient(case, "age1nobody", "dpo"),
            lambda: keys.remove(case, "operator"),
            lambda: keys.remove(case, "stranger"),
        ):
            with pytest.raises(CaseKeyError):
                wrong()
        assert case.audit.head[0] == 0


def test_the_list_says_who_and_how_and_no_key(folder: Path) -> None:
    with opened(folder) as case:
        keys.add(case, SECOND, "deputy")
        said = "\n".join(keys.listed(case))
        assert "operator *" in said
        assert "deputy" in said
        assert not any(holder.wrapped in said for holder in case.key_set().holders)


def test_a_rotation_keeps_recipients_and_names_who_would_lose_access(folder: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    with opened(folder) as case:
        keys.add(case, SECOND, "deputy")
        keys.add_recipient(case, str(identity.to_public()), "dpo")
        with pytest.raises(CaseKeyError, match=r"deputy would lose access.*--drop-others"):
            keys.rotate(case, OPERATOR, drop=False)
        assert keys.rotate(case, OPERATOR, drop=True).lost == ("deputy",)
    for secret in (OPERATOR, Identities((identity,))):
        cases.open_case(folder / "case", secret).close()
    with pytest.raises(CaseKeyError, match="does not open"):
        cases.open_case(folder / "case", SECOND)


def test_keys_are_not_changed_under_a_run(folder: Path) -> None:
    with opened(folder) as case, opened(folder) as other, other.lock():
        for change in (lambda: keys.add(case, SECOND, ""), lambda: keys.rotate(case, OPERATOR, drop=True)):
            with pytest.raises(CaseExistsError, match="another run"):
                change()
