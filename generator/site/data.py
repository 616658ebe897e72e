"""Files for machines: open data, sitemap, robots, headers, the theme's own files."""

import json
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, get_args

from generator.catalogue.doubtful import rating_as_shown
from generator.catalogue.gs1 import gtin14
from generator.catalogue.model import Product, ProductSummary, Rating, State
from generator.site.context import PageContext
from generator.site.exchange_files import product_members
from generator.site.facets import shown_stars, state_of
from generator.site.linkset import plan_resolver
from generator.site.outputs import Copy, Document, JsonText, Output
from generator.site.product_facts import district_in_short

OPEN_DATA_FIELDS: dict[str, tuple[dict[str, Any], str]] = {
    "id": ({"type": "string"}, "Permanent id of the product in this catalogue"),
    "code": ({"type": ["string", "null"]}, "Trace code printed on stamps, null if none was given"),
    "name_vi": ({"type": ["string", "null"]}, "Name in Vietnamese"),
    "name_en": ({"type": ["string", "null"]}, "Name in English, ours where no source gives one"),
    "group": ({"type": "string"}, "Id of the group, one of six"),
    "set": (
        {"type": "integer", "minimum": 1, "maximum": 26},
        "Number of the criteria set, chosen by this catalogue",
    ),
    "stars": (
        {"type": ["integer", "null"], "enum": [3, 4, 5, None]},
        "Stars of the latest rating, null if not stated",
    ),
    "state": (
        {"enum": list(get_args(State))},
        "How the rating stands on the day as_of; only valid and expiring are current",
    ),
    "valid_from": ({"type": ["string", "null"], "format": "date"}, "First valid day, null if unknown"),
    "valid_until": ({"type": ["string", "null"], "format": "date"}, "Last valid day, null if unknown"),
    "decision": ({"type": ["string", "null"]}, "Id of the decision, announcement or assessment"),
    "decision_number": ({"type": ["string", "null"]}, "Number of the decision, null if not stated"),
    "producer": ({"type": ["string", "null"]}, "Id of the producer, null if not named"),
    "producer_name": ({"type": ["string", "null"]}, "Name of the producer"),
    "producer_inferred": (
        {"type": "boolean"},
        "true where the sources on the rating do not name the producer: it comes from another source",
    ),
    "commune": ({"type": ["string", "null"]}, "Code of today's commune, only where certain"),
    "district_former": ({"type": ["string", "null"]}, "Name of the former district"),
    "place_printed": ({"type": ["string", "null"]}, "Place as the source prints it"),
    "gtin": ({"type": ["string", "null"]}, "GTIN-14, null if the product has none"),
    "sample": ({"type": "boolean"}, "true for made-up sample data"),
    "as_of": ({"type": "string", "format": "date"}, "Day for which the state was computed"),
    "page": ({"type": "string", "format": "uri"}, "Address of the product's page"),
    "trace": ({"type": ["string", "null"], "format": "uri"}, "Permanent address that the QR code opens"),
}
"""Fields of a product in the open data, with their JSON Schema and what they mean."""


def open_data_row(context: PageContext, product: ProductSummary) -> dict[str, Any]:
    """Return a product as one row; keys are those of ``OPEN_DATA_FIELDS``. The caller fills in ``as_of``."""
    catalogue = context.catalogue
    standing = catalogue.standing(product.id)
    decision = catalogue.decisions.get(standing.rating.decision or "") if standing else None
    producer = catalogue.producers.get(product.producer or "")
    commune = catalogue.communes.get(product.origin.commune or "")
    district = catalogue.districts.get(catalogue.district_of(product))
    return {
        "id": product.id,
        "code": product.code,
        "name_vi": product.name.root.get("vi"),
        "name_en": product.name.root.get("en"),
        "group": catalogue.sets[product.set].group,
        "set": product.set,
        "stars": shown_stars(catalogue, product) or None,
        "state": state_of(catalogue, product),
        "valid_from": standing.first.isoformat() if standing and standing.first else None,
        "valid_until": standing.last.isoformat() if standing and standing.last else None,
        "decision": decision.id if decision else None,
        "decision_number": decision.number if decision else None,
        "producer": producer.id if producer else None,
        "producer_name": producer.name.get(catalogue.first_language) if producer else None,
        "producer_inferred": product.producer_inferred,
        "commune": commune.code if commune else None,
        "district_former": district_in_short(context, district) if district else None,
        "place_printed": product.origin.printed,
        "gtin": gtin14(product.gtin) if product.gtin else None,
        "sample": product.sample,
        "as_of": None,
        "page": context.settings.full(context.urls("products", product.id)),
        "trace": context.printed_address(product) if catalogue.has_trace_page(product) else None,
    }


def product_values(context: PageContext, product: Product) -> dict[str, Any]:
    """Return a product with its texts, ratings, certificates and sources; no contact data."""

    def plain(record: Any) -> Any:
        return record.model_dump(mode="json", exclude_none=True, exclude_defaults=True)

    return {
        **open_data_row(context, product),
        "name": dict(product.name.root),
        "summary": dict(product.summary.root) if product.summary else None,
        "ratings": [plain(_as_shown(context, rating)) for rating in product.ratings],
        "certificates": [plain(certificate) for certificate in product.certificates],
        "notes": [dict(note.root) for note in product.notes],
        "sources": [plain(source) for source in product.sources],
    }


