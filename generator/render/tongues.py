"""Words in another language than the page's are marked with ``lang`` (WCAG 3.1.2), wherever they stand.

Templates mark what they know to be in another language (``w()``, ``lang_of()``). Names inside links,
headings, lists and sentences, and interface words that a theme has not translated, arrive as plain
text. In a language with gaps they are found here again: each piece of text that is, as a whole, a
record's words in another language, or an English interface word. A complete language costs nothing.

Attributes cannot be marked; neither can what stands in ``title``, ``option`` or a drawing.
"""

import re
from collections.abc import Iterable, Mapping

from markupsafe import escape

from generator.settings import ThemeFacts

SOURCE = "en"
"""The language of the interface words in templates and code."""
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:[^<>\"]|\"[^\"]*\")*)>")
_LANG = re.compile(r"\slang=\"([^\"]*)\"")
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"})
_PLAIN = frozenset({"script", "style", "title", "option", "textarea", "svg"})
_LEAD = re.compile(r"(?:\d+\.|[:·])\s+")
"""What may stand before a name: its number, the joint to an element before it."""
_JOINTS = (re.compile(r"(\s*·\s*|\s+–\s+|“|”)"), re.compile(r"([:,.]\s+|[.:]$)"))
"""What stands between the parts of a line, the strongest first."""
_PLACEHOLDER = re.compile(r"\\\{\w*\\\}|%\\\(\w+\\\)\w")
_LETTERS = 4
"""Letters that an interface phrase must have beside its placeholders to be known again."""


def lacking(facts: ThemeFacts, languages: Iterable[str]) -> dict[str, list[str]]:
    """The interface words that a theme has in another language but not in these, where any are missing."""
    known = {source for words in facts.words.values() for source in words}
    found = {lang: sorted(known - facts.words.get(lang, {}).keys()) for lang in languages if lang != SOURCE}
    return {lang: sources for lang, sources in found.items() if sources}


class Tongues:
    """What to mark in the pages of one build."""

    def __init__(self, facts: ThemeFacts, stand_ins: Mapping[str, Mapping[str, str]]) -> None:
        self._words = {
            lang: {str(escape(words)): found for words, found in given.items()}
            for lang, given in stand_ins.items()
        }
        self._phrases: dict[str, re.Pattern[str]] = {}
        for lang, sources in lacking(facts, stand_ins).items():
            if patterns := [pattern for source in sources if (pattern := _pattern(source))]:
                self._phrases[lang] = re.compile("|".join(patterns))
        self._gaps = {lang for lang in stand_ins if self._words[lang] or lang in self._phrases}

    def mark(self, html: str, lang: str, every_language: bool) -> str:
        """The page with its stand-ins marked; ``lang`` is the page's language."""
        if not self._gaps or (lang not in self._gaps and not every_language):
            return html
        made: list[str] = []
        stack: list[tuple[str, str]] = []
        now, place = lang, 0
        for tag in _TAG.finditer(html):
            made += [self._text(html[place : tag.start()], now, stack), tag[0]]
            place = tag.end()
            closing, name, attributes = tag[1], tag[2].lower(), tag[3]
            if closing:
                while stack and any(open_name == name for open_name, _ in stack):
                    open_name, now = stack.pop()
                    if open_name == name:
                        break
            elif name not in _VOID and not attributes.endswith("/"):
                stack.append((name, now))
                own = _LANG.search(attributes)
                now = own[1] if own else now
        made.append(self._text(html[place:], now, stack))
        return "".join(made)

    def _text(self, text: str, lang: str, stack: list[tuple[str, str]]) -> str:
        bare = text.strip()
        if lang not in self._gaps or not bare or any(name in _PLAIN for name, _ in stack):
            return text
        before, _, after = text.partition(bare)
        lead = found[0] if (found := _LEAD.match(bare)) else ""
        return before + lead + self._marked(bare.removeprefix(lead), lang) + after

    def _marked(self, text: str, lang: str) -> str:
        words, phrases = self._words[lang], self._phrases.get(lang)
        if text in words:
            return f'<span lang="{words[text]}">{text}</span>'
        if phrases and (found := phrases.fullmatch(text)):
            made, place = [], 0
            for start, end in found.regs[1:]:
                if start >= place:
                    made += [text[place:start], self._marked(text[start:end], lang)]
                    place = end
            return f'<span lang="{SOURCE}">{"".join(made)}{text[place:]}</span>'
        for joints in _JOINTS:
            parts = joints.split(text)
            if len(parts) > 1:
                # Every second part is a joint.
                parts[::2] = [self._marked(part, lang) for part in parts[::2]]
                return "".join(parts)
        return text


def _pattern(source: str) -> str:
    """An interface phrase as it may stand on a page; empty where too little of it is fixed."""
    escaped = re.escape(str(escape(source)))
    pattern = _PLACEHOLDER.sub("([^·]+)", escaped)
    if pattern != escaped and sum(c.isalpha() for c in _PLACEHOLDER.sub("", escaped)) < _LETTERS:
        return ""
    return pattern
