"""Cards for shared links: a name in every language, stars, state and place, beside the drawing or the photo.

Letters come from installed packages (Source Serif Pro and Source Sans Pro: every Vietnamese letter),
colours from the theme's tokens, drawings from the theme. The same card gives the same bytes.

A card is drawn as numbers of colours, not as colours: all of it is flat but for the edges of letters, stars
and drawings, for which the palette has steps between two colours. A PNG of such numbers is half as large as a
JPEG, in which the letters alone take 25 KB. Cards with a photo are JPEGs all the same.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Final

import resvg_py
from PIL import Image, ImageColor, ImageDraw, ImageFont, ImageOps

from generator import fonts
from generator.messages import both
from generator.render import pictures
from generator.site.outputs import SharePicture

SIZE = (1200, 630)
MAX_BYTES = 25_000
"""Most that a card with a drawing weighs."""
MAX_WITH_PHOTO = 40_000
EDGE = 64
PANEL = 444
"""Width of the drawing's ground on the right."""
COLUMN = SIZE[0] - PANEL - 2 * EDGE
STRIP = 46
"""Height of the strip on cards of made-up records."""
FINE = 4
"""Stars are drawn so many times larger, then made small: smooth edges."""
NAMES = ((76, 2), (64, 3), (54, 3), (46, 4), (38, 5))
"""Sizes of the first name and the most lines it may take, from the largest."""
OTHER_NAMES: Final = (0.5, 28, 2)
"""The names in other languages: their size beside that of the first name, the least size, the most lines."""
SHAPE = [(0.0, -1.0), (0.26, -0.36)]
"""The upper tip of a star and the notch after it, the star's radius being 1; turned five times."""
COLOURS = {
    "valid": "leaf",
    "expiring": "amber",
    "withdrawn": "lacquer",
}
TOKEN = re.compile(r"--([a-z-]+):\s*(#[0-9a-fA-F]{6})")
GROUND = re.compile(r'data-tint="(#[0-9a-fA-F]{3,8})"')
SAMPLE = " · ".join(both("words.sample").values())
"""What is written across a made-up record where the site's own words for it cannot be set."""
INKS: Final = ("ink", "ink-soft", "leaf", "amber", "lacquer", "neutral")
"""Colours of the theme that words on the paper may have."""
ON_STRIP: Final = len(INKS)
"""Number of the ink of the strip's words."""
STEPS = 4
"""Steps between the ground and an ink, for the edges of letters."""
DRAWN: Final = {"motif": 8, "stars": 8, "panel": 24}
"""Most colours of what is drawn on a card."""
FIRST: Final = {"motif": 32, "stars": 40, "panel": 48}
"""Number of the first of these colours in the palette; the paper and the inks come before them."""
ALIKE: Final = 24
"""Sum of the differences in red, green and blue up to which two colours of a drawing count as one."""
QUALITIES: Final = ((70, 1), (60, 1), (50, 1), (45, 2), (45, 3), (45, 6), (40, 12))
"""Qualities of a JPEG and how much coarser its photo is, tried in turn until it is small enough."""

Point = tuple[float, float]


@lru_cache(maxsize=1)
def look() -> str:
    """A digest of the letters and of what draws: another version may give other pixels."""
    versions = (f"{package} {version(package)}" for package in (*fonts.PACKAGES, "resvg-py", "pillow"))
    return sha256("\n".join(versions).encode()).hexdigest()


