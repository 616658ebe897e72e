"""Pages to print from a browser: a fair's shelf cards and its sheets of codes, in real millimetres.

The same values as the sheets of ``ocop fair`` (``plan/sheets.py``), so that both say the same.
"""

from collections.abc import Sequence
from functools import partial

from generator.catalogue.fairs import booth_products, judged
from generator.catalogue.model import Fair
from generator.plan import views
from generator.plan.desk import Desk
from generator.plan.fairs import all_products, selection
from generator.plan.sheets import SheetProduct, sheet_product
from generator.text import Text

CARDS_EACH = 4
"""A6 cards on an A4 sheet."""
CODES_EACH = 12


def print_address(fair: str, sheet: str) -> str:
    """The page with a fair's cards (``the``) or codes (``ma-qr``)."""
    return f"/in/{fair}/{sheet}/"


def plan_prints(desks: Sequence[Desk]) -> None:
    """Both pages of every fair that shows something."""
    for fair in desks[0].catalogue.fairs.values():
        if selection(desks[0], fair):
            desks[0].page("fair-cards", partial(_view, desks, fair, "the"))
            desks[0].page("fair-codes", partial(_view, desks, fair, "ma-qr"))


def _view(desks: Sequence[Desk], fair: Fair, sheet: str) -> views.PrintView:
    main = desks[0]
    cards = sheet == "the"
    heading = main.say("Shelf cards to print") if cards else main.say("Codes to print")
    title = f"{heading} – {fair.name.get(main.lang)}"
    address = print_address(fair.id, sheet)
    kind = "fair-cards" if cards else "fair-codes"
    frame = main.frame(
        kind, {main.lang: address}, title, fair.summary.get(main.lang), index=False, sample=fair.sample
    )
    frame["crumbs"], frame["alternates"], frame["jsonld"] = [], [], []
    everything = all_products(main)
    groups: list[tuple[Text, list[str]]] = []
    if not cards:
        groups = [(b.name, [p.id for p in booth_products(everything, fair, b)]) for b in fair.booths]
    at_booths = {identity for _, ids in groups for identity in ids}
    groups.append((fair.name, [p.id for p in selection(main, fair) if p.id not in at_booths]))
    each = CARDS_EACH if cards else CODES_EACH
    return {
        **frame,
        "back": main.urls("fairs", fair.id),
        "name": fair.name.get(main.lang),
        "sheets": [
            {
                "name": {desk.lang: name.get(desk.lang) for desk in desks},
                "cards": [_card(desks, fair, identity) for identity in ids[start : start + each]],
            }
            for name, ids in groups
            for start in range(0, len(ids), each)
        ],
    }


def _card(desks: Sequence[Desk], fair: Fair, identity: str) -> views.PrintCard:
    main = desks[0]
    product = main.catalogue.products[identity]
    found = sheet_product(desks, product, judged(fair, main.catalogue.day))
    return {
        "id": product.id,
        "picture": main.picture(product),
        "stars": found.stars,
        "sample": product.sample,
        "payload": found.payload,
        "code": found.code,
        "texts": [_text(desk, found) for desk in desks],
    }


def _text(desk: Desk, found: SheetProduct) -> views.PrintText:
    return {
        "lang": desk.lang,
        "name": found.name.get(desk.lang, ""),
        "maker": found.producer_name.get(desk.lang, ""),
        "place": found.place.get(desk.lang, ""),
        "rating": found.rating[desk.lang],
        "scan": desk.say(
            "Scan to see where it comes from" if found.traced else "Scan to read about the product"
        ),
    }
