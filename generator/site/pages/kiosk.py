"""Full-screen slides for fairs, booths, communes and selections: one page each, all languages inside.

A page needs no network once it is open, and nothing in it leads away: codes carry the public address.
"""

from collections.abc import Sequence
from functools import partial
from typing import TypedDict

from generator.catalogue.fairs import booth_products, listed_then_samples, told_standing
from generator.catalogue.model import Fair, Product, ProductSummary
from generator.site.context import PageContext, printed_text
from generator.site.fair_parts import fair_qr, fair_stars, kiosk_address, pitch, products_of_fair
from generator.site.frames import lone_frame
from generator.site.page_type import PageType
from generator.site.pictures import product_picture
from generator.site.product_facts import facts, producer_name, producer_of
from generator.site.stories import Teaser, story_teaser
from generator.site.view_parts import Frame, Link, Picture, Row, Stars, Words, link
from generator.text import MarkedText, Text, fill, fold


class SlideText(TypedDict):
    """What a slide says in one language."""

    lang: str
    name: str
    producer: str
    place: str
    pitch: Words
    stars: str
    """The text alternative of the stars; empty where none are shown."""
    until: str
    """How the rating stands, in words: for the visitor who looks closer."""
    scan: str
    """What the code is for."""
    facts: list[Row]
    story: Teaser | None


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


class KiosksText(TypedDict):
    """The list of all slides in one language."""

    lang: str
    title: str
    about: str
    slides: list[Link]


class KiosksView(Frame):
    """All full-screen slides, by the name of what they show."""

    texts: list[KiosksText]


IDLE = 60
"""Seconds after the last touch until the slides come back."""
COMMUNE = "dia-ban"
"""Part of the address of a commune's slides."""
NOT_SHOWN = {"code", "gtin", "sources"}


def plan_kiosks(contexts: Sequence[PageContext]) -> None:
    """Plan the slides of every fair and showcase, of their booths, and of every commune with products."""
    main = contexts[0]
    main.catalogue.derive("slides", partial(subjects_of_slides, main), stored=True)
    for name, part in main.catalogue.ask("slides"):
        view = partial(_kiosk_view, contexts, name, part)
        main.page_unit("kiosk", view, _address(name, part), every_language=True)
    if main.catalogue.fairs:
        main.page_unit("kiosks", partial(_kiosks_view, contexts), "/kiosk/", every_language=True)


def subjects_of_slides(main: PageContext) -> list[list[str]]:
    """Return what slides show: fairs, booths with products and, beside fairs, communes.

    Each is the id of a fair and that of a booth, which is empty for all of the fair, or :data:`COMMUNE` and
    the id of a commune.
    """
    catalogue = main.catalogue
    products_and_samples = listed_then_samples(catalogue)
    subjects: list[list[str]] = []
    for fair in catalogue.fairs.values():
        if products_of_fair(main, fair):
            subjects.append([fair.id, ""])
        subjects += [
            [fair.id, booth.id] for booth in fair.booths if booth_products(products_and_samples, fair, booth)
        ]
    if catalogue.fairs:
        subjects += [[COMMUNE, commune] for commune in catalogue.communes if main.count("commune", commune)]
    return subjects


def _address(name: str, part: str) -> str:
    return kiosk_address(*filter(None, (name, part)))


def _kiosks_view(contexts: Sequence[PageContext]) -> KiosksView:
    main = contexts[0]
    subjects = main.catalogue.ask("slides")
    about = [
        context.t("Full-screen slides of fairs, booths, selections and communes.") for context in contexts
    ]
    return {
        **lone_frame(main, "kiosks", "/kiosk/", main.t("Slides"), about[0]),
        "texts": [
            {
                "lang": context.lang,
                "title": context.t("Slides"),
                "about": sentence,
                "slides": [
                    link(_title(contexts, context, name, part), _address(name, part))
                    for name, part in subjects
                ],
            }
            for context, sentence in zip(contexts, about, strict=True)
        ],
    }


