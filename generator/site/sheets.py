"""What may be said on paper and in buyers' lists: a selection of products as plain values.

Sheets are printed for days to come, so a rating counts only if it is valid on every day of the fair;
otherwise no star is drawn and the words say what is known. Contacts appear only where the producer agreed
(Law 91/2025/QH15). Words are kept for each language of the site, so that one sheet can speak two.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from generator.catalogue.fairs import booth_products, listed_then_samples, shown_standing, told_standing
from generator.catalogue.model import Certificate, Fair, Producer, ProducerSummary, Product
from generator.catalogue.ocop import Standing
from generator.catalogue.reader import CatalogueReader
from generator.site import fair_parts
from generator.site.contacts import SheetContact, contact_rows
from generator.site.context import PageContext
from generator.site.pictures import drawing_of
from generator.site.product_facts import producer_name
from generator.site.stories import story_of
from generator.site.words import CERTIFICATE, excerpt
from generator.text import Text, sort_key

TextByLanguage = Mapping[str, str]
"""A text in each language that has it, by language code."""
SENTENCE = re.compile(r"(?<=[.!?])(?<!TP\.)(?<!Co\.)(?<!No\.)\s+(?=\S)")


@dataclass(frozen=True)
class SheetLanguages:
    """The languages of the sheets: that of headings and orders first, then perhaps a second one."""

    langs: tuple[str, ...]

    def t(self, text: TextByLanguage) -> str:
        """Words in the first language that has them; names stay as they are rather than go missing."""
        for lang in self.langs:
            if text.get(lang):
                return text[lang]
        return next(iter(text.values()), "")

    def other(self, text: TextByLanguage) -> str:
        """Words in the second language, if they say something else."""
        first = self.t(text)
        second = text.get(self.langs[1], "") if len(self.langs) > 1 else ""
        return second if second != first else ""

    def both(self, text: TextByLanguage, joint: str = " · ") -> str:
        """Words in every language of the sheet."""
        return joint.join(part for part in (self.t(text), self.other(text)) if part)


LABELS = {
    "scan": "Scan to see where it comes from",
    "scan-product": "Scan to read about the product",
    "scan-contact": "Scan to save the contact",
    "illustration": "Illustration",
    "sample": "Sample data — not a real product",
    "producer": "Producer",
    "contents": "Contents",
    "notes": "Notes",
    "producers": "Producers",
    "index": "Index of products",
    "producers-contacts": "Producers and contacts",
    "no-contact": "No contact printed: we have no record that the producer agreed.",
    "consent-note": "Contacts are printed only where the producer has agreed.",
    "catalogue": "Catalogue of products",
    "ingredients": "Ingredients",
    "usage": "How to use",
    "storage": "Storage",
    "shelf_life": "Shelf life",
    "packs": "Pack sizes",
    "warnings": "Warnings",
    "certificates": "Other certificates",
    "code": "Trace code",
    "gtin": "GTIN (barcode)",
    "page": "page",
    "no-producer": "Producer not named by our sources",
    "inferred": "from another source, not confirmed",
    "products": "Products",
    "phone": "Telephone",
    "zalo": "Zalo",
    "email": "E-mail",
    "web": "Website",
    "name-vi": "Product name (Vietnamese)",
    "name-en": "Product name (English)",
    "group": "Group",
    "commune": "Place",
    "stars": "Stars",
    "rating": "Rating",
    "until": "Stars valid until",
    "decision": "Decision",
    "address": "Web page",
    "consent": "Consent to publish contacts",
}
"""Fixed words of the sheets: key → English source text."""


@dataclass(frozen=True)
class SheetProduct:
    """A product as sheets and lists show it."""

    id: str
    name: TextByLanguage
    """Only in the languages in which it was written."""
    sample: bool
    drawing: str
    photo: str
    """File of the first photo; empty without one."""
    photo_digest: str
    credit: TextByLanguage
    stars: int
    """0 unless the rating is valid on every day of the fair."""
    rating: TextByLanguage
    """One sentence on stars and validity."""
    until: date | None
    """Last day on which a rating that counts is certainly valid."""
    decision: str
    producer: str
    """Id of the producer; empty where no source names one."""
    producer_name: TextByLanguage
    """Marked where the sources on the rating do not name the producer."""
    producer_inferred: bool
    place: TextByLanguage
    pitch: TextByLanguage
    """One short sentence."""
    summary: TextByLanguage
    """Without the sentences that speak of stars: those are drawn, and only while they are valid."""
    description: TextByLanguage
    facts: tuple[tuple[str, TextByLanguage], ...]
    """Label's key and the words: ingredients, use, storage …"""
    packs: TextByLanguage
    certificates: TextByLanguage
    group: str
    group_name: TextByLanguage
    commune: str
    district: str
    code: str
    gtin: str
    has_trace_page: bool
    """Whether the code leads to a page of origin rather than to the product's page."""
    payload: str
    """The public address in the code."""
    page: TextByLanguage
    """The public address of the product's page."""


