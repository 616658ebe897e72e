"""Photos through Pillow: oriented, in sRGB, without position data, in several widths.

A picture is saved from a fresh image, so that nothing of the original's metadata can travel along.
"""

import warnings
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from generator.plan.outputs import Picture
from generator.problems import Place, problem

MAX_PIXELS = 80_000_000
OG_SIZE = (1200, 630)


class PictureError(Exception):
    """A photo that cannot be used, as a problem that names its file."""

    def __init__(self, file: str) -> None:
        self.problem = problem("PHOTO-UNREADABLE", Place(file), file=file.rsplit("/", 1)[-1])
        super().__init__(file)


@lru_cache(maxsize=2)
def load(root: Path, file: str, digest: str) -> Image.Image:  # noqa: ARG001 - the digest keys the cache
    """A photo of the project, oriented and in sRGB, decoded once for all its widths.

    Raises ``PictureError`` for files that are no picture, too large or broken.
    """
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(root / file, formats=("JPEG", "PNG", "WEBP")) as opened:
                upright = ImageOps.exif_transpose(opened)
                return _srgb(upright)
    except (
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
    ) as error:
        raise PictureError(file) from error


def _srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if image.mode in ("RGBA", "LA", "P"):
        backed = Image.new("RGBA", image.size, "#fff")
        backed.alpha_composite(image.convert("RGBA"))
        image = backed.convert("RGB")
    elif image.mode != "RGB":
        image = image.convert("RGB")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            changed = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            image = changed or image
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile is no reason to lose the photo
    fresh = Image.new("RGB", image.size)
    fresh.paste(image)
    return fresh


def render(root: Path, picture: Picture) -> bytes:
    """The bytes of one planned picture."""
    image = load(root, picture.source, picture.digest)
    out = BytesIO()
    if picture.form == "og":
        ImageOps.fit(image, OG_SIZE, Image.Resampling.LANCZOS).save(
            out, "JPEG", quality=picture.quality, optimize=True
        )
        return out.getvalue()
    height = max(1, round(image.height * picture.width / image.width))
    sized = (
        image
        if picture.width == image.width
        else image.resize((picture.width, height), Image.Resampling.LANCZOS, reducing_gap=3)
    )
    sized.save(out, "WEBP", quality=picture.quality, method=4)
    return out.getvalue()
