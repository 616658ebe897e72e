"""Parts of views that pages of several kinds show: words, links, pictures, ratings, cards, and the frame.

A view is everything that a page may show: names, addresses, states, numbers, all ready to be printed. Views
are plain dictionaries (these definitions document and type them), so that a page's fingerprint is the digest
of its view. The view of a kind of page stands with its planner in ``site/pages``. Addresses inside views
start with ``/`` and are the site's own (no host, no sub-path); a template passes them through ``url(…)``.

Texts are in the page's language. Where a record or a theme has no words in it, a ``str`` is a
``text.MarkedText``, which a template shows with its language marked wherever it is content; a ``Words`` has
its language beside it, for elements that carry the mark themselves.
"""

from typing import Any, TypedDict


class Words(TypedDict):
    """A record's text with the language it is really in; ``lang`` is empty when it is the page's own."""

    text: str
    lang: str


class Link(TypedDict):
    """A name and where it leads (empty ``href``: here)."""

    name: str
    href: str


class Alternate(TypedDict):
    """The same page in a language of the site."""

    lang: str
    name: str
    href: str
    current: bool


class Stars(TypedDict):
    """A rating as every page shows it. Only ``filled`` stars may be gold."""

    count: int
    """0 where no source states the stars or five are only proposed."""
    filled: bool
    state: str
    """valid, expiring, expired, withdrawn, superseded, unknown, assessed, potential_five."""
    label: str
    """The text alternative: "4 sao", "Chưa rõ số sao"."""
    state_label: str
    """Short: "Sao còn hiệu lực"."""
    until: str
    """Sentence: "Sao còn hiệu lực đến 31/12/2028", "Hội đồng đánh giá, phân hạng ngày 04/09/2020; …"."""
    until_day: str
    """ISO last day on which it is certainly valid: the last valid day where that is known; else empty."""
    over: str
    """Sentence on a current rating that holds after ``until_day``; empty for others."""
    over_state: str
    """State after ``until_day``: "expired", or "unknown" where the last day is not known to the day."""


class Source(TypedDict):
    """Where a fact was published."""

    publisher: str
    title: str
    lang: str
    """Language of publisher and title; empty when it is the page's own."""
    date: str
    domain: str
    href: str
    read: str
    """Day on which it was read at that address; empty where it is not recorded."""
    note: Words | None


class Image(TypedDict):
    """One picture in several widths."""

    src: str
    srcset: list[tuple[str, int]]
    """Address and width in pixels, narrow to wide (WebP)."""
    width: int
    height: int
    preview: str
    """A few pixels as WebP in base64, to stand behind it until it has come; may be empty."""
    alt: Words
    credit: Words | None


class Picture(TypedDict):
    """A photo, or the drawing of the kind."""

    photo: Image | None
    drawing: str
    """Name of an illustration of the theme."""


class Card(TypedDict):
    """A product as an entry of a list."""

    id: str
    href: str
    name: Words
    kind: str
    """What buyers call it; its legal group where no kind of goods is recorded."""
    place: str
    """Present commune, else former district, else empty."""
    producer: Words | None
    picture: Picture
    stars: Stars
    sample: bool


class ProducerCard(TypedDict):
    """A producer as an entry of a list."""

    id: str
    href: str
    name: Words
    kind: str
    place: Words | None
    """Present commune, else former district, else as the source prints it."""
    summary: Words
    count: int
    drawing: str
    sample: bool


class Row(TypedDict):
    """A label and its values, in a table of facts."""

    label: str
    values: list[Words]
    href: str
    id: str


class Term(TypedDict):
    """An entry of an index: a group, an administrative place, a decision, a document."""

    name: Words
    href: str
    count: int
    note: str
    detail: Words | None


class TermGroup(TypedDict):
    """Entries under one heading."""

    title: str
    href: str
    terms: list[Term]


class Qr(TypedDict):
    """A code and what it says. ``payload`` goes through ``qr(…)`` for the inline drawing."""

    payload: str
    svg: str
    """Address of the SVG file."""
    code: str
    """Human-readable code below the symbol."""


class Frame(TypedDict):
    """What every page has: titles, addresses, languages, breadcrumbs, what it says to search engines."""

    kind: str
    lang: str
    title: str
    heading: str
    description: str
    path: str
    canonical: str
    """The page itself, or its original in the catalogue that the record comes from."""
    alternates: list[Alternate]
    x_default: str
    """Empty where the original is elsewhere: then search engines are told of no other languages here."""
    crumbs: list[Link]
    og_image: str
    """Full address of the picture for shared links."""
    og_type: str
    jsonld: list[Any]
    index: bool
    sample: bool
    nav: str
    """Key of the current entry of the main menu."""


class FilterOption(TypedDict):
    """A value of a facet with its list and the number of its products."""

    value: str
    word: str
    """Its value in addresses, "con-hieu-luc"."""
    name: str
    href: str
    """The list itself; empty where only the script can narrow by this."""
    count: int
    """0 where no count is shown."""
    current: bool


class Filter(TypedDict):
    """A way to narrow a list, as links to the lists themselves."""

    id: str
    key: str
    """Its name in addresses, "tinh-trang"; empty where the search cannot narrow by it."""
    title: str
    options: list[FilterOption]
    current: bool
    """Whether one of the options is; if not, all pages of a language show the same."""


def term(name: Words, href: str, count: int, note: str = "", detail: Words | None = None) -> Term:
    """Return an entry of an index; it leads nowhere where nothing is counted."""
    return {"name": name, "href": href if count else "", "count": count, "note": note, "detail": detail}


def words(text: str, lang: str = "") -> Words:
    """Return a text with its language, which is empty for the page's own."""
    return {"text": text, "lang": lang}


def maybe_words(text: str | None) -> Words | None:
    """:func:`words` of a text; None where there is none."""
    return words(text) if text else None


def link(name: str, href: str) -> Link:
    """Return a name with the address that it leads to."""
    return {"name": name, "href": href}


def row(label: str, *values: Words | None, href: str = "", identity: str = "") -> Row:
    """A row of a table of facts; values that are None are left out."""
    return {"label": label, "values": [value for value in values if value], "href": href, "id": identity}


def filled_rows(*rows: Row) -> list[Row]:
    """Return the rows that have a value."""
    return [entry for entry in rows if entry["values"]]
