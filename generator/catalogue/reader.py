"""The only door from a site's pages to the catalogue: every answer it gives is recorded.

A unit of work (``generator.site.outputs``) is a pure function of what it asks here. While one is at work, a
:class:`Recorder` notes each question with a digest of its answer; the next build runs the unit again only
if one of these digests is another one ("verifying traces" in Mokhov, Mitchell and Peyton Jones, *Build
systems à la carte*, 2018). Answers are frozen values; "absent" and the order of a list are part of an answer.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import blake2b
from typing import Any, Generic, NamedTuple, TypeVar

from generator.catalogue.catalogue import Catalogue
from generator.catalogue.issued import IssuedCodes
from generator.catalogue.lots import by_year, newest_and_taken_back, product_of
from generator.catalogue.model import (
    SUMMARIES,
    Chain,
    Commune,
    Criteria,
    CriteriaSet,
    Decision,
    District,
    Document,
    Fair,
    Group,
    Issue,
    Lot,
    LotPlace,
    Lots,
    LotSummary,
    News,
    Page,
    Places,
    Producer,
    ProducerKind,
    ProducerSummary,
    Product,
    ProductKind,
    ProductLotsSummary,
    ProductSummary,
    Site,
    SourceCopy,
    StampKeys,
    Version,
    without_description,
)
from generator.catalogue.ocop import Standing, main_standing
from generator.catalogue.records import NO_RECORD, PhotoFile, RecordDigests
from generator.memo import Memo

Query = tuple[str, ...]
"""A question: its name, then its plain arguments."""
R = TypeVar("R")
T = TypeVar("T")


class Answer(NamedTuple):
    """A question with a digest of what was answered."""

    query: Query
    digest: str


OVERVIEW = "overview"
"""Name of the input on which most answers rest: see :attr:`CatalogueReader.overview`."""
OF_MANY = frozenset(("all", "all-facts", "listed", "summaries", "vocabulary"))
"""Questions whose digests take long, since they rest on very many records."""
OF_RECORDS = frozenset(("all-facts", "facts", "record", "story"))
"""Questions of whole records and texts, which the overview does not cover (of kinds in ``SUMMARIES``)."""
SUMMARY_QUERIES = frozenset(
    {
        *("all", "at-commune", "at-district", "listed", "lots", "of-producer", "photos", "standings"),
        *("summary", "bare-codes", "has-trace-page", "vocabulary"),
    }
)
"""Questions whose answers are all covered by the digest of ``("summaries",)``."""
PRODUCT_QUERIES = frozenset(
    (
        *("bare-codes", "issued-codes", "lot", "lot-counts-by-year", "lots-of-year", "shown-lots"),
        *("standings", "has-trace-page"),
    )
)
"""Questions of a product, their first argument, that rest on its input: see :func:`_product_inputs`."""
MOST_FRAGMENTS = 6_000
"""Fragments at hand, some 5 KB each: the cards of a province's lists, or what 400 product pages share."""
MOST_DIGESTS = 40_000
"""Digests kept at hand of answers that rest on single records."""


@dataclass
class RecordedReads:
    """What a unit asked, and the files that its outputs name."""

    reads: dict[Query, str] = field(default_factory=dict)
    """Each question with the digest of its answer, in the order of asking."""
    requests: dict[str, Any] = field(default_factory=dict)
    """Pictures and QR codes that have to be there, by path."""
    summaries: bool = False
    """Whether one digest of all summaries stands for the single ones."""
    facts: bool = False
    """Whether one digest stands for the facts of each product."""

    def has(self, query: Query) -> bool:
        """Whether an answer is noted, or a digest that is noted covers it."""
        return (
            query in self.reads
            or (self.summaries and query[0] in SUMMARY_QUERIES)
            or (self.facts and query[0] == "facts")
        )

    def add(self, other: "RecordedReads") -> None:
        """Take over what a part asked."""
        self.summaries = self.summaries or other.summaries
        self.facts = self.facts or other.facts
        if self.summaries or self.facts:
            self.reads.update((query, digest) for query, digest in other.reads.items() if not self.has(query))
        else:
            self.reads.update(other.reads)
        self.requests |= other.requests


class KeptText(NamedTuple):
    """A text with the answers that it rests on."""

    reads: Sequence[Answer]
    text: str


