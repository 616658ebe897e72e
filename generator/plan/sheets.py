"""What may be said on paper and in buyers' lists: a selection of products as plain values.

Sheets are printed for days to come, so a rating counts only if it is valid on every day of the fair;
otherwise no star is drawn and the words say what is known. Contacts appear only where the holder agreed
(Law 91/2025/QH15). Words are kept for each language of the site, so that one sheet can speak two.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.catalogue.addresses import trace
from generator.catalogue.fairs import all_products, booth_products, shown_standing, told_standing
from generator.catalogue.model import Certificate, Fair, Producer, Product
from generator.catalogue.ocop import Standing
from generator.plan import fairs
from generator.plan.contacts import SheetContact, contact_rows
from generator.plan.desk import Desk
from generator.plan.products import story_of
from generator.plan.urls import file_of
from generator.plan.words import CERTIFICATE, excerpt
from generator.text import Text, sort_key

Said = Mapping[str, str]
"""Words by language."""
SENTENCE = re.compile(r"(?<=[.!?])(?<!TP\.)(?<!Co\.)(?<!No\.)\s+(?=\S)")


@dataclass(frozen=True)
class Voices:
    """The languages in which sheets speak: that of headings and orders first, a second one after it."""

    langs: tuple[str, ...]

    def say(self, said: Said) -> str:
        """Words in the first language that has them; names stay as they are rather than go missing."""
        for lang in self.langs:
            if said.get(lang):
                return said[lang]
        return next(iter(said.values()), "")

    def other(self, said: Said) -> str:
        """Words in the second language, if they say something else."""
        first = self.say(said)
        found = said.get(self.langs[1], "") if len(self.langs) > 1 else ""
        return found if found != first else ""

    def both(self, said: Said, joint: str = " · ") -> str:
        """Words in every language of the sheet."""
        return joint.join(part for part in (self.say(said), self.other(said)) if part)


LABELS = {
    "scan": "Scan to see where it comes from",
    "scan-product": "Scan to read about the product",
    "scan-contact": "Scan to save the contact",
    "illustration": "Illustration",
    "sample": "Sample data — not a real product",
    "maker": "Producer",
    "contents": "Contents",
    "notes": "Notes",
    "producers": "Producers",
    "index": "Index of products",
    "makers": "Producers and contacts",
    "no-contact": "No contact printed: we have no consent of the producer on record.",
    "consent-note": "Contacts stand here only where the producer has agreed to it.",
    "catalogue": "Catalogue of products",
    "ingredients": "Ingredients",
    "usage": "How to use",
    "storage": "Storage",
    "shelf_life": "Shelf life",
    "packs": "Pack sizes",
    "warnings": "Warnings",
    "certificates": "Other certificates",
    "place": "Place",
    "code": "Trace code",
    "gtin": "GTIN (barcode)",
    "page": "page",
    "as-of": "As of {day}",
    "no-producer": "Producer not named by our sources",
    "booth": "Booth",
    "products": "Products",
    "more": "More at the address behind the code.",
    "phone": "Telephone",
    "zalo": "Zalo",
    "email": "E-mail",
    "web": "Web site",
    "name-vi": "Product name (Vietnamese)",
    "name-en": "Product name (English)",
    "group": "Group",
    "commune": "Place",
    "stars": "Stars",
    "rating": "Rating",
    "until": "Valid until",
    "decision": "Decision",
    "address": "Page on the web",
    "consent": "Consent to publish contacts",
}
"""Fixed words of the sheets: key → English source text."""


@dataclass(frozen=True)
class SheetProduct:
    """A product as sheets and lists show it."""

    id: str
    name: Said
    """Only in the languages in which it was written."""
    sample: bool
    drawing: str
    photo: str
    """File of the first photo; empty without one."""
    photo_digest: str
    credit: Said
    stars: int
    """0 unless the rating is valid on every day of the fair."""
    rating: Said
    """One sentence on stars and validity."""
    until: date | None
    """Last day on which a rating that counts is certainly valid."""
    decision: str
    producer: str
    """Id of the holder; empty where no source names one."""
    producer_name: Said
    place: Said
    pitch: Said
    """One short sentence."""
    summary: Said
    """Without the sentences that speak of stars: those are drawn, and only while they are valid."""
    description: Said
    facts: tuple[tuple[str, Said], ...]
    """Label's key and the words: ingredients, use, storage …"""
    packs: Said
    certificates: Said
    group: str
    group_name: Said
    commune: str
    district: str
    code: str
    gtin: str
    traced: bool
    """Whether the code leads to a page of origin rather than to the product's page."""
    payload: str
    """The public address in the code."""
    page: Said
    """The public address of the product's page."""


