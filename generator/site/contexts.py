"""The desks of all languages, and the frame of a page that speaks every one of them."""

from generator.catalogue.catalogue import Catalogue
from generator.settings import Settings, ThemeFacts
from generator.site import views
from generator.site.context import PageContext
from generator.site.map import draw
from generator.site.needs import Needs
from generator.site.outputs import Outputs
from generator.site.urls import addresses
from generator.site.words import Translator


def page_contexts(
    catalogue: Catalogue, settings: Settings, theme: ThemeFacts, outputs: Outputs | None = None
) -> list[PageContext]:
    """A desk for each language of the site, the first one first.

    What they plan is gathered in ``outputs``; without it nothing is published, as for sheets alone.
    """
    gathered = Outputs() if outputs is None else outputs
    urls = addresses(catalogue.site.languages)
    chart = draw(catalogue.places)
    needs = Needs(catalogue, settings, theme)
    return [
        PageContext(
            catalogue,
            settings,
            theme,
            gathered,
            urls[language.code],
            urls,
            Translator(language.code, theme.words.get(language.code, {})),
            needs,
            chart,
        )
        for language in catalogue.site.languages
    ]


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
