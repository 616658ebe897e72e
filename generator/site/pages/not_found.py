"""The page for addresses that have none, in every language."""

from collections.abc import Sequence
from functools import partial
from typing import TypedDict

from generator.site.context import PageContext
from generator.site.frames import lone_frame
from generator.site.page_type import PageType
from generator.site.view_parts import Frame


class NotFoundText(TypedDict):
    """One language's words of the 404 page."""

    lang: str
    language: str
    heading: str
    text: str
    home: str
    products: str
    home_name: str
    products_name: str


class NotFoundView(Frame):
    """404: every language of the site inside."""

    texts: list[NotFoundText]


def _not_found_view(contexts: Sequence[PageContext]) -> NotFoundView:
    main = contexts[0]
    site = main.catalogue.site
    heading, about = main.t("Page not found"), main.t("There is no page at this address.")
    texts: list[NotFoundText] = [
        {
            "lang": context.lang,
            "language": next(language.name for language in site.languages if language.code == context.lang),
            "heading": context.t("Page not found"),
            "text": context.t(
                "There is no page at this address. If you scanned a QR code, "
                "scan it again and keep the whole code in view; "
                "every QR code of this catalogue opens a page. "
                "You can also search for the product by name."
            ),
            "home": context.urls.home,
            "products": context.urls("products"),
            "home_name": context.t("Home"),
            "products_name": context.t("All products"),
        }
        for context in contexts
    ]
    return {**lone_frame(main, "not-found", "/404.html", heading, about), "texts": texts}


def plan_not_found(contexts: Sequence[PageContext]) -> None:
    """Plan the one page that hosts show where they have none."""
    contexts[0].page_unit("not-found", partial(_not_found_view, contexts), "/404.html", every_language=True)


PAGE = PageType(kinds=("not-found",), views={"not-found": NotFoundView}, planners=(plan_not_found,))
