"""What a build is asked to do, and what a theme offers. Frozen values, no reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

Links = Literal["absolute", "relative"]


@dataclass(frozen=True)
class Settings:
    """How addresses are written.

    ``base_url`` is the public address without a final slash, ``https://host`` or
    ``https://host/sub/path``. ``links`` is ``absolute`` for a host (``/sub/path/…``) or
    ``relative`` for pages opened from the disk (``../index.html``).
    """

    base_url: str
    links: Links = "absolute"
    usb_fair: str = ""
    """The fair of whose products the USB edition consists; empty for the site itself."""

    @property
    def base_path(self) -> str:
        """The sub-path of the public address, ``""`` at a domain's root."""
        return urlsplit(self.base_url).path.rstrip("/")

    def full(self, address: str) -> str:
        """The public address of a page or file of the site (``address`` starts with ``/``)."""
        return self.base_url + address


@dataclass(frozen=True)
class ThemeFacts:
    """What planning must know of a theme."""

    name: str
    words: Mapping[str, Mapping[str, str]]
    """Interface words by language: English source text → translation."""
    drawings: frozenset[str]
    """Names of the illustrations."""
    assets: Mapping[str, str]
    """Static files: name → address with its digest."""
    files: Mapping[str, tuple[str, str]]
    """Static files to take over: output path → (source file, seen from the project's root, digest)."""
    texts: Mapping[str, str]
    """Static files made by the theme itself: output path → text."""
    widths: tuple[int, ...] = (320, 640, 960, 1600)
    quality: int = 78
