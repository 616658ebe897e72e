"""Texts: bilingual text, folding for search, slugs, Vietnamese order, numbers. Days are in ``dates``."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, Self, get_args

from babel.numbers import format_decimal
from markupsafe import Markup, escape
from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, RootModel
from pydantic_core import CoreSchema
from slugify import slugify

from generator.dates import babel_locale

LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Z]{2})?$")

SOURCE_LANGUAGE = "en"
"""The language of the interface words in templates and code."""

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

ETH = {"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"}
"""Letters that look like đ and are typed for it. No word of Vietnamese or of its neighbours has them."""
_ETH = str.maketrans(ETH)
_UNIT = re.compile(
    r"(?<=\d)(?<!/\d{4})(?<![a-z] \d{4}) (?!(?:of|in|at|to|and|or|by|for|on)\b|năm \d)(?=[^\W\d])"
    r"|(?:(?<=\bround)|(?<=\bđợt)) (?=\d)"
)
"""The blank between a number and what it counts (2 kg, 1 July; nothing follows a year), or before the number
of a round."""
_CAPITALS = "".join(letter for letter in map(chr, range(0x41, 0x1EFA)) if letter.isupper())
_LONG_WORD = "(?:[A-Za-z]{7}|[A-Za-z]{6}(?<!nh|ng))"
"""How a word begins that no syllable of Vietnamese without marks begins like: Commune, Cooperative, Sample.
Beside another one it would be broken inside on a phone: browsers do that rather than end a line at a no-break
space."""
_CAPITALISED = rf"(?!{_LONG_WORD})[{_CAPITALS}][\w’'-]*"
_NAME = re.compile(rf"(?<!\w){_CAPITALISED}(?: {_CAPITALISED})+")
_SHORT_TEXT = re.compile(r"\S+(?: \S+){1,3}")
_INTRODUCTION = re.compile(rf"(?:[{_CAPITALS}]{{2,}}|The|Xã|Phường|Huyện|Tỉnh) ")
"""Before a name, and no part of it: HTX Hương Rừng, Phường Hoàng Văn Thụ."""
_SHORTEST_LINE = 14
"""Letters that fit beside a picture on the narrowest phone: longer texts may end a line between two words."""
_LONGEST_NAME = 18
"""Most letters of a name of up to four words that is kept on one line."""

# The order of the Vietnamese alphabet once tones are taken off, as ICU's "vi" collation has it
# (f, j, w, z come in where English has them).
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET, start=100)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_LETTER_MARKS = {"\u0302", "\u0306", "\u031b"}  # circumflex, breve, horn: these make letters


class Text(RootModel[dict[str, str]]):
    """Words in one or more languages: ``{vi: Gạo nếp, en: Glutinous rice}``.

    Keys are language codes, values are NFC text. Which languages a site needs is for the
    catalogue's checks to say; a ``Text`` itself only holds what was written.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Offer ``vi`` and ``en`` to editors; further languages are allowed."""
        return {
            "type": "object",
            "properties": {
                "vi": {"type": "string", "title": "Tiếng Việt"},
                "en": {"type": "string", "title": "English"},
            },
            "additionalProperties": {"type": "string"},
        }

    def __getitem__(self, language: str) -> str:
        return self.root[language]

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.root.items())))

    @property
    def languages(self) -> Iterable[str]:
        """The languages in which this text was written."""
        return self.root.keys()

    def has(self, language: str) -> bool:
        """Whether this text was written in ``language``."""
        return language in self.root

    def pick(self, language: str) -> tuple[str, str]:
        """The text for a reader of ``language`` and the language it is really in.

        Falls back to the first language written, so that half-translated data still shows;
        the second value lets the page mark the fallback with ``lang``.
        """
        if language in self.root:
            return self.root[language], language
        for other_language, words in self.root.items():
            return words, other_language
        return "", language

    def get(self, language: str) -> str:
        """The text for a reader of ``language``; :class:`MarkedText` where it is in another language."""
        if language in self.root:
            return self.root[language]
        words, written_in = self.pick(language)
        return in_language(words, written_in) if written_in != language else words


