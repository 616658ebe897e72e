"""Lists for buyers: the products as XLSX and CSV, and contact cards (vCard 3.0, RFC 2426).

Version 4.0 of vCard is refused by older Android. Contacts stand here only where the producer agreed to
publish them. GTINs and telephone numbers are text, so that no spreadsheet takes their zeros away; no cell
is ever a formula.
"""

import re
from functools import partial

from openpyxl import Workbook

from generator.messages import both
from generator.print.canvas import FinishedPdf, PdfCanvas
from generator.print.lines import GREY, fit
from generator.print.sheet_parts import A4, PrintContext, grid
from generator.render import documents
from generator.site.outputs import Document
from generator.site.sheets import SheetLanguages, SheetProducer, SheetProduct, Sheets
from generator.text import nfc
from generator.workbooks import DAY_FORM, TableColumn, Value, new_workbook, workbook_bytes, write_table

COLUMNS: tuple[tuple[str, int], ...] = (
    ("name-vi", 34),
    ("name-en", 34),
    ("producer", 38),
    ("packs", 26),
    ("group", 22),
    ("commune", 26),
    ("stars", 9),
    ("rating", 44),
    ("until", 14),
    ("decision", 18),
    ("certificates", 36),
    ("gtin", 18),
    ("code", 14),
    ("phone", 18),
    ("zalo", 18),
    ("email", 28),
    ("web", 28),
    ("consent", 16),
    ("address", 52),
)
"""Columns of the list with their widths in letters; keys are those of the sheets' labels."""
NUMBERS = {"stars": "0", "until": DAY_FORM, "consent": DAY_FORM}
CARD = (90.0, 55.0)
_LIKE_A_NUMBER = re.compile(r"(?=.*\d)[\d\s.,:/()+–-]+|\d+(?:[.,]\d+)?[eE][+-]?\d+")


def product_row(sheets: Sheets, product: SheetProduct, lang: str) -> dict[str, Value]:
    """Return the row of a product in one language; unknown values are empty."""
    t = SheetLanguages((lang,)).t

    def name(language: str) -> str:
        # What is made up says so in the column that stays in sight and comes along in every selection.
        words, mark = product.name.get(language, ""), sheets.labels["sample"].get(language, "")
        return f"{words} ({mark})" if words and mark and product.sample else words

    producer = sheets.producers.get(product.producer)
    contacts = producer.contacts if producer else ()
    return {
        "name-vi": name("vi"),
        "name-en": name("en"),
        "producer": t(product.producer_name),
        "packs": t(product.packs),
        "group": t(product.group_name),
        "commune": t(product.place),
        "stars": product.stars or None,
        "rating": t(product.rating),
        "until": product.until,
        "decision": product.decision,
        "certificates": t(product.certificates),
        "gtin": product.gtin,
        "code": product.code,
        **{
            kind: "; ".join(contact.value for contact in contacts if contact.kind == kind)
            for kind in ("phone", "zalo", "email", "web")
        },
        "consent": producer.consent_on if producer else None,
        "address": t(product.page),
    }


# -- XLSX -------------------------------------------------------------------------------------------


def workbook(context: PrintContext) -> bytes:
    """Return the list as a workbook with one sheet for each language."""
    book = new_workbook(context.t(context.sheets.title))
    for lang in context.langs:
        _sheet(book, context, lang)
    return workbook_bytes(book)


def _sheet(book: Workbook, context: PrintContext, lang: str) -> None:
    sheets = context.sheets
    title = sheets.labels["products"].get(lang, lang)
    sheet = book.create_sheet(f"{title[:24]} ({lang})")
    columns = [
        TableColumn(sheets.labels[key].get(lang, key), width, NUMBERS.get(key, "")) for key, width in COLUMNS
    ]
    rows = (product_row(sheets, product, lang) for product in sheets.products)
    write_table(sheet, columns, ([row[key] for key, _ in COLUMNS] for row in rows), "B2")


