"""Names whose words stay on one line, as the records of the real catalogue have them."""

import re
from collections.abc import Iterator
from typing import Any

import yaml
from built import PROJECT

LETTERS = 18
"""Most letters of a short name."""


def as_read(text: str | None) -> str:
    """Return a text of a page as people read it: the spaces that hold a name together are spaces."""
    return (text or "").replace("\xa0", " ")


def names_in(value: Any) -> Iterator[str]:
    """Yield every name in a record: a text, or one in each language."""
    if isinstance(value, list):
        for part in value:
            yield from names_in(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            if key == "name":
                yield from part.values() if isinstance(part, dict) else [part]
            yield from names_in(part)


def short_names() -> list[str]:
    """Return names of places, products and producers of two to four words, and some numbers of stars.

    Names with a long English word may be on two lines: Anh Em Cooperative.
    """
    files = [PROJECT / "content/places.yaml", *sorted((PROJECT / "content/producers").rglob("producer.yaml"))]
    files += sorted((PROJECT / "products").rglob("product.yaml"))
    names = {name for file in files for name in names_in(yaml.safe_load(file.read_text("utf-8")))}
    short = {name for name in names if " " in name and len(name) <= LETTERS and len(name.split()) <= 4}
    short -= {name for name in short if re.search(r"\b[A-Za-z]{7}", name)}
    return sorted({*short, *(f"{n} {word}" for n in (3, 4, 5) for word in ("sao", "stars"))})


def pattern(names: list[str]) -> str:
    """Return a regular expression for whole names, the longest first, for Python and JavaScript."""
    assert not [name for name in names if re.search(r"[\\^$.|?*+()\[\]{}]", name)]
    return "|".join(f"{name}(?![\\w])" for name in sorted(names, key=len, reverse=True))
