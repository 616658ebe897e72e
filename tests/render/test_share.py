"""Cards for shared links: every Vietnamese letter, stars as shapes, nothing claimed, small, repeatable."""

import importlib.metadata
import io
import unicodedata
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from built import PROJECT
from PIL import Image, ImageColor
from tiny import default_theme

from generator import fonts
from generator.render import share
from generator.render.pictures import PictureError
from generator.render.theme import Theme
from generator.site.outputs import SharePicture

pytestmark = pytest.mark.slow

VOWELS = "aăâeêioôơuưy"
MARKS = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
LETTERS = [unicodedata.normalize("NFC", vowel + mark) for vowel in VOWELS for mark in MARKS] + ["đ"]
CARD = SharePicture(
    path="media/card.png",
    brand="OCOP Lạng Sơn",
    kicker="Thực phẩm",
    names=("Gạo nếp cái hoa vàng", "Golden flower sticky rice"),
    place="Huyện Bắc Sơn (cũ)",
    state="valid",
    words=("Còn hiệu lực đến 31/12/2028", "Valid until 31 December 2028"),
    stars=4,
    filled=True,
    mark="",
    drawing="rice",
    photo="",
    digest="",
)


@pytest.fixture(scope="module")
def theme() -> Theme:
    return default_theme()


def made(theme: Theme, root: Path = PROJECT, **more: object) -> bytes:
    card = replace(CARD, **more)  # type: ignore[arg-type]
    return share.render(root, card, theme.drawings, theme.inline["tokens.css"])


def picture(theme: Theme, root: Path = PROJECT, **more: object) -> Image.Image:
    return Image.open(io.BytesIO(made(theme, root, **more))).convert("RGB")


def gold(image: Image.Image) -> int:
    """Pixels of the colour that only stars of a valid rating have, left of the drawing."""
    left = image.crop((0, 0, share.SIZE[0] - share.PANEL, share.SIZE[1]))
    return sum(
        count
        for count, colour in left.getcolors(1 << 24) or []
        if isinstance(colour, tuple)
        and abs(colour[0] - 221) + abs(colour[1] - 154) + abs(colour[2] - 23) < 60
    )


@pytest.mark.parametrize("kind", sorted(fonts.KINDS))
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
    for keeper in (
        share._ground,
        share._sign,
        share._star,
        share._letter,
        share._advance,
        share._wrapped,
        share._balanced,
    ):
        keeper.cache_clear()
    assert made(theme) == data
    decomposed = tuple(unicodedata.normalize("NFD", name) for name in CARD.names)
    assert decomposed != CARD.names
    assert made(theme, names=decomposed) == data


@pytest.mark.parametrize("drawing", ["tea", "herb", "basket", "noodles", "hero"])
def test_a_card_full_of_words_is_small(theme: Theme, drawing: str) -> None:
    data = made(
        theme,
        drawing=drawing,
        names=("Măng ớt ngâm quả mắc mật rừng truyền thống vùng cao", "Bamboo shoots with wild fruit"),
        kicker="Thực phẩm · Food",
        place="Xã Hữu Lũng (huyện Hữu Lũng cũ)",
        mark="Dữ liệu mẫu — không phải sản phẩm thật · Sample data — not a real product",
    )
    assert len(data) <= 25_000


def test_the_drawing_keeps_its_colours(theme: Theme) -> None:
    image = picture(theme, drawing="rice")
    tint = share.GROUND.search(theme.drawings["rice"])
    assert tint
    assert image.getpixel((1190, 10)) == ImageColor.getrgb(tint[1])
    assert image.getpixel((5, 5)) == ImageColor.getrgb(
        dict(share.TOKEN.findall(theme.inline["tokens.css"]))["paper"]
    )


def test_gold_only_while_the_rating_is_valid(theme: Theme) -> None:
    four, three = gold(picture(theme)), gold(picture(theme, stars=3))
    assert four > three > 500
    assert gold(picture(theme, filled=False, state="expired")) == 0
    assert gold(picture(theme, stars=0, filled=False, state="unknown")) == 0
    assert gold(picture(theme, stars=None, words=(), state="")) == 0


def test_each_word_changes_the_card(theme: Theme) -> None:
    plain = made(theme)
    for field, value in {
        "brand": "Danh mục khác",
        "kicker": "Đồ uống",
        "names": ("Gạo khác", "Golden flower sticky rice"),
        "place": "Xã Thất Khê",
        "words": ("Đã hết hạn", "Valid until 31 December 2028"),
        "state": "expired",
        "drawing": "tea",
        "mark": "Dữ liệu mẫu — không phải sản phẩm thật",
    }.items():
        assert made(theme, PROJECT, **{field: value}) != plain, field
    for field in ("names", "words"):
        first = getattr(CARD, field)[:1]
        assert made(theme, PROJECT, **{field: first}) != plain, f"{field} in the other language"


