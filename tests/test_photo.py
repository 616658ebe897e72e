"""Any file becomes an upright photo in plain colours, or one told fault; no library's fault gets out."""

import io
import random
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import exif
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from generator import photo, workers
from generator.photo import PhotoError, measure, open_photo
from generator.records.photos import preview
from generator.render import pictures
from generator.site.outputs import Picture

KINDS = ("JPEG", "PNG", "WEBP")
RED, BLUE, WHITE, GREY = (254, 0, 0), (0, 0, 254), (255, 255, 255), (128, 128, 128)


def saved(image: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def colour(image: Image.Image, at: tuple[int, int]) -> tuple[int, ...]:
    value = image.convert("RGB").getpixel(at)
    assert isinstance(value, tuple)
    return tuple(int(part) for part in value)


def near(first: tuple[int, ...], second: tuple[int, ...], by: int = 40) -> bool:
    return all(abs(one - other) <= by for one, other in zip(first, second, strict=True))


# -- EXIF ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("odd", exif.ODD)
def test_odd_tags_turn_the_photo_and_lose_nothing(
    kind: str, odd: str, capfd: pytest.CaptureFixture[str]
) -> None:
    content = exif.photo(kind, exif.ODD[odd])
    assert measure(content) == (40, 60)
    opened = open_photo(content)
    assert (opened.width, opened.height) == opened.image.size == (40, 60)
    assert near(colour(opened.image, (5, 5)), RED)
    assert near(colour(opened.image, (5, 55)), BLUE)
    assert preview(content)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "tag",
    [
        (exif.ORIENTATION, exif.ASCII, 2, b"6\0"),
        (exif.ORIENTATION, exif.RATIONAL, 1, struct.pack(">II", 6, 1)),
        (exif.ORIENTATION, exif.SHORT, 1, struct.pack(">H", 9)),
        (exif.ORIENTATION, exif.UNDEFINED, 1, b"\6"),
    ],
)
def test_an_orientation_that_is_none_turns_nothing(tag: exif.Tag) -> None:
    content = exif.photo("JPEG", exif.block([tag]))
    assert measure(content) == open_photo(content).image.size == (60, 40)


@pytest.mark.parametrize("block", [b"Exif\0\0", b"Exif\0\0MM\0*\xff\xff\xff\xff", b"Exif\0\0XX" + b"\0" * 40])
def test_a_broken_block_says_nothing(block: bytes) -> None:
    for kind in KINDS:
        content = exif.photo(kind, block)
        assert measure(content) == open_photo(content).image.size == (60, 40)


def test_no_warning_is_shown(recwarn: pytest.WarningsRecorder) -> None:
    content = exif.photo("JPEG", exif.ODD["a value that lies outside"])
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        open_photo(content)
    assert not list(recwarn)


# -- colours ------------------------------------------------------------------------------------------


def shown(content: bytes, folder: Path) -> tuple[Image.Image, Image.Image]:
    """The picture of a page and the preview of one photo."""
    (folder / "a").write_bytes(content)
    pictures.forget()
    made = pictures.render(folder, Picture("o", "a", "d", 60, "webp", 95))
    return Image.open(io.BytesIO(made)), open_photo(content, 20, 20).image


