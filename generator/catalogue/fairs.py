"""Rules for fairs: participants, products, days, and the stars that hold on those days.

A booth of a commune brings that commune's products; one that names products or producers brings those.
Stars are shown at a fair only where they hold on each of its days (decision 26/2026/QĐ-TTg: an expired
rating is not shown as current).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal, TypeVar

from generator.catalogue.catalogue import Catalogue
from generator.catalogue.findings import days_of
from generator.catalogue.model import Booth, Chain, Decision, Fair, News, ProductSummary
from generator.catalogue.ocop import Standing, main_standing, standings
from generator.catalogue.reader import CatalogueReader

R = TypeVar("R", Chain, News)
Phase = Literal["before", "during", "after", "unknown"]


def picked(
    products: Sequence[ProductSummary],
    ids: Iterable[str] = (),
    producers: Iterable[str] = (),
    communes: Iterable[str] = (),
    *,
    samples: bool = False,
) -> list[ProductSummary]:
    """Return the products named by id in that order, then the producers', then the communes', each once.

    ``products`` are all products, in the order wanted within a producer and a commune. Samples of a producer
    or a commune are included only with ``samples``. Unknown ids are left out: the checks report them.
    """
    by_id = {product.id: product for product in products}
    products_by_id = {identity: by_id[identity] for identity in ids if identity in by_id}
    for field, chosen_ids in (("producer", producers), ("commune", communes)):
        for chosen_id in chosen_ids:
            for product in products:
                owner_id = product.producer if field == "producer" else product.origin.commune
                if owner_id == chosen_id and (samples or not product.sample):
                    products_by_id.setdefault(product.id, product)
    return list(products_by_id.values())


def listed_then_samples(catalogue: Catalogue | CatalogueReader) -> list[ProductSummary]:
    """Return the listed products, then samples, which only a made-up fair names."""
    listed = catalogue.listed
    known = {product.id for product in listed}
    return [*listed, *(product for product in catalogue.products.values() if product.id not in known)]


def booth_products(products: Sequence[ProductSummary], fair: Fair, booth: Booth) -> list[ProductSummary]:
    """Return the products of a booth."""
    named = booth.products or booth.producers
    communes = [booth.commune] if booth.commune and not named else []
    return picked(products, booth.products, booth.producers, communes, samples=fair.sample)


def fair_products(products: Sequence[ProductSummary], fair: Fair) -> list[ProductSummary]:
    """Return all products of a fair, each once: booth by booth, then those of the whole fair."""
    named_products = {
        product.id: product for booth in fair.booths for product in booth_products(products, fair, booth)
    }
    whole = picked(products, fair.products, fair.producers, fair.communes, samples=fair.sample)
    return list({**named_products, **{product.id: product for product in whole}}.values())


def days(fair: Fair) -> tuple[date, date] | None:
    """Return first and last day, if both are exact; a fair with only a first day lasts that day."""
    last = fair.last or fair.first
    if not fair.first or not last or len(fair.first) < 10 or len(last) < 10:
        return None
    return date.fromisoformat(fair.first), date.fromisoformat(last)


def over_after(fair: Fair) -> date | None:
    """Return the last day; a month or a year counts to its end. None for a fair without days."""
    return days_of(fair.last or fair.first)[1] if fair.first else None


def phase(fair: Fair, day: date) -> Phase:
    """Return whether a fair is ahead, on or over on ``day``; a month or a year counts to its end."""
    if not fair.first:
        return "unknown"
    if known := days(fair):
        return "before" if day < known[0] else "after" if day > known[1] else "during"
    first, last = days_of(fair.first)[0], over_after(fair)
    return "before" if day < first else "after" if last and day > last else "unknown"


def judged(fair: Fair, day: date) -> tuple[date, date]:
    """Return the days on which a rating must be valid for its stars to be shown.

    The fair's own days, from ``day`` on, all of a month or year where no more is known; only ``day`` for a
    showcase, an undated fair and one that is over.
    """
    last = over_after(fair)
    if not fair.first or last is None or last < day:
        return day, day
    return max(day, days_of(fair.first)[0]), last


def standing_for(
    product: ProductSummary, decisions: Mapping[str, Decision], judged_days: tuple[date, date]
) -> Standing | None:
    """Return the rating whose stars may be shown on all these days, as of the last one; None without one.

    Ratings end, begin and are withdrawn between the first day and the last too: each of the days on which
    one does is looked at. A rating that is renewed with as many stars, without a gap, holds on.
    """
    first, last = judged_days
    turns = {first, last}
    for standing in standings(product.ratings, decisions, last):
        after = [end + timedelta(days=1) for end in standing.ends or () if end < last]
        taken = [standing.rating.withdrawn.on] if standing.rating.withdrawn else []
        turns |= {day for day in (*(standing.begins or ()), *after, *taken) if first < day < last}
    standings_by_day = [main_standing(standings(product.ratings, decisions, day)) for day in sorted(turns)]
    shown = standings_by_day[-1]
    stars = shown.rating.stars if shown else None
    return (
        shown
        if all(
            standing and standing.current and standing.rating.stars == stars for standing in standings_by_day
        )
        else None
    )


def shown_standing(catalogue: CatalogueReader, fair: Fair, product: ProductSummary) -> Standing | None:
    """Return the rating whose stars a fair's slides and papers may show; None shows no stars."""
    return standing_for(product, catalogue.decisions, judged(fair, catalogue.today()))


def told_standing(catalogue: CatalogueReader, fair: Fair, product: ProductSummary) -> Standing | None:
    """Return the rating that a fair's slides and papers put into words; None if there never was one.

    Where no stars are shown: how it stands on the first day, which stays true when it is read later; of
    one that is withdrawn by the last day, that it is.
    """
    if shown := shown_standing(catalogue, fair, product):
        return shown
    first, last = (
        main_standing(standings(product.ratings, catalogue.decisions, day))
        for day in judged(fair, catalogue.today())
    )
    return last if last and last.state == "withdrawn" else first


def only(catalogue: Catalogue, fair: Fair) -> Catalogue:
    """Return the catalogue of one fair: its products, and of other records those that belong to them.

    It bears the fair's name and summary, not the whole catalogue's. A made-up fair gives a made-up
    catalogue, which lists its samples.
    """
    kept = {product.id: product for product in fair_products(listed_then_samples(catalogue), fair)}
    producer_ids = {product.producer for product in kept.values()}
    decided = {rating.decision for product in kept.values() for rating in product.ratings}

    def narrowed(record: R) -> R | None:
        products = tuple(product for product in record.products if product in kept)
        producers = tuple(producer for producer in record.producers if producer in producer_ids)
        fewer = {"products": products, "producers": producers}
        return record.model_copy(update=fewer) if products or producers else None

    return replace(
        catalogue,
        site=catalogue.site.model_copy(
            update={
                "tagline": fair.name,
                "intro": fair.summary,
                "sample_site": fair.sample or catalogue.site.sample_site,
            }
        ),
        products={
            name: product if product.successor in kept else product.model_copy(update={"successor": None})
            for name, product in kept.items()
        },
        producers={name: producer for name, producer in catalogue.producers.items() if name in producer_ids},
        lots={name: lots for name, lots in catalogue.lots.items() if name in kept},
        decisions={name: decision for name, decision in catalogue.decisions.items() if name in decided},
        chains={
            name: kept_chain for name, chain in catalogue.chains.items() if (kept_chain := narrowed(chain))
        },
        news={name: kept_item for name, item in catalogue.news.items() if (kept_item := narrowed(item))},
        fairs={fair.id: fair},
    )
