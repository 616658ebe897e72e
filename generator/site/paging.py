"""Lists over several pages: how many there are, their frames, and the links between them."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypedDict, Unpack

from generator.site.context import PageContext
from generator.site.frames import FrameOptions, page_frame
from generator.site.view_parts import Frame, Link

ALL_NAMED = 12
"""Most pages of which each page of a list names all."""
STEPS = (1, 2, 3, 10, 100)
"""How far the pages are that a page of a longer list names beside the first and the last."""


class Pager(TypedDict):
    """Where a page stands in its list; ``previous`` and ``next`` are empty at its ends."""

    page: int
    pages: int
    previous: str
    next: str
    links: list[Link]


def pager(context: PageContext, address: str, page: int, pages: int) -> Pager:
    """Links between the pages of a list."""
    return {
        "page": page,
        "pages": pages,
        "previous": context.urls.numbered(address, page - 1) if page > 1 else "",
        "next": context.urls.numbered(address, page + 1) if page < pages else "",
        "links": _links(context, address, page, pages) if pages > 1 else [],
    }


def _links(context: PageContext, address: str, page: int, pages: int) -> list[Link]:
    """Return the pages that a page names; an entry without address is the page itself, or a gap."""
    links: list[Link] = []
    before = 0
    for number in named_pages(page, pages):
        if number > before + 1:
            links.append({"name": "…", "href": ""})
        href = context.urls.numbered(address, number) if number != page else ""
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
    number: int,
    **options: Unpack[FrameOptions],
) -> Frame:
    """Return the frame of page ``number`` of a list; further pages lead back to the first.

    ``twins`` are the list's own addresses by language, ``words`` its heading and description.
    """
    heading, description = words
    if number > 1:
        options["crumbs"] = [*options.get("crumbs", ()), (heading, twins[context.lang])]
        heading = context.t("{name}, page {n}", name=heading, n=number)
        description = f"{heading}. {description}"
    twins_of_page = {code: urls.numbered(twins[code], number) for code, urls in context.all_urls.items()}
    return page_frame(context, kind, twins_of_page, heading, description, **options)


def page_count(context: PageContext, total: int) -> int:
    """How many pages a list takes; an empty list takes one."""
    return max(1, -(-total // context.catalogue.site.per_page))


def plan_pages(
    context: PageContext, template: str, view: Callable[[int], Mapping[str, Any]], address: str, total: int
) -> None:
    """Plan as many pages as a list of ``total`` entries takes; ``view`` takes the number of a page."""
    for number in range(1, page_count(context, total) + 1):
        context.page_unit(template, partial(view, number), context.urls.numbered(address, number))
