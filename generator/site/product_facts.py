"""The facts of a product as rows: its page, its scan page, slides and the comparison show them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TypedDict

from generator.catalogue.model import Certificate, District, Producer, Product, ProductSummary
from generator.catalogue.reader import CatalogueReader
from generator.site.context import PageContext, printed
from generator.site.view_parts import Link, Row, Source, Words, filled_rows, link, maybe_words, row, words
from generator.site.words import CERTIFICATE, MONTHS, Translator
from generator.text import fill, in_language


class CertificateRow(TypedDict):
    """A certificate other than OCOP's: VietGAP, HACCP, a geographical indication."""

    name: Words
    kind: str
    number: str
    issuer: Words | None
    issued: str
    until: str
    over: bool
    """Whether its last valid day has passed."""
    href: str
    note: Words | None


class CitedText(TypedDict):
    """What sources say about a product under one heading: its taste, its use, its season, how it is made."""

    label: str
    text: Words
    months: str
    """The months of a season in words; empty for others."""
    href: str
    """The page that lists products by such a value; may be empty."""
    sources: list[Source]


def cited_texts(context: PageContext, product: Product) -> list[CitedText]:
    """Return what a buyer wants to know of a product beside its stars, each with its sources."""
    t = context.t
    texts: list[CitedText] = []
    for label, cited in (
        (t("Taste and looks"), product.taste),
        (t("What it is used for"), product.use),
        (t("How it is made"), product.making),
    ):
        if cited:
            sources = context.sources(cited.sources)
            text = t.text(cited.text)
            texts.append({"label": label, "text": text, "months": "", "href": "", "sources": sources})
    if season := product.season:
        texts.append(
            {
                "label": t("Season"),
                "text": t.text(season.text),
                "months": months_in_words(t, season.months),
                "href": context.urls("season"),
                "sources": context.sources(season.sources),
            }
        )
    return texts


def months_in_words(t: Translator, months: Sequence[int]) -> str:
    """Return months as runs from the first to the last one: "tháng 3–8, 12"; empty where there are none."""
    runs: list[list[int]] = []
    for month in sorted(set(months)):
        if runs and runs[-1][-1] == month - 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    names = [
        t(MONTHS[run[0] - 1])
        if len(run) == 1
        else t("{first} to {last}", first=t(MONTHS[run[0] - 1]), last=t(MONTHS[run[-1] - 1]))
        for run in runs
    ]
    return ", ".join(names)


def kind_link(context: PageContext, product: ProductSummary) -> Link:
    """Return what buyers call a product, leading to its list; its legal group where none is recorded."""
    catalogue = context.catalogue
    if kind := catalogue.product_kinds.get(product.kind or ""):
        return link(kind.name.get(context.lang), context.urls.goods(kind.id))
    group = catalogue.groups[catalogue.sets[product.set].group]
    return link(group.name.get(context.lang), context.urls.group(group.id))


def producer_of(context: PageContext, product: ProductSummary) -> Producer | None:
    """Return the whole record of a product's producer; None where no source names one."""
    catalogue = context.catalogue
    return catalogue.producer(product.producer) if product.producer in catalogue.producers else None  # type: ignore[arg-type]


def full_name(context: PageContext, product: ProductSummary) -> Words:
    """Return a product's name, with what tells it from another listed product that has the same name."""
    name, apart = context.t.text(product.name), told_apart_by(context, product)
    return {**name, "text": f"{name['text']} ({apart})"} if apart else name


def told_apart_by(context: PageContext, product: ProductSummary) -> str:
    """Return what tells a product from its namesakes: its place, and its producer if that tells more.

    Empty where no listed product has the same name, and where nothing is known that differs.
    """
    namesakes = context.catalogue.ask("namesakes", product.id, context.lang)
    if not namesakes:
        return ""
    place = former_place(context, product)
    others = [context.catalogue.products[identity] for identity in namesakes]
    producer = context.catalogue.producers.get(product.producer or "")
    told_by_producer = any(
        former_place(context, other) == place and other.producer != product.producer for other in others
    )
    parts = [place, producer.name.get(context.lang) if producer and told_by_producer else ""]
    return ", ".join(part for part in parts if part)


