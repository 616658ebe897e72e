"""The programme: computed counts beside published totals; decisions, documents, chains, producers."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from operator import methodcaller

from generator.catalogue.doubtful import rules_as_shown
from generator.catalogue.model import Chain, Document
from generator.catalogue.ocop import event_day
from generator.catalogue.reader import CatalogueReader
from generator.site import jsonld, views
from generator.site.contacts import contact_rows
from generator.site.context import PageContext, printed, row, words
from generator.site.facets import STATES, recognised_at, star_of, state_of
from generator.site.news import newest, newest_first, news_card, quote
from generator.site.notices import notice
from generator.site.products import story_of
from generator.site.words import DOCUMENT_KIND, LEVEL, STATE
from generator.text import sort_key


def plan_programme(context: PageContext) -> None:
    """Plan the programme's page and those of decisions, documents, chains and producers."""
    catalogue, urls = context.catalogue, context.urls
    context.page_unit("programme", partial(_programme_view, context), urls("programme"))
    context.page_unit("index", partial(_decisions_view, context), urls("decisions"))
    for identity in catalogue.decisions:
        context.page_unit("decision", partial(_decision_view, context, identity), urls("decisions", identity))
    context.page_unit("index", partial(_documents_view, context), urls("documents"))
    context.page_unit("index", partial(_chains_view, context), urls("chains"))
    for identity in catalogue.chains:
        context.page_unit("chain", partial(_chain_view, context, identity), urls("chains", identity))


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
    """Return counts by star, state, group, administrative place and year, from the records alone."""
    catalogue, t, urls = context.catalogue, context.t, context.urls
    catalogue.read_all_summaries()
    listed = catalogue.listed
    unit = t("products")
    recognised = Counter(stars for p in listed if (stars := recognised_at(catalogue, p)))
    rest = Counter(star_of(catalogue, p) for p in listed) - recognised
    by_star = [(t("{n} stars, recognised", n=n), urls.stars(n), recognised[n], "") for n in (5, 4, 3)]
    by_star += [
        (t("{n} stars, recognition not reported", n=n), urls.stars(n), rest[n], "assessed") for n in (5, 4, 3)
    ]
    by_star.append((t("Stars not stated"), "", rest[0], "unknown"))
    states = Counter(state_of(catalogue, p) for p in listed)
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
        day = ""
        for standing in catalogue.standings(product.id):
            decision = catalogue.decisions.get(standing.rating.decision or "")
            if standing.rating.status == "recognised" and (on := event_day(standing.rating, decision)):
                years[on[:4]] += 1
                day = on
        if not day:
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


