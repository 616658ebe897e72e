"""``ocop fair NAME --output DIR``: sheets, lists and contact cards of a fair in one folder."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

from PIL import ImageOps

from generator.catalogue.printed import describe
from generator.catalogue.reader import CatalogueReader
from generator.catalogue.records import ChangedError
from generator.diagnostics.problem import RefusedError, Report
from generator.fair import Opened
from generator.fonts import LetterError
from generator.lock import locked
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
FOLD_VI = (
    "In hai mặt trên A3, lật theo cạnh ngắn. Giữ các tờ theo thứ tự in, gấp đôi cả tập theo vạch giữa, bấm "
    "hai ghim ở gáy: thành cuốn A4. Máy chỉ có A4 thì chọn “Vừa trang” riêng cho tệp này: thành cuốn A5; "
    "khi ấy hãy quét thử lại vài mã."
)
FOLD_EN = (
    "Print on both sides of A3, flip on the short edge. Keep the sheets in order, fold them together at the "
    "middle marks and staple the spine twice: an A4 booklet. With an A4 printer choose “Fit to page” for "
    "this file only: an A5 booklet; then scan a few codes again."
)
CONSENT_VI = (
    "Chủ thể chưa đồng ý công khai. Khi có giấy đồng ý, ghi consent_on và public: true vào hồ sơ chủ thể rồi "
    "chạy lại lệnh."
)
CONSENT_EN = (
    "They have not agreed to publication. With their consent in hand, write consent_on and public: true into "
    "the producer's record and run the command again."
)


def make_bundle(opened: Opened, target: Path, speak: str, by: str) -> dict[str, bytes]:
    """Everything on paper and for buyers for the folder ``target``, by file; nothing is written.

    ``speak`` is vi, en or both; ``by`` groups the booklet by commune, district or group. Raises
    :class:`RefusedError` for a language that the site does not have, for photos, drawings and codes that
    cannot be printed, and where files stand in the way that no earlier run wrote.
    """
    catalogue, theme = opened.catalogue, opened.theme
    known = [language.code for language in catalogue.site.languages]
    langs = tuple(known[:2]) if speak == "both" else (speak,)
    if not set(langs) <= set(known):
        raise RefusedError("fair-language", {"lang": speak, "known": ", ".join(known)})
    settings = Settings(opened.base_url)
    made: dict[str, bytes] = {}
    items: list[Item] = []

    def photo(file: str, digest: str, box: tuple[int, int]) -> bytes:
        size = (round(box[0] / 25.4 * DPI), round(box[1] / 25.4 * DPI))
        out = BytesIO()
        fitted = ImageOps.fit(pictures.load(opened.root, file, digest), size)
        fitted.save(out, "JPEG", quality=88, optimize=True)
        return out.getvalue()

    try:
        selection = sheets(page_contexts(CatalogueReader(catalogue), settings, theme.facts), opened.fair)
        kit = Kit(langs, selection, theme.drawings, theme.inline["tokens.css"], photo)
        for item, data in _papers(kit, by):
            made[item.file] = data
            items.append(item)
    except (pictures.PictureError, ChangedError) as error:
        raise RefusedError("fair-faults", report=Report([error.problem])) from None
    except DrawingError as error:
        raise RefusedError("fair-drawing", {"reason": str(error)}) from None
    except LetterError as error:
        raise RefusedError("fair-letter", _unprintable(opened, error)) from None
    except CodeError as error:
        raise RefusedError("fair-code", {"reason": str(error)}) from None
    for item, files in _lists(kit):
        made |= files
        items.append(item)
    how_vi = "Chép cả thư mục usb vào USB rồi mở tệp này bằng trình duyệt; không cần mạng."
    how_en = "Copy the folder usb to a stick and open this file in any browser; no network needed."
    items.append(
        Item("screen", f"usb/{START}", "Bản không cần mạng", "Copy without a network", how_vi, how_en)
    )
    placeholder = any(problem.code == "BASE-URL-PLACEHOLDER" for problem in opened.report.problems)
    made["index.html"] = guide.page(selection, items, settings.base_url if placeholder else "")
    if taken := _taken(target, made):
        raise RefusedError("fair-taken", {"path": target / taken[0]})
    return made


def _unprintable(opened: Opened, error: LetterError) -> dict[str, object]:
    """What to say of a text that no font can set: its letters and the places that the checks told."""
    letters = describe(error.letters)
    told = [one for one in opened.report.sorted() if one.code == "TEXT-LETTER"]
    places = [str(one.place) for one in told if set(dict(one.values)["letters"]) & set(error.letters)]
    shown = ", ".join(places[:5]) or "–"
    return {"letters": letters, "words": error.text, "places": shown}


# -- paper --------------------------------------------------------------------------------------------


def _papers(kit: Kit, by: str) -> Iterator[tuple[Item, bytes]]:
    products = kit.sheets.products

    def item(
        file: str, printed: Printed, names: tuple[str, str], how: tuple[str, str], paper: str, sides: int = 1
    ) -> tuple[Item, bytes]:
        count = -(-printed.pages // sides)
        vi = f"{printed.pages} trang, {count} tờ {paper}"
        en = f"{_many(printed.pages, 'page')}, {_many(count, f'{paper} sheet')}"
        return Item("paper", file, *names, *how, vi, en), printed.data

    for size, name, each in ((cards.A6, "A6", 4), (cards.A5, "A5", 2)):
        yield item(
            f"the-ke-{name}-tren-A4.pdf",
            cards.several(kit, products, size, kit.label("products")),
            (f"Thẻ kệ {name}, {each} thẻ trên một tờ A4", f"Shelf cards {name}, {each} to an A4 sheet"),
            (
                "In một mặt trên giấy A4 dày 160–250 g/m² rồi cắt theo các vạch ở mép tờ.",
                "Print one side on A4 of 160–250 g/m² and cut along the marks at the edges.",
            ),
            "A4",
        )
        yield item(
            f"the-ke-{name}-nha-in.pdf",
            cards.single(kit, products, size, kit.label("products")),
            (f"Thẻ kệ {name} gửi nhà in", f"Shelf cards {name} for a print shop"),
            (
                f"Khổ {name} ngang, tràn lề 3 mm, có vạch cắt; CMYK, mã QR chỉ mực đen. Giấy 250–300 g/m².",
                f"{name} landscape, 3 mm bleed, crop marks; CMYK, codes in black ink only. 250–300 g/m².",
            ),
            name,
        )
    yield item(
        "bien-A4.pdf",
        posters.placards(kit, products, kit.label("products")),
        ("Biển A4 cho từng sản phẩm", "A4 placard for each product"),
        ("In một mặt, đặt trong khung đứng A4.", "Print one side and put it into an A4 stand."),
        "A4",
    )
    yield item(
        "to-gioi-thieu-A4.pdf",
        posters.leaflets(kit, products, kit.label("products")),
        ("Tờ giới thiệu A4, mỗi sản phẩm một trang", "A4 leaflet, one page a product"),
        ("In một mặt trên giấy thường để phát cho khách.", "Print one side on plain paper, to hand out."),
        "A4",
    )
    yield item(
        "ma-qr-gian-hang-A4.pdf",
        posters.code_sheets(kit, kit.label("products")),
        ("Tờ mã QR của từng gian hàng", "Sheet of codes for each booth"),
        (
            "In một mặt, dán ở quầy; mỗi mã rộng 38 mm kể cả viền trắng. Đừng thu nhỏ.",
            "Print one side and put it up at the booth; codes are 38 mm with their margin. Do not shrink.",
        ),
        "A4",
    )
    book = booklet.lay_out(kit, by)
    yield item(
        "danh-muc-A4.pdf",
        booklet.straight(kit, book, kit.label("catalogue")),
        ("Danh mục A4, từng trang", "Booklet catalogue, page by page"),
        (
            "Để đọc trên máy, hoặc in hai mặt A4 (lật theo cạnh dài) rồi bấm ghim mép trái.",
            "To read on a screen, or print on both sides of A4 (long edge) and staple at the left.",
        ),
        "A4",
        2,
    )
    yield item(
        "danh-muc-gap-doi-A3.pdf",
        booklet.folded(kit, book, kit.label("catalogue")),
        ("Danh mục để gấp đôi", "Booklet catalogue to fold"),
        (
            FOLD_VI,
            FOLD_EN,
        ),
        "A3",
        2,
    )
    if holders := buyers.consented(kit.sheets):
        yield item(
            "the-lien-he-A4.pdf",
            buyers.contact_cards(kit, holders, kit.label("makers")),
            ("Thẻ liên hệ 90×55 mm của chủ thể", "Contact cards of the producers, 90×55 mm"),
            (
                "In một mặt trên giấy dày, cắt theo vạch. Chỉ có chủ thể đã đồng ý công khai liên hệ.",
                "Print one side on card and cut along the marks. Only producers who agreed to it.",
            ),
            "A4",
        )


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'s' if count > 1 else ''}"


# -- buyers -------------------------------------------------------------------------------------------


def _lists(kit: Kit) -> Iterator[tuple[Item, dict[str, bytes]]]:
    count = len(kit.sheets.products)
    yield (
        Item(
            "buyers",
            "danh-sach.xlsx",
            "Danh sách cho kết nối cung cầu (Excel)",
            "List for supply–demand meetings (Excel)",
            f"{count} sản phẩm; gửi cho người mua hoặc in ngang khổ A4.",
            f"{_many(count, 'product')}; send it to buyers or print it on A4 landscape.",
        ),
        {"danh-sach.xlsx": buyers.workbook(kit)},
    )
    for lang in kit.langs:
        name = f"danh-sach.{lang}.csv"
        yield (
            Item(
                "buyers",
                name,
                f"Danh sách CSV ({lang})",
                f"List as CSV ({lang})",
                "Cho phần mềm khác; mở được bằng Excel.",
                "For other programs; Excel opens it.",
            ),
            {name: buyers.table(kit, lang)},
        )
    holders = buyers.consented(kit.sheets)
    for holder in holders:
        name = f"lien-he/{holder.id}.vcf"
        yield (
            Item(
                "buyers",
                name,
                f"Danh thiếp điện tử: {kit.t(holder.name)}",
                f"Contact card (vCard): {holder.name.get('en') or kit.t(holder.name)}",
                "Mở bằng điện thoại để lưu vào danh bạ.",
                "Open it on a telephone to save the contact.",
            ),
            {name: buyers.vcard(holder, kit.langs[0])},
        )
    silent = len(kit.sheets.producers) - len(holders)
    if silent:
        yield (
            Item(
                "buyers",
                "",
                f"{silent} chủ thể chưa có liên hệ ở đây",
                f"{_many(silent, 'producer')} without a contact here",
                CONSENT_VI,
                CONSENT_EN,
            ),
            {},
        )


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
