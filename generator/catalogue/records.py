"""The values that reading returns: records by kind and id, stories, pictures."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, Protocol, TypeVar, cast

from generator.catalogue.addresses import bare_codes_by_product
from generator.catalogue.issued import IssuedCodes
from generator.catalogue.lots import joined_lots, product_of
from generator.catalogue.model import (
    SUMMARIES,
    Chain,
    Criteria,
    Decision,
    Document,
    Fair,
    Issue,
    KeyPath,
    Ledger,
    News,
    Page,
    Places,
    ProducerSummary,
    ProductLotsSummary,
    ProductSummary,
    Record,
    Site,
    StampKey,
    StampKeys,
)
from generator.diagnostics.problem import Problem
from generator.memo import Memo

R = TypeVar("R", bound=Record)
T = TypeVar("T")


@dataclass(frozen=True)
class SingleRecordFacts:
    """What the checks found out about one record without looking at others."""

    problems: tuple[Problem, ...] = ()
    """Its problems that do not depend on the day."""
    early_until: date | None = None
    """Until the day before this one the record has further problems, because it names days in the future."""
    refs: str = ""
    """The records that it names, as ``kind:id`` with blanks between."""
    gaps: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """For each language of the site but the first: the fields without text in it."""
    rated_at: tuple[tuple[int, int], ...] = ()
    """For each rating of a product, line and column of the value that decides how long it is valid."""
    ends: tuple[tuple[date, int, int], ...] = ()
    """Last valid days of a product's other certificates, each with its line and column."""


class RecordDigests(NamedTuple):
    """Digests of what a record says."""

    summary: str
    """Of the part that lists and other records' pages need."""
    whole: str
    facts: str = ""
    """Of a product: of all but its description."""


NO_RECORD = RecordDigests("", "")
"""The digests of a record that is not there."""


class Entry(Generic[R]):
    """A record with its location. The record is decoded when it is first asked for."""

    __slots__ = ("_decode", "_decoded", "digests", "file", "folder", "positions")

    def __init__(
        self,
        file: str,
        decode: Callable[[], tuple[R, SingleRecordFacts]],
        positions: Mapping[KeyPath, tuple[int, int]] = MappingProxyType({}),
        digests: RecordDigests = NO_RECORD,
        folder: str = "",
    ) -> None:
        self.file = file
        self.folder = folder
        """The folder of the province that the record belongs to; empty for the project's own."""
        self._decode = decode
        self._decoded: tuple[R, SingleRecordFacts] | None = None
        self.positions = positions
        """(line, column) of each value by its path; keys of mappings are under ``(*path, "<key>")``."""
        self.digests = digests

    @property
    def record(self) -> R:
        """Its summary, where ``model.SUMMARIES`` has its kind, else all of it."""
        return self._both()[0]

    @property
    def facts(self) -> SingleRecordFacts:
        """What the checks found out about the record without looking at others."""
        return self._both()[1]

    def _both(self) -> tuple[R, SingleRecordFacts]:
        if self._decoded is None:
            self._decoded = self._decode()
        return self._decoded

    def record_once(self) -> R:
        """Return :attr:`record` without keeping it, for who keeps it in a place of its own."""
        return (self._decoded or self._decode())[0]

    def forget(self) -> None:
        """Let the decoded record go; who asks next decodes it again."""
        self._decoded = None


class OnDemand(Mapping[str, T]):
    """Values by id, each made when it is first asked for: most builds need few of them."""

    def __init__(self, ids: Iterable[str], make: Callable[[str], T]) -> None:
        self._ids = dict.fromkeys(ids)
        self._make = make
        self._values: dict[str, T] = {}

    def forget(self, most: int) -> None:
        """Let all values go, and keep at most so many from now on: they can be made again."""
        self._values = Memo(most)

    def __getitem__(self, identity: str) -> T:
        try:
            return self._values[identity]
        except KeyError:
            if identity not in self._ids:
                raise
        value = self._values[identity] = self._make(identity)
        return value

    def __contains__(self, identity: object) -> bool:
        return identity in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


