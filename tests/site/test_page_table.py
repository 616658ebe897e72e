"""The table of kinds of pages: every module is in it, and no two kinds claim one word."""

from collections import Counter
from collections.abc import Iterable
from importlib import import_module

from built import PROJECT

from generator.site import facets
from generator.site.page_table import ADDRESS_WORDS, PAGE_TYPES, VIEWS
from generator.site.urls import WORDS


def repeated(words: Iterable[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]


def test_every_module_of_pages_is_in_the_table() -> None:
    """A module that is left out would plan nothing, and nobody would be told."""
    folder = PROJECT / "generator" / "site" / "pages"
    names = [path.stem for path in folder.glob("*.py") if path.stem != "__init__"]
    modules = [import_module(f"generator.site.pages.{name}") for name in names]
    assert [module.__name__ for module in modules if module.PAGE not in PAGE_TYPES] == []
    assert len(modules) == len(PAGE_TYPES)


def test_no_two_kinds_of_page_claim_one_word() -> None:
    assert repeated(kind for page_type in PAGE_TYPES for kind in page_type.kinds) == []
    assert repeated(template for page_type in PAGE_TYPES for template in page_type.views) == []
    assert len(VIEWS) == sum(len(page_type.views) for page_type in PAGE_TYPES)
    sections = [key for page_type in PAGE_TYPES for key in page_type.addresses]
    assert repeated([*WORDS, *facets.ADDRESSES, *sections]) == []
    assert len(ADDRESS_WORDS) == len(WORDS) + len(facets.ADDRESSES) + len(sections)
