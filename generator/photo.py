"""Opens photos as plain pixels: upright, in sRGB, on white, no larger in memory than needed.

The one place where files that people made reach Pillow. Previews, pictures of pages, cards and sheets
all come from :func:`open_photo`, so what one shows the others show. Whatever a library throws or warns
of here becomes a :class:`PhotoError`; it never leaves this module. Which photo belongs to which record is
``records/photos.py``.
"""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Final, Literal, NamedTuple

from PIL import Image, ImageCms, ImageMath, PngImagePlugin

from generator.workers import one_at_a_time

FORMATS: Final = ("JPEG", "PNG", "WEBP")
"""Formats of photos in records."""
GIVEN_FORMATS: Final = (*FORMATS, "HEIF")
"""Formats of photos that people hand in: phones of Apple write HEIC, which is HEIF."""
MAX_PIXELS: Final = 80_000_000
"""Pixels of a JPEG that can be decoded at a reduced size: its size in memory hardly matters."""
MAX_WHOLE: Final = {"JPEG": 40_000_000, "PNG": 40_000_000, "WEBP": 25_000_000, "HEIF": 50_000_000}
"""Pixels of what has to be decoded whole, by format (of JPEG: the progressive ones).

Chosen so that one photo stays below half a gigabyte; WebP is decoded into several buffers.
"""
MAX_SIDE: Final = 16_000
"""WebP, in which pictures are published, takes no more than 16,383 pixels on a side."""
SHORT, LONG = 1600, 2400
"""A photo is never reduced below these sides: the widest picture of a page, and A4 at 300 dots an inch."""
QUALITY = 88
"""Of a photo that was handed in, as JPEG: no difference to be seen, a megabyte or less."""
STRIP = 256
"""Rows that are converted at a time."""
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# Pillow itself refuses twice as much, before it allocates anything.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2


class PhotoError(Exception):
    """Raised for a file that cannot be used as a photo; ``why`` says why."""

    def __init__(self, why: Literal["unreadable", "too big"], size: str = "", limit: str = "") -> None:
        """``size`` and ``limit`` tell how big it is and may be, in words of any language."""
        self.why, self.size, self.limit = why, size, limit
        super().__init__(why)


class Opened(NamedTuple):
    """A photo ready to be scaled."""

    image: Image.Image
    """RGB without metadata; perhaps smaller than the photo."""
    width: int
    """Of the photo itself, upright, in pixels."""
    height: int


def measure(content: bytes) -> tuple[int, int]:
    """Return width and height as a viewer shows the photo. Reads only the header.

    Raises :class:`PhotoError` if it is no JPEG, PNG or WebP, or larger than the limits.
    """
    with _guarded(), Image.open(BytesIO(content), formats=FORMATS) as image:
        _limit(image)
        return _shown(image.size, _orientation(image))


