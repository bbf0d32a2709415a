"""Time stamps of RFC 3161: a request to carry to an authority by hand, the check of its answer; nobody is called."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from cryptography.x509 import Certificate, load_pem_x509_certificates

from leakassay.model.errors import IntegrityError, OperatorError


def _library() -> Any:
    try:
        import rfc3161_client
    except ImportError:
        raise OperatorError("time stamps need the extra 'custody' (rfc3161-client); install it and run again") from None
    return rfc3161_client


def request(data: bytes) -> bytes:
    """A request for a stamp on these bytes (SHA-256, nonce, certificate asked for), DER."""
    library = _library()
    builder = library.TimestampRequestBuilder().data(data).hash_algorithm(library.HashAlgorithm.SHA256)
    made: bytes = builder.nonce(nonce=True).cert_request(cert_request=True).build().as_bytes()
    return made


def roots(path: Path) -> list[Certificate]:
    """Certificates of an authority, PEM.

    Raises:
        OperatorError: the file holds none.
    """
    try:
        return load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError):
        raise OperatorError(f"--tsa-cert: {path} holds no certificate; PEM of the authority was expected") from None


def check(data: bytes, answer: bytes, trusted: list[Certificate]) -> str:
    """Check a stamp.

    Args:
        data: what was stamped.
        answer: the authority's answer, DER.
        trusted: certificates of the authority, root or all of the chain; without any only the hash is compared.

    Returns:
        The time it was stamped at, ISO 8601, UTC.

    Raises:
        OperatorError: this is no answer, or the authority refused.
        IntegrityError: the stamp is not on this seal, or not by this authority.
    """
    library = _library()
    try:
        found = library.decode_timestamp_response(answer)
        imprint = bytes(found.tst_info.message_imprint.message)
    except (ValueError, RuntimeError):
        raise OperatorError(
            "this is no answer of a time stamp authority that grants a stamp; DER was expected"
        ) from None
    if imprint not in {hashlib.new(name, data).digest() for name in ("sha256", "sha384", "sha512")}:
        raise IntegrityError("the time stamp is on other bytes than this seal; was the case sealed again since?")
    if trusted:
        _verify(library, found, data, trusted)
    at: str = found.tst_info.gen_time.isoformat()
    return at


def _verify(library: Any, found: Any, data: bytes, trusted: list[Certificate]) -> None:
    builder = library.VerifierBuilder()
    for certificate in trusted:
        if certificate.issuer == certificate.subject:
            builder = builder.add_root_certificate(certificate)
        else:
            builder = builder.add_intermediate_certificate(certificate)
    try:
        builder.build().verify_message(found, data)
    except ValueError:
        raise OperatorError("--tsa-cert: none of its certificates is a root (signed by itself); add the root") from None
    except library.VerificationError:
        raise IntegrityError("the time stamp is not by the authority of these certificates, or was changed") from None
