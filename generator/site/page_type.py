"""What each module of ``site/pages`` says of its pages: views, planner, address words, navigation."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypedDict

from generator.catalogue.reader import CatalogueReader
from generator.site.context import PageContext
from generator.site.view_parts import Link


class NavEntry(TypedDict):
    """An entry of the main menu."""

    key: str
    """What a page's ``nav`` names to mark the entry as current."""
    name: str
    href: str


Planner = Callable[[Sequence[PageContext]], None]
"""Plans units in all languages; the first context is that of the first language."""
View = Callable[[PageContext], Mapping[str, Any]]
RecordView = Callable[[PageContext, str], Mapping[str, Any]]
"""Makes the view of the page of a record from the record's id."""


def section_page(template: str, view: View, section: str = "") -> Planner:
    """Return a planner of the one page of a section; the section has the template's name by default."""

    def plan(contexts: Sequence[PageContext]) -> None:
        for context in contexts:
            context.page_unit(template, partial(view, context), context.urls(section or template))

    return plan


def record_pages(
    template: str, view: RecordView, section: str, ids: Callable[[CatalogueReader], Iterable[str]]
) -> Planner:
    """Return a planner of a page below a section for each record; ``ids`` returns the records' ids."""

    def plan(contexts: Sequence[PageContext]) -> None:
        for context in contexts:
            for identity in ids(context.catalogue):
                address = context.urls(section, identity)
                context.page_unit(template, partial(view, context, identity), address)

    return plan


@dataclass(frozen=True)
class PageType:
    """A kind of page, or a few that belong together, such as an index and its entries."""

    kinds: tuple[str, ...]
    """``Frame.kind`` of the pages: styles, scripts and tests know them by these words."""
    views: Mapping[str, type]
    """Template name (without ``.html``) and the view that it is given."""
    planners: tuple[Planner, ...]
    """Plan every unit of these pages."""
    addresses: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Key of a section and the word that addresses write for it, Vietnamese and English."""
    menu: Callable[[PageContext], NavEntry | None] = lambda _context: None
    """Their entry in the main menu."""
    footer: Callable[[PageContext], Sequence[Link]] = lambda _context: ()
    """Their links at the foot of every page."""
    define_questions: Callable[[CatalogueReader], None] = lambda _reader: None
    """Tell the reader what the units of these pages ask besides facts."""
