"""The programme: computed counts beside published totals; decisions, documents, chains, producers."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from operator import methodcaller

from generator.catalogue.doubtful import rules_as_shown
from generator.catalogue.model import Chain, Decision, Document, ProducerSummary, ProductSummary
from generator.catalogue.ocop import event_day
from generator.site import jsonld, views
from generator.site.contacts import contact_rows
from generator.site.context import PageContext, printed, row, words
from generator.site.lists import STATES, recognised_at, star_of, state_of
from generator.site.news import newest_first, news_card, quote
from generator.site.notices import notice
from generator.site.products import story_of
from generator.site.words import DOCUMENT_KIND, LEVEL, STATE
from generator.text import sort_key


def plan_programme(context: PageContext) -> None:
    """The programme's page, decisions, documents and chains."""
    _programme(context)
    _decisions(context)
    _documents(context)
    _chains(context)


def plan_producer(context: PageContext, producer: ProducerSummary) -> None:
    """The page of a holder and its pictures."""
    context.producer_card_picture(producer)
    for photo in producer.photos:
        context.image("producer", producer, photo)
    twins = context.twins(methodcaller("__call__", "producers", producer.id))
    needs = context.needs.producer_page(producer)
    make = partial(producer_view, context, producer.id)
    context.late_page("producer", make, needs, twins, index=context.catalogue.lists(producer))


def _chart(
    identity: str, title: str, unit: str, rows: Sequence[tuple[str, str, int, str]], note: str = ""
) -> views.Chart:
    most = max([count for _, _, count, _ in rows], default=0)
    return {
        "id": identity,
        "title": title,
        "unit": unit,
        "total": sum(count for _, _, count, _ in rows),
        "bars": [
            {
                "label": label,
                "href": href,
                "count": count,
                "share": round(100 * count / most, 1) if most else 0.0,
                "state": state,
            }
            for label, href, count, state in rows
            if count
        ],
        "note": note,
    }


def charts(context: PageContext) -> list[views.Chart]:
    """Counts by star, state, group, place and year, from the records alone."""
    catalogue, t, urls, listed = context.catalogue, context.t, context.urls, context.catalogue.listed
    unit = t("products")
    recognised = Counter(stars for p in listed if (stars := recognised_at(context, p)))
    rest = Counter(star_of(context, p) for p in listed) - recognised
    by_star = [(t("{n} stars, recognised", n=n), urls.stars(n), recognised[n], "") for n in (5, 4, 3)]
    by_star += [
        (t("{n} stars, recognition not reported", n=n), urls.stars(n), rest[n], "assessed") for n in (5, 4, 3)
    ]
    by_star.append((t("Stars not stated"), "", rest[0], "unknown"))
    states = Counter(state_of(context, p) for p in listed)
    by_state = [(t(STATE[s]), urls.state(s), states[s], s) for s in STATES]
    groups = Counter(catalogue.sets[p.set].group for p in listed)
    by_group = [
        (g.name.get(context.lang), urls.group(g.id), groups[g.id], "") for g in catalogue.criteria.groups
    ]
    districts = Counter(catalogue.district_of(p) for p in listed)
    by_district = [
        (t.former_district(d), urls.district(d.id), districts[d.id], "")
        for d in sorted(catalogue.places.districts, key=lambda d: (-districts[d.id], sort_key(d.name)))
    ]
    by_district.append((t("Not stated by our sources"), "", districts[""], "unknown"))
    years: Counter[str] = Counter()
    for product in listed:
        found = ""
        for one in catalogue.standings[product.id]:
            decision = catalogue.decisions.get(one.rating.decision or "")
            if one.rating.status == "recognised" and (on := event_day(one.rating, decision)):
                years[on[:4]] += 1
                found = on
        if not found:
            years[""] += 1
    by_year = [(year, "", years[year], "") for year in sorted(y for y in years if y)]
    by_year.append((t("Year of recognition not stated"), "", years[""], "unknown"))
    return [
        _chart(
            "by-star",
            t("By stars"),
            unit,
            by_star,
            t(
                "Recognised at some time, whether the rating is still valid or not; an assessment "
                "alone is no recognition."
            ),
        ),
        _chart("by-state", t("By state of the rating"), unit, by_state),
        _chart("by-group", t("By group"), unit, by_group),
        _chart("by-place", t("By former district"), unit, by_district),
        _chart(
            "by-year",
            t("By year of recognition"),
            t("recognitions"),
            by_year,
            t(
                "A product recognised twice counts in both years; assessments without a reported "
                "recognition have no year."
            ),
        ),
    ]


