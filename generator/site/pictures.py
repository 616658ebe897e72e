"""Pictures that pages name: photos in the theme's widths, drawings, QR codes, cards for shared links."""

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from zlib import crc32

from generator import fonts
from generator.catalogue.doubtful import is_empty_description
from generator.catalogue.model import Address, Photo, ProducerSummary, ProductSummary
from generator.catalogue.records import PhotoFile
from generator.site import view_parts
from generator.site.context import PageContext
from generator.site.outputs import Picture, QrCode, SharePicture
from generator.text import Text

OG_WIDTH = 1200


def photo_image(
    context: PageContext, kind: str, record: ProductSummary | ProducerSummary, photo: Photo
) -> view_parts.Image | None:
    """A photo in the theme's widths, with the outputs that make it; none if the file is missing."""
    file = context.catalogue.photo(kind, record.id, photo.file)
    if file is None:
        return None
    widths = sorted({min(width, file.width) for width in context.theme.widths})
    srcset: list[tuple[str, int]] = []
    for width in widths:
        # Each record has files of its own, even of the same photo, so that one can go without the other.
        name = _name(kind, record.id, file.digest, str(width), str(context.theme.quality))
        path = f"media/{name}-{width}.webp"
        context.request(Picture(path, file.file, file.digest, width, "webp", context.theme.quality))
        srcset.append((f"/{path}", width))
    default = next((source for source in srcset if source[1] >= min(640, widths[-1])), srcset[-1])
    return {
        "src": default[0],
        "srcset": srcset,
        "width": default[1],
        "height": max(1, round(file.height * default[1] / file.width)),
        "preview": file.preview,
        # A description that says nothing of the photo would only be read out: the name says more.
        "alt": context.t.text(
            record.name if is_empty_description(photo, photo.alt.get(context.lang)) else photo.alt
        ),
        "credit": context.t.maybe(photo.credit),
    }


def photo_images(
    context: PageContext, kind: str, record: ProductSummary | ProducerSummary
) -> list[view_parts.Image]:
    """Return every photo of a record whose file is there, in the record's order."""
    return [image for photo in record.photos if (image := photo_image(context, kind, record, photo))]


def _first_photo(
    context: PageContext, kind: str, record: ProductSummary | ProducerSummary
) -> PhotoFile | None:
    files = (context.catalogue.photo(kind, record.id, photo.file) for photo in record.photos)
    return next(filter(None, files), None)


def og_image(context: PageContext, kind: str, record: ProductSummary | ProducerSummary) -> str:
    """The full address of the first photo, cropped as search engines like it; empty without one."""
    file = _first_photo(context, kind, record)
    if file is None:
        return ""
    path = f"media/{_name(kind, record.id, file.digest, 'og')}-og.jpg"
    context.request(Picture(path, file.file, file.digest, OG_WIDTH, "og", 82))
    return context.settings.full(f"/{path}")


def product_share_picture(context: PageContext, product: ProductSummary) -> str:
    """The full address of the card that is shown where a product's page is shared, in any language."""
    return str(
        context.catalogue.recorder.fragment(
            ("share-picture", "product", product.id), lambda: _product_share_picture(context, product)
        )
    )


def _product_share_picture(context: PageContext, product: ProductSummary) -> str:
    catalogue = context.catalogue
    # What people call it; the legal group where the record does not say.
    kind = (
        catalogue.product_kinds.get(product.kind or "") or catalogue.groups[catalogue.sets[product.set].group]
    )
    stars = [context.stars(product, translator) for translator in context.translators]
    card = _share_card(context, product, kind.name, product.origin, drawing_of(context, product))
    rated = replace(
        card,
        state=stars[0]["state"],
        words=_each_once(in_language["until"] for in_language in stars),
        stars=stars[0]["count"],
        filled=stars[0]["filled"],
    )
    return _request_card(context, "product", product, rated)


