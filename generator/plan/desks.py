"""The desks of all languages, and the frame of a page that speaks every one of them."""

from generator.catalogue.whole import Catalogue
from generator.plan import views
from generator.plan.desk import Desk
from generator.plan.map import draw
from generator.plan.needs import Needs
from generator.plan.outputs import Outputs
from generator.plan.urls import addresses
from generator.plan.words import Speaker
from generator.settings import Settings, ThemeFacts


def desks_of(
    catalogue: Catalogue, settings: Settings, theme: ThemeFacts, outputs: Outputs | None = None
) -> list[Desk]:
    """A desk for each language of the site, the first one first.

    What they plan is gathered in ``outputs``; without it nothing is published, as for sheets alone.
    """
    gathered = Outputs() if outputs is None else outputs
    urls = addresses(catalogue.site.languages)
    chart = draw(catalogue.places)
    needs = Needs(catalogue, settings, theme)
    return [
        Desk(
            catalogue,
            settings,
            theme,
            gathered,
            urls[one.code],
            urls,
            Speaker(one.code, theme.words.get(one.code, {})),
            needs,
            chart,
        )
        for one in catalogue.site.languages
    ]


def lone_frame(
    main: Desk,
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
