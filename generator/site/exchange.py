"""What other programs ask of a site: how to search it, and what its data files hold."""

from functools import partial
from typing import Any

from generator.site.context import PageContext
from generator.site.data import OPEN_DATA_FIELDS

SHORT = 16
"""Letters that OpenSearch allows a name."""
_TYPES = {
    ("string", "date"): "date",
    ("string", "uri"): "string",
    ("integer", ""): "integer",
    ("boolean", ""): "boolean",
}


def opensearch_address(context: PageContext) -> str:
    """Address of a language's OpenSearch description."""
    return f"{context.urls.home}opensearch.xml"


def plan_exchange(context: PageContext) -> None:
    """Plan the OpenSearch description of one language and, with the first language, the data package."""
    context.document_unit(
        opensearch_address(context).lstrip("/"), "opensearch", partial(_opensearch, context)
    )
    if context.lang == context.catalogue.first_language:
        context.document_unit("data/datapackage.json", "json", partial(datapackage, context))


def _opensearch(context: PageContext) -> dict[str, Any]:
    site, full = context.catalogue.site, context.settings.full
    title = site.title.get(context.lang)
    return {
        "name": title if len(title) <= SHORT else title[:SHORT].rsplit(" ", 1)[0],
        "about": site.tagline.get(context.lang),
        "lang": context.lang,
        "icon": full(context.theme.assets["icon-192.png"]),
        "search": full(context.urls("products")),
        "self": full(opensearch_address(context)),
    }


def datapackage(context: PageContext) -> dict[str, Any]:
    """The open data as a data package (Frictionless Data Package 1), with the type of every column."""
    catalogue, site = context.catalogue, context.catalogue.site
    return {
        "profile": "tabular-data-package",
        "name": "ocop-products",
        "title": site.title.get(context.lang),
        "description": site.intro.get(context.lang),
        "homepage": context.settings.full(context.urls("data")),
        "version": catalogue.today().isoformat(),
        "contributors": [{"title": site.publisher.get(context.lang), "role": "publisher"}],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "products",
                "path": "products.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
                "schema": {
                    "fields": [_field(name, kind, about) for name, (kind, about) in OPEN_DATA_FIELDS.items()],
                    "missingValues": [""],
                    "primaryKey": "id",
                },
            }
        ],
    }


def _field(name: str, kind: dict[str, Any], about: str) -> dict[str, Any]:
    """A column for Table Schema, from its JSON Schema."""
    kinds = kind.get("type", "string")
    plain = kinds if isinstance(kinds, str) else kinds[0]
    field: dict[str, Any] = {
        "name": name,
        "type": _TYPES.get((plain, kind.get("format", "")), "string"),
        "description": about,
    }
    if kind.get("format") == "uri":
        field["format"] = "uri"
    limits: dict[str, Any] = {key: kind[key] for key in ("minimum", "maximum") if key in kind}
    if "enum" in kind:
        limits["enum"] = [value for value in kind["enum"] if value is not None]
    if isinstance(kinds, str) and None not in kind.get("enum", []):
        limits["required"] = True
    return {**field, "constraints": limits} if limits else field
