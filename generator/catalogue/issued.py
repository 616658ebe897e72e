"""What is known of the numbered stamps of a lot: the manifest that an office has signed.

``docs/traceability.md`` says what a manifest claims: that these codes were issued, never what is in a pack.
"""

from base64 import b64decode
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import Field

from generator.catalogue.fields import Day, Id, Line, TraceAddress
from generator.catalogue.model import Part

Number = Annotated[int, Field(ge=1, le=10**9)]
Hexadecimal = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Batch(Part):
    """Stamps that were issued together."""

    first: Number
    last: Number
    issued_on: Day
    key: Id
    """Id of the key from whose secret their serials are derived."""


class WithdrawnNumbers(Part):
    """Numbers whose stamps were taken back: stolen, spoilt, lost."""

    first: Number
    last: Number
    on: Day
    reason: Line


class CodeManifest(Part):
    """What an office signs of the numbered stamps of a lot."""

    format: Literal[1] = 1
    address: TraceAddress
    """The lot's printed address when its first stamps were issued. It never changes, whatever the product is
    called later: serials and hashes are made with it."""
    issuer: Line
    """Who publishes the catalogue."""
    signed_on: Day
    key: Id
    """Id of the key that signed."""
    batches: Annotated[tuple[Batch, ...], Field(min_length=1)]
    """In the order of their numbers, without gaps, from 1."""
    withdrawn: tuple[WithdrawnNumbers, ...] = ()
    depth: Annotated[int, Field(ge=0, le=20)]
    """There are 2 to this power buckets."""
    root: Hexadecimal
    """Digest of all buckets."""
    codes: Hexadecimal
    """SHA-256 of the kept file of codes."""

    @property
    def count(self) -> int:
        """How many codes were issued."""
        return self.batches[-1].last


@dataclass(frozen=True)
class IssuedCodes:
    """The numbered stamps of a lot, as the project keeps them."""

    manifest: CodeManifest
    signed: str
    """The very text that was signed."""
    signature: str
    """Ed25519 (RFC 8032), in base 64."""
    public_key: str
    """That of the key that signed: 32 bytes in base 64."""
    file: str
    """Path of the kept manifest."""
    source: str
    """Path of the kept file of codes."""


def fingerprint(public_key: str) -> str:
    """Return what people compare of a public key (base 64): 128 bits of its SHA-256, in hexadecimal digits.

    The id of a key begins in the same way.
    """
    return sha256(b64decode(public_key)).hexdigest()[:32]


def grouped_fingerprint(public_key: str) -> str:
    """Return the fingerprint of a public key as it is compared by eye."""
    digits = fingerprint(public_key)
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))
