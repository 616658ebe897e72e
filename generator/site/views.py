"""What templates may see.

A page's view is everything the page may show: names, addresses, states, numbers, all ready to be
printed. Views are plain dictionaries (these definitions document and type them), so that a page's
fingerprint is the digest of its view. Addresses inside views start with ``/`` and are the site's
own (no host, no sub-path); a template passes them through ``url(…)``.

Texts are in the page's language. Where a record or a theme has no words in it, a ``str`` is a
``text.MarkedText``, which a template shows with its language marked wherever it is content; a ``Words`` has
its language beside it, for elements that carry the mark themselves.
"""

from typing import Any, Literal, TypedDict


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
    """Short: "Còn hiệu lực"."""
    until: str
    """Sentence: "Còn hiệu lực đến 31/12/2028", "Hội đồng chấm ngày 4/9/2020, chưa có nguồn về công nhận"."""
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
    """A product in a list."""

    id: str
    href: str
    name: Words
    group: str
    place: str
    """Present commune, else former district, else empty."""
    producer: Words | None
    picture: Picture
    stars: Stars
    sample: bool


class ProducerCard(TypedDict):
    """A producer in a list."""

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


class RatingRow(TypedDict):
    """One rating event."""

    stars: Stars
    title: Words
    decision: Link | None
    body: Words | None
    level: str
    date: str
    basis: str
    """Sentence on what the first valid day rests on; may be empty."""
    score: str
    criteria: str
    kind: str
    evidence: str
    withdrawn: Words | None
    note: Words | None


class CertificateRow(TypedDict):
    """Another certificate."""

    name: Words
    kind: str
    number: str
    issuer: Words | None
    issued: str
    until: str
    over: bool
    """Whether its last valid day has passed."""
    href: str
    note: Words | None


class ContactRow(TypedDict):
    """A consented way to reach a producer: ``kind`` is phone, zalo, email or web."""

    kind: str
    label: str
    value: str
    href: str
    """Empty where the value is no address or number to follow."""


class StepRow(TypedDict):
    """One step of a lot; bilingual pages carry both texts."""

    title: dict[str, str]
    day: dict[str, str]
    iso: str
    place: dict[str, str]
    amount: dict[str, str]
    source: dict[str, str]
    target: dict[str, str]


class LotView(TypedDict):
    """A lot."""

    code: str
    href: str
    notice: str
    """recalled, withdrawn or empty."""
    notice_day: dict[str, str]
    notice_iso: str
    reason: dict[str, str]
    made_on: dict[str, str]
    made_iso: str
    expires_on: dict[str, str]
    expires_iso: str
    expired: bool
    amount: dict[str, str]
    note: dict[str, str]
    steps: list[StepRow]


class LotYear(TypedDict):
    """The lots of one year."""

    name: str
    href: str
    count: int


class LotRow(TypedDict):
    """A lot in the list of a year."""

    code: str
    href: str
    made: str
    expires: str
    """The last day of use; empty where it is not known."""
    expired: bool
    label: str
    """That it was recalled or taken off sale, with the day; empty where it was not."""


class Bar(TypedDict):
    """One bar of a chart that is also a table row."""

    label: str
    href: str
    count: int
    share: float
    """Percent of the longest bar, 0–100."""
    state: str


class Chart(TypedDict):
    """A chart that is also a table."""

    id: str
    title: str
    unit: str
    total: int
    bars: list[Bar]
    note: str


class Quote(TypedDict):
    """A published total, as a dated quotation."""

    date: str
    scope: Words
    total: str
    valid: str
    by_star: list[tuple[str, str]]
    href: str
    sources: list[Source]


class Facet(TypedDict):
    """A way to narrow a list, as links to the lists themselves."""

    id: str
    key: str
    """Its name in addresses, "tinh-trang"."""
    title: str
    options: list["FacetOption"]


class FacetOption(TypedDict):
    """One list of a facet."""

    value: str
    word: str
    """Its value in addresses, "con-hieu-luc"."""
    name: str
    href: str
    """The list itself; empty where only the script can narrow by this."""
    count: int
    current: bool


