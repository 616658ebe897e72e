"""Reads the pictures that records name: size, digest, and a preview of a few pixels."""

import base64
import hashlib
import io
from collections.abc import Mapping
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
from generator.records.files import PlainFile, read_file
from generator.records.limits import Limit
from generator.text import nfc

MAX_SIZE = 40 * 1024 * 1024
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
PREVIEW = 20
"""Pixels of a preview's longer side."""


def find_photo(
    root: Path,
    folder: str,
    name: str,
    files: Mapping[str, PlainFile],
    cache: Cache,
    *,
    location: SourceLocation,
) -> tuple[PhotoFile | None, list[Problem]]:
    """Return the picture ``name`` in a record's own folder, or None and why it cannot be used.

    Only the name of a plain file is taken: no folders, no ``..``, no link. A name that the disk
    spells in decomposed letters (as macOS does) is found as well. Problems stand at ``location``.
    """
    if "/" in name or "\\" in name or name.startswith("."):
        return None, [problem("PHOTO-NAME", location, file=name)]
    pictures = {} if f"{folder}/{name}" in files else _pictures_in(folder, files)
    file = files.get(f"{folder}/{name}") or pictures.get(name)
    if file is None:
        return None, [problem("PHOTO-MISSING", location, file=name, **_advice(name, pictures))]
    if file.size > MAX_SIZE:
        size, limit = f"{file.size / 1024 / 1024:.0f} MB", f"{MAX_SIZE // 1024 // 1024} MB"
        return None, [problem("PHOTO-TOO-BIG", location, file=name, size=size, limit=limit)]
    if known := _recall(cache, file):
        return known, []
    picture, problems = _read(root, file, name, location)
    if picture is not None and file.settled:
        facts = f"{picture.digest} {picture.width} {picture.height} {picture.preview}"
        cache.put("photo", file.path, f"{file.stamp} {_rules()} {facts}".encode("ascii"))
    return picture, problems


def _pictures_in(folder: str, files: Mapping[str, PlainFile]) -> dict[str, PlainFile]:
    """Return the pictures that lie in a folder itself, by their names in NFC."""
    prefix = folder + "/"
    names = ((path[len(prefix) :], file) for path, file in files.items() if path.startswith(prefix))
    return {nfc(name): file for name, file in names if "/" not in name and name.lower().endswith(SUFFIXES)}


def _advice(name: str, pictures: Mapping[str, PlainFile]) -> dict[str, str]:
    """Return what to do about a missing picture: name one that is there, or add the file."""
    if not pictures:
        return in_both("how", "hints.no-photos")
    near = get_close_matches(name, pictures, 1, 0.6) or sorted(pictures)
    return in_both("how", "hints.photos-there", files=", ".join(near))


def _recall(cache: Cache, file: PlainFile) -> PhotoFile | None:
    """Return what the cache holds of a picture, if neither the file nor the rules have changed since."""
    entry = cache.get("photo", file.path)
    facts = entry.decode("ascii").split(" ") if entry else []
    if facts[:2] != [file.stamp, _rules()]:
        return None
    digest, width, height, tiny = facts[2:]
    return PhotoFile(file.path, digest, int(width), int(height), tiny)


def _read(
    root: Path, file: PlainFile, name: str, location: SourceLocation
) -> tuple[PhotoFile | None, list[Problem]]:
    """Read and measure a picture."""
    content, problems = read_file(root, file, Limit(MAX_SIZE, "hints.photo-smaller"))
    if problems:
        return None, problems
    try:
        width, height = photo.measure(content)
        tiny = preview(content)
    except photo.PhotoError as error:
        if error.why == "too big":
            return None, [problem("PHOTO-TOO-BIG", location, file=name, size=error.size, limit=error.limit)]
        return None, [problem("PHOTO-UNREADABLE", location, file=name)]
    return PhotoFile(file.path, hashlib.sha256(content).hexdigest(), width, height, tiny), []


@lru_cache(maxsize=1)
def _rules() -> str:
    """Return a digest of the code that measures and makes previews: cached facts hold for that code only."""
    sources = Path(__file__).read_bytes() + Path(photo.__file__).read_bytes()
    return hashlib.sha256(sources + PIL.__version__.encode()).hexdigest()[:16]


def preview(content: bytes) -> str:
    """Return a few pixels of the photo as WebP in base64. The whole file is decoded for it.

    Raises :class:`photo.PhotoError` for what is no photo, too large, cut short or broken.
    """
    image = photo.open_photo(content, PREVIEW, PREVIEW).image
    image.thumbnail((PREVIEW, PREVIEW), Image.Resampling.BOX)
    out = io.BytesIO()
    image.save(out, "WEBP", quality=30, method=4)
    return base64.b64encode(out.getvalue()).decode("ascii")
