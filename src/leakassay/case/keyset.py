"""Who can open a case: the case key wrapped once for each holder, under a mark that shows any change of the list.

A holder is a key file, a passphrase (scrypt, salt of its own) or an age recipient (X25519); the last is wrapped without
their secret. `ring` keeps the audit keys of earlier case keys, sealed under the present one. The mark is a keyed hash
over all of it: whoever does not hold the case key can neither add a holder nor rename one unseen.
"""

from __future__ import annotations

import hmac
import json
import os
import re
import secrets
from dataclasses import asdict, dataclass, replace
from typing import Any

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from leakassay.case.keys import KEY_BYTES, NONCE_BYTES, CaseKeys, from_passphrase, known_answer
from leakassay.case.secret import Identities, Passphrase, Secret, recipient
from leakassay.model.errors import CaseKeyError

FIRST_HOLDER = "operator"
KINDS = ("key_file", "passphrase", "age")
_NAME = re.compile(r"[\w@.+\- ]{1,64}")


@dataclass(frozen=True)
class Holder:
    """One who can open the case (hexadecimal strings).

    Attributes:
        name: how the list calls them.
        kind: key_file, passphrase or age.
        salt: of the passphrase, and bound into the wrap; empty for age.
        wrapped: the case key, wrapped.
        recipient: `age1…`; empty for the others.
    """

    name: str
    kind: str
    salt: str
    wrapped: str
    recipient: str = ""


@dataclass(frozen=True)
class KeySet:
    """The keys as they lie in `case.json`.

    Attributes:
        epoch: 1 for the first case key, one more with each rotation.
        known_answer: tells a wrong key from damaged data.
        holders: who can open it.
        ring: audit keys of earlier epochs, sealed.
        mark: keyed hash over all of it.
    """

    epoch: int
    known_answer: str
    holders: tuple[Holder, ...]
    ring: str
    mark: str

    def as_json(self) -> dict[str, Any]:
        """For `case.json`."""
        return {**asdict(self), "holders": [asdict(holder) for holder in self.holders]}


def parse(said: dict[str, Any]) -> KeySet:
    """The keys in a `case.json` of format 2.

    Raises:
        CaseKeyError: they are not of their shape.
    """
    try:
        holders = tuple(Holder(**one) for one in said["holders"])
        found = KeySet(said["epoch"], said["known_answer"], holders, said["ring"], said["mark"])
    except (TypeError, KeyError):
        raise _damaged() from None
    words = [found.known_answer, found.ring, found.mark, *(word for h in holders for word in asdict(h).values())]
    if not isinstance(found.epoch, int) or not all(isinstance(word, str) for word in words):
        raise _damaged()
    return found


def _damaged() -> CaseKeyError:
    return CaseKeyError("case.json does not hold a wrapped key; restore it from a copy")


def _mark(keys: CaseKeys, case_id: str, found: KeySet) -> str:
    said = {**found.as_json(), "mark": "", "case_id": case_id}
    return hmac.new(keys.derive("holders"), json.dumps(said, sort_keys=True).encode(), "sha256").hexdigest()


def sealed(keys: CaseKeys, case_id: str, epoch: int, holders: tuple[Holder, ...]) -> KeySet:
    """A key set over these holders, marked."""
    ring = ""
    if keys.earlier:
        said = json.dumps([[last, key.hex()] for last, key in keys.earlier]).encode()
        nonce = os.urandom(NONCE_BYTES)
        ring = (nonce + AESGCM(keys.derive("ring")).encrypt(nonce, said, None)).hex()
    made = KeySet(epoch, known_answer(keys.master), holders, ring, "")
    return replace(made, mark=_mark(keys, case_id, made))


def wrap(keys: CaseKeys, secret: Secret, name: str, *, salt: bytes | None = None, kind: str = "") -> Holder:
    """Wrap the case key for the owner of a secret.

    Args:
        keys: of the case.
        secret: theirs.
        name: how the list calls them.
        salt: 16 bytes; drawn when not given.
        kind: of 32 bytes that do not come from a key file ("passphrase", already derived).
    """
    if isinstance(secret, Identities):
        return wrap_for(keys, str(secret.keys[0].to_public()), name)
    salt = secrets.token_bytes(16) if salt is None else salt
    key = from_passphrase(secret.text, salt) if isinstance(secret, Passphrase) else secret
    kind = "passphrase" if isinstance(secret, Passphrase) else kind or "key_file"
    nonce = os.urandom(NONCE_BYTES)
    return Holder(name, kind, salt.hex(), (nonce + AESGCM(key).encrypt(nonce, keys.master, salt)).hex())


