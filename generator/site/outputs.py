"""The outputs that a site is made of. Frozen values; each names everything it is made from.

``path`` is the file below the output folder, with ``/``, ASCII, no leading slash.
"""

from collections.abc import Callable, Mapping, Sequence
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
    form: Literal["json", "csv", "atom", "sitemap", "sitemap-index", "opensearch", "text", "script", "worker"]
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
    source: str = field(compare=False)
    """Its file; another one with the same digest is as good."""
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

    unwanted: Callable[[Output], bool] = field(default=lambda _output: False)
    """What is left out, whoever plans it."""
    by_path: dict[str, Output] = field(default_factory=dict)
    clashes: list[str] = field(default_factory=list)
    gathering: bool = False
    """Whether the outputs of one record are being gathered."""
    closed: bool = False
    """Whether the plan is made. Views that are made later name what was planned, and plan nothing."""

    def own(self, output: Output) -> None:
        """Plan an output of the record that is being gathered; other pages only name it."""
        if self.gathering:
            self.add(output)

    def add(self, output: Output) -> None:
        """Plan one output."""
        if self.closed or self.unwanted(output):
            return
        other = self.by_path.setdefault(output.path, output)
        if other is not output and other != output:
            self.clashes.append(output.path)

    def gather(self, plan: Callable[[], None]) -> tuple[Output, ...]:
        """The outputs that ``plan`` adds, by themselves, in the order of their paths.

        Raises :class:`ClashError` if two different ones want one path.
        """
        kept = (self.by_path, self.clashes, self.gathering, self.closed)
        self.by_path, self.clashes, self.gathering, self.closed = {}, [], True, False
        try:
            plan()
            if self.clashes:
                raise ClashError(self.clashes)
            return tuple(self.by_path[path] for path in sorted(self.by_path))
        finally:
            self.by_path, self.clashes, self.gathering, self.closed = kept


class ClashError(Exception):
    """Two different outputs want one path; ``paths`` names them."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(", ".join(paths))
        self.paths = list(paths)


@dataclass(frozen=True)
class Bundle:
    """All outputs of one record: its pages in every language, its pictures, codes and data files.

    As long as the digest is the same, so are they; what they are is only found out when it is not.
    """

    name: str
    digest: str
    """Digest of everything that the outputs are made from, the theme apart."""
    plan: Callable[[], tuple[Output, ...]] = field(compare=False, repr=False)


@dataclass(frozen=True)
class Plan:
    """Everything a site consists of, and what a language's pages share."""

    loose: tuple[Output, ...]
    """The outputs that belong to no single record, in the order of their paths."""
    bundles: tuple[Bundle, ...]
    sites: Mapping[str, Mapping[str, Any]]
    stand_ins: Mapping[str, Mapping[str, str]]
    """By language: words that stand in for missing ones, with the language they are in."""

    @property
    def outputs(self) -> list[Output]:
        """Every output, in the order of the paths. Finding out takes its time on a large site."""
        everything = [*self.loose, *(one for bundle in self.bundles for one in bundle.plan())]
        return sorted(everything, key=lambda one: one.path)
