"""Contacts as pages show them: agreed to or published by the business, linked only if certainly valid."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypedDict
from urllib.parse import quote

from generator.catalogue.model import Contacts, Producer, Product, ProductSummary, Shop
from generator.catalogue.published import is_published
from generator.catalogue.telephone import read_telephones, zalo_links
from generator.site.atlas import street_map
from generator.site.context import PageContext, printed
from generator.site.product_facts import producer_name, producer_of
from generator.site.view_parts import Link, Source, Words, link
from generator.site.words import Translator


class ContactRow(TypedDict):
    """A way to reach a producer, shop or office: ``kind`` is phone, zalo, email or web."""

    kind: str
    label: str
    value: str
    href: str
    """Empty where the value is no address or number to follow."""


class ContactPlace(TypedDict):
    """A shop where products are sold, or an office, and how to reach it."""

    name: Words
    href: str
    """Its own website; may be empty."""
    address: Words | None
    map: str
    """A street map of another site, asked for the address; empty where none is recorded."""
    ways: list[ContactRow]
    products: list[Link]
    """What is sold there, where a page is about several products; else empty."""


class ReadyMessage(TypedDict):
    """Words that a reader can send to the catalogue's editors, and links that open them ready to send."""

    text: str
    email: str
    sms: str
    zalo: str
    """Opens a conversation; Zalo takes no text from a link, so the reader puts the copied words in.

    Empty where the site's settings name no number.
    """
    is_addressed: bool
    """Whether the settings name whom to write to; else SMS and e-mail open without an addressee."""


class Buying(TypedDict):
    """How to buy a product and reach who makes it: one block, alike on product, producer and scan page."""

    producer: Words | None
    """Its name, marked where it is not certain; None on its own page and where no source names one."""
    producer_href: str
    ways: list[ContactRow]
    places: list[ContactPlace]
    basis: list[Source]
    """Where the business published contacts that are shown without a recorded consent."""
    missing: str
    """Sentence that nothing is recorded; empty where something is."""
    message: ReadyMessage
    """What a producer or a reader may send, to have something added or corrected."""


class SheetContact(NamedTuple):
    """One way to reach a producer, as sheets and lists take it."""

    kind: str
    """phone, zalo, email or web."""
    value: str
    """The text that is shown."""
    href: str
    """Where it leads, such as tel:+84912345678; empty where it is not surely a number or address."""


def contact_rows(t: Translator, holder: Contacts | Shop | None) -> list[ContactRow]:
    """Return the contacts that a business agreed to publish (Law 91/2025/QH15), or published itself."""
    if holder is None:
        return []
    labels = {"phone": t("Telephone"), "zalo": t("Zalo"), "email": t("E-mail"), "web": t("Website")}
    return [
        {"kind": kind, "label": labels[kind], "value": link.shown, "href": link.href}
        for kind, contact in holder.ways()
        if is_published(holder, kind)
        for link in contact_links(kind, contact.value)
    ]


def office_contact(context: PageContext) -> ContactPlace | None:
    """Return the office that runs the programme, where the site's settings name one."""
    t, office = context.t, context.catalogue.site.office
    if office is None:
        return None
    recorded = (
        ("phone", t("Telephone"), office.phone),
        ("email", t("E-mail"), office.email),
        ("web", t("Website"), office.web),
    )
    return {
        "name": t.text(office.name),
        "href": "",
        "address": printed(context, office.address),
        "map": street_map(office.address) if office.address else "",
        "ways": [
            {"kind": kind, "label": label, "value": link.shown, "href": link.href}
            for kind, label, written in recorded
            if written
            for link in contact_links(kind, written)
        ],
        "products": [],
    }


def ready_message(context: PageContext, subject: str, text: str) -> ReadyMessage:
    """Return a text with links that open it, addressed to the editors where the site's settings name them."""
    site = context.catalogue.site
    numbers = read_telephones(site.report_phone) if site.report_phone else ()
    number = numbers[0].href.removeprefix("tel:") if numbers else ""
    body = "%0A".join(map(_quoted_line, text.split("\n")))
    return {
        "text": text,
        "email": f"mailto:{site.report_email or ''}?subject={_quoted_line(subject)}&body={body}",
        "sms": f"sms:{number}?&body={body}",
        "zalo": f"https://zalo.me/{number.removeprefix('+')}" if number else "",
        "is_addressed": bool(number or site.report_email),
    }