@dataclass(frozen=True)
class SheetProducer:
    """A producer with what it agreed to publish."""

    id: str
    name: TextByLanguage
    sample: bool
    kind: TextByLanguage
    place: TextByLanguage
    story: TextByLanguage
    contacts: tuple[SheetContact, ...]
    """Empty without consent; of one kind there may be several."""
    consent_on: date | None
    page: TextByLanguage


@dataclass(frozen=True)
class SheetBooth:
    """Products that stand together."""

    name: TextByLanguage
    place: TextByLanguage
    products: tuple[str, ...]


@dataclass(frozen=True)
class Sheets:
    """A fair or showcase ready to be printed."""

    sample: bool
    title: TextByLanguage
    place: TextByLanguage
    days: TextByLanguage
    """The fair's days in words; the day of the catalogue where it has none."""
    as_of: TextByLanguage
    brand: TextByLanguage
    publisher: TextByLanguage
    page: TextByLanguage
    """The public address of the fair's own page."""
    labels: Mapping[str, TextByLanguage]
    products: tuple[SheetProduct, ...]
    producers: Mapping[str, SheetProducer]
    booths: tuple[SheetBooth, ...]
    sections: Mapping[str, Sequence[tuple[TextByLanguage, tuple[str, ...]]]]
    """Products under headings: by ``commune``, ``district`` and ``group``."""

    def of(self, ids: Iterable[str]) -> list[SheetProduct]:
        """Products by their ids, in that order."""
        by_id = {product.id: product for product in self.products}
        return [by_id[identity] for identity in ids if identity in by_id]


def sheets(contexts: Sequence[PageContext], fair: Fair) -> Sheets:
    """Return a fair or showcase as values to print. ``contexts`` are the site's languages in order."""
    main = contexts[0]
    catalogue = main.catalogue
    products = [
        _product(contexts, fair, catalogue.product(product.id))
        for product in fair_parts.products_of_fair(main, fair)
    ]
    producers = dict.fromkeys(product.producer for product in products if product.producer)
    site, products_and_samples = catalogue.site, listed_then_samples(catalogue)
    return Sheets(
        sample=fair.sample,
        title=own_texts(contexts, fair.name),
        place=own_texts(contexts, fair.place),
        days=in_each(
            contexts,
            lambda context: fair_parts.dates_of_fair(context, fair) if fair.first else _as_of(context),
        ),
        as_of=in_each(contexts, _as_of),
        brand=own_texts(contexts, site.title),
        publisher=own_texts(contexts, site.publisher),
        page=in_each(contexts, lambda context: context.settings.full(context.urls("fairs", fair.id))),
        labels={
            key: {context.lang: context.t(words) for context in contexts} for key, words in LABELS.items()
        },
        products=tuple(products),
        producers={producer: _producer(contexts, catalogue.producer(producer)) for producer in producers},
        booths=tuple(
            SheetBooth(
                own_texts(contexts, booth.name),
                _commune(contexts, booth.commune),
                tuple(p.id for p in booth_goods),
            )
            for booth in fair.booths
            if (booth_goods := booth_products(products_and_samples, fair, booth))
        ),
        sections={by: _sections(contexts, products, by) for by in ("commune", "district", "group")},
    )


def in_each(contexts: Sequence[PageContext], say: Callable[[PageContext], str]) -> dict[str, str]:
    """What ``say`` returns for each language; empty words are left out."""
    return {context.lang: words for context in contexts if (words := say(context))}


def _commune(contexts: Sequence[PageContext], identity: str | None) -> dict[str, str]:
    commune = contexts[0].catalogue.communes.get(identity or "")
    return in_each(contexts, lambda context: context.commune(commune.id)) if commune else {}


def own_texts(contexts: Sequence[PageContext], text: Text | None) -> dict[str, str]:
    """A text in every language that it has; one that it lacks is left out, not borrowed."""
    return {
        context.lang: " ".join(text[context.lang].split())
        for context in contexts
        if text and text.has(context.lang)
    }