def prepare_photo(content: bytes) -> bytes:
    """Return a photo that somebody handed in as a record may have it, without metadata and position.

    Upright, in sRGB, no side longer than :data:`LONG`, as a plain JPEG, which is decoded at a reduced size.
    The same bytes give the same photo. Raises :class:`PhotoError` like :func:`open_photo`.
    """
    image = open_photo(content, LONG, LONG, GIVEN_FORMATS).image
    image.thumbnail((LONG, LONG), Image.Resampling.LANCZOS)
    out = BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def open_photo(
    content: bytes, short: int = SHORT, long: int = LONG, formats: tuple[str, ...] = FORMATS
) -> Opened:
    """The whole photo, decoded at no more than it takes to have sides of ``short`` and ``long`` pixels.

    Raises :class:`PhotoError` like :func:`measure`, and for a file that is cut short or broken.
    """
    if "HEIF" in formats:
        import pillow_heif  # late: takes a quarter of a second, and photos of records never need it

        pillow_heif.register_heif_opener()
    with _guarded(), Image.open(BytesIO(content), formats=formats) as image:
        _limit(image)
        orientation, size = _orientation(image), image.size
        if _scales(image):
            factor = next(scale for scale in (8, 4, 2, 1) if scale <= _factor(size, short, long))
            image.draft(None, (max(1, size[0] // factor), max(1, size[1] // factor)))
            plain = _plain(image, short, long)
        else:
            # Whatever has to be decoded whole is decoded by one process at a time.
            with one_at_a_time():
                plain = _plain(image, short, long)
        if orientation in _TURNS:
            plain = plain.transpose(_TURNS[orientation])
        return Opened(plain, *_shown(size, orientation))


@contextmanager
def _guarded() -> Iterator[None]:
    """Turn every error of the image library into a :class:`PhotoError`; its warnings are not shown."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except PhotoError:
            raise
        except Image.DecompressionBombError as error:
            raise _too_big(f"> {MAX_PIXELS // 1_000_000} MP", MAX_PIXELS) from error
        except Exception as error:
            raise PhotoError("unreadable") from error


def _limit(image: Image.Image) -> None:
    """Raise :class:`PhotoError` for a photo that would take too much memory, before it is decoded."""
    width, height = image.size
    if width < 1 or height < 1:
        raise PhotoError("unreadable")
    most, kind = MAX_PIXELS, ""
    if not _scales(image):
        kind = "JPEG" if image.format == "MPO" else image.format or ""
        most = MAX_WHOLE[kind]
        kind = "progressive JPEG" if kind == "JPEG" else kind
    if width * height > most or max(width, height) > MAX_SIDE:
        raise _too_big(f"{width} × {height} px", most, kind)


def _too_big(size: str, most: int, kind: str = "") -> PhotoError:
    limit = f"{most // 1_000_000} MP{f' ({kind})' if kind else ''}, {MAX_SIDE} px"
    return PhotoError("too big", size, limit)


def _scales(image: Image.Image) -> bool:
    """Whether a photo is decoded at a reduced size: a JPEG (or MPO) in one scan."""
    return image.format in ("JPEG", "MPO") and not image.info.get("progressive")


def _factor(size: tuple[int, int], short: int, long: int) -> int:
    """By how much a photo can be reduced and still have the sides that are wanted."""
    return max(1, min(min(size) // short, max(size) // long))


def _shown(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    return (size[1], size[0]) if orientation >= 5 else size


def _orientation(image: Image.Image) -> int:
    """Return the EXIF orientation, 1 to 8; 1 where it is absent or unreadable.

    As browsers do it, only EXIF counts that stands before the pixels. No other tag is looked at: cameras
    and phones write many that are not what the standard asks for.
    """
    written = image.info.get("exif")
    if not isinstance(written, bytes):
        return 1
    tags = Image.Exif()
    try:
        tags.load(written)
        value = tags.get(_ORIENTATION)
    except Exception:  # noqa: BLE001 - a block that cannot be read says nothing
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


# -- pixels -------------------------------------------------------------------------------------------


def _plain(image: Image.Image, short: int, long: int) -> Image.Image:
    """Return reduced RGB pixels on white, made strip by strip so that the whole is in memory once."""
    factor = _factor(image.size, short, long)
    _scale_transparency(image)
    image.load()
    width, height = image.size
    plain = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    change = _to_srgb(image)
    rows = -(-STRIP // factor) * factor
    for top in range(0, height, rows):
        strip = change(image.crop((0, top, width, min(top + rows, height))))
        plain.paste(strip.reduce(factor) if factor > 1 else strip, (0, top // factor))
    return plain


def _to_srgb(image: Image.Image) -> Callable[[Image.Image], Image.Image]:
    """What turns a strip of this image into RGB on white, by its colour profile if that can be used."""
    mode = {"1": "L", "LA": "L", "P": "RGB", "PA": "RGB", "RGBA": "RGB"}.get(image.mode, image.mode)
    mode = "L" if mode.startswith("I") else mode
    transform: Any = None
    if profile := image.info.get("icc_profile"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            transform = ImageCms.buildTransform(source, target, mode, "RGB")
        except Exception:  # noqa: BLE001 - a broken profile is no reason to lose the photo
            transform = None

    def change(strip: Image.Image) -> Image.Image:
        colour, mask = _parts(strip)
        done = ImageCms.applyTransform(colour, transform) if transform else colour.convert("RGB")
        assert done is not None
        if mask is None:
            return done
        ground = Image.new("RGB", strip.size, "#fff")
        ground.paste(done, mask=mask)
        return ground

    return change


def _scale_transparency(image: Image.Image) -> None:
    """Convert a PNG's transparent colour to values of 0 to 255, as its decoded pixels have.

    The file states it in as many bits as its own pixels have. To be called before the pixels are decoded.
    """
    clear = image.info.get("transparency")
    if not isinstance(image, PngImagePlugin.PngImageFile) or not image.tile:
        return
    scale = {"1": 255, "L;2": 85, "L;4": 17, "RGB;16B": 1 / 256}.get(str(image.tile[0][3]), 1)
    if isinstance(clear, int):
        image.info["transparency"] = int(clear * scale)
    elif isinstance(clear, tuple):
        image.info["transparency"] = tuple(int(value * scale) for value in clear)


def _parts(strip: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Return the colours (L, RGB or CMYK) and the opacity of an image; None where all of it is opaque."""
    clear = strip.info.pop("transparency", None)
    mode = strip.mode
    if mode.startswith("I"):
        # 16 bits of grey: the upper eight are shown.
        wide = strip.convert("I")
        grey = wide.point(lambda value: value * (1 / 256)).convert("L")
        return grey, None if clear is None else _unlike([wide], [clear])
    if mode in ("LA", "RGBA", "PA"):
        return strip.convert("L" if mode == "LA" else "RGB"), strip.getchannel("A")
    if clear is None:
        return (strip.convert("L") if mode == "1" else strip), None
    if mode == "P":
        strip.info["transparency"] = clear
        mask = strip.convert("RGBA").getchannel("A")
        del strip.info["transparency"]
        return strip.convert("RGB"), mask
    bands = [strip.convert("L")] if mode in ("1", "L") else list(strip.split())
    return (bands[0] if len(bands) == 1 else strip), _unlike(bands, clear)


def _unlike(bands: list[Image.Image], clear: Any) -> Image.Image | None:
    """Return a mask that is opaque wherever a pixel is not of the one transparent colour."""
    values = list(clear) if isinstance(clear, tuple | list) else [clear]
    if len(values) != len(bands) or not all(isinstance(value, int) for value in values):
        return None
    masks = {f"band{place}": band for place, band in enumerate(bands)}

    def opaque(given: dict[str, Any]) -> Any:
        is_other: Any = None
        for place, value in enumerate(values):
            differs = given[f"band{place}"] != value
            is_other = differs if is_other is None else is_other | differs
        return given["convert"](is_other * 255, "L")

    mask = ImageMath.lambda_eval(opaque, **masks)
    return mask if isinstance(mask, Image.Image) else None
