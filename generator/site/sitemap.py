"""The sitemap: every page that search engines may know, in parts where one file cannot hold them.

The limits are those of sitemaps.org: 50,000 addresses and 50 MB for a file. A site within them has one
``sitemap.xml``; a larger one has ``sitemap-1.xml`` and so on, and ``sitemap.xml`` is the index of them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from generator.site.context import PageContext
from generator.site.outputs import Document, LateUnit, Listed, OtherOutputs

MOST_ADDRESSES = 50_000
MOST_BYTES = 50_000_000
_ENTRY, _TWIN = 40, 60
"""Bytes of markup around an address and around that of a twin, at most; addresses are ASCII."""


def sitemap_unit(context: PageContext) -> LateUnit:
    """The sitemap, which knows all pages."""
    return LateUnit("sitemap.xml", partial(_sitemap, context))


def _sitemap(context: PageContext, produced: OtherOutputs) -> Iterator[Document]:
    pages = sorted(produced.listed)
    ends = ends_of_parts(_size(address, twins) for address, twins in pages)
    if len(ends) == 1:
        yield Document("sitemap.xml", "sitemap", _entries(pages))
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(ends) + 1)]
    for name, start, end in zip(names, [0, *ends], ends, strict=False):
        yield Document(name, "sitemap", _entries(pages[start:end]))
    yield Document("sitemap.xml", "sitemap-index", [context.settings.full(f"/{name}") for name in names])


def is_sitemap(path: str) -> bool:
    """Whether an output is the sitemap or a part of it."""
    return re.fullmatch(r"sitemap(-\d+)?\.xml", path) is not None


def _size(address: str, twins: Sequence[tuple[str, str]]) -> int:
    return _ENTRY + len(address) + sum(_TWIN + len(lang) + len(href) for lang, href in twins)


def ends_of_parts(sizes: Iterable[int]) -> list[int]:
    """Where each part ends, so that none has too many addresses or bytes."""
    ends, count, weight = [0], 0, 0
    for size in sizes:
        if count == MOST_ADDRESSES or weight + size > MOST_BYTES:
            ends.append(ends[-1])
            count, weight = 0, 0
        count, weight = count + 1, weight + size
        ends[-1] += 1
    return ends


def _entries(pages: Sequence[Listed]) -> list[dict[str, Any]]:
    return [
        {"loc": address, "alternates": [{"lang": lang, "href": href} for lang, href in twins]}
        for address, twins in pages
    ]
