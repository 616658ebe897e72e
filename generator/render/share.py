"""Cards for shared links: a name in every language, stars, state and place, beside the drawing or the photo.

Letters come from installed packages (Source Serif Pro and Source Sans Pro: every Vietnamese letter),
colours from the theme's tokens, drawings from the theme. The same card gives the same bytes.

A card is drawn as numbers of colours, not as colours: all of it is flat but for the edges of letters, stars
and drawings, for which the palette has steps between two colours. A PNG of such numbers is half as large as a
JPEG, in which the letters alone take 25 KB. Cards with a photo are JPEGs all the same.

Cards differ in little but their words, so what they share is kept: grounds with their drawings, stars, the
pixels and widths of letters.
"""

import math
import re
import struct
import zlib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from itertools import accumulate, takewhile
from pathlib import Path
from typing import Final, NamedTuple

import resvg_py
from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFont, ImageOps

from generator import fonts
from generator.messages import both
from generator.render import pictures
from generator.site.outputs import SharePicture
from generator.text import unbroken

SIZE = (1200, 630)
"""Width and height of a card in pixels, as are all lengths here."""
MAX_BYTES = 25_000
"""Most that a card with a drawing weighs."""
MAX_WITH_PHOTO = 48_000
"""Most that a card with a photo weighs: the letters alone take 30 KB of a JPEG."""
EDGE = 64
PANEL = 444
"""Width of the drawing's ground on the right."""
COLUMN = SIZE[0] - PANEL - 2 * EDGE
"""Width of the words on the left."""
STRIP = 46
"""Height of the strip on cards of made-up records."""
FINE = 4
"""Stars are drawn so many times larger, then made small: smooth edges."""
STAR: Final = (50, 54)
"""Width and height of a star."""
STAR_GAP = 11
SHAPE = [(0.0, -1.0), (0.26, -0.36)]
"""The upper tip of a star and the notch after it, the star's radius being 1; turned five times."""
TOKEN = re.compile(r"--([a-z-]+):\s*(#[0-9a-fA-F]{6})")
GROUND = re.compile(r'data-tint="(#[0-9a-fA-F]{3,8})"')
SAMPLE = " · ".join(both("words.sample").values())
"""What is written across a made-up record where the site's own words for it cannot be set."""
INKS: Final = (
    *(("paper", ink) for ink in ("ink", "ink-soft", "leaf", "amber", "lacquer", "neutral", "line-strong")),
    *(("paper", "gold-edge"), ("gold-edge", "gold"), ("amber", "white")),
)
"""Ground and ink of words and stars: names of the theme's colours, and white."""
STEPS = 3
"""Steps from the ground to an ink, for edges of letters. A fourth is not seen and takes 5 % more bytes."""
SIGN_COLOURS: Final = 8
"""Most colours of the site's sign, its ground included."""
PANEL_COLOURS: Final = 16
"""Most colours of a drawing, its ground included."""
SURFACE: Final = 300
"""From so many pixels on a colour of a drawing is a surface; colours of fewer are edges between surfaces."""
ALIKE: Final = (24, 75)
"""Largest sums of differences in red, green and blue at which a surface, or an edge, takes another colour."""
QUALITIES: Final = ((70, 1), (60, 1), (50, 1), (45, 1), (40, 1), (40, 2), (40, 3), (40, 6), (40, 12))
"""Qualities of a JPEG and how much coarser its photo is, tried in turn until it is small enough."""

Point = tuple[float, float]


class Style(NamedTuple):
    """How words are set."""

    font: str
    """A key of ``fonts.KINDS``."""
    size: int
    step: int
    """From one line to the next."""
    ink: str
    """The second name of a pair of :data:`INKS`."""