@dataclass(frozen=True)
class SheetProducer:
    """A holder with what it agreed to publish."""

    id: str
    name: Said
    sample: bool
    kind: Said
    place: Said
    story: Said
    contacts: tuple[SheetContact, ...]
    """Empty without consent; of one kind there may be several."""
    consent_on: date | None
    page: Said


@dataclass(frozen=True)
class SheetBooth:
    """Products that stand together."""

    name: Said
    place: Said
    products: tuple[str, ...]


@dataclass(frozen=True)
class Sheets:
    """A fair or showcase ready to be printed."""

    id: str
    sample: bool
    title: Said
    place: Said
    days: Said
    """The fair's days in words; the day of the catalogue where it has none."""
    as_of: Said
    brand: Said
    publisher: Said
    page: Said
    """The public address of the fair's own page."""
    labels: Mapping[str, Said]
    products: tuple[SheetProduct, ...]
    producers: Mapping[str, SheetProducer]
    booths: tuple[SheetBooth, ...]
    sections: Mapping[str, Sequence[tuple[Said, tuple[str, ...]]]]
    """Products under headings: by ``commune``, ``district`` and ``group``."""
    files: Mapping[str, str]
    """Public address in a code → file of the built site that answers it."""

    def of(self, ids: Iterable[str]) -> list[SheetProduct]:
        """Products by their ids, in that order."""
        known = {one.id: one for one in self.products}
        return [known[identity] for identity in ids if identity in known]


def sheets(desks: Sequence[Desk], fair: Fair) -> Sheets:
    """A fair or showcase as values to print. ``desks`` are the site's languages in order."""
    main = desks[0]
    catalogue = main.catalogue
    makers: dict[str, SheetProducer] = {}
    products: list[SheetProduct] = []
    files: dict[str, str] = {}
    for product in fairs.selection(main, fair):
        made = _product(desks, fair, catalogue.product(product.id))
        products.append(made)
        address = trace(product) + "/" if made.traced else main.urls("products", product.id)
        files[made.payload] = file_of(address)
        if (holder := catalogue.producers.get(made.producer)) and made.producer not in makers:
            makers[made.producer] = _producer(desks, catalogue.producer(holder.id))
    page = {desk.lang: desk.settings.full(desk.urls("fairs", fair.id)) for desk in desks}
    files |= {page[desk.lang]: file_of(desk.urls("fairs", fair.id)) for desk in desks}
    site, everything = catalogue.site, all_products(catalogue)
    return Sheets(
        id=fair.id,
        sample=fair.sample,
        title=_said(desks, fair.name),
        place=_said(desks, fair.place),
        days={desk.lang: fairs.dates(desk, fair) if fair.first else _as_of(desk) for desk in desks},
        as_of={desk.lang: _as_of(desk) for desk in desks},
        brand=_said(desks, site.title),
        publisher=_said(desks, site.publisher),
        page=page,
        labels={key: {desk.lang: desk.say(words) for desk in desks} for key, words in LABELS.items()},
        products=tuple(products),
        producers=makers,
        booths=tuple(
            SheetBooth(_said(desks, booth.name), _commune(desks, booth.commune), tuple(p.id for p in found))
            for booth in fair.booths
            if (found := booth_products(everything, fair, booth))
        ),
        sections={by: _sections(desks, products, by) for by in ("commune", "district", "group")},
        files=files,
    )


