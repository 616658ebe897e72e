"""Where a template may not put marks of languages: attributes, titles, options and drawings.

Text in another language than its page's (``MarkedText``) is shown as HTML that marks it. Inside a tag, and
inside elements that hold no other elements, that would be wrong: there the filter ``plain_text`` is put
behind every expression while a template is compiled, so a theme's author need not think of it.

Each template is looked at by itself: what it includes or calls begins as content.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from generator.text import MarkedText

PLAIN = "plain_text"
"""The filter's name."""
PLAIN_ELEMENTS = frozenset({"option", "script", "style", "svg", "textarea", "title"})
"""Elements that cannot hold ``span``."""
_QUOTE = re.compile(r"[\"']")
_IN_TAG = re.compile(r"[\"'>]")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_NEXT = {(True, True): _QUOTE, (False, True): _IN_TAG, (False, False): _TAG}
"""What to look for by whether an attribute is open, and a tag."""
_BRANCHES = frozenset({"elif", "else"})
_ENDS = frozenset({"endif", "endfor"})


@dataclass(frozen=True)
class Place:
    """The position in a template's HTML after some text: open tag, open attribute, open plain elements."""

    quote: str = ""
    """The quote of the attribute that is open."""
    tag: tuple[str, str] | None = None
    """The tag that is open: "/" if it closes its element, and the element's name."""
    inside: tuple[str, ...] = ()
    """The elements of :data:`PLAIN_ELEMENTS` that are open."""

    @property
    def is_plain(self) -> bool:
        """Whether only plain text may stand at this position."""
        return self.tag is not None or bool(self.inside)

    def after(self, text: str) -> "Place":
        """Return the position behind ``text``, which is HTML without expressions."""
        place, at = self, 0
        while sign := _NEXT[bool(place.quote), place.tag is not None].search(text, at):
            place, at = _behind(place, sign), sign.end()
        return place


def _behind(place: Place, sign: re.Match[str]) -> Place:
    """Return the position behind a match: the next quote, or the beginning or end of a tag."""
    if place.quote:
        return replace(place, quote="") if sign[0] == place.quote else place
    if place.tag is None:
        return replace(place, tag=(sign[1], sign[2].lower()))
    if sign[0] != ">":
        return replace(place, quote=sign[0])
    (closes, name), inside = place.tag, place.inside
    closes_itself = sign.string[: sign.start()].endswith("/")
    if name in PLAIN_ELEMENTS and not closes and not closes_itself:
        inside = (*inside, name)
    elif closes and inside and inside[-1] == name:
        inside = inside[:-1]
    return Place(inside=inside)


class PlainPlaces(Extension):
    """Adds the filter to each expression at a position where language marks may not stand."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield the tokens of a template, with the filter added where it is needed."""
        place = Place()
        branches: list[Place] = []
        in_block = False
        for token in stream:
            if token.type == "data":
                place = place.after(token.value)
            elif token.type == "block_begin":
                in_block = True
            elif in_block:
                # The first word of a block says what it does to the branches.
                in_block = False
                if token.value in ("if", "for"):
                    branches.append(place)
                elif token.value in _BRANCHES and branches:
                    place = branches[-1]
                elif token.value in _ENDS and branches:
                    branches.pop()
            if token.type == "variable_begin" and place.is_plain:
                yield token
                yield Token(token.lineno, "lparen", "(")
            elif token.type == "variable_end" and place.is_plain:
                yield Token(token.lineno, "rparen", ")")
                yield Token(token.lineno, "pipe", "|")
                yield Token(token.lineno, "name", PLAIN)
                yield token
            else:
                yield token


def plain(value: object) -> object:
    """Return marked text without its marks; any other value as it is."""
    return str(value) if isinstance(value, MarkedText) else value
