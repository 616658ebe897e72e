"""What pages are planned with: the catalogue, one language's voice and addresses, and shared parts.

Parts are what many pages show alike: frames, cards, stars, pictures, sources.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.catalogue.addresses import home_lot_address, lot_addresses, trace
from generator.catalogue.model import (
    Address,
    District,
    LotSummary,
    ProducerSummary,
    ProductSummary,
    Province,
    Source,
)
from generator.catalogue.ocop import Standing, event_day
from generator.catalogue.reader import CatalogueReader
from generator.settings import Settings, ThemeFacts
from generator.site import view_parts
from generator.site.map import DrawnMap
from generator.site.outputs import Asset, Document, Form, Output, Page, Unit
from generator.site.urls import Urls, file_of
from generator.site.view_parts import link, maybe_words, words
from generator.site.words import Translator
from generator.text import Text, in_language, sort_key


class Units:
    """The units of a site as they are planned, by name."""

    def __init__(self) -> None:
        self.by_name: dict[str, Unit] = {}
        self.clashes: list[str] = []

    def add(self, name: str, produce: Callable[[], Iterable[Output]]) -> None:
        """Plan a unit; a second one with the same name is noted as a clash.

        ``produce`` is a pure function of what it asks the catalogue's reader.
        """
        if name in self.by_name:
            self.clashes.append(name)
        self.by_name[name] = Unit(name, produce)


@dataclass(frozen=True)
class PageContext:
    """What the pages of one language are planned with."""

    catalogue: CatalogueReader
    settings: Settings
    theme: ThemeFacts
    units: Units
    urls: Urls
    all_urls: Mapping[str, Urls]
    t: Translator
    draw_map: Callable[[str], DrawnMap | None] = lambda _province: None
    """Draws the map of the places of a province, once; none where they have no points."""

    def drawn_map(self, province: str) -> DrawnMap | None:
        """The map of a province, read as a part of the places that it is drawn from."""
        self.catalogue.record_question("vocabulary", "places")
        return self.draw_map(province)

    def province_of(self, identity: str) -> Province:
        """The province to which a record, a commune or a former district belongs."""
        return self.catalogue.provinces[self.catalogue.province_of(identity)].province

    def province_of_address(self, record: ProductSummary | ProducerSummary) -> Province:
        """The province in which a record's address lies: that of the place it names, else the record's."""
        address = record.origin if isinstance(record, ProductSummary) else record.address
        return self.province_of(address.commune or address.district or record.id)

    @property
    def lang(self) -> str:
        """Code of the language of the pages, such as ``vi``."""
        return self.t.lang

    def twins(self, *parts: str) -> dict[str, str]:
        """The address of one page in every language; its parts are those that ``urls`` takes."""
        return {code: urls(*parts) for code, urls in self.all_urls.items()}

    def listing(self, facet: str = "all", value: str = "") -> list[ProductSummary]:
        """Listed products with one value of a facet, in the order of their names in this language."""
        ids = self.catalogue.ask("listing", self.lang, facet, value)
        return [self.catalogue.products[identity] for identity in ids]

    def listed_producers(self, province: str = "") -> list[ProducerSummary]:
        """The producers that are listed, of a province if one is given, by their names in this language."""
        everyone = self.catalogue.listed_producers
        if province:
            everyone = [p for p in everyone if self.catalogue.province_of(p.id) == province]
        return sorted(everyone, key=lambda producer: (sort_key(producer.name.get(self.lang)), producer.id))

    def count(self, facet: str, value: str = "") -> int:
        """How many listed products have a value of a facet."""
        return int(self.catalogue.ask("count", facet, value))

    @property
    def translators(self) -> list[Translator]:
        """The translator of every language of the site, the first one first."""
        codes = [language.code for language in self.catalogue.site.languages]
        return [Translator(code, self.theme.words.get(code, {})) for code in codes]

    @property
    def other_translators(self) -> list[Translator]:
        """The translators of the site's other languages."""
        return [translator for translator in self.translators if translator.lang != self.lang]

    # -- units and outputs ----------------------------------------------------------------------

    def page_unit(
        self,
        template: str,
        view: Callable[[], Mapping[str, Any]],
        address: str,
        *,
        every_language: bool = False,
    ) -> None:
        """Plan a unit that is one page at ``address``; ``view`` makes all that the page may show."""
        path = file_of(address)
        self.units.add(path, lambda: [self.page(template, view(), every_language=every_language)])

    def page(self, template: str, view: Mapping[str, Any], *, every_language: bool = False) -> Page:
        """A page from its view; its file follows from its address."""
        listed = None
        # What has another page as its original is not ours to list.
        if view["index"] and view["canonical"].startswith(f"{self.settings.base_url}/"):
            alternates = () if every_language else view["alternates"]
            twins = ((alternate["lang"], alternate["href"]) for alternate in alternates)
            listed = (view["canonical"], tuple((lang, self.settings.full(href)) for lang, href in twins))
        return Page(file_of(view["path"]), template, self.lang, view, every_language, listed)

    def document_unit(self, path: str, form: Form, data: Callable[[], Any]) -> None:
        """Plan a unit that is one data file at ``path``."""
        self.units.add(path, lambda: [Document(path, form, data())])

    def request(self, asset: Asset) -> None:
        """Request a picture or QR code that the output being made names."""
        self.catalogue.recorder.request(asset.path, asset)

    def printed_address(self, product: ProductSummary, lot: LotSummary | None = None) -> str:
        """The full address that the code of a product or lot opens, in its home catalogue if it has one."""
        if product.home and product.home.trace:
            home = product.home.trace
            return home_lot_address(home, lot) if lot else home
        return self.settings.full(lot_addresses(product, lot)[0] if lot else trace(product))

    # -- parts of records ---------------------------------------------------------------------

    def standing_stars(
        self, standing: Standing | None, translator: Translator | None = None
    ) -> view_parts.Stars:
        """A standing in words, by default in this language, with the council's day for an assessment."""
        held_on = ""
        if standing:
            decision = self.catalogue.decisions.get(standing.rating.decision or "")
            held_on = event_day(standing.rating, decision)
        return (translator or self.t).stars(standing, held_on)

    def stars(self, product: ProductSummary, translator: Translator | None = None) -> view_parts.Stars:
        """The rating a product is shown with, by default in this language."""
        t = translator or self.t

        def make() -> view_parts.Stars:
            return self.standing_stars(self.catalogue.standing(product.id), t)

        return self.catalogue.recorder.fragment(("stars", t.lang, product.id), make)

    def place(self, address: Address, translator: Translator | None = None) -> str:
        """The present commune, else the former district, else nothing, by default in this language."""
        if address.commune:
            return self.commune(address.commune, translator)
        return self.district(address.district, translator) if address.district else ""

    def commune(self, identity: str, translator: Translator | None = None) -> str:
        """A commune of today; with its province where the catalogue has several."""
        t = translator or self.t
        name = t.commune(self.catalogue.communes[identity])
        return name if self.catalogue.is_one_province else t.in_province(name, self.province_of(identity))

    def district(self, identity: str, translator: Translator | None = None) -> str:
        """A former district; with its province of today where the catalogue has several."""
        t, district = translator or self.t, self.catalogue.districts[identity]
        if self.catalogue.is_one_province:
            return t.district(district)
        return self.district_in_province(identity, t)

    def district_in_province(self, identity: str, translator: Translator | None = None) -> str:
        """A former district with the province in which it lies today."""
        t, district = translator or self.t, self.catalogue.districts[identity]
        province = self.province_of(identity)
        name = t.district(district, province)
        return name if district.former_province else t.in_province(name, province)

    def local_place(self, address: Address) -> str:
        """:meth:`place` without the province of today."""
        if address.commune:
            return self.t.commune(self.catalogue.communes[address.commune])
        return self.t.district(self.catalogue.districts[address.district]) if address.district else ""

    def place_in_province(self, address: Address) -> str:
        """:meth:`place` with the province in which it lies today; empty where nothing is recorded."""
        if address.commune:
            return self.t.in_province(self.local_place(address), self.province_of(address.commune))
        return self.district_in_province(address.district) if address.district else ""

    def moved_district(self, address: Address) -> District | None:
        """The former district of a merged province, where today's commune is not known."""
        district = self.catalogue.districts.get(address.district or "")
        return district if district and district.former_province and not address.commune else None

    def place_words(self, address: Address) -> view_parts.Words | None:
        """:meth:`place`, else the place as the source prints it, else nothing."""
        return maybe_words(self.place(address)) or printed(self, address.printed)

    def place_links(self, places: Sequence[str]) -> list[view_parts.Link]:
        """Former districts and present communes by id, each leading to its list where it has products."""
        catalogue, result = self.catalogue, []
        for identity in places:
            if identity in catalogue.districts:
                has = catalogue.has_district_list(identity)
                result.append(link(self.district(identity), self.urls.district(identity) if has else ""))
            else:
                has = catalogue.has_commune_list(identity)
                result.append(link(self.commune(identity), self.urls("places", identity) if has else ""))
        return result

    def other_name(self, text: Text) -> view_parts.Words | None:
        """The name in the first language of the site that has another one than is shown."""
        shown_name = text.get(self.lang)
        for language in self.catalogue.site.languages:
            if text.has(language.code) and text[language.code] != shown_name:
                return {"text": text[language.code], "lang": language.code}
        return None

    def source(self, source: Source) -> view_parts.Source:
        """Where a fact was published."""
        return {
            "publisher": source.publisher,
            "title": source.title or "",
            "lang": "" if source.language == self.lang else source.language,
            "date": self.t.day(source.date),
            "domain": source.domain or "",
            "href": source.url or "",
            "read": self.t.day(source.read) if source.url else "",
            "note": self.t.maybe(source.note),
        }

    def sources(self, sources: Sequence[Source]) -> list[view_parts.Source]:
        """The sources of a record, in its order."""
        return [self.source(source) for source in sources]

    def as_of(self) -> str:
        """Return the sentence beside computed counts: for which day they hold."""
        return self.t(
            "Computed from this catalogue's records as of {day}.",
            day=self.today,
        )

    def states_as_of(self) -> str:
        """The sentence beside counts on a list page: true from the last change of a state on.

        It does not name today, or each day would write thousands of pages that say nothing else anew.
        """
        since = self.catalogue.ask("settled-since")
        if not since:
            return self.as_of()
        return self.t(
            "Computed from this catalogue's records; no rating has changed its state since {day}.",
            day=self.t.day(since),
        )

    @property
    def today(self) -> str:
        """The day of the catalogue in words."""
        return self.t.day(self.catalogue.today())


def printed_text(context: PageContext, text: str) -> str:
    """Words as the sources print them: in Vietnamese, marked on pages in other languages."""
    return in_language(text, "vi") if text and context.lang != "vi" else text


def printed(context: PageContext, text: str | None) -> view_parts.Words | None:
    """:func:`printed_text` for an element that carries the mark itself; None where there is no text."""
    return words(text, "" if context.lang == "vi" else "vi") if text else None