def csv_table(context: PrintContext, lang: str) -> bytes:
    """Return the list as CSV for Excel: UTF-8 with byte order mark, CRLF, no cell that runs as a formula."""
    sheets = context.sheets
    headings = {key: sheets.labels[key].get(lang, key) for key, _ in COLUMNS}
    rows = [
        {headings[key]: _kept_as_text(value) for key, value in product_row(sheets, product, lang).items()}
        for product in sheets.products
    ]
    return documents.render(Document("", "csv", {"fields": list(headings.values()), "rows": rows}))


def _kept_as_text(value: Value) -> Value:
    """Put an apostrophe before words that a spreadsheet would read as a number or a day.

    A CSV file has no types: a telephone number or GTIN would lose its leading zeros or its last digits.
    """
    return f"'{value}" if isinstance(value, str) and _LIKE_A_NUMBER.fullmatch(value) else value


# -- contact cards ------------------------------------------------------------------------------------


def producers_with_contacts(sheets: Sheets) -> list[SheetProducer]:
    """Return the producers with contacts to publish, in the order of their products."""
    return [producer for producer in sheets.producers.values() if producer.contacts]


def vcard(producer: SheetProducer, lang: str, *, brief: bool = False) -> bytes:
    """Return a producer's contact card; ``brief`` for a QR symbol that a telephone must read."""
    t = SheetLanguages((lang,)).t
    name = _escaped(t(producer.name))
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:{name};;;;", f"FN:{name}"]
    if not brief:
        lines.append(f"ORG:{name}")
    notes = []
    for kind, value, href in producer.contacts:
        match kind:
            case "phone" if href:
                lines.append(f"TEL;TYPE=WORK,VOICE:{href.removeprefix('tel:')}")
                if re.search(r"[^\d\s.()+–-]", value):  # an extension
                    notes.append(value)
            case "email":
                lines.append(f"EMAIL;TYPE=INTERNET:{_escaped(value)}")
            case "web" | "zalo" if href:
                lines.append(f"URL:{href}")
            case _:
                notes.append(value)
    lines.append(f"URL:{t(producer.page)}")
    if producer.sample:
        notes.append(" / ".join(both("words.sample-data").values()))
    if notes:
        lines.append(f"NOTE:{_escaped('; '.join(notes))}")
    lines.append("END:VCARD")
    return "".join(f"{_folded(nfc(line))}\r\n" for line in lines).encode()


def _escaped(text: str) -> str:
    plain = " ".join(text.split())
    return plain.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")


def _folded(line: str) -> str:
    """Return lines of at most 75 octets; no letter is cut in two."""
    parts, room = [""], 75
    for letter in line:
        if len((parts[-1] + letter).encode()) > room:
            parts.append("")
            room = 74
        parts[-1] += letter
    return "\r\n ".join(parts)


def contact_cards(context: PrintContext) -> FinishedPdf:
    """Return cards of 90 × 55 mm, ten to an A4 sheet, each with a QR symbol that saves the contact."""
    canvas = context.canvas("producers-contacts")
    return grid(
        canvas,
        producers_with_contacts(context.sheets),
        partial(_contact_card, context, canvas),
        cell=CARD,
        sheet=A4,
    )


def _contact_card(context: PrintContext, canvas: PdfCanvas, producer: SheetProducer) -> None:
    """Draw the card of one producer."""
    (wide, high), side = CARD, 44.0
    canvas.qr(vcard(producer, context.langs[0], brief=True).decode(), wide - side - 2, 2, side)
    room = wide - side - 9
    canvas.stack(
        6,
        6,
        fit(context.t(producer.name), "name", (11, 7), room, 18, spacing=1.18, after=1),
        fit(context.both(producer.kind), "text", (7.5, 5.5), room, 6.4, ink=GREY, after=1),
        *(fit(contact, "text", (8, 5.5), room, 6.8, after=0.3) for contact in context.contacts(producer)),
    )
    note = fit(context.both_labels("scan-contact"), "text", (7, 4.5), side - 6, 3.4, ink=GREY)
    canvas.stack(wide - side + 1, side + 1, note, centre=side - 6)
    if producer.sample:
        sample, amber = context.both_labels("sample"), canvas.ink("amber")
        canvas.stack(6, high - 5, fit(sample, "strong", (6, 4.5), wide - 12, 4, ink=amber))
