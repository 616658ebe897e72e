"""Pictures that records name: found, measured, digested, and a preview of a few pixels made of them."""

import base64
import hashlib
import io
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

import PIL
from PIL import Image

from generator import photo
from generator.catalogue.records import PhotoFile
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.messages import in_both
from generator.records.cache import Cache
from generator.records.files import Found, read_file
from generator.records.limits import Limit
from generator.text import nfc

MAX_SIZE = 40 * 1024 * 1024
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
PREVIEW = 20
"""Pixels of a preview's longer side."""


def find_photo(
    root: Path, folder: str, name: str, files: Mapping[str, Found], cache: Cache, location: SourceLocation
) -> tuple[PhotoFile | None, list[Problem]]:
    """The picture ``name`` in a record's own folder, or why it cannot be used.

    Only the name of a plain file is taken: no folders, no ``..``, no link. A name that the disk
    spells in decomposed letters (as macOS does) is found as well.
    """
    if "/" in name or "\\" in name or name.startswith("."):
        return None, [problem("PHOTO-NAME", location, file=name)]
    found = files.get(f"{folder}/{name}")
    if found is None:
        inside = {nfc(path.rpartition("/")[2]): path for path in _pictures(folder, files)}
        if name not in inside:
            near = get_close_matches(name, inside, 1, 0.6) or sorted(inside)
            there = in_both("how", "hints.photos-there", files=", ".join(near))
            advice = there if near else in_both("how", "hints.no-photos")
            return None, [problem("PHOTO-MISSING", location, file=name, **advice)]
        found = files[inside[name]]
    if found.size > MAX_SIZE:
        size, limit = f"{found.size / 1024 / 1024:.0f} MB", f"{MAX_SIZE // 1024 // 1024} MB"
        return None, [problem("PHOTO-TOO-BIG", location, file=name, size=size, limit=limit)]
    if known := cache.get("photo", found.path):
        kept = known.decode("ascii").split(" ")
        if kept[:2] == [found.stamp, _rules()]:
            return PhotoFile(found.path, kept[2], int(kept[3]), int(kept[4]), kept[5]), []
    content, problems = read_file(root, found, Limit(MAX_SIZE, "hints.photo-smaller"))
    if problems:
        return None, problems
    try:
        width, height = photo.measure(content)
        tiny = preview(content)
    except photo.PhotoError as error:
        if error.why == "too big":
            return None, [problem("PHOTO-TOO-BIG", location, file=name, size=error.size, limit=error.limit)]
        return None, [problem("PHOTO-UNREADABLE", location, file=name)]
    digest = hashlib.sha256(content).hexdigest()
    if found.settled:
        facts = f"{found.stamp} {_rules()} {digest} {width} {height} {tiny}"
        cache.put("photo", found.path, facts.encode("ascii"))
    return PhotoFile(found.path, digest, width, height, tiny), []


@lru_cache(maxsize=1)
def _rules() -> str:
    """Changes with the code that makes previews, so that nothing is remembered from an older one."""
    own = Path(__file__).read_bytes() + Path(photo.__file__).read_bytes()
    return hashlib.sha256(own + PIL.__version__.encode()).hexdigest()[:16]


def preview(content: bytes) -> str:
    """A few pixels of the photo as WebP in base64. The whole file is decoded for it.

    Raises :class:`photo.PhotoError` for what is no photo, too large, cut short or broken.
    """
    image = photo.open_photo(content, PREVIEW, PREVIEW).image
    image.thumbnail((PREVIEW, PREVIEW), Image.Resampling.BOX)
    out = io.BytesIO()
    image.save(out, "WEBP", quality=30, method=4)
    return base64.b64encode(out.getvalue()).decode("ascii")


def _pictures(folder: str, files: Mapping[str, Found]) -> Iterable[str]:
    prefix = folder + "/"
    for path in files:
        if path.startswith(prefix) and "/" not in path[len(prefix) :] and path.lower().endswith(SUFFIXES):
            yield path
