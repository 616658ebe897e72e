"""Cards for shared links: every Vietnamese letter, stars as shapes, nothing claimed, small, repeatable."""

import io
import unicodedata
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from built import PROJECT
from PIL import Image

from generator.plan.outputs import SharePicture
from generator.render import share
from generator.render.pictures import PictureError
from generator.render.theme import Theme, load

VOWELS = "aăâeêioôơuưy"
MARKS = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
LETTERS = [unicodedata.normalize("NFC", vowel + mark) for vowel in VOWELS for mark in MARKS] + ["đ"]
CARD = SharePicture(
    path="media/card.jpg",
    brand="OCOP Lạng Sơn",
    kicker="Thực phẩm",
    name="Gạo nếp cái hoa vàng",
    place="Huyện Bắc Sơn (cũ)",
    state="valid",
    words="Còn hiệu lực đến 31/12/2028",
    stars=4,
    filled=True,
    mark="",
    drawing="rice",
    photo="",
    digest="",
)


@pytest.fixture(scope="module")
def theme() -> Theme:
    return load(PROJECT, "default")


def made(theme: Theme, root: Path = PROJECT, **more: object) -> bytes:
    card = replace(CARD, **more)  # type: ignore[arg-type]
    return share.render(root, card, theme.drawings, theme.inline["tokens.css"])


def picture(theme: Theme, root: Path = PROJECT, **more: object) -> Image.Image:
    found = Image.open(io.BytesIO(made(theme, root, **more)))
    found.load()
    return found


def gold(image: Image.Image) -> int:
    """Pixels of the colour that only stars of a valid rating have, left of the drawing."""
    left = image.crop((0, 0, share.SIZE[0] - share.PANEL, share.SIZE[1]))
    return sum(
        count
        for count, colour in left.getcolors(1 << 24) or []
        if isinstance(colour, tuple)
        and abs(colour[0] - 221) + abs(colour[1] - 154) + abs(colour[2] - 23) < 60
    )


@pytest.mark.parametrize("kind", sorted(share.FONTS))
def test_every_vietnamese_letter_has_a_shape_of_its_own(kind: str) -> None:
    font = share._font(kind, 48)
    shapes: dict[bytes, str] = {}
    unknown = bytes(font.getmask("\uffff"))
    for letter in [*LETTERS, *(one.upper() for one in LETTERS), *"₫0123456789–—…“”()/.,"]:
        mask = font.getmask(letter)
        shape = bytes(mask) + repr(mask.size).encode()
        assert bytes(mask) != unknown, letter
        assert shapes.setdefault(shape, letter) == letter, f"{letter} looks like {shapes[shape]}"


def test_the_card_is_small_of_one_size_and_the_same_every_time(theme: Theme) -> None:
    data = made(theme)
    assert len(data) <= share.MAX_BYTES
    assert picture(theme).size == (1200, 630)
    share._ground.cache_clear()
    share._stars.cache_clear()
    assert made(theme) == data
    decomposed = unicodedata.normalize("NFD", CARD.name)
    assert decomposed != CARD.name
    assert made(theme, name=decomposed) == data


def test_gold_only_while_the_rating_is_valid(theme: Theme) -> None:
    four, three = gold(picture(theme)), gold(picture(theme, stars=3))
    assert four > three > 500
    assert gold(picture(theme, filled=False, state="expired")) == 0
    assert gold(picture(theme, stars=0, filled=False, state="unknown")) == 0
    assert gold(picture(theme, stars=None, words="", state="")) == 0


def test_each_word_changes_the_card(theme: Theme) -> None:
    plain = made(theme)
    for field, value in {
        "brand": "Danh mục khác",
        "kicker": "Đồ uống",
        "name": "Gạo khác",
        "place": "Xã Thất Khê",
        "words": "Đã hết hạn",
        "state": "expired",
        "drawing": "tea",
        "mark": "Dữ liệu mẫu — không phải sản phẩm thật",
    }.items():
        assert made(theme, PROJECT, **{field: value}) != plain, field


def test_long_words_stay_in_their_column(theme: Theme) -> None:
    """Nothing runs into the drawing: the column's right edge and the lower edge stay as they are."""
    long = "Măng ớt ngâm quả mắc mật rừng truyền thống của đồng bào các dân tộc vùng cao " * 4
    image = picture(theme, name=long, words=long, place=long, kicker=long, brand=long)
    bare = image.getpixel((5, 5))
    right = share.EDGE + share.COLUMN + 8
    assert all(near(image.getpixel((right, y)), bare) for y in range(0, 630, 3))
    assert all(near(image.getpixel((x, 600)), bare) for x in range(0, right, 3))
    one_word = picture(theme, name="W" * 80)
    assert all(near(one_word.getpixel((right, y)), bare) for y in range(0, 630, 3))


def near(one: object, other: object) -> bool:
    assert isinstance(one, tuple)
    assert isinstance(other, tuple)
    return bool(sum(abs(a - b) for a, b in zip(one, other, strict=True)) < 40)


def test_wrapping_ends_in_an_ellipsis_only_where_words_are_left_out() -> None:
    lines = share._wrapped("một hai ba bốn năm sáu bảy tám chín mười", "text", 40, 200, 2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert share._wrapped("một hai", "text", 40, 400, 2) == ("một hai",)


def test_a_photo_takes_the_place_of_the_drawing(theme: Theme, tmp_path: Path) -> None:
    Image.new("RGB", (900, 600), "blue").save(tmp_path / "a.jpg")
    digest = sha256((tmp_path / "a.jpg").read_bytes()).hexdigest()
    image = picture(theme, tmp_path, photo="a.jpg", digest=digest)
    assert near(image.getpixel((1100, 300)), (0, 0, 254))
    (tmp_path / "b.jpg").write_bytes(b"no picture")
    with pytest.raises(PictureError):
        picture(theme, tmp_path, photo="b.jpg", digest="b")


def test_a_star_has_ten_corners_and_points_up() -> None:
    corners = share.star((0, 0), 1)
    assert len(corners) == 10
    assert min(corners, key=lambda corner: corner[1]) == corners[0] == (0.0, -1.0)


def test_the_letters_are_part_of_the_fingerprint() -> None:
    assert len(share.look()) == 64