@dataclass(frozen=True)
class Story:
    """A Markdown text beside a record; the record store has the text itself."""

    file: str
    digest: str
    length: int
    """Letters of the text."""
    may_link: bool = True


@dataclass(frozen=True)
class PhotoFile:
    """The facts of a picture file."""

    file: str
    digest: str
    width: int
    height: int
    preview: str = ""
    """A few pixels of it as a WebP in base64, shown until the picture has come; empty if it has none."""


class RecordStore(Protocol):
    """Gives whole records and texts, which are not held in memory, to the pages that show them."""

    @property
    def opened(self) -> AbstractSet[str]:
        """Files of whole records and of positions that were asked for."""

    def record(self, kind: str, identity: str) -> Any:
        """Return the whole record of a kind of ``model.SUMMARIES``; ``KeyError`` if there is none."""

    def text(self, kind: str, identity: str, language: str) -> str:
        """Return a story's text; ``KeyError`` if there is none."""


@dataclass(frozen=True)
class Nowhere:
    """An empty record store; each method raises ``KeyError``."""

    opened: AbstractSet[str] = frozenset()

    def record(self, kind: str, identity: str) -> Any:
        """Raise ``KeyError``."""
        raise KeyError(kind, identity)

    def text(self, kind: str, identity: str, language: str) -> str:
        """Raise ``KeyError``."""
        raise KeyError(kind, identity, language)


