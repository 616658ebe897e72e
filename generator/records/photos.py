"""Pictures that records name: found, measured, digested, and a preview of a few pixels made of them."""

import base64
import hashlib
import io
import struct
import warnings
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Final

import PIL
from PIL import Image, ImageOps, UnidentifiedImageError

from generator.catalogue.records import PhotoFile
from generator.problems import Place, Problem, problem
from generator.records.files import Found, read_file
from generator.records.memory import Memory
from generator.text import nfc

MAX_SIZE = 40 * 1024 * 1024
MAX_PIXELS = 80_000_000
MAX_SIDE = 16_000
"""WebP takes no more than 16,383 pixels on a side."""
FORMATS: Final = ("JPEG", "PNG", "WEBP")
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
_ORIENTATION = 0x0112
PREVIEW = 20
"""Pixels of a preview's longer side."""
MAX_PREVIEWED = 30_000_000
"""Pixels above which only a JPEG, which decodes small, gets a preview: memory is worth more."""


def find_photo(
    root: Path, folder: str, name: str, files: Mapping[str, Found], memory: Memory, place: Place
) -> tuple[PhotoFile | None, list[Problem]]:
    """The picture ``name`` in a record's own folder, or why it cannot be used.

    Only the name of a plain file is taken: no folders, no ``..``, no link. A name that the disk
    spells in decomposed letters (as macOS does) is found as well.
    """
    if "/" in name or "\\" in name or name.startswith("."):
        return None, [problem("PHOTO-NAME", place, file=name)]
    found = files.get(f"{folder}/{name}")
    if found is None:
        inside = {nfc(path.rpartition("/")[2]): path for path in _pictures(folder, files)}
        if name not in inside:
            near = get_close_matches(name, inside, 1, 0.6) or sorted(inside)
            return None, [problem("PHOTO-MISSING", place, file=name, near=", ".join(near) or "–")]
        found = files[inside[name]]
    if found.size > MAX_SIZE:
        size, limit = f"{found.size / 1024 / 1024:.0f} MB", f"{MAX_SIZE // 1024 // 1024} MB"
        return None, [problem("PHOTO-TOO-BIG", place, file=name, size=size, limit=limit)]
    if known := memory.get("photo", found.path):
        kept = known.decode("ascii").split(" ")
        if kept[:2] == [found.stamp, _rules()]:
            return PhotoFile(found.path, kept[2], int(kept[3]), int(kept[4]), kept[5]), []
    content, problems = read_file(root, found, MAX_SIZE)
    if problems:
        return None, problems
    measured = measure(content)
    if measured is None:
        return None, [problem("PHOTO-UNREADABLE", place, file=name)]
    width, height = measured
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        limit = f"{MAX_PIXELS // 1_000_000} MP, {MAX_SIDE} px"
        return None, [problem("PHOTO-TOO-BIG", place, file=name, size=f"> {limit}", limit=limit)]
    digest = hashlib.sha256(content).hexdigest()
    tiny = preview(content)
    if tiny is None:
        return None, [problem("PHOTO-UNREADABLE", place, file=name)]
    if found.settled:
        facts = f"{found.stamp} {_rules()} {digest} {width} {height} {tiny}"
        memory.put("photo", found.path, facts.encode("ascii"))
    return PhotoFile(found.path, digest, width, height, tiny), []


@lru_cache(maxsize=1)
def _rules() -> str:
    """Changes with the code that makes previews, so that nothing is remembered from an older one."""
    own = Path(__file__).read_bytes()
    return hashlib.sha256(own + PIL.__version__.encode()).hexdigest()[:16]


def measure(content: bytes) -> tuple[int, int] | None:
    """Width and height as a viewer shows the picture, or None if it is no JPEG, PNG or WebP.

    Reads the header only. A PNG keeps its orientation where Pillow would have to decode the whole
    picture to find it; then it counts only if it stands before the picture's data.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                width, height = image.size
                turned = _orientation(image.info.get("exif")) >= 5
    except Image.DecompressionBombError:
        return MAX_PIXELS, MAX_PIXELS
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error, EOFError, MemoryError):
        return None
    if width < 1 or height < 1:
        return None
    return (height, width) if turned else (width, height)


def preview(content: bytes) -> str | None:
    """A few pixels of the picture, upright, as WebP in base64; None where it is cut short or broken.

    Empty where it is too large to be decoded for so little: who makes its real sizes tells what is wrong.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                if image.width * image.height > MAX_PREVIEWED and image.format != "JPEG":
                    return ""
                image.draft("RGB", (PREVIEW, PREVIEW))
                image.thumbnail((PREVIEW, PREVIEW), Image.Resampling.BOX)
                small = ImageOps.exif_transpose(image).convert("RGBA")
            ground = Image.new("RGBA", small.size, "#fff")
            ground.alpha_composite(small)
            out = io.BytesIO()
            ground.convert("RGB").save(out, "WEBP", quality=30, method=4)
    except (
        Image.DecompressionBombError,
        OSError,
        ValueError,
        SyntaxError,
        struct.error,
        EOFError,
    ):
        return None
    except MemoryError:
        return ""
    return base64.b64encode(out.getvalue()).decode("ascii")


def _orientation(exif: object) -> int:
    if not isinstance(exif, bytes):
        return 1
    facts = Image.Exif()
    try:
        facts.load(exif)
        value = facts.get(_ORIENTATION, 1)
    except (OSError, ValueError, SyntaxError, struct.error, KeyError, TypeError, IndexError):
        return 1
    return value if isinstance(value, int) else 1


def _pictures(folder: str, files: Mapping[str, Found]) -> Iterable[str]:
    prefix = folder + "/"
    for path in files:
        if path.startswith(prefix) and "/" not in path[len(prefix) :] and path.lower().endswith(SUFFIXES):
            yield path
