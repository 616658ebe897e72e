"""The signed manifest of a lot's codes: written, read and verified.

The file holds the very text that was signed, as a string, so that neither a page nor another program has to
write it again in the same way before it can check the signature.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable

from pydantic import ValidationError

from generator.catalogue.issued import CodeManifest

SIGNATURE_BYTES = 64
Sign = Callable[[bytes], bytes]
"""Makes an Ed25519 signature of 64 bytes."""


class ManifestError(ValueError):
    """Raised for a file that is no manifest."""


def signed_file(manifest: CodeManifest, sign: Sign) -> bytes:
    """Return the file of a manifest with its signature."""
    text = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
    signature = b64encode(sign(text.encode())).decode()
    file = {"signed": text, "signature": signature}
    return (json.dumps(file, ensure_ascii=False, indent=1) + "\n").encode()


def read_manifest(content: bytes) -> tuple[CodeManifest, str, str]:
    """Return manifest, signed text and signature of a file. Raises :class:`ManifestError`."""
    try:
        file = json.loads(content.decode())
        signed, signature = file["signed"], file["signature"]
        length = len(b64decode(signature, validate=True))
        manifest = CodeManifest.model_validate_json(signed)
    except (ValueError, KeyError, TypeError, RecursionError, ValidationError) as error:
        raise ManifestError(str(error)) from None
    if length != SIGNATURE_BYTES:
        raise ManifestError("signature")
    _check_numbers(manifest)
    return manifest, signed, signature


def _check_numbers(manifest: CodeManifest) -> None:
    """Raise :class:`ManifestError` for gaps between batches, or withdrawn numbers that were never issued."""
    following = 1
    for batch in manifest.batches:
        if batch.first != following or batch.last < batch.first:
            raise ManifestError("batches")
        following = batch.last + 1
    if any(not part.first <= part.last < following for part in manifest.withdrawn):
        raise ManifestError("withdrawn")


def is_signed_by(public_key: bytes, signed: str, signature: str) -> bool:
    """Whether a signature of a text is that of the key, whose 32 bytes are given."""
    from cryptography.exceptions import InvalidSignature  # late: only catalogues with numbered stamps need it
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(b64decode(signature), signed.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
