"""``ocop fair NAME --output DIR``: sheets, lists and contact cards of a fair in one folder."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

from PIL import ImageOps

from generator.catalogue.printed import describe
from generator.catalogue.reader import CatalogueReader
from generator.catalogue.records import ChangedError
from generator.commands.fair import OpenFair
from generator.diagnostics.problem import RefusedError, Report
from generator.fonts import LetterError
from generator.lock import locked
from generator.messages import both, in_both
from generator.output import manifest
from generator.output.files import is_folder, make_folder, prune, put, stage, sweep
from generator.print import booklet, buyers, cards, guide, posters
from generator.print.canvas import CodeError, Printed
from generator.print.drawings import DrawingError
from generator.print.guide import Item
from generator.print.kit import Kit
from generator.render import pictures
from generator.settings import Settings
from generator.site.contexts import page_contexts
from generator.site.sheets import sheets
from generator.site.usb_edition import START

MARK = ".ocop-fair"
"""Lists what an earlier run wrote, so that nothing of anybody else's is ever overwritten."""
DPI = 300


def make_bundle(fair: OpenFair, target: Path, speak: str, by: str) -> dict[str, bytes]:
    """Everything on paper and for buyers for the folder ``target``, by file; nothing is written.

    ``speak`` is vi, en or both; ``by`` groups the booklet by commune, district or group. Raises
    :class:`RefusedError` for a language that the site does not have, for photos, drawings and codes that
    cannot be printed, and where files stand in the way that no earlier run wrote.
    """
    catalogue, theme = fair.catalogue, fair.theme
    known = [language.code for language in catalogue.site.languages]
    langs = tuple(known[:2]) if speak == "both" else (speak,)
    if not set(langs) <= set(known):
        raise RefusedError("fair-language", {"lang": speak, "known": ", ".join(known)})
    settings = Settings(fair.base_url)
    made: dict[str, bytes] = {}
    items: list[Item] = []

    def photo(file: str, digest: str, box: tuple[int, int]) -> bytes:
        size = (round(box[0] / 25.4 * DPI), round(box[1] / 25.4 * DPI))
        out = BytesIO()
        fitted = ImageOps.fit(pictures.load(fair.root, file, digest), size)
        fitted.save(out, "JPEG", quality=88, optimize=True)
        return out.getvalue()

    try:
        selection = sheets(page_contexts(CatalogueReader(catalogue), settings, theme.facts), fair.fair)
        kit = Kit(langs, selection, theme.drawings, theme.inline["tokens.css"], photo)
        for item, data in _papers(kit, by):
            made[item.file] = data
            items.append(item)
    except (pictures.PictureError, ChangedError) as error:
        raise RefusedError("fair-faults", report=Report([error.problem])) from None
    except DrawingError as error:
        raise RefusedError("fair-drawing", {"reason": str(error)}) from None
    except LetterError as error:
        raise RefusedError("fair-letter", _unprintable(fair, error)) from None
    except CodeError as error:
        raise RefusedError("fair-code", {"content": error.content}) from None
    for item, files in _lists(kit):
        made |= files
        items.append(item)
    items.append(Item("screen", f"usb/{START}", both("fair.usb"), both("fair.usb-how")))
    placeholder = any(problem.code == "BASE-URL-PLACEHOLDER" for problem in fair.report.problems)
    made["index.html"] = guide.page(selection, items, settings.base_url if placeholder else "")
    if taken := _taken(target, made):
        raise RefusedError("fair-taken", {"path": target / taken[0]})
    return made


def _unprintable(fair: OpenFair, error: LetterError) -> dict[str, object]:
    """What to say of a text that no font can set: its letters and where the checks reported them."""
    letters = describe(error.letters)
    warnings = [warning for warning in fair.report.sorted() if warning.code == "TEXT-LETTER"]
    locations = [
        str(warning.location)
        for warning in warnings
        if set(dict(warning.values)["letters"]) & set(error.letters)
    ]
    shown = ", ".join(locations[:5]) or "–"
    return {"letters": letters, "words": error.text, "places": shown}


# -- paper --------------------------------------------------------------------------------------------


