"""Lists over several pages: how many there are, their frames, and the links between them."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypedDict, Unpack

from generator.site.context import PageContext
from generator.site.frames import FrameOptions, page_frame
from generator.site.view_parts import Frame, Link


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
        "links": [
            {"name": context.t.number(n), "href": context.urls.numbered(address, n) if n != page else ""}
            for n in range(1, pages + 1)
        ]
        if pages > 1
        else [],
    }


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
