"""The programme: computed counts beside published totals; decisions, documents, chains, producers."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from operator import methodcaller

from generator.catalogue.doubtful import rules_as_shown
from generator.catalogue.model import Chain, Decision, Document, ProducerHead, ProductHead
from generator.catalogue.ocop import event_day
from generator.plan import jsonld, views
from generator.plan.contacts import contact_rows
from generator.plan.desk import Desk, printed, row, words
from generator.plan.lists import STATES, recognised_at, star_of, state_of
from generator.plan.news import newest_first, news_card, quote
from generator.plan.notices import notice
from generator.plan.products import story_of
from generator.plan.words import DOCUMENT_KIND, LEVEL, STATE
from generator.text import sort_key


def plan_programme(desk: Desk) -> None:
    """The programme's page, decisions, documents and chains."""
    _programme(desk)
    _decisions(desk)
    _documents(desk)
    _chains(desk)


def plan_producer(desk: Desk, producer: ProducerHead) -> None:
    """The page of a holder and its pictures."""
    desk.producer_card_picture(producer)
    for photo in producer.photos:
        desk.image("producer", producer, photo)
    twins = desk.twins(methodcaller("__call__", "producers", producer.id))
    needs = desk.needs.producer_page(producer)
    make = partial(producer_view, desk, producer.id)
    desk.late_page("producer", make, needs, twins, index=desk.catalogue.lists(producer))


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


def charts(desk: Desk) -> list[views.Chart]:
    """Counts by star, state, group, place and year, from the records alone."""
    catalogue, say, urls, listed = desk.catalogue, desk.say, desk.urls, desk.catalogue.listed
    unit = say("products")
    recognised = Counter(stars for p in listed if (stars := recognised_at(desk, p)))
    rest = Counter(star_of(desk, p) for p in listed) - recognised
    by_star = [(say("{n} stars, recognised", n=n), urls.stars(n), recognised[n], "") for n in (5, 4, 3)]
    by_star += [
        (say("{n} stars, recognition not reported", n=n), urls.stars(n), rest[n], "assessed")
        for n in (5, 4, 3)
    ]
    by_star.append((say("Stars not stated"), "", rest[0], "unknown"))
    states = Counter(state_of(desk, p) for p in listed)
    by_state = [(say(STATE[s]), urls.state(s), states[s], s) for s in STATES]
    groups = Counter(catalogue.sets[p.set].group for p in listed)
    by_group = [
        (g.name.get(desk.lang), urls.group(g.id), groups[g.id], "") for g in catalogue.criteria.groups
    ]
    districts = Counter(catalogue.district_of(p) for p in listed)
    by_district = [
        (say.former_district(d), urls.district(d.id), districts[d.id], "")
        for d in sorted(catalogue.places.districts, key=lambda d: (-districts[d.id], sort_key(d.name)))
    ]
    by_district.append((say("Not stated by our sources"), "", districts[""], "unknown"))
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
    by_year.append((say("Year of recognition not stated"), "", years[""], "unknown"))
    return [
        _chart(
            "by-star",
            say("By stars"),
            unit,
            by_star,
            say(
                "Recognised at some time, whether the rating is still valid or not; an assessment "
                "alone is no recognition."
            ),
        ),
        _chart("by-state", say("By state of the rating"), unit, by_state),
        _chart("by-group", say("By group"), unit, by_group),
        _chart("by-place", say("By former district"), unit, by_district),
        _chart(
            "by-year",
            say("By year of recognition"),
            say("recognitions"),
            by_year,
            say(
                "A product recognised twice counts in both years; assessments without a reported "
                "recognition have no year."
            ),
        ),
    ]


def _programme(desk: Desk) -> None:
    say, urls = desk.say, desk.urls
    quoted = [one for one in reversed(newest_first(desk)) if one.totals]
    view: views.ProgrammeView = {
        **desk.frame(
            "programme",
            desk.twins(lambda u: u("programme")),
            say("The programme in figures"),
            say(
                "Counts computed from the records by stars, state, group, place and year, beside "
                "published totals with sources."
            ),
            nav="programme",
        ),
        "as_of": desk.as_of(),
        "charts": charts(desk),
        "quotes": [found for one in quoted if (found := quote(desk, one))],
        "data": [
            {"name": "products.json", "href": "/data/products.json"},
            {"name": "products.csv", "href": "/data/products.csv"},
        ],
        "links": [
            {"name": say("Decisions and assessments"), "href": urls("decisions")},
            {"name": say("Value chains"), "href": urls("chains")},
            {"name": say("Documents of the programme"), "href": urls("documents")},
            {"name": say("News"), "href": urls("news")},
            {"name": say("Open data"), "href": urls("data")},
        ],
    }
    desk.page("programme", view)


def _ratings_by_decision(desk: Desk) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    products = desk.catalogue.products.values()
    for product in sorted(products, key=lambda p: (sort_key(p.name.get(desk.lang)), p.id)):
        for rating in product.ratings:
            decision = desk.catalogue.decisions.get(rating.decision or "")
            if decision and (desk.catalogue.lists(product) or decision.sample):
                listed = found.setdefault(decision.id, [])
                if product.id not in listed:
                    listed.append(product.id)
    return found


