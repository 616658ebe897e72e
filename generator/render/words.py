"""Reading and checking of a theme's translations (gettext ``.po``), so that none can fail on a page.

What gettext's own readers pass over in silence (an unclosed quote, a form too few) is refused here,
because the page would show another language or nothing at all.
"""

import re
from collections.abc import Iterable
from io import BytesIO

from babel.messages.pofile import PoFileError, read_po

from generator.diagnostics.problem import SourceLocation, problem
from generator.render.fault import ThemeError, decode
from generator.settings import ThemeFacts
from generator.text import LANGUAGE, SOURCE_LANGUAGE

Words = dict[str, str]
"""English source text → its translation; of counted words, the form for one and that for many."""
Plurals = dict[tuple[str, str], tuple[str, ...]]
"""English forms for one and many → the forms of the language."""

_LINE = re.compile(
    r'\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d\])\s*)?"(?:[^"\\]|\\[nrt"\\])*"\s*)?'
)
_PLACEHOLDER = re.compile(r"%%|%\(\w+\)[a-z]|%|\{\{|\}\}|\{[^{}]*\}|[{}]")
_MARKUP = re.compile(r"<[^<>]*>|[<>]")
_ESCAPED = {"%%", "{{", "}}"}


def read_words(content: bytes, language: str, file: str) -> tuple[Words, Plurals]:
    """Return the translations of one language, and its plural forms.

    Raises ``ThemeError`` with the line where the file has another form than ``.po`` files have, where a
    translation has a placeholder that its source text lacks, and where a form is missing.
    """
    if not LANGUAGE.fullmatch(language.replace("_", "-")):
        raise ThemeError(problem("LANGUAGE-CODE", SourceLocation(file), written=language))
    lines = decode(content, file).split("\n")
    for number, line in enumerate(lines, start=1):
        if not _LINE.fullmatch(line):
            raise ThemeError(problem("THEME-WORDS-LINE", SourceLocation(file, number, 1)))
    try:
        stream = BytesIO("\n".join(lines).encode())
        catalog = read_po(stream, locale=language.replace("-", "_"), abort_invalid=True)
        forms_expected = catalog.num_plurals
    except (PoFileError, ValueError, LookupError) as error:
        line_at = getattr(error, "lineno", -1) + 1
        location = SourceLocation(file, line_at, min(line_at, 1))
        raise ThemeError(problem("THEME-WORDS", location, reason=error)) from error
    words: Words = {}
    plurals: Plurals = {}
    for message in catalog:
        sources = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        translation = message.string or ""
        forms = (translation,) if isinstance(translation, str) else tuple(translation)
        if not message.id or not any(forms) or message.fuzzy:
            continue
        location = SourceLocation(file, message.lineno or 0, 1)
        _same_placeholders(sources, forms, location)
        _same_markup(sources, forms, location)
        if len(sources) == 1:
            words[sources[0]] = forms[0]
            continue
        if len(forms) != forms_expected or not all(forms):
            given = sum(map(bool, forms))
            raise ThemeError(problem("THEME-PLURAL", location, count=given, wanted=forms_expected))
        plurals[sources[0], sources[1]] = forms
        words[sources[0]], words[sources[1]] = forms[0], forms[-1]
    return words, plurals


def untranslated(facts: ThemeFacts, languages: Iterable[str]) -> dict[str, list[str]]:
    """Return by language the interface words that another language of the theme has and this one lacks."""
    known = {source for words in facts.words.values() for source in words}
    missing = {
        language: sorted(known - facts.words.get(language, {}).keys())
        for language in languages
        if language != SOURCE_LANGUAGE
    }
    return {language: sources for language, sources in missing.items() if sources}


def _same_placeholders(sources: tuple[str, ...], forms: tuple[str, ...], location: SourceLocation) -> None:
    """Refuse a translation with a placeholder that its source does not have."""
    known = {placeholder for source in sources for placeholder in _PLACEHOLDER.findall(source)}
    for placeholder in (placeholder for form in forms for placeholder in _PLACEHOLDER.findall(form)):
        if placeholder not in known | _ESCAPED:
            shown = " ".join(sorted(known - _ESCAPED)) or "–"
            raise ThemeError(problem("THEME-PLACEHOLDER", location, written=placeholder, known=shown))


def _same_markup(sources: tuple[str, ...], forms: tuple[str, ...], location: SourceLocation) -> None:
    """Refuse a translation with HTML that its source does not have: words reach the page as they are."""
    known = {markup for source in sources for markup in _MARKUP.findall(source)}
    for markup in (markup for form in forms for markup in _MARKUP.findall(form)):
        if markup not in known:
            raise ThemeError(problem("THEME-WORDS-MARKUP", location, written=markup[:80]))
