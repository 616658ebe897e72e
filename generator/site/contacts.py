"""Contacts of a producer as pages show them: agreed to or self-published, linked only if certainly valid."""

from typing import NamedTuple, TypedDict

from generator.catalogue.model import Contacts
from generator.catalogue.telephone import read_telephones, zalo_links
from generator.site.words import Translator


class ContactRow(TypedDict):
    """A consented way to reach a producer: ``kind`` is phone, zalo, email or web."""

    kind: str
    label: str
    value: str
    href: str
    """Empty where the value is no address or number to follow."""


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
        ("web", t("Web site"), contacts.web),
    ):
        if contact and contact.public and (contacts.consent_on or contact.published):
            for value, href in contact_links(kind, contact.value):
                result.append({"kind": kind, "label": label, "value": value, "href": href})
    return result


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