def _decisions(desk: Desk) -> None:
    catalogue, say, urls = desk.catalogue, desk.say, desk.urls
    products = _ratings_by_decision(desk)
    shown = sorted(catalogue.decisions.values(), key=lambda d: (d.date or "", d.id), reverse=True)
    titles = {
        "decision": say("Decisions"),
        "announcement": say("Announcements whose decision number our sources do not give"),
        "assessment": say("Council assessments"),
    }
    groups: list[views.TermGroup] = []
    for kind, title in titles.items():
        terms: list[views.Term] = [
            {
                "name": say.text(one.title),
                "href": urls("decisions", one.id),
                "count": len(products.get(one.id, [])),
                "note": say.day(one.date),
                "detail": words(one.number) if one.number else None,
            }
            for one in shown
            if one.kind == kind and catalogue.lists(one)
        ]
        if terms:
            groups.append({"title": title, "href": "", "terms": terms})
    heading = say("Decisions and assessments")
    view: views.IndexView = {
        **desk.frame(
            "decisions",
            desk.twins(lambda u: u("decisions")),
            heading,
            say("Which products each decision recognised and each council assessed, by date."),
            [(say("The programme in figures"), urls("programme"))],
            nav="programme",
        ),
        "intro": words(
            say(
                "An assessment is a council's score. Only a decision recognises a product, and only "
                "recognition gives it stars."
            )
        ),
        "groups": groups,
        "documents": [],
        "chains": [],
        "map": None,
    }
    desk.page("index", view)
    for one in shown:
        rated = [catalogue.products[identity] for identity in products.get(one.id, [])]
        desk.late_page(
            "decision",
            partial(_decision, desk, one, rated, heading),
            desk.needs.decision_page(one, rated),
            desk.twins(methodcaller("__call__", "decisions", one.id)),
            index=catalogue.lists(one),
        )


def _decision(desk: Desk, one: Decision, products: Sequence[ProductHead], index: str) -> views.DecisionView:
    catalogue, say, urls = desk.catalogue, desk.say, desk.urls
    kind = {
        "decision": say("Decision"),
        "announcement": say("Announcement"),
        "assessment": say("Council assessment"),
    }[one.kind]
    version = rules_as_shown(one, catalogue.versions)
    rows = [row(say("Kind"), words(kind))]
    rows.append(row(say("Number"), words(one.number or say("Not stated by our sources"))))
    day = {"decision": say("Signed on"), "announcement": say("Announced on"), "assessment": say("Held on")}[
        one.kind
    ]
    rows.append(row(day, words(say.day(one.date) or say("Not stated by our sources"))))
    if one.body:
        rows.append(row(say("Body"), say.text(one.body)))
    if one.level:
        rows.append(row(say("Level"), words(say(LEVEL[one.level]))))
    if version:
        rows.append(row(say("Rules"), say.text(version.name)))
    if one.url:
        rows.append(row(say("Paper"), words(one.url), href=one.url))
    label = say.count("{n} product of this catalogue", "{n} products of this catalogue", len(products))
    heading = one.title.get(desk.lang)
    return {
        **desk.frame(
            "decision",
            desk.twins(lambda u: u("decisions", one.id)),
            heading,
            f"{heading}. {label}.",
            [(say("The programme in figures"), urls("programme")), (index, urls("decisions"))],
            nav="programme",
            sample=one.sample,
        ),
        "facts": rows,
        "note": say.maybe(one.note),
        "cards": [desk.card(product) for product in products],
        "count_label": label,
        "sources": desk.sources(one.sources),
        "news": [news_card(desk, item) for item in newest_first(desk) if item.decision == one.id],
    }


def _documents(desk: Desk) -> None:
    say, urls = desk.say, desk.urls

    def document(one: Document) -> views.DocumentRow:
        return {
            "id": one.id,
            "kind": say(DOCUMENT_KIND[one.kind]),
            "number": one.number or "",
            "date": say.day(one.date),
            "body": say.maybe(one.body),
            "title": say.text(one.title),
            "effect": say.maybe(one.effect),
            "href": one.url or "",
            "level": say(LEVEL[one.level]),
            "sources": desk.sources(one.sources),
        }

    ordered = sorted(desk.catalogue.documents.values(), key=lambda d: (d.date or "", d.id), reverse=True)
    view: views.IndexView = {
        **desk.frame(
            "documents",
            desk.twins(lambda u: u("documents")),
            say("Documents of the programme"),
            say("Laws, decisions, plans and resolutions by number, date and body."),
            [(say("The programme in figures"), urls("programme"))],
            nav="programme",
        ),
        "intro": words(
            say(
                "Listed by number, date and body as our sources name them; the papers themselves are "
                "not kept here."
            )
        ),
        "groups": [],
        "documents": [document(one) for one in ordered],
        "chains": [],
        "map": None,
    }
    desk.page("index", view)


