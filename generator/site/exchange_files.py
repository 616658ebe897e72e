"""The files of the exchange format: each record as it is published, and the index of all files.

``catalogue/exchange_format.py`` says which files there are, ``catalogue/published.py`` what is in them.
The index is a late unit. It knows sizes and digests from what other units wrote and opens no record.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from generator.catalogue import exchange_format
from generator.catalogue.exchange_format import CODES, FORMAT, INDEX, MEDIA, PRODUCTS, SCHEMAS, path_of
from generator.catalogue.ids import folder_of, full_id
from generator.catalogue.model import (
    Issue,
    Ledger,
    Photo,
    Producer,
    ProducerSummary,
    Product,
    ProductSummary,
    Record,
    Site,
    record_json,
)
from generator.catalogue.published import (
    published_issue,
    published_keys,
    published_lots,
    published_news,
    published_photo,
    published_producer,
    published_product,
    published_story,
)
from generator.catalogue.reader import CatalogueReader
from generator.site.context import PageContext
from generator.site.outputs import CodeListFile, Document, JsonText, LateUnit, OtherOutputs, Output
from generator.site.pictures import photo_image

NOT_TOLD = "–"
"""Stands for what stays with the office: what an address was printed for, why a key was revoked."""


def plan_exchange_files(context: PageContext) -> None:
    """Plan the files that hold all records of a kind, those of lots, and the schemas.

    Files of products and producers are made with their pages.
    """
    for kind, records in _TOGETHER.items():
        context.document_unit(path_of(kind, ""), "json", partial(_together, context, kind, records))
    for identity in context.catalogue.ask("published-lots"):
        context.document_unit(path_of("lots", identity), "json", partial(_lots, context, identity))
    for product, lots in context.catalogue.ask("lots-with-codes").items():
        for lot in lots:
            context.units.add(f"{CODES}{product}/{lot}", partial(_codes, context, product, lot))
    context.units.add(SCHEMAS, _schema_files)


def define_published_lots(reader: CatalogueReader) -> None:
    """Let the planner ask ``("published-lots",)``: the ids of the files of lots that pages show."""

    def published() -> list[str]:
        return [
            identity
            for product in reader.lots
            if product in reader.products and reader.has_trace_page(reader.products[product])
            for identity in reader.files_of_lots(product)
        ]

    reader.derive("published-lots", published, stored=True)


def index_unit(context: PageContext) -> LateUnit:
    """Return the unit of the index."""
    return LateUnit(INDEX, partial(_index, context))


def product_members(context: PageContext, product: Product) -> dict[str, Any]:
    """Return what the file of a product has for exchange, beside its row in the open data."""
    catalogue = context.catalogue
    decisions = {
        rating.decision: catalogue.decisions[rating.decision]
        for rating in product.ratings
        if rating.decision and rating.decision in catalogue.decisions
    }
    photos = _photos(context, "product", product)
    published = published_product(product, photos, decisions, catalogue.versions)
    pages = {
        code: context.settings.full(address)
        for code, address in context.twins("products", product.id).items()
    }
    return {"pages": pages, **_file("product", [published])}


def producer_file(context: PageContext, producer: Producer) -> Document:
    """Return the file of a producer."""
    published = published_producer(producer, _photos(context, "producer", producer))
    texts = {producer.id: _texts(context, "producer", producer.id)}
    return Document(path_of("producer", producer.id), "json", _file("producer", [published], texts))


def _file(
    kind: str, records: Iterable[Record], texts: Mapping[str, Mapping[str, str]] | None = None
) -> dict[str, Any]:
    texts = {identity: words for identity, words in (texts or {}).items() if words}
    written = [JsonText(record_json(record).decode()) for record in records]
    return {"format": FORMAT, "kind": kind, "records": written, **({"texts": texts} if texts else {})}


def _photos(context: PageContext, kind: str, record: ProductSummary | ProducerSummary) -> list[Photo]:
    """Return the photos of a record, each named by its largest published picture."""
    return [
        published_photo(photo, image["srcset"][-1][0].removeprefix(f"/{MEDIA}"), record.name)
        for photo in record.photos
        if (image := photo_image(context, kind, record, photo))
    ]


def _texts(context: PageContext, kind: str, identity: str) -> dict[str, str]:
    """Return the Markdown beside a record by language."""
    codes = [language.code for language in context.catalogue.site.languages]
    texts = ((code, context.catalogue.story(kind, identity, (code,))) for code in codes)
    return {code: published_story(story[0]) for code, story in texts if story}


def _lots(context: PageContext, identity: str) -> dict[str, Any]:
    return _file("lots", [published_lots(context.catalogue.lots_of_file(identity))])


def _codes(context: PageContext, product: str, lot: str) -> Iterator[Output]:
    """The numbered stamps of a lot as the project keeps them."""
    codes = context.catalogue.issued_codes(product, lot)
    if codes:
        path = f"{CODES}{product}/{lot}"
        manifest = {"signed": codes.signed, "signature": codes.signature}
        yield Document(f"{path}.json", "json", manifest)
        yield CodeListFile(f"{path}.codes", codes.source, codes.manifest.codes)


def _site(context: PageContext) -> list[Record]:
    # A theme is a folder of the office's, which no site publishes.
    update = {"base_url": context.settings.base_url, "theme": Site.model_fields["theme"].default}
    return [context.catalogue.site.model_copy(update=update)]


def _ledger(context: PageContext) -> list[Record]:
    by_folder: dict[str, list[Issue]] = {}
    for issue in context.catalogue.ledger:
        if published := published_issue(issue, NOT_TOLD):
            by_folder.setdefault(folder_of(issue.product), []).append(published)
    return [
        Ledger(id=full_id(folder, "ledger"), issued=tuple(issues)) for folder, issues in by_folder.items()
    ]


_TOGETHER: dict[str, Callable[[PageContext], Iterable[Record]]] = {
    "site": _site,
    "criteria": lambda context: [context.catalogue.criteria],
    "places": lambda context: context.catalogue.provinces.values(),
    "producer-kind": lambda context: context.catalogue.producer_kinds.values(),
    "product-kind": lambda context: context.catalogue.product_kinds.values(),
    "decision": lambda context: context.catalogue.decisions.values(),
    "document": lambda context: context.catalogue.documents.values(),
    "chain": lambda context: context.catalogue.chains.values(),
    "fair": lambda context: context.catalogue.fairs.values(),
    "news": lambda context: map(published_news, context.catalogue.news.values()),
    "page": lambda context: context.catalogue.text_pages.values(),
    "ledger": _ledger,
    "stamp-keys": lambda context: [
        published_keys(keys, NOT_TOLD) for keys in context.catalogue.stamp_keys.values()
    ],
    "copy": lambda context: context.catalogue.copies.values(),
}
"""The records of each kind of ``exchange_format.TOGETHER``."""


def _together(
    context: PageContext, kind: str, records: Callable[[PageContext], Iterable[Record]]
) -> dict[str, Any]:
    there = list(records(context))
    has_texts = kind in exchange_format.WITH_TEXTS
    texts = {record.id: _texts(context, kind, record.id) for record in there} if has_texts else None
    return _file(kind, there, texts)


def _schema_files() -> Iterator[Document]:
    for name, schema in exchange_format.schemas().items():
        yield Document(f"{SCHEMAS}{name}.json", "json", schema)


def _index(context: PageContext, produced: OtherOutputs) -> Iterator[Document]:
    catalogue = context.catalogue
    files = {
        path: file
        for folder in (exchange_format.FOLDER, PRODUCTS, MEDIA)
        for path, file in produced.files_in(folder).items()
        if _is_indexed(path)
    }
    index = {
        "format": FORMAT,
        "home": context.settings.base_url,
        "as_of": catalogue.today().isoformat(),
        "title": dict(catalogue.site.title.root),
        "publisher": dict(catalogue.site.publisher.root),
        "provinces": [
            places.province.model_dump(mode="json", exclude_defaults=True)
            for places in catalogue.provinces.values()
        ],
        "files": [
            {"path": path, "bytes": files[path].size, "digest": files[path].digest} for path in sorted(files)
        ],
    }
    yield Document(INDEX, "json", index)


def _is_indexed(path: str) -> bool:
    """Whether the index names a file: the format's own, and pictures, but not cards for shared links."""
    if path.startswith(MEDIA):
        return exchange_format.PHOTO.fullmatch(path.removeprefix(MEDIA)) is not None
    return not path.startswith(SCHEMAS)
