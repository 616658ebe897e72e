"""The sitemap: every page that search engines may know, in parts where one file cannot hold them.

The limits are those of sitemaps.org: 50,000 addresses and 50 MB for a file. A site within them has one
``sitemap.xml``; a larger one has ``sitemap-1.xml`` and so on, and ``sitemap.xml`` is the index of them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any

from generator.catalogue.addresses import lot_addresses, trace
from generator.catalogue.model import ProducerSummary, ProductSummary
from generator.site.context import PageContext
from generator.site.needs import digest
from generator.site.outputs import Document, Page

Listed = tuple[str, tuple[tuple[str, str], ...]]
"""A page's address, and (language, address) of its twins."""

MOST_ADDRESSES = 50_000
MOST_BYTES = 50_000_000
_ENTRY, _TWIN = 40, 60
"""Bytes of markup around an address and around that of a twin, at most; addresses are ASCII."""


def plan_sitemap(contexts: Sequence[PageContext]) -> None:
    """Plan the sitemap; call it after all pages."""
    main = contexts[0]
    outputs = main.outputs
    loose = [one.listed for one in outputs.by_path.values() if isinstance(one, Page) and one.listed]
    pages = partial(_listed, contexts, loose)
    sizes = [(address, _size(address, twins)) for address, twins in pages()]
    if len(sizes) <= MOST_ADDRESSES and sum(size for _, size in sizes) <= MOST_BYTES:
        needs = digest(*(f"{address} {others}" for address, others in pages()))
        outputs.add(Document("sitemap.xml", "sitemap", None, needs, partial(_entries, pages, 0, len(sizes))))
        return
    ends = ends_of_parts([size for _, size in sorted(sizes)])
    ordered = sorted(pages())
    names = [f"sitemap-{number}.xml" for number in range(1, len(ends) + 1)]
    for name, start, end in zip(names, [0, *ends], ends, strict=False):
        needs = digest(*(f"{address} {others}" for address, others in ordered[start:end]))
        outputs.add(Document(name, "sitemap", None, needs, partial(_entries, pages, start, end)))
    index = [main.settings.full(f"/{name}") for name in names]
    outputs.add(Document("sitemap.xml", "sitemap-index", index))


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


def _entries(pages: Callable[[], Iterator[Listed]], start: int, end: int) -> list[dict[str, Any]]:
    return [
        {"loc": address, "alternates": [{"lang": lang, "href": href} for lang, href in twins]}
        for address, twins in islice(sorted(pages()), start, end)
    ]


def _listed(contexts: Sequence[PageContext], loose: Iterable[Listed]) -> Iterator[Listed]:
    """Every page that search engines may know: its address, and those of its twins by language."""
    main = contexts[0]
    catalogue, full = main.catalogue, main.settings.full
    yield from loose
    kinds: Mapping[str, Iterable[ProductSummary] | Iterable[ProducerSummary]] = {
        "products": catalogue.listed,
        "producers": catalogue.listed_producers,
    }
    for kind, records in kinds.items():
        for record in records:
            twins = tuple((context.lang, full(context.urls(kind, record.id))) for context in contexts)
            yield from ((address, twins) for _, address in twins)
    for product in catalogue.listed:
        if catalogue.has_trace_page(product):
            yield full(f"{trace(product)}/"), ()
            found = catalogue.lots.get(product.id)
            for lot in found.lots if found else ():
                yield full(f"{lot_addresses(product, lot)[0]}/"), ()
