"""Contacts of a producer as pages show them: agreed to or self-published, linked only if certainly valid."""

from typing import NamedTuple, TypedDict
from urllib.parse import quote

from generator.catalogue.model import Contacts, Producer, Product
from generator.catalogue.telephone import read_telephones, zalo_links
from generator.site.atlas import street_map
from generator.site.context import PageContext, printed
from generator.site.product_facts import producer_name, producer_of
from generator.site.view_parts import Source, Words
from generator.site.words import Translator


class ContactRow(TypedDict):
    """A consented way to reach a producer: ``kind`` is phone, zalo, email or web."""

    kind: str
    label: str
    value: str
    href: str
    """Empty where the value is no address or number to follow."""


class SellingPlace(TypedDict):
    """Where a product is sold."""

    name: Words
    href: str
    """Its own website; may be empty."""
    address: Words | None
    map: str
    """A street map of another site, asked for the address; empty where none is recorded."""


class ReadyMessage(TypedDict):
    """Words that a reader can send to the catalogue's editors, and the ways that the site's settings name.

    A way is empty where it is not set; the text can always be copied.
    """

    text: str
    email: str
    sms: str
    zalo: str
    """Opens a conversation; Zalo takes no text from a link, so the reader puts the copied words in."""


class Buying(TypedDict):
    """How to buy a product and reach who makes it: one block, alike on product, producer and scan page."""

    producer: Words | None
    """Its name, marked where it is not certain; None on its own page and where no source names one."""
    producer_href: str
    ways: list[ContactRow]
    places: list[SellingPlace]
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


def contact_rows(t: Translator, contacts: Contacts | None) -> list[ContactRow]:
    """Return the contacts that the producer agreed to publish (Law 91/2025/QH15), or published itself."""
    if contacts is None:
        return []
    result: list[ContactRow] = []
    for kind, label, contact in (
        ("phone", t("Telephone"), contacts.phone),
        ("zalo", t("Zalo"), contacts.zalo),
        ("email", t("E-mail"), contacts.email),
        ("web", t("Website"), contacts.web),
    ):
        if contact and contact.public and (contacts.consent_on or contact.published):
            for value, href in contact_links(kind, contact.value):
                result.append({"kind": kind, "label": label, "value": value, "href": href})
    return result


def ready_message(context: PageContext, subject: str, text: str) -> ReadyMessage:
    """Return a text with the ways to send it to the editors that the site's settings name."""
    site = context.catalogue.site
    numbers = read_telephones(site.report_phone) if site.report_phone else ()
    number = numbers[0].href.removeprefix("tel:") if numbers else ""
    email = f"mailto:{site.report_email}?subject={quote(subject)}&body={quote(text)}"
    return {
        "text": text,
        "email": email if site.report_email else "",
        "sms": f"sms:{number}?&body={quote(text)}" if number else "",
        "zalo": f"https://zalo.me/{number.removeprefix('+')}" if number else "",
    }


def product_buying(context: PageContext, product: Product) -> Buying:
    """Return how to buy a product and reach its producer."""
    t, producer = context.t, producer_of(context, product)
    code = product.code or product.gtin or product.id
    ways = contact_rows(t, producer.contacts if producer else None)
    places: list[SellingPlace] = [
        {
            "name": t.text(shop.name),
            "href": shop.url or "",
            "address": printed(context, shop.address) if shop.address else None,
            "map": street_map(shop.address) if shop.address else "",
        }
        for shop in product.shops
    ]
    name = product.name.get(context.lang)
    text = t("Addition for “{name}”, code {code}: telephone, Zalo, website or shop: …", name=name, code=code)
    missing = t("This catalogue has no telephone number, Zalo, website or shop for this product.")
    return {
        "producer": producer_name(context, product),
        "producer_href": context.urls("producers", producer.id) if producer else "",
        "ways": ways,
        "places": places,
        "basis": _basis(context, producer),
        "missing": "" if ways or places else missing,
        "message": ready_message(context, f"OCOP {code}", text),
    }


def producer_buying(context: PageContext, producer: Producer) -> Buying:
    """Return how to reach a producer, for its own page."""
    t, name = context.t, producer.name.get(context.lang)
    ways = contact_rows(t, producer.contacts)
    text = t(
        "Addition for the producer “{name}” ({id}): telephone, Zalo, website: …", name=name, id=producer.id
    )
    return {
        "producer": None,
        "producer_href": "",
        "ways": ways,
        "places": [],
        "basis": _basis(context, producer),
        "missing": ""
        if ways
        else t("This catalogue has no telephone number, Zalo or website for this producer."),
        "message": ready_message(context, f"OCOP {producer.id}", text),
    }


def _basis(context: PageContext, producer: Producer | None) -> list[Source]:
    """Return the pages on which the business published what is shown without consent, each once."""
    contacts = producer.contacts if producer else None
    if contacts is None or contacts.consent_on:
        return []
    pages = (contact.published for _, contact in contacts.ways() if contact.public and contact.published)
    return context.sources(list({page.url: page for page in pages}.values()))


def contact_links(kind: str, written: str) -> list[tuple[str, str]]:
    """Return what a contact shows and where each part leads; no link if it is not certainly valid."""
    match kind:
        case "phone":
            links = [(number.written, number.href) for number in read_telephones(written)]
        case "zalo":
            links = list(zalo_links(written))
        case "email":
            links = [(written, f"mailto:{written}")]
        case _:
            links = [(written, written)] if written.startswith(("https://", "http://")) else []
    return links or [(written, "")]