def png_with(pixels: Image.Image, transparency: bytes) -> bytes:
    """A PNG with a tRNS chunk written by hand before its pixels."""
    content = saved(pixels, "PNG")
    chunk = b"tRNS" + transparency
    whole = struct.pack(">I", len(transparency)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    place = content.index(b"IDAT") - 4
    return content[:place] + whole + content[place:]


def two(mode: str, left: object, right: object) -> Image.Image:
    image = Image.new(mode, (60, 40), left)  # type: ignore[arg-type]
    image.paste(right, (30, 0, 60, 40))  # type: ignore[arg-type]
    return image


def sixteen(left: int, right: int) -> Image.Image:
    row = struct.pack("<60H", *[left] * 30, *[right] * 30)
    return Image.frombytes("I;16", (60, 40), row * 40)


def palette() -> Image.Image:
    image = two("P", 0, 1)
    image.putpalette([255, 0, 255, 0, 0, 255])
    return image


def animated(kind: str) -> bytes:
    frames = [exif.halves(), Image.new("RGB", (60, 40), "lime")]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def camera_pair() -> bytes:
    return saved(exif.halves(), "MPO", save_all=True, append_images=[Image.new("RGB", (60, 40), "lime")])


SWATCHES: dict[str, tuple[bytes, tuple[int, ...], tuple[int, ...]]] = {
    "16-bit grey": (saved(sixteen(65535, 0x8000), "PNG"), WHITE, GREY),
    "16-bit grey, see-through": (png_with(sixteen(300, 0x8000), struct.pack(">H", 300)), WHITE, GREY),
    "grey, see-through": (png_with(two("L", 0, 128), struct.pack(">H", 0)), WHITE, GREY),
    "colour, see-through": (
        png_with(two("RGB", (255, 0, 255), (0, 0, 254)), struct.pack(">HHH", 255, 0, 255)),
        WHITE,
        BLUE,
    ),
    "black and white, see-through": (png_with(two("1", 0, 1), struct.pack(">H", 0)), WHITE, WHITE),
    "palette, see-through": (png_with(palette(), b"\0"), WHITE, BLUE),
    "palette, half see-through": (png_with(palette(), b"\x80"), (255, 127, 255), BLUE),
    "grey with alpha": (saved(two("LA", (0, 0), (128, 255)), "PNG"), WHITE, GREY),
    "colour with alpha": (saved(two("RGBA", (255, 0, 255, 0), (0, 0, 254, 255)), "PNG"), WHITE, BLUE),
    "WebP with alpha": (
        saved(two("RGBA", (255, 0, 255, 0), (0, 0, 254, 255)), "WEBP", lossless=True, exact=True),
        WHITE,
        BLUE,
    ),
    "CMYK": (saved(two("CMYK", (0, 255, 255, 0), (255, 255, 0, 0)), "JPEG", quality=95), RED, BLUE),
    "animated PNG": (animated("PNG"), RED, BLUE),
    "animated WebP": (animated("WEBP"), RED, BLUE),
    "two JPEGs in one": (camera_pair(), RED, BLUE),
    "progressive JPEG": (saved(exif.halves(), "JPEG", progressive=True, quality=95), RED, BLUE),
}


@pytest.mark.parametrize("name", SWATCHES)
def test_preview_and_picture_show_the_same_colours(name: str, tmp_path: Path) -> None:
    content, left, right = SWATCHES[name]
    picture, tiny = shown(content, tmp_path)
    assert picture.mode == "RGB"
    for image in (picture, tiny):
        width, height = image.size
        assert near(colour(image, (width // 6, height // 2)), left), name
        assert near(colour(image, (width - width // 6, height // 2)), right), name


@pytest.mark.parametrize(("bits", "value", "grey"), [(1, 1, 255), (2, 2, 170), (4, 9, 153)])
def test_a_see_through_grey_of_few_bits(bits: int, value: int, grey: int) -> None:
    # Pillow writes no grey of two or four bits: the file is put together by hand.
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    row = b"\0" + bytes([sum(value << shift for shift in range(0, 8, bits))]) * (8 * bits // 8)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, bits, 0, 0, 0, 0))
    end = chunk(b"IDAT", zlib.compress(row * 8)) + chunk(b"IEND", b"")
    assert colour(open_photo(start + end).image, (4, 4)) == (grey,) * 3
    clear = chunk(b"tRNS", struct.pack(">H", value))
    assert colour(open_photo(start + clear + end).image, (4, 4)) == WHITE


def swapped_profile() -> bytes:
    """A profile in which red and blue change places: whether it is applied cannot be overlooked."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ"), profile.index(b"bXYZ")
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(profile)


@pytest.mark.parametrize("kind", KINDS)
def test_a_profile_changes_colours_and_leaves_white_as_the_ground(kind: str) -> None:
    image = two("RGBA", (255, 0, 255, 0), (255, 0, 0, 255))
    content = saved(image.convert("RGB") if kind == "JPEG" else image, kind, icc_profile=swapped_profile())
    opened = open_photo(content).image
    assert near(colour(opened, (50, 20)), BLUE, 60)
    if kind != "JPEG":
        assert near(colour(opened, (10, 20)), WHITE)
    assert "icc_profile" not in opened.info


# -- size ---------------------------------------------------------------------------------------------


def header(width: int, height: int) -> bytes:
    data = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + data + struct.pack(
        ">I", zlib.crc32(b"IHDR" + data)
    ) + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))  # fmt: skip


@pytest.mark.parametrize("size", [(8000, 5001), (16_001, 10), (40_000, 40_000)])
def test_what_would_take_too_much_memory_is_refused_undecoded(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", lambda _: pytest.fail("decoded"))
    for use in (measure, open_photo, preview):
        with pytest.raises(PhotoError) as refused:
            use(header(*size))
        assert refused.value.why == "too big"
        assert "MP" in refused.value.limit


def test_a_jpeg_may_be_larger_than_what_is_decoded_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo, "MAX_WHOLE", {"JPEG": 2000, "PNG": 2000, "WEBP": 2000})
    assert open_photo(saved(exif.halves(), "JPEG")).image.size == (60, 40)
    for kind, how in (("JPEG", {"progressive": True}), ("PNG", {}), ("WEBP", {})):
        with pytest.raises(PhotoError):
            open_photo(saved(exif.halves(), kind, **how))


@pytest.mark.parametrize("kind", KINDS)
def test_a_large_photo_is_reduced_and_its_own_size_is_told(kind: str) -> None:
    content = exif.photo(kind, exif.block([exif.upright_tag(6)]), (1000, 611))
    opened = open_photo(content, 100, 150)
    assert (opened.width, opened.height) == (611, 1000)
    assert opened.image.width < opened.image.height
    assert 150 <= opened.image.height <= 334
    assert opened.image.width >= 100
    assert near(colour(opened.image, (50, 5)), RED)
    assert near(colour(opened.image, (50, opened.image.height - 5)), BLUE)


def test_a_jpeg_is_decoded_at_its_reduced_size(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[tuple[int, int]] = []
    load = Image.Image.load

    def watch(image: Image.Image) -> object:
        decoded.append(image.size)
        return load(image)

    content = saved(exif.halves((1600, 800)), "JPEG")
    monkeypatch.setattr(Image.Image, "load", watch)
    open_photo(content, 100, 200)
    assert max(decoded) == (200, 100)


def test_what_is_decoded_whole_waits_for_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[str] = []

    @contextmanager
    def turn() -> Iterator[None]:
        turns.append("begin")
        yield
        turns.append("end")

    monkeypatch.setattr(photo, "one_at_a_time", turn)
    open_photo(saved(exif.halves(), "JPEG"))
    assert turns == []
    for kind, how in (("JPEG", {"progressive": True}), ("PNG", {}), ("WEBP", {})):
        open_photo(saved(exif.halves(), kind, **how))
        assert turns == ["begin", "end"]
        turns.clear()


def _is_free_while_held(_item: int) -> bool:
    turn = workers.one_at_a_time()
    with turn:
        return bool(turn.acquire(block=False))  # type: ignore[attr-defined]


def test_workers_share_one_lock() -> None:
    assert list(workers.spread(_is_free_while_held, range(8), in_parallel=True, workers=2)) == [False] * 8


@pytest.mark.parametrize("kind", KINDS)
def test_the_reduced_photo_equals_the_whole_one_made_small(kind: str) -> None:
    image = Image.effect_mandelbrot((1203, 807), (-2, -1.5, 1, 1.5), 50).convert("RGB")
    opened = open_photo(saved(image, kind), 100, 150).image
    small = image.resize((30, 20), Image.Resampling.BOX)
    again = opened.resize((30, 20), Image.Resampling.BOX)
    apart = [abs(one - other) for one, other in zip(small.tobytes(), again.tobytes(), strict=True)]
    assert sum(apart) / len(apart) < 4


# -- hostile files ------------------------------------------------------------------------------------


def samples() -> list[bytes]:
    noise = Image.effect_noise((40, 30), 80)
    made = [content for content, _, _ in SWATCHES.values()]
    made += [exif.photo(kind, block) for kind in KINDS for block in exif.ODD.values()]
    made += [saved(noise.convert("RGB"), kind, icc_profile=swapped_profile()) for kind in KINDS]
    made += [
        saved(noise, "PNG"),
        saved(noise.convert("RGB"), "JPEG", progressive=True, restart_marker_rows=1),
    ]
    return made


def spoil(content: bytes, chance: random.Random) -> bytes:
    """Change some bytes, cut, double or swap parts; the header is hit as often as the pixels."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(min(len(data), chance.choice((64, 400, len(data)))))
        match chance.randrange(6):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                data[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff"))
            case 2:
                del data[at : at + chance.randrange(1, 40)]
            case 3:
                data[at:at] = data[at : at + chance.randrange(1, 200)]
            case 4:
                del data[max(1, at) :]
            case _:
                data[at] ^= 1 << chance.randrange(8)
        if len(data) < 2:
            break
    return bytes(data)


@pytest.mark.parametrize("seed", range(6))
def test_no_spoiled_file_lets_anything_out(
    seed: int,
    recwarn: pytest.WarningsRecorder,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A header that claims much is refused, not decoded: the time goes into many small files.
    monkeypatch.setattr(photo, "MAX_PIXELS", 400_000)
    monkeypatch.setattr(photo, "MAX_WHOLE", dict.fromkeys(KINDS, 400_000))
    chance = random.Random(seed)
    whole = samples()
    used = 0
    for _ in range(200):
        content = spoil(chance.choice(whole), chance)
        try:
            size = measure(content)
            opened = open_photo(content, 20, 20)
        except PhotoError:
            continue
        used += 1
        assert (opened.width, opened.height) == size
        assert opened.image.mode == "RGB"
        assert not opened.image.info
        assert preview(content)
    assert used, "some files must survive for this to say anything"
    assert not list(recwarn)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
def test_a_photo_that_is_cut_short_is_told(kind: str, part: float) -> None:
    content = saved(Image.effect_noise((400, 300), 80).convert("RGB"), kind)
    with pytest.raises(PhotoError) as refused:
        preview(content[: int(len(content) * part)])
    assert refused.value.why == "unreadable"
