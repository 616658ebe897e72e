"""What pages are planned with: the catalogue, one language's voice and addresses, and shared parts.

Parts are what many pages show alike: frames, cards, stars, pictures, sources.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from generator import fonts
from generator.catalogue.addresses import trace
from generator.catalogue.doubtful import says_nothing
from generator.catalogue.model import Address, Photo, ProducerSummary, ProductSummary, Source
from generator.catalogue.ocop import Standing, event_day
from generator.catalogue.reader import CatalogueReader
from generator.catalogue.records import PhotoFile
from generator.settings import Settings, ThemeFacts
from generator.site import view_parts
from generator.site.map import Chart
from generator.site.outputs import Asset, Document, Form, Output, Page, Picture, QrCode, SharePicture, Unit
from generator.site.urls import Urls, file_of
from generator.site.words import Translator
from generator.text import Text, in_language, sort_key

OG_WIDTH = 1200


class Units:
    """The units of a site as they are planned, by name."""

    def __init__(self) -> None:
        self.by_name: dict[str, Unit] = {}
        self.clashes: list[str] = []

    def add(self, name: str, produce: Callable[[], Iterable[Output]]) -> None:
        """Plan a unit."""
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
    drawn_map: Chart | None = None
    """The map of the places; none where they have no points."""

    @property
    def chart(self) -> Chart | None:
        """The map, read as a part of the places that it is drawn from."""
        self.catalogue.note("vocabulary", "places")
        return self.drawn_map

    @property
    def lang(self) -> str:
        """The language's code."""
        return self.t.lang

    def twins(self, make: Callable[[Urls], str]) -> dict[str, str]:
        """The address of one page in every language."""
        return {code: make(urls) for code, urls in self.all_urls.items()}

    def page_twins(self, make: Callable[[Urls], str], page: int) -> dict[str, str]:
        """The address of the n-th page of one list in every language."""
        return {code: urls.numbered(make(urls), page) for code, urls in self.all_urls.items()}

    def listing(self, facet: str = "all", value: str = "") -> list[ProductSummary]:
        """Listed products with one value of a facet, in the order of their names in this language."""
        ids = self.catalogue.ask("listing", self.lang, facet, value)
        return [self.catalogue.products[identity] for identity in ids]

    def listing_page(self, facet: str, value: str, number: int) -> list[ProductSummary]:
        """The products of one page of a list; only these count as read."""
        size = str(self.catalogue.site.per_page)
        ids = self.catalogue.ask("listing-page", self.lang, facet, value, str(number), size)
        return [self.catalogue.products[identity] for identity in ids]

    def listed_producers(self) -> list[ProducerSummary]:
        """The producers that are listed, in the order of their names in this language."""
        everyone = self.catalogue.listed_producers
        return sorted(everyone, key=lambda producer: (sort_key(producer.name.get(self.lang)), producer.id))

    def count(self, facet: str, value: str = "") -> int:
        """How many listed products have a value of a facet."""
        return int(self.catalogue.ask("counts", facet).get(value, 0))

    # -- frames -----------------------------------------------------------------------------

    def frame(
        self,
        kind: str,
        twins: Mapping[str, str],
        heading: str,
        description: str,
        crumbs: Sequence[tuple[str, str]] = (),
        *,
        nav: str = "",
        title: str = "",
        og_image: str = "",
        og_type: str = "website",
        jsonld: Sequence[Any] = (),
        index: bool = True,
        sample: bool = False,
    ) -> view_parts.Frame:
        """What every page has. ``crumbs`` are (name, address) from below the home page to the parent."""
        site = self.catalogue.site
        address = twins[self.lang]
        trail: list[view_parts.Link] = [{"name": self.t("Home"), "href": self.urls.home}]
        trail += [{"name": name, "href": href} for name, href in crumbs]
        trail.append({"name": heading, "href": ""})
        data = list(jsonld)
        if kind != "home":
            data.append(self._breadcrumbs(trail, address))
        first = self.catalogue.language
        return {
            "kind": kind,
            "lang": self.lang,
            "title": title or f"{heading} – {site.title.get(self.lang)}",
            "heading": heading,
            "description": " ".join(description.split()),
            "path": address,
            "canonical": self.settings.full(address),
            "alternates": [
                {
                    "lang": language.code,
                    "name": language.name,
                    "href": twins[language.code],
                    "current": language.code == self.lang,
                }
                for language in site.languages
                if language.code in twins
            ],
            "x_default": self.settings.full(twins.get(first, address)),
            "crumbs": trail if kind != "home" else [],
            "og_image": og_image or self.settings.full(self.theme.assets["og.png"]),
            "og_type": og_type,
            "jsonld": data,
            # A made-up product is for readers of this site, not for search engines.
            "index": index and not (sample and not site.sample_site),
            "sample": sample,
            "nav": nav,
        }

    def _breadcrumbs(self, trail: Sequence[view_parts.Link], address: str) -> dict[str, Any]:
        return {
            "@context": "https://schema.org",
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": place,
                    "name": link["name"],
                    "item": self.settings.full(link["href"] or address),
                }
                for place, link in enumerate(trail, start=1)
            ],
        }

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
        if view["index"]:
            twins = () if every_language else ((one["lang"], one["href"]) for one in view["alternates"])
            listed = (view["canonical"], tuple((lang, self.settings.full(href)) for lang, href in twins))
        return Page(file_of(view["path"]), template, self.lang, view, every_language, listed)

    def document_unit(self, path: str, form: Form, data: Callable[[], Any]) -> None:
        """Plan a unit that is one data file at ``path``."""
        self.units.add(path, lambda: [Document(path, form, data())])

    def request(self, asset: Asset) -> None:
        """Have a picture or code that the output at hand names."""
        self.catalogue.recorder.request(asset.path, asset)

    # -- parts of records ---------------------------------------------------------------------

    def standing_stars(self, standing: Standing | None) -> view_parts.Stars:
        """A standing in this language's words, with the council's day for an assessment."""
        return self.t.stars(standing, self._held_on(standing))

    def _held_on(self, standing: Standing | None) -> str:
        """The day of the council for an assessment, as written; empty where there is none."""
        if standing is None:
            return ""
        return event_day(standing.rating, self.catalogue.decisions.get(standing.rating.decision or ""))

    def stars(self, product: ProductSummary) -> view_parts.Stars:
        """The rating a product is shown with."""
        return self.standing_stars(self.catalogue.standing(product.id))

    def drawing(self, product: ProductSummary) -> str:
        """The illustration for a product: its own, else its criteria set's."""
        wanted = product.illustration or self.catalogue.sets[product.set].illustration
        return wanted if wanted in self.theme.drawings else "generic-food"

    def image(
        self, kind: str, record: ProductSummary | ProducerSummary, photo: Photo
    ) -> view_parts.Image | None:
        """A photo in the theme's widths, with the outputs that make it; none if the file is missing."""
        known = self.catalogue.photo(kind, record.id, photo.file)
        if known is None:
            return None
        widths = sorted({min(width, known.width) for width in self.theme.widths})
        srcset: list[tuple[str, int]] = []
        for width in widths:
            # Each record has files of its own, even of the same photo, so that one can go without the other.
            name = _name(kind, record.id, known.digest, str(width), str(self.theme.quality))
            path = f"media/{name}-{width}.webp"
            self.request(Picture(path, known.file, known.digest, width, "webp", self.theme.quality))
            srcset.append((f"/{path}", width))
        shown = next((one for one in srcset if one[1] >= min(640, widths[-1])), srcset[-1])
        return {
            "src": shown[0],
            "srcset": srcset,
            "width": shown[1],
            "height": max(1, round(known.height * shown[1] / known.width)),
            "preview": known.preview,
            # A description that says nothing of the photo would only be read out: the name says more.
            "alt": self.t.text(record.name if says_nothing(photo, photo.alt.get(self.lang)) else photo.alt),
            "credit": self.t.maybe(photo.credit),
        }

    @property
    def translators(self) -> list[Translator]:
        """The translator of every language of the site, the first one first."""
        codes = [language.code for language in self.catalogue.site.languages]
        return [Translator(code, self.theme.words.get(code, {})) for code in codes]

    def product_share_picture(self, product: ProductSummary) -> str:
        """The full address of the card that is shown where a product's page is shared, in any language."""
        return str(
            self.catalogue.recorder.fragment(
                ("share-picture", "product", product.id), lambda: self._product_share_picture(product)
            )
        )

    def _product_share_picture(self, product: ProductSummary) -> str:
        group = self.catalogue.groups[self.catalogue.sets[product.set].group]
        standing = self.catalogue.standing(product.id)
        stars = [translator.stars(standing, self._held_on(standing)) for translator in self.translators]
        return self._share("product", product, group.name, product.origin, stars, self.drawing(product))

    def producer_share_picture(self, producer: ProducerSummary) -> str:
        """The full address of the card that is shown where a producer's page is shared, in any language."""

        def request_picture() -> str:
            products = self.catalogue.of_producer(producer.id)
            drawing = self.drawing(products[0]) if products else "basket"
            kind = self.catalogue.kinds[producer.kind].name
            return self._share("producer", producer, kind, producer.address, [], drawing)

        key = ("share-picture", "producer", producer.id)
        return str(self.catalogue.recorder.fragment(key, request_picture))

    def _share(
        self,
        kind: str,
        record: ProductSummary | ProducerSummary,
        kicker: Text,
        place: Address,
        stars: Sequence[view_parts.Stars],
        drawing: str,
    ) -> str:
        """Request a card; ``stars`` are those of every language, none for a producer."""
        photo = self._first_photo(kind, record)
        languages = self.translators
        mark = "Sample data — not a real product"
        card = SharePicture(
            path="",
            brand=self.catalogue.site.title.get(languages[0].lang),
            kicker=" · ".join(_each_once(kicker.get(t.lang) for t in languages)),
            names=_each_once(name for t in languages if not fonts.lacking(name := record.name.get(t.lang))),
            place=self.place(place, languages[0]),
            state=stars[0]["state"] if stars else "",
            words=_each_once(one["until"] for one in stars),
            stars=stars[0]["count"] if stars else None,
            filled=bool(stars and stars[0]["filled"]),
            mark=" · ".join(_each_once(t(mark) for t in languages)) if record.sample else "",
            drawing=drawing,
            photo=photo.file if photo else "",
            digest=photo.digest if photo else "",
        )
        # Named by what it says and shows: a copy that a host or an app kept is never out of date.
        look = [
            self.theme.assets[one] for one in ("style.css", "drawings/motif.svg", f"drawings/{drawing}.svg")
        ]
        name = _name(kind, record.id, *look, *(repr(value) for value in vars(card).values()))
        path = f"media/{name}-share.{'jpg' if photo else 'png'}"
        self.request(replace(card, path=path))
        return self.settings.full(f"/{path}")

    def _first_photo(self, kind: str, record: ProductSummary | ProducerSummary) -> PhotoFile | None:
        known = (self.catalogue.photo(kind, record.id, photo.file) for photo in record.photos)
        return next(filter(None, known), None)

    def og_image(self, kind: str, record: ProductSummary | ProducerSummary) -> str:
        """The full address of the first photo, cropped as search engines like it; empty without one."""
        known = self._first_photo(kind, record)
        if known is None:
            return ""
        path = f"media/{_name(kind, record.id, known.digest, 'og')}-og.jpg"
        self.request(Picture(path, known.file, known.digest, OG_WIDTH, "og", 82))
        return self.settings.full(f"/{path}")

    def picture(self, product: ProductSummary) -> view_parts.Picture:
        """The first photo of a product, else its illustration."""
        photo = self.image("product", product, product.photos[0]) if product.photos else None
        return {"photo": photo, "drawing": self.drawing(product)}

    def place(self, address: Address, translator: Translator | None = None) -> str:
        """The present commune, else the former district, else nothing, by default in this language."""
        t = translator or self.t
        if address.commune:
            return t.commune(self.catalogue.communes[address.commune])
        if address.district:
            return t.district(self.catalogue.districts[address.district])
        return ""

    def place_words(self, address: Address) -> view_parts.Words | None:
        """:meth:`place`, else the place as the source prints it, else nothing."""
        if place := self.place(address):
            return words(place)
        return printed(self, address.printed) if address.printed else None

    def place_links(self, places: Sequence[str]) -> list[view_parts.Link]:
        """Former districts and present communes by id, each leading to its list where it has products."""
        catalogue, result = self.catalogue, []
        for identity in places:
            if identity in catalogue.districts:
                has = catalogue.has_district_list(identity)
                name = self.t.district(catalogue.districts[identity])
                result.append(link(name, self.urls.district(identity) if has else ""))
            else:
                has = catalogue.has_commune_list(identity)
                name = self.t.commune(catalogue.communes[identity])
                result.append(link(name, self.urls("places", identity) if has else ""))
        return result

    def other_name(self, text: Text) -> view_parts.Words | None:
        """The name in the first language of the site that has another one than is shown."""
        shown = text.get(self.lang)
        for language in self.catalogue.site.languages:
            if text.has(language.code) and text[language.code] != shown:
                return {"text": text[language.code], "lang": language.code}
        return None

    def card(self, product: ProductSummary) -> view_parts.Card:
        """A product in a list."""
        return self.catalogue.recorder.fragment(
            ("card", self.lang, product.id), lambda: self._card(product.id)
        )

    def _card(self, identity: str) -> view_parts.Card:
        catalogue = self.catalogue
        product = catalogue.products[identity]
        stars = self.stars(product)
        one_set = catalogue.sets[product.set]
        producer = catalogue.producers.get(product.producer or "")
        return {
            "id": product.id,
            "href": self.urls("products", product.id),
            "name": self.t.text(product.name),
            "group": catalogue.groups[one_set.group].name.get(self.lang),
            "place": self.place(product.origin),
            "producer": self.t.text(producer.name) if producer else None,
            "picture": self.picture(product),
            "stars": stars,
            "sample": product.sample,
        }

    def producer_card(self, producer: ProducerSummary) -> view_parts.ProducerCard:
        """A producer in a list."""
        products = self.catalogue.of_producer(producer.id)
        return {
            "id": producer.id,
            "href": self.urls("producers", producer.id),
            "name": self.t.text(producer.name),
            "kind": self.catalogue.kinds[producer.kind].name.get(self.lang),
            "place": self.place_words(producer.address),
            "summary": self.t.maybe(self.catalogue.producer(producer.id).summary) or {"text": "", "lang": ""},
            "count": len(products),
            "drawing": self.drawing(products[0]) if products else "basket",
            "sample": producer.sample,
        }

    def source(self, source: Source) -> view_parts.Source:
        """Where a fact was published."""
        return {
            "publisher": source.publisher,
            "title": source.title or "",
            "lang": "" if source.language == self.lang else source.language,
            "date": self.t.day(source.date.isoformat() if source.date else None),
            "domain": source.domain or "",
            "href": source.url or "",
            "note": self.t.maybe(source.note),
        }

    def sources(self, sources: Sequence[Source]) -> list[view_parts.Source]:
        """Every source of a record."""
        return [self.source(source) for source in sources]

    def qr(self, product: ProductSummary) -> view_parts.Qr:
        """The QR code of a product's permanent address, with the file to download."""
        payload = self.settings.full(trace(product))
        code = product.code or product.gtin or ""
        name = f"{code}-{_name(payload)[:8]}"
        self.request(QrCode(f"qr/{name}.svg", payload))
        return {"payload": payload, "svg": f"/qr/{name}.svg", "code": code}

    def as_of(self) -> str:
        """The sentence beside every computed count."""
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
        return self.t.day(self.catalogue.today().isoformat())


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts without empty and repeated ones, in their order."""
    return tuple(dict.fromkeys(filter(None, texts)))


def _name(*parts: str) -> str:
    """The part of a file's name that changes with what the file is made from."""
    return sha256("\0".join(parts).encode()).hexdigest()[:12]


