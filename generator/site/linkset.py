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
from generator.catalogue.model import LotSummary, Product, ProductSummary
from generator.site.context import PageContext
from generator.site.outputs import Document
from generator.site.urls import file_of

LINKSET = "linkset.json"
EPCIS = "epcis.jsonld"
RESOLVER = "/.well-known/gs1resolver"
TERMS = "/data/terms.json"
VOCABULARY = "https://ref.gs1.org/voc/"

Links = dict[str, Any]


def linkset_document(
    contexts: Sequence[PageContext],
    product: Product,
    own: str,
    lot: LotSummary | None,
    *,
    has_steps: bool = False,
) -> Document:
    """The linkset of one printed address, for products without a GTIN as well.

    ``has_steps`` tells that there is an EPCIS document beside it.
    """
    values = _linkset(contexts, product, own, lot, has_steps=has_steps)
    return Document(file_of(f"{own}/{LINKSET}"), "json", values)


def _linkset(
    contexts: Sequence[PageContext], product: Product, own: str, lot: LotSummary | None, *, has_steps: bool
) -> Links:
    main = contexts[0]
    name = product.name.get(main.lang)
    title = f"{name} – {main.t('Lot {code}', code=lot.lot)}" if lot else name
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
    if found := _certifications(contexts, product):
        links[f"{VOCABULARY}certificationInfo"] = found
    if found := _retailers(contexts, product):
        links[f"{VOCABULARY}hasRetailers"] = found
    if lot and has_steps:
        steps = main.t("Steps of lot {code} as an EPCIS 2.0 file", code=lot.lot)
        links[f"{VOCABULARY}epcis"] = [_link(contexts, f"{own}/{EPCIS}", steps, [], "application/ld+json")]
    taken_back = lot and (lot.recalled or lot.withdrawn)
    links[f"{VOCABULARY}recallStatus"] = (
        [page]
        if taken_back
        else [_link(contexts, d.urls("recalls"), d.t("Recalled lots"), [d.lang]) for d in contexts]
    )
    return {"linkset": [links]}


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


def epcis_document(context: PageContext, product: ProductSummary, own: str, lot: LotSummary) -> Document:
    """The steps of a lot for other systems, beside each of its pages; every copy says the same."""
    full = context.settings.full
    names = epcis.Names(
        lot=full(lot_addresses(product, lot)[0]),
        places=full(trace_addresses(product)[0]),
        terms=full(TERMS),
        stable=lot_addresses(product, lot)[0],
    )
    written, places = context.catalogue.lot(product.id, lot.lot)
    document = epcis.document(lot_as_shown(written), places, names)
    return Document(file_of(f"{own}/{EPCIS}"), "json", document)


def plan_resolver(context: PageContext) -> None:
    """Where Digital Links are answered (only if there are any), and the terms our EPCIS files add."""
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