def chain_card(desk: Desk, chain: Chain) -> views.ChainCard:
    """A value chain in a list."""
    products = [desk.catalogue.products[one] for one in chain.products]
    return {
        "href": desk.urls("chains", chain.id),
        "name": desk.say.text(chain.name),
        "summary": desk.say.text(chain.summary),
        "year": chain.year or "",
        "count": len(products),
        "drawings": list(dict.fromkeys(desk.drawing(p) for p in products))[:3],
    }


def _chains(desk: Desk) -> None:
    catalogue, say, urls = desk.catalogue, desk.say, desk.urls
    heading = say("Value chains")
    view: views.IndexView = {
        **desk.frame(
            "chains",
            desk.twins(lambda u: u("chains")),
            heading,
            say("Products, holders and places tied together, as the programme's reports name them."),
            [(say("The programme in figures"), urls("programme"))],
            nav="programme",
        ),
        "intro": words(
            say("Products, holders and places tied together, as the programme's reports name them.")
        ),
        "groups": [],
        "documents": [],
        "chains": [chain_card(desk, one) for one in catalogue.chains.values()],
        "map": None,
    }
    desk.page("index", view)
    for chain in catalogue.chains.values():
        one_view: views.ChainView = {
            **desk.frame(
                "chain",
                desk.twins(methodcaller("__call__", "chains", chain.id)),
                chain.name.get(desk.lang),
                chain.summary.get(desk.lang),
                [(say("The programme in figures"), urls("programme")), (heading, urls("chains"))],
                nav="programme",
            ),
            "name": say.text(chain.name),
            "summary": say.text(chain.summary),
            "year": chain.year or "",
            "cards": [desk.card(catalogue.products[one]) for one in chain.products],
            "producers": [desk.producer_card(catalogue.producers[one]) for one in chain.producers],
            "places": desk.place_links(chain.places),
            "notes": say.texts(chain.notes),
            "sources": desk.sources(chain.sources),
        }
        desk.page("chain", one_view)


def producer_view(desk: Desk, identity: str) -> views.ProducerView:
    """Everything a holder's page may show."""
    catalogue, say, urls = desk.catalogue, desk.say, desk.urls
    producer = catalogue.producer(identity)
    card = desk.producer_card(producer)
    kind = catalogue.kinds[producer.kind]
    story = story_of(desk, "producer", producer.id) or ("", "")
    rows = [row(say("Kind of producer"), say.text(kind.name))]
    address = producer.address
    linked = catalogue.lists(producer)
    if address.commune:
        has = linked and address.commune in catalogue.of_commune
        rows.append(
            row(
                say("Place today"),
                words(say.commune(catalogue.communes[address.commune])),
                href=urls("places", address.commune) if has else "",
            )
        )
    if address.district:
        has = linked and address.district in catalogue.of_district
        rows.append(
            row(
                say("Before 1 July 2025"),
                words(say.district(catalogue.districts[address.district])),
                href=urls.district(address.district) if has else "",
            )
        )
    if address.printed:
        rows.append(row(say("As the source prints it"), printed(desk, address.printed)))
    if producer.founded:
        rows.append(row(say("Founded"), words(say.day(producer.founded))))
    if producer.other_names:
        rows.append(
            row(
                say("Also written"),
                *[printed(desk, n) for n in producer.other_names],
            )
        )
    name, place = producer.name.get(desk.lang), card["place"]["text"] if card["place"] else ""
    return {
        **desk.frame(
            "producer",
            desk.twins(lambda u: u("producers", producer.id)),
            name,
            card["summary"]["text"] or ". ".join(filter(None, [name, kind.name.get(desk.lang), place])),
            [(say("Producers"), urls("producers"))],
            nav="producers",
            og_image=desk.producer_card_picture(producer),
            jsonld=[jsonld.organization(desk, producer)],
            sample=producer.sample,
        ),
        "id": producer.id,
        "name": say.text(producer.name),
        "other_name": desk.other_name(producer.name),
        "kind_name": kind.name.get(desk.lang),
        "dissolved": notice(desk, "dissolved", producer.dissolved),
        "summary": say.maybe(producer.summary),
        "story_title": say.maybe(producer.story_title),
        "story": story[0],
        "story_lang": story[1],
        "photos": [image for photo in producer.photos if (image := desk.image("producer", producer, photo))],
        "drawing": card["drawing"],
        "facts": rows,
        "contacts": contact_rows(say, producer.contacts),
        "needs_checking": say.maybe(producer.needs_checking),
        "notes": say.texts(producer.notes),
        "sources": desk.sources(producer.sources),
        "cards": [desk.card(p) for p in catalogue.of_producer.get(producer.id, [])],
        "chains": [
            {"name": chain.name.get(desk.lang), "href": urls("chains", chain.id)}
            for chain in catalogue.chains.values()
            if producer.id in chain.producers
        ],
        "news": [news_card(desk, one) for one in newest_first(desk) if producer.id in one.producers],
    }
