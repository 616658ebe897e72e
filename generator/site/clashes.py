"""Addresses that cannot be: two pages at one, address words that no page uses. Each is told at its record."""

from difflib import get_close_matches

from generator.catalogue.findings import KEY, location_of
from generator.catalogue.model import OF_PROVINCE
from generator.catalogue.records import Records
from generator.diagnostics.problem import Problem, SourceLocation, problem
from generator.site.page_table import ADDRESS_WORDS
from generator.site.urls import file_of, urls_by_language


def unknown_words(records: Records) -> list[Problem]:
    """Address words of ``site.yaml`` that no address is made of."""
    site = records.site
    result: list[Problem] = []
    if site is None:
        return result
    for index, language in enumerate(site.record.languages):
        for word in language.paths:
            if word not in ADDRESS_WORDS:
                near = ", ".join(get_close_matches(word, ADDRESS_WORDS, 1, 0.6) or ADDRESS_WORDS)
                location = location_of(("languages", index, "paths", word, KEY), site.positions, site.file)
                result.append(problem("ADDRESS-WORD", location, word=word, near=near))
    return result


def clashing_provinces(records: Records) -> list[Problem]:
    """Folders of provinces whose name already is an address word, or the id of a record without province."""
    languages = records.site.record.languages if records.site else ()
    taken = {
        word: f"/{word}/"
        for urls in urls_by_language(languages, ADDRESS_WORDS).values()
        for word in urls.words.values()
    }
    for kind in sorted(OF_PROVINCE):
        taken |= {identity: entry.file for identity, entry in records.of(kind).items()}
    if own := records.places.get(""):
        taken |= {commune.id: own.file for commune in own.record.communes}
    return [
        problem(
            "PROVINCE-CLASH",
            location_of(("province", KEY), entry.positions, entry.file),
            id=folder,
            other=taken[folder],
        )
        for folder, entry in records.places.items()
        if folder in taken
    ]


def clash(records: Records, path: str) -> Problem:
    """Two pages want one file: told at the page of words that may choose another address, if one does."""
    site = records.site
    urls = urls_by_language(site.record.languages, ADDRESS_WORDS) if site else {}
    for entry in records.pages.values():
        for language, language_urls in urls.items():
            if file_of(language_urls.text(entry.record.path.get(language))) == path:
                location = location_of(("path", language), entry.positions, entry.file)
                return problem("ADDRESS-CLASH", location, path=f"/{path.removesuffix('index.html')}")
    return problem("ADDRESS-CLASH", SourceLocation(), path=f"/{path.removesuffix('index.html')}")
