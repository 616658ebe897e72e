"""The look of a new site: its sign, as the theme's drawings and icons, and the tokens of its colour."""

import re

import resvg_py
from PIL import ImageColor

from generator.messages import both
from generator.packaged import STARTER, packaged_theme
from generator.render import share
from generator.site.outputs import SharePicture

COLOURS = {
    "green": "#1e4a2c",
    "teal": "#0f4c55",
    "blue": "#17406b",
    "purple": "#4a2f6b",
    "red": "#7a1f1a",
    "brown": "#5a3717",
}
"""Colours by the name that ``--colour`` takes; any other is given by its digits."""
DEFAULT_COLOUR, DEFAULT_SIGN = "green", "sprout"
"""Those of the default theme."""
INK, PAPER = COLOURS[DEFAULT_COLOUR], "#fffef9"
"""The colour in which the signs are drawn, and that of letters on it."""
SOFT = 0.86
"""Share of white in the colour of less important letters on the dark colour."""
ENOUGH = 7.0
"""The contrast that every text has to its ground (WCAG 2.2, level AAA)."""
ICONS = {"icon-192.png": 192, "icon-512.png": 512, "apple-touch-icon.png": 180}
"""Icons by name, with the pixels of a side."""
MASKED = 0.62
"""Part of an icon's side that the sign takes: phones cut icons to circles of 80 %."""


def read_colour(written: str) -> str:
    """Return a colour as six digits: a name of :data:`COLOURS` or ``#rrggbb``, dark enough for white letters.

    Raises ``ValueError`` for anything else.
    """
    colour = COLOURS.get(written.lower(), written.lower())
    if not re.fullmatch(r"#[0-9a-f]{6}", colour):
        raise ValueError(written)
    while _contrast(colour, _soft(colour)) < ENOUGH:
        colour = _mixed(colour, "#000000", 0.02)
    return colour


def look_files(colour: str, sign: str, title: str) -> dict[str, bytes]:
    """Return the files of a theme's folder, by path, that give a site this colour and sign.

    ``colour`` has six digits and comes from :func:`read_colour`; ``title`` is set on the picture for links.
    """
    motif = (STARTER / "signs" / f"{sign}.svg").read_text("utf-8").replace(INK, colour)
    drawn = re.sub(r"</?svg[^>]*>", "", motif).strip().replace(colour, PAPER)
    favicon = _on_ground(drawn, colour, 0.78, ' rx="11"')
    whole = _on_ground(drawn, colour, MASKED)
    files = {
        "illustrations/motif.svg": motif.encode(),
        "static/favicon.svg": favicon.encode(),
        "static/og.png": _picture_for_links(motif, title),
    }
    files |= {f"static/{name}": _png(whole, side) for name, side in ICONS.items()}
    return files | (_style_sheets(colour) if colour != INK else {})


def _on_ground(drawn: str, colour: str, scale: float, corner: str = "") -> str:
    """Return a sign on a square of the colour."""
    ground = f'<rect x="0" y="0" width="48" height="48" fill="{colour}"{corner}/>'
    placed = f'<g transform="translate(24 24)scale({scale})translate(-24 -24)">{drawn}</g>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">{ground}{placed}</svg>\n'


def _png(svg: str, side: int) -> bytes:
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=side, skip_system_fonts=True))


def _picture_for_links(motif: str, title: str) -> bytes:
    """Return the picture that stands beside links to pages that have none of their own."""
    card = SharePicture(
        path="",
        brand=title,
        kicker="",
        names=tuple(both("words.programme").values()),
        place="",
        state="",
        words=(),
        stars=None,
        filled=False,
        mark="",
        drawing="hero",
        photo="",
        digest="",
    )
    theme = packaged_theme()
    hero = (theme / "illustrations/hero.svg").read_text("utf-8")
    tokens = (theme / "styles/tokens.css").read_text("utf-8")
    return share.render(theme, card, {"motif": motif, "hero": hero}, tokens)


def _style_sheets(colour: str) -> dict[str, bytes]:
    light = {
        "deep": colour,
        "night": _mixed(colour, "#000000", 0.5),
        "deep-line": _mixed(colour, "#ffffff", 0.28),
        "on-deep-soft": _soft(colour),
    }
    dark = {"deep": _mixed(colour, "#000000", 0.2)}
    red, *others = ImageColor.getrgb(colour)[:3]
    if red < max(others):
        # A reddish colour is not that of links and of valid ratings: it would say that these are withdrawn.
        light |= {"leaf": colour, "leaf-wash": _mixed(colour, "#ffffff", 0.9)}
        dark |= {"leaf": _mixed(colour, "#ffffff", 0.7), "leaf-wash": _mixed(colour, "#000000", 0.4)}
    return {
        "styles/tokens.css": f":root {{\n{_rules(light)}}}\n".encode(),
        "styles/dark.css": (
            f"@media screen and (prefers-color-scheme: dark) {{\n:root {{\n{_rules(dark)}}}\n}}\n".encode()
        ),
    }


def _rules(tokens: dict[str, str]) -> str:
    return "".join(f"  --{name}: {value};\n" for name, value in tokens.items())


def _soft(colour: str) -> str:
    return _mixed(colour, "#ffffff", SOFT)


def _mixed(colour: str, other: str, share_of_other: float) -> str:
    """Return a colour between two."""
    pairs = zip(ImageColor.getrgb(colour), ImageColor.getrgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * min(share_of_other, 1)):02x}" for a, b in pairs)


def _contrast(colour: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2.2 defines it."""
    low, high = sorted(map(_luminance, (colour, other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in ImageColor.getrgb(colour)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
