"""A page that is made late is made from what its digest covers, and from nothing else."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from built import PROJECT
from pydantic import BaseModel
from tiny import DAY, LATE, catalogue

from generator.catalogue.model import Story
from generator.catalogue.whole import Catalogue
from generator.plan.outputs import Document, Page, Plan
from generator.plan.site import plan
from generator.render import theme as themes
from generator.settings import Settings
from generator.text import Text


@cache
def real() -> Catalogue:
    """The project's own catalogue: it has every relation that records can have."""
    return catalogue(PROJECT, DAY)


def planned(given: Catalogue) -> Plan:
    return plan(given, Settings("https://ocop.example"), themes.load(PROJECT, "default").facts)


def late(found: Plan) -> dict[str, Page | Document]:
    return {
        one.path: one
        for one in found.outputs
        if (isinstance(one, Page) and one.template in LATE) or (isinstance(one, Document) and one.digest)
    }


def content(one: Page | Document) -> str:
    return json.dumps(one.view if isinstance(one, Page) else one.data, ensure_ascii=False, sort_keys=True)


@cache
def before() -> dict[str, tuple[str, str]]:
    """Digest and content of every late output of the catalogue as it is."""
    return {path: (one.digest, content(one)) for path, one in late(planned(real())).items()}


def marked(value: Any) -> Any:
    """The same with a mark behind all its words: whoever shows any of them now shows something else."""
    if isinstance(value, Text):
        return Text(root={language: f"{text} §" for language, text in value.root.items()})
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        return value.model_copy(update={name: marked(getattr(value, name)) for name in fields})
    if isinstance(value, tuple):
        return tuple(marked(one) for one in value)
    if isinstance(value, Story):
        return replace(value, text=f"§ {value.text}")
    return f"{value} §" if isinstance(value, str) and " " in value else value


def one_of(kind: str, choose: Callable[[], Any]) -> Callable[[Catalogue], Catalogue]:
    """Marks one record of a kind."""

    def edit(given: Catalogue) -> Catalogue:
        records: Mapping[Any, Any] = getattr(given, kind)
        changed: dict[str, Any] = {kind: {**records, choose(): marked(records[choose()])}}
        return replace(given, **changed)

    return edit


def named_in(kind: str, named: str) -> Callable[[], str]:
    """A record that names some product or holder."""
    return lambda: next(one.id for one in getattr(real(), kind).values() if getattr(one, named))


def sample() -> str:
    return "gao-nep-mau"


def busiest() -> str:
    """A holder with several products."""
    made = real().of_producer
    return max(made, key=lambda one: len(made[one]))


def without_ratings(given: Catalogue) -> Catalogue:
    product = next(one for one in given.listed if one.ratings and one.code)
    return replace(given, products={**given.products, product.id: product.model_copy(update={"ratings": ()})})


def another_photo(given: Catalogue) -> Catalogue:
    photos = given.photos.items()
    other = {name: replace(one, digest=one.digest[::-1], preview="AAAA") for name, one in photos}
    return replace(given, photos=other)


EDITS: dict[str, Callable[[Catalogue], Catalogue]] = {
    "product": one_of("products", lambda: real().of_producer[busiest()][0].id),
    "sample product": one_of("products", sample),
    "lots": one_of("lots", sample),
    "holder": one_of("producers", busiest),
    "story": one_of("stories", lambda: ("producer", busiest(), "vi")),
    "decision": one_of(
        "decisions", lambda: next(r.decision for p in real().listed for r in p.ratings if r.decision)
    ),
    "chain": one_of("chains", named_in("chains", "products")),
    "news of a product": one_of("news", named_in("news", "products")),
    "news of a holder": one_of("news", named_in("news", "producers")),
    "ratings": without_ratings,
    "photos": another_photo,
    "use-by day": lambda given: replace(given, day=date(2027, 6, 1)),
    "expiry": lambda given: replace(given, day=date(2031, 1, 1)),
}
"""Edits that must change some late outputs and must not change all of them."""
SHARED: dict[str, Callable[[Catalogue], Catalogue]] = {
    "site": lambda given: replace(given, site=marked(given.site)),
    "criteria": lambda given: replace(given, criteria=marked(given.criteria)),
    "places": lambda given: replace(given, places=marked(given.places)),
    "kind of holder": one_of("kinds", lambda: "cooperative"),
    "text": lambda given: replace(given, pages={name: marked(one) for name, one in given.pages.items()}),
}


@pytest.mark.parametrize("name", [*EDITS, *SHARED])
def test_the_same_digest_means_the_same_page(name: str) -> None:
    edited = late(planned({**EDITS, **SHARED}[name](real())))
    kept = {path for path, one in edited.items() if before().get(path, ("", ""))[0] == one.digest}
    stale = [path for path in sorted(kept) if content(edited[path]) != before()[path][1]]
    assert stale == []
    assert name in SHARED or 0 < len(kept) < len(edited)


def test_a_view_may_not_name_what_was_not_planned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a page would lead to a picture that nobody makes."""
    from generator.plan import products

    monkeypatch.setattr(products, "_plan_pictures", lambda _desk, _product: None)
    pages = [one for one in planned(real()).outputs if isinstance(one, Page) and one.template == "product"]
    with pytest.raises(RuntimeError, match="planned too late: "):
        pages[0].view  # noqa: B018 - making it is what fails
