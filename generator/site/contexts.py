"""The contexts of all languages."""

from functools import cache

from generator.catalogue.reader import CatalogueReader
from generator.settings import Settings, ThemeFacts
from generator.site.context import PageContext, Units
from generator.site.facets import define_questions
from generator.site.map import draw_map, places_of_all
from generator.site.page_table import ADDRESS_WORDS, PAGE_TYPES
from generator.site.urls import urls_by_language
from generator.site.words import Translator


def page_contexts(
    reader: CatalogueReader, settings: Settings, theme: ThemeFacts, units: Units | None = None
) -> list[PageContext]:
    """A context for each language of the site, the first one first.

    What they plan is gathered in ``units``; without it nothing is published, as for sheets alone.
    """
    languages = reader.site.languages
    urls = urls_by_language(languages, ADDRESS_WORDS)
    # Most edits make no page with a map, and drawing it takes longer than planning all pages.
    draw_map_once = cache(
        lambda province: draw_map(reader.provinces[province] if province else places_of_all(reader.provinces))
    )
    contexts = [
        PageContext(
            reader,
            settings,
            theme,
            Units() if units is None else units,
            urls[language.code],
            urls,
            Translator(language.code, theme.words.get(language.code, {})),
            draw_map_once,
        )
        for language in languages
    ]
    define_questions(reader, contexts)
    for page_type in PAGE_TYPES:
        page_type.define_questions(reader)
    return contexts
