"""Reads printed sheets back as a person with a ruler and a telephone would."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pypdf
import pypdfium2
import zxingcpp
from built import PROJECT
from PIL import Image
from pyzbar.pyzbar import decode
from tiny import DAY, catalogue, default_theme

from generator.catalogue.catalogue import Catalogue
from generator.catalogue.model import Fair
from generator.catalogue.reader import CatalogueReader
from generator.print.sheet_parts import PrintContext
from generator.settings import Settings
from generator.site.contexts import page_contexts
from generator.site.sheets import SheetProduct, Sheets, sheets
from generator.text import Text

BASE = "https://ocop.test"
MM = 72 / 25.4
VALID = "tra-diep-ca-lua-vy"
EXPIRED = "hoa-hoi-kho-chi-lang"
SAMPLE = "gao-nep-mau"
CODELESS = "banh-chung-den-bac-son"
LONG = (
    "Nước cốt quả chanh rừng Mẫu Sơn nguyên chất ép lạnh không đường đóng chai thủy tinh của hợp tác xã "
    "nông nghiệp hữu cơ vùng cao và các hộ liên kết"
)


@cache
def records() -> Catalogue:
    """The project's own catalogue."""
    return catalogue(PROJECT)


def fair(*products: str, **more: Any) -> Fair:
    """A fair that shows these products."""
    words = Text({"vi": "Hội chợ thử", "en": "Trial fair"})
    return Fair(id="hoi-cho-thu", name=words, summary=words, products=products, **more)


def values(*products: str, day: date = DAY, **more: Any) -> Sheets:
    """What may be printed of these products."""
    read = records() if day == DAY else catalogue(PROJECT, day)
    return sheets(
        page_contexts(CatalogueReader(read), Settings(BASE), default_theme().facts), fair(*products, **more)
    )


def print_context(found: Sheets, *langs: str) -> PrintContext:
    """What the sheets are drawn with; photos are a plain picture."""

    def photo(_file: str, _digest: str, box: tuple[int, int]) -> bytes:
        out = BytesIO()
        Image.new("RGB", box, "olive").save(out, "JPEG")
        return out.getvalue()

    return PrintContext(
        langs or ("vi", "en"), found, default_theme().drawings, default_theme().inline["tokens.css"], photo
    )


def named(found: Sheets, name: str) -> Sheets:
    """The same sheets with another name for every product."""
    both = {"vi": name, "en": name + " (English)"}
    return replace(found, products=tuple(replace(product, name=both) for product in found.products))


def boxes(data: bytes) -> list[dict[str, tuple[float, float]]]:
    """Width and height of each page's boxes in mm."""
    return [
        {
            kind: (float(box.width) / MM, float(box.height) / MM)
            for kind, box in (("media", page.mediabox), ("trim", page.trimbox), ("bleed", page.bleedbox))
        }
        for page in pypdf.PdfReader(BytesIO(data)).pages
    ]


def fonts(data: bytes) -> dict[str, bool]:
    """Every font of a file by name, and whether its letters are inside."""
    result: dict[str, bool] = {}
    for page in pypdf.PdfReader(BytesIO(data)).pages:
        for font in (page["/Resources"].get("/Font") or {}).values():  # type: ignore[attr-defined]
            one = font.get_object()
            result[one["/BaseFont"]] = "/FontFile2" in one.get("/FontDescriptor", {})
    return result


def text(data: bytes) -> str:
    """The words of a file, as a reader copies them."""
    document = pypdfium2.PdfDocument(data)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


def pictures(data: bytes, dpi: int = 600) -> Iterator[Image.Image]:
    """Each page as a printer of ``dpi`` would lay it down."""
    for page in pypdfium2.PdfDocument(data):
        yield page.render(scale=dpi / 72, grayscale=True).to_pil()


def codes(image: Image.Image) -> list[str]:
    """What the codes of a page say: each read by two decoders that must agree."""
    result = []
    for barcode in zxingcpp.read_barcodes(
        image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    ):
        at = barcode.position
        xs = [at.top_left.x, at.top_right.x, at.bottom_left.x, at.bottom_right.x]
        ys = [at.top_left.y, at.top_right.y, at.bottom_left.y, at.bottom_right.y]
        edge = (max(xs) - min(xs)) // 9
        crop = image.crop((min(xs) - edge, min(ys) - edge, max(xs) + edge, max(ys) + edge))
        second = [other.data.decode() for other in decode(crop)]
        assert second == [barcode.text], (barcode.text, second)
        result.append(barcode.text)
    return result


def one(found: Sheets, identity: str) -> SheetProduct:
    """A product of the sheets."""
    return next(product for product in found.products if product.id == identity)
