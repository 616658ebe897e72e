"""The fonts of cards and sheets: which letters they hold, and which font sets a letter that one lacks.

Words are set in Source Serif and Source Sans. What these lack is set in Noto Sans (extended Latin, Greek,
Cyrillic), then in Noto Sans CJK (Chinese, Japanese, Korean, symbols). A letter that none of them has is
never printed as a box: :func:`clean` drops it where it is decoration and refuses the text where it is not.
The files come from installed packages and are part of the program, as the data of Babel are. Pages of the
site use the reader's own fonts and need nothing of this.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "name": ("font_source_serif_pro", "files/SourceSerifPro-Bold.ttf"),
    "serif": ("font_source_serif_pro", "files/SourceSerifPro-Semibold.ttf"),
    "text": ("font_source_sans_pro", "files/SourceSansPro-Regular.ttf"),
    "strong": ("font_source_sans_pro", "files/SourceSansPro-Semibold.ttf"),
    "italic": ("font_source_sans_pro", "files/SourceSansPro-It.ttf"),
}
"""Fonts that words are set in: package and file."""
FALLBACKS: Final[Mapping[str, tuple[str, str]]] = {
    "latin": ("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf"),
    "han": ("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc"),
}
"""Fonts for what the others lack, in the order in which they are asked."""
FACE: Final = {"han": 2}
"""Which face of a collection is used: of Noto Sans CJK the one with the letter shapes of mainland China."""
PACKAGES: Final = (
    *("font-source-serif-pro", "font-source-sans-pro"),
    *("fontpkg-noto-sans", "noto-cjk-sans-otc", "fonttools"),
)
"""Packages whose other version may hold other letters or other shapes."""

_EVERYWHERE = re.compile(
    r"[ -~\u00a0-\u00ac\u00ae-\u012b\u0134-\u0149\u014c-\u0165\u0168-\u017e\u01a0\u01a1\u01af\u01b0"
    r"\u0300-\u0304\u0306-\u030c\u031b\u0323\u0324\u1ea0-\u1ef9\u2012-\u2015\u2018-\u201a\u201c-\u201e"
    r"\u2020-\u2022\u2026\u2030\u2032\u2033\u20ab\u20ac\u2212]*"
)
"""Letters that each of :data:`KINDS` holds: nearly every text consists of them, and no font need be asked."""
_DECORATION = {"So", "Sk"}
"""Unicode's categories of pictures and signs: emoji, stars, arrows, what modifies them."""


class LetterError(ValueError):
    """Raised for a text that cannot be printed, because no font has some of its letters."""

    def __init__(self, text: str, letters: tuple[str, ...]) -> None:
        self.text, self.letters = text, letters
        super().__init__(f"{text!r}: {' '.join(letters)}")


class Run(NamedTuple):
    """Letters of a text that are set in one font."""

    font: str
    """A key of :data:`KINDS` or :data:`FALLBACKS`."""
    text: str


@cache
def read_font(font: str) -> bytes:
    """Return the file of a font."""
    package, name = KINDS.get(font) or FALLBACKS[font]
    return files(package).joinpath(name).read_bytes()


@cache
def _opened(font: str) -> "TTFont":
    """Open a font, once: what is read of a large one to find its letters takes 50 MB and half a second."""
    from fontTools.ttLib import TTFont  # late: most catalogues need nothing but the letters of every font

    return TTFont(BytesIO(read_font(font)), fontNumber=FACE.get(font, -1), lazy=True)


@cache
def letters_of(font: str) -> frozenset[int]:
    """Return the code points that a font has a shape for."""
    return frozenset(_opened(font).getBestCmap())


def _font_for(letter: str, kind: str) -> str:
    """Return the first font that has a letter; empty if none does."""
    return next((font for font in (kind, *FALLBACKS) if ord(letter) in letters_of(font)), "")


@lru_cache(maxsize=4096)
def _is_printable(letter: str) -> bool:
    """Whether a letter can be set whatever kind of words it stands in."""
    return all(_font_for(letter, kind) for kind in KINDS)


def _is_invisible(letter: str) -> bool:
    """Whether a letter only tells programs how to show others: joiners, soft hyphens, chosen variants."""
    return unicodedata.category(letter) == "Cf" or unicodedata.name(letter, "").startswith("VARIATION SEL")


def is_decoration(letter: str) -> bool:
    """Whether a letter only decorates, so that a text says the same without it.

    Pictures and signs (emoji, dingbats), what modifies or joins them, and invisible marks.
    Letters, digits, punctuation, accents, signs of currencies and of mathematics are no decoration, nor
    are letters of private use, which only one program's font can show.
    """
    return unicodedata.category(letter) in _DECORATION or _is_invisible(letter)


