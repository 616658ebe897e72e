"""A product's lots: the few that its own pages show, and a page for each year with all of them."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from generator.catalogue.addresses import lot_addresses
from generator.catalogue.doubtful import lot_as_shown
from generator.catalogue.lots import ON_PRODUCT_PAGE
from generator.catalogue.model import Lot, LotPlace, LotSummary, ProductSummary
from generator.site import views
from generator.site.context import PageContext, link
from generator.site.lists import pager
from generator.site.urls import Urls
from generator.site.words import NOTICE, STEP, Translator
from generator.text import Text, fill, joined

PER_PAGE = 100
"""Lots on one page of a year."""


def boxes(context: PageContext, product: ProductSummary) -> list[views.LotView]:
    """Return the lots that a product's page names, newest first."""
    if not context.catalogue.has_trace_page(product):
        return []
    return [
        lot_view(context, product, lot_addresses(product, lot)[0], lot.lot)
        for lot in context.catalogue.shown_lots(product.id, ON_PRODUCT_PAGE)
    ]


def lot_years(context: PageContext, product: ProductSummary, most: int) -> list[views.LotYear]:
    """The years of a product's lots with their pages, newest first; none where ``most`` lots are all."""
    counts = context.catalogue.lot_counts(product.id)
    if sum(counts.values()) <= most or not context.catalogue.has_trace_page(product):
        return []
    return [
        {"name": str(year), "href": _address(context.urls, product, year), "count": count}
        for year, count in counts.items()
    ]


def plan_lots(context: PageContext, identity: str) -> None:
    """A page for each year, over as many pages as it needs, where a product's page does not name all lots.

    A year that is over keeps its pages as they are, however many lots follow. They do not depend on the
    build's day but by which lots are past their use-by day.
    """
    product = context.catalogue.products[identity]
    for year in lot_years(context, product, ON_PRODUCT_PAGE):
        for number in range(1, -(-year["count"] // PER_PAGE) + 1):
            address = context.urls.numbered(year["href"], number)
            context.page_unit("lots", partial(_view, context, identity, int(year["name"]), number), address)


def _address(urls: Urls, product: ProductSummary, year: int) -> str:
    return urls("products", product.id, urls.word("lots"), str(year))


def _view(context: PageContext, identity: str, year: int, number: int) -> views.LotsView:
    t, urls = context.t, context.urls
    product = context.catalogue.products[identity]
    all_lots = context.catalogue.lots_of_year(identity, year)
    pages = -(-len(all_lots) // PER_PAGE)
    lots = all_lots[(number - 1) * PER_PAGE : number * PER_PAGE]
    name = product.name.get(context.lang)
    own = _address(urls, product, year)
    years = lot_years(context, product, ON_PRODUCT_PAGE)
    heading = t("Lots of {year}", year=year)
    title = heading if number == 1 else t("{name}, page {n}", name=heading, n=number)
    return {
        **context.frame(
            "lots",
            context.page_twins(partial(_address, product=product, year=year), number),
            title,
            f"{name}. {heading}.",
            [
                (t("Products"), urls("products")),
                (name, urls("products", identity)),
                *([(heading, own)] if number > 1 else []),
            ],
            nav="products",
            title=f"{title} – {name}",
            sample=product.sample,
            index=False,
        ),
        "product": t.text(product.name),
        "years": [link(year["name"], "" if year["href"] == own else year["href"]) for year in years],
        "count_label": t.count("{n} lot", "{n} lots", len(all_lots)),
        "rows": [_row(context, product, lot) for lot in lots],
        "pager": pager(context, own, number, pages),
    }


def _row(context: PageContext, product: ProductSummary, lot: LotSummary) -> views.LotRow:
    kind = "recalled" if lot.recalled else "withdrawn" if lot.withdrawn else ""
    event = lot.recalled or lot.withdrawn
    event_day = context.t.day(event.on.isoformat()) if event else ""
    return {
        "code": lot.lot,
        "href": f"{lot_addresses(product, lot)[0]}/",
        "made": context.t.day(lot.made_on.isoformat()),
        "expires": context.t.day(lot.expires_on.isoformat()) if lot.expires_on else "",
        "expired": context.catalogue.is_past(lot.expires_on),
        "label": fill("{notice}: {day}", notice=context.t(NOTICE[kind]), day=event_day) if event else "",
    }


def lot_view(context: PageContext, product: ProductSummary, address: str, code: str) -> views.LotView:
    """Return a lot with its journey, in every language of the site."""

    def make() -> views.LotView:
        return _lot_view(context, *context.catalogue.lot(product.id, code))

    view = context.catalogue.recorder.fragment(("lot", product.id, code), make)
    return {**view, "href": f"{address}/"}


def _lot_view(context: PageContext, written: Lot, places: Mapping[str, LotPlace]) -> views.LotView:
    lot = lot_as_shown(written)
    translators = _translators(context)

    def all_words(text: Text | None) -> dict[str, str]:
        return {code: text.get(code) for code in translators} if text is not None else {}

    def amounts(text: Text | None) -> dict[str, str]:
        return {code: joined(words) for code, words in all_words(text).items()}

    def all_days(day: date | None) -> dict[str, str]:
        return (
            {code: translator.day(day.isoformat()) for code, translator in translators.items()} if day else {}
        )

    def where(identity: str) -> dict[str, str]:
        place = places[identity]
        if not place.commune:
            return all_words(place.name)
        commune = context.catalogue.communes[place.commune]
        return {
            code: fill("{place}, {commune}", place=place.name.get(code), commune=translator.commune(commune))
            for code, translator in translators.items()
        }

    taken = lot.recalled or lot.withdrawn
    return {
        "code": lot.lot,
        "href": "",
        "notice": "recalled" if lot.recalled else "withdrawn" if lot.withdrawn else "",
        "notice_day": all_days(taken.on) if taken else {},
        "notice_iso": taken.on.isoformat() if taken else "",
        "reason": all_words(taken.reason) if taken else {},
        "made_on": all_days(lot.made_on),
        "made_iso": lot.made_on.isoformat(),
        "expires_on": all_days(lot.expires_on),
        "expires_iso": lot.expires_on.isoformat() if lot.expires_on else "",
        "expired": context.catalogue.is_past(lot.expires_on),
        "amount": amounts(lot.amount),
        "note": all_words(lot.note),
        "steps": [
            {
                "title": all_words(step.title)
                or {code: translator(STEP[step.what]) for code, translator in translators.items()},
                "day": all_days(step.day),
                "iso": step.day.isoformat(),
                "place": where(step.place),
                "amount": amounts(step.amount),
                "source": all_words(step.source),
                "target": all_words(step.target),
            }
            for step in lot.steps
        ],
    }


def _translators(context: PageContext) -> dict[str, Translator]:
    return {code: Translator(code, context.theme.words.get(code, {})) for code in context.all_urls}
