"""Lists over several pages: how many there are, and the links between them."""

from typing import TypedDict

from generator.site.context import PageContext
from generator.site.view_parts import Link


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


def page_words(context: PageContext, heading: str, description: str, number: int) -> tuple[str, str]:
    """Return heading and description of page ``number`` of a list: those of the first are the list's own."""
    if number == 1:
        return heading, description
    title = context.t("{name}, page {n}", name=heading, n=number)
    return title, f"{title}. {description}"


def page_count(context: PageContext, total: int) -> int:
    """How many pages a list takes; an empty list takes one."""
    return max(1, -(-total // context.catalogue.site.per_page))