def lacking(text: str) -> tuple[str, ...]:
    """Return the letters of a text, each once and in order, that no font has and that are no decoration."""
    if _EVERYWHERE.fullmatch(text):
        return ()
    return tuple(
        letter
        for letter in dict.fromkeys(unicodedata.normalize("NFC", text))
        if not letter.isspace() and not is_decoration(letter) and not _is_printable(letter)
    )


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """Return a text as it can be printed: without invisible letters and decoration that no font has.

    Nothing else is ever left out.

    Raises :class:`LetterError` for letters that no font has, and where nothing but decoration is left out.
    """
    text = unicodedata.normalize("NFC", text)
    if _EVERYWHERE.fullmatch(text):
        return text
    if letters := lacking(text):
        raise LetterError(text, letters)
    kept = "".join(
        letter if _is_printable(letter) else " " * letter.isspace()
        for letter in text
        if not _is_invisible(letter)
    )
    if kept == text:
        return text
    kept = " ".join(kept.split())
    if not kept and text.strip():
        raise LetterError(text, tuple(dict.fromkeys(text.strip())))
    return kept


@lru_cache(maxsize=65536)
def runs(text: str, kind: str) -> tuple[Run, ...]:
    """Divide a line by the fonts that set it. Raises :class:`LetterError` like :func:`clean`."""
    text = clean(text)
    if _EVERYWHERE.fullmatch(text):
        return (Run(kind, text),)
    fonts = [_font_for(letter, kind) for letter in text]
    # A mark is set in the font of its letter, if that has it.
    for place in range(1, len(text)):
        before = fonts[place - 1]
        if unicodedata.combining(text[place]) and ord(text[place]) in letters_of(before):
            fonts[place] = before
    pairs = groupby(zip(fonts, text, strict=True), key=lambda pair: pair[0])
    return tuple(Run(font, "".join(letter for _, letter in group)) for font, group in pairs)


def pieces(text: str, fits: Callable[[str], bool]) -> list[tuple[str, bool]]:
    """Divide a text where a line may end; each piece with whether a space stands before it.

    Lines end between words, and between any two Chinese or Japanese letters; none begins with a "·". None
    ends at a no-break space, unless what this joins is too long for one line: ``fits`` says whether words
    have room on it.
    """
    result: list[tuple[str, bool]] = []
    for run in _BREAKING_SPACE.split(text.strip()):
        words = run.split()
        together = " ".join(words)
        if len(words) > 1 and not _HAN_LETTER.search(run) and fits(together):
            words = [together]
        for word in words:
            if word == "·" and result:
                before, spaced = result.pop()
                result.append((f"{before} ·", spaced))
                continue
            for position, piece in enumerate(_BREAKABLE.findall(word)):
                result.append((piece, position == 0 and bool(result)))
    return result


_HAN = "\u2e80-\u2fdf\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CLOSING = "\u3001-\u3003\u3009\u300b\u300d\u300f\u3011\u3015\uff01\uff09\uff0c\uff0e\uff1a\uff1b\uff1f"
_BREAKING_SPACE = re.compile(r"[^\S\u00a0]+")
_HAN_LETTER = re.compile(f"[{_HAN}]")
_BREAKABLE = re.compile(f"[{_HAN}][{_CLOSING}]*|[^{_HAN}]+")


@lru_cache(maxsize=64)
def true_type(font: str, block: int) -> bytes:
    """Return a TrueType font with up to 256 letters of a font with PostScript outlines.

    ``block`` is the code point of the first letter divided by 256. PDF libraries embed TrueType outlines
    only; which letters stand together depends on nothing but their numbers, so the same words give the same
    bytes.
    """
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    source = _opened(font)
    names = source.getBestCmap()
    cmap = {code: names[code] for code in range(block << 8, (block + 1) << 8) if code in names}
    order = [".notdef", *sorted(set(cmap.values()) - {".notdef"})]
    shapes, outlines = source.getGlyphSet(), {}
    for name in order:
        pen = TTGlyphPen(None)
        shapes[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        outlines[name] = pen.glyph()
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(cmap)
    builder.setupGlyf(outlines)
    sides = {name: getattr(outlines[name], "xMin", 0) for name in order}  # none where there is no outline
    builder.setupHorizontalMetrics({name: (shapes[name].width, sides[name]) for name in order})
    head = source["hhea"]
    builder.setupHorizontalHeader(ascent=head.ascent, descent=head.descent)
    name = f"OCOP-{font}-{block:X}"
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
    builder.setupOS2(sTypoAscender=head.ascent, sTypoDescender=head.descent)
    builder.setupPost()
    builder.updateHead(created=0, modified=0)
    out = BytesIO()
    builder.save(out)
    return out.getvalue()
