"""Structured data for machines (schema.org), one language per page.

OCOP stars are the rating of a certification, never an aggregate of opinions. Only recognised
ratings are certifications; an assessment or a five-star proposal is none.
"""

from collections.abc import Mapping, Sequence
from typing import Any

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
    full = context.settings.full
    producer = catalogue.producers.get(product.producer or "")
    certifications = [
        certification(context, standing)
        for standing in catalogue.standings(product.id)
        if standing.rating.status == "recognised" and standing.rating.stars
    ]
    return _filled(
        {
            "@context": CONTEXT,
            "@type": "Product",
            "@id": full(address) + "#product",
            "name": product.name.get(lang),
            "alternateName": next((name for code, name in product.name.root.items() if code != lang), ""),
            "url": full(address),
            "category": catalogue.sets[product.set].name.get(lang),
            "description": product.summary.get(lang) if product.summary else "",
            "image": og_image(context, "product", product),
            "gtin": gtin14(product.gtin) if product.gtin else "",
            "sameAs": product.home.pages.get(lang, "") if product.home else "",
            "hasGS1DigitalLink": context.printed_address(product) if product.gtin else "",
            "productID": "" if product.gtin else product.code,
            "brand": {"@type": "Brand", "name": product.brand} if product.brand else None,
            "manufacturer": organization_reference(context, producer)
            if producer and not product.producer_inferred
            else None,
            "hasCertification": certifications if catalogue.is_listed(product) else [],
        }
    )


def _filled(data: Mapping[str, Any]) -> dict[str, Any]:
    """Structured data without what is not known."""
    return {key: value for key, value in data.items() if value}


def certification(context: PageContext, standing: Standing) -> dict[str, Any]:
    """An OCOP recognition: stars as ``certificationRating``, active only while valid."""
    decision = context.catalogue.decisions.get(standing.rating.decision or "")
    status = f"{CONTEXT}/Certification{'Active' if standing.current else 'Inactive'}"
    issuer = decision.body.get(context.lang) if decision and decision.body else ""
    return _filled(
        {
            "@type": "Certification",
            "name": f"OCOP {context.t.star_label(standing.rating)}",
            "certificationStatus": "" if standing.state == "unknown" else status,
            "certificationRating": {
                "@type": "Rating",
                "ratingValue": standing.rating.stars,
                "bestRating": 5,
                "worstRating": 1,
            },
            "certificationIdentification": decision.number if decision else "",
            "issuedBy": {"@type": "GovernmentOrganization", "name": issuer} if issuer else None,
            "validFrom": standing.first.isoformat() if standing.first else "",
            "expires": standing.last.isoformat() if standing.last else "",
        }
    )


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
    place = context.local_place(producer.address)
    address = {
        "@type": "PostalAddress",
        "addressLocality": place,
        "addressRegion": context.province_of_address(producer).name,
        "addressCountry": "VN",
    }
    return _filled(
        {
            "@context": CONTEXT,
            **organization_reference(context, producer),
            "address": address if place else None,
            "foundingDate": producer.founded,
        }
    )


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