BRAND: Final = Style("serif", 28, 34, "ink")
KICKER: Final = Style("strong", 28, 34, "leaf")
PLACE: Final = Style("text", 28, 36, "ink-soft")
MARK: Final = Style("strong", 27, 34, "white")
STATES: Final = {
    state: Style("strong", 28, 35, ink)
    for state, ink in (("valid", "leaf"), ("expiring", "amber"), ("withdrawn", "lacquer"), ("", "neutral"))
}
"""For each state of a rating how its words are set; others like the empty one."""
NAMES: Final = tuple(
    (
        Style("name", size, round(size * 1.16), "ink"),
        Style("serif", max(28, size // 2), round(max(28, size // 2) * 1.22), "ink-soft"),
        most,
    )
    for size, most in ((76, 2), (64, 3), (54, 3), (46, 4), (38, 5))
)
"""From the largest: how the first name is set, how the others are, and the most lines of the first."""


class Stamp(NamedTuple):
    """A letter or star that is ready to be pasted on cards."""

    numbers: Image.Image
    """Numbers of colours, as grey."""
    covered: Image.Image
    """255 where it covers the ground, else 0."""
    offset: tuple[int, int]
    """From where it is set to the upper left corner of its pixels."""

    def paste(self, image: Image.Image, at: tuple[int, int]) -> None:
        """Set it on a card of numbers."""
        image.paste(self.numbers, (at[0] + self.offset[0], at[1] + self.offset[1]), self.covered)


@lru_cache(maxsize=1)
def look() -> str:
    """A digest of the letters and of what draws and packs: another version may give other bytes."""
    versions = [f"{package} {version(package)}" for package in (*fonts.PACKAGES, "resvg-py", "pillow")]
    return sha256("\n".join([*versions, zlib.ZLIB_RUNTIME_VERSION]).encode()).hexdigest()


def render(root: Path, card: SharePicture, drawings: Mapping[str, str], tokens: str) -> bytes:
    """The card as a PNG of at most 25 KB, or with a photo as a JPEG of at most 48 KB.

    A text with a letter that no font has is left out as a whole: never a box, never a part of a name.
    ``tokens`` is the theme's style sheet of colours. Raises ``PictureError`` if the photo cannot be read.
    """
    card = replace(
        card,
        brand=_settable(card.brand),
        kicker=_settable(card.kicker),
        names=tuple(filter(None, map(_settable, card.names))),
        place=_settable(card.place),
        words=tuple(filter(None, map(_settable, card.words))),
        mark=(_settable(card.mark) or SAMPLE) if card.mark else "",
    )
    ground = _ground(drawings[card.drawing], drawings["motif"], card.brand, tokens)
    image = ground.image.copy()
    _draw_names(image, card, 126, _draw_facts(image, card))
    if card.mark:
        _draw_mark(image, card.mark)
    if card.photo:
        image.putpalette(ground.palette)
        photo = pictures.load(root, card.photo, card.digest)
        return _with_photo(image.convert("RGB"), photo, SIZE[1] - (STRIP if card.mark else 0))
    return _png(image, ground.palette)


def _png(image: Image.Image, palette: bytes) -> bytes:
    """Return a card as a PNG, packed thoroughly only if it takes more than 25 KB otherwise.

    Each row holds the differences to the row above, most of them none, so that runs of equal bytes are nearly
    all that there is to pack. Pillow knows neither this filter for pictures with a palette nor small blocks,
    each with a code for the ink of its lines: with them a card is as small as the best of its levels make it
    and takes 2 ms instead of 5 (measured on 2026-11-29).
    """
    width, height = image.size
    rows, above = image.crop((-1, 0, width, height)), image.crop((-1, -1, width, height - 1))
    differences = ImageChops.subtract_modulo(rows, above)
    differences.paste(2, (0, 0, 1, height))  # the first byte of a row: its filter, here "Up"
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)  # 8 bits, numbers of a palette
    for pixels, level, memory, strategy in (
        (differences, 6, 5, zlib.Z_RLE),
        (rows, 6, 8, zlib.Z_DEFAULT_STRATEGY),
        (rows, 9, 8, zlib.Z_DEFAULT_STRATEGY),
    ):
        packer = zlib.compressobj(level, memLevel=memory, strategy=strategy)
        data = packer.compress(pixels.tobytes()) + packer.flush()
        chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", data), (b"IEND", b""))
        png = b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
            for name, content in chunks
        )
        if len(png) <= MAX_BYTES:
            break
    return png