def _as_shown(context: PageContext, rating: Rating) -> Rating:
    decision = context.catalogue.decisions.get(rating.decision or "")
    return rating_as_shown(rating, decision, context.catalogue.versions)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of ``/data/products.json``."""
    row_schema = {
        "type": "object",
        "required": list(OPEN_DATA_FIELDS),
        "properties": {
            **{key: {**kind, "description": about} for key, (kind, about) in OPEN_DATA_FIELDS.items()},
            "name": {"type": "object", "additionalProperties": {"type": "string"}},
            "summary": {"type": ["object", "null"], "additionalProperties": {"type": "string"}},
            "ratings": {"type": "array", "items": {"type": "object"}},
            "certificates": {"type": "array", "items": {"type": "object"}},
            "notes": {"type": "array", "items": {"type": "object"}},
            "sources": {
                "type": "array",
                "minItems": 1,
                "items": {"type": "object", "required": ["publisher"]},
            },
        },
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "OCOP products",
        "type": "object",
        "required": ["as_of", "publisher", "products"],
        "properties": {
            "as_of": {"type": "string", "format": "date"},
            "publisher": {"type": "object"},
            "products": {"type": "array", "items": row_schema},
        },
        "additionalProperties": False,
    }


def _whole(context: PageContext) -> dict[str, Any]:
    """Return the listed products with all that is published of them."""
    catalogue = context.catalogue
    catalogue.read_all_summaries()
    catalogue.read_all_facts()
    day = catalogue.today().isoformat()
    return {
        "as_of": day,
        "publisher": dict(catalogue.site.publisher.root),
        "products": [
            # The first such key is the product's own: quotation marks in texts are escaped.
            JsonText(
                catalogue.kept_text(product, partial(_row_text, context, product)).replace(
                    _NO_DAY, f'"as_of": "{day}"', 1
                )
            )
            for product in catalogue.ask("listing", catalogue.first_language)
        ],
    }


_NO_DAY = '"as_of": null'
"""How the row of a product says that no day is filled in."""


def _row_text(context: PageContext, product: str) -> str:
    """Return a product of the open data as JSON on one line, without a day."""
    return json.dumps(product_values(context, context.catalogue.product_facts(product)), ensure_ascii=False)


def _table(context: PageContext) -> dict[str, Any]:
    """Return the listed products as rows."""
    context.catalogue.read_all_summaries()
    day = context.catalogue.today().isoformat()
    rows = [{**open_data_row(context, product), "as_of": day} for product in context.catalogue.listed]
    return {"fields": list(OPEN_DATA_FIELDS), "rows": rows}


def product_data(context: PageContext, product: Product) -> Document:
    """Return the data file of one product: its row, then the record for exchange, which has the rest.

    ``as_of`` is the day since when its state is what it is.
    """
    since = context.catalogue.ask("settled-since", product.id)
    row = {**open_data_row(context, product), "as_of": since or None}
    data = {**row, **product_members(context, product)}
    return Document(f"data/products/{product.id}.json", "json", data)


def plan_files_for_machines(contexts: Sequence[PageContext]) -> None:
    """Plan the open data, the files for hosts and search engines, and the theme's own files."""
    main = contexts[0]
    main.document_unit("data/products.json", "json", partial(_whole, main))
    main.document_unit("data/products.csv", "csv", partial(_table, main))
    main.document_unit("data/schema.json", "json", schema)
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {main.settings.full('/sitemap.xml')}\n"
    main.document_unit("robots.txt", "text", lambda: robots)
    main.document_unit(".nojekyll", "text", str)
    main.document_unit("_headers", "text", partial(response_headers, main))
    plan_resolver(main)
    main.units.add("theme", partial(_theme_files, main))


def _theme_files(context: PageContext) -> Iterator[Output]:
    for path, (source, digest) in context.theme.files.items():
        yield Copy(path, source, digest)
    for path, text in context.theme.texts.items():
        yield Document(path, "text", text)


HEADERS: dict[str, dict[str, str]] = {
    "/*": {
        # Each page carries its own full policy in a meta element; this adds what a meta cannot say.
        "Content-Security-Policy": "frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    },
    "/assets/*": {"Cache-Control": "public, max-age=31536000, immutable"},
    "/media/*": {"Cache-Control": "public, max-age=31536000, immutable"},
    "/qr/*": {"Cache-Control": "public, max-age=31536000, immutable"},
    "/data/*": {"Access-Control-Allow-Origin": "*"},
    "/sw.js": {"Cache-Control": "no-cache"},
    "/*.webmanifest": {"Content-Type": "application/manifest+json"},
    # Hosts guess a type from the last letters of a name, and these have no or a foreign ending.
    **{
        f"{page}/linkset.json": {
            "Content-Type": "application/linkset+json",
            "Access-Control-Allow-Origin": "*",
        }
        for page in ("/p/:code", "/01/:gtin")
    },
    **{
        f"{page}/epcis.jsonld": {"Content-Type": "application/ld+json", "Access-Control-Allow-Origin": "*"}
        for page in ("/p/:code/:lot", "/01/:gtin/10/:lot")
    },
    "/.well-known/gs1resolver": {"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"},
}


IN_PROVINCES = {
    path.replace("/:code", "/:province/:code", 1): HEADERS[path] for path in HEADERS if "/:code" in path
}
"""The same for codes of further provinces."""


def response_headers(context: PageContext) -> str:
    """Return the response headers for hosts that read ``_headers`` (Netlify, Cloudflare Pages)."""
    headers = HEADERS if context.catalogue.is_one_province else HEADERS | IN_PROVINCES
    lines: list[str] = []
    for path, values in headers.items():
        lines.append(path)
        lines += [f"  {name}: {value}" for name, value in values.items()]
    return "\n".join(lines) + "\n"
