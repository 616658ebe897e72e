"""What a site is made of: units of work and their outputs. Frozen values; no file is touched here.

``path`` is the file below the output folder, with ``/``, ASCII, no leading slash.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, NamedTuple

from generator.catalogue.reader import CatalogueReader, Query, RecordedReads

Form = Literal[
    "json", "csv", "atom", "sitemap", "sitemap-index", "opensearch", "text", "script", "service-worker"
]
"""What a data file is written as."""
Listed = tuple[str, tuple[tuple[str, str], ...]]
"""Canonical address of a page, and (language, address) of its twins."""


@dataclass(frozen=True)
class Page:
    """A template with its view: everything the page may show."""

    path: str
    template: str
    lang: str
    view: Mapping[str, Any]
    every_language: bool = False
    """Whether the page speaks every language of the site."""
    listed: Listed | None = None
    """What the sitemap says of the page; None if search engines are not to know it."""


class JsonText(str):
    """A value that is written as JSON already; a list of such values goes into a document as it is."""

    __slots__ = ()


@dataclass(frozen=True)
class Document:
    """A data file from values: JSON, CSV, Atom, sitemap, plain text, or a script that holds one value."""

    path: str
    form: Form
    data: Any


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
    """A drawn card of 1200×630 pixels for links that are shared: what it says, in every language."""

    path: str
    brand: str
    """The site's name."""
    kicker: str
    """What the thing is: a group of products, a kind of producer."""
    names: tuple[str, ...]
    """The name in every language that has another one, the site's first language first."""
    place: str
    state: str
    """Key of the rating's state, which decides the colour of its words; empty for a producer."""
    words: tuple[str, ...]
    """The rating's state in words, in every language."""
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
    """A QR code of an address as SVG, level M, with its quiet zone."""

    path: str
    payload: str


@dataclass(frozen=True)
class Copy:
    """A file taken over as it is; ``digest`` is that of its bytes."""

    path: str
    source: str
    digest: str


@dataclass(frozen=True)
class CodeBucket:
    """One of the files in which the codes lie that were issued for a lot (``issuing/lists.py``)."""

    path: str
    source: str
    """The kept file of all codes of the lot."""
    digest: str
    """SHA-256 of that file."""
    withdrawn: tuple[tuple[int, int], ...]
    """First and last of the numbers that were taken back."""
    bucket: int


@dataclass(frozen=True)
class CodeListFile:
    """The codes of a lot in the order of their numbers, as the project keeps them."""

    path: str
    source: str
    """The kept file."""
    digest: str
    """SHA-256 of that file."""


Output = Page | Document | Copy | CodeBucket | CodeListFile
"""What a unit produces."""
Asset = Picture | SharePicture | QrCode
"""What a unit's outputs name and several units may share: made once, gone when no unit names it."""


@dataclass(frozen=True)
class Unit:
    """A unit of work: a record's pages and files, a page of a list, a feed."""

    name: str
    """Unique and the same in every build."""
    produce: Callable[[], Iterable[Output]] = field(compare=False, repr=False)
    """A pure function of what it asks the catalogue's reader."""


OF_OUTPUTS = frozenset(("listed-pages", "output-file", "output-folder"))
"""Questions that late units ask of what other units made; no question of the catalogue has such a name."""


class OutputFile(NamedTuple):
    """What is known of a file that another unit made."""

    digest: str
    """Of its content: BLAKE2b, 64 bits."""
    size: int
    """In bytes."""


class OtherOutputs:
    """What is known of all other outputs when a late unit runs. What it asks is noted in ``reads``."""

    def __init__(
        self,
        listed: Callable[[], Sequence[Listed]],
        digest: Callable[[str], str | None],
        files_in: Callable[[str], Mapping[str, OutputFile]],
    ) -> None:
        """What is asked is looked up only then: of a large site all files together are very many."""
        self._listed = listed
        self._digest = digest
        self._files_in = files_in
        self.reads: dict[Query, str] = {}

    @property
    def listed(self) -> Sequence[Listed]:
        """What pages say of themselves to the sitemap."""
        self.reads["listed-pages",] = ""
        return self._listed()

    def digest(self, path: str) -> str | None:
        """The digest of the content of a file; None where there is none."""
        digest = self._digest(path)
        self.reads["output-file", path] = digest or ""
        return digest

    def files_in(self, folder: str) -> Mapping[str, OutputFile]:
        """The files of a folder at the top of the site, or of one inside of it; ``folder`` ends with a slash.

        A change of any of them changes the answer.
        """
        self.reads["output-folder", folder] = ""
        return self._files_in(folder)


def files_below(files: Mapping[str, OutputFile], folder: str) -> dict[str, OutputFile]:
    """Return those of ``files``, by path, that lie in a folder whose name ends with a slash."""
    return {path: file for path, file in files.items() if path.startswith(folder)}


@dataclass(frozen=True)
class LateUnit:
    """A unit that reads the results of all others: the sitemap, the service worker."""

    name: str
    produce: Callable[[OtherOutputs], Iterable[Output]] = field(compare=False, repr=False)


@dataclass(frozen=True)
class SitePlan:
    """What a site consists of: its units, and what a language's pages share."""

    units: Mapping[str, Unit]
    late: tuple[LateUnit, ...]
    sites: Mapping[str, Mapping[str, Any]]
    """By language: what every page may show of the site."""
    reader: CatalogueReader = field(compare=False)
    belongs_to_edition: Callable[[Output | Asset], bool] = field(default=lambda _output: True, compare=False)
    """Whether an output belongs to this edition of the site."""

    def run(self, unit: Unit) -> tuple[list[Output], RecordedReads]:
        """Run a unit: its outputs, what it asked and which assets they name."""
        with self.reader.recorder.recording() as recorded:
            outputs = [output for output in unit.produce() if self.belongs_to_edition(output)]
        recorded.requests = {
            path: asset for path, asset in recorded.requests.items() if self.belongs_to_edition(asset)
        }
        return outputs, recorded

    @property
    def outputs(self) -> list[Output | Asset]:
        """Every output, in the order of the paths: made by running all units, with no digests for late ones.

        Raises :class:`ClashError` if two units want one path.
        """
        outputs_by_path: dict[str, Output | Asset] = {}
        unit_of_path: dict[str, str] = {}
        clashes: list[str] = []
        for unit in self.units.values():
            outputs, recorded = self.run(unit)
            for output in outputs:
                if unit_of_path.setdefault(output.path, unit.name) != unit.name:
                    clashes.append(output.path)
                outputs_by_path[output.path] = output
            outputs_by_path |= recorded.requests
        if clashes:
            raise ClashError(clashes)
        listed = [page.listed for page in outputs_by_path.values() if isinstance(page, Page) and page.listed]
        files = dict.fromkeys(outputs_by_path, OutputFile("", 0))
        digests = dict.fromkeys(files, "")
        produced = OtherOutputs(lambda: listed, digests.get, partial(files_below, files))
        for late in self.late:
            outputs_by_path |= {
                output.path: output for output in late.produce(produced) if self.belongs_to_edition(output)
            }
        return [outputs_by_path[path] for path in sorted(outputs_by_path)]


class ClashError(Exception):
    """Two units want one path; ``paths`` names them."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(", ".join(paths))
        self.paths = list(paths)