def words(text: str, lang: str = "") -> view_parts.Words:
    """Words that are already in the page's language."""
    return {"text": text, "lang": lang}


def printed_text(context: PageContext, text: str) -> str:
    """Words as the sources print them: in Vietnamese, marked on pages in other languages."""
    return in_language(text, "vi") if text and context.lang != "vi" else text


def printed(context: PageContext, text: str) -> view_parts.Words:
    """:func:`printed_text` for an element that carries the mark itself."""
    return words(text, "" if context.lang == "vi" else "vi")


def link(name: str, href: str) -> view_parts.Link:
    """A name and where it leads."""
    return {"name": name, "href": href}


def row(label: str, *values: view_parts.Words, href: str = "", identity: str = "") -> view_parts.Row:
    """A row of a table of facts."""
    return {"label": label, "values": list(values), "href": href, "id": identity}


def lone_frame(
    main: PageContext,
    kind: str,
    address: str,
    heading: str,
    description: str,
    *,
    title: str = "",
    sample: bool = False,
) -> view_parts.Frame:
    """The frame of a page that stands for itself: one address for all languages, for no search engine."""
    frame = main.frame(
        kind, {main.lang: address}, heading, description, title=title, index=False, sample=sample
    )
    frame["crumbs"], frame["alternates"], frame["jsonld"] = [], [], []
    return frame
