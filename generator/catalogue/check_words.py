"""Checks of texts: the main language in each, no unknown languages, what is still to translate."""

from collections import defaultdict

from generator.catalogue.doubtful import is_empty_description
from generator.catalogue.findings import KEY, Findings, Notes, dotted
from generator.catalogue.model import KeyPath, Producer, Product, Record
from generator.catalogue.records import Entry
from generator.text import Text, texts_of

LONGEST_TEXTS = {"name": 120, "short": 40, "title": 200, "story_title": 120}
"""Letters that a name or title may have before no card, placard or list can show it well."""
_STORIES = {"producer": "story", "page": "text"}

Gaps = dict[str, list[str]]


def check_translations(notes: Notes, record: Record) -> Gaps:
    """Check the texts of a record; return the fields that lack each language of the site."""
    gaps: Gaps = defaultdict(list)
    for path, text in texts_of(record):
        _note_text(notes, path, text, gaps)
        limit = LONGEST_TEXTS.get(str(path[-1]) if path else "")
        for language, words in text.root.items() if limit else ():
            if limit and len(words) > limit:
                notes.add("NAME-LONG", (*path, language), count=len(words), limit=limit)
    if isinstance(record, Product | Producer):
        _note_alt(notes, record)
    return gaps


def _note_text(notes: Notes, path: KeyPath, text: Text, gaps: Gaps) -> None:
    written, languages = text.root, notes.languages
    if len(written) == len(languages) and all(written.get(language, "").strip() for language in languages):
        return
    if not languages:
        return
    for language in written:
        if language not in languages:
            known = ", ".join(languages)
            notes.add("LANGUAGE-UNKNOWN", (*path, language, KEY), language=language, languages=known)
    for index, language in enumerate(languages):
        if written.get(language, "").strip():
            continue
        if index == 0:
            at = path if (*path, KEY) not in notes.positions else (*path, KEY)
            notes.add("TEXT-MISSING", at, language=language)
        else:
            gaps[language].append(dotted(path))


def _note_alt(notes: Notes, record: Product | Producer) -> None:
    for index, photo in enumerate(record.photos):
        for language, words in photo.alt.root.items():
            if is_empty_description(photo, words):
                notes.add("PHOTO-ALT", ("photos", index, "alt", language), written=words)


def check_words(findings: Findings, languages: tuple[str, ...]) -> None:
    """Warn of fields and stories of each record that are still to translate."""
    for kind, identity, entry in findings.everything():
        missing = {language: list(fields) for language, fields in entry.facts.gaps}
        if kind in _STORIES:
            _check_story(findings, kind, identity, entry, languages=languages, missing=missing)
        for language in languages:
            if fields := missing.get(language):
                names = ", ".join(fields[:6]) + (", …" if len(fields) > 6 else "")
                findings.add(
                    "TRANSLATION-MISSING", entry, (), count=len(fields), language=language, fields=names
                )


def _check_story(
    findings: Findings,
    kind: str,
    identity: str,
    entry: Entry[Record],
    *,
    languages: tuple[str, ...],
    missing: Gaps,
) -> None:
    records = findings.records
    have = [
        language
        for language in languages
        if (kind, identity, language) in records.stories
        or (f"{kind}-story", f"{identity}.{language}") in records.faulty
    ]
    if kind == "page" and languages[0] not in have:
        findings.add("STORY-MISSING", entry, (), file=f"{_STORIES[kind]}.{languages[0]}.md")
    elif have:
        for language in languages:
            if language not in have:
                missing.setdefault(language, []).append(f"{_STORIES[kind]}.{language}.md")
