"""What free hosts allow, so that a site that is too large is told before it is sent.

Figures of the hosts' own documentation, read in November 2026. Hosts change them.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from generator.publishing.target import folders_above


@dataclass(frozen=True)
class Host:
    """Limits of one host; None where it names none."""

    name: str
    address: str
    """The end of the addresses of its git repositories; empty where it has none."""
    files: int | None = None
    entries: int | None = None
    """Files and folders together."""
    folder_files: int | None = None
    """Files in one folder."""
    size: int | None = None
    """Bytes of all files."""
    file_size: int | None = None
    """Bytes of one file."""


HOSTS = {
    # A site of at most 1 GB; git refuses files of more than 100 MiB.
    "github": Host("GitHub Pages", "github.com", size=10**9, file_size=100 * 2**20),
    "gitlab": Host("GitLab Pages", "gitlab.com", size=10**9, entries=200_000),
    # The free plan; paid ones allow 100,000 files since January 2026.
    "cloudflare": Host("Cloudflare Pages", "", files=20_000, file_size=25 * 2**20),
    "netlify": Host("Netlify", "", folder_files=54_000),
}


class Excess(NamedTuple):
    """A limit that a site passes."""

    what: str
    """Name of the limit: a field of :class:`Host`."""
    value: int
    limit: int
    path: str = ""
    """The file or folder concerned, where it is a single one."""


def host_of(repository: str) -> str:
    """Return the id of the host that a git address belongs to; empty for others."""
    return next((key for key, host in HOSTS.items() if host.address and host.address in repository), "")


def excesses(host: Host, sizes: Mapping[str, int]) -> list[Excess]:
    """Return the limits that a site passes; ``sizes`` has the bytes of each file by its path."""
    files_of = Counter(path.rpartition("/")[0] for path in sizes)
    fullest, most = max(files_of.items(), key=lambda item: item[1], default=("", 0))
    largest, bytes_of_largest = max(sizes.items(), key=lambda item: item[1], default=("", 0))
    measured = (
        Excess("files", len(sizes), host.files or 0),
        Excess("entries", len(sizes) + len(folders_above(sizes)), host.entries or 0),
        Excess("folder_files", most, host.folder_files or 0, f"{fullest}/"),
        Excess("size", sum(sizes.values()), host.size or 0),
        Excess("file_size", bytes_of_largest, host.file_size or 0, largest),
    )
    return [each for each in measured if each.limit and each.value > each.limit]
