"""Pages to print from a browser: a fair's cards, placards, leaflets, codes and booklet in real millimetres.

The same values and the same layout as the PDF files of ``ocop fair`` (``plan/sheets.py``,
``plan/layout.py``), so that both say the same.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from generator.catalogue.model import Fair
from generator.site import layout, views
from generator.site.context import PageContext
from generator.site.contexts import lone_frame
from generator.site.fairs import PRINTS, print_address, selection
from generator.site.sheets import Said, SheetProducer, SheetProduct, Sheets, Voices, sheets

FORMS: Mapping[str, tuple[views.PageKind, str, int]] = {
    "the": ("fair-cards", "a6", 4),
    "the-a5": ("fair-cards", "a5", 2),
    "bien": ("fair-placards", "a4", 1),
    "to-gioi-thieu": ("fair-leaflets", "a4", 1),
    "ma-qr": ("fair-codes", "a4", layout.CODES_EACH),
    "danh-muc": ("fair-booklet", "commune", 0),
    "danh-muc-theo-nhom": ("fair-booklet", "group", 0),
}
"""Each of :data:`PRINTS`: template, format (or what the catalogue goes by), products on a sheet."""


def plan_prints(contexts: Sequence[PageContext]) -> None:
    """All pages of every fair that shows something."""
    main = contexts[0]
    for fair in main.catalogue.fairs.values():
        if products := selection(main, fair):
            needs = main.needs.fair_pages(fair, products)
            for name, (template, *_) in FORMS.items():
                make = _booklet if template == "fair-booklet" else _view
                twins = {main.lang: print_address(fair, name)}
                main.late_page(
                    template,
                    partial(make, contexts, fair, name),
                    needs,
                    twins,
                    index=False,
                    every_language=True,
                )


def _sheets(contexts: Sequence[PageContext], fair: Fair) -> Sheets:
    """What all pages of a fair show; they are made one after the other."""
    recent = contexts[0].recent
    if recent.get("sheets", ("", None))[0] != fair.id:
        recent["sheets"] = (fair.id, sheets(contexts, fair))
    result: Sheets = recent["sheets"][1]
    return result


def _frame(contexts: Sequence[PageContext], fair: Fair, name: str) -> views.PrintFrame:
    main = contexts[0]
    found = _sheets(contexts, fair)
    frame = lone_frame(
        main,
        FORMS[name][0],
        print_address(fair, name),
        f"{main.t(PRINTS[name])} – {fair.name.get(main.lang)}",
        fair.summary.get(main.lang),
        sample=fair.sample,
    )
    names = {language.code: language.name for language in main.catalogue.site.languages}
    return {
        **frame,
        "back": main.urls("fairs", fair.id),
        "choices": [{"lang": context.lang, "text": names[context.lang], "place": place}
                    for place, context in enumerate(contexts, start=1)],
        "brand": found.brand.get(main.lang, ""),
        "name": _lines(contexts, found.title),
        "days": _lines(contexts, found.days),
        "illustration": _lines(contexts, found.labels["illustration"]),
        "made_up": _lines(contexts, found.labels["sample"]),
    }  # fmt: skip


def _lines(contexts: Sequence[PageContext], said: Said) -> list[views.PrintLine]:
    """Words once for each language that says something of its own."""
    found: dict[str, tuple[str, int]] = {}
    for place, context in enumerate(contexts, start=1):
        if words := said.get(context.lang):
            found.setdefault(words, (context.lang, place))
    alone = len(found) < 2
    return [
        {"lang": lang, "text": words, "place": 0 if alone else place}
        for words, (lang, place) in found.items()
    ]


# -- sheets of products -----------------------------------------------------------------------------------


def _view(contexts: Sequence[PageContext], fair: Fair, name: str) -> views.PrintView:
    _, size, each = FORMS[name]
    found = _sheets(contexts, fair)
    products = found.products
    groups: list[tuple[Said, Said, list[SheetProduct]]] = [
        (found.title, {}, list(products[start : start + each])) for start in range(0, len(products), each)
    ]
    return {
        **_frame(contexts, fair, name),
        "size": size,
        "sheets": [
            {
                "name": _lines(contexts, title),
                "place": _lines(contexts, place),
                "cards": [_card(contexts, found, one, leaflet=name == "to-gioi-thieu") for one in ones],
            }
            for title, place, ones in (layout.codes(found) if name == "ma-qr" else groups)
        ],
    }


def _card(
    contexts: Sequence[PageContext], found: Sheets, product: SheetProduct, *, leaflet: bool = False
) -> views.PrintCard:
    main, holder = contexts[0], found.producers.get(product.producer)
    said = [list(layout.blocks(found, product, context.lang)) for context in contexts] if leaflet else []
    scan = found.labels["scan" if product.has_trace_page else "scan-product"]
    return {
        "id": product.id,
        "picture": main.picture(main.catalogue.products[product.id]),
        "stars": product.stars,
        "sample": product.sample,
        "credit": _lines(contexts, product.credit),
        "payload": product.payload,
        "address": product.payload.partition("://")[2],
        "code": product.code,
        "name": _lines(contexts, product.name),
        "maker": _lines(contexts, product.producer_name or found.labels["no-producer"]),
        "named": bool(product.producer_name),
        "place": _lines(contexts, product.place),
        "rating": _lines(contexts, product.rating),
        "pitch": _lines(contexts, product.pitch),
        "packs": _lines(contexts, product.packs),
        "scan": _lines(contexts, scan),
        "contacts": _contacts(contexts, found, holder) if holder else [],
        "step": layout.leaflet_step(said),
        "columns": [
            {
                "lang": context.lang,
                "place": place,
                "blocks": [{"heading": one, "text": words} for one, words in layout.leaflet_cut(column)],
            }
            for place, (context, column) in enumerate(zip(contexts, said, strict=False), start=1)
        ],
    }


def _contacts(
    contexts: Sequence[PageContext], found: Sheets, holder: SheetProducer
) -> list[views.PrintContact]:
    return [
        {"label": _lines(contexts, found.labels[contact.kind]), "value": contact.value}
        for contact in holder.contacts
    ]


# -- booklet ----------------------------------------------------------------------------------------------


def _booklet(contexts: Sequence[PageContext], fair: Fair, name: str) -> views.BookletView:
    found = _sheets(contexts, fair)
    voices = Voices(tuple(context.lang for context in contexts[:2]))
    book = layout.booklet(found, FORMS[name][1], voices)
    return {
        **_frame(contexts, fair, name),
        "label": _lines(contexts, found.labels["catalogue"]),
        "place": _lines(contexts, found.place),
        "address": voices.t(found.page),
        "publisher": _lines(contexts, found.publisher),
        "as_of": _lines(contexts, found.as_of),
        "consent": _lines(contexts, found.labels["consent-note"]),
        "pages": [
            _page(contexts, found, book, one, number) for number, one in enumerate(book.pages, start=1)
        ],
    }


def _page(
    contexts: Sequence[PageContext], found: Sheets, book: layout.Book, page: layout.BookPage, number: int
) -> views.BookletPage:
    titles = {"contents": "contents", "makers": "makers", "index": "index", "notes": "notes"}
    title = found.labels[titles[page.kind]] if page.kind in titles and page.titled else {}
    rows = [(_lines(contexts, said), target) for said, target in page.contents]
    rows += [([{"lang": "", "text": words, "place": 0}], target) for words, target in page.index]
    return {
        "kind": page.kind,
        "number": number,
        "title": _lines(contexts, title),
        "rows": [{"words": words, "page": target} for words, target in rows],
        "parts": [
            {"heading": [], "card": _card(contexts, found, part)}
            if isinstance(part, SheetProduct)
            else {"heading": _lines(contexts, part), "card": None}
            for part in page.parts
        ],
        "makers": [_maker(contexts, found, book, maker) for maker in page.makers],
    }


def _maker(
    contexts: Sequence[PageContext], found: Sheets, book: layout.Book, holder: SheetProducer
) -> views.PrintMaker:
    return {
        "name": _lines(contexts, holder.name),
        "place": _lines(contexts, holder.place),
        "contacts": _contacts(contexts, found, holder),
        "products": [
            {"words": _lines(contexts, product.name), "page": book.product[product.id]}
            for product in found.products
            if product.producer == holder.id
        ],
    }