class SortOption(TypedDict):
    """An order of the found products."""

    word: str
    """Its value in addresses; empty for the best match."""
    name: str


class Live(TypedDict):
    """What the page of all products needs to search and filter by script."""

    sort_key: str
    """Name of the order in addresses."""
    sorts: list[SortOption]


class Pager(TypedDict):
    """Pages of a list."""

    page: int
    pages: int
    previous: str
    next: str
    links: list[Link]


class Term(TypedDict):
    """An entry of an index: a group, a place, a decision, a document."""

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


class NewsCard(TypedDict):
    """A news item in a list."""

    href: str
    title: Words
    summary: Words
    date: str
    iso: str
    kind: str
    planned: bool


class ChainCard(TypedDict):
    """A value chain in a list."""

    href: str
    name: Words
    summary: Words
    year: str
    count: int
    drawings: list[str]


class Qr(TypedDict):
    """A code and what it says. ``payload`` goes through ``qr(…)`` for the inline drawing."""

    payload: str
    svg: str
    """Address of the SVG file."""
    code: str
    """Human-readable code below the symbol."""


PageKind = Literal[
    "home", "products", "list", "product", "producers", "producer", "decisions", "decision", "programme",
    "chains", "chain", "documents", "news", "news-item", "lots", "recalls", "fairs", "fair", "kiosk",
    "offline", "stick", "text", "places", "place", "open-data", "compare", "trace", "not-found",
]  # fmt: skip
"""What kind of page it is: styles, scripts and tests know it by this word."""


class Frame(TypedDict):
    """What every page has."""

    kind: PageKind
    lang: str
    title: str
    heading: str
    description: str
    path: str
    canonical: str
    alternates: list[Alternate]
    x_default: str
    crumbs: list[Link]
    og_image: str
    """Full address of the picture for shared links."""
    og_type: str
    jsonld: list[Any]
    index: bool
    sample: bool
    nav: str
    """Key of the current entry of the main menu."""


class SiteView(TypedDict):
    """The same for all pages of one language."""

    title: str
    intro: str
    publisher: str
    selection: str
    """That these are the products of one fair and not the whole catalogue; empty on the public site."""
    home: str
    nav: list["NavEntry"]
    footer: list[Link]
    feed: str
    recalls: str
    """The page of recalled lots."""
    search: str
    """The page of all products, where the search box leads without script."""
    opensearch: str
    """Address of the description by which browsers search here."""
    search_data: str
    """Address of the file that names the data of the search."""
    report: Words
    report_email: str
    manifest: str
    """The web app's manifest; empty in an edition that is opened from the disk."""
    worker: str
    """The worker that keeps a fair's pages; empty as well."""


class NavEntry(TypedDict):
    """An entry of the main menu."""

    key: str
    name: str
    href: str


class HomeView(Frame):
    """Home."""

    tagline: Words
    """The heading, marked where it stands in for a missing one."""
    counts: list[Term]
    groups: list[Term]
    group_key: str
    """Name of the filter by group in addresses; its value is the last part of a group's address."""
    cards: list[Card]
    recalls: list["RecallRow"]
    """The newest recalls, for a notice above everything else."""
    fairs: list["FairCard"]
    """Fairs that are on or to come; a script takes away what is over on the reader's own day."""
    news: list[NewsCard]
    chains: list[ChainCard]
    producers: list[ProducerCard]
    as_of: str
    """Sentence: computed from the records as of the day."""
    total: int


class ListView(Frame):
    """All products, or a list by star, state, group, set, place."""

    cards: list[Card]
    count: int
    count_label: str
    intro: Words | None
    facets: list[Facet]
    live: Live | None
    """Only on the first page of all products."""
    pager: Pager
    related: list[Link]
    as_of: str


class MapArea(TypedDict):
    """A former district on the map of the province, in the map's own units."""

    name: str
    label: str
    """"Huyện Tràng Định (cũ): 5 sản phẩm"."""
    href: str
    """Its list; empty where it has no product."""
    count: str
    shade: int
    """0 for none, 1–4 for more and more products."""
    land: str
    """Path of its ground."""
    x: float
    y: float
    r: float