class MarkedText(str):
    """A text that is, in part or as a whole, in another language than its page (WCAG 3.1.2).

    It is an ordinary string of the words alone, for attributes, titles and data. Where a template shows
    it as content, its ``html`` is shown, in which the parts in other languages carry ``lang``.
    """

    __slots__ = ("html",)
    html: Markup

    def __new__(cls, words: str, html: Markup) -> Self:
        """A string of ``words`` that a page shows as ``html``."""
        text = super().__new__(cls, words)
        text.html = html
        return text

    def __html__(self) -> Markup:
        return self.html

    def __repr__(self) -> str:
        """Words and marks, so that a digest of it sees both."""
        return f"MarkedText({str(self)!r}, {str(self.html)!r})"

    def __reduce__(self) -> tuple[type[Self], tuple[str, Markup]]:
        return type(self), (str(self), self.html)


def in_language(words: str, language: str) -> MarkedText:
    """Return words that a page marks as being in ``language``."""
    return MarkedText(words, Markup('<span lang="{}">{}</span>').format(language, unbroken(words)))


def translated(words: Mapping[str, str], language: str, source: str) -> str:
    """Return the interface words for ``source``, else ``source``, marked as English in another language."""
    translation = words.get(source)
    if translation is not None:
        return translation
    return source if language == SOURCE_LANGUAGE else in_language(source, SOURCE_LANGUAGE)


def fill(template: str, /, **values: object) -> str:
    """``template.format(**values)`` that keeps the marks of template and values."""
    words = template.format(**values)
    if _has_marks(template, values):
        return MarkedText(words, escape(template).format(**values))
    return words


def fill_percent(template: str, values: Mapping[str, object]) -> str:
    """``template % values`` that keeps the marks of template and values; ``Markup`` if ``template`` is."""
    if _has_marks(template, values):
        return MarkedText(str(template) % values, escape(template) % values)
    return template % values


def _has_marks(template: str, values: Mapping[str, object]) -> bool:
    return type(template) is MarkedText or MarkedText in map(type, values.values())


def nfc(value: str) -> str:
    """Return ``value`` with composed Vietnamese letters (NFC); never NFKC, which changes m² and ½."""
    return unicodedata.normalize("NFC", value)


@lru_cache(maxsize=65536)
def fold(value: str) -> str:
    """Return ``value`` as a search compares it: no marks, no case, single spaces, NFC or NFD alike.

    "Đắk Lắk" and "dak  lak" fold to the same text. ``đ`` has no decomposition and needs its own
    rule, as do the letters that look like it (:data:`ETH`); apostrophes and dashes of place
    names (M'Đrắk, M’Đrắk) go.
    """
    plain = unicodedata.normalize("NFD", value.translate(_ETH).casefold().replace("đ", "d"))
    kept = "".join(c for c in plain if not unicodedata.combining(c) and c not in "\u200b\u200c\u200d")
    return " ".join(re.sub(r"[^\w]+", " ", kept.replace("'", "").replace("’", "")).split())


@lru_cache(maxsize=16384)
def slug(value: str, limit: int | None = None) -> str:
    """Return an address part of ``[a-z0-9-]``: "Đắk Lắk" gives "dak-lak". Empty if nothing is left.

    ``limit`` is the greatest number of its letters.
    """
    return slugify(nfc(value).translate(_ETH).replace("đ", "d").replace("Đ", "D"))[:limit].strip("-")


def heading_slug(value: str, separator: str) -> str:
    """:func:`slug` in the shape that Markdown's ``toc`` extension asks for."""
    return slug(value) or "muc" + separator


@lru_cache(maxsize=65536)
def sort_key(value: str) -> tuple[tuple[int, ...], ...]:
    """Return a key that sorts names as a Vietnamese dictionary does.

    Letters first (a ă â b c d đ …), then tones (ngang, huyền, hỏi, ngã, sắc, nặng), then case,
    each over the whole text, as ICU's Vietnamese collation does.
    """
    return tuple(zip(*map(_rank, nfc(value).translate(_ETH)), strict=True))