class KeptTexts:
    """Texts that a unit made in earlier builds, each with the answers that it rests on.

    Whoever runs units says where they are kept. :meth:`changes` tells afterwards what to keep.
    """

    OVERVIEW = ""
    """The key of the overview; no text has it."""

    def __init__(self, stored: Callable[[], Mapping[str, bytes]], environment: str) -> None:
        """``environment`` is a digest of all that texts may rest on besides the catalogue."""
        self._load = stored
        self._environment = environment
        self.used: set[str] = set()
        self.new: dict[str, bytes] = {}

    @cached_property
    def stored(self) -> Mapping[str, bytes]:
        """What earlier builds kept, by key."""
        return self._load()

    @property
    def overview(self) -> str:
        """The overview under which all of them were right when the unit ran last."""
        return self.stored.get(self.OVERVIEW, b"").decode()

    def changes(self, overview: str) -> dict[str, bytes | None]:
        """What to store for the next run: texts by key; None where one is kept no longer."""
        if not self.used:
            return {}
        dropped = self.stored.keys() - self.used - {self.OVERVIEW}
        return {**dict.fromkeys(dropped), **self.new, self.OVERVIEW: overview.encode()}

    def get(self, key: str) -> KeptText | None:
        """What is kept under a key."""
        head, _, text = self.stored.get(key, b"").partition(b"\n")
        if not head:
            return None
        environment, *reads = json.loads(head)
        if environment != self._environment:
            return None
        return KeptText([Answer(tuple(query), digest) for digest, *query in reads], text.decode())

    def put(self, key: str, reads: Mapping[Query, str], text: str) -> None:
        """Keep a text under a key."""
        self.used.add(key)
        answers = [(digest, *query) for query, digest in reads.items()]
        head = json.dumps([self._environment, *answers], ensure_ascii=False, separators=(",", ":"))
        self.new[key] = f"{head}\n{text}".encode()


