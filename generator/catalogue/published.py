"""Records as they are published: what no page shows is taken out of them, nothing else is changed.

The exchange format (``exchange_format.py``) consists of these. Taken out are contacts without consent,
values that contradict others (``doubtful.py``), the texts of comments, and what the ledger says besides
addresses, products and days. What only decides how a page looks, such as a drawing, stays.
"""

import re
from collections.abc import Mapping, Sequence

from generator.catalogue.doubtful import is_empty_description, lot_as_shown, rating_as_shown
from generator.catalogue.model import (
    Contact,
    Contacts,
    Decision,
    Issue,
    Lots,
    News,
    Photo,
    Producer,
    Product,
    Shop,
    StampKey,
    StampKeys,
    Version,
)
from generator.text import Text

_FENCE = re.compile(r"^[ ]{0,3}(`{3,}|~{3,})")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
"""Comments and programs inside a Markdown text, which no page shows."""
_NOTE_TO_SELF = re.compile(r"^[ ]{0,3}\[//\]:.*\n?", re.MULTILINE)
"""A link's target that no link can name: how authors of Markdown write a comment."""


def published_product(
    product: Product,
    photos: Sequence[Photo],
    decisions: Mapping[str, Decision],
    versions: Mapping[str, Version],
) -> Product:
    """Return a product without doubtful values of its ratings and without telephones of shops that are kept.

    ``photos`` take the place of its own: their files are named as they are published.
    """
    ratings = (
        rating_as_shown(rating, decisions.get(rating.decision or ""), versions) for rating in product.ratings
    )
    return product.model_copy(
        update={
            "photos": tuple(photos),
            "ratings": tuple(ratings),
            "shops": tuple(map(_published_shop, product.shops)),
        }
    )


def published_producer(producer: Producer, photos: Sequence[Photo]) -> Producer:
    """Return a producer with the contacts that pages show and no others; ``photos`` as above."""
    contacts = _published_contacts(producer.contacts)
    return producer.model_copy(update={"photos": tuple(photos), "contacts": contacts})


def is_published(holder: Contacts | Shop, name: str) -> bool:
    """Whether a contact may be shown: agreed to (Law 91/2025/QH15), or published by the business itself."""
    contact = getattr(holder, name)
    return bool(contact and contact.public and (holder.consent_on or contact.published))


def has_published_contact(contacts: Contacts | None) -> bool:
    """Whether a producer has a contact that may be shown."""
    return contacts is not None and any(is_published(contacts, name) for name, _ in contacts.ways())


def _published_contacts(contacts: Contacts | None) -> Contacts | None:
    ways = [name for name, _ in contacts.ways()] if contacts else []
    kept = {name for name in ways if contacts and is_published(contacts, name)}
    if not contacts or not kept:
        return None
    shown = {name: _shown_contact(contacts, name) if name in kept else None for name in ways}
    return contacts.model_copy(update=shown)


def _published_shop(shop: Shop) -> Shop:
    if is_published(shop, "phone"):
        return shop.model_copy(update={"phone": _shown_contact(shop, "phone")})
    return shop.model_copy(update={"phone": None, "consent_on": None})


def _shown_contact(holder: Contacts | Shop, name: str) -> Contact:
    """Return a contact without the page on which it was published where consent is the reason to show it."""
    contact: Contact = getattr(holder, name)
    return contact.model_copy(update={"published": None}) if holder.consent_on else contact


def published_photo(photo: Photo, file: str, name: Text) -> Photo:
    """Return a photo under the name of its published file; ``name`` describes it where nothing else does."""
    alt = {
        language: name.get(language) if is_empty_description(photo, words) else words
        for language, words in photo.alt.root.items()
    }
    return photo.model_copy(update={"file": file, "alt": Text(alt)})


def published_lots(lots: Lots) -> Lots:
    """Return lots without amounts that contradict each other, and the places of their steps alone."""
    named = {step.place for lot in lots.lots for step in lot.steps}
    places = {identity: place for identity, place in lots.places.items() if identity in named}
    return lots.model_copy(update={"lots": tuple(map(lot_as_shown, lots.lots)), "places": places})


def published_news(item: News) -> News:
    """Return news without comments in their text."""
    if item.text is None:
        return item
    texts = {language: published_story(words).strip() for language, words in item.text.root.items()}
    shown = {language: words for language, words in texts.items() if words}
    return item.model_copy(update={"text": Text(shown) if shown else None})


def published_issue(issue: Issue, use: str) -> Issue | None:
    """Return what is public of a printed address; None of one that was taken back before it was printed.

    How many copies were printed, and for what, stays with the office: ``use`` stands in its place. Numbers of
    stamps are told, as their signed list tells them: who restores the catalogue must not give them again.
    """
    return None if issue.void else issue.model_copy(update={"copies": None, "use": use})


def published_keys(keys: StampKeys, reason: str) -> StampKeys:
    """Return public keys of numbered stamps; ``reason`` stands for why one was revoked, which is not told."""

    def published(key: StampKey) -> StampKey:
        revoked = key.revoked and key.revoked.model_copy(update={"reason": reason})
        return key.model_copy(update={"revoked": revoked})

    return keys.model_copy(update={"keys": tuple(map(published, keys.keys))})


def published_story(text: str) -> str:
    """Return a Markdown text without comments, outside of fenced program text."""
    parts: list[tuple[bool, list[str]]] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        mark = _FENCE.match(line)
        is_fenced = bool(fence or mark)
        if not parts or parts[-1][0] != is_fenced:
            parts.append((is_fenced, []))
        parts[-1][1].append(line)
        if fence and mark and mark[1].startswith(fence):
            fence = ""
        elif mark and not fence:
            fence = mark[1]
    texts = ("".join(lines) if fenced else _without_comments("".join(lines)) for fenced, lines in parts)
    return "".join(texts).strip() + "\n"


def _without_comments(text: str) -> str:
    return _NOTE_TO_SELF.sub("", _COMMENT.sub("", text))
