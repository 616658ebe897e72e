"""Words: every text in the main language, unknown languages, how much is still to translate."""

from collections import defaultdict
from typing import Any

from generator.catalogue.findings import KEY, Findings
from generator.catalogue.model import Entry, Path
from generator.text import Text, fold, texts_of

_STORIES = {"producer": "story", "page": "text"}
_EMPTY_WORDS = {"anh", "hinh", "hinh anh", "anh san pham", "photo", "picture", "image", "product photo"}


def check_words(found: Findings, languages: tuple[str, ...]) -> None:
    """Check the texts of every record against the languages of the site, the first being the main one."""
    for kind, identity, entry in found.everything():
        missing: dict[str, list[str]] = defaultdict(list)
        for path, text in texts_of(entry.record):
            _check_text(found, entry, path, text, languages, missing)
        if kind in _STORIES:
            _check_story(found, kind, identity, entry, languages, missing)
        for language, fields in missing.items():
            names = ", ".join(fields[:6]) + (", …" if len(fields) > 6 else "")
            found.add("TRANSLATION-MISSING", entry, (), count=len(fields), language=language, fields=names)
        if kind in ("product", "producer"):
            _check_alt(found, entry)


def _check_text(
    found: Findings,
    entry: Entry[Any],
    path: Path,
    text: Text,
    languages: tuple[str, ...],
    missing: dict[str, list[str]],
) -> None:
    written = text.root
    if len(written) == len(languages) and all(written.get(one, "").strip() for one in languages):
        return
    for language in written:
        if language not in languages:
            known = ", ".join(languages)
            found.add("LANGUAGE-UNKNOWN", entry, (*path, language, KEY), language=language, languages=known)
    for index, language in enumerate(languages):
        if written.get(language, "").strip():
            continue
        if index == 0:
            spot = path if (*path, KEY) not in entry.positions else (*path, KEY)
            found.add("TEXT-MISSING", entry, spot, language=language)
        else:
            missing[language].append(".".join(str(part) for part in path))


def _check_story(
    found: Findings,
    kind: str,
    identity: str,
    entry: Entry[Any],
    languages: tuple[str, ...],
    missing: dict[str, list[str]],
) -> None:
    records = found.records
    have = [
        language
        for language in languages
        if (kind, identity, language) in records.stories
        or (f"{kind}-story", f"{identity}.{language}") in records.faulty
    ]
    if kind == "page" and languages[0] not in have:
        found.add("STORY-MISSING", entry, (), file=f"{_STORIES[kind]}.{languages[0]}.md")
    elif have:
        for language in languages:
            if language not in have:
                missing[language].append(f"{_STORIES[kind]}.{language}.md")


def _check_alt(found: Findings, entry: Entry[Any]) -> None:
    for index, photo in enumerate(entry.record.photos):
        for language, words in photo.alt.root.items():
            if words == photo.file or fold(words) in _EMPTY_WORDS:
                found.add("PHOTO-ALT", entry, ("photos", index, "alt", language), written=words)