def _with_photo(image: Image.Image, photo: Image.Image, height: int) -> bytes:
    """A card with a photo at its right, ``height`` pixels high, as the best JPEG that is small enough."""
    box = (PANEL, height)
    fitted = ImageOps.fit(photo, box, Image.Resampling.LANCZOS)
    out = BytesIO()
    for quality, coarser in QUALITIES:
        shown = fitted
        if coarser > 1:
            small = fitted.resize((PANEL // coarser, height // coarser), Image.Resampling.BOX)
            shown = small.resize(box, Image.Resampling.BICUBIC)
        image.paste(shown, (SIZE[0] - PANEL, 0))
        out = BytesIO()
        image.save(out, "JPEG", quality=quality, optimize=True, progressive=True, subsampling="4:2:0")
        if out.tell() <= MAX_WITH_PHOTO:
            break
    return out.getvalue()


def _settable(text: str) -> str:
    """A text as it can be set; nothing if a font for one of its letters is lacking."""
    try:
        return fonts.clean(text)
    except fonts.LetterError:
        return ""


@dataclass(frozen=True)
class Ground:
    """What many cards share: the sign and name of the site, and a drawing on its own ground at the right."""

    image: Image.Image
    """Numbers of colours, as grey."""
    palette: bytes
    """Red, green and blue of each number."""


@lru_cache(maxsize=16)
def _ground(drawing: str, motif: str, brand: str, tokens: str) -> Ground:
    colours = dict(TOKEN.findall(tokens))
    inks = _ink_colours(tokens)
    sign, sign_colours = _sign(motif, colours["paper"], len(inks) // 3)
    tint = match[1] if (match := GROUND.search(drawing)) else colours["wash"]
    panel = Image.new("RGB", (PANEL, SIZE[1]), tint)
    drawn = _drawn(drawing, 380)
    panel.paste(drawn, ((PANEL - 380) // 2, (SIZE[1] - 380) // 2), drawn)
    numbers, panel_colours = _numbered(panel, (len(inks) + len(sign_colours)) // 3, PANEL_COLOURS)
    image = Image.new("L", SIZE, 0)
    image.paste(numbers, (SIZE[0] - PANEL, 0))
    sign.paste(image, (EDGE, 52))
    lines = _wrapped(brand, BRAND, COLUMN - 68, 2)
    _draw_lines(image, lines, (EDGE + 68, 78 - 17 * len(lines)), BRAND)
    return Ground(image, inks + sign_colours + panel_colours)


@lru_cache(maxsize=4)
def _ink_colours(tokens: str) -> bytes:
    """The colours of the first numbers: the paper, then for each ink the steps from its ground to it."""
    colours = {**dict(TOKEN.findall(tokens)), "white": "#ffffff"}
    values = [*ImageColor.getrgb(colours["paper"])]
    for ground, ink in INKS:
        below, above = ImageColor.getrgb(colours[ground]), ImageColor.getrgb(colours[ink])
        for step in range(1, STEPS + 1):
            values += [round(a + (b - a) * step / STEPS) for a, b in zip(below, above, strict=True)]
    return bytes(values)


@lru_cache(maxsize=4)
def _sign(motif: str, paper: str, first: int) -> tuple[Stamp, bytes]:
    """The site's sign and its colours, numbered from ``first``."""
    drawn = _drawn(motif, 52)
    image = Image.new("RGB", drawn.size, paper)
    image.paste(drawn, (0, 0), drawn)
    numbers, colours = _numbered(image, first, SIGN_COLOURS)
    return Stamp(numbers, drawn.getchannel("A").point([0] + [255] * 255), (0, 0)), colours


def _numbered(image: Image.Image, first: int, most: int) -> tuple[Image.Image, bytes]:
    """A drawing as numbers of colours from ``first``, as grey, and these: the most frequent, unchanged."""
    chosen: list[tuple[int, ...]] = []
    for pixels, colour in sorted(image.getcolors(image.width * image.height) or (), reverse=True):
        assert isinstance(colour, tuple)
        # Steps that nobody can tell apart would only take the place of other colours.
        alike = ALIKE[pixels < SURFACE]
        if all(sum(abs(a - b) for a, b in zip(colour, other, strict=True)) > alike for other in chosen):
            chosen.append(colour)
        if len(chosen) == most:
            break
    colours = bytes(value for colour in chosen for value in colour)
    palette = Image.new("P", (1, 1))
    # An unused number must be no nearer than a used one.
    palette.putpalette(colours + bytes(chosen[0]) * (256 - len(chosen)))
    places = image.quantize(palette=palette, dither=Image.Dither.NONE).tobytes()
    numbers = bytes(first + (number if number < len(chosen) else 0) for number in range(256))
    return Image.frombytes("L", image.size, places.translate(numbers)), colours


def _drawn(svg: str, width: int) -> Image.Image:
    """A drawing of the theme as pixels. It holds shapes only: no letters, no other files."""
    return Image.open(BytesIO(resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True)))


def _draw_facts(image: Image.Image, card: SharePicture) -> int:
    """Draw stars, state and place at the lower edge; return where the room above them ends."""
    bottom = SIZE[1] - EDGE - (32 if card.mark else 0)
    if card.place:
        lines = _wrapped(card.place, PLACE, COLUMN, 2)
        bottom -= PLACE.step * len(lines)
        _draw_lines(image, lines, (EDGE, bottom), PLACE)
        bottom -= 8
    if card.words:
        style = STATES.get(card.state, STATES[""])
        lines = _state_lines(card.words, style)
        bottom -= style.step * len(lines)
        _draw_lines(image, lines, (EDGE, bottom), style)
        bottom -= 12
    if card.stars is not None:
        bottom -= STAR[1]
        for place in range(5):
            ink = "line-strong" if place >= card.stars else "gold" if card.filled else "ink-soft"
            _star(ink).paste(image, (EDGE + place * (STAR[0] + STAR_GAP), bottom))
        bottom -= 10
    return bottom


def _state_lines(words: Sequence[str], style: Style) -> tuple[str, ...]:
    """The rating's state in every language: on one line where they have room, else below one another."""
    together = _wrapped(" · ".join(words), style, COLUMN)
    if len(together) == 1:
        return together
    return tuple(line for sentence in words for line in _balanced(sentence, style, 2))


def _draw_names(image: Image.Image, card: SharePicture, top: int, bottom: int) -> None:
    """Draw the kind and the names, as large as the room between the brand and the stars allows."""
    room = bottom - top - 42
    first, *others = card.names or ("",)
    for style, other, most in NAMES:
        lines = _balanced(first, style)
        below = [line for name in others for line in _wrapped(name, other, COLUMN, 2)]
        height = len(lines) * style.step + len(below) * other.step
        if len(lines) <= most and height <= room:
            break
    else:
        below = below[: max(0, (room - style.step) // other.step)]
        lines = _wrapped(first, style, COLUMN, max(1, (room - len(below) * other.step) // style.step))
        height = room
    # Optically centred between the brand above and the stars below.
    top += max(0, room - height) * 2 // 5
    _draw_lines(image, _wrapped(card.kicker, KICKER, COLUMN, 1), (EDGE, top), KICKER)
    _draw_lines(image, lines, (EDGE, top + 38), style)
    _draw_lines(image, below, (EDGE, top + 38 + len(lines) * style.step), other)


def _draw_mark(image: Image.Image, words: str) -> None:
    """Draw a strip along the lower edge: nobody may take a made-up record for a real one."""
    top = SIZE[1] - STRIP
    image.paste(_RAMPS["amber"][255], (0, top, *SIZE))
    lines = _wrapped(words, MARK, SIZE[0] - 2 * EDGE, 1)
    _draw_lines(image, lines, ((SIZE[0] - _length(lines[0], MARK)) // 2, top + 5), MARK)


@lru_cache(maxsize=4)
def _star(ink: str) -> Stamp:
    """A star of a valid rating in gold, another one in outline: bold in ``ink-soft``, else thin."""
    if ink != "gold":
        return _inked(_star_mask(0, 255, 3 if ink == "ink-soft" else 1), ink, (0, 0))
    edge = _inked(_star_mask(255, 255, 0), "gold-edge", (0, 0))
    _inked(_star_mask(255, 0, 2), ink, (0, 0)).paste(edge.numbers, (0, 0))
    return edge


def _star_mask(fill: int, outline: int, width: int) -> Image.Image:
    """How much a star covers of each pixel, up to 255, with an outline of that width."""
    mask = Image.new("L", (STAR[0] * FINE, STAR[1] * FINE))
    shape = star((STAR[0] / 2 * FINE, (STAR[0] / 2 + 3) * FINE), (STAR[0] / 2 - 2) * FINE)
    ImageDraw.Draw(mask).polygon(shape, fill=fill, outline=outline, width=width * FINE)
    return mask.resize(STAR, Image.Resampling.BOX)


def star(centre: Point, radius: float) -> list[Point]:
    """The ten corners of a five-pointed star."""
    corners: list[Point] = []
    for turn in range(5):
        angle = turn * math.tau / 5
        cos, sin = math.cos(angle), math.sin(angle)
        corners += [
            (centre[0] + radius * (x * cos - y * sin), centre[1] + radius * (x * sin + y * cos))
            for x, y in SHAPE
        ]
    return corners


_RAMPS: Final = {
    ink: bytes(STEPS * place + round(value * STEPS / 255) for value in range(256))
    for place, (_, ink) in enumerate(INKS)
}
"""For each ink the number of a pixel's colour by how much is covered of it."""
_UNSET: Final = 255
"""Stands in a line where no letter is; no colour has this number."""
_IS_SET: Final = b"\xff" * _UNSET + b"\0"
_COVERED: Final = bytes(255 if round(value * STEPS / 255) else 0 for value in range(256))


def _inked(mask: Image.Image, ink: str, offset: tuple[int, int]) -> Stamp:
    """What a mask shows, in an ink."""
    values = mask.tobytes()
    numbers, covered = values.translate(_RAMPS[ink]), values.translate(_COVERED)
    size = mask.size
    return Stamp(Image.frombytes("L", size, numbers), Image.frombytes("L", size, covered), offset)


@lru_cache(maxsize=4096)
def _letter(letter: str, font: str, size: int, ink: str) -> Stamp:
    """A letter, to be set at a point of its baseline."""
    mask = Image.new("L", (3 * size, 3 * size))
    ImageDraw.Draw(mask).text((size, 2 * size), letter, fill=255, font=_font(font, size), anchor="ls")
    box = mask.getbbox() or (0, 0, 1, 1)
    return _inked(mask.crop(box), ink, (box[0] - size, box[1] - 2 * size))


@lru_cache(maxsize=32)
def _font(font: str, size: int) -> ImageFont.FreeTypeFont:
    # Basic layout: the same on every system, and NFC letters need no shaping.
    data = BytesIO(fonts.read_font(font))
    index = fonts.FACE.get(font, 0)
    return ImageFont.truetype(data, size, index=index, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _advance(letter: str, font: str, size: int) -> int:
    """From one letter to the next: whole pixels, whatever stands beside it."""
    return round(_font(font, size).getlength(letter))


def _advances(text: str, style: Style) -> list[int]:
    """The width of each letter of a text."""
    return [
        _advance(letter, run.font, style.size) for run in fonts.runs(text, style.font) for letter in run.text
    ]


@lru_cache(maxsize=4096)
def _length(text: str, style: Style) -> int:
    """The width of a text on one line."""
    return sum(_advances(text, style))


@lru_cache(maxsize=1024)
def _wrapped(text: str, style: Style, width: int, most: int = 99) -> tuple[str, ...]:
    """Lines that fit, broken between words as measured; the last one ends in … if more would follow."""
    return _filled(_pieces(text, style, width), style, width, most)


@lru_cache(maxsize=1024)
def _balanced(text: str, style: Style, most: int = 99) -> tuple[str, ...]:
    """Lines of the column's width at most, as many as are needed and about equally long."""
    pieces = _pieces(text, style, COLUMN)
    lines = _filled(pieces, style, COLUMN, most)
    if len(lines) == 1 or lines[-1].endswith("…"):
        return lines

    def fits(width: int) -> bool:
        narrower = _filled(pieces, style, width)
        return len(narrower) == len(lines) and not any(line.endswith("…") for line in narrower)

    narrowest = bisect_left(range(COLUMN), True, key=fits)
    return _filled(pieces, style, narrowest)


def _pieces(text: str, style: Style, width: int) -> list[tuple[str, bool]]:
    """The parts of a text between which a line of that width may end."""
    return fonts.pieces(unbroken(fonts.clean(text)), lambda words: _length(words, style) <= width)


def _filled(pieces: Sequence[tuple[str, bool]], style: Style, width: int, most: int = 99) -> tuple[str, ...]:
    """Lines of as many pieces as fit, up to the most that there may be."""
    lines: list[str] = []
    line, length = "", 0
    for piece, spaced in pieces:
        added = f" {piece}" if spaced and line else piece
        if line and length + _length(added, style) > width:
            lines.append(line)
            line, length, added = "", 0, piece
        line += added
        length += _length(added, style)
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
    return tuple(_cut(line, style, width) for line in lines)


def _cut(line: str, style: Style, width: int) -> str:
    """As much of a line as fits, and an ellipsis: a single word may be wider than the column."""
    if _length(line, style) <= width:
        return line
    line = line.removesuffix("…").rstrip()
    room = width - _length("…", style)
    fitting = takewhile(lambda length: length <= room, accumulate(_advances(line, style)))
    return line[: sum(1 for _ in fitting)].rstrip() + "…"


def _draw_lines(image: Image.Image, lines: Sequence[str], at: tuple[int, int], style: Style) -> None:
    """Set lines below one another, the first one's upper left corner ``at`` a point."""
    baseline = at[1] + _font(style.font, style.size).getmetrics()[0]
    for row, line in enumerate(lines):
        _line(line, style).paste(image, (at[0], baseline + row * style.step))


@lru_cache(maxsize=128)
def _line(line: str, style: Style) -> Stamp:
    """A line, to be set at a point of its baseline: most lines of a card stand on many others."""
    numbers = Image.new("L", (_length(line, style) + 2 * style.size, 3 * style.size), _UNSET)
    x = style.size
    for run in fonts.runs(line, style.font):
        for letter in run.text:
            _letter(letter, run.font, style.size, style.ink).paste(numbers, (x, 2 * style.size))
            x += _advance(letter, run.font, style.size)
    covered = Image.frombytes("L", numbers.size, numbers.tobytes().translate(_IS_SET))
    return Stamp(numbers, covered, (-style.size, -2 * style.size))
