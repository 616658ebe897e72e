"""The table of all sheets and lists of a fair's folder, in the order of the folder's first page.

A new sheet for one product is a function that draws it, a row of ``SHEETS`` and its two sentences
(``<key>`` and ``<key>-how``) in ``messages/fair.json``; new words on it are labels of ``site/sheets.py``.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from generator.messages import both, in_both
from generator.print import booklet, buyers, cards, posters
from generator.print.canvas import FinishedPdf
from generator.print.guide import FolderEntry
from generator.print.sheet_parts import A4, A4_WIDE, A5, A6, PrintContext, one_to_a_page


@dataclass(frozen=True)
class Sheet:
    """A PDF of the folder: its file, its function and its entry on the first page."""

    key: str
    """Of its name and, with ``-how``, of its advice among the messages."""
    file: str
    draw: Callable[[PrintContext], FinishedPdf]
    """Returns a file without pages where there is nothing to print."""
    paper: str = "A4"
    sides: int = 1
    """Pages on each sheet of paper."""
    values: Mapping[str, object] = field(default_factory=dict)
    """What its messages say of it."""


CARDS = {"size": "A6", "each": 4}, {"size": "A5", "each": 2}
SHEETS = (
    Sheet(
        "cards",
        "the-ke-A6-tren-A4.pdf",
        partial(cards.cards_on_sheets, size=A6, sheet=A4_WIDE),
        values=CARDS[0],
    ),
    Sheet(
        "print-shop",
        "the-ke-A6-nha-in.pdf",
        partial(cards.one_card_to_a_page, size=A6),
        "A6",
        values=CARDS[0],
    ),
    Sheet(
        "cards", "the-ke-A5-tren-A4.pdf", partial(cards.cards_on_sheets, size=A5, sheet=A4), values=CARDS[1]
    ),
    Sheet(
        "print-shop",
        "the-ke-A5-nha-in.pdf",
        partial(cards.one_card_to_a_page, size=A5),
        "A5",
        values=CARDS[1],
    ),
    Sheet("placards", "bien-A4.pdf", partial(one_to_a_page, draw=posters.draw_placard, size=A4)),
    Sheet("leaflets", "to-gioi-thieu-A4.pdf", partial(one_to_a_page, draw=posters.draw_leaflet, size=A4)),
    Sheet("codes", "ma-qr-gian-hang-A4.pdf", posters.code_sheets),
    Sheet("booklet", "danh-muc-A4.pdf", booklet.in_reading_order, sides=2),
    Sheet("folded", "danh-muc-gap-doi-A3.pdf", booklet.imposed_for_folding, "A3", sides=2),
    Sheet("contact-cards", "the-lien-he-A4.pdf", buyers.contact_cards),
)


def printed_sheets(context: PrintContext) -> Iterator[tuple[FolderEntry, bytes]]:
    """Draw every sheet, each with its entry on the folder's first page."""
    for sheet in SHEETS:
        printed = sheet.draw(context)
        if pages := printed.pages:
            count = -(-pages // sheet.sides)
            size = {
                **in_both("pages", "fair.pages" if pages > 1 else "fair.one-page", count=pages),
                **in_both(
                    "sheets", "fair.sheets" if count > 1 else "fair.one-sheet", count=count, paper=sheet.paper
                ),
            }
            name, advice = (both(f"fair.{key}", **sheet.values) for key in (sheet.key, f"{sheet.key}-how"))
            yield (
                FolderEntry("paper", sheet.file, name, advice, both("fair.pages-and-sheets", **size)),
                printed.data,
            )


def buyers_lists(context: PrintContext) -> Iterator[tuple[FolderEntry, bytes]]:
    """Yield every list and contact card; an entry without a file names producers without a card."""
    count = len(context.sheets.products)
    size = in_both("products", "fair.products" if count > 1 else "fair.one-product", count=count)

    def entry(file: str, key: str, data: bytes, **values: object) -> tuple[FolderEntry, bytes]:
        advice = both(f"{key.replace('one-', '')}-how", **values)
        return FolderEntry("buyers", file, both(key, **values), advice), data

    yield entry("danh-sach.xlsx", "fair.workbook", buyers.workbook(context), **size)
    for language in context.langs:
        yield entry(
            f"danh-sach.{language}.csv", "fair.table", buyers.csv_table(context, language), language=language
        )
    producers = buyers.producers_with_contacts(context.sheets)
    for producer in producers:
        vietnamese = context.t(producer.name)
        names = {"name_vi": vietnamese, "name_en": producer.name.get("en") or vietnamese}
        data = buyers.vcard(producer, context.langs[0])
        yield entry(f"lien-he/{producer.id}.vcf", "fair.vcard", data, **names)
    if missing := len(context.sheets.producers) - len(producers):
        yield entry("", "fair.no-consent" if missing > 1 else "fair.one-no-consent", b"", count=missing)
