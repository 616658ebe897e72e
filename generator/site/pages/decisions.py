"""Decisions, announcements and council assessments: their index, and a page for each."""

from functools import cache

from generator.catalogue.doubtful import version_as_shown
from generator.catalogue.reader import CatalogueReader
from generator.site.cards import product_card
from generator.site.context import PageContext
from generator.site.frames import page_frame, province_crumbs
from generator.site.page_type import PageType, record_pages, section_page
from generator.site.pages.news import NewsCard, newest_first, news_card
from generator.site.view_parts import (
    Card,
    Frame,
    Row,
    Source,
    Term,
    TermGroup,
    Words,
    filled_rows,
    link,
    maybe_words,
    row,
    term,
    words,
)
from generator.site.words import LEVEL
from generator.text import sort_key


class DecisionsView(Frame):
    """Decisions, announcements and council assessments, each kind under its heading."""

    intro: Words
    groups: list[TermGroup]


class DecisionView(Frame):
    """A decision, announcement or council round, and the products it recognised."""

    facts: list[Row]
    note: Words | None
    cards: list[Card]
    count_label: str
    sources: list[Source]
    news: list[NewsCard]


def define_rated_by(reader: CatalogueReader) -> None:
    """Let units ask ``("rated-by", language, decision)``.

    The answer: ids of the products that a decision rated, in the order of their names in that language; of a
    made-up decision also its samples.
    """

    @cache
    def all_of(language: str) -> dict[str, list[str]]:
        product_ids: dict[str, list[str]] = {}
        products = reader.products.values()
        for product in sorted(products, key=lambda p: (sort_key(p.name.get(language)), p.id)):
            for identity in dict.fromkeys(rating.decision for rating in product.ratings):
                decision = reader.decisions.get(identity or "")
                if decision and (reader.is_listed(product) or decision.sample):
                    product_ids.setdefault(decision.id, []).append(product.id)
        return product_ids

    def rated_by(language: str, decision: str) -> list[str]:
        return all_of(language).get(decision, [])

    reader.derive("rated-by", rated_by)


def decision_terms(context: PageContext, province: str, kind: str = "") -> list[Term]:
    """Return the listed decisions of a province, of one kind or of all, the newest first."""
    catalogue, t = context.catalogue, context.t
    newest_first = sorted(catalogue.decisions.values(), key=lambda d: (d.date or "", d.id), reverse=True)
    return [
        {
            "name": t.text(decision.title),
            "href": context.urls("decisions", decision.id),
            "count": len(catalogue.ask("rated-by", context.lang, decision.id)),
            "note": t.day(decision.date),
            "detail": words(decision.number) if decision.number else None,
        }
        for decision in newest_first
        if kind in ("", decision.kind)
        and catalogue.province_of(decision.id) == province
        and catalogue.is_listed(decision)
    ]


def _groups(context: PageContext) -> list[TermGroup]:
    """Return the decisions by kind; by province, and then only their number, where there are several."""
    catalogue, t = context.catalogue, context.t
    if not catalogue.is_one_province:
        terms = [
            term(
                words(t.province(places.province)),
                f"{context.urls('provinces', identity)}#decisions",
                len(decision_terms(context, identity)),
            )
            for identity, places in catalogue.provinces.items()
        ]
        return [{"title": t("By province"), "href": "", "terms": terms}]
    (province,) = catalogue.provinces
    titles = {
        "decision": t("Decisions"),
        "announcement": t("Announcements whose decision number our sources do not give"),
        "assessment": t("Council assessments"),
    }
    return [
        {"title": title, "href": "", "terms": terms}
        for kind, title in titles.items()
        if (terms := decision_terms(context, province, kind))
    ]


def _decisions_view(context: PageContext) -> DecisionsView:
    t, urls = context.t, context.urls
    heading = t("Decisions and assessments")
    return {
        **page_frame(
            context,
            "decisions",
            context.twins("decisions"),
            heading,
            t("Which products each decision recognised and each council assessed, by date."),
            crumbs=[(t("The programme in figures"), urls("programme"))],
            nav="programme",
        ),
        "intro": words(
            t(
                "An assessment by a council does not give a product its stars. "
                "Only a decision of recognition does."
            )
        ),
        "groups": _groups(context),
    }


def _decision_view(context: PageContext, identity: str) -> DecisionView:
    catalogue, t, urls = context.catalogue, context.t, context.urls
    decision = catalogue.decisions[identity]
    products = [catalogue.products[product] for product in catalogue.ask("rated-by", context.lang, identity)]
    index = t("Decisions and assessments")
    kind = {
        "decision": t("Decision"),
        "announcement": t("Announcement"),
        "assessment": t("Council assessment"),
    }[decision.kind]
    version = version_as_shown(decision, catalogue.versions)
    day = {"decision": t("Signed on"), "announcement": t("Announced on"), "assessment": t("Held on")}[
        decision.kind
    ]
    label = t.count("{n} product of this catalogue", "{n} products of this catalogue", len(products))
    heading = decision.title.get(context.lang)
    return {
        **page_frame(
            context,
            "decision",
            context.twins("decisions", decision.id),
            heading,
            f"{heading}. {label}.",
            crumbs=[
                (t("The programme in figures"), urls("programme")),
                (index, urls("decisions")),
                *province_crumbs(context, catalogue.province_of(identity)),
            ],
            nav="programme",
            sample=decision.sample,
        ),
        "facts": filled_rows(
            row(t("Kind"), words(kind)),
            row(t("Number"), words(decision.number or t("Not stated by our sources"))),
            row(day, words(t.day(decision.date) or t("Not stated by our sources"))),
            row(t("Body"), t.maybe(decision.body)),
            row(t("Level"), maybe_words(t(LEVEL[decision.level])) if decision.level else None),
            row(t("Rules"), t.text(version.name) if version else None),
            row(t("Document"), maybe_words(decision.url), href=decision.url or ""),
        ),
        "note": t.maybe(decision.note),
        "cards": [product_card(context, product) for product in products],
        "count_label": label,
        "sources": context.sources(decision.sources),
        "news": [
            news_card(context, item) for item in newest_first(catalogue.news_about("decision", identity))
        ],
    }


PAGE = PageType(
    kinds=("decisions", "decision"),
    views={"decisions": DecisionsView, "decision": DecisionView},
    planners=(
        section_page("decisions", _decisions_view),
        record_pages("decision", _decision_view, "decisions", lambda catalogue: catalogue.decisions),
    ),
    addresses={"decisions": ("quyet-dinh", "decisions")},
    footer=lambda context: [link(context.t("Decisions and assessments"), context.urls("decisions"))],
    define_questions=define_rated_by,
)
