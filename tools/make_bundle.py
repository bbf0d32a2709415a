"""Writes dist/leakassay-VERSION-offline.tar.gz: all that a machine without a network needs to install the product.

Wheels with their hashes (what a run needs, nothing of the rehearsal or of development), a lock file of exactly these,
the system packages with what each is for, sums, and an installer that checks them. Every entry is a wheel for the
Python and the processor of the machine that makes the bundle. Only fetching the wheels needs a registry.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
EXTRAS = ("report", "archives", "mailstores", "disk-images", "custody")
"""Extras that go with it; `rehearsal` and `dev` stay at home."""

FILES = ("LICENSE", "NOTICE", "README.md")
_ENTRY = re.compile(r"\n(?=[A-Za-z0-9])")


def needed(name: str = "leakassay", extras: tuple[str, ...] = EXTRAS) -> set[str]:
    """Distributions that a run needs here, by what the installed metadata ask for, the product itself left out."""
    waiting = [(canonicalize_name(name), extras)]
    seen: set[tuple[str, tuple[str, ...]]] = set()
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        for line in distribution(one[0]).requires or ():
            asked = Requirement(line)
            if asked.marker is None or any(asked.marker.evaluate({"extra": extra}) for extra in ("", *one[1])):
                waiting.append((canonicalize_name(asked.name), tuple(sorted(asked.extras))))
    return {found for found, _ in seen} - {canonicalize_name(name)}


def locked(names: set[str], lock: str) -> str:
    """The entries of a lock file for these distributions, with their hashes.

    Raises:
        SystemExit: one is not locked.
    """
    entries: dict[str, str] = {}  # some have two entries, for older and newer Pythons; pip chooses by their markers
    for entry in _ENTRY.split("\n" + lock)[1:]:
        name = canonicalize_name(entry.partition("==")[0])
        entries[name] = entries.get(name, "") + entry + "\n"
    missing = sorted(names - entries.keys())
    if missing:
        raise SystemExit(f"not in requirements.lock: {', '.join(missing)}; lock the dependencies anew")
    kept = "".join(entries[name] for name in sorted(names))
    return "".join(f"{line}\n" for line in kept.splitlines() if line.strip() and not line.lstrip().startswith("#"))


def sha256(path: Path) -> str:
    """Hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pip(scratch: Path) -> list[str]:
    """A pip: this environment's, or that of a fresh one."""
    if find_spec("pip") is not None:
        return [sys.executable, "-m", "pip"]
    subprocess.run([sys.executable, "-m", "venv", str(scratch / "venv")], check=True)
    return [str(scratch / "venv" / "bin" / "python"), "-m", "pip"]


def fill(folder: Path, scratch: Path) -> str:
    """Put everything into the bundle's folder; returns the version."""
    from hatchling.build import build_wheel

    from leakassay.pipeline.errands.doctor import system_packages

    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    lock = folder / "requirements.lock"
    lock.write_text(locked(needed(), (ROOT / "requirements.lock").read_text(encoding="utf-8")), encoding="utf-8")
    quiet = ["--quiet", "--disable-pip-version-check"]
    fetch = ["download", *quiet, "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(lock)]
    subprocess.run([*_pip(scratch), *fetch, "-d", str(wheels)], check=True)
    os.chdir(ROOT)  # where a build hook expects to be
    own = wheels / build_wheel(str(wheels))
    version = own.name.split("-")[1]
    with lock.open("a", encoding="utf-8") as file:
        file.write(f"leakassay=={version} \\\n    --hash=sha256:{sha256(own)}\n")
    (folder / "SYSTEM-PACKAGES.txt").write_text(system_packages(), encoding="utf-8")
    (folder / "PYTHON").write_text(f"{sys.version_info.major}.{sys.version_info.minor}\n", encoding="ascii")
    for name in FILES:
        shutil.copy(ROOT / name, folder / name)
    shutil.copy(ROOT / "tools" / "install.sh", folder / "install.sh")
    sums = [(path.relative_to(folder).as_posix(), sha256(path)) for path in sorted(folder.rglob("*")) if path.is_file()]
    (folder / "SHA256SUMS").write_text("".join(f"{digest}  {name}\n" for name, digest in sums), encoding="utf-8")
    return version


def pack(folder: Path, target: Path) -> None:
    """One archive, the same bytes for the same files."""

    def neutral(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = entry.mtime = 0
        entry.uname = entry.gname = "root"
        return entry

    with (
        target.open("wb") as file,
        gzip.GzipFile("", "wb", 1, file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        for path in sorted(folder.rglob("*")):
            name = f"{target.name.removesuffix('.tar.gz')}/{path.relative_to(folder).as_posix()}"
            archive.add(path, name, recursive=False, filter=neutral)


def main() -> None:
    """Make the bundle and say where it lies."""
    dist = ROOT / "dist"
    dist.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="leakassay-bundle-") as scratch:
        folder = Path(scratch) / "bundle"
        version = fill(folder, Path(scratch))
        target = dist / f"leakassay-{version}-offline.tar.gz"
        pack(folder, target)
        count = len(list((folder / "wheels").iterdir()))
    (dist / f"{target.name}.sha256").write_text(f"{sha256(target)}  {target.name}\n", encoding="ascii")
    print(f"{target.relative_to(ROOT)}: {count} wheels, {target.stat().st_size:,} bytes, sha256 {sha256(target)}")


if __name__ == "__main__":
    main()
