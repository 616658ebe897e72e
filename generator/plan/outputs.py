"""The outputs that a site is made of. Frozen values; each names everything it is made from.

``path`` is the file below the output folder, with ``/``, ASCII, no leading slash.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Page:
    """A template with its view.

    The view itself is made when it is asked for, and again when it is asked for again, so that a
    plan of many thousand pages holds their digests and not their words.
    """

    path: str
    template: str
    lang: str
    digest: str
    """Digest of the view, or of all that it is made from."""
    every_language: bool
    """Whether the page speaks every language of the site."""
    listed: tuple[str, tuple[tuple[str, str], ...]] | None
    """For the sitemap: canonical address, and (language, address) of the twins; None if not indexed."""
    make_view: Callable[[], Mapping[str, Any]] = field(compare=False, repr=False)

    @property
    def view(self) -> Mapping[str, Any]:
        """Everything the page may show, made anew."""
        return self.make_view()


@dataclass(frozen=True)
class Document:
    """A data file from values: JSON, CSV, Atom, sitemap, plain text, or a script that holds one value."""

    path: str
    form: Literal["json", "csv", "atom", "sitemap", "opensearch", "text", "script", "worker"]
    given: Any = None
    """The values, where they are made already."""
    digest: str = ""
    """Digest of what the values are made from, where they are not."""
    make_data: Callable[[], Any] | None = field(default=None, compare=False, repr=False)

    @property
    def data(self) -> Any:
        """The file's values."""
        return self.make_data() if self.make_data else self.given


@dataclass(frozen=True)
class Picture:
    """A photo at one width as WebP, or cropped to 1200×630 as JPEG for shared links."""

    path: str
    source: str
    digest: str
    width: int
    form: Literal["webp", "og"]
    quality: int


@dataclass(frozen=True)
class SharePicture:
    """A drawn card of 1200×630 pixels for links that are shared: what it says, in one language."""

    path: str
    brand: str
    """The site's name."""
    kicker: str
    """What the thing is: a group of products, a kind of holder."""
    name: str
    place: str
    state: str
    """Key of the rating's state, which decides the colour of its words; empty for a holder."""
    words: str
    """The rating's state in words."""
    stars: int | None
    """0 where no source states the stars, None where there is nothing to rate."""
    filled: bool
    mark: str
    """What is written across a made-up record."""
    drawing: str
    photo: str
    """File of the photo that takes the drawing's place, or empty."""
    digest: str
    """Digest of the photo, or empty."""


@dataclass(frozen=True)
class QrCode:
    """A QR code of an address, level M, with its quiet zone."""

    path: str
    payload: str
    form: Literal["svg", "png"]


@dataclass(frozen=True)
class Copy:
    """A file taken over as it is; ``digest`` is that of its bytes."""

    path: str
    source: str
    digest: str


Output = Page | Document | Picture | SharePicture | QrCode | Copy


@dataclass
class Outputs:
    """The outputs planned so far, by path. The same output may be asked for twice; another one may not."""

    by_path: dict[str, Output] = field(default_factory=dict)
    clashes: list[tuple[str, Output, Output]] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)
    closed: bool = False
    """Whether the plan is made. Views that are made later may only name what is planned."""

    def add(self, output: Output) -> None:
        """Plan one output. Raises ``RuntimeError`` for one that nobody asked for while planning."""
        if self.closed:
            if output.path not in self.by_path and output.path not in self.dropped:
                raise RuntimeError(f"planned too late: {output.path}")
            return
        other = self.by_path.setdefault(output.path, output)
        if other is not output and other != output:
            self.clashes.append((output.path, other, output))

    def drop(self, path: str) -> None:
        """Take an output out of the plan."""
        del self.by_path[path]
        self.dropped.add(path)


@dataclass(frozen=True)
class Plan:
    """Everything a site consists of: outputs with unique paths, and what a language's pages share."""

    outputs: tuple[Output, ...]
    sites: Mapping[str, Mapping[str, Any]]
    stand_ins: Mapping[str, Mapping[str, str]]
    """By language: words that stand in for missing ones, with the language they are in."""
