"""What stands on which sheet, before anything is drawn: booths' codes, leaflets' words, booklet pages.

Heights are millimetres of an A4 page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from generator.site.sheets import SheetLanguages, SheetProducer, SheetProduct, Sheets, TextByLanguage
from generator.text import sort_key

TOP = 24.0
LOW = 279.0
ENTRY = 74.0
"""A product in the booklet."""
HEADING = 12.0
"""A heading above products; a page's first one stands this much above ``TOP`` less 3 mm."""
ROW = 6.2
"""A line of contents or index."""
PRODUCER = 30.0
PRODUCER_WITHOUT_CONTACTS = 22.0
"""A producer without contacts."""
TITLE = 22.0
"""What a page's title takes, with its second language."""
CODES_EACH = 12
"""Codes on a sheet of a booth."""


def booth_sheets(sheets: Sheets) -> list[tuple[TextByLanguage, TextByLanguage, list[SheetProduct]]]:
    """Name, place and products of each sheet of codes: booth by booth, then what stands at none."""
    at_booths = {product for booth in sheets.booths for product in booth.products}
    groups = [(booth.name, booth.place, sheets.of(booth.products)) for booth in sheets.booths]
    if at_no_booth := [product for product in sheets.products if product.id not in at_booths]:
        groups.append((sheets.title, {}, at_no_booth))
    return [
        (name, place, products[start : start + CODES_EACH])
        for name, place, products in groups
        for start in range(0, len(products), CODES_EACH)
    ]


def leaflet_blocks(sheets: Sheets, product: SheetProduct, lang: str) -> Iterator[tuple[str, str]]:
    """(Heading or nothing, words) of a leaflet in one language, in the order of a buyer's questions."""
    labels = sheets.labels
    if words := product.summary.get(lang) or product.pitch.get(lang, ""):
        yield "", words
    if (more := product.description.get(lang, "")) and more != words:
        yield "", more
    if packs := product.packs.get(lang):
        yield labels["packs"][lang], packs
    for key, text in product.facts:
        if text.get(lang):
            yield labels[key][lang], text[lang]
    if certificates := product.certificates.get(lang):
        yield labels["certificates"][lang], certificates
    if (producer := sheets.producers.get(product.producer)) and producer.story.get(lang):
        name = product.producer_name
        yield name.get(lang) or next(iter(name.values())), producer.story[lang]


# -- booklet ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BookPage:
    """One page of the booklet; only what its kind shows is filled."""

    kind: Literal["cover", "contents", "products", "producers", "index", "notes", "back"]
    titled: bool = True
    """Whether its title stands on it, or it goes on from the page before."""
    parts: tuple[TextByLanguage | SheetProduct, ...] = ()
    """Headings and products, downwards."""
    producers: tuple[SheetProducer, ...] = ()
    contents: tuple[tuple[TextByLanguage, int], ...] = ()
    index: tuple[tuple[str, int], ...] = ()
    """Name and page, in two columns of the same length, the left one first."""


@dataclass
class Book:
    """The booklet's pages in order, and where to find what in it (pages count from 1)."""

    pages: list[BookPage] = field(default_factory=list)
    product: dict[str, int] = field(default_factory=dict)
    section: list[tuple[TextByLanguage, int]] = field(default_factory=list)
    producers: int = 0
    index: int = 0


def booklet(sheets: Sheets, by: str, languages: SheetLanguages) -> Book:
    """The booklet ``by`` commune, district or group, its pages a multiple of four: it can be folded."""
    sections = sheets.sections[by]
    # Contents: one line for each heading, and two for producers and index.
    rows = int((LOW - TOP - TITLE) // ROW)
    book = Book()
    before = 1 + -(-(len(sections) + 2) // rows)
    body = _body(book, sheets, sections, before)
    producers = _producer_pages(sheets, languages)
    book.producers = before + len(body) + 1
    book.index = book.producers + len(producers)
    entries = [
        *book.section,
        (sheets.labels["producers-contacts"], book.producers),
        (sheets.labels["index"], book.index),
    ]
    contents = [
        BookPage("contents", start == 0, contents=tuple(entries[start : start + rows]))
        for start in range(0, len(entries), rows)
    ]
    book.pages = [BookPage("cover"), *contents, *body, *producers, *_index(book, sheets, languages, 2 * rows)]
    while len(book.pages) % 4 != 3:
        book.pages.append(BookPage("notes"))
    book.pages.append(BookPage("back"))
    return book


def _body(
    book: Book, sheets: Sheets, sections: Sequence[tuple[TextByLanguage, tuple[str, ...]]], before: int
) -> list[BookPage]:
    """Headings and products, page after page; a heading never stands alone at the foot."""
    pages: list[list[TextByLanguage | SheetProduct]] = []
    y = LOW
    for heading, ids in sections:
        for position, product in enumerate(sheets.of(ids)):
            need = ENTRY + (HEADING if position == 0 else 0)
            if y + need > LOW + 0.1:
                pages.append([])
                y = TOP - 3
            if position == 0:
                pages[-1].append(heading)
                book.section.append((heading, before + len(pages)))
            pages[-1].append(product)
            book.product[product.id] = before + len(pages)
            y += need
    return [BookPage("products", parts=tuple(parts)) for parts in pages]


def _producer_pages(sheets: Sheets, languages: SheetLanguages) -> list[BookPage]:
    """Every producer, in the order of their names; those without contacts take less room."""
    pages: list[list[SheetProducer]] = [[]]
    y = TOP + TITLE
    for producer in sorted(
        sheets.producers.values(), key=lambda producer: sort_key(languages.t(producer.name))
    ):
        need = PRODUCER if producer.contacts else PRODUCER_WITHOUT_CONTACTS
        if y + need > LOW + 0.1:
            pages.append([])
            y = TOP
        pages[-1].append(producer)
        y += need
    return [
        BookPage("producers", number == 0, producers=tuple(producers))
        for number, producers in enumerate(pages)
    ]


def _index(book: Book, sheets: Sheets, languages: SheetLanguages, each: int) -> list[BookPage]:
    """Products in Vietnamese order, and in the second language where the booklet has one."""
    rows: list[tuple[str, int]] = [
        (languages.t(product.name), book.product[product.id]) for product in sheets.products
    ]
    rows += [
        (words, book.product[product.id])
        for product in sheets.products
        if (words := languages.other(product.name))
    ]
    rows.sort(key=lambda row: (sort_key(row[0]), row[1]))
    return [
        BookPage("index", start == 0, index=tuple(rows[start : start + each]))
        for start in range(0, len(rows), each)
    ]
