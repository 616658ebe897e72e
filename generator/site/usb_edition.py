"""The edition on a USB stick: the page to open, the note beside it, and what a stick does not need."""

from collections.abc import Sequence
from functools import partial

from generator.catalogue.fairs import judged
from generator.catalogue.model import Fair
from generator.site import views
from generator.site.context import PageContext, link
from generator.site.contexts import lone_frame
from generator.site.facets import ALL
from generator.site.fairs import dates, kiosk_address
from generator.site.kiosk import kiosk_addresses
from generator.site.outputs import Asset, Output, Picture, SharePicture
from generator.site.sitemap import is_sitemap
from generator.text import fill

START = "MO-TRANG-NAY.html"
NOTE = "README.txt"
FOR_HOSTS = frozenset({"_headers", ".nojekyll", "robots.txt"})


def on_stick(output: Output | Asset) -> bool:
    """Whether a USB copy has a file: not cards for shared links, files for hosts and search engines."""
    for_shared_links = isinstance(output, SharePicture) or (
        isinstance(output, Picture) and output.form == "og"
    )
    for_hosts = output.path in FOR_HOSTS or is_sitemap(output.path) or output.path.startswith(".well-known/")
    return not for_shared_links and not for_hosts


def selection(context: PageContext) -> str:
    """What every page of the copy says of itself: not the whole catalogue, or made up; empty on the site."""
    if not context.settings.stick:
        return ""
    fair = context.catalogue.fairs[context.settings.stick]
    words = context.t(
        "Only the products chosen for “{name}” ({products}); "
        "lists and counts here are not of the whole catalogue.",
        name=fair.name.get(context.lang),
        products=context.t.count("{n} product", "{n} products", context.count(ALL)),
    )
    return fill("{note}. {words}", note=context.t("Sample data"), words=words) if fair.sample else words


def plan_stick(contexts: Sequence[PageContext], fair_id: str) -> None:
    """Add the start page and the note."""
    main = contexts[0]
    main.page_unit("stick", partial(_start, contexts, fair_id), f"/{START}", every_language=True)
    main.document_unit(NOTE, "text", partial(_note, contexts, fair_id))


def _start(contexts: Sequence[PageContext], fair_id: str) -> views.StickView:
    main = contexts[0]
    fair = main.catalogue.fairs[fair_id]
    there = kiosk_addresses(main)
    shown = [booth for booth in fair.booths if kiosk_address(fair.id, booth.id) in there]
    name, about = fair.name.get(main.lang), fair.summary.get(main.lang)
    return {
        **lone_frame(main, "stick", f"/{START}", name, about, sample=fair.sample),
        "kiosk": kiosk_address(fair.id),
        "texts": [
            {
                "lang": context.lang,
                "name": fair.name.get(context.lang),
                "dates": dates(context, fair),
                "selection": selection(context),
                "about": context.t("Everything here opens from this folder, without a network."),
                "slides": context.t("Show the slides"),
                "booths": [
                    link(booth.name.get(context.lang), kiosk_address(fair.id, booth.id)) for booth in shown
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
    """Of which day the copy is, and on which days the slides' stars hold."""
    if judged(fair, context.catalogue.today()) == (context.catalogue.today(),) * 2:
        return context.t(
            "Made on {day}. Stars are shown where the rating is valid on that day.", day=context.today
        )
    return context.t(
        "Made on {day}. Slides show stars only where the rating is valid on every day of the fair.",
        day=context.today,
    )


def _note(contexts: Sequence[PageContext], fair_id: str) -> str:
    """Plain words beside the pages, with the line ends and the mark that old editors need."""
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
