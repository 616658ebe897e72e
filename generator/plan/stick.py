"""The edition on a USB stick: the page to open, the note beside it, and what a stick does not need."""

from collections.abc import Sequence
from functools import partial

from generator.catalogue.fairs import judged
from generator.catalogue.model import Fair
from generator.plan import views
from generator.plan.desk import Desk, link
from generator.plan.desks import lone_frame
from generator.plan.fairs import dates, kiosk_address
from generator.plan.outputs import Document, Output, Picture, SharePicture
from generator.plan.sitemap import is_sitemap
from generator.plan.urls import file_of

START = "MO-TRANG-NAY.html"
NOTE = "README.txt"
FOR_HOSTS = frozenset({"_headers", ".nojekyll", "robots.txt"})


def not_on_stick(output: Output) -> bool:
    """What only a public site needs: cards for shared links, files for hosts and search engines."""
    for_shared_links = isinstance(output, SharePicture) or (
        isinstance(output, Picture) and output.form == "og"
    )
    return (
        for_shared_links
        or output.path in FOR_HOSTS
        or is_sitemap(output.path)
        or output.path.startswith(".well-known/")
    )


def selection(desk: Desk) -> str:
    """What every page of the copy says of itself: not the whole catalogue, or made up; empty on the site."""
    if not desk.settings.stick:
        return ""
    fair = desk.catalogue.fairs[desk.settings.stick]
    words = desk.say(
        "Only the products chosen for “{name}” ({products}); "
        "lists and counts here are not of the whole catalogue.",
        name=fair.name.get(desk.lang),
        products=desk.say.count("{n} product", "{n} products", len(desk.listed)),
    )
    return f"{desk.say('Sample data')}. {words}" if fair.sample else words


def plan_stick(desks: Sequence[Desk], fair_id: str) -> None:
    """Add the start page and the note. Call it last."""
    main = desks[0]
    main.page("stick", partial(_start, desks, fair_id))
    main.outputs.add(Document(NOTE, "text", _note(desks, fair_id)))


def _start(desks: Sequence[Desk], fair_id: str) -> views.StickView:
    main = desks[0]
    fair = main.catalogue.fairs[fair_id]
    name, about = fair.name.get(main.lang), fair.summary.get(main.lang)
    planned = main.outputs.by_path
    shown = [one for one in fair.booths if file_of(kiosk_address(fair.id, one.id)) in planned]
    return {
        **lone_frame(main, "stick", f"/{START}", name, about, sample=fair.sample),
        "kiosk": kiosk_address(fair.id),
        "texts": [
            {
                "lang": desk.lang,
                "name": fair.name.get(desk.lang),
                "dates": dates(desk, fair),
                "selection": selection(desk),
                "about": desk.say("Everything here opens from this folder, without a network."),
                "slides": desk.say("Show the slides"),
                "booths": [link(one.name.get(desk.lang), kiosk_address(fair.id, one.id)) for one in shown],
                "browse": desk.say("Browse the products"),
                "home": desk.urls.home,
                "hint": desk.say("Press F11 for the full screen; Esc goes back."),
                "made": _made(desk, fair),
            }
            for desk in desks
        ],
    }


def _made(desk: Desk, fair: Fair) -> str:
    """Of which day the copy is, and on which days the slides' stars hold."""
    if judged(fair, desk.catalogue.day) == (desk.catalogue.day,) * 2:
        return desk.say(
            "Made on {day}. Stars are shown where the rating is valid on that day.", day=desk.today
        )
    return desk.say(
        "Made on {day}. Slides show stars only where the rating is valid on every day of the fair.",
        day=desk.today,
    )


def _note(desks: Sequence[Desk], fair_id: str) -> str:
    """Plain words beside the pages, with the line ends and the mark that old editors need."""
    view = _start(desks, fair_id)
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
