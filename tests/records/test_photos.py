"""Pictures are measured undecoded, get a tiny preview, and only a record's own plain files are taken."""

import base64
import io
import os
import struct
import zlib
from pathlib import Path

import exif
import pytest
from kept import CachedRecord
from PIL import Image

from generator.catalogue.records import PhotoFile
from generator.diagnostics.problem import Problem, SourceLocation
from generator.photo import PhotoError, measure
from generator.records.files import walk
from generator.records.photos import PREVIEW, find_photo, preview

FOLDER = "products/xa/gao"


def picture(kind: str, size: tuple[int, int] = (30, 20), orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    made = io.BytesIO()
    Image.new("RGB", size, "green").save(made, kind, exif=exif)
    return made.getvalue()


def find(root: Path, name: str, cache: CachedRecord | None = None) -> tuple[PhotoFile | None, list[Problem]]:
    files, _, _ = walk(root)
    return find_photo(
        root, FOLDER, name, files, cache or CachedRecord(), location=SourceLocation("f.yaml", 1, 1)
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / FOLDER).mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (30, 20)), (3, (30, 20)), (6, (20, 30)), (8, (20, 30))]
)
def test_size_as_shown(kind: str, orientation: int, size: tuple[int, int]) -> None:
    content = picture(kind, orientation=orientation)
    if kind == "PNG":  # Pillow writes a PNG's orientation before its data
        assert content.index(b"eXIf") < content.index(b"IDAT")
    assert measure(content) == size


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO"])
def test_other_kinds_are_refused(kind: str) -> None:
    made = io.BytesIO()
    Image.new("RGB", (16, 16)).save(made, kind)
    with pytest.raises(PhotoError):
        measure(made.getvalue())


def test_found_and_remembered(root: Path) -> None:
    file = root / FOLDER / "a.jpg"
    file.write_bytes(picture("JPEG"))
    os.utime(file, (1_000_000_000, 1_000_000_000))
    cache = CachedRecord()
    first, _ = find(root, "a.jpg", cache)
    assert first
    assert (first.file, first.width, first.height) == (f"{FOLDER}/a.jpg", 30, 20)
    assert len(dict(cache.all("photo"))) == 1
    assert find(root, "a.jpg", cache)[0] == first


def test_a_file_just_written_is_not_remembered(root: Path) -> None:
    (root / FOLDER / "a.jpg").write_bytes(picture("JPEG"))
    cache = CachedRecord()
    find(root, "a.jpg", cache)
    assert not dict(cache.all("photo"))


def test_name_that_the_disk_decomposed(root: Path) -> None:
    (root / FOLDER / "ga\u0323o.jpg").write_bytes(picture("JPEG"))
    assert find(root, "g\u1ea1o.jpg")[0]


@pytest.mark.parametrize("name", ["../a.jpg", "/etc/passwd", "sub/a.jpg", "..\\a.jpg", "..", ".a.jpg"])
def test_other_folders_are_refused(root: Path, name: str) -> None:
    found, problems = find(root, name)
    assert found is None
    assert [fault.code for fault in problems] == ["PHOTO-NAME"]


def test_links_pipes_and_folders_are_not_pictures(root: Path) -> None:
    (root / "outside.jpg").write_bytes(picture("JPEG"))
    (root / FOLDER / "link.jpg").symlink_to(root / "outside.jpg")
    os.mkfifo(root / FOLDER / "pipe.jpg")
    (root / FOLDER / "folder.jpg").mkdir()
    for name in ("link.jpg", "pipe.jpg", "folder.jpg"):
        assert [fault.code for fault in find(root, name)[1]] == ["PHOTO-MISSING"]
    _, _, problems = walk(root)
    assert [fault.code for fault in problems] == ["FILE-NOT-PLAIN"] * 2


def test_too_many_bytes(root: Path) -> None:
    with (root / FOLDER / "a.jpg").open("wb") as file:
        file.truncate(41 * 1024 * 1024)
    assert [fault.code for fault in find(root, "a.jpg")[1]] == ["PHOTO-TOO-BIG"]


def test_exif_that_is_not_exif() -> None:
    content = picture("JPEG", orientation=6).replace(b"Exif\0\0MM", b"Exif\0\0XX")
    assert measure(content) == (30, 20)


def test_a_preview_is_a_few_upright_pixels(tmp_path: Path) -> None:
    image = Image.new("RGB", (900, 600), "red")
    image.paste("blue", (450, 0, 900, 600))
    exif = Image.Exif()
    exif[0x0112] = 6
    image.save(tmp_path / "a.jpg", exif=exif)
    made = preview((tmp_path / "a.jpg").read_bytes())
    assert made
    found = base64.b64decode(made)
    assert len(found) < 300
    small = Image.open(io.BytesIO(found))
    assert small.format == "WEBP"
    assert max(small.size) <= PREVIEW
    assert small.height > small.width, "turned as the camera says"
    top, bottom = (small.convert("RGB").getpixel((small.width // 2, y)) for y in (1, small.height - 2))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > top[2]
    assert bottom[2] > bottom[0]
    assert not small.getexif()


def test_what_cannot_be_decoded_has_no_preview() -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 300), "green").save(out, "PNG")
    assert preview(out.getvalue())
    for content in (out.getvalue()[:60], b"no picture", b""):
        with pytest.raises(PhotoError):
            preview(content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_that_was_copied_by_half_is_told(root: Path, kind: str) -> None:
    noise = Image.effect_noise((400, 300), 80).convert("RGB")
    out = io.BytesIO()
    noise.save(out, kind)
    (root / FOLDER / "a.jpg").write_bytes(out.getvalue())
    assert find(root, "a.jpg")[1] == []
    (root / FOLDER / "a.jpg").write_bytes(out.getvalue()[: len(out.getvalue()) // 2])
    assert [fault.code for fault in find(root, "a.jpg")[1]] == ["PHOTO-UNREADABLE"]


def test_odd_camera_data_is_no_fault(root: Path) -> None:
    for block in exif.ODD.values():
        (root / FOLDER / "a.jpg").write_bytes(exif.photo("JPEG", block))
        found, problems = find(root, "a.jpg")
        assert problems == []
        assert found
        assert (found.width, found.height) == (40, 60)


def test_too_many_pixels_to_decode_whole(root: Path) -> None:
    header = b"IHDR" + struct.pack(">IIBBBBB", 8000, 6000, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    (root / FOLDER / "a.png").write_bytes(start + struct.pack(">I", 0) + b"IDAT")
    found, problems = find(root, "a.png")
    assert found is None
    assert [fault.code for fault in problems] == ["PHOTO-TOO-BIG"]
    assert "8000 × 6000 px" in problems[0].sentence("vi")
    assert "a.png" in problems[0].sentence("en")
