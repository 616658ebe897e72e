"""Checks and cleans drawings of a theme: shapes only, no scripts and nothing fetched from elsewhere.

Drawings stand inside pages as they are, are files of their own that a browser can open, and are drawn into
the pictures of shared links. So the rule is a list of what a drawing may hold, not of what it may not.
What drawing programs leave behind (their own elements, titles, comments) is dropped, as it is not seen.
"""

import re
from html import escape
from xml.parsers import expat

from generator.diagnostics.problem import SourceLocation, problem
from generator.messages import in_both
from generator.render.fault import ThemeError, decode

NAMESPACE = "http://www.w3.org/2000/svg"
GROUPS = frozenset({"svg", "g", "defs", "clipPath", "linearGradient", "radialGradient"})
ELEMENTS = GROUPS | {"path", "circle", "ellipse", "rect", "line", "polyline", "polygon", "stop"}
DROPPED = frozenset({"title", "desc", "metadata"})
"""Elements of SVG that are dropped with all that they hold."""
ATTRIBUTES = frozenset(
    {
        *(
            "id",
            "class",
            "viewBox",
            "width",
            "height",
            "x",
            "y",
            "x1",
            "y1",
            "x2",
            "y2",
            "cx",
            "cy",
            "r",
            "rx",
        ),
        *("ry", "fx", "fy", "d", "points", "pathLength", "transform", "preserveAspectRatio", "version"),
        *("fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"),
        *("stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "stroke-opacity", "opacity"),
        *("clip-path", "clip-rule", "clipPathUnits", "color", "display", "visibility", "vector-effect"),
        *("paint-order", "shape-rendering", "color-interpolation", "gradientUnits", "gradientTransform"),
        *("spreadMethod", "offset", "stop-color", "stop-opacity", "data-tint", "role", "focusable"),
        *("aria-hidden", "aria-label"),
    }
)
LINKS = frozenset({"href", "http://www.w3.org/1999/xlink href"})
"""Attributes that may name a gradient of the same drawing."""
MOST_BYTES = 512 * 1024
DEEPEST = 32
MOST_ELEMENTS = 20_000
WIDEST = 8
"""How many times wider than high, or higher than wide, a drawing may be: it is drawn to a given width."""

_VALUE = re.compile(r"[\w\s#%().,;+/-]*")
_CALL = re.compile(r"([\w-]*)\s*\(")
_CALLS = frozenset(
    {
        *("rgb", "rgba", "hsl", "hsla", "translate", "scale", "rotate", "skewX", "skewY", "matrix"),
    }
)
_LOCAL = re.compile(r"\s*url\(#[A-Za-z][\w.-]*\)\s*")
_FRAGMENT = re.compile(r"#[A-Za-z][\w.-]*")
_TINT = re.compile(r"#[0-9a-fA-F]{3,8}")
_NUMBER = re.compile(r"\s*([0-9]*\.?[0-9]+)(?:px)?\s*")


def clean(data: bytes, file: str) -> str:
    """Return a drawing as it may be published: unchanged, if nothing had to be dropped.

    Raises ``ThemeError`` with the line of the first thing that no drawing may hold, or where it is no SVG.
    """
    if len(data) > MOST_BYTES:
        sizes = {"size": len(data) // 1024 + 1, "limit": MOST_BYTES // 1024}
        advice = in_both("how", "hints.drawing-too-big")
        raise ThemeError(problem("FILE-TOO-BIG", SourceLocation(file), **sizes, **advice))
    return _Reader(file).read(data)


class _Reader:
    """Parses a drawing once and writes the allowed parts again."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.CommentHandler = self._drop
        self._parser.ProcessingInstructionHandler = self._drop
        self._parser.XmlDeclHandler = self._drop
        self._parser.StartCdataSectionHandler = self._drop
        self._parser.StartNamespaceDeclHandler = self._namespace
        self._written: list[str] = []
        self._open: list[str] = []
        self._count = 0
        self._skipped = 0
        """How many elements are open that are dropped."""
        self._changed = False

    def read(self, data: bytes) -> str:
        """Return the cleaned drawing. Raises ``ThemeError`` for what is refused rather than dropped."""
        text = decode(data, self._file)
        try:
            self._parser.Parse(text.encode(), True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            location = SourceLocation(self._file, error.lineno, error.offset + 1)
            raise ThemeError(problem("THEME-DRAWING", location, reason=reason)) from error
        return "".join(self._written) if self._changed else text

    def _fault(self, code: str, **values: object) -> ThemeError:
        location = SourceLocation(
            self._file, self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        )
        return ThemeError(problem(code, location, **values))

    def _refuse(self, written: str) -> ThemeError:
        return self._fault("THEME-DRAWING-PART", what=written[:80])

    def _doctype(self, *_: object) -> None:
        # Before anything that it declares is read: entities can grow without end and name other files.
        raise self._refuse("<!DOCTYPE>")

    def _drop(self, *_: object) -> None:
        self._changed = True

    def _namespace(self, prefix: str | None, _address: str) -> None:
        if prefix:
            # Names with a prefix mean something else where the drawing stands inside a page.
            self._changed = True

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, element = name.rpartition(" ")
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) + self._skipped >= DEEPEST:
            raise self._fault("THEME-DRAWING", reason=f"> {MOST_ELEMENTS} elements, > {DEEPEST} deep")
        if not self._open and (namespace, element) != (NAMESPACE, "svg"):
            raise self._fault("THEME-DRAWING", reason="<svg>")
        if self._skipped or namespace != NAMESPACE or element in DROPPED:
            self._skipped += 1
            self._changed = True
            return
        if element not in ELEMENTS or (self._open and element == "svg"):
            raise self._refuse(f"<{element}>")
        kept = "".join(self._attribute(element, key, value) for key, value in attributes.items())
        if not self._open:
            self._check_size(attributes)
            kept = f' xmlns="{NAMESPACE}"{kept}'
        self._written.append(f"<{element}{kept}>" if element in GROUPS else f"<{element}{kept}/>")
        self._open.append(element)

    def _attribute(self, element: str, key: str, value: str) -> str:
        """An attribute as it is written again; empty if it is dropped."""
        if key in LINKS and element in {"linearGradient", "radialGradient"} and _FRAGMENT.fullmatch(value):
            self._changed |= key != "href"
            return f' href="{escape(value)}"'
        if " " in key and key not in LINKS:
            self._changed = True
            return ""
        calls = set(_CALL.findall(value))
        fits = _VALUE.fullmatch(value) and calls <= _CALLS and (key != "data-tint" or _TINT.fullmatch(value))
        if key not in ATTRIBUTES or not (fits or _LOCAL.fullmatch(value)):
            raise self._refuse(f'{key.rpartition(" ")[2]}="{value}"')
        return f' {key}="{escape(value)}"'

    def _check_size(self, attributes: dict[str, str]) -> None:
        box = attributes.get("viewBox", "").replace(",", " ").split()
        sizes = [box[2:]] if len(box) == 4 else []
        if "width" in attributes or "height" in attributes:
            sizes.append([attributes.get("width", ""), attributes.get("height", "")])
        for size in sizes or [["", ""]]:
            numbers = [float(match[1]) for length in size if (match := _NUMBER.fullmatch(length))]
            if len(numbers) != 2 or min(numbers) <= 0 or max(numbers) > WIDEST * min(numbers):
                raise self._fault("THEME-DRAWING", reason='viewBox="0 0 240 240"')

    def _text(self, text: str) -> None:
        if text.strip() and not self._skipped:
            raise self._refuse(text.strip())
        if not self._skipped:
            self._written.append(text)

    def _end(self, _name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        element = self._open.pop()
        if element in GROUPS:
            self._written.append(f"</{element}>")
