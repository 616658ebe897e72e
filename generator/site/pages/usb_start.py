"""The start page of the USB edition, and the note beside it."""

from collections.abc import Sequence
from functools import partial
from typing import TypedDict

from generator.catalogue.fairs import judged
from generator.catalogue.model import Fair
from generator.site.context import PageContext
from generator.site.fair_parts import dates_of_fair, kiosk_address
from generator.site.frames import lone_frame
from generator.site.page_type import PageType
from generator.site.pages.kiosk import subjects_of_slides
from generator.site.usb_edition import START, selection_notice
from generator.site.view_parts import Frame, Link, link


class StickText(TypedDict):
    """The start page of the USB edition in one language."""

    lang: str
    name: str
    dates: str
    selection: str
    about: str
    slides: str
    booths: list[Link]
    browse: str
    home: str
    hint: str
    made: str


class StickView(Frame):
    """The start page of the USB edition."""

    kiosk: str
    texts: list[StickText]


README_FILE = "README.txt"


def plan_start_page(contexts: Sequence[PageContext]) -> None:
    """Plan the start page and the note, in the USB edition alone."""
    main = contexts[0]
    fair_id = main.settings.usb_fair
    if not fair_id:
        return
    main.page_unit("stick", partial(_start, contexts, fair_id), f"/{START}", every_language=True)
    main.document_unit(README_FILE, "text", partial(_note, contexts, fair_id))


def _start(contexts: Sequence[PageContext], fair_id: str) -> StickView:
    main = contexts[0]
    fair = main.catalogue.fairs[fair_id]
    subjects = subjects_of_slides(main)
    booths = [booth for booth in fair.booths if [fair.id, booth.id] in subjects]
    name, about = fair.name.get(main.lang), fair.summary.get(main.lang)
    return {
        **lone_frame(main, "stick", f"/{START}", name, about, sample=fair.sample),
        "kiosk": kiosk_address(fair.id),
        "texts": [
            {
                "lang": context.lang,
                "name": fair.name.get(context.lang),
                "dates": dates_of_fair(context, fair),
                "selection": selection_notice(context),
                "about": context.t("Everything here opens from this folder, with no internet connection."),
                "slides": context.t("Show the slides"),
                "booths": [
                    link(booth.name.get(context.lang), kiosk_address(fair.id, booth.id)) for booth in booths
                ],
                "browse": context.t("Browse the products"),
                "home": context.urls.home,
                "hint": context.t("Press F11 for the full screen; Esc goes back."),
                "made": _made(context, fair),
            }
            for context in contexts
        ],
    }


def _made(context: PageContext, fair: Fair) -> str:
    """Return the sentence on which day the copy was made and on which days its stars are valid."""
    if judged(fair, context.catalogue.today()) == (context.catalogue.today(),) * 2:
        return context.t(
            "Made on {day}. Stars are shown where the rating is valid on that day.", day=context.today
        )
    return context.t(
        "Made on {day}. Slides show stars only where the rating is valid on every day of the fair.",
        day=context.today,
    )


def _note(contexts: Sequence[PageContext], fair_id: str) -> str:
    """Return the text file beside the pages, with byte order mark and CRLF, which old editors need."""
    view = _start(contexts, fair_id)
    lines: list[str] = []
    for text in view["texts"]:
        lines += [
            text["name"],
            *([text["dates"]] if text["dates"] else []),
            text["selection"],
            "",
            f"{START}: {text['slides']}, {text['browse'][0].lower()}{text['browse'][1:]}.",
            text["about"],
            text["hint"],
            text["made"],
            "",
        ]
    return "\ufeff" + "\r\n".join(lines)


PAGE = PageType(kinds=("stick",), views={"stick": StickView}, planners=(plan_start_page,))
