"""Checks of the theme's style sheets and scripts that pages carry inline.

Neither may end the element that it stands in. A style sheet loads nothing, neither from other hosts nor
from other files: it could tell a stranger who reads what. What a script does is not checked; it is a
program that runs in readers' browsers.
"""

import re

from generator.diagnostics.problem import SourceLocation, problem
from generator.render.fault import ThemeError

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n\r\f]?|(.))", re.DOTALL)
_LOADS = re.compile(
    r"@import|@namespace|(?:-webkit-)?image-set\s*\(|\bsrc\s*\(|\bimage\s*\(|\bexpression\s*\(|-moz-binding"
    r"|(?<![\w-])behavior\s*:|\burl\s*\(\s*(?![\"']?(?:#|data:image/))[^)]{0,60}\)?",
    re.IGNORECASE,
)
_ENDS = re.compile(r"</?(?:style|script)", re.IGNORECASE)


def check_style(css: str, file: str) -> None:
    """Refuse a style sheet that loads another file or holds HTML. Raises ``ThemeError`` with the line."""
    _refuse(_ENDS, css, file)
    plain = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), css)
    # An escape may stand for any letter of a name: \75rl(…) is url(…).
    _refuse(_LOADS, _ESCAPE.sub(_unescaped, plain), file)


def check_script(script: str, file: str) -> None:
    """Refuse a script that holds the end of its own element. Raises ``ThemeError`` with the line."""
    _refuse(_ENDS, script, file)


def _unescaped(match: re.Match[str]) -> str:
    if not match[1]:
        return match[2]
    number = int(match[1], 16)
    return chr(number) if 32 <= number < 0xD800 else " "


def _refuse(pattern: re.Pattern[str], text: str, file: str) -> None:
    if match := pattern.search(text):
        line = text.count("\n", 0, match.start()) + 1
        raise ThemeError(problem("THEME-INLINE", SourceLocation(file, line, 1), what=match[0]))
