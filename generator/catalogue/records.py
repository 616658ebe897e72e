"""The values that reading returns: records by kind and id, stories, pictures."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, Protocol, TypeVar, cast

from generator.catalogue.lots import joined_lots, product_of
from generator.catalogue.model import (
    SUMMARIES,
    Chain,
    Criteria,
    Decision,
    Document,
    Fair,
    KeyPath,
    Ledger,
    LotsSummary,
    News,
    Page,
    Places,
    ProducerSummary,
    ProductSummary,
    Record,
    Site,
)
from generator.diagnostics.problem import Problem

R = TypeVar("R", bound=Record)


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


@dataclass(frozen=True)
class Entry(Generic[R]):
    """A record with its location: its summary, where ``model.SUMMARIES`` has its kind, else all of it."""

    record: R
    file: str
    positions: Mapping[KeyPath, tuple[int, int]] = field(default_factory=dict)
    """(line, column) of each value by its path; keys of mappings are under ``(*path, "<key>")``."""
    digests: tuple[str, str] = ("", "")
    """Digests of the summary and of the whole record."""
    alone: SingleRecordFacts = SingleRecordFacts()


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

    def record(self, kind: str, identity: str) -> Any:
        """Return the whole record of a kind of ``model.SUMMARIES``; ``KeyError`` if there is none."""

    def text(self, kind: str, identity: str, language: str) -> str:
        """Return a story's text; ``KeyError`` if there is none."""


@dataclass(frozen=True)
class Nowhere:
    """An empty record store; each method raises ``KeyError``."""

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
    faulty: frozenset[tuple[str, str]] = frozenset()
    """Kind and id of records that are there but have errors; id ``*`` where it is not known which.

    A faulty story counts as kind ``producer-story`` or ``page-story``, id ``<id>.<language>``."""
    claimed: Mapping[str, bool] = field(default_factory=dict)
    """Trace codes that stand in faulty products or a faulty ledger, and whether those are samples."""
    record_store: RecordStore = Nowhere()

    def of(self, kind: str) -> Mapping[str, Entry[Any]]:
        """The records of a kind by id; empty where there are none."""
        return self.entries.get(kind, {})

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

    @property
    def places(self) -> Entry[Places] | None:
        """The places; None when absent or faulty, which was then reported."""
        return self.of("places").get("places")

    @property
    def ledger(self) -> Entry[Ledger] | None:
        """The printed addresses; None when the file is absent or faulty, which was then reported."""
        return self.of("ledger").get("ledger")

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
    def lots(self) -> Mapping[str, Entry[LotsSummary]]:
        """The files of lots, by the id of their product and, in a file of one year, the year."""
        return cast(Mapping[str, Entry[LotsSummary]], self.of("lots"))

    def lots_by_product(self) -> dict[str, LotsSummary]:
        """The lots of all files of each product, by the product's id."""
        files: dict[str, list[LotsSummary]] = defaultdict(list)
        for entry in self.lots.values():
            files[product_of(entry.record.id)].append(entry.record)
        return {product: joined_lots(product, summaries) for product, summaries in files.items()}
