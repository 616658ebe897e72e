"""Cards for shared links: a name, stars, state and place, beside the drawing or the photo.

Letters come from installed packages (Source Serif Pro and Source Sans Pro: every Vietnamese letter),
colours from the theme's tokens, drawings from the theme. The same card gives the same bytes.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from pathlib import Path

import resvg_py
from PIL import Image, ImageDraw, ImageFont, ImageOps

from generator import fonts
from generator.render import pictures
from generator.site.outputs import SharePicture

SIZE = (1200, 630)
MAX_BYTES = 80_000
EDGE = 64
PANEL = 444
"""Width of the drawing's ground on the right."""
COLUMN = SIZE[0] - PANEL - 2 * EDGE
FINE = 4
"""Stars are drawn so many times larger, then made small: smooth edges."""
NAMES = ((76, 2), (64, 3), (54, 3), (46, 4), (38, 5))
"""Sizes of a name and the most lines it may take, from the largest."""
SHAPE = [(0.0, -1.0), (0.26, -0.36)]
"""The upper tip of a star and the notch after it, the star's radius being 1; turned five times."""
COLOURS = {
    "valid": "leaf",
    "expiring": "amber",
    "expired": "lacquer",
    "withdrawn": "lacquer",
}
TOKEN = re.compile(r"--([a-z-]+):\s*(#[0-9a-fA-F]{6})")
GROUND = re.compile(r'data-tint="(#[0-9a-fA-F]{3,8})"')
SAMPLE = "MẪU · SAMPLE"
"""What is written across a made-up record where the site's own words for it cannot be set."""

Point = tuple[float, float]


@lru_cache(maxsize=1)
def look() -> str:
    """A digest of the letters and of what draws: another version may give other pixels."""
    versions = (f"{package} {version(package)}" for package in (*fonts.PACKAGES, "resvg-py", "pillow"))
    return sha256("\n".join(versions).encode()).hexdigest()


def render(root: Path, card: SharePicture, drawings: Mapping[str, str], tokens: str) -> bytes:
    """The card as a JPEG of at most 80 KB.

    A text with a letter that no font has is left out as a whole: never a box, never a part of a name.
    ``tokens`` is the theme's style sheet of colours. Raises ``PictureError`` if the photo cannot be read.
    """
    colours = dict(TOKEN.findall(tokens))
    card = replace(
        card,
        brand=_settable(card.brand),
        kicker=_settable(card.kicker),
        name=_settable(card.name),
        place=_settable(card.place),
        words=_settable(card.words),
        mark=(_settable(card.mark) or SAMPLE) if card.mark else "",
    )
    image = _ground(drawings[card.drawing], drawings["motif"], card.brand, tokens).copy()
    left = EDGE
    if card.photo:
        photo = pictures.load(root, card.photo, card.digest)
        box = (PANEL, SIZE[1])
        image.paste(ImageOps.fit(photo, box, Image.Resampling.LANCZOS), (SIZE[0] - PANEL, 0))
    bottom = SIZE[1] - EDGE - (32 if card.mark else 0)
    if card.place:
        lines = _wrapped(card.place, "text", 30, COLUMN, 2)
        bottom -= 40 * len(lines)
        _lines(image, lines, (left, bottom), "text", 30, 40, colours["ink-soft"])
        bottom -= 12
    if card.words:
        lines = _wrapped(card.words, "strong", 30, COLUMN, 2)
        bottom -= 38 * len(lines)
        _lines(image, lines, (left, bottom), "strong", 30, 38, colours[COLOURS.get(card.state, "neutral")])
        bottom -= 14
    if card.stars is not None:
        bottom -= 56
        stars = _stars(card.stars, card.filled, tokens)
        image.paste(stars, (left, bottom), stars)
        bottom -= 20
    _name(image, card, (left, 140), bottom, colours)
    if card.mark:
        _mark(image, card.mark, colours)
    return _jpeg(image)


def _settable(text: str) -> str:
    """A text as it can be set; nothing if a font for one of its letters is lacking."""
    try:
        return fonts.clean(text)
    except fonts.LetterError:
        return ""


@lru_cache(maxsize=40)
def _ground(drawing: str, motif: str, brand: str, tokens: str) -> Image.Image:
    """What many cards share: the sign and name of the site, and a drawing on its own ground at the right."""
    colours = dict(TOKEN.findall(tokens))
    image = Image.new("RGB", SIZE, colours["paper"])
    left = SIZE[0] - PANEL
    image.paste(match[1] if (match := GROUND.search(drawing)) else colours["wash"], (left, 0, *SIZE))
    for svg, width, at in (
        (drawing, 380, (left + (PANEL - 380) // 2, (SIZE[1] - 380) // 2)),
        (motif, 52, (EDGE, 52)),
    ):
        drawn = _drawn(svg, width)
        image.paste(drawn, at, drawn)
    lines = _wrapped(brand, "serif", 28, COLUMN - 68, 2)
    at = (EDGE + 68, 78 - 17 * len(lines))
    _lines(image, lines, at, "serif", 28, 34, colours["ink"])
    return image


def _drawn(svg: str, width: int) -> Image.Image:
    """A drawing of the theme as pixels. It holds shapes only: no letters, no other files."""
    return Image.open(BytesIO(resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True)))


def _name(
    image: Image.Image,
    card: SharePicture,
    at: tuple[int, int],
    bottom: int,
    colours: Mapping[str, str],
) -> None:
    """The kind and the name, as large as the room between the brand and the stars allows."""
    left, top = at
    room = bottom - top - 50
    for size, most in NAMES:
        step = round(size * 1.16)
        lines = _wrapped(card.name, "name", size, COLUMN, 99)
        if len(lines) <= most and len(lines) * step <= room:
            break
    else:
        lines = _wrapped(card.name, "name", size, COLUMN, max(1, room // step))
    # Optically centred between the brand above and the stars below.
    free = max(0, room - len(lines) * step) * 2 // 5
    kicker = _wrapped(card.kicker, "strong", 28, COLUMN, 1)
    _lines(image, kicker, (left, top + free), "strong", 28, 34, colours["leaf"])
    _lines(image, lines, (left, top + free + 42), "name", size, step, colours["ink"])


def _mark(image: Image.Image, words: str, colours: Mapping[str, str]) -> None:
    """A strip along the lower edge: nobody may take a made-up record for a real one."""
    top = SIZE[1] - 46
    image.paste(colours["amber"], (0, top, *SIZE))
    width = _length(words, "strong", 27)
    _lines(image, [words], (round((SIZE[0] - width) / 2), top + 5), "strong", 27, 34, "#ffffff")


@lru_cache(maxsize=16)
def _stars(count: int, filled: bool, tokens: str) -> Image.Image:
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
    image: Image.Image,
    lines: Sequence[str],
    at: tuple[int, int],
    kind: str,
    size: int,
    step: int,
    colour: str,
) -> None:
    for row, line in enumerate(lines):
        mask, (right, down) = _inked(line, kind, size)
        image.paste(colour, (at[0] + right, at[1] + row * step + down), mask)


def _jpeg(image: Image.Image) -> bytes:
    for quality in (80, 70, 55, 40):
        out = BytesIO()
        image.save(out, "JPEG", quality=quality)
        if out.tell() <= MAX_BYTES:
            break
    return out.getvalue()