class MapDot(TypedDict):
    """A commune of today on the map."""

    x: float
    y: float
    label: str
    on: bool
    """Whether products are known to come from it."""


class ProvinceMap(TypedDict):
    """The province as drawn from one point per commune: no boundary map."""

    width: int
    height: int
    borders: str
    areas: list[MapArea]
    dots: list[MapDot]


class PlaceMap(TypedDict):
    """A small map that shows where one place lies."""

    width: int
    height: int
    spots: str
    """Path of the communes' points; with round ends ``reach`` wide it is the whole province."""
    reach: int
    around: str
    """Path of the former district around a commune; empty where the place is a district itself."""
    land: str
    """Path of the place."""
    x: int
    """0 where only the former district is known."""
    y: int
    label: str
    name: str
    href: str
    """A street map on another site; empty where that would be a guess."""


class CompareView(Frame):
    """Products side by side; the script fills the table."""

    files: list[str]
    """Addresses of the data files; a product stands in the one that ``compare.js`` counts out."""
    products: str
    as_of: str


class IndexView(Frame):
    """Places, groups, decisions, documents, chains as an index."""

    intro: Words | None
    groups: list[TermGroup]
    documents: list["DocumentRow"]
    chains: list[ChainCard]
    map: ProvinceMap | None


class DocumentRow(TypedDict):
    """A paper of the programme."""

    id: str
    kind: str
    number: str
    date: str
    body: Words | None
    title: Words
    effect: Words | None
    href: str
    level: str
    sources: list[Source]


class ProductView(Frame):
    """A product. ``paragraphs`` is its longer description."""

    id: str
    name: Words
    other_name: Words | None
    kicker: list[Link]
    """Group, set and place above the heading."""
    summary: Words | None
    paragraphs: list[Words]
    picture: Picture
    photos: list[Image]
    drawing_note: str
    stars: Stars
    rating: RatingRow | None
    """The rating that ``stars`` shows."""
    ratings: list[RatingRow]
    """All of them, newest first."""
    facts: list[Row]
    producer_note: Words | None
    story: "Teaser | None"
    certificates: list[CertificateRow]
    shops: list[Row]
    contacts: list[ContactRow]
    lots: list[LotView]
    """The newest ones, and older ones that were taken back."""
    lot_years: list[LotYear]
    """The pages with all lots; empty where ``lots`` has them all."""
    lots_total: int
    qr: Qr | None
    trace: str
    trace_url: str
    needs_checking: Words | None
    discontinued: Words | None
    successor: Link | None
    notes: list[Words]
    sources: list[Source]
    chains: list[Link]
    news: list[NewsCard]
    same_producer: list[Card]
    same_place: list[Card]
    data: str
    """Address of the product's JSON."""
    map: PlaceMap | None
    compare: str
    """The page where products stand side by side."""


class LotsView(Frame):
    """The lots that were made in one year, on one page or several."""

    product: Words
    years: list[Link]
    """The years that have lots; without an address the page's own."""
    count_label: str
    rows: list[LotRow]
    pager: Pager


class Teaser(TypedDict):
    """The beginning of a producer's story."""

    title: Words
    excerpt: Words
    href: str


class ProducerView(Frame):
    """A producer with its story."""

    id: str
    name: Words
    other_name: Words | None
    kind_name: str
    dissolved: "Notice | None"
    summary: Words | None
    story_title: Words | None
    story: str
    """Sanitised HTML."""
    story_lang: str
    photos: list[Image]
    drawing: str
    facts: list[Row]
    contacts: list[ContactRow]
    needs_checking: Words | None
    notes: list[Words]
    sources: list[Source]
    cards: list[Card]
    chains: list[Link]
    news: list[NewsCard]


class ProducersView(Frame):
    """All producers, in Vietnamese order."""

    cards: list[ProducerCard]
    count_label: str
    pager: Pager


class DecisionView(Frame):
    """A decision, announcement or council round, and the products it recognised."""

    facts: list[Row]
    note: Words | None
    cards: list[Card]
    count_label: str
    sources: list[Source]
    news: list[NewsCard]


class ProgrammeView(Frame):
    """Counts computed from the records, beside published totals."""

    as_of: str
    charts: list[Chart]
    quotes: list[Quote]
    data: list[Link]
    links: list[Link]


