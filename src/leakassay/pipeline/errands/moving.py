"""Moving a case: every part is checked first; on another device it is copied, compared and only then removed."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from pathlib import Path

from leakassay.case import casefile
from leakassay.case.case import Case, key_path
from leakassay.case.part import as_space_error
from leakassay.model.errors import CaseExistsError, IntegrityError, OperatorError
from leakassay.pipeline.errands.verify import check_parts
from leakassay.pipeline.intake import check_place, sources

_COMING = ".moving"


def move(case: Case, new: Path, *, copy: bool = False) -> bool:
    """Move a case and the key beside it; the case is closed to further use through this object.

    Args:
        case: the case.
        new: folder to move it to; it must not exist.
        copy: copy even on the same device.

    Returns:
        True when it was copied to another device.

    Raises:
        CaseExistsError: the place is taken, or a run holds the case.
        DumpError: the place lies inside the dump.
        IntegrityError: a part is damaged, or the copy differs; nothing was moved.
        SpaceError: no room there; nothing was moved.
    """
    _check_target(case, new)
    with case.lock():
        _, changes = check_parts(case)
        if changes:
            raise IntegrityError(f"{len(changes)} parts are damaged; nothing was moved: `leakassay verify` names them")
        case.audit.append("case_moved")
        case.ledger.close()
        old, beside = case.folder, key_path(case.folder)
        has_key = beside.is_file() and not beside.is_symlink()
        if has_key:  # in both places until the end: a move that is cut off loses no key
            _copy_key(beside, key_path(new))
        copied = copy or not _renamed(old, new)
        if copied:
            _copied(old, new)
        if has_key:
            casefile.shred(beside)
    return copied


def _check_target(case: Case, new: Path) -> None:
    if os.path.lexists(new):
        raise CaseExistsError(f"{new} exists; name a folder that does not")
    if os.path.lexists(key_path(new)):
        raise CaseExistsError(f"{key_path(new)} exists, where the key of the moved case would lie; name another folder")
    if not new.parent.is_dir():
        raise OperatorError(f"{new.parent} is no folder; make it first")
    if new.resolve().is_relative_to(case.folder.resolve()):
        raise OperatorError(f"{new} would lie inside the case; name a folder elsewhere")
    for root, single in sources(case).values():
        place = Path(os.fsdecode(root + b"/" + single if single else root))
        if place.exists():
            check_place(new, place)


def _copy_key(source: Path, target: Path) -> None:
    casefile.durable(target, source.read_text(encoding="ascii"))


def _renamed(old: Path, new: Path) -> bool:
    """False when the new place is on another device."""
    try:
        old.rename(new)
    except OSError as error:
        if error.errno == errno.EXDEV:
            return False
        raise OperatorError(f"{new} cannot be written ({error.strerror}); nothing was moved") from None
    casefile.sync_folder(new.parent)
    casefile.sync_folder(old.parent)
    return True


def _copied(old: Path, new: Path) -> None:
    """Copy beside the new place, compare every file, take its name, remove the old one."""
    coming = new.with_name(new.name + _COMING)
    shutil.rmtree(coming, ignore_errors=True)  # of a move that was cut off
    try:
        shutil.copytree(old, coming, symlinks=True)
        coming.chmod(0o700)
        for place in sorted(old.rglob("*")):
            if place.is_file() and not place.is_symlink():
                _compare(place, coming / place.relative_to(old))
        for folder in (coming, *(one for one in coming.rglob("*") if one.is_dir())):
            casefile.sync_folder(folder)
        coming.rename(new)
        casefile.sync_folder(new.parent)
    except (OSError, shutil.Error) as error:
        shutil.rmtree(coming, ignore_errors=True)
        if isinstance(error, shutil.Error):
            raise OperatorError(f"the case cannot be copied to {new.parent}: room or rights are missing") from None
        raise as_space_error(error, new.parent) from error
    casefile.shred(old / casefile.NAME)
    shutil.rmtree(old)
    casefile.sync_folder(old.parent)


def _compare(source: Path, target: Path) -> None:
    if _digest(source) != _digest(target, sync=True):
        raise IntegrityError("a copied file differs from its source; nothing was moved: is the disk sound?")


def _digest(path: Path, *, sync: bool = False) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        if sync:
            os.fsync(file.fileno())
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
