"""Atom feeds: the newest of dated events. Times are the events' days, never the build's clock."""

from collections.abc import Sequence
from typing import NamedTuple

from generator.site.context import PageContext
from generator.site.outputs import Document

LENGTH = 20


class Entry(NamedTuple):
    """An event in a feed."""

    href: str
    title: str
    summary: str
    day: str
    """YYYY-MM-DD."""


def feed_address(own: str) -> str:
    """Where the feed of the list at ``own`` lies."""
    return f"{own}feed.xml"


def plan_feed(context: PageContext, heading: str, own: str, newest: Sequence[Entry]) -> None:
    """The feed of the list at ``own``; ``newest`` come first."""
    site, full = context.catalogue.site, context.settings.full
    address = feed_address(own)
    entries = [
        {"id": full(one.href), "title": one.title, "summary": one.summary, "updated": _stamp(one.day)}
        for one in newest[:LENGTH]
    ]
    values = {
        "id": full(own),
        "title": f"{heading} – {site.title.get(context.lang)}",
        "author": site.publisher.get(context.lang),
        "lang": context.lang,
        "self": full(address),
        "alternate": full(own),
        "updated": entries[0]["updated"] if entries else "1970-01-01T00:00:00Z",
        "entries": entries,
    }
    context.outputs.add(Document(address.strip("/"), "atom", values))


def _stamp(day: str) -> str:
    return f"{day}T00:00:00+07:00"
