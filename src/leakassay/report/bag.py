"""BagIt 1.0 (RFC 8493): a folder of files with their hashes, that other programs and `sha256sum -c` check."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from leakassay.model.errors import OperatorError

_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def write(folder: Path, payload: Mapping[str, Iterable[bytes]], info: Mapping[str, str]) -> int:
    """Write a bag.

    Args:
        folder: a new folder.
        payload: content by plain file name, in pieces.
        info: for bag-info.txt; sizes are added.

    Returns:
        Bytes of the payload.

    Raises:
        OperatorError: the folder exists or cannot be written.
    """
    try:
        folder.mkdir(mode=0o700)
        (folder / "data").mkdir()
    except FileExistsError:
        raise OperatorError(f"{folder} exists; name a new folder with --out") from None
    except OSError as error:
        raise OperatorError(f"{folder} cannot be made ({error.strerror}); name another place with --out") from None
    hashes, size = {}, 0
    for name in sorted(payload):
        hashes[f"data/{name}"], written = _write(folder / "data" / name, payload[name])
        size += written
    whole = {**info, "Payload-Oxum": f"{size}.{len(hashes)}", "Bag-Size": f"{size} bytes"}
    tags = {
        "bagit.txt": _DECLARATION,
        "bag-info.txt": "".join(f"{name}: {' '.join(value.split())}\n" for name, value in whole.items()),
        "manifest-sha256.txt": manifest(hashes),
    }
    found = {name: _write(folder / name, [text.encode()])[0] for name, text in tags.items()}
    _write(folder / "tagmanifest-sha256.txt", [manifest(found).encode()])
    return size


def manifest(hashes: Mapping[str, str]) -> str:
    """Lines as `sha256sum` writes them."""
    return "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(hashes.items()))


def checksum_line(sha256: str, name: bytes) -> bytes:
    """A line for `sha256sum -c` over any file name: line breaks and backslashes are escaped as that program does."""
    name = b"./-" if name == b"-" else name  # a dash alone is the standard input to it
    escaped = name.replace(b"\\", b"\\\\").replace(b"\n", b"\\n").replace(b"\r", b"\\r")
    return (b"\\" if escaped != name else b"") + sha256.encode() + b"  " + escaped + b"\n"


def _write(path: Path, pieces: Iterable[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    try:
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(fd, "wb") as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise OperatorError(f"{path} cannot be written ({error.strerror}); make room, or name another --out") from None
    return digest.hexdigest(), size