class Recorder:
    """Notes what is asked while a unit is at work; nothing while none is."""

    def __init__(self) -> None:
        self._recordings: list[RecordedReads | None] = []
        self._answering = 0
        self._fragments: Memo[tuple[Any, ...], tuple[Any, RecordedReads]] = Memo(MOST_FRAGMENTS)

    @property
    def recorded(self) -> RecordedReads | None:
        """What the unit at work asked so far; None outside of units."""
        return self._recordings[-1] if self._recordings else None

    @contextmanager
    def recording(self) -> Iterator[RecordedReads]:
        """Record what is asked meanwhile."""
        recorded = RecordedReads()
        self._recordings.append(recorded)
        try:
            yield recorded
        finally:
            self._recordings.pop()

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Record nothing, for what becomes one answer, and refuse questions of :data:`OF_RECORDS`."""
        self._recordings.append(None)
        self._answering += 1
        try:
            yield
        finally:
            self._recordings.pop()
            self._answering -= 1

    def check(self, query: Query) -> None:
        """Raise ``AssertionError`` where a derived answer rests on a whole record or text."""
        if self._answering and query[0] in OF_RECORDS and (query[0] != "record" or query[1] in SUMMARIES):
            raise AssertionError(f"{query}: the overview does not cover it, so no derived answer may ask it")

    def request(self, path: str, asset: Any) -> None:
        """Note that ``asset`` has to lie at ``path``."""
        if recorded := self.recorded:
            recorded.requests[path] = asset

    def fragment(self, key: tuple[Any, ...], make: Callable[[], T]) -> T:
        """What ``make`` returns, made once for ``key``; each unit that uses it takes over its reads.

        ``make`` must depend on ``key`` and on recorded answers alone.
        """
        known = self._fragments.get(key)
        if known is None:
            with self.recording() as recorded:
                known = self._fragments[key] = (make(), recorded)
        fragment: T = known[0]
        reads = known[1]
        if outer := self.recorded:
            outer.add(reads)
        for query in reads.reads if self._answering else ():
            self.check(query)
        return fragment


class RecordMapping(Mapping[str, R], Generic[R]):
    """Records by id. Looking one up notes that one, going through them notes all and their order."""

    def __init__(self, reader: "CatalogueReader", query: str, kind: str, records: Mapping[str, R]) -> None:
        self._reader = reader
        self._query = query
        self._kind = kind
        self._records = records

    def __getitem__(self, identity: str) -> R:
        self._reader.record_question(self._query, self._kind, identity)
        return self._records[identity]

    def __contains__(self, identity: object) -> bool:
        self._reader.record_question(self._query, self._kind, str(identity))
        return identity in self._records

    def __iter__(self) -> Iterator[str]:
        self._reader.record_question("all", self._kind)
        return iter(self._records)

    def __len__(self) -> int:
        self._reader.record_question("all", self._kind)
        return len(self._records)


class CatalogueReader:
    """The checked catalogue as units see it. Methods and properties have the catalogue's names."""

    def __init__(self, catalogue: Catalogue, recorder: Recorder | None = None) -> None:
        self._catalogue = catalogue
        self.recorder = recorder or Recorder()
        self._digests: dict[Query, str] = {}
        self._digests_of_records: Memo[Query, str] = Memo(MOST_DIGESTS)
        self._answers: dict[Query, Any] = {}
        self._derived: dict[str, Callable[..., Any]] = {}
        self._product_queries = set(PRODUCT_QUERIES)
        self._beyond_overview: set[str] = set()
        self._stored: set[str] = set()
        self.kept_texts: KeptTexts | None = None
        """What the unit at work may keep from build to build."""
        of = RecordMapping
        self.products: Mapping[str, ProductSummary] = of(self, "summary", "product", catalogue.products)
        self.producers: Mapping[str, ProducerSummary] = of(self, "summary", "producer", catalogue.producers)
        self.lots: Mapping[str, ProductLotsSummary] = of(self, "lots", "lots", catalogue.lots)
        self.decisions: Mapping[str, Decision] = of(self, "record", "decision", catalogue.decisions)
        self.documents: Mapping[str, Document] = of(self, "record", "document", catalogue.documents)
        self.chains: Mapping[str, Chain] = of(self, "record", "chain", catalogue.chains)
        self.fairs: Mapping[str, Fair] = of(self, "record", "fair", catalogue.fairs)
        self.news: Mapping[str, News] = of(self, "record", "news", catalogue.news)
        self.copies: Mapping[str, SourceCopy] = of(self, "record", "copy", catalogue.copies)
        self.stamp_keys: Mapping[str, StampKeys] = of(self, "record", "stamp-keys", catalogue.stamp_keys)

    # -- questions and digests ------------------------------------------------------------------

    def record_question(self, *query: str) -> None:
        """Record that a question was asked."""
        self.recorder.check(query)
        recorded = self.recorder.recorded
        if recorded is not None and not recorded.has(query):
            recorded.reads[query] = self.digest(query)

    def digest(self, query: Query) -> str:
        """The digest of the answer to a question, whether it was asked or not.

        Raises ``KeyError`` for a question that nobody can ask any more.
        """
        is_derived = query[0] in self._derived
        digests = self._digests if is_derived or query[0] in OF_MANY else self._digests_of_records
        digest = digests.get(query)
        if digest is None:
            # Not JSON for what is derived: it does not tell in which language a text is.
            answer = repr(self._answer(query)) if is_derived else self._basis(*query)
            digest = digests[query] = _fingerprint(answer)
        return digest

    def _basis(self, name: str, *arguments: str) -> Any:
        return _DIGEST_SOURCES[name](self._catalogue, *arguments)

    def is_unchanged(self, answer: Answer) -> bool:
        """Whether a question is answered as it was."""
        try:
            return self.digest(answer.query) == answer.digest
        except Exception:  # noqa: BLE001 - a question that cannot be answered any more has another answer
            return False

    @cached_property
    def overview(self) -> str:
        """A digest of all that is known but whole records and texts.

        While it is what it was, only the questions of :attr:`beyond_overview` can have other answers.
        """
        return _fingerprint(_overview(self._catalogue))

    @property
    def beyond_overview(self) -> AbstractSet[str]:
        """Names of the questions whose answers do not rest on the overview alone."""
        return OF_RECORDS | self._beyond_overview

    @cached_property
    def inputs(self) -> dict[str, str]:
        """A digest of each input that answers rest on, by the key that :func:`_input_key` gives it.

        While an input is what it was, every answer for which :meth:`input_of` names it is what it was: of
        a large catalogue most questions need not be asked again one by one.
        """
        return dict([*_product_inputs(self._catalogue), *_neighbour_inputs(self._catalogue)])

    def input_of(self, query: Query) -> str:
        """The key of the only input that the answer to a question rests on; else empty."""
        if query[0] in self._product_queries and len(query) > 1:
            return _input_key("product", query[1])
        return _input_key("neighbours", query[1]) if query[0] == "neighbours" else ""

    def derive(
        self,
        name: str,
        answer: Callable[..., Any],
        *,
        of_product: bool = False,
        of_catalogue: bool = True,
        stored: bool = False,
    ) -> None:
        """Let units ask ``name``: ``answer`` works it out from the catalogue, from its arguments alone.

        Its value (plain data, which ``repr`` tells completely) is recorded as a whole, so a unit that asks it
        runs again only if the value changed, however many records it was made from. ``of_product`` says that,
        asked with a product, it rests on no more than :func:`_product_inputs` digests. It may ask for no
        whole record or text: :attr:`overview` does not cover these. ``of_catalogue`` is False for what rests
        on something else than the catalogue. ``stored`` says that answers, which JSON can hold, are kept
        from build to build: see :meth:`stored_answers`.
        """
        self._derived[name] = answer
        if stored:
            self._stored.add(name)
        if not of_catalogue:
            self._beyond_overview.add(name)
        if of_product:
            self._product_queries.add(name)

    def ask(self, name: str, *arguments: str) -> Any:
        """The answer to a derived question."""
        query = (name, *arguments)
        self.record_question(*query)
        return self._answer(query)

    def _answer(self, query: Query) -> Any:
        if query not in self._answers:
            with self.recorder.answering():
                self._answers[query] = self._derived[query[0]](*query[1:])
        return self._answers[query]

    def prepare(self) -> None:
        """Make ready for workers: work out what each would work out for itself, and let go of the rest."""
        self.digest(("summaries",))
        _ = self.inputs
        self._catalogue.forget_decoded()

    def stored_answers(self) -> dict[str, Any]:
        """What :meth:`recall_answers` takes in the next build: answers that rest on very many records."""
        return {
            OVERVIEW: self.overview,
            "summaries": self._digests.get(("summaries",)),
            "groupings": self._catalogue.groupings,
            "answers": [
                [query, answer] for query, answer in self._answers.items() if query[0] in self._stored
            ],
        }

    def recall_answers(self, stored: Mapping[str, Any]) -> None:
        """Take the answers of the last build, unless the overview is another one."""
        if stored.get(OVERVIEW) == self.overview:
            self._answers |= {tuple(query): answer for query, answer in stored["answers"]}
            self._catalogue.recalled["groupings"] = stored["groupings"]
            if stored["summaries"]:
                self._digests["summaries",] = stored["summaries"]

    def read_all_summaries(self) -> None:
        """Record all that lists know of all records with one digest, in place of thousands of single ones."""
        self.record_question("summaries")
        if recorded := self.recorder.recorded:
            recorded.summaries = True

    def read_all_facts(self) -> None:
        """Record what :meth:`product_facts` answers for all products with one digest."""
        self.record_question("all-facts")
        if recorded := self.recorder.recorded:
            recorded.facts = True

    def kept_text(self, key: str, make: Callable[[], str]) -> str:
        """What ``make`` returns, of an earlier build if all answers that it rests on are the same.

        ``make`` must depend on ``key`` and on recorded answers alone, and name no pictures. The unit at work
        takes over its reads.
        """
        kept_texts = self.kept_texts
        kept = kept_texts.get(key) if kept_texts else None
        if kept and kept_texts and self._still_right(kept, kept_texts):
            kept_texts.used.add(key)
            if outer := self.recorder.recorded:
                outer.add(RecordedReads(dict(kept.reads)))
            return kept.text
        with self.recorder.recording() as recorded:
            # Addresses rest on the site's languages. A page's context has these without asking for them, so
            # they are recorded here.
            self.record_question("vocabulary", "site")
            text = make()
        if kept_texts and not recorded.requests:
            kept_texts.put(key, recorded.reads, text)
        if outer := self.recorder.recorded:
            outer.add(recorded)
        return text

    def _still_right(self, kept: KeptText, kept_texts: KeptTexts) -> bool:
        """Whether a text is as it would be made; under the same overview few of its reads are looked at.

        Stops at the first difference: later questions may have been asked because of an earlier answer.
        """
        is_same, beyond = kept_texts.overview == self.overview, self.beyond_overview
        reads = (read for read in kept.reads if not is_same or read.query[0] in beyond)
        return all(map(self.is_unchanged, reads))

    # -- vocabulary -----------------------------------------------------------------------------

    @property
    def site(self) -> Site:
        """The settings of the site."""
        self.record_question("vocabulary", "site")
        return self._catalogue.site

    @property
    def criteria(self) -> Criteria:
        """Groups, criteria sets and versions of the rules."""
        self.record_question("vocabulary", "criteria")
        return self._catalogue.criteria

    @property
    def provinces(self) -> Mapping[str, Places]:
        """The places of each province by its id, in the order in which they are listed."""
        self.record_question("vocabulary", "places")
        return self._catalogue.provinces

    @property
    def is_one_province(self) -> bool:
        """Whether the catalogue is that of a single province, which then need not be named everywhere."""
        return len(self.provinces) == 1

    def province_of(self, identity: str) -> str:
        """The id of the province to which a record, a commune or a former district belongs."""
        self.record_question("vocabulary", "places")
        return self._catalogue.province_of(identity)

    @property
    def producer_kinds(self) -> Mapping[str, ProducerKind]:
        """Kinds of producers by id."""
        self.record_question("vocabulary", "producer-kind")
        return self._catalogue.producer_kinds

    @property
    def product_kinds(self) -> Mapping[str, ProductKind]:
        """What people buy, by id, in the order of their file."""
        self.record_question("vocabulary", "product-kind")
        return self._catalogue.product_kinds

    @property
    def text_pages(self) -> Mapping[str, Page]:
        """Pages of words by id."""
        self.record_question("vocabulary", "page")
        return self._catalogue.text_pages

    @property
    def ledger(self) -> tuple[Issue, ...]:
        """Every address that has been printed."""
        self.record_question("vocabulary", "ledger")
        return self._catalogue.ledger

    @property
    def sets(self) -> Mapping[int, CriteriaSet]:
        """Criteria sets by number."""
        self.record_question("vocabulary", "criteria")
        return self._catalogue.sets

    @property
    def versions(self) -> Mapping[str, Version]:
        """Versions of the rules by id."""
        self.record_question("vocabulary", "criteria")
        return self._catalogue.versions

    @property
    def groups(self) -> Mapping[str, Group]:
        """Groups by id."""
        self.record_question("vocabulary", "criteria")
        return self._catalogue.groups

    @property
    def communes(self) -> Mapping[str, Commune]:
        """Today's communes by id."""
        self.record_question("vocabulary", "places")
        return self._catalogue.communes

    @property
    def districts(self) -> Mapping[str, District]:
        """Former districts by id."""
        self.record_question("vocabulary", "places")
        return self._catalogue.districts

    @property
    def first_language(self) -> str:
        """The site's first language."""
        return self.site.languages[0].code

    # -- the day --------------------------------------------------------------------------------

    def today(self) -> date:
        """The day that the catalogue is read for. Who asks runs again every day: see :meth:`is_past`."""
        self.record_question("today")
        return self._catalogue.day

    def is_past(self, day: date | None) -> bool:
        """Whether a day, such as a use-by day, is over; False where there is none."""
        if day is None:
            return False
        self.record_question("past", day.isoformat())
        return day < self._catalogue.day

    def standings(self, product: str) -> list[Standing]:
        """Every rating of a product as it stands today."""
        self.record_question("standings", product)
        return self._catalogue.standings[product]

    def standing(self, product: str) -> Standing | None:
        """The rating a product is shown with."""
        return main_standing(self.standings(product))

    # -- records --------------------------------------------------------------------------------

    def product(self, identity: str) -> Product:
        """Everything that is recorded of a product."""
        self.record_question("record", "product", identity)
        return self._catalogue.product(identity)

    def product_facts(self, identity: str) -> Product:
        """All that is recorded of a product but its description, which is None in the answer."""
        self.record_question("facts", identity)
        return without_description(self._catalogue.product(identity))

    def producer(self, identity: str) -> Producer:
        """Everything that is recorded of a producer."""
        self.record_question("record", "producer", identity)
        return self._catalogue.producer(identity)

    def lot(self, product: str, code: str) -> tuple[Lot, Mapping[str, LotPlace]]:
        """Everything that is recorded of a lot, and the places of its steps by the ids they have there."""
        self.record_question("lot", product, code)
        return self._catalogue.lot(product, code)

    def issued_codes(self, product: str, code: str) -> IssuedCodes | None:
        """The numbered stamps of a lot; None where none were issued."""
        self.record_question("issued-codes", product, code)
        return self._catalogue.issued_codes.get((product, code))

    def files_of_lots(self, product: str) -> list[str]:
        """The ids of the files that hold the lots of a product."""
        self.record_question("lots", "lots", product)
        return list(dict.fromkeys(self._catalogue.lot_files[product].values()))

    def lots_of_file(self, identity: str) -> Lots:
        """Everything that one file says of the lots of a product."""
        self.record_question("record", "lots", identity)
        lots: Lots = self._catalogue.record_store.record("lots", identity)
        return lots

    def shown_lots(self, product: str, most: int) -> list[LotSummary]:
        """The ``most`` newest lots of a product, and older ones that were taken back."""
        self.record_question("shown-lots", product, str(most))
        summary = self._catalogue.lots.get(product)
        return newest_and_taken_back(summary, most) if summary else []

    def lot_counts_by_year(self, product: str) -> dict[int, int]:
        """How many lots of a product were made in each year, the newest year first."""
        self.record_question("lot-counts-by-year", product)
        return _lot_counts_by_year(self._catalogue, product)

    def lots_of_year(self, product: str, year: int) -> list[LotSummary]:
        """The lots of a product that were made in a year, newest first."""
        self.record_question("lots-of-year", product, str(year))
        summary = self._catalogue.lots.get(product)
        return by_year(summary).get(year, []) if summary else []

    def story(self, kind: str, identity: str, languages: Iterable[str]) -> tuple[str, str] | None:
        """A record's Markdown in the first of these languages that has it, and that language."""
        for language in languages:
            self.record_question("story", kind, identity, language)
            if (kind, identity, language) in self._catalogue.stories:
                return self._catalogue.story(kind, identity, (language,))
        return None

    def story_length(self, kind: str, identity: str, languages: Iterable[str]) -> int:
        """Letters of a record's story in the first of these languages that has it."""
        for language in languages:
            self.record_question("story", kind, identity, language)
            if story := self._catalogue.stories.get((kind, identity, language)):
                return story.length
        return 0

    def photo(self, kind: str, identity: str, file: str) -> PhotoFile | None:
        """What is known of a photo in the folder of a record."""
        self.record_question("photos", kind, identity)
        folder = self._catalogue.files[kind, identity].rpartition("/")[0]
        return self._catalogue.photos.get(f"{folder}/{file}")

    def has_trace_page(self, product: ProductSummary) -> bool:
        """Whether a product has a traceability page."""
        self.record_question("has-trace-page", product.id)
        return self._catalogue.has_trace_page(product)

    def bare_codes_of(self, product: ProductSummary) -> Collection[str]:
        """The trace codes of a product that are answered without its province as well."""
        self.record_question("bare-codes", product.id)
        return self._catalogue.bare_codes_of(product)

    def is_listed(self, record: ProductSummary | ProducerSummary | Decision | Fair) -> bool:
        """Whether a record is listed and counted: all but samples."""
        self.record_question("vocabulary", "site")
        return self._catalogue.is_listed(record)

    # -- relations ------------------------------------------------------------------------------

    @property
    def listed(self) -> list[ProductSummary]:
        """Products that are listed and counted, in Vietnamese order."""
        self.record_question("listed", "product")
        return self._catalogue.listed

    @property
    def listed_producers(self) -> list[ProducerSummary]:
        """Producers that are listed and counted, in Vietnamese order."""
        self.record_question("listed", "producer")
        return self._catalogue.listed_producers

    def of_producer(self, producer: str) -> list[ProductSummary]:
        """Products of a producer, listed or not, in Vietnamese order."""
        self.record_question("of-producer", producer)
        return self._catalogue.of_producer.get(producer, [])

    def has_commune_list(self, commune: str) -> bool:
        """Whether a commune of today has listed products, and so a page."""
        self.record_question("at-commune", commune)
        return commune in self._catalogue.of_commune

    def has_district_list(self, district: str) -> bool:
        """Whether a former district has listed products, and so a page."""
        self.record_question("at-district", district)
        return district in self._catalogue.of_district

    def district_of(self, product: ProductSummary) -> str:
        """The former district of a product: as recorded, else the only one its commune lies in."""
        self.record_question("vocabulary", "places")
        return self._catalogue.district_of(product)

    def neighbours(self, product: ProductSummary) -> tuple[list[ProductSummary], list[ProductSummary]]:
        """Other products of the same producer, and of the same place; six at most."""
        self.record_question("neighbours", product.id)
        return self._catalogue.neighbours(product)

    def news_about(self, kind: str, identity: str) -> list[News]:
        """News that name a product, a producer or a decision, in the order of their ids."""
        self.record_question("news-about", kind, identity)
        return self._catalogue.news_about.get((kind, identity), [])

    def chains_with(self, kind: str, identity: str) -> list[Chain]:
        """Value chains that name a product or a producer."""
        self.record_question("chains-with", kind, identity)
        return self._catalogue.chains_with.get((kind, identity), [])


