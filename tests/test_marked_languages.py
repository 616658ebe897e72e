"""Every text of a record that a page shows in another language than its own carries ``lang``."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from built import PROJECT, BuiltSite, nothing_in
from selectolax.lexbor import LexborNode

pytestmark = pytest.mark.slow

READ_ALOUD = ("alt", "aria-label", "title", "placeholder")


def pairs_in(value: Any) -> Iterator[tuple[str, str]]:
    """Yield the Vietnamese and English words of every text in a record."""
    if isinstance(value, list):
        for part in value:
            yield from pairs_in(part)
    elif isinstance(value, dict):
        if isinstance(value.get("vi"), str) and isinstance(value.get("en"), str):
            yield " ".join(value["vi"].split()), " ".join(value["en"].split())
        for part in value.values():
            yield from pairs_in(part)


def languages_of_texts() -> dict[str, str]:
    """Return the language of each text of the records that is written in one language only."""
    files = [*(PROJECT / "content").rglob("*.yaml"), *(PROJECT / "products").rglob("*.yaml")]
    languages: dict[str, set[str]] = {}
    for file in files:
        for vietnamese, english in pairs_in(yaml.safe_load(file.read_text("utf-8"))):
            languages.setdefault(vietnamese, set()).add("vi")
            languages.setdefault(english, set()).add("en")
    return {text: min(found) for text, found in languages.items() if len(found) == 1}


def texts_with_language(node: LexborNode, language: str) -> Iterator[tuple[str, str]]:
    """Yield the texts of an element and of its attributes with the language that they are read in."""
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            yield " ".join((child.text_content or "").split()), language
        elif child.tag not in ("script", "style"):
            own = child.attributes.get("lang") or language
            for name in READ_ALOUD:
                yield " ".join((child.attributes.get(name) or "").split()), own
            yield from texts_with_language(child, own)


def test_no_text_of_a_record_is_read_in_another_language(built_site: BuiltSite) -> None:
    languages = languages_of_texts()
    seen: Counter[str] = Counter()
    faults = []
    for page in built_site.real_pages:
        assert page.tree.body is not None
        for text, language in texts_with_language(page.tree.body, page.lang):
            known = languages.get(text, language)
            seen[known] += text in languages
            if known != language:
                faults.append(f"{page.path}: {text[:80]} is {known}, read as {language}")
    nothing_in(faults)
    assert min(seen["vi"], seen["en"]) > 1000
