"""What a fair shows of a product, decided once for the screen, the papers and the lists; and its days.

Stars only where they hold on the fair's days, one sentence that does not repeat them, and a code that leads
to the public address.
"""

import re
from collections.abc import Sequence
from hashlib import sha256

from generator.catalogue.fairs import fair_products, listed_then_samples, shown_standing
from generator.catalogue.model import Fair, ProducerSummary, Product, ProductSummary
from generator.dates import show_part_day
from generator.site.context import PageContext
from generator.site.outputs import QrCode
from generator.site.pictures import product_qr
from generator.site.view_parts import Qr, Stars, Words

STAR_WORDS = re.compile(
    r"\b(?:[345]|ba|bốn|năm) sao\b|\b(?:[345]|three|four|five)[- ]stars?\b|\bstars\b|\bOCOP\b", re.IGNORECASE
)


def fair_stars(context: PageContext, fair: Fair, product: ProductSummary) -> Stars | None:
    """The stars a slide or paper of the fair may show; None where no rating holds on all its days."""
    standing = shown_standing(context.catalogue, fair, product)
    return context.standing_stars(standing) if standing else None


def pitch(context: PageContext, product: Product) -> Words:
    """One short sentence: the summary's first, up to where it speaks of stars; else the set's name.

    Stars are drawn where they are valid and must not be claimed by a sentence where they are not.
    """
    if product.summary:
        text, lang = product.summary.pick(context.lang)
        kept: list[str] = []
        for clause in re.split(r"(?<=[,;:.]) ", " ".join(text.split())):
            if STAR_WORDS.search(clause):
                break
            kept.append(clause)
            if clause.endswith("."):
                break
        if words := " ".join(kept).rstrip(" ,;:."):
            return {"text": f"{words}.", "lang": "" if lang == context.lang else lang}
    return context.t.text(context.catalogue.sets[product.set].name)


def public_address(context: PageContext, product: ProductSummary) -> str:
    """Return where a QR symbol at a fair leads: the permanent address, else the product's page."""
    if context.catalogue.has_trace_page(product):
        return context.printed_address(product)
    first = context.all_urls[context.catalogue.first_language]
    return context.settings.full(first("products", product.id))


def fair_qr(context: PageContext, product: ProductSummary) -> Qr:
    """Return the QR symbol of :func:`public_address`, with the file that shows it."""
    if context.catalogue.has_trace_page(product):
        return product_qr(context, product)
    payload = public_address(context, product)
    path = f"qr/{product.id}-{sha256(payload.encode()).hexdigest()[:8]}.svg"
    context.request(QrCode(path, payload))
    return {"payload": payload, "svg": f"/{path}", "code": ""}


def producers_of(context: PageContext, products: Sequence[ProductSummary]) -> list[ProducerSummary]:
    """Return the producers of products, each once, in the order of the products."""
    producers = context.catalogue.producers
    return [
        producers[fromkey]
        for fromkey in dict.fromkeys(p.producer for p in products if p.producer in producers)
        if fromkey
    ]


def products_of_fair(context: PageContext, fair: Fair) -> list[ProductSummary]:
    """Return all products that a fair shows, each once."""
    return fair_products(listed_then_samples(context.catalogue), fair)


def kiosk_address(*parts: str) -> str:
    """The full-screen slides of a fair, a booth (fair and booth id) or a commune (``dia-ban`` and its id)."""
    return "/".join(["/kiosk", *parts, ""])


def dates_of_fair(context: PageContext, fair: Fair) -> str:
    """Return a fair's days as far as they are known: two days, one, a month, a year, or words for unknown."""
    if not fair.first:
        return "" if fair.kind == "showcase" else context.t("Date not known")
    first = show_part_day(fair.first, context.lang)
    if not fair.last or fair.last == fair.first:
        return first
    return context.t("{first} to {last}", first=first, last=show_part_day(fair.last, context.lang))