def _programme(context: PageContext) -> None:
    t, urls = context.t, context.urls
    quoted = [one for one in reversed(newest_first(context)) if one.totals]
    view: views.ProgrammeView = {
        **context.frame(
            "programme",
            context.twins(lambda u: u("programme")),
            t("The programme in figures"),
            t(
                "Counts computed from the records by stars, state, group, place and year, beside "
                "published totals with sources."
            ),
            nav="programme",
        ),
        "as_of": context.as_of(),
        "charts": charts(context),
        "quotes": [found for one in quoted if (found := quote(context, one))],
        "data": [
            {"name": "products.json", "href": "/data/products.json"},
            {"name": "products.csv", "href": "/data/products.csv"},
        ],
        "links": [
            {"name": t("Decisions and assessments"), "href": urls("decisions")},
            {"name": t("Value chains"), "href": urls("chains")},
            {"name": t("Documents of the programme"), "href": urls("documents")},
            {"name": t("News"), "href": urls("news")},
            {"name": t("Open data"), "href": urls("data")},
        ],
    }
    context.page("programme", view)


def _ratings_by_decision(context: PageContext) -> dict[str, list[str]]:
    result: dict[str, list[str]] = {}
    products = context.catalogue.products.values()
    for product in sorted(products, key=lambda p: (sort_key(p.name.get(context.lang)), p.id)):
        for rating in product.ratings:
            decision = context.catalogue.decisions.get(rating.decision or "")
            if decision and (context.catalogue.lists(product) or decision.sample):
                listed = result.setdefault(decision.id, [])
                if product.id not in listed:
                    listed.append(product.id)
    return result


def _decisions(context: PageContext) -> None:
    catalogue, t, urls = context.catalogue, context.t, context.urls
    products = _ratings_by_decision(context)
    shown = sorted(catalogue.decisions.values(), key=lambda d: (d.date or "", d.id), reverse=True)
    titles = {
        "decision": t("Decisions"),
        "announcement": t("Announcements whose decision number our sources do not give"),
        "assessment": t("Council assessments"),
    }
    groups: list[views.TermGroup] = []
    for kind, title in titles.items():
        terms: list[views.Term] = [
            {
                "name": t.text(one.title),
                "href": urls("decisions", one.id),
                "count": len(products.get(one.id, [])),
                "note": t.day(one.date),
                "detail": words(one.number) if one.number else None,
            }
            for one in shown
            if one.kind == kind and catalogue.lists(one)
        ]
        if terms:
            groups.append({"title": title, "href": "", "terms": terms})
    heading = t("Decisions and assessments")
    view: views.IndexView = {
        **context.frame(
            "decisions",
            context.twins(lambda u: u("decisions")),
            heading,
            t("Which products each decision recognised and each council assessed, by date."),
            [(t("The programme in figures"), urls("programme"))],
            nav="programme",
        ),
        "intro": words(
            t(
                "An assessment is a council's score. Only a decision recognises a product, and only "
                "recognition gives it stars."
            )
        ),
        "groups": groups,
        "documents": [],
        "chains": [],
        "map": None,
    }
    context.page("index", view)
    for one in shown:
        rated = [catalogue.products[identity] for identity in products.get(one.id, [])]
        context.late_page(
            "decision",
            partial(_decision, context, one, rated, heading),
            context.needs.decision_page(one, rated),
            context.twins(methodcaller("__call__", "decisions", one.id)),
            index=catalogue.lists(one),
        )