def producer_share_picture(context: PageContext, producer: ProducerSummary) -> str:
    """The full address of the card that is shown where a producer's page is shared, in any language."""

    def request_picture() -> str:
        products = context.catalogue.of_producer(producer.id)
        drawing = drawing_of(context, products[0]) if products else "basket"
        kind = context.catalogue.producer_kinds[producer.kind].name
        card = _share_card(context, producer, kind, producer.address, drawing)
        return _request_card(context, "producer", producer, card)

    key = ("share-picture", "producer", producer.id)
    return str(context.catalogue.recorder.fragment(key, request_picture))


def _share_card(
    context: PageContext,
    record: ProductSummary | ProducerSummary,
    kicker: Text,
    address: Address,
    drawing: str,
) -> SharePicture:
    """Return a card without a rating and without a photo; ``kicker`` is what the record is."""
    translators = context.translators
    mark = "Sample data — not a real product"
    return SharePicture(
        path="",
        brand=context.catalogue.site.title.get(translators[0].lang),
        kicker=" · ".join(_each_once(kicker.get(t.lang) for t in translators)),
        names=_each_once(name for t in translators if not fonts.lacking(name := record.name.get(t.lang))),
        place=context.place(address, translators[0]),
        state="",
        words=(),
        stars=None,
        filled=False,
        mark=" · ".join(_each_once(t(mark) for t in translators)) if record.sample else "",
        drawing=drawing,
        photo="",
        digest="",
    )


def _request_card(
    context: PageContext, kind: str, record: ProductSummary | ProducerSummary, card: SharePicture
) -> str:
    """Request a card with the record's first photo, if it has one; return its full address."""
    if photo := _first_photo(context, kind, record):
        card = replace(card, photo=photo.file, digest=photo.digest)
    # Named by what it says and shows: a copy that a host or an app kept is never out of date.
    look = ("style.css", "drawings/motif.svg", f"drawings/{card.drawing}.svg")
    values = (repr(value) for value in vars(card).values())
    name = _name(kind, record.id, *(context.theme.assets[asset] for asset in look), *values)
    path = f"media/{name}-share.{'jpg' if photo else 'png'}"
    context.request(replace(card, path=path))
    return context.settings.full(f"/{path}")


def product_picture(context: PageContext, product: ProductSummary) -> view_parts.Picture:
    """The first photo of a product, else its illustration."""
    photo = photo_image(context, "product", product, product.photos[0]) if product.photos else None
    return {"photo": photo, "drawing": drawing_of(context, product)}


def product_qr(context: PageContext, product: ProductSummary) -> view_parts.Qr:
    """The QR code of a product's permanent address, with the file to download."""
    payload = context.printed_address(product)
    code = product.code or product.gtin or ""
    name = f"{code}-{_name(payload)[:8]}"
    context.request(QrCode(f"qr/{name}.svg", payload))
    return {"payload": payload, "svg": f"/qr/{name}.svg", "code": code}


def drawing_of(context: PageContext, product: ProductSummary) -> str:
    """The illustration for a product, the same in every build (``finder.js`` chooses in the same way)."""
    variants = drawings_of(context, product)
    return variants[crc32(product.id.encode()) % len(variants)]


def drawings_of(context: PageContext, product: ProductSummary) -> list[str]:
    """The illustrations that a product may show: its own, else its criteria set's, with all variants.

    Variants of ``tea`` are ``tea-2``, ``tea-3`` and so on: products side by side that share one drawing
    would look like a fault of the list.
    """
    drawings = context.theme.drawings
    name = product.illustration or context.catalogue.sets[product.set].illustration
    variants = [name if name in drawings else "generic-food"]
    while (further := f"{variants[0]}-{len(variants) + 1}") in drawings:
        variants.append(further)
    return variants


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts without empty and repeated ones, in their order."""
    return tuple(dict.fromkeys(filter(None, texts)))


def _name(*parts: str) -> str:
    """The part of a file's name that changes with what the file is made from."""
    return sha256("\0".join(parts).encode()).hexdigest()[:12]