# -- inputs of answers ------------------------------------------------------------------------------


def _overview(catalogue: Catalogue) -> list[Any]:
    """The day, the photos, and of each record its file and a digest, of the summary where there is one."""
    return [
        catalogue.day.isoformat(),
        [
            f"{kind} {identity} {_at_hand(kind, digests)} {catalogue.files[kind, identity]}"
            for (kind, identity), digests in catalogue.digests.items()
        ],
        sorted(repr(photo) for photo in catalogue.photos.items()),
        sorted(
            f"{product} {_issued_codes(catalogue, product, lot)}" for product, lot in catalogue.issued_codes
        ),
    ]


def _input_key(name: str, product: str) -> str:
    return f"{name} {product}"


def _product_inputs(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """For each product: the day, its record, its lots and their codes, every decision and the ledger."""
    lots: dict[str, list[str]] = defaultdict(list)
    for product, lot in catalogue.issued_codes:
        lots[product].append(_issued_codes(catalogue, product, lot))
    shared = [catalogue.day.isoformat()]
    for (kind, identity), (summary, whole, _) in catalogue.digests.items():
        if kind == "lots":
            lots[product_of(identity)].append(summary)
        elif kind in ("decision", "ledger"):
            shared.append(f"{identity} {whole}")
    common = _short_digest("\n".join(shared))
    for identity in catalogue.products:
        own = catalogue.digests["product", identity].summary
        yield (
            _input_key("product", identity),
            _short_digest(f"{common} {own} {' '.join(lots.get(identity, ()))}"),
        )


def _neighbour_inputs(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """For each product: its record and the products of the same producer, commune and district."""

    def digests_of(groups: Mapping[str, list[ProductSummary]]) -> dict[str, str]:
        return {
            group: _short_digest("\n".join(_summary_digests(catalogue, "product", products)))
            for group, products in groups.items()
        }

    producers = digests_of(catalogue.of_producer)
    communes, districts = digests_of(catalogue.of_commune), digests_of(catalogue.of_district)
    for identity, product in catalogue.products.items():
        parts = (
            catalogue.digests["product", identity].summary,
            producers.get(product.producer or "", ""),
            communes.get(product.origin.commune or "", ""),
            districts.get(catalogue.district_of(product), ""),
        )
        yield _input_key("neighbours", identity), _short_digest(" ".join(parts))


# -- digests of the catalogue's own answers -------------------------------------------------------


SHOWN_AS_IS = 24
"""A text of at most so many letters is its own digest."""


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=repr).encode


def _fingerprint(answer: Any) -> str:
    if not answer or answer is True:
        return repr(answer)
    if type(answer) is str and len(answer) <= SHOWN_AS_IS:
        return answer
    return _short_digest(_encode(answer))


def _short_digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _summary_digest(catalogue: Catalogue, kind: str, identity: str) -> str:
    return catalogue.digests.get((kind, identity), NO_RECORD).summary[:SHOWN_AS_IS]


def _whole_digest(catalogue: Catalogue, kind: str, identity: str) -> str:
    return catalogue.digests.get((kind, identity), NO_RECORD).whole[:SHOWN_AS_IS]


def _at_hand(kind: str, digests: RecordDigests) -> str:
    """The digest of what every list knows of a record: its summary where its kind has one, else all of it."""
    return digests.summary if kind in SUMMARIES else digests.whole


def _lot_digests(catalogue: Catalogue, product: str) -> Mapping[str, str]:
    """By lot code: a digest of all that is recorded of the lot."""
    return catalogue.lot_digests.get(product, {})


def _issued_codes(catalogue: Catalogue, product: str, lot: str) -> str:
    """Return a digest of all that is known of a lot's numbered stamps."""
    codes = catalogue.issued_codes.get((product, lot))
    return (
        _short_digest(repr((codes.signed, codes.signature, codes.public_key, codes.source))) if codes else ""
    )


def _shown_lots(catalogue: Catalogue, product: str, most: str) -> list[str]:
    summary, digests = catalogue.lots.get(product), _lot_digests(catalogue, product)
    return (
        [f"{lot.lot} {digests[lot.lot]}" for lot in newest_and_taken_back(summary, int(most))]
        if summary
        else []
    )


def _lot_counts_by_year(catalogue: Catalogue, product: str) -> dict[int, int]:
    summary = catalogue.lots.get(product)
    return {year: len(lots) for year, lots in by_year(summary).items()} if summary else {}


def _lots_of_year(catalogue: Catalogue, product: str, year: str) -> list[str]:
    summary, digests = catalogue.lots.get(product), _lot_digests(catalogue, product)
    return [f"{lot.lot} {digests[lot.lot]}" for lot in by_year(summary).get(int(year), [])] if summary else []


def _digests_at_hand(catalogue: Catalogue, kind: str) -> list[str]:
    return [
        f"{key[1]} {_at_hand(kind, digests)}" for key, digests in catalogue.digests.items() if key[0] == kind
    ]


def _summary_digests(catalogue: Catalogue, kind: str, records: Iterable[Any]) -> list[str]:
    return [f"{record.id} {_summary_digest(catalogue, kind, record.id)}" for record in records]


def _listed(catalogue: Catalogue, kind: str) -> list[str]:
    records: Iterable[Any] = catalogue.listed if kind == "product" else catalogue.listed_producers
    return _summary_digests(catalogue, kind, records)


def _standings(catalogue: Catalogue, product: str) -> list[str]:
    standings = catalogue.standings.get(product, [])
    # The fields as they are: a model's own repr takes five times as long.
    return [repr((each.state, each.begins, each.ends, each.basis, vars(each.rating))) for each in standings]


def _photos(catalogue: Catalogue, kind: str, identity: str) -> list[str]:
    summaries: Mapping[str, Any] = catalogue.products if kind == "product" else catalogue.producers
    file = catalogue.files.get((kind, identity))
    if file is None:
        return []
    folder = file.rpartition("/")[0]
    return [repr(catalogue.photos.get(f"{folder}/{photo.file}")) for photo in summaries[identity].photos]


def _has_trace_page(catalogue: Catalogue, product: str) -> bool:
    return product in catalogue.products and catalogue.has_trace_page(catalogue.products[product])


def _bare_codes(catalogue: Catalogue, product: str) -> list[str]:
    known = catalogue.products.get(product)
    return sorted(catalogue.bare_codes_of(known)) if known else []


def _neighbours(catalogue: Catalogue, product: str) -> list[list[str]]:
    if product not in catalogue.products:
        return []
    near = catalogue.neighbours(catalogue.products[product])
    return [_summary_digests(catalogue, "product", group) for group in near]


def _naming(catalogue: Catalogue, kind: str, records: Iterable[News | Chain]) -> list[str]:
    return [f"{record.id} {_whole_digest(catalogue, kind, record.id)}" for record in records]


def _summaries(catalogue: Catalogue) -> list[Any]:
    """All that the questions of :data:`SUMMARY_QUERIES` can answer."""
    return [
        [
            f"{kind} {identity} {_at_hand(kind, digests)}"
            for (kind, identity), digests in catalogue.digests.items()
        ],
        [_standings(catalogue, identity) for identity in catalogue.products],
        [_has_trace_page(catalogue, identity) for identity in catalogue.products],
        [_bare_codes(catalogue, identity) for identity in catalogue.products] if catalogue.bare_codes else [],
        sorted(repr(photo) for photo in catalogue.photos.items()),
        [product.id for product in catalogue.listed],
        [producer.id for producer in catalogue.listed_producers],
    ]


_DIGEST_SOURCES: dict[str, Callable[..., Any]] = {
    "all": _digests_at_hand,
    "at-commune": lambda catalogue, commune: commune in catalogue.of_commune,
    "at-district": lambda catalogue, district: district in catalogue.of_district,
    "bare-codes": _bare_codes,
    "chains-with": lambda catalogue, kind, identity: _naming(
        catalogue, "chain", catalogue.chains_with.get((kind, identity), [])
    ),
    "issued-codes": _issued_codes,
    "listed": _listed,
    "lot": lambda catalogue, product, code: _lot_digests(catalogue, product).get(code),
    "lot-counts-by-year": _lot_counts_by_year,
    "lots": lambda catalogue, _kind, product: _lot_digests(catalogue, product),
    "lots-of-year": _lots_of_year,
    "neighbours": _neighbours,
    "news-about": lambda catalogue, kind, identity: _naming(
        catalogue, "news", catalogue.news_about.get((kind, identity), [])
    ),
    "of-producer": lambda catalogue, producer: _summary_digests(
        catalogue, "product", catalogue.of_producer.get(producer, [])
    ),
    "past": lambda catalogue, day: date.fromisoformat(day) < catalogue.day,
    "photos": _photos,
    "record": _whole_digest,
    "shown-lots": _shown_lots,
    "standings": _standings,
    "story": lambda catalogue, kind, identity, language: repr(
        catalogue.stories.get((kind, identity, language))
    ),
    "summaries": _summaries,
    "summary": _summary_digest,
    "today": lambda catalogue: catalogue.day.isoformat(),
    "has-trace-page": _has_trace_page,
    "vocabulary": _digests_at_hand,
    "facts": lambda catalogue, product: catalogue.digests.get(("product", product), NO_RECORD).facts,
    "all-facts": lambda catalogue: [
        f"{product} {catalogue.digests['product', product].facts}" for product in catalogue.products
    ],
}
"""For each question of the catalogue: a value that JSON can hold, which differs whenever the answer does."""