def _papers(kit: Kit, by: str) -> Iterator[tuple[Item, bytes]]:
    products = kit.sheets.products

    def item(
        file: str,
        printed: Printed,
        name: Mapping[str, str],
        advice: Mapping[str, str],
        paper: str,
        *,
        sides: int = 1,
    ) -> tuple[Item, bytes]:
        pages, count = printed.pages, -(-printed.pages // sides)
        in_words = {
            **in_both("pages", "fair.pages" if pages > 1 else "fair.one-page", count=pages),
            **in_both("sheets", "fair.sheets" if count > 1 else "fair.one-sheet", count=count, paper=paper),
        }
        return Item("paper", file, name, advice, both("fair.pages-and-sheets", **in_words)), printed.data

    for size, name, each in ((cards.A6, "A6", 4), (cards.A5, "A5", 2)):
        yield item(
            f"the-ke-{name}-tren-A4.pdf",
            cards.several(kit, products, size, kit.label("products")),
            both("fair.cards", size=name, each=each),
            both("fair.cards-how"),
            "A4",
        )
        yield item(
            f"the-ke-{name}-nha-in.pdf",
            cards.single(kit, products, size, kit.label("products")),
            both("fair.print-shop", size=name),
            both("fair.print-shop-how", size=name),
            name,
        )
    yield item(
        "bien-A4.pdf",
        posters.placards(kit, products, kit.label("products")),
        both("fair.placards"),
        both("fair.placards-how"),
        "A4",
    )
    yield item(
        "to-gioi-thieu-A4.pdf",
        posters.leaflets(kit, products, kit.label("products")),
        both("fair.leaflets"),
        both("fair.leaflets-how"),
        "A4",
    )
    yield item(
        "ma-qr-gian-hang-A4.pdf",
        posters.code_sheets(kit, kit.label("products")),
        both("fair.codes"),
        both("fair.codes-how"),
        "A4",
    )
    book = booklet.lay_out(kit, by)
    yield item(
        "danh-muc-A4.pdf",
        booklet.straight(kit, book, kit.label("catalogue")),
        both("fair.booklet"),
        both("fair.booklet-how"),
        "A4",
        sides=2,
    )
    yield item(
        "danh-muc-gap-doi-A3.pdf",
        booklet.folded(kit, book, kit.label("catalogue")),
        both("fair.folded"),
        both("fair.folded-how"),
        "A3",
        sides=2,
    )
    if producers := buyers.consented(kit.sheets):
        yield item(
            "the-lien-he-A4.pdf",
            buyers.contact_cards(kit, producers, kit.label("producers-contacts")),
            both("fair.contact-cards"),
            both("fair.contact-cards-how"),
            "A4",
        )


# -- buyers -------------------------------------------------------------------------------------------


def _lists(kit: Kit) -> Iterator[tuple[Item, dict[str, bytes]]]:
    count = len(kit.sheets.products)
    size = in_both("products", "fair.products" if count > 1 else "fair.one-product", count=count)
    name = "danh-sach.xlsx"
    yield (
        Item("buyers", name, both("fair.workbook"), both("fair.workbook-how", **size)),
        {name: buyers.workbook(kit)},
    )
    for language in kit.langs:
        name = f"danh-sach.{language}.csv"
        yield (
            Item("buyers", name, both("fair.table", language=language), both("fair.table-how")),
            {name: buyers.table(kit, language)},
        )
    producers = buyers.consented(kit.sheets)
    for producer in producers:
        name = f"lien-he/{producer.id}.vcf"
        vietnamese = kit.t(producer.name)
        english = producer.name.get("en") or vietnamese
        yield (
            Item(
                "buyers",
                name,
                both("fair.vcard", name_vi=vietnamese, name_en=english),
                both("fair.vcard-how"),
            ),
            {name: buyers.vcard(producer, kit.langs[0])},
        )
    silent = len(kit.sheets.producers) - len(producers)
    if silent:
        title = both("fair.no-consent" if silent > 1 else "fair.one-no-consent", count=silent)
        yield Item("buyers", "", title, both("fair.no-consent-how")), {}


# -- the folder -----------------------------------------------------------------------------------------


def _taken(target: Path, made: Iterable[str]) -> list[str]:
    """What stands in the way and is not ours: files of the same names, or a file where a folder must be."""
    ours = manifest.read(target, MARK)
    taken = {name for name in made if name not in ours and os.path.lexists(target / name)}
    folders = {name.partition("/")[0] for name in made if "/" in name}
    taken |= {
        folder
        for folder in folders
        if os.path.lexists(target / folder) and not is_folder(f"{target}/{folder}")
    }
    return sorted(taken)


def write_bundle(target: Path, made: Mapping[str, bytes], waiting: Callable[[], None] = lambda: None) -> None:
    """Write the folder: all beside its place first, so that a full disk or a halt harms no earlier sheet.

    Files of an earlier run that are no longer made go; others are never touched. ``waiting`` is called once
    if another command that writes there keeps this one waiting.
    """
    with locked(target, lambda: make_folder(str(target)), waiting):
        _write(target, made)


def _write(target: Path, made: Mapping[str, bytes]) -> None:
    ours = manifest.read(target, MARK)
    sweep(target)  # what a run that was killed has left
    staged: list[tuple[str, str]] = []
    try:
        for name, data in made.items():
            path = f"{target}/{name}"
            staged.append((stage(path, data), path))
        manifest.save(target, {*made, *ours}, MARK)
        for temporary, path in staged:
            put(temporary, path)
    except BaseException:
        sweep(target)
        raise
    prune(target, ours - made.keys())
    manifest.save(target, made, MARK)