def test_long_words_stay_in_their_column(theme: Theme) -> None:
    """Nothing runs into the drawing: the column's right edge and the lower edge stay as they are."""
    long = "Măng ớt ngâm quả mắc mật rừng truyền thống của đồng bào các dân tộc vùng cao " * 4
    image = picture(theme, names=(long, long), words=(long, long), place=long, kicker=long, brand=long)
    bare = image.getpixel((5, 5))
    right = share.EDGE + share.COLUMN + 8
    assert all(near(image.getpixel((right, y)), bare) for y in range(0, 630, 3))
    assert all(near(image.getpixel((x, 600)), bare) for x in range(0, right, 3))
    one_word = picture(theme, names=("W" * 80,))
    assert all(near(one_word.getpixel((right, y)), bare) for y in range(0, 630, 3))


def near(one: object, other: object) -> bool:
    assert isinstance(one, tuple)
    assert isinstance(other, tuple)
    return bool(sum(abs(a - b) for a, b in zip(one, other, strict=True)) < 40)


def test_wrapping_ends_in_an_ellipsis_only_where_words_are_left_out() -> None:
    lines = share._wrapped("một hai ba bốn năm sáu bảy tám chín mười", share.PLACE, 150, 2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert share._wrapped("một hai", share.PLACE, 400, 2) == ("một hai",)


def test_lines_of_a_name_are_about_equally_long() -> None:
    style = share.NAMES[1][0]
    assert share._wrapped("Gạo nếp mẫu thung mây", style, share.COLUMN) == ("Gạo nếp mẫu thung", "mây")
    assert share._balanced("Gạo nếp mẫu Thung Mây", style) == ("Gạo nếp mẫu", "Thung Mây")
    assert share._balanced("Chè Ô Long", style) == ("Chè Ô Long",)
    long = "a b c nghiêngnghiêng"
    assert share._balanced(long, style) == ("a b c", "nghiêngnghiêng"), "no word is cut for a shorter line"


def test_no_line_of_a_card_ends_inside_a_name_that_has_room() -> None:
    style = share.NAMES[1][0]
    name = "Gạo nếp mẫu Thung Mây"
    assert share._wrapped(name, style, share.COLUMN) == ("Gạo nếp mẫu", "Thung Mây")
    # Shorter lines are no reason to end one inside a name, a narrow column is.
    assert share._balanced("mật Nghiêng Nghiêngngh", style) == ("mật", "Nghiêng Nghiêngngh")
    assert share._wrapped("Thung Mây", style, 250) == ("Thung", "Mây")


def test_a_photo_takes_the_place_of_the_drawing(theme: Theme, tmp_path: Path) -> None:
    Image.new("RGB", (900, 600), "blue").save(tmp_path / "a.jpg")
    digest = sha256((tmp_path / "a.jpg").read_bytes()).hexdigest()
    image = picture(theme, tmp_path, photo="a.jpg", digest=digest)
    assert near(image.getpixel((1100, 300)), (0, 0, 254))
    marked = picture(theme, tmp_path, photo="a.jpg", digest=digest, mark="Dữ liệu mẫu")
    assert near(marked.getpixel((1190, 620)), marked.getpixel((10, 620))), "the strip lies over the photo"
    noise = Image.merge("RGB", [Image.effect_noise((900, 1200), 90)] * 3)
    noise.save(tmp_path / "noise.jpg")
    digest = sha256((tmp_path / "noise.jpg").read_bytes()).hexdigest()
    assert len(made(theme, tmp_path, photo="noise.jpg", digest=digest)) <= share.MAX_WITH_PHOTO
    (tmp_path / "b.jpg").write_bytes(b"no picture")
    with pytest.raises(PictureError):
        picture(theme, tmp_path, photo="b.jpg", digest="b")


def test_a_star_has_ten_corners_and_points_up() -> None:
    corners = share.star((0, 0), 1)
    assert len(corners) == 10
    assert min(corners, key=lambda corner: corner[1]) == corners[0] == (0.0, -1.0)


def test_the_letters_are_part_of_the_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = share.look()
    for package in fonts.PACKAGES:

        def newer(name: str, changed: str = package) -> str:
            return "99" if name == changed else importlib.metadata.version(name)

        monkeypatch.setattr(share, "version", newer)
        share.look.cache_clear()
        assert share.look() != before, package
    monkeypatch.undo()
    share.look.cache_clear()
    assert share.look() == before


def drawn(text: str, kind: str) -> Image.Image:
    """What a text covers, set in a size of 48."""
    image = Image.new("L", (400, 100))
    share._draw_lines(image, [text], (50, 20), share.Style(kind, 48, 56, "ink"))
    return image.crop(image.getbbox())


@pytest.mark.parametrize("kind", sorted(fonts.KINDS))
@pytest.mark.parametrize("letters", ["谅山八角", "ƀɗƙ", "★☆✿", "Đ谅ƀ★"])
def test_letters_that_the_first_font_lacks_have_a_shape(kind: str, letters: str) -> None:
    boxes = {bytes(share._font(font, 48).getmask("\uffff")) for font in (kind, *fonts.FALLBACKS)}
    for letter in letters:
        (run,) = fonts.runs(letter, kind)
        assert bytes(share._font(run.font, 48).getmask(letter)) not in boxes, letter
    assert len({drawn(letter, kind).tobytes() for letter in letters}) == len(letters)
    assert drawn(letters, kind).width > 0.9 * sum(drawn(letter, kind).width for letter in letters)


def test_a_text_that_cannot_be_set_is_left_out_whole(theme: Theme) -> None:
    for field in ("kicker", "place", "brand"):
        assert made(theme, PROJECT, **{field: "Trà ꪀꪩ mẫu"}) == made(theme, PROJECT, **{field: ""}), field
    for field in ("names", "words"):
        several = {field: ("Trà ꪀꪩ mẫu", "Tea")}
        assert made(theme, PROJECT, **several) == made(theme, PROJECT, **{field: ("Tea",)}), field
    assert made(theme, names=("Trà 🍵 mẫu",)) == made(theme, names=("Trà mẫu",))
    assert made(theme, names=("Trà ★ mẫu",)) != made(theme, names=("Trà mẫu",))


def test_a_made_up_record_is_marked_in_any_language(theme: Theme) -> None:
    assert made(theme, mark="ꪀꪩ") == made(theme, mark=share.SAMPLE) != made(theme, mark="")


NAME = share.NAMES[0][0]


def test_chinese_is_wrapped_between_letters_and_not_shortened() -> None:
    name = "谅山省八角茴香特产名录，每乡一品。中国越南边境贸易展览会"
    lines = share._wrapped(name, NAME, share.COLUMN)
    assert len(lines) > 1
    assert "".join(lines) == name
    assert not any(line.startswith(("，", "。")) for line in lines)


@pytest.mark.parametrize("kind", sorted([*fonts.KINDS, *fonts.FALLBACKS]))
def test_a_word_is_as_wide_as_its_letters(kind: str) -> None:
    """Else a line whose letters are measured one by one would be longer than its column."""
    for size in {28, 27, *(style.size for style, *_ in share.NAMES)}:
        font = share._font(kind, size)
        for word in ("AVATAR", "To,", "Lưỡng", "fi", "“Yên”", "31/12/2028", "谅山"):
            letters = sum(share._advance(letter, kind, size) for letter in word)
            assert font.getlength(word) == letters, (word, size)


@pytest.mark.parametrize("text", ["W" * 200, "W" * 20_000, "chè " * 2000])
def test_a_long_text_is_measured_a_few_times(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[int] = []
    advances = share._advances

    def count(part: str, style: share.Style) -> list[int]:
        measured.append(len(part))
        return advances(part, style)

    monkeypatch.setattr(share, "_advances", count)
    share._wrapped.cache_clear()
    share._length.cache_clear()
    for line in share._wrapped(text, NAME, share.COLUMN):
        assert sum(advances(line, NAME)) <= share.COLUMN
    assert sum(measured) <= 4 * len(text)


def test_a_word_that_is_too_wide_is_cut_as_late_as_it_can_be() -> None:
    (line,) = share._wrapped("W" * 200, NAME, share.COLUMN)
    assert line.endswith("…")
    assert share._length(line, NAME) <= share.COLUMN < share._length("W" + line, NAME)


def test_a_card_has_the_same_pixels_however_it_is_packed(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    lean = made(theme)
    monkeypatch.setattr(share, "MAX_BYTES", len(lean) - 1)
    thorough = made(theme)
    assert thorough != lean
    with Image.open(io.BytesIO(lean)) as first, Image.open(io.BytesIO(thorough)) as second:
        assert first.mode == second.mode == "P"
        assert first.convert("RGB").tobytes() == second.convert("RGB").tobytes()
