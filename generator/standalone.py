"""Pages that are one file and need nothing else: they can be opened from a stick or sent round by mail."""

from collections.abc import Iterable
from html import escape

COLOURS = """
body{margin:0 auto;background:#faf6ec;color:#1d2a1c;
font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
h1,h2{font-family:"Noto Serif",Cambria,Georgia,serif;line-height:1.25;color:#1e4a2c}
"""
"""The look of the catalogue as far as a page without its files can have it."""


def standalone_page(language: str, title: str, style: str, parts: Iterable[str]) -> bytes:
    """Return a page; ``style`` is CSS that is added to :data:`COLOURS`, ``parts`` are HTML of its body.

    Search engines are told to leave it alone, and links from it tell nobody where they stand.
    """
    head = (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">'
        f"<title>{escape(title)}</title><style>{COLOURS}{style}</style></head><body>"
    )
    return "".join([head, *parts, "</body></html>\n"]).encode()
