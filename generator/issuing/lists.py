"""Lists of issued codes: what a site publishes so that its pages can tell whether a code was issued.

Of each serial a truncated hash is published, in **buckets** of some hundreds: a phone fetches one of them,
and the host learns only which. The digest of a bucket is a leaf of a hash tree whose root stands in the
manifest of the lot (``manifest.py``), which is signed: a bucket brings the digests beside its path to the
root, so the page needs no other file to know that the bucket is the one that was signed.

``themes/default/scripts/codes.js`` computes the same; ``tests/issuing`` compares both.
"""

from base64 import b64encode
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

CODE_BYTES = 12
"""Bytes of a published hash: 96 bits, in base 64 exactly 16 letters."""
CODES_IN_BUCKET = 400
"""Most codes that a bucket has on an average: about 7 KB."""
MOST_NUMBERS = 2_000_000
"""Most stamps of a lot: 24 MB that are kept of it, some 5,000 buckets."""


def code_of(address: str, serial: str) -> bytes:
    """Return the hash that is published of a serial; ``address`` is what the lot's manifest calls it."""
    return sha256(f"{address}?s={serial}".encode()).digest()[:CODE_BYTES]


def depth_for(count: int) -> int:
    """Return of how many bits the number of a bucket is: there are 2 to this power of them."""
    return max(0, (count - 1) // CODES_IN_BUCKET).bit_length()


def bucket_of(code: bytes, depth: int) -> int:
    """Return the number of the bucket to which a code belongs: its first bits."""
    return int.from_bytes(code[:4], "big") >> 32 - depth


@dataclass(frozen=True)
class CodeList:
    """All buckets of a lot, and the tree above them."""

    depth: int
    valid: Sequence[str]
    """Of each bucket the codes in base 64, ascending, one after the other."""
    withdrawn: Sequence[str]
    """Of each bucket those that were taken back."""
    levels: Sequence[Sequence[str]]
    """The tree's digests in hexadecimal digits, from the leaves to the root."""

    @property
    def root(self) -> str:
        """The digest of all buckets."""
        return self.levels[-1][0]

    def proof(self, bucket: int) -> list[str]:
        """Return the digests beside the path from a bucket to the root, from below."""
        return [digests[bucket >> level ^ 1] for level, digests in enumerate(self.levels[:-1])]

    def document(self, bucket: int) -> dict[str, object]:
        """Return what the file of a bucket holds."""
        return {
            "bucket": bucket,
            "codes": self.valid[bucket],
            "withdrawn": self.withdrawn[bucket],
            "proof": self.proof(bucket),
        }


def code_list(codes: Sequence[bytes], withdrawn: Collection[int] = ()) -> CodeList:
    """Return the list of a lot's codes.

    ``codes`` are by number; ``withdrawn`` are the numbers that were taken back, counted from 1.
    """
    depth = depth_for(len(codes))
    taken_back = {codes[number - 1] for number in withdrawn}
    lists: tuple[list[list[bytes]], list[list[bytes]]] = ([], [])
    for buckets in lists:
        buckets.extend([] for _ in range(1 << depth))
    for code in sorted(codes):
        lists[code in taken_back][bucket_of(code, depth)].append(code)
    valid, void = ([b64encode(b"".join(bucket)).decode() for bucket in buckets] for buckets in lists)
    leaves = [_leaf(number, *pair) for number, pair in enumerate(zip(valid, void, strict=True))]
    return CodeList(depth, valid, void, list(_levels(leaves)))


def split_codes(data: bytes) -> list[bytes]:
    """Return the codes of a kept file, in which they stand one after the other by number."""
    return [data[start : start + CODE_BYTES] for start in range(0, len(data), CODE_BYTES)]


def numbers_in(ranges: Iterable[tuple[int, int]]) -> set[int]:
    """Return every number of some ranges, their ends included."""
    return {number for first, last in ranges for number in range(first, last + 1)}


def _leaf(bucket: int, codes: str, withdrawn: str) -> str:
    return _digest(f"{bucket}:{codes}:{withdrawn}")


def _levels(leaves: list[str]) -> Iterator[list[str]]:
    """Yield the digests of each level of the tree, the leaves first."""
    level = leaves
    yield level
    while len(level) > 1:
        level = [_digest(left + right) for left, right in zip(level[::2], level[1::2], strict=True)]
        yield level


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
