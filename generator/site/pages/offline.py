"""The page for a reader without a network who opens a page that was not kept."""

from collections.abc import Sequence
from functools import partial
from typing import TypedDict

from generator.site.context import PageContext
from generator.site.frames import lone_frame
from generator.site.page_type import PageType
from generator.site.view_parts import Frame
from generator.site.web_app import OFFLINE, has_web_app


class OfflineText(TypedDict):
    """The page for no network in one language."""

    lang: str
    heading: str
    text: str
    home: str
    home_name: str


class OfflineView(Frame):
    """What a reader without a network gets for a page that was not kept."""

    texts: list[OfflineText]


def _offline(contexts: Sequence[PageContext]) -> OfflineView:
    main = contexts[0]
    heading, about = main.t("You are offline"), main.t("This page is not saved on this device.")
    return {
        **lone_frame(main, "offline", OFFLINE, heading, about),
        "texts": [
            {
                "lang": context.lang,
                "heading": context.t("You are offline"),
                "text": context.t("This page is not saved on this device. It will open when you are online."),
                "home": context.urls.home,
                "home_name": context.t("Home"),
            }
            for context in contexts
        ],
    }


def plan_offline_page(contexts: Sequence[PageContext]) -> None:
    """Plan the page where the site has a web app."""
    if has_web_app(contexts[0]):
        contexts[0].page_unit("offline", partial(_offline, contexts), OFFLINE, every_language=True)


PAGE = PageType(kinds=("offline",), views={"offline": OfflineView}, planners=(plan_offline_page,))
