"""Values of an issue of stamps, and what the two files of a lot's numbered stamps hold after it.

Nothing is read or written here; ``commands/issuing.py`` does that.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from generator.catalogue.issued import Batch, CodeManifest, WithdrawnNumbers
from generator.issuing.keys import SigningKey
from generator.issuing.lists import code_list, code_of, numbers_in, split_codes
from generator.issuing.manifest import signed_file
from generator.issuing.serials import lot_secret, serials


@dataclass(frozen=True)
class WantedStamps:
    """Stamps of one product or lot that are ordered."""

    product: str
    """The product's id."""
    lot: str | None
    copies: int
    numbered: bool


@dataclass(frozen=True)
class GivenNumbers:
    """Stamps that were issued, as the ledger says."""

    wanted: WantedStamps
    address: str
    """The path of the printed address."""
    base_url: str
    """What stands before it."""
    first: int
    last: int
    """Numbers of the stamps; 0 where they are not numbered."""
    key: str = ""
    """Id of the key from whose secret the serials are derived."""
    listed_as: str = ""
    """The address with which serials and published hashes are made; it may be an older one of the lot."""


class OtherKeyError(Exception):
    """Raised where serials were derived from another key; ``needed`` is its id."""

    def __init__(self, needed: str) -> None:
        super().__init__(needed)
        self.needed = needed


def serials_of(key: SigningKey, given: GivenNumbers) -> Iterator[str]:
    """Return the serials of numbered stamps, in the order of their numbers.

    Raises :class:`OtherKeyError` where they were issued with another key.
    """
    if given.key != key.id:
        raise OtherKeyError(given.key)
    return serials(lot_secret(key.master, given.listed_as), given.first, given.last)


@dataclass(frozen=True)
class KeptFiles:
    """What the two files of a lot's numbered stamps hold."""

    manifest: CodeManifest
    codes: bytes
    signed: bytes = b""
    """The file of the manifest with its signature; empty where it was only read."""


@dataclass(frozen=True)
class Signer:
    """Who signs, with which key, and when."""

    key: SigningKey
    issuer: str
    day: date

    def with_batch(self, before: KeptFiles | None, address: str, copies: int) -> KeptFiles:
        """Return the files of a lot with so many more stamps.

        ``before`` is None for the first stamps of a lot, whose ``address`` then is the lot's for ever.
        """
        batches, codes = (before.manifest.batches, before.codes) if before else ((), b"")
        address = before.manifest.address if before else address
        first = before.manifest.count + 1 if before else 1
        last = first + copies - 1
        batch = Batch(first=first, last=last, issued_on=self.day, key=self.key.id)
        secret = lot_secret(self.key.master, address)
        more = b"".join(code_of(address, serial) for serial in serials(secret, first, last))
        withdrawn = before.manifest.withdrawn if before else ()
        return self._signed(address, (*batches, batch), withdrawn, codes + more)

    def with_withdrawn(self, before: KeptFiles, withdrawn: WithdrawnNumbers) -> KeptFiles:
        """Return the files of a lot of whose stamps some are taken back."""
        manifest = before.manifest
        ranges = (*manifest.withdrawn, withdrawn)
        return self._signed(manifest.address, manifest.batches, ranges, before.codes)

    def signed_anew(self, before: KeptFiles) -> KeptFiles:
        """Return the files of a lot signed with this key. Its serials stay those of their own keys."""
        manifest = before.manifest
        return self._signed(manifest.address, manifest.batches, manifest.withdrawn, before.codes)

    def _signed(
        self,
        address: str,
        batches: Sequence[Batch],
        withdrawn: Sequence[WithdrawnNumbers],
        codes: bytes,
    ) -> KeptFiles:
        listed = code_list(split_codes(codes), numbers_in((part.first, part.last) for part in withdrawn))
        manifest = CodeManifest(
            address=address,
            issuer=self.issuer,
            signed_on=self.day,
            key=self.key.id,
            batches=tuple(batches),
            withdrawn=tuple(withdrawn),
            depth=listed.depth,
            root=listed.root,
            codes=sha256(codes).hexdigest(),
        )
        return KeptFiles(manifest, codes, signed_file(manifest, self.key.sign))
