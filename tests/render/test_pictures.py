"""Photos: upright, in sRGB, without the camera's data, the same bytes every time; hostile files refused."""

import io
import struct
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image, ImageCms, TiffImagePlugin

from generator.render import pictures
from generator.site.outputs import Picture


@pytest.fixture(autouse=True)
def forget() -> None:
    pictures.forget()


def save(folder: Path, image: Image.Image, name: str = "a.jpg", **how: object) -> Path:
    image.save(folder / name, **how)  # type: ignore[arg-type]
    return folder / name


def make(path: Path, width: int = 60, form: str = "webp", quality: int = 90) -> Image.Image:
    digest = sha256(path.read_bytes()).hexdigest()
    data = pictures.render(path.parent, Picture("out", path.name, digest, width, form, quality))  # type: ignore[arg-type]
    result = Image.open(io.BytesIO(data))
    result.load()
    return result


def halves(size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    return image


def near(found: object, wanted: tuple[int, int, int], by: int = 40) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) <= by for one, other in zip(found, wanted, strict=True))


RED, BLUE, WHITE = (254, 0, 0), (0, 0, 254), (255, 255, 255)


@pytest.mark.parametrize(
    ("orientation", "size", "first", "last"),
    [
        (1, (60, 40), RED, BLUE),
        (2, (60, 40), BLUE, RED),
        (3, (60, 40), BLUE, RED),
        (6, (40, 60), RED, BLUE),
        (8, (40, 60), BLUE, RED),
    ],
)
def test_photos_stand_upright(
    tmp_path: Path,
    orientation: int,
    size: tuple[int, int],
    first: tuple[int, int, int],
    last: tuple[int, int, int],
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = save(tmp_path, halves(), quality=95, exif=exif)
    found = make(path, width=size[0])
    assert found.size == size
    assert near(found.convert("RGB").getpixel((4, 4)), first)
    assert near(found.convert("RGB").getpixel((size[0] - 5, size[1] - 5)), last)
    assert not found.getexif()


@pytest.mark.parametrize("form", ["webp", "og"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_the_camera_is_published(tmp_path: Path, kind: str, form: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = (
        "N",
        (TiffImagePlugin.IFDRational(21), TiffImagePlugin.IFDRational(51), TiffImagePlugin.IFDRational(7)),
    )
    exif[0x8825] = gps
    path = save(
        tmp_path,
        halves(),
        "a.bin",
        format=kind,
        exif=exif,
        xmp=b"<x:xmpmeta>SECRET-XMP</x:xmpmeta>",
        comment="SECRET-COMMENT",
    )
    with Image.open(path) as original:
        assert original.getexif().get_ifd(0x8825), "the photo must hold a position for this to say anything"
    digest = sha256(path.read_bytes()).hexdigest()
    data = pictures.render(tmp_path, Picture("out", "a.bin", digest, 60, form, 80))  # type: ignore[arg-type]
    found = Image.open(io.BytesIO(data))
    assert not found.getexif()
    assert not {"exif", "xmp", "comment", "icc_profile", "XML:com.adobe.xmp"} & set(found.info)
    assert b"SECRET" not in data
    assert b"Exif" not in data


@pytest.mark.parametrize(
    ("mode", "fill", "wanted"),
    [
        ("L", 255, WHITE), ("1", 1, WHITE), ("P", 0, None), ("LA", (0, 0), WHITE),
        ("RGBA", (255, 0, 0, 255), RED), ("RGBA", (0, 0, 0, 0), WHITE), ("RGB", (0, 0, 255), BLUE),
        ("I;16", 0, (0, 0, 0)),
    ],
)  # fmt: skip
def test_every_mode_becomes_plain_colour(
    tmp_path: Path, mode: str, fill: object, wanted: tuple[int, int, int] | None
) -> None:
    image = halves().convert("P") if mode == "P" else Image.new(mode, (60, 40), fill)  # type: ignore[arg-type]
    found = make(save(tmp_path, image, "a.png")).convert("RGB")
    assert near(found.getpixel((5, 5)), wanted or RED, 60)


def test_cmyk(tmp_path: Path) -> None:
    found = make(save(tmp_path, Image.new("CMYK", (60, 40), (0, 255, 255, 0)), quality=95)).convert("RGB")
    assert near(found.getpixel((9, 9)), RED, 60)


def profile(kind: str) -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(kind)).tobytes()  # type: ignore[arg-type]


def test_a_profile_is_applied_and_dropped(tmp_path: Path) -> None:
    # The same numbers in another space are other colours: a profile with red and blue swapped shows it.
    swapped = bytearray(profile("sRGB"))
    red, blue = swapped.index(b"rXYZ"), swapped.index(b"bXYZ")
    swapped[red : red + 4], swapped[blue : blue + 4] = b"bXYZ", b"rXYZ"
    found = make(save(tmp_path, halves(), quality=95, icc_profile=bytes(swapped)))
    assert near(found.convert("RGB").getpixel((5, 5)), BLUE, 60)
    assert "icc_profile" not in found.info


@pytest.mark.parametrize("kind", ["broken", "of another mode"])
def test_an_unfit_profile_does_not_lose_the_photo(tmp_path: Path, kind: str) -> None:
    data = b"no profile" if kind == "broken" else profile("LAB")
    found = make(save(tmp_path, halves(), quality=95, icc_profile=data))
    assert near(found.convert("RGB").getpixel((5, 5)), RED, 60)


def test_widths_and_shared_picture(tmp_path: Path) -> None:
    path = save(tmp_path, halves((300, 200)))
    assert make(path, width=150).size == (150, 100)
    assert make(path, width=150).format == "WEBP"
    assert make(path, form="og").size == pictures.OG_SIZE
    assert make(path, form="og").format == "JPEG"
    thin = save(tmp_path, Image.new("RGB", (900, 1)), "thin.png")
    assert make(thin, width=100).size == (100, 1)


def test_the_same_photo_gives_the_same_bytes(tmp_path: Path) -> None:
    path = save(tmp_path, Image.effect_mandelbrot((200, 150), (-2, -1.5, 1, 1.5), 50).convert("RGB"))
    planned = [
        Picture("o", "a.jpg", "d", 50, "webp", 78),
        Picture("o", "a.jpg", "d", 200, "webp", 78),
        Picture("o", "a.jpg", "d", 1200, "og", 78),
    ]
    first = [pictures.render(path.parent, one) for one in planned]
    pictures.forget()
    assert [pictures.render(path.parent, one) for one in reversed(planned)] == first[::-1]


# ---- hostile files -------------------------------------------------------------------------------


def png(width: int, height: int, data: bytes = b"") -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(data))
        + chunk(b"IEND", b"")
    )


def encoded(kind: str) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((120, 90), 90).convert("RGB").save(out, kind)
    return out.getvalue()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a bomb": lambda: png(30_000, 30_000, b"\0" * 1000),
    "just above the limit": lambda: png(8_001, 10_000, b"\0" * 1000),
    "a size of nothing": lambda: png(0, 0),
    "a huge size": lambda: png(2**31 - 1, 2**31 - 1),
    "no data": lambda: png(50, 50),
    "half a JPEG": lambda: encoded("JPEG")[:2000],
    "half a PNG": lambda: encoded("PNG")[:2000],
    "half a WebP": lambda: encoded("WEBP")[:500],
    "only a head": lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "a text": "Đây không phải là ảnh.".encode,
    "nothing": lambda: b"",
    "an SVG": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "a GIF": lambda: encoded("GIF"),
    "a TIFF": lambda: encoded("TIFF"),
    "a PostScript program": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.jpg").write_bytes(HOSTILE[name]())
    with pytest.raises(pictures.PictureError):
        make(tmp_path / "a.jpg")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_spoiled_bytes_are_a_picture_or_refused(tmp_path: Path, kind: str) -> None:
    good = encoded(kind)
    for place in range(0, len(good), max(1, len(good) // 60)):
        spoiled = bytearray(good)
        spoiled[place] ^= 0xFF
        (tmp_path / "a.jpg").write_bytes(spoiled)
        try:
            assert make(tmp_path / "a.jpg").size[0] == 60
        except pictures.PictureError:
            continue
