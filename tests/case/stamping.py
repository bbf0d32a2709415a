"""A time stamp authority for tests: made by openssl in a folder, answers a request, calls nobody."""

from __future__ import annotations

import subprocess
from pathlib import Path

_CONFIG = """
[req]
distinguished_name = name
[name]
[tsa]
default_tsa = here
[here]
serial = ./serial
signer_cert = ./tsa.crt
signer_key = ./tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[tsa_extension]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
basicConstraints = critical,CA:FALSE
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ca_extension]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
"""


def authority(folder: Path) -> Path:
    """Make one; gives back its root certificate, PEM."""
    folder.mkdir()
    (folder / "config").write_text(_CONFIG)
    (folder / "serial").write_text("01\n")
    root = "-out ca.crt -days 30 -subj /CN=Example-Root -config config -extensions ca_extension"
    _openssl(folder, f"req -x509 -newkey rsa:2048 -nodes -keyout ca.key {root}")
    _openssl(folder, "req -new -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=Stamps -config config")
    signed = "-CAcreateserial -out tsa.crt -days 30 -extfile config -extensions tsa_extension"
    _openssl(folder, f"x509 -req -in tsa.csr -CA ca.crt -CAkey ca.key {signed}")
    return folder / "ca.crt"


def answer(folder: Path, request: Path) -> Path:
    """The authority's answer to a request."""
    (folder / "in.tsq").write_bytes(request.read_bytes())
    _openssl(folder, "ts -reply -config config -section here -queryfile in.tsq -out out.tsr")
    return folder / "out.tsr"


def _openssl(folder: Path, words: str) -> None:
    found = subprocess.run(["openssl", *words.split()], cwd=folder, check=False, capture_output=True, text=True)
    assert found.returncode == 0, found.stderr
