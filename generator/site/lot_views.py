"""Lots as the pages of a product show them, and the years whose pages list all of them."""

from collections.abc import Mapping
from datetime import date
from typing import TypedDict

from generator.catalogue.addresses import lot_addresses
from generator.catalogue.doubtful import lot_as_shown
from generator.catalogue.lots import ON_PRODUCT_PAGE, removal_of
from generator.catalogue.model import Lot, LotPlace, ProductSummary
from generator.site.context import PageContext
from generator.site.urls import Urls
from generator.site.words import STEP
from generator.text import Text, fill


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
    """A lot with its steps, in every language of the site: texts by language code."""

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
    """A year in which lots were made, with the page that lists them."""

    name: str
    href: str
    count: int


def lots_on_product_page(context: PageContext, product: ProductSummary) -> list[LotView]:
    """Return the lots that a product's page names, newest first."""
    if not context.catalogue.has_trace_page(product):
        return []
    return [
        lot_view(context, product, lot_addresses(product, lot)[0], lot.lot)
        for lot in context.catalogue.shown_lots(product.id, ON_PRODUCT_PAGE)
    ]


def lot_years(context: PageContext, product: ProductSummary, most: int) -> list[LotYear]:
    """The years of a product's lots with their pages, newest first; none where ``most`` lots are all."""
    counts = context.catalogue.lot_counts_by_year(product.id)
    if sum(counts.values()) <= most or not context.catalogue.has_trace_page(product):
        return []
    return [
        {"name": str(year), "href": lots_of_year_address(context.urls, product.id, year), "count": count}
        for year, count in counts.items()
    ]


def lots_of_year_address(urls: Urls, product: str, year: int) -> str:
    """Return the address of the list of a product's lots of one year."""
    return urls("products", product, urls.word("lots"), str(year))


def lot_view(context: PageContext, product: ProductSummary, address: str, code: str) -> LotView:
    """Return a lot with its journey, in every language of the site."""

    def make() -> LotView:
        return _lot_view(context, *context.catalogue.lot(product.id, code))

    view = context.catalogue.recorder.fragment(("lot", product.id, code), make)
    return {**view, "href": f"{address}/"}


def _lot_view(context: PageContext, written: Lot, places: Mapping[str, LotPlace]) -> LotView:
    lot = lot_as_shown(written)
    translators = {translator.lang: translator for translator in context.translators}

    def all_words(text: Text | None) -> dict[str, str]:
        return {code: text.get(code) for code in translators} if text is not None else {}

    def all_days(day: date | None) -> dict[str, str]:
        return {code: translator.day(day) for code, translator in translators.items()} if day else {}

    def where(identity: str) -> dict[str, str]:
        place = places[identity]
        if not place.commune:
            return all_words(place.name)
        commune = place.commune
        return {
            code: fill(
                "{place}, {commune}",
                place=place.name.get(code),
                commune=context.commune(commune, translator),
            )
            for code, translator in translators.items()
        }

    kind, taken = removal_of(lot)
    return {
        "code": lot.lot,
        "href": "",
        "notice": kind,
        "notice_day": all_days(taken.on) if taken else {},
        "notice_iso": taken.on.isoformat() if taken else "",
        "reason": all_words(taken.reason) if taken else {},
        "made_on": all_days(lot.made_on),
        "made_iso": lot.made_on.isoformat(),
        "expires_on": all_days(lot.expires_on),
        "expires_iso": lot.expires_on.isoformat() if lot.expires_on else "",
        "expired": context.catalogue.is_past(lot.expires_on),
        "amount": all_words(lot.amount),
        "note": all_words(lot.note),
        "steps": [
            {
                "title": all_words(step.title)
                or {code: translator(STEP[step.what]) for code, translator in translators.items()},
                "day": all_days(step.day),
                "iso": step.day.isoformat(),
                "place": where(step.place),
                "amount": all_words(step.amount),
                "source": all_words(step.source),
                "target": all_words(step.target),
            }
            for step in lot.steps
        ],
    }
