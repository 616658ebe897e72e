"""Buckets of issued codes, made from the file of codes that the project keeps of a lot."""

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from generator.diagnostics.problem import SourceLocation, problem
from generator.issuing.lists import CodeList, code_list, numbers_in, split_codes
from generator.site.outputs import CodeBucket, CodeListFile


class CodesError(Exception):
    """Raised for a file of codes that is not the one that was signed; ``problem`` names it."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.problem = problem("CODES-CHANGED", SourceLocation(file))


def render(root: Path, bucket: CodeBucket) -> bytes:
    """Return the file of a bucket. Raises :class:`CodesError`."""
    codes = _divided(root, bucket.source, bucket.digest, bucket.withdrawn)
    return (json.dumps(codes.document(bucket.bucket), separators=(",", ":")) + "\n").encode()


@lru_cache(maxsize=1)
def _divided(root: Path, source: str, digest: str, withdrawn: tuple[tuple[int, int], ...]) -> CodeList:
    """Return a lot's codes in buckets; the last one is kept, since a lot's buckets are made in a row."""
    return code_list(split_codes(_kept(root, source, digest)), numbers_in(withdrawn))


def whole(root: Path, file: CodeListFile) -> bytes:
    """Return the file of all codes of a lot. Raises :class:`CodesError`."""
    return _kept(root, file.source, file.digest)


def _kept(root: Path, source: str, digest: str) -> bytes:
    try:
        data = (root / source).read_bytes()
    except OSError:
        raise CodesError(source) from None
    if sha256(data).hexdigest() != digest:
        raise CodesError(source)
    return data
