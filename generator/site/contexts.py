"""The contexts of all languages, and the frame of a page that speaks every one of them."""

from generator.catalogue.reader import CatalogueReader
from generator.settings import Settings, ThemeFacts
from generator.site import views
from generator.site.context import PageContext, Units
from generator.site.facets import define_questions
from generator.site.map import draw
from generator.site.urls import addresses
from generator.site.words import Translator


def page_contexts(
    reader: CatalogueReader, settings: Settings, theme: ThemeFacts, units: Units | None = None
) -> list[PageContext]:
    """A context for each language of the site, the first one first.

    What they plan is gathered in ``units``; without it nothing is published, as for sheets alone.
    """
    languages = reader.site.languages
    urls = addresses(languages)
    chart = draw(reader.places)
    contexts = [
        PageContext(
            reader,
            settings,
            theme,
            Units() if units is None else units,
            urls[language.code],
            urls,
            Translator(language.code, theme.words.get(language.code, {})),
            chart,
        )
        for language in languages
    ]
    define_questions(reader, contexts)
    return contexts


def lone_frame(
    main: PageContext,
    kind: views.PageKind,
    address: str,
    heading: str,
    description: str,
    *,
    title: str = "",
    sample: bool = False,
) -> views.Frame:
    """The frame of a page that stands for itself: one address for all languages, for no search engine."""
    frame = main.frame(
        kind, {main.lang: address}, heading, description, title=title, index=False, sample=sample
    )
    frame["crumbs"], frame["alternates"], frame["jsonld"] = [], [], []
    return frame