def _programme_view(context: PageContext) -> views.ProgrammeView:
    t, urls = context.t, context.urls
    quoted = [news_item for news_item in reversed(newest_first(context)) if news_item.totals]
    return {
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
        "quotes": [quotation for news_item in quoted if (quotation := quote(context, news_item))],
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


def define_rated_by(reader: CatalogueReader) -> None:
    """Let units ask ``("rated-by", language, decision)``.

    The answer: ids of the products that a decision rated, in the order of their names in that language; of a
    made-up decision also its samples.
    """
    known: dict[str, dict[str, list[str]]] = {}

    def all_of(language: str) -> dict[str, list[str]]:
        product_ids: dict[str, list[str]] = {}
        products = reader.products.values()
        for product in sorted(products, key=lambda p: (sort_key(p.name.get(language)), p.id)):
            for identity in dict.fromkeys(rating.decision for rating in product.ratings):
                decision = reader.decisions.get(identity or "")
                if decision and (reader.lists(product) or decision.sample):
                    product_ids.setdefault(decision.id, []).append(product.id)
        return product_ids

    def rated_by(language: str, decision: str) -> list[str]:
        if language not in known:
            known[language] = all_of(language)
        return known[language].get(decision, [])

    reader.derive("rated-by", rated_by)


def _decisions_view(context: PageContext) -> views.IndexView:
    catalogue, t, urls = context.catalogue, context.t, context.urls
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
                "name": t.text(decision.title),
                "href": urls("decisions", decision.id),
                "count": len(catalogue.ask("rated-by", context.lang, decision.id)),
                "note": t.day(decision.date),
                "detail": words(decision.number) if decision.number else None,
            }
            for decision in shown
            if decision.kind == kind and catalogue.lists(decision)
        ]
        if terms:
            groups.append({"title": title, "href": "", "terms": terms})
    heading = t("Decisions and assessments")
    return {
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


def _decision_view(context: PageContext, identity: str) -> views.DecisionView:
    catalogue, t, urls = context.catalogue, context.t, context.urls
    decision = catalogue.decisions[identity]
    products = [catalogue.products[product] for product in catalogue.ask("rated-by", context.lang, identity)]
    index = t("Decisions and assessments")
    kind = {
        "decision": t("Decision"),
        "announcement": t("Announcement"),
        "assessment": t("Council assessment"),
    }[decision.kind]
    version = rules_as_shown(decision, catalogue.versions)
    rows = [row(t("Kind"), words(kind))]
    rows.append(row(t("Number"), words(decision.number or t("Not stated by our sources"))))
    day = {"decision": t("Signed on"), "announcement": t("Announced on"), "assessment": t("Held on")}[
        decision.kind
    ]
    rows.append(row(day, words(t.day(decision.date) or t("Not stated by our sources"))))
    if decision.body:
        rows.append(row(t("Body"), t.text(decision.body)))
    if decision.level:
        rows.append(row(t("Level"), words(t(LEVEL[decision.level]))))
    if version:
        rows.append(row(t("Rules"), t.text(version.name)))
    if decision.url:
        rows.append(row(t("Paper"), words(decision.url), href=decision.url))
    label = t.count("{n} product of this catalogue", "{n} products of this catalogue", len(products))
    heading = decision.title.get(context.lang)
    return {
        **context.frame(
            "decision",
            context.twins(lambda u: u("decisions", decision.id)),
            heading,
            f"{heading}. {label}.",
            [(t("The programme in figures"), urls("programme")), (index, urls("decisions"))],
            nav="programme",
            sample=decision.sample,
        ),
        "facts": rows,
        "note": t.maybe(decision.note),
        "cards": [context.card(product) for product in products],
        "count_label": label,
        "sources": context.sources(decision.sources),
        "news": [news_card(context, item) for item in newest(catalogue.news_about("decision", identity))],
    }


def _documents_view(context: PageContext) -> views.IndexView:
    t, urls = context.t, context.urls

    def document(paper: Document) -> views.DocumentRow:
        return {
            "id": paper.id,
            "kind": t(DOCUMENT_KIND[paper.kind]),
            "number": paper.number or "",
            "date": t.day(paper.date),
            "body": t.maybe(paper.body),
            "title": t.text(paper.title),
            "effect": t.maybe(paper.effect),
            "href": paper.url or "",
            "level": t(LEVEL[paper.level]),
            "sources": context.sources(paper.sources),
        }

    ordered = sorted(context.catalogue.documents.values(), key=lambda d: (d.date or "", d.id), reverse=True)
    return {
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
        "documents": [document(entry) for entry in ordered],
        "chains": [],
        "map": None,
    }


def chain_card(context: PageContext, chain: Chain) -> views.ChainCard:
    """Return a value chain as an entry of a list."""
    products = [context.catalogue.products[product] for product in chain.products]
    return {
        "href": context.urls("chains", chain.id),
        "name": context.t.text(chain.name),
        "summary": context.t.text(chain.summary),
        "year": chain.year or "",
        "count": len(products),
        "drawings": list(dict.fromkeys(context.drawing(p) for p in products))[:3],
    }


def _chains_view(context: PageContext) -> views.IndexView:
    catalogue, t, urls = context.catalogue, context.t, context.urls
    heading = t("Value chains")
    return {
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
        "chains": [chain_card(context, chain) for chain in catalogue.chains.values()],
        "map": None,
    }


def _chain_view(context: PageContext, identity: str) -> views.ChainView:
    catalogue, t, urls = context.catalogue, context.t, context.urls
    chain, heading = catalogue.chains[identity], t("Value chains")
    return {
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
        "producers": [context.producer_card(catalogue.producers[producer]) for producer in chain.producers],
        "places": context.place_links(chain.places),
        "notes": t.texts(chain.notes),
        "sources": context.sources(chain.sources),
    }


def producer_view(context: PageContext, identity: str) -> views.ProducerView:
    """Return all values that the template of a producer's page may show."""
    catalogue, t, urls = context.catalogue, context.t, context.urls
    producer = catalogue.producer(identity)
    card = context.producer_card(producer)
    kind = catalogue.kinds[producer.kind]
    story = story_of(context, "producer", producer.id) or ("", "")
    rows = [row(t("Kind of producer"), t.text(kind.name))]
    address = producer.address
    linked = catalogue.lists(producer)
    if address.commune:
        has = linked and catalogue.has_commune_list(address.commune)
        rows.append(
            row(
                t("Place today"),
                words(t.commune(catalogue.communes[address.commune])),
                href=urls("places", address.commune) if has else "",
            )
        )
    if address.district:
        has = linked and catalogue.has_district_list(address.district)
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
            og_image=context.producer_share_picture(producer),
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
        "cards": [context.card(p) for p in catalogue.of_producer(producer.id)],
        "chains": [
            {"name": chain.name.get(context.lang), "href": urls("chains", chain.id)}
            for chain in catalogue.chains_with("producer", producer.id)
        ],
        "news": [news_card(context, item) for item in newest(catalogue.news_about("producer", producer.id))],
    }