def _commune(desks: Sequence[Desk], identity: str | None) -> dict[str, str]:
    catalogue = desks[0].catalogue
    return {desk.lang: desk.say.commune(catalogue.communes[identity]) for desk in desks} if identity else {}


def _said(desks: Sequence[Desk], text: Text | None) -> dict[str, str]:
    """A text in every language that it has; one that it lacks is left out, not borrowed."""
    return {desk.lang: " ".join(text[desk.lang].split()) for desk in desks if text and text.has(desk.lang)}


def _unstarred(said: Said) -> dict[str, str]:
    """Prose without sentences about stars, which would be read as a claim for today."""
    found = {
        lang: " ".join(one for one in SENTENCE.split(words) if not fairs.STAR_WORDS.search(one))
        for lang, words in said.items()
    }
    return {lang: words for lang, words in found.items() if words}


def _joined(desks: Sequence[Desk], texts: Sequence[Text]) -> dict[str, str]:
    return {
        desk.lang: "; ".join(one[desk.lang] for one in texts if one.has(desk.lang))
        for desk in desks
        if any(one.has(desk.lang) for one in texts)
    }


def _as_of(desk: Desk) -> str:
    return desk.say("As of {day}", day=desk.today)


def _product(desks: Sequence[Desk], fair: Fair, product: Product) -> SheetProduct:
    """A product as sheets show it."""
    main = desks[0]
    catalogue = main.catalogue
    shown = shown_standing(catalogue, fair, product)
    standing = told_standing(catalogue, fair, product)
    producer = catalogue.producers.get(product.producer or "")
    traced = catalogue.traced(product)
    photo = product.photos[0] if product.photos else None
    folder = catalogue.files["product", product.id].rsplit("/", 1)[0]
    known = catalogue.photos.get(f"{folder}/{photo.file}") if photo else None
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
        name=_said(desks, product.name),
        sample=product.sample,
        drawing=main.drawing(product),
        photo=known.file if known else "",
        photo_digest=known.digest if known else "",
        credit=_said(desks, photo.credit) if photo and known else {},
        stars=(shown.rating.stars or 0) if shown else 0,
        rating={desk.lang: _rating(desk, standing, bool(shown)) for desk in desks},
        until=shown.sure_until if shown else None,
        decision=(decision.number or "") if decision and shown else "",
        producer=producer.id if producer else "",
        producer_name=_said(desks, producer.name) if producer else {},
        place={desk.lang: words for desk in desks if (words := _place(desk, product))},
        pitch={desk.lang: one["text"] for desk in desks if not (one := fairs.pitch(desk, product))["lang"]},
        summary=_unstarred(_said(desks, product.summary)),
        description=_unstarred(_said(desks, product.description)),
        facts=(
            *((key, _said(desks, text)) for key, text in facts if text),
            ("group", {desk.lang: _group(desk, product) for desk in desks}),
            *([("gtin", {desk.lang: product.gtin for desk in desks})] if product.gtin else []),
        ),
        packs=_joined(desks, product.pack_sizes),
        certificates={
            desk.lang: "; ".join(_certificate(desk, one) for one in product.certificates)
            for desk in desks
            if product.certificates
        },
        group=catalogue.sets[product.set].group,
        group_name={
            desk.lang: catalogue.groups[catalogue.sets[product.set].group].name.get(desk.lang)
            for desk in desks
        },
        commune=product.origin.commune or "",
        district=catalogue.district_of(product),
        code=(product.code or product.gtin or "") if traced else "",
        gtin=product.gtin or "",
        traced=traced,
        payload=fairs.public_address(main, product),
        page={desk.lang: desk.settings.full(desk.urls("products", product.id)) for desk in desks},
    )


def _rating(desk: Desk, standing: Standing | None, counts: bool) -> str:
    """Stars and validity in one sentence that claims no more than the record does."""
    stars = desk.standing_stars(standing)
    if standing is None or not standing.current or standing.sure_until is None:
        return stars["until"]
    day = desk.say.day(standing.sure_until.isoformat())
    until = desk.say("Valid until {day}" if standing.last else "Valid at least until {day}", day=day)
    return f"{stars['label']} · {until}" if counts else until


