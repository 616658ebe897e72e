"""What a stamp may say of a product or lot, by language: no more than its records do on the day of printing.

Stars stand on a stamp only where the rating is certainly valid on that day (decision 26/2026/QĐ-TTg: an
expired rating is not shown as current). A producer whom only another source names is left out: there is no
room to say so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.catalogue.model import LotSummary
from generator.dates import show_day
from generator.site.context import PageContext
from generator.site.sheets import TextByLanguage, in_each, own_texts, printed_place, producer_beside


@dataclass(frozen=True)
class StampTexts:
    """The words of a stamp."""

    texts: Mapping[str, TextByLanguage]
    """Field → language → words; what no record tells is left out."""
    stars: int
    """0 where none may be drawn on the day of printing."""
    until: date | None
    """The last day on which these stars are certainly valid."""


def stamp_texts(
    contexts: Sequence[PageContext], identity: str, lot: LotSummary | None, address: str
) -> StampTexts:
    """Return what the stamp of a product or of one of its lots may say.

    ``contexts`` are the site's languages in order; ``address`` is the full one that is printed.
    """
    main = contexts[0]
    catalogue = main.catalogue
    product = catalogue.product(identity)
    producer = None if product.producer_inferred else catalogue.producers.get(product.producer or "")
    standing = catalogue.standing(identity)
    until = standing.sure_until if standing and standing.current else None
    is_valid = until is not None and not catalogue.is_past(until)
    rating = standing.rating if standing and is_valid else None
    days = {
        "made_on": lot.made_on if lot else None,
        "expires_on": lot.expires_on if lot else None,
        "until": until if is_valid else None,
    }
    # Days stand on packs as day/month/year (decree 43/2017/NĐ-CP), once for all languages: room is scarce.
    plain = {
        "lot": lot.lot if lot else "",
        "code": product.code or product.gtin or "",
        "address": address.partition("://")[2],
        **{name: show_day(day, "vi") if day else "" for name, day in days.items()},
    }
    texts = {
        "product": own_texts(contexts, product.name),
        "producer": producer_beside(contexts, product, producer) if producer else {},
        "place": in_each(contexts, lambda context: printed_place(context, product)),
        "stars": in_each(contexts, lambda context: context.t.star_label(rating) if rating else ""),
        "publisher": own_texts(contexts, catalogue.site.publisher),
        **{name: {context.lang: words for context in contexts} for name, words in plain.items() if words},
    }
    return StampTexts(
        {name: words for name, words in texts.items() if words},
        (rating.stars or 0) if rating else 0,
        until if is_valid else None,
    )