def former_place(context: PageContext, product: ProductSummary) -> str:
    """Return the bare name of the former district, which people know best, else of the commune."""
    catalogue = context.catalogue
    if district := catalogue.districts.get(catalogue.district_of(product)):
        return district_in_short(context, district)
    commune = catalogue.communes.get(product.origin.commune or "")
    return ", ".join([commune.name, *_province_in_short(context, commune.id)]) if commune else ""


def district_in_short(context: PageContext, district: District) -> str:
    """Return the bare name of a former district, with its province where that tells more.

    That is the one it belonged to, where provinces were merged, else that of today in a catalogue of several.
    """
    former = district.former_province
    return ", ".join(
        [district.name, *([former.name] if former else _province_in_short(context, district.id))]
    )


def _province_in_short(context: PageContext, place: str) -> list[str]:
    return [] if context.catalogue.is_one_province else [context.province_of(place).name]


def define_namesakes(reader: CatalogueReader) -> None:
    """Let units ask ``("namesakes", product, language)``.

    The ids of other listed products with the same name in that language: in another they may be told apart.
    """

    def shared_names(lang: str) -> dict[str, list[str]]:
        ids: dict[str, list[str]] = defaultdict(list)
        for product in reader.listed:
            ids[product.name.get(lang).casefold()].append(product.id)
        return {name: several for name, several in ids.items() if len(several) > 1}

    def namesakes(identity: str, lang: str) -> list[str]:
        product = reader.products.get(identity)
        if product is None:
            return []
        same = reader.ask("shared-names", lang).get(product.name.get(lang).casefold(), [])
        return [other for other in same if other != identity]

    reader.derive("shared-names", shared_names, stored=True)
    reader.derive("namesakes", namesakes)


def producer_name(context: PageContext, product: ProductSummary) -> Words | None:
    """Return the name of a product's producer, marked where the sources on the rating do not name it.

    None where no source names one.
    """
    producer = context.catalogue.producers.get(product.producer or "")
    if producer is None:
        return None
    name = context.t.text(producer.name)
    if not product.producer_inferred:
        return name
    shown = in_language(name["text"], name["lang"]) if name["lang"] else name["text"]
    return words(context.t("{name} (from another source, not confirmed)", name=shown))


def facts(context: PageContext, product: Product) -> list[Row]:
    """Return the table of facts."""
    other_names = [printed(context, name) for name in product.other_names]
    return [
        *_origin_rows(context, product),
        *number_rows(context, product),
        *filled_rows(row(context.t("Also written"), *other_names)),
        *content_rows(context, product),
        *_trade_rows(context, product),
    ]


def _origin_rows(context: PageContext, product: Product) -> list[Row]:
    """Producer, administrative places, criteria set and trace code."""
    catalogue, t, urls = context.catalogue, context.t, context.urls
    criteria_set, name = catalogue.sets[product.set], producer_name(context, product)
    producer_href = urls("producers", product.producer or "") if name else ""
    set_name = words(fill("{n}. {name}", n=criteria_set.number, name=criteria_set.name.get(context.lang)))
    return [
        row(
            t("Producer"),
            name or words(t("Not named by our sources")),
            href=producer_href,
            identity="producer",
        ),
        *place_rows(context, product),
        *filled_rows(
            row(t("Criteria set"), set_name, href=urls.set(criteria_set.id), identity="set"),
            row(t("Group as printed"), printed(context, product.group_as_printed)),
            row(t("Trace code"), maybe_words(product.code), identity="code"),
        ),
        *home_rows(context, product),
    ]