def _decision(
    context: PageContext, one: Decision, products: Sequence[ProductSummary], index: str
) -> views.DecisionView:
    catalogue, t, urls = context.catalogue, context.t, context.urls
    kind = {
        "decision": t("Decision"),
        "announcement": t("Announcement"),
        "assessment": t("Council assessment"),
    }[one.kind]
    version = rules_as_shown(one, catalogue.versions)
    rows = [row(t("Kind"), words(kind))]
    rows.append(row(t("Number"), words(one.number or t("Not stated by our sources"))))
    day = {"decision": t("Signed on"), "announcement": t("Announced on"), "assessment": t("Held on")}[
        one.kind
    ]
    rows.append(row(day, words(t.day(one.date) or t("Not stated by our sources"))))
    if one.body:
        rows.append(row(t("Body"), t.text(one.body)))
    if one.level:
        rows.append(row(t("Level"), words(t(LEVEL[one.level]))))
    if version:
        rows.append(row(t("Rules"), t.text(version.name)))
    if one.url:
        rows.append(row(t("Paper"), words(one.url), href=one.url))
    label = t.count("{n} product of this catalogue", "{n} products of this catalogue", len(products))
    heading = one.title.get(context.lang)
    return {
        **context.frame(
            "decision",
            context.twins(lambda u: u("decisions", one.id)),
            heading,
            f"{heading}. {label}.",
            [(t("The programme in figures"), urls("programme")), (index, urls("decisions"))],
            nav="programme",
            sample=one.sample,
        ),
        "facts": rows,
        "note": t.maybe(one.note),
        "cards": [context.card(product) for product in products],
        "count_label": label,
        "sources": context.sources(one.sources),
        "news": [news_card(context, item) for item in newest_first(context) if item.decision == one.id],
    }


def _documents(context: PageContext) -> None:
    t, urls = context.t, context.urls

    def document(one: Document) -> views.DocumentRow:
        return {
            "id": one.id,
            "kind": t(DOCUMENT_KIND[one.kind]),
            "number": one.number or "",
            "date": t.day(one.date),
            "body": t.maybe(one.body),
            "title": t.text(one.title),
            "effect": t.maybe(one.effect),
            "href": one.url or "",
            "level": t(LEVEL[one.level]),
            "sources": context.sources(one.sources),
        }

    ordered = sorted(context.catalogue.documents.values(), key=lambda d: (d.date or "", d.id), reverse=True)
    view: views.IndexView = {
        **context.frame(
            "documents",
            context.twins(lambda u: u("documents")),
            t("Documents of the programme"),
            t("Laws, decisions, plans and resolutions by number, date and body."),
            [(t("The programme in figures"), urls("programme"))],
            nav="programme",
        ),
        "intro": words(
            t(
                "Listed by number, date and body as our sources name them; the papers themselves are "
                "not kept here."
            )
        ),
        "groups": [],
        "documents": [document(one) for one in ordered],
        "chains": [],
        "map": None,
    }
    context.page("index", view)


def chain_card(context: PageContext, chain: Chain) -> views.ChainCard:
    """A value chain in a list."""
    products = [context.catalogue.products[product] for product in chain.products]
    return {
        "href": context.urls("chains", chain.id),
        "name": context.t.text(chain.name),
        "summary": context.t.text(chain.summary),
        "year": chain.year or "",
        "count": len(products),
        "drawings": list(dict.fromkeys(context.drawing(p) for p in products))[:3],
    }