def _title(contexts: Sequence[PageContext], context: PageContext, name: str, part: str) -> str:
    """Return the name of what slides show, in one language."""
    fair, booth, _ = _shown(contexts, name, part)
    fair_name = fair.name.get(context.lang)
    return fill("{booth} – {fair}", booth=booth.get(context.lang), fair=fair_name) if booth else fair_name


def _shown(
    contexts: Sequence[PageContext], name: str, part: str
) -> tuple[Fair, Text | None, Sequence[ProductSummary]]:
    """Return a subject of :func:`subjects_of_slides`: fair, booth's name and products."""
    main = contexts[0]
    if name == COMMUNE:
        names = {context.lang: context.commune(part) for context in contexts}
        # A record's text holds no marks: a language without words for it takes another one's.
        own = {lang: words for lang, words in names.items() if not isinstance(words, MarkedText)}
        title = Text(own or names)
        fair = Fair(id=part, kind="showcase", name=title, summary=title, basis="chosen")
        return fair, None, main.listing("commune", part)
    fair = main.catalogue.fairs[name]
    if not part:
        return fair, None, products_of_fair(main, fair)
    booth = next(booth for booth in fair.booths if booth.id == part)
    return fair, booth.name, booth_products(listed_then_samples(main.catalogue), fair, booth)


def _kiosk_view(contexts: Sequence[PageContext], name: str, part: str) -> KioskView:
    address = _address(name, part)
    fair, booth, products = _shown(contexts, name, part)
    main = contexts[0]
    title = " – ".join(text.get(main.lang) for text in (booth, fair.name) if text)
    whole = f"{main.t('Slides')}: {title} – {main.catalogue.site.title.get(main.lang)}"
    about = fair.summary.get(main.lang)
    return {
        **lone_frame(main, "kiosk", address, title, about, title=whole, sample=fair.sample),
        "texts": [
            {
                "lang": context.lang,
                "title": fair.name.get(context.lang),
                "booth": booth.get(context.lang) if booth else "",
                "copy": context.t("Copy of {day}", day=context.today),
            }
            for context in contexts
        ],
        "slides": [_slide(contexts, fair, main.catalogue.product(product.id)) for product in products],
        "seconds": fair.seconds,
        "idle": IDLE,
    }


def _slide(contexts: Sequence[PageContext], fair: Fair, product: Product) -> Slide:
    main = contexts[0]
    qr = fair_qr(main, product)
    texts = [_text(context, fair, product) for context in contexts]
    searched = [*product.name.root.values(), *product.other_names]
    searched += [text[part] for text in texts for part in ("producer", "place")]
    return {
        "id": product.id,
        "picture": product_picture(main, product),
        "stars": fair_stars(main, fair, product),
        "sample": product.sample,
        "payload": qr["payload"],
        "qr": qr["svg"],
        "texts": texts,
        "search": " | ".join(dict.fromkeys(fold(words) for words in searched if words)),
    }


def _text(context: PageContext, fair: Fair, product: Product) -> SlideText:
    producer, name = producer_of(context, product), producer_name(context, product)
    stars = fair_stars(context, fair, product)
    has_trace_page = context.catalogue.has_trace_page(product)
    return {
        "lang": context.lang,
        "name": product.name.get(context.lang),
        "producer": name["text"] if name else "",
        "place": context.place(product.origin) or printed_text(context, product.origin.printed or ""),
        "pitch": pitch(context, product),
        "stars": stars["label"] if stars else "",
        "until": context.standing_stars(told_standing(context.catalogue, fair, product))["until"],
        "scan": context.t("Scan to see where it comes from" if has_trace_page else "Scan to see the product"),
        "facts": [row for row in facts(context, product) if row["id"] not in NOT_SHOWN],
        "story": story_teaser(context, producer),
    }


PAGE = PageType(
    kinds=("kiosk", "kiosks"), views={"kiosk": KioskView, "kiosks": KiosksView}, planners=(plan_kiosks,)
)
