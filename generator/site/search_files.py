"""The files of the search: one with all data, or in a large catalogue many, of which a query fetches few."""

from collections.abc import Iterator
from functools import partial

from generator.site.context import PageContext
from generator.site.facets import has_divided_search
from generator.site.outputs import Document
from generator.site.search import collect_rows, content_digest, one_file
from generator.site.search_parts import divided


def search_data_address(context: PageContext) -> str:
    """Address of the small file that names the data; it stays the same while the catalogue changes.

    So no page has to be made anew because a product elsewhere got another name.
    """
    return f"/data/search-{context.lang.lower()}.js"


def plan_search(context: PageContext) -> None:
    """Plan the data of one language and the small file that names it."""
    context.units.add(f"search/{context.lang}", partial(search_documents, context))


def search_documents(context: PageContext) -> Iterator[Document]:
    """Yield the data of one language and the small file that names them."""
    rows = collect_rows(context)
    parts: list[Document] = []
    if has_divided_search(context):
        value, parts = divided(context, rows)
    else:
        value = one_file(context, rows)
    path = f"assets/search-{context.lang.lower()}.{content_digest(value)}.js"
    data = Document(path, "script", {"name": "OCOP_SEARCH", "value": value})
    yield data
    yield from parts
    pointer = {"name": "OCOP_SEARCH_AT", "value": f"/{data.path}"}
    yield Document(search_data_address(context).lstrip("/"), "script", pointer)
