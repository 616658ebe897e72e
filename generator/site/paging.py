"""Lists over several pages: how they are divided, their frames, and the links between their pages."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from typing import Any, TypedDict, Unpack

from generator.site.context import PageContext
from generator.site.frames import FrameOptions, page_frame
from generator.site.view_parts import Frame, Link

ALL_NAMED = 12
"""Most pages of which each page of a list names all; a list of products that needs more is a long one."""
STEPS = (1, 2, 3, 10, 100)
"""How far the pages are that a page of a longer list names beside the first and the last."""
LEAP = 10
"""How far the pages are that a page of a long list of products names beside its neighbours."""
FIRST = "1"
"""Name of the first page of a list."""


class ListPage(TypedDict):
    """A page of a list of products, and the names of the pages that it leads to; empty where there is none.

    Of a long list it says nothing that another product far away would change.
    """

    ids: list[str]
    number: int
    """0 in a long list."""
    pages: int
    """0 in a long list."""
    previous: str
    next: str
    back: str
    """The page :data:`LEAP` pages before, in a long list alone."""
    ahead: str
    letters: list[tuple[str, str]]
    """On the first page of a long list: each first letter of a name, with the page on which it begins."""


class Pager(TypedDict):
    """Where a page stands in its list; addresses are empty where there is no such page."""

    page: int
    """0 in a long list of products, of which nobody counts the pages."""
    pages: int
    previous: str
    next: str
    links: list[Link]
    back: str
    """Some pages before, in a long list of products alone."""
    ahead: str
    letters: list[Link]
    """On the first page of a long list: first letters of names; without address where they begin there."""


def is_long(products: int, size: int) -> bool:
    """Whether a list of so many products is a long one; ``size`` is the most that a page shows."""
    return products > size * ALL_NAMED


def divide(ids: Sequence[str], size: int) -> dict[str, list[str]]:
    """Divide a list into pages: the ids on each by the page's name.

    Pages of a list are full and numbered. In a long one each product that comes in would move all that
    follow, so its pages hold between half of ``size`` and ``size`` and end where the digest of the id that
    follows is lowest. Beyond the page or two around a new product they then end where they did. A page has
    the id of its first product as its name, since numbers would move.
    """
    if not is_long(len(ids), size):
        starts = range(0, max(len(ids), 1), size)
        return {str(number): list(ids[start : start + size]) for number, start in enumerate(starts, start=1)}
    pages: dict[str, list[str]] = {}
    start = 0
    while start < len(ids):
        ends = range(start + size // 2, start + size + 1)
        end = len(ids) if ends[-1] >= len(ids) else min(ends, key=lambda end: _rank(ids[end]))
        pages[ids[start] if start else FIRST] = list(ids[start:end])
        start = end
    return pages


def _rank(identity: str) -> tuple[bool, bytes]:
    """How late a product is to begin a page: last of all the one whose id is the name of the first page."""
    return identity == FIRST, blake2b(identity.encode(), digest_size=8).digest()


def list_page(
    pages: Mapping[str, list[str]], name: str, *, long: bool, letters: Sequence[tuple[str, str]] = ()
) -> ListPage:
    """Return a page of a list that :func:`divide` divided."""
    names = list(pages)
    position = names.index(name)

    def at(position: int) -> str:
        return names[position] if 0 <= position < len(names) else ""

    return {
        "ids": pages[name],
        "number": 0 if long else position + 1,
        "pages": 0 if long else len(names),
        "previous": at(position - 1),
        "next": at(position + 1),
        "back": at(position - LEAP) if long else "",
        "ahead": at(position + LEAP) if long else "",
        "letters": list(letters),
    }


def pager_of(context: PageContext, address: str, page: ListPage) -> Pager:
    """Links between the pages of a list of products."""
    if page["pages"]:
        return pager(context, address, page["number"], page["pages"])

    def href(name: str) -> str:
        return context.urls.page_of(address, name) if name else ""

    return {
        "page": 0,
        "pages": 0,
        "previous": href(page["previous"]),
        "next": href(page["next"]),
        "links": [],
        "back": href(page["back"]),
        "ahead": href(page["ahead"]),
        "letters": [
            {"name": letter, "href": href(name) if name != FIRST else ""} for letter, name in page["letters"]
        ],
    }


def pager(context: PageContext, address: str, page: int, pages: int) -> Pager:
    """Links between the numbered pages of a list."""
    return {
        "page": page,
        "pages": pages,
        "previous": context.urls.page_of(address, str(page - 1)) if page > 1 else "",
        "next": context.urls.page_of(address, str(page + 1)) if page < pages else "",
        "links": _links(context, address, page, pages) if pages > 1 else [],
        "back": "",
        "ahead": "",
        "letters": [],
    }


def _links(context: PageContext, address: str, page: int, pages: int) -> list[Link]:
    """Return the pages that a page names; an entry without address is the page itself, or a gap."""
    links: list[Link] = []
    before = 0
    for number in named_pages(page, pages):
        if number > before + 1:
            links.append({"name": "…", "href": ""})
        href = context.urls.page_of(address, str(number)) if number != page else ""
        links.append({"name": context.t.number(number), "href": href})
        before = number
    return links


def named_pages(page: int, pages: int) -> list[int]:
    """Return the numbers of the pages that a page of a list names: all, or of a long list some.

    A list of 700 pages would else weigh more in links than in products.
    """
    if pages <= ALL_NAMED:
        return list(range(1, pages + 1))
    near = {page + sign * step for step in STEPS for sign in (1, -1)}
    return sorted({1, page, pages} | {number for number in near if 1 <= number <= pages})


def list_frame(
    context: PageContext,
    kind: str,
    twins: Mapping[str, str],
    words: tuple[str, str],
    page: str,
    *,
    begins_with: str = "",
    **options: Unpack[FrameOptions],
) -> Frame:
    """Return the frame of a page of a list; further pages lead back to the first.

    ``twins`` are the list's own addresses by language, ``words`` its heading and description, ``page`` is
    the page's name. ``begins_with`` is what comes first on a further page of a long list: another language
    has other pages, so it leads to the first of them there.
    """
    heading, description = words
    twins_of_page = {code: urls.page_of(twins[code], page) for code, urls in context.all_urls.items()}
    if page != FIRST:
        options["crumbs"] = [*options.get("crumbs", ()), (heading, twins[context.lang])]
        if begins_with:
            heading = context.t("{name}, from “{first}” on", name=heading, first=begins_with)
            twins_of_page = {**twins, context.lang: twins_of_page[context.lang]}
        else:
            heading = context.t("{name}, page {n}", name=heading, n=page)
        description = f"{heading}. {description}"
    return page_frame(context, kind, twins_of_page, heading, description, **options)


def page_count(context: PageContext, total: int) -> int:
    """How many pages a list takes; an empty list takes one."""
    return max(1, -(-total // context.catalogue.site.per_page))


def plan_pages(
    context: PageContext, template: str, view: Callable[[int], Mapping[str, Any]], address: str, total: int
) -> None:
    """Plan as many pages as a list of ``total`` entries takes; ``view`` takes the number of a page."""
    for number in range(1, page_count(context, total) + 1):
        address_of_page = context.urls.page_of(address, str(number))
        context.page_unit(template, partial(view, number), address_of_page)


def products_page(context: PageContext, facet: str, value: str, name: str) -> ListPage:
    """Return a page of the list of the products with one value of a facet; other pages are not read."""
    size = str(context.catalogue.site.per_page)
    page: ListPage = context.catalogue.ask("list-page", context.lang, facet, value, size, name)
    return page


def plan_products_pages(
    context: PageContext,
    template: str,
    view: Callable[[str], Mapping[str, Any]],
    address: str,
    facet_value: tuple[str, str],
) -> None:
    """Plan the pages of the list of the products with one value of a facet; ``view`` takes a page's name."""
    size = str(context.catalogue.site.per_page)
    for name in context.catalogue.ask("pages", context.lang, *facet_value, size):
        context.page_unit(template, partial(view, name), context.urls.page_of(address, name))
