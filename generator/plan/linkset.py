"""What machines find beside a scan page: its linkset, its EPCIS document, the description of the whole.

RFC 9264 and the GS1 Web Vocabulary's link types. These are files: a static host cannot negotiate
(``?linkType=``, ``Accept``), so this is GS1 Digital Link syntax and not a GS1-Conformant Resolver.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from generator.catalogue import epcis
from generator.catalogue.addresses import lot_addresses, trace_addresses
from generator.catalogue.doubtful import lot_as_shown
from generator.catalogue.model import LotHead, Product, ProductHead
from generator.plan.desk import Desk
from generator.plan.outputs import Document
from generator.plan.urls import file_of

LINKSET = "linkset.json"
EPCIS = "epcis.jsonld"
RESOLVER = "/.well-known/gs1resolver"
TERMS = "/data/terms.json"
VOCABULARY = "https://ref.gs1.org/voc/"

Links = dict[str, Any]


def plan_linkset(
    desks: Sequence[Desk], product: ProductHead, own: str, lot: LotHead | None, needs: str, *, traced: bool
) -> None:
    """The linkset of one printed address, for products without a GTIN as well.

    ``needs`` is the digest of what the page beside it is made from; ``traced`` tells that there is an EPCIS
    document beside it.
    """
    make = partial(_linkset, desks, product.id, own, lot, traced=traced)
    desks[0].outputs.add(Document(file_of(f"{own}/{LINKSET}"), "json", None, needs, make))


def _linkset(desks: Sequence[Desk], identity: str, own: str, lot: LotHead | None, *, traced: bool) -> Links:
    main = desks[0]
    product = main.catalogue.product(identity)
    name = product.name.get(main.lang)
    title = f"{name} – {main.say('Lot {code}', code=lot.lot)}" if lot else name
    page = _link(desks, f"{own}/", title, [desk.lang for desk in desks])
    links: Links = {
        "anchor": main.settings.full(own),
        "description": title,
        f"{VOCABULARY}defaultLink": [{"href": page["href"], "title": page["title"]}],
        f"{VOCABULARY}pip": [
            _link(desks, d.urls("products", product.id), product.name.get(d.lang), [d.lang]) for d in desks
        ],
        f"{VOCABULARY}traceability": [page],
    }
    if found := _certifications(desks, product):
        links[f"{VOCABULARY}certificationInfo"] = found
    if found := _retailers(desks, product):
        links[f"{VOCABULARY}hasRetailers"] = found
    if lot and traced:
        steps = main.say("Steps of lot {code} as an EPCIS 2.0 file", code=lot.lot)
        links[f"{VOCABULARY}epcis"] = [_link(desks, f"{own}/{EPCIS}", steps, [], "application/ld+json")]
    taken_back = lot and (lot.recalled or lot.withdrawn)
    links[f"{VOCABULARY}recallStatus"] = (
        [page]
        if taken_back
        else [_link(desks, d.urls("recalls"), d.say("Recalled lots"), [d.lang]) for d in desks]
    )
    return {"linkset": [links]}


def _link(
    desks: Sequence[Desk], address: str, title: str, languages: list[str], kind: str = "text/html"
) -> Links:
    """A link to a page of ours or to an address of others; ``hreflang`` only where the language is known."""
    full = desks[0].settings.full(address) if address.startswith("/") else address
    target: Links = {"href": full, "title": title}
    if kind:
        target["type"] = kind
    return {**target, "hreflang": languages} if languages else target


def _certifications(desks: Sequence[Desk], product: Product) -> list[Links]:
    """The decision behind the rating that is shown, and every other certificate whose paper is public."""
    main = desks[0]
    found: list[Links] = []
    standing = main.catalogue.standing[product.id]
    decision = main.catalogue.decisions.get(standing.rating.decision or "") if standing else None
    if decision and standing and standing.rating.status == "recognised":
        found += [
            _link(desks, d.urls("decisions", decision.id), decision.title.get(d.lang), [d.lang])
            for d in desks
        ]
    for one in product.certificates:
        if one.evidence:
            found.append(_link(desks, one.evidence, one.name.get(main.lang), [], ""))
    return found


def _retailers(desks: Sequence[Desk], product: Product) -> list[Links]:
    lang = desks[0].lang
    return [_link(desks, one.url, one.name.get(lang), [], "") for one in product.shops if one.url]


def plan_epcis(desk: Desk, product: ProductHead, own: str, lot: LotHead) -> None:
    """The steps of a lot for other systems, beside each of its pages; every copy says the same."""
    full = desk.settings.full
    names = epcis.Names(
        lot=full(lot_addresses(product, lot)[0]),
        places=full(trace_addresses(product)[0]),
        terms=full(TERMS),
        stable=lot_addresses(product, lot)[0],
    )
    make = partial(_epcis, desk, product, lot.lot, names)
    needs = desk.needs.lot_page(product, lot)
    desk.outputs.add(Document(file_of(f"{own}/{EPCIS}"), "json", None, needs, make))


def _epcis(desk: Desk, product: ProductHead, code: str, names: epcis.Names) -> dict[str, Any]:
    lot, places = desk.catalogue.lot(product.id, code)
    return epcis.document(lot_as_shown(lot), places, names)


def plan_resolver(desk: Desk) -> None:
    """Where Digital Links are answered (only if there are any), and the terms our EPCIS files add."""
    catalogue, settings = desk.catalogue, desk.settings
    traced = [one for one in catalogue.products.values() if catalogue.traced(one)]
    if any(address.startswith("/01/") for one in traced for address in trace_addresses(one)):
        description: dict[str, Any] = {
            "name": catalogue.site.title.get(desk.lang),
            "resolverRoot": settings.base_url,
            "supportedPrimaryKeys": ["01"],
            "linkTypeDefaultCanBeLinkset": False,
            "contact": {"fn": catalogue.site.publisher.get(desk.lang)},
        }
        desk.outputs.add(Document(RESOLVER.strip("/"), "json", description))
    if any(found.traced for found in catalogue.lots.values()):
        desk.outputs.add(Document(TERMS.strip("/"), "json", epcis.terms(settings.full(TERMS))))