def render(root: Path, card: SharePicture, drawings: Mapping[str, str], tokens: str) -> bytes:
    """The card as a PNG of at most 25 KB, or with a photo as a JPEG of at most 40 KB.

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
    bottom = SIZE[1] - EDGE - (32 if card.mark else 0)
    if card.place:
        lines = _wrapped(card.place, "text", 28, COLUMN, 2)
        bottom -= 36 * len(lines)
        _lines(image, lines, (EDGE, bottom), "text", 28, 36, INKS.index("ink-soft"))
        bottom -= 8
    if card.words:
        lines = _state_lines(card.words)
        bottom -= 35 * len(lines)
        _lines(image, lines, (EDGE, bottom), "strong", 28, 35, INKS.index(COLOURS.get(card.state, "neutral")))
        bottom -= 12
    if card.stars is not None:
        bottom -= 54
        stars, shape = _stars(card.stars, card.filled, tokens)
        image.paste(stars, (EDGE, bottom), shape)
        bottom -= 10
    _names(image, card, (EDGE, 126), bottom)
    if card.mark:
        _mark(image, card.mark)
    image.putpalette(ground.palette)
    if card.photo:
        photo = pictures.load(root, card.photo, card.digest)
        return _with_photo(image.convert("RGB"), photo, SIZE[1] - (STRIP if card.mark else 0))
    return _png(image)


def _png(image: Image.Image) -> bytes:
    """Return the card as a PNG of at most 25 KB, or the smallest that zlib makes.

    Levels 5, 7, 8 and 9 took 4, 7, 14 and 32 ms a card (measured on 2026-11-29): each is tried only where
    the one before is not small enough.
    """
    out = BytesIO()
    for level in (5, 7, 8, 9):
        out = BytesIO()
        image.save(out, "PNG", compress_level=level)
        if out.tell() <= MAX_BYTES:
            break
    return out.getvalue()


def _state_lines(words: Sequence[str]) -> tuple[str, ...]:
    """The rating's state in every language: on one line where they have room, else below one another."""
    together = " · ".join(words)
    if _length(together, "strong", 28) <= COLUMN:
        return (together,)
    return tuple(line for sentence in words for line in _wrapped(sentence, "strong", 28, COLUMN, 2))


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