def _chains(context: PageContext) -> None:
    catalogue, t, urls = context.catalogue, context.t, context.urls
    heading = t("Value chains")
    view: views.IndexView = {
        **context.frame(
            "chains",
            context.twins(lambda u: u("chains")),
            heading,
            t("Products, holders and places tied together, as the programme's reports name them."),
            [(t("The programme in figures"), urls("programme"))],
            nav="programme",
        ),
        "intro": words(
            t("Products, holders and places tied together, as the programme's reports name them.")
        ),
        "groups": [],
        "documents": [],
        "chains": [chain_card(context, one) for one in catalogue.chains.values()],
        "map": None,
    }
    context.page("index", view)
    for chain in catalogue.chains.values():
        one_view: views.ChainView = {
            **context.frame(
                "chain",
                context.twins(methodcaller("__call__", "chains", chain.id)),
                chain.name.get(context.lang),
                chain.summary.get(context.lang),
                [(t("The programme in figures"), urls("programme")), (heading, urls("chains"))],
                nav="programme",
            ),
            "name": t.text(chain.name),
            "summary": t.text(chain.summary),
            "year": chain.year or "",
            "cards": [context.card(catalogue.products[product]) for product in chain.products],
            "producers": [
                context.producer_card(catalogue.producers[producer]) for producer in chain.producers
            ],
            "places": context.place_links(chain.places),
            "notes": t.texts(chain.notes),
            "sources": context.sources(chain.sources),
        }
        context.page("chain", one_view)


def producer_view(context: PageContext, identity: str) -> views.ProducerView:
    """Everything a holder's page may show."""
    catalogue, t, urls = context.catalogue, context.t, context.urls
    producer = catalogue.producer(identity)
    card = context.producer_card(producer)
    kind = catalogue.kinds[producer.kind]
    story = story_of(context, "producer", producer.id) or ("", "")
    rows = [row(t("Kind of producer"), t.text(kind.name))]
    address = producer.address
    linked = catalogue.lists(producer)
    if address.commune:
        has = linked and address.commune in catalogue.of_commune
        rows.append(
            row(
                t("Place today"),
                words(t.commune(catalogue.communes[address.commune])),
                href=urls("places", address.commune) if has else "",
            )
        )
    if address.district:
        has = linked and address.district in catalogue.of_district
        rows.append(
            row(
                t("Before 1 July 2025"),
                words(t.district(catalogue.districts[address.district])),
                href=urls.district(address.district) if has else "",
            )
        )
    if address.printed:
        rows.append(row(t("As the source prints it"), printed(context, address.printed)))
    if producer.founded:
        rows.append(row(t("Founded"), words(t.day(producer.founded))))
    if producer.other_names:
        rows.append(
            row(
                t("Also written"),
                *[printed(context, n) for n in producer.other_names],
            )
        )
    name, place = producer.name.get(context.lang), card["place"]["text"] if card["place"] else ""
    return {
        **context.frame(
            "producer",
            context.twins(lambda u: u("producers", producer.id)),
            name,
            card["summary"]["text"] or ". ".join(filter(None, [name, kind.name.get(context.lang), place])),
            [(t("Producers"), urls("producers"))],
            nav="producers",
            og_image=context.producer_card_picture(producer),
            jsonld=[jsonld.organization(context, producer)],
            sample=producer.sample,
        ),
        "id": producer.id,
        "name": t.text(producer.name),
        "other_name": context.other_name(producer.name),
        "kind_name": kind.name.get(context.lang),
        "dissolved": notice(context, "dissolved", producer.dissolved),
        "summary": t.maybe(producer.summary),
        "story_title": t.maybe(producer.story_title),
        "story": story[0],
        "story_lang": story[1],
        "photos": [
            image for photo in producer.photos if (image := context.image("producer", producer, photo))
        ],
        "drawing": card["drawing"],
        "facts": rows,
        "contacts": contact_rows(t, producer.contacts),
        "needs_checking": t.maybe(producer.needs_checking),
        "notes": t.texts(producer.notes),
        "sources": context.sources(producer.sources),
        "cards": [context.card(p) for p in catalogue.of_producer.get(producer.id, [])],
        "chains": [
            {"name": chain.name.get(context.lang), "href": urls("chains", chain.id)}
            for chain in catalogue.chains.values()
            if producer.id in chain.producers
        ],
        "news": [news_card(context, one) for one in newest_first(context) if producer.id in one.producers],
    }
