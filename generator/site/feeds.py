"""Atom feeds: the newest of dated events. Times are the events' days, never the build's clock."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from generator.site.context import PageContext

LENGTH = 20


class Entry(NamedTuple):
    """An event in a feed: a news item, a recall."""

    href: str
    title: str
    summary: str
    day: str
    """YYYY-MM-DD."""


def feed_address(own: str) -> str:
    """Return the address of the feed of the list at ``own``."""
    return f"{own}feed.xml"


def feed_unit(context: PageContext, own: str, newest: Callable[[], tuple[str, Sequence[Entry]]]) -> None:
    """Plan the feed of the list at ``own``; ``newest`` returns its heading and its events, newest first."""
    context.document_unit(feed_address(own).strip("/"), "atom", lambda: _values(context, own, *newest()))


def _values(context: PageContext, own: str, heading: str, newest: Sequence[Entry]) -> dict[str, Any]:
    site, full = context.catalogue.site, context.settings.full
    entries = [
        {"id": full(entry.href), "title": entry.title, "summary": entry.summary, "updated": _stamp(entry.day)}
        for entry in newest[:LENGTH]
    ]
    return {
        "id": full(own),
        "title": f"{heading} – {site.title.get(context.lang)}",
        "author": site.publisher.get(context.lang),
        "lang": context.lang,
        "self": full(feed_address(own)),
        "alternate": full(own),
        "updated": entries[0]["updated"] if entries else "1970-01-01T00:00:00Z",
        "entries": entries,
    }


def _stamp(day: str) -> str:
    return f"{day}T00:00:00+07:00"
