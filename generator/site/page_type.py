"""What each module of ``site/pages`` says of its pages: views, planner, address words, navigation."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from generator.catalogue.reader import CatalogueReader
from generator.site.context import PageContext
from generator.site.view_parts import Link


class NavEntry(TypedDict):
    """An entry of the main menu."""

    key: str
    """What a page's ``nav`` names to mark the entry as current."""
    name: str
    href: str


def _no_links(_context: PageContext) -> Sequence[Link]:
    return ()


def _no_entry(_context: PageContext) -> NavEntry | None:
    return None


def _no_questions(_reader: CatalogueReader) -> None:
    pass


@dataclass(frozen=True)
class PageType:
    """A kind of page, or a few that belong together, such as an index and its entries."""

    kinds: tuple[str, ...]
    """``Frame.kind`` of the pages: styles, scripts and tests know them by these words."""
    views: Mapping[str, type]
    """Template name (without ``.html``) and the view that it is given."""
    plan: Callable[[Sequence[PageContext]], None]
    """Plan every unit of these pages, in all languages; the first context is that of the first language."""
    addresses: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Key of a section and the word that addresses write for it, Vietnamese and English."""
    menu: Callable[[PageContext], NavEntry | None] = _no_entry
    """Their entry in the main menu."""
    footer: Callable[[PageContext], Sequence[Link]] = _no_links
    """Their links at the foot of every page."""
    define_questions: Callable[[CatalogueReader], None] = _no_questions
    """Tell the reader what the units of these pages ask besides facts."""
