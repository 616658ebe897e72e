"""Every sentence that the program says, in Vietnamese and English side by side, and how it is looked up.

The sentences are data: ``<part>.json`` beside this file, one entry for each key, for whoever translates or
corrects them. A part is read when its first sentence is asked for. ``{names}`` in braces are filled by the
caller; a literal brace is written twice. A placeholder that ends in ``_vi`` or ``_en`` is a value that
differs by language; each language has its own. The interface words of pages are not here: they belong to
the theme (``themes/<name>/locales``).

``problems.json`` is keyed by the permanent codes of problems. A code is never renamed and never reused: an
officer may have written it down. Each has its severity (an error stops a build, a warning does not), ``what``
is wrong and, as ``hint``, what to do.
"""

import json
import pkgutil
from datetime import date
from functools import cache
from typing import Any

from generator.dates import show_day

LANGUAGES = ("vi", "en")
"""The languages of the program. Whoever asks for another one is answered in English."""


@cache
def load_part(name: str) -> dict[str, Any]:
    """Return the entries of ``<name>.json`` by key."""
    entries: dict[str, Any] = json.loads(pkgutil.get_data(__name__, f"{name}.json") or b"")
    return entries


def message(key: str, language: str, /, **values: object) -> str:
    """Return a sentence; ``key`` is ``part.entry``.

    Days and numbers with decimals (``float``) among the values are written as the language does. Raises
    ``KeyError`` where there is no such entry or a placeholder has no value.
    """
    name, _, entry = key.partition(".")
    sentence: str = load_part(name)[entry]["vi" if language == "vi" else "en"]
    return sentence.format_map({place: _shown(value, language) for place, value in values.items()})


def _shown(value: object, language: str) -> object:
    if isinstance(value, date):
        return show_day(value, language)
    if isinstance(value, float):
        return f"{value:g}".replace(".", "," if language == "vi" else ".")
    return value


def both(key: str, /, **values: object) -> dict[str, str]:
    """Return a sentence by language."""
    return {language: message(key, language, **values) for language in LANGUAGES}


def in_both(name: str, key: str, /, **values: object) -> dict[str, str]:
    """Return a sentence as the values ``<name>_vi`` and ``<name>_en`` of another one."""
    return {f"{name}_{language}": sentence for language, sentence in both(key, **values).items()}