@cache
def _rank(character: str) -> tuple[int, int, int]:
    """Return the rank of a letter, its tone, and whether it is a capital."""
    letter, tone = "", 0
    for sign in unicodedata.normalize("NFD", character):
        if sign in _TONES:
            tone = _TONES[sign]
        elif not unicodedata.combining(sign) or sign in _LETTER_MARKS:
            letter += sign
    letter = unicodedata.normalize("NFC", letter)
    lower = letter.lower()
    rank = _RANK.get(lower, min(ord(lower[:1] or " "), 99) if lower < "a" else 1000)
    return rank, tone, int(letter != lower)


def initial(name: str) -> str:
    """Return the capital under which a dictionary has a name, without its tone; ``#`` if it is no letter."""
    return _capital(name[:1])


@cache
def _capital(letter: str) -> str:
    signs = unicodedata.normalize("NFD", letter)
    capital = unicodedata.normalize("NFC", "".join(sign for sign in signs if sign not in _TONES)).upper()
    return capital if capital.isalpha() else "#"


def unbroken(value: str) -> str:
    """Return a text of a page with no-break spaces where its lines may not end.

    That is inside a text of a few short words that stands alone (a product's name, "Mật ong"), inside names
    of places, people and firms, whose words all have capitals (Suối Mây), but for long words of other
    languages in them, and between a number and what it counts (4 sao, 2 kg).
    """
    if " " not in value:
        return value
    if len(value) <= _SHORTEST_LINE and _SHORT_TEXT.fullmatch(value):
        return value.replace(" ", NO_BREAK_SPACE)
    return _NAME.sub(_unbroken_name, _UNIT.sub(NO_BREAK_SPACE, value))


def _unbroken_name(match: re.Match[str]) -> str:
    """Join the words of a name; one that is too long for a line may end it after every second word."""
    name, before = match[0], ""
    if len(name) > _LONGEST_NAME and (introduction := _INTRODUCTION.match(name)):
        name, before = name[introduction.end() :], introduction[0]
    words = name.split(" ")
    if len(words) <= 4 and len(name) <= _LONGEST_NAME:
        return before + NO_BREAK_SPACE.join(words)
    # A name of a place ends a Vietnamese name and begins an English one: there the odd word stands alone.
    if len(words) % 2 and not words[-1].isascii():
        before += f"{words.pop(0)} "
    return before + " ".join(NO_BREAK_SPACE.join(words[at : at + 2]) for at in range(0, len(words), 2))


@lru_cache(maxsize=16384)
def show_number(number: float, language: str) -> str:
    """Return a number with the separators of the language: 1.234,5 in Vietnamese, 1,234.5 in English."""
    return format_decimal(number, locale=babel_locale(language) or "vi")


def texts_of(value: object, at: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Text]]:
    """Yield every :class:`Text` inside a record with the path that leads to it, in the order of fields."""
    if isinstance(value, Text):
        yield at, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts_of(inner, (*at, key))
    elif isinstance(value, tuple | list):
        for index, inner in enumerate(value):
            yield from texts_of(inner, (*at, index))
    elif isinstance(value, BaseModel):
        for name, alias in _worded(type(value)):
            yield from texts_of(getattr(value, name), (*at, alias))


@cache
def _worded(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """Return the fields of a model that may hold a :class:`Text`, with their names in files."""
    return tuple(
        (name, info.alias or name) for name, info in model.model_fields.items() if _may_hold(info.annotation)
    )


def _may_hold(annotation: Any) -> bool:
    """Whether a value of a type may be, or hold, a :class:`Text`."""
    arguments = get_args(annotation)
    if isinstance(annotation, type) and not arguments and issubclass(annotation, BaseModel):
        return issubclass(annotation, Text) or bool(_worded(annotation))
    return annotation is Any or any(_may_hold(argument) for argument in arguments)
