"""What machines find beside a scan page: its linkset, its EPCIS document, the description of the whole.

RFC 9264 and the GS1 Web Vocabulary's link types. These are files: a static host cannot negotiate
(``?linkType=``, ``Accept``), so this is GS1 Digital Link syntax and not a GS1-Conformant Resolver.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from generator.catalogue import epcis
from generator.catalogue.addresses import lot_addresses, trace_addresses
from generator.catalogue.doubtful import lot_as_shown
from generator.catalogue.lots import ON_SCAN_PAGE, removal_of
from generator.catalogue.model import Lot, LotSummary, Product, ProductSummary
from generator.site.context import PageContext
from generator.site.outputs import Document
from generator.site.urls import file_of

LINKSET = "linkset.json"
EPCIS = "epcis.jsonld"
RESOLVER = "/.well-known/gs1resolver"
TERMS = "/data/terms.json"
VOCABULARY = "https://ref.gs1.org/voc/"

Links = dict[str, Any]


def linkset_address(product: ProductSummary) -> str:
    """Address of the one linkset of a product and its lots."""
    return f"{trace_addresses(product)[0]}/{LINKSET}"


def epcis_address(product: ProductSummary, lot: LotSummary) -> str:
    """Address of the EPCIS document of a lot, beside its page at the address that is printed now."""
    return f"{lot_addresses(product, lot)[0]}/{EPCIS}"


def linkset_document(contexts: Sequence[PageContext], product: Product) -> Document:
    """The linkset of a product, with or without a GTIN: a context for each of its printed addresses.

    Then one for each printed address of the lots that the scan page names. They hold what concerns the lot
    alone; what holds for the product holds for them. Other lots are left out, so that thousands of them make
    no file of megabytes: the page of each lot names its EPCIS document itself.
    """
    catalogue = contexts[0].catalogue
    bare_codes = catalogue.bare_codes_of(product)
    links = [_product_links(contexts, product, own) for own in trace_addresses(product, bare_codes)]
    for summary in catalogue.shown_lots(product.id, ON_SCAN_PAGE):
        lot, _ = catalogue.lot(product.id, summary.lot)
        links += [_lot_links(contexts, product, lot, own) for own in lot_addresses(product, lot, bare_codes)]
    return Document(file_of(linkset_address(product)), "json", {"linkset": links})


def _product_links(contexts: Sequence[PageContext], product: Product, own: str) -> Links:
    main = contexts[0]
    title = product.name.get(main.lang)
    page = _link(contexts, f"{own}/", title, [context.lang for context in contexts])
    links: Links = {
        "anchor": main.settings.full(own),
        "description": title,
        f"{VOCABULARY}defaultLink": [{"href": page["href"], "title": page["title"]}],
        f"{VOCABULARY}pip": [
            _link(contexts, d.urls("products", product.id), product.name.get(d.lang), [d.lang])
            for d in contexts
        ],
        f"{VOCABULARY}traceability": [page],
    }
    if certifications := _certifications(contexts, product):
        links[f"{VOCABULARY}certificationInfo"] = certifications
    if retailers := _retailers(contexts, product):
        links[f"{VOCABULARY}hasRetailers"] = retailers
    links[f"{VOCABULARY}recallStatus"] = [
        _link(contexts, d.urls("recalls"), d.t("Recalled lots"), [d.lang]) for d in contexts
    ]
    return links


def _lot_links(contexts: Sequence[PageContext], product: Product, lot: Lot, own: str) -> Links:
    main = contexts[0]
    title = f"{product.name.get(main.lang)} – {main.t('Lot {code}', code=lot.lot)}"
    page = _link(contexts, f"{own}/", title, [context.lang for context in contexts])
    links: Links = {
        "anchor": main.settings.full(own),
        "description": title,
        f"{VOCABULARY}defaultLink": [{"href": page["href"], "title": page["title"]}],
        f"{VOCABULARY}traceability": [page],
    }
    if lot.steps:
        steps = main.t("Steps of lot {code} as an EPCIS 2.0 file", code=lot.lot)
        address = epcis_address(product, lot)
        links[f"{VOCABULARY}epcis"] = [_link(contexts, address, steps, [], "application/ld+json")]
    if removal_of(lot)[1]:
        links[f"{VOCABULARY}recallStatus"] = [page]
    return links


def _link(
    contexts: Sequence[PageContext], address: str, title: str, languages: list[str], kind: str = "text/html"
) -> Links:
    """A link to a page of ours or to an address of others; ``hreflang`` only where the language is known."""
    full = contexts[0].settings.full(address) if address.startswith("/") else address
    target: Links = {"href": full, "title": title}
    if kind:
        target["type"] = kind
    return {**target, "hreflang": languages} if languages else target


def _certifications(contexts: Sequence[PageContext], product: Product) -> list[Links]:
    """The decision behind the rating that is shown, and every other certificate whose paper is public."""
    main = contexts[0]
    certifications: list[Links] = []
    standing = main.catalogue.standing(product.id)
    decision = main.catalogue.decisions.get(standing.rating.decision or "") if standing else None
    if decision and standing and standing.rating.status == "recognised":
        certifications += [
            _link(contexts, d.urls("decisions", decision.id), decision.title.get(d.lang), [d.lang])
            for d in contexts
        ]
    for certificate in product.certificates:
        if certificate.evidence:
            certifications.append(
                _link(contexts, certificate.evidence, certificate.name.get(main.lang), [], "")
            )
    return certifications


def _retailers(contexts: Sequence[PageContext], product: Product) -> list[Links]:
    lang = contexts[0].lang
    return [_link(contexts, shop.url, shop.name.get(lang), [], "") for shop in product.shops if shop.url]


def epcis_document(context: PageContext, product: ProductSummary, lot: LotSummary) -> Document:
    """The steps of a lot for other systems."""
    full = context.settings.full
    names = epcis.Names(
        lot=full(lot_addresses(product, lot)[0]),
        places=full(trace_addresses(product)[0]),
        terms=full(TERMS),
        stable=lot_addresses(product, lot)[0],
    )
    written, places = context.catalogue.lot(product.id, lot.lot)
    document = epcis.document(lot_as_shown(written), places, names)
    return Document(file_of(epcis_address(product, lot)), "json", document)


def plan_resolver(context: PageContext) -> None:
    """Plan the description of where Digital Links are answered, and the terms that our EPCIS files define."""
    context.units.add("resolver", partial(_resolver, context))


def _resolver(context: PageContext) -> Iterator[Document]:
    catalogue, settings = context.catalogue, context.settings
    catalogue.read_all_summaries()
    with_page = [product for product in catalogue.products.values() if catalogue.has_trace_page(product)]
    if any(address.startswith("/01/") for product in with_page for address in trace_addresses(product)):
        description: dict[str, Any] = {
            "name": catalogue.site.title.get(context.lang),
            "resolverRoot": settings.base_url,
            "supportedPrimaryKeys": ["01"],
            "linkTypeDefaultCanBeLinkset": False,
            "contact": {"fn": catalogue.site.publisher.get(context.lang)},
        }
        yield Document(RESOLVER.strip("/"), "json", description)
    if any(lots.with_steps for lots in catalogue.lots.values()):
        yield Document(TERMS.strip("/"), "json", epcis.terms(settings.full(TERMS)))