def _unstarred(text: TextByLanguage) -> dict[str, str]:
    """Prose without sentences about stars, which would be read as a claim for today."""
    unstarred = {
        lang: " ".join(
            sentence for sentence in SENTENCE.split(words) if not fair_parts.STAR_WORDS.search(sentence)
        )
        for lang, words in text.items()
    }
    return {lang: words for lang, words in unstarred.items() if words}


def _joined(contexts: Sequence[PageContext], texts: Sequence[Text]) -> dict[str, str]:
    return {
        context.lang: "; ".join(text[context.lang] for text in texts if text.has(context.lang))
        for context in contexts
        if any(text.has(context.lang) for text in texts)
    }


def _as_of(context: PageContext) -> str:
    return context.t("As of {day}", day=context.today)


def _product(contexts: Sequence[PageContext], fair: Fair, product: Product) -> SheetProduct:
    """A product as sheets show it."""
    main = contexts[0]
    catalogue = main.catalogue
    standing_to_draw = shown_standing(catalogue, fair, product)
    standing = told_standing(catalogue, fair, product)
    producer = catalogue.producers.get(product.producer or "")
    has_trace_page = catalogue.has_trace_page(product)
    photo = product.photos[0] if product.photos else None
    file = catalogue.photo("product", product.id, photo.file) if photo else None
    decision = catalogue.decisions.get(standing.rating.decision or "") if standing else None
    facts = (
        ("ingredients", product.ingredients),
        ("usage", product.usage),
        ("storage", product.storage),
        ("shelf_life", product.shelf_life),
        ("warnings", product.warnings),
    )
    return SheetProduct(
        id=product.id,
        name=own_texts(contexts, product.name),
        sample=product.sample,
        drawing=drawing_of(main, product),
        photo=file.file if file else "",
        photo_digest=file.digest if file else "",
        credit=own_texts(contexts, photo.credit) if photo and file else {},
        stars=(standing_to_draw.rating.stars or 0) if standing_to_draw else 0,
        rating=in_each(contexts, lambda context: _rating(context, standing, bool(standing_to_draw))),
        until=standing_to_draw.sure_until if standing_to_draw else None,
        decision=(decision.number or "") if decision and standing_to_draw else "",
        producer=producer.id if producer else "",
        producer_name=producer_beside(contexts, product, producer) if producer else {},
        producer_inferred=product.producer_inferred,
        place=in_each(contexts, lambda context: printed_place(context, product)),
        pitch={
            context.lang: pitch["text"]
            for context in contexts
            if not (pitch := fair_parts.pitch(context, product))["lang"]
        },
        summary=_unstarred(own_texts(contexts, product.summary)),
        description=_unstarred(own_texts(contexts, product.description)),
        facts=(
            *((key, own_texts(contexts, text)) for key, text in facts if text),
            ("group", {context.lang: _group(context, product) for context in contexts}),
            *([("gtin", {context.lang: product.gtin for context in contexts})] if product.gtin else []),
        ),
        packs=_joined(contexts, product.pack_sizes),
        certificates={
            context.lang: "; ".join(
                _certificate(context, certificate) for certificate in product.certificates
            )
            for context in contexts
            if product.certificates
        },
        group=catalogue.sets[product.set].group,
        group_name={
            context.lang: catalogue.groups[catalogue.sets[product.set].group].name.get(context.lang)
            for context in contexts
        },
        commune=product.origin.commune or "",
        district=catalogue.district_of(product),
        code=(product.code or product.gtin or "") if has_trace_page else "",
        gtin=product.gtin or "",
        has_trace_page=has_trace_page,
        payload=fair_parts.public_address(main, product),
        page=in_each(contexts, lambda context: context.settings.full(context.urls("products", product.id))),
    )


def _rating(context: PageContext, standing: Standing | None, counts: bool) -> str:
    """Stars and validity in one sentence that claims no more than the record does."""
    stars = context.standing_stars(standing)
    if standing is None or not standing.current or standing.sure_until is None:
        return stars["until"]
    day = context.t.day(standing.sure_until)
    until = context.t(
        "Stars valid until {day}" if standing.last else "Stars valid at least until {day}", day=day
    )
    return f"{stars['label']} · {until}" if counts else until


def printed_place(context: PageContext, product: Product) -> str:
    """Return where a product comes from, as paper says it; empty where no source states it."""
    place = context.local_place(product.origin)
    if product.sample and not place:
        return product.origin.printed or ""
    if context.moved_district(product.origin):
        return context.place_in_province(product.origin)
    return f"{place}, {context.province_of_address(product).name}" if place else ""


def _group(context: PageContext, product: Product) -> str:
    criteria_set = context.catalogue.sets[product.set]
    group = context.catalogue.groups[criteria_set.group]
    return f"{group.name.get(context.lang)} – {criteria_set.name.get(context.lang)}"


