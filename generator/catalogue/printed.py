"""Finds letters that no font has in the texts that cards and sheets print."""

from collections.abc import Iterator, Mapping

from generator import fonts
from generator.catalogue.model import (
    Criteria,
    Fair,
    KeyPath,
    Places,
    Producer,
    ProducerKind,
    Product,
    ProductKind,
    Record,
    Site,
)
from generator.catalogue.personal import free_texts_in

PRINTED: Mapping[type[Record], tuple[str, ...]] = {
    Product: (
        *("name", "summary", "description", "ingredients", "usage", "storage", "shelf_life", "warnings"),
        *("pack_sizes", "certificates", "photos", "origin"),
    ),
    Producer: ("name", "summary", "address", "contacts"),
    ProducerKind: ("name",),
    ProductKind: ("name",),
    Criteria: ("groups", "sets"),
    Places: ("province", "communes", "districts"),
    Fair: ("name", "place", "booths"),
    Site: ("title", "publisher"),
}
"""Fields by kind of record. A product's rating is printed in words of the theme."""


def unprintable_letters(record: Record) -> Iterator[tuple[KeyPath, str]]:
    """Yield the letters that no font has in the printed texts of a record, with the path of each text."""
    for kind, names in PRINTED.items():
        if isinstance(record, kind):
            for name in names:
                for path, words in free_texts_in(getattr(record, name), (name,)):
                    if letters := fonts.lacking(words):
                        yield path, describe(letters)


def describe(letters: tuple[str, ...]) -> str:
    """Return letters for a message, each with its code point: the reader's screen may lack them too."""
    shown = [f"{letter} (U+{ord(letter):04X})" for letter in letters[:5]]
    return ", ".join(shown) + (", …" if len(letters) > 5 else "")