class ChainView(Frame):
    """A value chain."""

    name: Words
    summary: Words
    year: str
    cards: list[Card]
    producers: list[ProducerCard]
    places: list[Link]
    notes: list[Words]
    sources: list[Source]


class FairState(TypedDict):
    """How a fair's days stand; a script says it anew for the reader's own day."""

    phase: str
    """before, during, after or unknown, on the day of the build."""
    label: str
    """Empty for a showcase."""
    labels: dict[str, str]
    """The label for each of before, during and after; empty where the days are not known."""
    first: str
    """ISO day or empty."""
    last: str
    over: str
    """The last ISO day as far as it is known: the end of a month or year that alone is stated; else empty."""


class FairCard(TypedDict):
    """A fair or showcase in a list."""

    id: str
    href: str
    name: Words
    summary: Words
    dates: str
    place: Words | None
    state: FairState
    count: int
    drawings: list[str]
    sample: bool


class FairsView(Frame):
    """Fairs that are on or to come, past ones, and selections tied to no event."""

    intro: str
    coming: list[FairCard]
    past: list[FairCard]
    showcases: list[FairCard]
    communes: list[Link]
    """Communes with products, each with its slides."""


class BoothView(TypedDict):
    """A booth of a fair with what it shows."""

    id: str
    name: Words
    commune: str
    note: Words | None
    cards: list[Card]
    kiosk: str
    """Its slides; empty where it shows nothing of the catalogue."""


class FairView(Frame):
    """A fair before, during and after it, or a showcase."""

    id: str
    name: Words
    other_name: Words | None
    fair_kind: str
    """fair or showcase."""
    planned: bool
    place: Words | None
    dates: str
    state: FairState
    date_note: Words | None
    organiser: Words | None
    summary: Words
    basis: str
    """named: a source says that these take part; chosen: picked from the catalogue, no such claim."""
    count_label: str
    booths: list[BoothView]
    cards: list[Card]
    """Products of the whole fair that stand at no booth."""
    producers: list[Link]
    kiosk: str
    notes: list[Words]
    sources: list[Source]
    copy_day: str
    """Day of the build: how old a kept copy is."""


class SlideText(TypedDict):
    """What a slide says in one language."""

    lang: str
    name: str
    maker: str
    place: str
    pitch: Words
    stars: str
    """The text alternative of the stars; empty where none are shown."""
    until: str
    """How the rating stands, in words: for the visitor who looks closer."""
    scan: str
    """What the code is for."""
    facts: list[Row]
    story: "Teaser | None"


class Slide(TypedDict):
    """A product on a full-screen page, all languages inside."""

    id: str
    picture: Picture
    stars: Stars | None
    """Only a rating valid on the fair's days; None shows no stars."""
    sample: bool
    payload: str
    """The public address in its code."""
    qr: str
    """Address of the code's SVG file."""
    texts: list[SlideText]
    search: str
    """Names, producer and place as a search sees them: no marks, no case."""


class KioskText(TypedDict):
    """What the page says in one language."""

    lang: str
    title: str
    booth: str
    copy: str
    """How old this copy is."""


class KioskView(Frame):
    """Full-screen slides of a fair, a booth, a commune or a selection."""

    texts: list[KioskText]
    slides: list[Slide]
    seconds: int
    idle: int
    """Seconds without a touch after which the slides come back."""


class StickText(TypedDict):
    """The start page of a USB stick in one language."""

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
    """The page to open on a USB stick."""

    kiosk: str
    texts: list[StickText]


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


class NewsListView(Frame):
    """News, newest first."""

    items: list[NewsCard]
    pager: Pager
    feed: str


class RecallRow(TypedDict):
    """A lot that was recalled or taken off sale."""

    card: Card
    lot: str
    href: str
    """The lot's own page."""
    notice: str
    """recalled or withdrawn."""
    label: str
    day: str
    iso: str
    reason: Words


class RecallsView(Frame):
    """Every lot that was recalled or taken off sale, newest first."""

    intro: str
    rows: list[RecallRow]
    empty: str
    """The sentence to show where there is none."""
    as_of: str
    feed: str


