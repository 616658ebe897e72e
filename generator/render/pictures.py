"""Pictures of pages, made from photos in several widths and without the original's metadata.

How a photo becomes plain pixels is in ``photo.py``.
"""

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

from generator.diagnostics.problem import SourceLocation, problem
from generator.photo import LONG, SHORT, Opened, PhotoError, open_photo
from generator.site.outputs import Picture

OG_SIZE = (1200, 630)


class PictureError(Exception):
    """Raised for a photo that cannot be used; ``problem`` names its file."""

    def __init__(self, file: str, why: PhotoError | None = None) -> None:
        location, name = SourceLocation(file), file.rsplit("/", 1)[-1]
        self.problem = problem("PHOTO-UNREADABLE", location, file=name)
        if why and why.why == "too big":
            self.problem = problem("PHOTO-TOO-BIG", location, file=name, size=why.size, limit=why.limit)
        super().__init__(file)


def load(root: Path, file: str, digest: str) -> Image.Image:
    """Return a photo of the project as plain pixels, large enough for a card or a sheet.

    Raises ``PictureError`` for files that are no picture, too large or broken.
    """
    return _opened(root, file, digest, SHORT).image


@lru_cache(maxsize=2)
def _opened(root: Path, file: str, digest: str, short: int) -> Opened:  # noqa: ARG001 - the digest keys the cache
    """Return a decoded photo; the last two are kept for their other widths."""
    try:
        return open_photo((root / file).read_bytes(), short, max(LONG, short))
    except PhotoError as error:
        raise PictureError(file, error) from error
    except OSError as error:
        raise PictureError(file) from error


def forget() -> None:
    """Free the memory of the photos that were opened last."""
    _opened.cache_clear()


def render(root: Path, picture: Picture) -> bytes:
    """Return a planned picture as WebP, or as JPEG of 1200 × 630 pixels for shared links."""
    photo = _opened(root, picture.source, picture.digest, max(SHORT, picture.width))
    image, out = photo.image, BytesIO()
    if picture.form == "og":
        ImageOps.fit(image, OG_SIZE, Image.Resampling.LANCZOS).save(
            out, "JPEG", quality=picture.quality, optimize=True
        )
        return out.getvalue()
    size = (picture.width, max(1, round(photo.height * picture.width / photo.width)))
    sized = image if size == image.size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
    sized.save(out, "WEBP", quality=picture.quality, method=4)
    return out.getvalue()