def wrap_for(keys: CaseKeys, word: str, name: str) -> Holder:
    """Wrap the case key for an age recipient; their secret is not needed."""
    to = recipient(word)
    return Holder(name, "age", "", pyrage.encrypt(keys.master, [to]).hex(), str(to))


def unwrap(found: KeySet, case_id: str, secret: Secret) -> tuple[CaseKeys, Holder]:
    """Open the case key.

    Returns:
        The keys, and the holder whose wrap was opened.

    Raises:
        CaseKeyError: the secret opens no wrap, or the list of holders was changed.
    """
    for holder in found.holders:
        master = _opened(holder, secret)
        if master is not None:
            return _keys(found, case_id, master), holder
    raise CaseKeyError(
        "this key does not open this case; one of its holders' was expected: name it with --key-file "
        "(`leakassay keys list` needs one of them, too)"
    )


def _opened(holder: Holder, secret: Secret) -> bytes | None:
    """The case key out of one wrap, or None when the secret is not its."""
    try:
        wrapped, salt = bytes.fromhex(holder.wrapped), bytes.fromhex(holder.salt)
        if isinstance(secret, Identities):
            return pyrage.decrypt(wrapped, list(secret.keys)) if holder.kind == "age" else None
        if holder.kind == "age" or (isinstance(secret, Passphrase) and holder.kind != "passphrase"):
            return None
        key = from_passphrase(secret.text, salt) if isinstance(secret, Passphrase) else secret
        return AESGCM(key).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], salt)
    except (InvalidTag, pyrage.DecryptError):
        return None
    except ValueError:
        raise _damaged() from None


def _keys(found: KeySet, case_id: str, master: bytes) -> CaseKeys:
    changed = "case.json was changed; restore it from a copy"
    if len(master) != KEY_BYTES or not hmac.compare_digest(known_answer(master).encode(), found.known_answer.encode()):
        raise CaseKeyError(f"the case key does not give its known answer: {changed}")
    plain = CaseKeys(master)
    if not hmac.compare_digest(_mark(plain, case_id, found).encode(), found.mark.encode()):
        raise CaseKeyError(f"the list of holders does not bear its mark: {changed}")
    if not found.ring:
        return plain
    ring = bytes.fromhex(found.ring)  # the mark covers it
    said = json.loads(AESGCM(plain.derive("ring")).decrypt(ring[:NONCE_BYTES], ring[NONCE_BYTES:], None))
    return CaseKeys(master, tuple((int(last), bytes.fromhex(key)) for last, key in said))


def free_name(found: KeySet, name: str, kind: str) -> str:
    """A name for a new holder, or one made from the kind of their key.

    Raises:
        CaseKeyError: the name is taken or is none.
    """
    taken = {holder.name for holder in found.holders}
    if not name:
        word = kind.replace("_", " ")
        return next(made for n in range(1, 1000) if (made := word if n == 1 else f"{word} {n}") not in taken)
    if not _NAME.fullmatch(name):
        raise CaseKeyError("--name: 1 to 64 letters, digits, spaces and @ . + - _ were expected")
    if name in taken:
        raise CaseKeyError(f"--name: a holder '{name}' is there already; choose another name, or remove them first")
    return name


def without(found: KeySet, name: str) -> tuple[Holder, ...]:
    """The holders but one.

    Raises:
        CaseKeyError: there is no such holder, or nobody would be left.
    """
    left = tuple(holder for holder in found.holders if holder.name != name)
    if len(left) == len(found.holders):
        raise CaseKeyError(f"no holder is called '{name}'; `leakassay keys list` says who there is")
    if not left:
        raise CaseKeyError(
            "the last holder cannot be removed: nobody could open the case; `leakassay case close` destroys it"
        )
    return left