@lru_cache(maxsize=1024)
def _quoted_line(line: str) -> str:
    """Return a line for an address. Letters beyond ASCII stay: browsers encode them, pages are smaller.

    Most lines of messages are the same for all products and lots.
    """
    return re.sub(r"[\x00-\x7f]+", lambda plain: quote(plain[0]), line)


def selling_places(context: PageContext, products: Sequence[ProductSummary]) -> list[ContactPlace]:
    """Return where products are sold, each shop once."""
    t = context.t
    sellers: dict[Shop, list[ProductSummary]] = {}
    for product in products:
        for shop in product.shops:
            sellers.setdefault(shop, []).append(product)
    return [
        {
            "name": t.text(shop.name),
            "href": shop.url or "",
            "address": printed(context, shop.address),
            "map": street_map(shop.address) if shop.address else "",
            "ways": contact_rows(t, shop),
            "products": [
                link(product.name.get(context.lang), context.urls("products", product.id))
                for product in (sold if len(products) > 1 else [])
            ],
        }
        for shop, sold in sellers.items()
    ]


def how_to_buy(context: PageContext, product: Product) -> Buying:
    """Return how to buy a product and reach its producer."""
    key = ("buying", context.lang, product.id)
    return context.catalogue.recorder.fragment(key, lambda: _product_buying(context, product))


def _product_buying(context: PageContext, product: Product) -> Buying:
    t, producer = context.t, producer_of(context, product)
    code = product.code or product.gtin or product.id
    contacts = producer.contacts if producer else None
    ways = contact_rows(t, contacts)
    places = selling_places(context, [product])
    name = product.name.get(context.lang)
    text = t(
        "Hello, here is how to reach the producer of “{name}” ({code}) or where to buy it. "
        "Telephone, Zalo, website or shop: …",
        name=name,
        code=code,
    )
    missing = t("This catalogue has no telephone number, Zalo, website or shop for this product.")
    return {
        "producer": producer_name(context, product),
        "producer_href": context.urls("producers", producer.id) if producer else "",
        "ways": ways,
        "places": places,
        "basis": _basis(context, [contacts, *product.shops]),
        "missing": "" if ways or places else missing,
        "message": ready_message(context, f"OCOP {code}", text),
    }


def how_to_reach(context: PageContext, producer: Producer) -> Buying:
    """Return how to reach a producer and where its products are sold, for its own page."""
    catalogue, t, name = context.catalogue, context.t, producer.name.get(context.lang)
    ways = contact_rows(t, producer.contacts)
    products = catalogue.of_producer(producer.id)
    places = selling_places(context, products)
    text = t(
        "Hello, here is how to reach “{name}” ({id}) or where to buy its products. "
        "Telephone, Zalo, website or shop: …",
        name=name,
        id=producer.id,
    )
    missing = t("This catalogue has no telephone number, Zalo, website or shop for this producer.")
    shops = [shop for product in products for shop in product.shops]
    return {
        "producer": None,
        "producer_href": "",
        "ways": ways,
        "places": places,
        "basis": _basis(context, [producer.contacts, *shops]),
        "missing": "" if ways or places else missing,
        "message": ready_message(context, f"OCOP {producer.id}", text),
    }


def _basis(context: PageContext, holders: Iterable[Contacts | Shop | None]) -> list[Source]:
    """Return the pages on which businesses published what is shown without consent, each once."""
    pages = {
        contact.published.url: contact.published
        for holder in holders
        if holder and not holder.consent_on
        for _, contact in holder.ways()
        if contact.public and contact.published
    }
    return context.sources(list(pages.values()))


class ContactLink(NamedTuple):
    """A part of a contact."""

    shown: str
    href: str
    """Where it leads; empty where that is not certainly valid."""


def contact_links(kind: str, written: str) -> list[ContactLink]:
    """Return the parts of a contact, such as each of two telephone numbers."""
    match kind:
        case "phone":
            links = [ContactLink(number.written, number.href) for number in read_telephones(written)]
        case "zalo":
            links = [ContactLink(*link) for link in zalo_links(written)]
        case "email":
            links = [ContactLink(written, f"mailto:{written}")]
        case _:
            is_web = written.startswith(("https://", "http://"))
            links = [ContactLink(written, written)] if is_web else []
    return links or [ContactLink(written, "")]