def _place(desk: Desk, product: Product) -> str:
    found = desk.place(product.origin)
    if product.sample and not found:
        return product.origin.printed or ""
    return f"{found}, {desk.catalogue.places.province.name}" if found else ""


def _group(desk: Desk, product: Product) -> str:
    one = desk.catalogue.sets[product.set]
    return f"{desk.catalogue.groups[one.group].name.get(desk.lang)} – {one.name.get(desk.lang)}"


def _certificate(desk: Desk, one: Certificate) -> str:
    name = one.name.get(desk.lang) or desk.say(CERTIFICATE[one.kind])
    parts = [name, one.number or ""]
    if one.valid_until:
        over = one.over_on(desk.catalogue.day)
        day = desk.say.day(one.valid_until.isoformat())
        parts.append(desk.say("Expired: was valid until {day}" if over else "Valid until {day}", day=day))
    return ", ".join(part for part in parts if part)


def _producer(desks: Sequence[Desk], producer: Producer) -> SheetProducer:
    main = desks[0]
    catalogue = main.catalogue
    rows = contact_rows(main.say, producer.contacts)
    contacts = tuple(SheetContact(row["kind"], row["value"], row["href"]) for row in rows)
    stories: dict[str, str] = {}
    for desk in desks:
        text, lang = story_of(desk, "producer", producer.id) or ("", "")
        words = excerpt(text, 420) if text and not lang else ""
        if not words and producer.summary and producer.summary.has(desk.lang):
            words = producer.summary[desk.lang]
        if words:
            stories[desk.lang] = " ".join(words.split())
    stories = _unstarred(stories)
    return SheetProducer(
        id=producer.id,
        name=_said(desks, producer.name),
        sample=producer.sample,
        kind=_said(desks, catalogue.kinds[producer.kind].name),
        place={
            desk.lang: words
            for desk in desks
            if (words := desk.place(producer.address) or producer.address.printed or "")
        },
        story=stories,
        contacts=contacts,
        consent_on=producer.contacts.consent_on if producer.contacts and contacts else None,
        page={desk.lang: desk.settings.full(desk.urls("producers", producer.id)) for desk in desks},
    )


def _sections(
    desks: Sequence[Desk], products: Sequence[SheetProduct], by: str
) -> list[tuple[Said, tuple[str, ...]]]:
    """Products under headings in Vietnamese order; groups in the order of the programme."""
    catalogue = desks[0].catalogue
    found: dict[tuple[str, str], list[SheetProduct]] = {}
    for product in products:
        if by == "group":
            key = ("group", product.group)
        elif by == "commune" and product.commune:
            key = ("commune", product.commune)
        elif product.district:
            key = ("district", product.district)
        else:
            # A made-up place is in no list of places; of a real product's, none is stated.
            place = product.place.get(desks[0].lang, "")
            key = ("printed", place) if place else ("", "")
        found.setdefault(key, []).append(product)

    def heading(desk: Desk, key: tuple[str, str]) -> str:
        match key:
            case ("group", identity):
                return catalogue.groups[identity].name.get(desk.lang)
            case ("commune", identity):
                return desk.say.commune(catalogue.communes[identity])
            case ("district", identity):
                return desk.say.district(catalogue.districts[identity])
            case ("printed", words):
                return words
            case _:
                return desk.say("Place not stated by our sources")

    def rank(key: tuple[str, str]) -> tuple[object, ...]:
        if key[0] == "group":
            return (list(catalogue.groups).index(key[1]),)
        commune, district = catalogue.communes.get(key[1]), catalogue.districts.get(key[1])
        place = commune if key[0] == "commune" else district if key[0] == "district" else None
        return (not key[0], key[0], sort_key(place.name if place else key[1]))

    return [
        ({desk.lang: heading(desk, key) for desk in desks}, tuple(one.id for one in found[key]))
        for key in sorted(found, key=rank)
    ]