class NewsView(Frame):
    """A news item."""

    date: str
    iso: str
    date_note: Words | None
    kind_name: str
    planned: bool
    summary: Words
    text: str
    text_lang: str
    totals: Quote | None
    decision: Link | None
    cards: list[Card]
    producers: list[Link]
    places: list[Link]
    notes: list[Words]
    sources: list[Source]
    previous: Link | None
    """The item before this one in time."""
    next: Link | None


class TextView(Frame):
    """A page of prose."""

    body: str
    body_lang: str


class OpenDataView(Frame):
    """What data can be taken away, and what it means."""

    as_of: str
    files: list[Term]
    fields: list[Row]


class Notice(TypedDict):
    """What stands above everything else on a scan page, or on the page of a producer."""

    kind: str
    """recalled, withdrawn (of a lot), discontinued (a product), dissolved (a producer)."""
    title: str
    day: str
    iso: str
    reason: Words
    successor: Link | None
    """The product that took its place; never for a lot."""


class TraceText(TypedDict):
    """One language's words of a trace page."""

    lang: str
    language: str
    state: str
    """Sentence for the banner."""
    over: str
    """Sentence for the banner once the last valid day has passed; empty where none can pass."""
    stars: str
    """"4 sao", "4 stars"."""
    rows: list[Row]
    """Producer, place, lot, production day, expiry, decision."""
    certificates: list[CertificateRow]
    facts: list[Row]
    """What is known under the headings of Circular 02/2024/TT-BKHCN and Decree 37/2026/NĐ-CP.

    The page of a lot has these headings alone, that of a product the rest of its facts as well.
    """
    missing: list[str]
    """Those headings for which our sources give nothing."""
    story: Teaser | None
    contacts: list[ContactRow]
    shops: list[Row]
    notes: list[Words]
    needs_checking: Words | None
    notice: Notice | None
    """Set exactly where ``TraceView.notice`` is."""
    product: str
    """Address of the product's page in this language."""
    report: Words
    """How to report a problem: a sentence, no address."""
    guide: str
    lot_years: list[LotYear]
    """The pages with all lots in this language; empty where ``TraceView.lots`` has them all."""


class TraceView(Frame):
    """The page behind a QR code: one page, every language of the site inside."""

    names: list[Words]
    picture: Picture
    stars: Stars
    notice: str
    """recalled, withdrawn (of this lot), discontinued, dissolved (the producer) or empty."""
    texts: list[TraceText]
    lot: LotView | None
    lots: list[LotView]
    """The newest ones, and older ones that were taken back."""
    lots_total: int
    whole: str
    """Address of the product's scan page, to which that of a lot leads for the rest; empty on the former."""
    trace_url: str
    linkset: str
    """Address of the linkset (application/linkset+json) of the product and its lots."""
    epcis: str
    """Address of the lot's EPCIS document (application/ld+json); empty where there is none."""
    epcis_relation: str
    """GS1's name of the relation between a page and its EPCIS document."""
    payload: str
    """What the QR code of this page says; through ``qr(…)`` for the drawing."""
    printed: str
    """What stands below the symbol."""
    main_lang: str


class NotFoundView(Frame):
    """404: every language of the site inside."""

    texts: list["NotFoundText"]


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


Facets = Literal["star", "state", "group", "set", "district", "commune", "kind"]

VIEWS: dict[str, type] = {
    "home": HomeView,
    "list": ListView,
    "index": IndexView,
    "product": ProductView,
    "lots": LotsView,
    "producer": ProducerView,
    "producers": ProducersView,
    "decision": DecisionView,
    "programme": ProgrammeView,
    "chain": ChainView,
    "fairs": FairsView,
    "fair": FairView,
    "kiosk": KioskView,
    "offline": OfflineView,
    "stick": StickView,
    "news-list": NewsListView,
    "recalls": RecallsView,
    "news": NewsView,
    "text": TextView,
    "open-data": OpenDataView,
    "compare": CompareView,
    "trace": TraceView,
    "not-found": NotFoundView,
}
"""Template name (without ``.html``) and the view it is given."""