def _certificate(context: PageContext, certificate: Certificate) -> str:
    name = certificate.name.get(context.lang) or context.t(CERTIFICATE[certificate.kind])
    parts = [name, certificate.number or ""]
    if certificate.valid_until:
        over = context.catalogue.is_past(certificate.valid_until)
        day = context.t.day(certificate.valid_until)
        parts.append(context.t("Was valid until {day}" if over else "Valid until {day}", day=day))
    return ", ".join(part for part in parts if part)


def producer_beside(
    contexts: Sequence[PageContext], product: Product, producer: ProducerSummary
) -> dict[str, str]:
    """Return the name of a product's producer beside the product, in the languages in which it is written."""
    return {
        context.lang: name["text"]
        for context in contexts
        if producer.name.has(context.lang) and (name := producer_name(context, product))
    }


def _producer(contexts: Sequence[PageContext], producer: Producer) -> SheetProducer:
    main = contexts[0]
    catalogue = main.catalogue
    # Sheets say that their contacts stand there by consent: what a business only published is left out.
    agreed = producer.contacts is not None and producer.contacts.consent_on is not None
    rows = contact_rows(main.t, producer.contacts) if agreed else []
    contacts = tuple(SheetContact(row["kind"], row["value"], row["href"]) for row in rows)
    return SheetProducer(
        id=producer.id,
        name=own_texts(contexts, producer.name),
        sample=producer.sample,
        kind=own_texts(contexts, catalogue.producer_kinds[producer.kind].name),
        place=in_each(
            contexts, lambda context: context.place(producer.address) or producer.address.printed or ""
        ),
        story=_unstarred(in_each(contexts, lambda context: _story(context, producer))),
        contacts=contacts,
        consent_on=producer.contacts.consent_on if producer.contacts and contacts else None,
        page=in_each(contexts, lambda context: context.settings.full(context.urls("producers", producer.id))),
    )


def _story(context: PageContext, producer: Producer) -> str:
    """The beginning of a producer's story, else its summary, where it has them in this language."""
    text, lang = story_of(context, "producer", producer.id) or ("", "")
    words = excerpt(text, 420) if text and not lang else ""
    if not words and producer.summary and producer.summary.has(context.lang):
        words = producer.summary[context.lang]
    return " ".join(words.split())


SectionKey = tuple[str, str]
"""What a section is about: "group", "commune", "district" or "printed", and the id or the printed words.

Both are empty for products whose place no source states.
"""


def _sections(
    contexts: Sequence[PageContext], products: Sequence[SheetProduct], by: str
) -> list[tuple[TextByLanguage, tuple[str, ...]]]:
    """Return headings with the ids of their products; ``by`` is group, commune or district.

    Groups are in the order of the programme, administrative places in Vietnamese alphabetical order.
    """
    catalogue = contexts[0].catalogue
    by_key: dict[SectionKey, list[SheetProduct]] = {}
    for product in products:
        by_key.setdefault(_section_of(product, by, contexts[0].lang), []).append(product)
    return [
        (
            {context.lang: _section_heading(context, key) for context in contexts},
            tuple(product.id for product in by_key[key]),
        )
        for key in sorted(by_key, key=partial(_section_rank, catalogue))
    ]


def _section_of(product: SheetProduct, by: str, main_language: str) -> SectionKey:
    """Return the section to which a product belongs."""
    if by == "group":
        return "group", product.group
    if by == "commune" and product.commune:
        return "commune", product.commune
    if product.district:
        return "district", product.district
    # A sample's place is in no list of places; of a real product's place, only the printed words are known.
    place = product.place.get(main_language, "")
    return ("printed", place) if place else ("", "")


def _section_heading(context: PageContext, key: SectionKey) -> str:
    catalogue = context.catalogue
    match key:
        case ("group", identity):
            return catalogue.groups[identity].name.get(context.lang)
        case ("commune", identity):
            return context.commune(identity)
        case ("district", identity):
            return context.district(identity)
        case ("printed", words):
            return words
        case _:
            return context.t("Place not stated by our sources")


def _section_rank(catalogue: CatalogueReader, key: SectionKey) -> tuple[object, ...]:
    """Return what sections are sorted by; products without a place come last."""
    kind, identity = key
    if kind == "group":
        return (list(catalogue.groups).index(identity),)
    commune, district = catalogue.communes.get(identity), catalogue.districts.get(identity)
    place = commune if kind == "commune" else district if kind == "district" else None
    return (not kind, kind, sort_key(place.name if place else identity))