@dataclass(frozen=True)
class Records:
    """Everything the project's files say, after each file was checked by itself."""

    entries: Mapping[str, Mapping[str, Entry[Any]]] = field(default_factory=dict)
    """Records by kind (a name of ``model.RECORDS``), then by id."""
    stories: Mapping[tuple[str, str, str], Story] = field(default_factory=dict)
    """Markdown by kind (``producer`` or ``page``), id and language."""
    photos: Mapping[str, PhotoFile] = field(default_factory=dict)
    """Pictures that records name, by folder, ``/`` and the file name as the record writes it."""
    issued_codes: Mapping[tuple[str, str], IssuedCodes] = field(default_factory=dict)
    """The numbered stamps of lots, by the id of the product and the lot's code."""
    faulty: frozenset[tuple[str, str]] = frozenset()
    """Kind and id of records that are there but have errors; id ``*`` where it is not known which.

    A faulty story counts as kind ``producer-story`` or ``page-story``, id ``<id>.<language>``; faulty codes
    of a lot count as kind ``codes``, id ``<id>:<lot>``."""
    sample_by_faulty_code: Mapping[str, bool] = field(default_factory=dict)
    """By trace code in a faulty product or ledger: whether it is a sample's."""
    record_store: RecordStore = Nowhere()
    digest: str = ""
    """Of all summaries, of what follows from each record alone but lines, and of which texts there are."""
    file_keys: Mapping[str, str] = field(default_factory=dict)
    """A digest of each file."""

    def of(self, kind: str) -> Mapping[str, Entry[Any]]:
        """The records of a kind by id; empty where there are none."""
        return self.entries.get(kind, {})

    @property
    def languages(self) -> list[str]:
        """The codes of the site's languages, its first one first; usual ones where they cannot be read."""
        return [language.code for language in self.site.record.languages] if self.site else ["vi", "en"]

    def whole(self, kind: str, identity: str) -> Any:
        """Return the whole record."""
        return (
            self.record_store.record(kind, identity)
            if kind in SUMMARIES
            else self.entries[kind][identity].record
        )

    @property
    def site(self) -> Entry[Site] | None:
        """The settings; None when ``site.yaml`` is absent or faulty, which was then reported."""
        return self.of("site").get("site")

    @property
    def criteria(self) -> Entry[Criteria] | None:
        """Groups, sets and rules; None when absent or faulty, which was then reported."""
        return self.of("criteria").get("criteria")

    @cached_property
    def places(self) -> Mapping[str, Entry[Places]]:
        """The places of each province by its folder, which is empty for the project's own province."""
        return {entry.folder: entry for entry in self.of("places").values()}

    @cached_property
    def ledgers(self) -> Mapping[str, Entry[Ledger]]:
        """The printed addresses of each province by its folder."""
        return {entry.folder: entry for entry in self.of("ledger").values()}

    @cached_property
    def stamp_keys(self) -> Mapping[str, StampKey]:
        """The public keys of numbered stamps by id, those of all provinces."""
        files: Iterable[Entry[StampKeys]] = self.of("stamp-keys").values()
        return {key.id: key for entry in files for key in entry.record.keys}

    @cached_property
    def issued(self) -> list[Issue]:
        """All printed addresses, each ledger's in its order."""
        return [issue for entry in self.ledgers.values() for issue in entry.record.issued]

    @cached_property
    def bare_codes(self) -> Mapping[str, Collection[str]]:
        """Codes that were printed before their province joined this catalogue, by the product's id then."""
        return bare_codes_by_product(self.issued)

    @property
    def products(self) -> Mapping[str, Entry[ProductSummary]]:
        """Products by id."""
        return cast(Mapping[str, Entry[ProductSummary]], self.of("product"))

    @property
    def producers(self) -> Mapping[str, Entry[ProducerSummary]]:
        """Producers by id."""
        return cast(Mapping[str, Entry[ProducerSummary]], self.of("producer"))

    @property
    def decisions(self) -> Mapping[str, Entry[Decision]]:
        """Decisions, announcements and council rounds by id."""
        return cast(Mapping[str, Entry[Decision]], self.of("decision"))

    @property
    def documents(self) -> Mapping[str, Entry[Document]]:
        """Papers of the programme by id."""
        return cast(Mapping[str, Entry[Document]], self.of("document"))

    @property
    def chains(self) -> Mapping[str, Entry[Chain]]:
        """Value chains by id."""
        return cast(Mapping[str, Entry[Chain]], self.of("chain"))

    @property
    def fairs(self) -> Mapping[str, Entry[Fair]]:
        """Fairs and showcases by id."""
        return cast(Mapping[str, Entry[Fair]], self.of("fair"))

    @property
    def news(self) -> Mapping[str, Entry[News]]:
        """News by id."""
        return cast(Mapping[str, Entry[News]], self.of("news"))

    @property
    def pages(self) -> Mapping[str, Entry[Page]]:
        """Pages of words by id."""
        return cast(Mapping[str, Entry[Page]], self.of("page"))

    @property
    def lots(self) -> Mapping[str, Entry[ProductLotsSummary]]:
        """The files of lots, by the id of their product and, in a file of one year, the year."""
        return cast(Mapping[str, Entry[ProductLotsSummary]], self.of("lots"))

    @cached_property
    def _by_former_id(self) -> Mapping[str, str]:
        return {old: entry.record.id for entry in self.products.values() for old in entry.record.former_ids}

    def product_now(self, identity: str) -> str:
        """Return the id that a product has now; ``identity`` may be a former one.

        A former id that another product has taken, which is an error, is that of the former one.
        """
        return self._by_former_id.get(identity, identity)

    @cached_property
    def files_of_lots(self) -> Mapping[str, Sequence[str]]:
        """The ids of all files of lots of each product, by the product's id."""
        files: dict[str, list[str]] = defaultdict(list)
        for identity in self.lots:
            files[product_of(identity)].append(identity)
        return files

    @cached_property
    def lots_by_product(self) -> Mapping[str, ProductLotsSummary]:
        """The lots of all files of each product, by the product's id."""

        def joined(product: str) -> ProductLotsSummary:
            files = self.files_of_lots[product]
            return joined_lots(product, [self.lots[file].record_once() for file in files])

        return OnDemand(self.files_of_lots, joined)
