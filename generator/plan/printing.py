"""Pages to print from a browser: a fair's cards, placards, leaflets, codes and booklet in real millimetres.

The same values and the same layout as the PDF files of ``ocop fair`` (``plan/sheets.py``,
``plan/layout.py``), so that both say the same.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from generator.catalogue.model import Fair
from generator.plan import layout, views
from generator.plan.desk import Desk
from generator.plan.desks import lone_frame
from generator.plan.fairs import PRINTS, print_address, selection
from generator.plan.sheets import Said, SheetProducer, SheetProduct, Sheets, Voices, sheets

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


def plan_prints(desks: Sequence[Desk]) -> None:
    """All pages of every fair that shows something."""
    main = desks[0]
    for fair in main.catalogue.fairs.values():
        if products := selection(main, fair):
            needs = main.needs.fair_pages(fair, products)
            for name, (template, *_) in FORMS.items():
                make = _booklet if template == "fair-booklet" else _view
                twins = {main.lang: print_address(fair, name)}
                main.late_page(
                    template,
                    partial(make, desks, fair, name),
                    needs,
                    twins,
                    index=False,
                    every_language=True,
                )


def _sheets(desks: Sequence[Desk], fair: Fair) -> Sheets:
    """What all pages of a fair show; they are made one after the other."""
    recent = desks[0].recent
    if recent.get("sheets", ("", None))[0] != fair.id:
        recent["sheets"] = (fair.id, sheets(desks, fair))
    found: Sheets = recent["sheets"][1]
    return found


def _frame(desks: Sequence[Desk], fair: Fair, name: str) -> views.PrintFrame:
    main = desks[0]
    found = _sheets(desks, fair)
    frame = lone_frame(
        main,
        FORMS[name][0],
        print_address(fair, name),
        f"{main.say(PRINTS[name])} – {fair.name.get(main.lang)}",
        fair.summary.get(main.lang),
        sample=fair.sample,
    )
    names = {one.code: one.name for one in main.catalogue.site.languages}
    return {
        **frame,
        "back": main.urls("fairs", fair.id),
        "choices": [{"lang": desk.lang, "text": names[desk.lang], "place": place}
                    for place, desk in enumerate(desks, start=1)],
        "brand": found.brand.get(main.lang, ""),
        "name": _lines(desks, found.title),
        "days": _lines(desks, found.days),
        "illustration": _lines(desks, found.labels["illustration"]),
        "made_up": _lines(desks, found.labels["sample"]),
    }  # fmt: skip


def _lines(desks: Sequence[Desk], said: Said) -> list[views.PrintLine]:
    """Words once for each language that says something of its own."""
    found: dict[str, tuple[str, int]] = {}
    for place, desk in enumerate(desks, start=1):
        if words := said.get(desk.lang):
            found.setdefault(words, (desk.lang, place))
    alone = len(found) < 2
    return [
        {"lang": lang, "text": words, "place": 0 if alone else place}
        for words, (lang, place) in found.items()
    ]


# -- sheets of products -----------------------------------------------------------------------------------


def _view(desks: Sequence[Desk], fair: Fair, name: str) -> views.PrintView:
    _, size, each = FORMS[name]
    found = _sheets(desks, fair)
    products = found.products
    groups: list[tuple[Said, Said, list[SheetProduct]]] = [
        (found.title, {}, list(products[start : start + each])) for start in range(0, len(products), each)
    ]
    return {
        **_frame(desks, fair, name),
        "size": size,
        "sheets": [
            {
                "name": _lines(desks, title),
                "place": _lines(desks, place),
                "cards": [_card(desks, found, one, leaflet=name == "to-gioi-thieu") for one in ones],
            }
            for title, place, ones in (layout.codes(found) if name == "ma-qr" else groups)
        ],
    }


def _card(
    desks: Sequence[Desk], found: Sheets, product: SheetProduct, *, leaflet: bool = False
) -> views.PrintCard:
    main, holder = desks[0], found.producers.get(product.producer)
    said = [list(layout.blocks(found, product, desk.lang)) for desk in desks] if leaflet else []
    scan = found.labels["scan" if product.traced else "scan-product"]
    return {
        "id": product.id,
        "picture": main.picture(main.catalogue.products[product.id]),
        "stars": product.stars,
        "sample": product.sample,
        "credit": _lines(desks, product.credit),
        "payload": product.payload,
        "address": product.payload.partition("://")[2],
        "code": product.code,
        "name": _lines(desks, product.name),
        "maker": _lines(desks, product.producer_name or found.labels["no-producer"]),
        "named": bool(product.producer_name),
        "place": _lines(desks, product.place),
        "rating": _lines(desks, product.rating),
        "pitch": _lines(desks, product.pitch),
        "packs": _lines(desks, product.packs),
        "scan": _lines(desks, scan),
        "contacts": _contacts(desks, found, holder) if holder else [],
        "step": layout.leaflet_step(said),
        "columns": [
            {
                "lang": desk.lang,
                "place": place,
                "blocks": [{"heading": one, "text": words} for one, words in layout.leaflet_cut(column)],
            }
            for place, (desk, column) in enumerate(zip(desks, said, strict=False), start=1)
        ],
    }


def _contacts(desks: Sequence[Desk], found: Sheets, holder: SheetProducer) -> list[views.PrintContact]:
    return [{"label": _lines(desks, found.labels[one.kind]), "value": one.value} for one in holder.contacts]


# -- booklet ----------------------------------------------------------------------------------------------


def _booklet(desks: Sequence[Desk], fair: Fair, name: str) -> views.BookletView:
    found = _sheets(desks, fair)
    voices = Voices(tuple(desk.lang for desk in desks[:2]))
    book = layout.booklet(found, FORMS[name][1], voices)
    return {
        **_frame(desks, fair, name),
        "label": _lines(desks, found.labels["catalogue"]),
        "place": _lines(desks, found.place),
        "address": voices.say(found.page),
        "publisher": _lines(desks, found.publisher),
        "as_of": _lines(desks, found.as_of),
        "consent": _lines(desks, found.labels["consent-note"]),
        "pages": [_page(desks, found, book, one, number) for number, one in enumerate(book.pages, start=1)],
    }


def _page(
    desks: Sequence[Desk], found: Sheets, book: layout.Book, page: layout.BookPage, number: int
) -> views.BookletPage:
    titles = {"contents": "contents", "makers": "makers", "index": "index", "notes": "notes"}
    title = found.labels[titles[page.kind]] if page.kind in titles and page.titled else {}
    rows = [(_lines(desks, said), target) for said, target in page.contents]
    rows += [([{"lang": "", "text": words, "place": 0}], target) for words, target in page.index]
    return {
        "kind": page.kind,
        "number": number,
        "title": _lines(desks, title),
        "rows": [{"words": words, "page": target} for words, target in rows],
        "parts": [
            {"heading": [], "card": _card(desks, found, part)}
            if isinstance(part, SheetProduct)
            else {"heading": _lines(desks, part), "card": None}
            for part in page.parts
        ],
        "makers": [_maker(desks, found, book, one) for one in page.makers],
    }


def _maker(
    desks: Sequence[Desk], found: Sheets, book: layout.Book, holder: SheetProducer
) -> views.PrintMaker:
    return {
        "name": _lines(desks, holder.name),
        "place": _lines(desks, holder.place),
        "contacts": _contacts(desks, found, holder),
        "products": [
            {"words": _lines(desks, one.name), "page": book.product[one.id]}
            for one in found.products
            if one.producer == holder.id
        ],
    }