@lru_cache(maxsize=64)
def _ground(drawing: str, motif: str, brand: str, tokens: str) -> Ground:
    colours = dict(TOKEN.findall(tokens))
    image = Image.new("L", SIZE, 0)
    side = Image.new(
        "RGB", (PANEL, SIZE[1]), match[1] if (match := GROUND.search(drawing)) else colours["wash"]
    )
    drawn = _drawn(drawing, 380)
    side.paste(drawn, ((PANEL - 380) // 2, (SIZE[1] - 380) // 2), drawn)
    panel, panel_colours = _numbered(side, "panel")
    image.paste(panel, (SIZE[0] - PANEL, 0))
    sign = _drawn(motif, 52)
    sign_ground = Image.new("RGB", sign.size, colours["paper"])
    sign_ground.paste(sign, (0, 0), sign)
    numbers, motif_colours = _numbered(sign_ground, "motif")
    image.paste(numbers, (EDGE, 52), _any(sign.getchannel("A")))
    lines = _wrapped(brand, "serif", 28, COLUMN - 68, 2)
    at = (EDGE + 68, 78 - 17 * len(lines))
    _lines(image, lines, at, "serif", 28, 34, INKS.index("ink"))
    palette = bytearray(768)
    for first, values in (
        (0, _inks(tokens)),
        (FIRST["motif"], motif_colours),
        (FIRST["stars"], _star_colours(tokens)[1]),
        (FIRST["panel"], panel_colours),
    ):
        palette[3 * first : 3 * first + len(values)] = values
    return Ground(image, bytes(palette))


@lru_cache(maxsize=4)
def _inks(tokens: str) -> bytes:
    """The paper, then for each ink the steps from its ground to it; the last ink is white on the strip."""
    colours = dict(TOKEN.findall(tokens))
    grounds = [(colours["paper"], colours[ink]) for ink in INKS] + [(colours["amber"], "#ffffff")]
    result = [*ImageColor.getrgb(colours["paper"])]
    for ground, ink in grounds:
        below, above = ImageColor.getrgb(ground), ImageColor.getrgb(ink)
        for step in range(1, STEPS + 1):
            result += [
                round(dark + (light - dark) * step / STEPS) for dark, light in zip(below, above, strict=True)
            ]
    return bytes(result)


def _numbered(image: Image.Image, kind: str) -> tuple[Image.Image, bytes]:
    """A drawing as numbers of colours, as grey, and its colours: the most frequent ones, unchanged."""
    chosen: list[tuple[int, ...]] = []
    for _, colour in sorted(image.getcolors(image.width * image.height) or (), reverse=True):
        assert isinstance(colour, tuple)
        # Steps that nobody can tell apart would only take the place of other colours.
        if all(sum(abs(a - b) for a, b in zip(colour, other, strict=True)) > ALIKE for other in chosen):
            chosen.append(colour)
        if len(chosen) == DRAWN[kind]:
            break
    colours = bytes(value for colour in chosen for value in colour)
    palette = Image.new("P", (1, 1))
    # An unused number must be no nearer than a used one.
    palette.putpalette(colours + bytes(chosen[0]) * (256 - len(chosen)))
    found = image.quantize(palette=palette, dither=Image.Dither.NONE)
    grey = Image.frombytes("L", found.size, found.tobytes())
    numbers = [FIRST[kind] + (value if value < len(chosen) else 0) for value in range(256)]
    return grey.point(numbers), colours


def _any(mask: Image.Image) -> Image.Image:
    """Where a mask covers anything."""
    return mask.point([0] + [255] * 255)


def _drawn(svg: str, width: int) -> Image.Image:
    """A drawing of the theme as pixels. It holds shapes only: no letters, no other files."""
    return Image.open(BytesIO(resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True)))


def _names(image: Image.Image, card: SharePicture, at: tuple[int, int], bottom: int) -> None:
    """The kind and the names, as large as the room between the brand and the stars allows."""
    left, top = at
    kicker = _wrapped(card.kicker, "strong", 28, COLUMN, 1)
    room = bottom - top - 42
    first, *others = card.names or ("",)
    share, least, most_lines = OTHER_NAMES
    for size, most in NAMES:
        step, small = round(size * 1.16), max(least, round(size * share))
        lines = _wrapped(first, "name", size, COLUMN, 99)
        below = [line for name in others for line in _wrapped(name, "serif", small, COLUMN, most_lines)]
        high = len(lines) * step + len(below) * round(small * 1.22)
        if len(lines) <= most and high <= room:
            break
    else:
        below = below[: max(0, (room - step) // round(small * 1.22))]
        rest = room - len(below) * round(small * 1.22)
        lines = _wrapped(first, "name", size, COLUMN, max(1, rest // step))
        high = room
    # Optically centred between the brand above and the stars below.
    top += max(0, room - high) * 2 // 5
    _lines(image, kicker, (left, top), "strong", 28, 34, INKS.index("leaf"))
    _lines(image, lines, (left, top + 38), "name", size, step, INKS.index("ink"))
    at_others = (left, top + 38 + len(lines) * step)
    _lines(image, below, at_others, "serif", small, round(small * 1.22), INKS.index("ink-soft"))


def _mark(image: Image.Image, words: str) -> None:
    """A strip along the lower edge: nobody may take a made-up record for a real one."""
    top = SIZE[1] - STRIP
    strip = 1 + STEPS * INKS.index("amber") + STEPS - 1
    image.paste(strip, (0, top, *SIZE))
    line = _cut(words, "strong", 27, SIZE[0] - 2 * EDGE)
    width = _length(line, "strong", 27)
    _lines(image, [line], (round((SIZE[0] - width) / 2), top + 5), "strong", 27, 34, ON_STRIP)


@lru_cache(maxsize=4)
def _star_colours(tokens: str) -> tuple[dict[tuple[int, bool], Image.Image], bytes]:
    """Five stars for every count, filled or not, as numbers of colours, as grey; and their colours."""
    cases = [(count, filled) for count in range(6) for filled in (True, False)]
    drawn = [_drawn_stars(count, filled, tokens) for count, filled in cases]
    width, height = drawn[0].size
    whole = Image.new("RGB", (width, height * len(drawn)), dict(TOKEN.findall(tokens))["paper"])
    for row, stars in enumerate(drawn):
        whole.paste(stars, (0, row * height), stars)
    numbers, colours = _numbered(whole, "stars")
    rows = {
        case: numbers.crop((0, row * height, width, (row + 1) * height)) for row, case in enumerate(cases)
    }
    return rows, colours


@lru_cache(maxsize=16)
def _stars(count: int, filled: bool, tokens: str) -> tuple[Image.Image, Image.Image]:
    """Five stars as numbers of colours, as grey, and where they cover the paper."""
    return _star_colours(tokens)[0][count, filled], _any(_drawn_stars(count, filled, tokens).getchannel("A"))


def _drawn_stars(count: int, filled: bool, tokens: str) -> Image.Image:
    """Five stars as shapes: gold only where the rating is valid, the rest in outline."""
    colours = dict(TOKEN.findall(tokens))
    side, gap = 50, 11
    wide = 5 * side + 4 * gap
    large = Image.new("RGBA", (wide * FINE, (side + 4) * FINE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(large)
    for place in range(5):
        centre = ((place * (side + gap) + side / 2) * FINE, (side / 2 + 3) * FINE)
        shape = star(centre, (side / 2 - 2) * FINE)
        if place < count and filled:
            draw.polygon(shape, fill=colours["gold"], outline=colours["gold-edge"], width=2 * FINE)
        else:
            edge = colours["ink-soft"] if place < count else colours["line-strong"]
            draw.polygon(shape, outline=edge, width=(3 * FINE if place < count else FINE))
    return large.resize((wide, side + 4), Image.Resampling.BOX)


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


@lru_cache(maxsize=1024)
def _inked(line: str, kind: str, size: int) -> tuple[Image.Image, tuple[int, int]]:
    """A line of letters as a mask, and how far it stands from the line's upper left corner.

    Places, kinds and states are said by card after card.
    """
    base = _font(kind, size).getmetrics()[0]
    set_at: list[tuple[fonts.Run, float]] = []
    boxes: list[tuple[float, float, float, float]] = []
    x = 0.0
    for run in fonts.runs(line, kind):
        font = _font(run.font, size)
        left, top, right, bottom = font.getbbox(run.text, anchor="ls")
        set_at.append((run, x))
        boxes.append((x + left, base + top, x + right, base + bottom))
        x += font.getlength(run.text)
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    at = (math.floor(min(lefts)), math.floor(min(tops)))
    size_of = (max(1, math.ceil(max(rights)) - at[0]), max(1, math.ceil(max(bottoms)) - at[1]))
    mask = Image.new("L", size_of)
    draw = ImageDraw.Draw(mask)
    for run, x in set_at:
        draw.text((x - at[0], base - at[1]), run.text, font=_font(run.font, size), fill=255, anchor="ls")
    return mask, at


@lru_cache(maxsize=32)
def _font(font: str, size: int) -> ImageFont.FreeTypeFont:
    # Basic layout: the same on every system, and NFC letters need no shaping.
    data = BytesIO(fonts.read_font(font))
    index = fonts.FACE.get(font, 0)
    return ImageFont.truetype(data, size, index=index, layout_engine=ImageFont.Layout.BASIC)


def _length(text: str, kind: str, size: int) -> float:
    """How many pixels a line takes."""
    return sum(_font(run.font, size).getlength(run.text) for run in fonts.runs(text, kind))


@lru_cache(maxsize=1024)
def _wrapped(text: str, kind: str, size: int, width: int, most: int) -> tuple[str, ...]:
    """Lines that fit, broken between words as measured; the last one ends in … if more would follow."""
    lines: list[str] = []
    line = ""
    for piece, spaced in fonts.pieces(fonts.clean(text)):
        tried = f"{line} {piece}" if spaced and line else line + piece
        if not line or _length(tried, kind, size) <= width:
            line = tried
        else:
            lines.append(line)
            line = piece
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
    return tuple(_cut(one, kind, size, width) for one in lines)


def _cut(line: str, kind: str, size: int, width: int) -> str:
    """A single word may be wider than the column: as much of it as fits, and an ellipsis."""
    if _length(line, kind, size) <= width:
        return line
    whole = line.removesuffix("…").rstrip()
    # A few letters first: a long word is never measured as a whole again.
    fits, over = 0, min(len(whole), 8)
    while over < len(whole) and _length(_shortened(whole, over), kind, size) <= width:
        fits, over = over, min(len(whole), over * 2)
    while over - fits > 1:
        middle = (fits + over) // 2
        if _length(_shortened(whole, middle), kind, size) <= width:
            fits = middle
        else:
            over = middle
    return _shortened(whole, fits)


def _shortened(line: str, count: int) -> str:
    return line[:count].rstrip() + "…"


def _lines(
    image: Image.Image, lines: Sequence[str], at: tuple[int, int], kind: str, size: int, step: int, ink: int
) -> None:
    """Set lines below one another in an ink, given by its number."""
    for row, line in enumerate(lines):
        if not line:
            continue
        mask, (right, down) = _inked(line, kind, size)
        place = (at[0] + right, at[1] + row * step + down)
        image.paste(mask.point(_RAMPS[ink]), place, mask.point(_COVERED))


_LEVELS = [round(value * STEPS / 255) for value in range(256)]
_COVERED = [255 if level else 0 for level in _LEVELS]
_RAMPS = [[STEPS * ink + level for level in _LEVELS] for ink in range(len(INKS) + 1)]
"""For each ink the number of the colour of a pixel by how much of it a letter covers."""