def home_rows(context: PageContext, product: ProductSummary) -> list[Row]:
    """Return the row that leads to the product's page in the catalogue that the record comes from."""
    pages = product.home.pages if product.home else {}
    address = pages.get(context.lang) or next(iter(pages.values()), "")
    host = words(address.partition("://")[2].partition("/")[0])
    return [row(context.t("Original"), host, href=address, identity="home")] if address else []


def number_rows(context: PageContext, product: Product) -> list[Row]:
    """GTIN and official codes."""
    t = context.t
    codes = [row(t("Official OCOP code"), words(code)) for code in product.official_code]
    return filled_rows(row(t("GTIN (barcode)"), maybe_words(product.gtin), identity="gtin"), *codes)


def content_rows(context: PageContext, product: Product) -> list[Row]:
    """What is in the pack and how it is used, as a label has to say it."""
    t = context.t
    return filled_rows(
        row(t("Ingredients"), t.maybe(product.ingredients)),
        row(t("How to use"), t.maybe(product.usage)),
        row(t("Storage"), t.maybe(product.storage)),
        row(t("Shelf life"), t.maybe(product.shelf_life)),
        row(t("Warnings"), t.maybe(product.warnings), identity="warnings"),
        row(t("Standards applied"), *t.texts(product.standards)),
        row(t("Brand"), maybe_words(product.brand)),
        row(t("Pack sizes"), *t.texts(product.pack_sizes)),
    )


def _trade_rows(context: PageContext, product: Product) -> list[Row]:
    """Price, markets and trace stamps as the sources give them."""
    t, price = context.t, ""
    if product.price:
        amount = t("{n} đồng", n=t.number(product.price.amount))
        per, on = product.price.per.get(context.lang), t.day(product.price.on)
        price = t("{amount} for {per} (on {day})", amount=amount, per=per, day=on)
    stamps = t("Sources say that packs carry trace stamps") if product.trace_stamps else ""
    return filled_rows(
        row(t("Price"), maybe_words(price)),
        row(t("Markets named by sources"), *t.texts(product.markets)),
        row(t("Trace stamps"), maybe_words(stamps)),
    )


def place_rows(context: PageContext, product: ProductSummary) -> list[Row]:
    """Return the rows of a product's origin: today's commune, the former district, then as printed."""
    catalogue, t, urls, origin = context.catalogue, context.t, context.urls, product.origin
    linked = catalogue.is_listed(product)
    rows = []
    if origin.commune:
        commune = t.commune(catalogue.communes[origin.commune])
        whole = words(t.in_province(commune, context.province_of(origin.commune)))
        href = urls("places", origin.commune) if linked else ""
        rows.append(row(t("Place today"), whole, href=href, identity="place"))
    if origin.district:
        # Where the commune of today is given, its row names the province.
        today = None if origin.commune else context.province_of(origin.district)
        name = t.district(catalogue.districts[origin.district], today)
        name = name if today is None or catalogue.is_one_province else context.district(origin.district)
        href = urls.district(origin.district) if linked else ""
        rows.append(row(t("Before 1 July 2025"), words(name), href=href, identity="former"))
    rows += filled_rows(
        row(t("As the source prints it"), printed(context, origin.printed)),
        row(t("Growing area"), t.maybe(origin.area)),
    )
    return rows or [row(t("Place"), words(t("Not stated by our sources")), identity="place")]


def certificate_row(context: PageContext, certificate: Certificate) -> CertificateRow:
    """Return a certificate other than OCOP's in words."""
    t = context.t
    return {
        "name": t.text(certificate.name),
        "kind": t(CERTIFICATE[certificate.kind]),
        "number": certificate.number or "",
        "issuer": t.maybe(certificate.issuer),
        "issued": t.day(certificate.issued_on),
        "until": t.day(certificate.valid_until),
        "over": context.catalogue.is_past(certificate.valid_until),
        "href": certificate.evidence or "",
        "note": t.maybe(certificate.note),
    }
