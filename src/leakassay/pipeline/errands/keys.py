"""Keys: who can open the case, and a new case key; every change is in the audit log before it is made."""

from __future__ import annotations

from dataclasses import dataclass

from leakassay.case import casefile, keyset, rotation
from leakassay.case.case import Case
from leakassay.case.keys import CaseKeys, new_keys
from leakassay.case.keyset import Holder
from leakassay.case.secret import Identities, Secret
from leakassay.model.errors import CaseKeyError


@dataclass(frozen=True)
class Rotated:
    """What a rotation came to: parts written again, the new epoch, holders who lost access."""

    parts: int
    epoch: int
    lost: tuple[str, ...]


def listed(case: Case) -> list[str]:
    """Every holder on a line."""
    found = case.key_set()
    lines = [f"{'name':<24} {'kind':<12} recipient"]
    for holder in found.holders:
        mark = " *" if holder.name == case.opened_by else ""
        lines.append(f"{holder.name + mark:<24} {holder.kind.replace('_', ' '):<12} {holder.recipient}".rstrip())
    return [*lines, f"Case key of epoch {found.epoch}; * opened it now."]


def add(case: Case, secret: Secret, name: str) -> str:
    """Wrap the case key for the owner of a secret.

    Returns:
        The new holder's name.

    Raises:
        CaseKeyError: the name is taken.
    """
    kind = "age" if isinstance(secret, Identities) else "key_file" if isinstance(secret, bytes) else "passphrase"
    with case.lock():
        name = keyset.free_name(case.key_set(), name, kind)
        return _added(case, keyset.wrap(case.keys, secret, name))


def add_recipient(case: Case, recipient: str, name: str) -> str:
    """Wrap the case key for an age recipient.

    Returns:
        The new holder's name.

    Raises:
        CaseKeyError: this is no recipient, or the name is taken.
    """
    with case.lock():
        return _added(case, keyset.wrap_for(case.keys, recipient, keyset.free_name(case.key_set(), name, "age")))


def _added(case: Case, holder: Holder) -> str:
    case.audit.append("key_added", holder=holder.name, kind=holder.kind, recipient=holder.recipient)
    _keep(case, (*case.key_set().holders, holder))
    return holder.name


def remove(case: Case, name: str) -> None:
    """Remove a holder's wrap. Whoever kept a copy of case.json and their key can still open it: rotate to end that.

    Raises:
        CaseKeyError: there is no such holder, or it is the last.
    """
    with case.lock():
        left = keyset.without(case.key_set(), name)
        case.audit.append("key_removed", holder=name)
        _keep(case, left)


def _keep(case: Case, holders: tuple[Holder, ...]) -> None:
    epoch = case.key_set().epoch
    made = keyset.sealed(case.keys, case.case_id, epoch, holders)
    casefile.write(case.folder, {"format": casefile.FORMAT, "case_id": case.case_id, **made.as_json()})


def rotate(case: Case, secret: Secret, *, drop: bool) -> Rotated:
    """Draw a new case key and write everything again under it; the case is to be opened anew afterwards.

    Age recipients keep their access, and so does the holder who asks. The secrets of other holders are not here: they
    lose access.

    Args:
        case: the case.
        secret: what opened it.
        drop: others may lose access.

    Raises:
        CaseKeyError: others would lose access and `drop` was not said.
        SpaceError: no room for a second set of parts; nothing is changed.
    """
    with case.lock():
        case.sweep()
        found, drawn = case.key_set(), new_keys()
        _, lost = rotation.new_set(found, case.case_id, drawn, secret, case.opened_by)
        if lost and not drop:
            raise CaseKeyError(
                f"{', '.join(lost)} would lose access, since their secrets are not here: give --drop-others to go on, "
                "and add them again afterwards"
            )
        made = rotation.written_again(case.folder, case.ledger, case.keys, drawn)
        with case.audit.held():
            case.audit.append("key_rotation", epoch=found.epoch + 1, lost=list(lost), parts=len(made))
            count, _ = case.audit.head
            new = CaseKeys(drawn.master, (*case.keys.earlier, (count, case.keys.audit)))
            holders, _ = rotation.new_set(found, case.case_id, new, secret, case.opened_by)
            rotation.change(case.folder, case.ledger, case.keys, new, holders, made)
    return Rotated(len(made), holders.epoch, lost)
