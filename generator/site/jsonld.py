"""Structured data for machines (schema.org), one language per page.

OCOP stars are the rating of a certification, never an aggregate of opinions. Only recognised
ratings are certifications; an assessment or a five-star proposal is none.
"""

from collections.abc import Sequence
from typing import Any

from generator.catalogue.addresses import trace
from generator.catalogue.gs1 import gtin14
from generator.catalogue.model import Producer, ProducerSummary, Product
from generator.catalogue.ocop import Standing
from generator.site.context import PageContext
from generator.site.pictures import og_image
from generator.site.view_parts import Link

CONTEXT = "https://schema.org"


def breadcrumbs(context: PageContext, trail: Sequence[Link], address: str) -> dict[str, Any]:
    """The way from the home page to the page at ``address``, which is the last link of ``trail``."""
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": step["name"],
                "item": context.settings.full(step["href"] or address),
            }
            for position, step in enumerate(trail, start=1)
        ],
    }


def product(context: PageContext, product: Product, address: str) -> dict[str, Any]:
    """A product with its producer and certifications."""
    catalogue, lang = context.catalogue, context.lang
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Product",
        "@id": context.settings.full(address) + "#product",
        "name": product.name.get(lang),
        "url": context.settings.full(address),
        "category": catalogue.sets[product.set].name.get(lang),
    }
    if others := [n for code, n in product.name.root.items() if code != lang]:
        data["alternateName"] = others[0]
    if product.summary:
        data["description"] = product.summary.get(lang)
    if image := og_image(context, "product", product):
        data["image"] = image
    if product.gtin:
        data["gtin"] = gtin14(product.gtin)
        data["hasGS1DigitalLink"] = context.settings.full(trace(product))
    elif product.code:
        data["productID"] = product.code
    if product.brand:
        data["brand"] = {"@type": "Brand", "name": product.brand}
    producer = catalogue.producers.get(product.producer or "")
    if producer and not product.producer_inferred:
        data["manufacturer"] = organization_reference(context, producer)
    certifications = [
        certification(context, standing)
        for standing in catalogue.standings(product.id)
        if standing.rating.status == "recognised" and standing.rating.stars
    ]
    if certifications and catalogue.lists(product):
        data["hasCertification"] = certifications
    return data


def certification(context: PageContext, standing: Standing) -> dict[str, Any]:
    """An OCOP recognition: stars as ``certificationRating``, active only while valid."""
    decision = context.catalogue.decisions.get(standing.rating.decision or "")
    data: dict[str, Any] = {
        "@type": "Certification",
        "name": f"OCOP {context.t.star_label(standing.rating)}",
        "certificationStatus": f"{CONTEXT}/Certification{'Active' if standing.current else 'Inactive'}",
        "certificationRating": {
            "@type": "Rating",
            "ratingValue": standing.rating.stars,
            "bestRating": 5,
            "worstRating": 1,
        },
    }
    if standing.state == "unknown":
        del data["certificationStatus"]
    if decision and decision.number:
        data["certificationIdentification"] = decision.number
    if decision and decision.body:
        data["issuedBy"] = {"@type": "GovernmentOrganization", "name": decision.body.get(context.lang)}
    if standing.first:
        data["validFrom"] = standing.first.isoformat()
    if standing.last:
        data["expires"] = standing.last.isoformat()
    return data


def organization_reference(context: PageContext, producer: ProducerSummary) -> dict[str, Any]:
    """A producer as others name it."""
    address = context.settings.full(context.urls("producers", producer.id))
    return {
        "@type": "Organization",
        "@id": address + "#organization",
        "name": producer.name.get(context.lang),
        "url": address,
    }


def organization(context: PageContext, producer: Producer) -> dict[str, Any]:
    """A producer; an address only as far as the records know it."""
    place = context.place(producer.address)
    data = {"@context": CONTEXT, **organization_reference(context, producer)}
    if place:
        data["address"] = {
            "@type": "PostalAddress",
            "addressLocality": place,
            "addressRegion": context.catalogue.places.province.name,
            "addressCountry": "VN",
        }
    if producer.founded:
        data["foundingDate"] = producer.founded
    return data


def website(context: PageContext) -> dict[str, Any]:
    """The site itself, on the home page."""
    site = context.catalogue.site
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": site.title.get(context.lang),
        "url": context.settings.full(context.urls.home),
        "inLanguage": context.lang,
        "publisher": {"@type": "Organization", "name": site.publisher.get(context.lang)},
    }
