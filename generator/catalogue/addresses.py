"""The permanent addresses that are printed on packs: what answers them, and for which product.

``/01/<GTIN-14>[/10/<lot>]`` where the product owns a GTIN (GS1 Digital Link URI syntax), else our own
``/p/<code>[/<lot>]``, of a further province ``/p/<province>/<code>[/<lot>]``. None ends with a slash: in a
symbol a final slash makes the link malformed.
An address that was printed once is answered for ever; the newest one is the canonical one.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from generator.catalogue.gs1 import gtin14, link_path
from generator.catalogue.ids import folder_of, full_id
from generator.catalogue.model import Issue, LotSummary, ProductLotsSummary, ProductSummary

RESERVED = frozenset(
    {"p", "01", ".well-known", "assets", "media", "qr", "data", "kiosk", "in", "offline"}
    | {"404.html", "robots.txt", "sitemap.xml"}
)
"""First address parts that no page may take: printed addresses and files of the site live there."""


def trace_addresses(product: ProductSummary, bare_codes: Collection[str] = ()) -> list[str]:
    """Return every permanent address of a product, the one to print now first.

    A GTIN gained later never replaces the trace code, and former codes and GTINs keep their pages.
    Empty where the product has neither. ``bare_codes`` are those that were printed without the province,
    before it joined this catalogue (:func:`bare_codes_of`).
    """
    gtins = [gtin for gtin in (product.gtin, *product.former_gtins) if gtin]
    codes = [trace_code for trace_code in (product.code, *product.former_codes) if trace_code]
    folder = folder_of(product.id)
    code_links = [f"/p/{full_id(folder, code)}" for code in codes]
    code_links += [f"/p/{code}" for code in codes if code in bare_codes]
    gtin_links = [link_path(gtin) for gtin in gtins]
    # The address in use comes first: a product that gave its GTIN back goes by its code again.
    ordered = [*gtin_links, *code_links] if product.gtin or not product.code else [*code_links, *gtin_links]
    return list(dict.fromkeys(ordered))


def trace(product: ProductSummary) -> str:
    """Return the permanent address that is printed now.

    Raises ``IndexError`` for a product that has none (:meth:`Catalogue.has_trace_page` tells).
    """
    return trace_addresses(product)[0]


def lot(base: str, code: str) -> str:
    """Return the address of a lot below a product's permanent address."""
    return f"{base}/10/{code}" if base.startswith("/01/") else f"{base}/{code}"


def home_lot_address(home: str, summary: LotSummary) -> str:
    """Return the address of a lot below the address that a product's code opens in its home catalogue."""
    host = re.sub(r"/(p|01)/.*$", "", home)
    base = link_path(summary.gtin) if summary.gtin else home.removeprefix(host)
    return host + lot(base, summary.lot)


def lot_addresses(
    product: ProductSummary, summary: LotSummary, bare_codes: Collection[str] = ()
) -> list[str]:
    """Return every permanent address of a lot, the one to print now first.

    A lot that names its GTIN is answered below that GTIN only: with another one, GTIN and lot
    together would name a lot that was never made.
    """
    bases = trace_addresses(product, bare_codes)
    if summary.gtin:
        gtin_link = link_path(summary.gtin)
        bases = [gtin_link, *(base for base in bases if not base.startswith("/01/"))]
    return [lot(base, summary.lot) for base in bases]


def answered(
    product: ProductSummary, lots: ProductLotsSummary | None, bare_codes: Collection[str] = ()
) -> Iterator[str]:
    """Yield every address that leads to a product or to one of its lots."""
    yield from trace_addresses(product, bare_codes)
    for summary in lots.lots if lots else ():
        yield from lot_addresses(product, summary, bare_codes)


def base_of(address: str) -> str:
    """Return the address of the product in a printed address, which may be that of a lot."""
    parts = address.split("/")
    return "/".join(parts[: 4 if parts[2].islower() else 3])


def codes_in(addresses: Iterable[str]) -> Iterator[str]:
    """Yield the trace codes in addresses, after the folder of the province where the address has it."""
    for address in addresses:
        if address.startswith("/p/"):
            yield base_of(address).removeprefix("/p/")


def bare_codes_by_product(issued: Iterable[Issue]) -> dict[str, set[str]]:
    """Return, by product of a further province, the codes that were printed without the province.

    They are on packs since the province had a site of its own, and stay valid.
    """
    codes: dict[str, set[str]] = {}
    for issue in issued:
        if issue.void is None and folder_of(issue.product):
            for code in codes_in([issue.address]):
                if not folder_of(code):
                    codes.setdefault(issue.product, set()).add(code)
    return codes


def bare_codes_of(product: ProductSummary, by_product: Mapping[str, Collection[str]]) -> Collection[str]:
    """Return a product's codes of :func:`bare_codes_by_product`, which knows it perhaps by a former id."""
    ids = (product.id, *product.former_ids) if by_product else ()
    return [code for identity in ids for code in by_product.get(identity, ())]


def gtins_of(product: ProductSummary) -> set[str]:
    """Return the product's GTINs, present and former, in their 14-digit form."""
    return {gtin14(gtin) for gtin in (product.gtin, *product.former_gtins) if gtin}
