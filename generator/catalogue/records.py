"""What was read, as plain values: every record by kind and id, the stories and the pictures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from generator.catalogue.model import (
    Chain,
    Criteria,
    Decision,
    Document,
    Entry,
    Fair,
    Ledger,
    Lots,
    News,
    Page,
    PhotoFile,
    Places,
    Producer,
    Product,
    Site,
    Story,
)


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

    def of(self, kind: str) -> Mapping[str, Entry[Any]]:
        """The records of a kind by id; empty where there are none."""
        return self.entries.get(kind, {})

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
    def products(self) -> Mapping[str, Entry[Product]]:
        """Products by id."""
        return cast(Mapping[str, Entry[Product]], self.of("product"))

    @property
    def producers(self) -> Mapping[str, Entry[Producer]]:
        """Holders by id."""
        return cast(Mapping[str, Entry[Producer]], self.of("producer"))

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
    def lots(self) -> Mapping[str, Entry[Lots]]:
        """Lots by the id of their product."""
        return cast(Mapping[str, Entry[Lots]], self.of("lots"))
