"""The plan of the whole site: every output, with unique paths."""

from generator.catalogue.model import ProductHead
from generator.catalogue.whole import Catalogue
from generator.plan import data, jsonld, views
from generator.plan.bundles import bundles
from generator.plan.compare import plan_compare
from generator.plan.desk import Desk, link, words
from generator.plan.desks import desks_of
from generator.plan.exchange import opensearch, plan_exchange
from generator.plan.fairs import coming, plan_fairs
from generator.plan.feeds import feed_address
from generator.plan.kiosk import plan_kiosks
from generator.plan.lists import group_terms, plan_lists, recognised_at, star_of, state_of
from generator.plan.news import newest_first, news_card, plan_news
from generator.plan.offline import app_view, plan_app
from generator.plan.outputs import ClashError, Outputs, Plan
from generator.plan.printing import plan_prints
from generator.plan.products import story_length, story_of
from generator.plan.programme import chain_card, plan_programme
from generator.plan.recalls import plan_recalls, recall_rows
from generator.plan.search import plan_search, search_data
from generator.plan.stick import not_on_stick, plan_stick, selection
from generator.settings import Settings, ThemeFacts

HOME_CARDS = 9
HOME_PRODUCERS = 3
HOME_NEWS = 4
HOME_STORY = 400
"""Letters of a story that the home page may lead to."""
HOME_FAIRS = 3
HOME_RECALLS = 3
_BEST = {"valid": 0, "expiring": 1, "unknown": 2, "expired": 3, "assessed": 4, "potential_five": 4}


def plan(catalogue: Catalogue, settings: Settings, theme: ThemeFacts) -> Plan:
    """Everything the site consists of, in the order of its paths.

    Pure: the same catalogue, settings and theme give the same plan. Raises ``ClashError`` if two different
    outputs want one path; the checks report such addresses before planning.
    """
    outputs = Outputs(not_on_stick) if settings.stick else Outputs()
    desks = desks_of(catalogue, settings, theme, outputs)
    for desk in desks:
        _home(desk)
        plan_lists(desk)
        plan_programme(desk)
        plan_news(desk)
        plan_recalls(desk)
        plan_fairs(desk)
        _texts(desk)
        data.plan_open_data(desk)
        plan_search(desk)
        plan_compare(desk)
        plan_exchange(desk)
    plan_kiosks(desks)
    plan_prints(desks)
    _not_found(desks)
    data.plan_files(desks)
    plan_app(desks)
    if settings.stick:
        plan_stick(desks, settings.stick)
    outputs.closed = True
    if outputs.clashes:
        raise ClashError(outputs.clashes)
    return Plan(
        tuple(outputs.by_path[path] for path in sorted(outputs.by_path)),
        tuple(bundles(desks)),
        {desk.lang: site_view(desk) for desk in desks},
        catalogue.stand_ins,
    )


def site_view(desk: Desk) -> views.SiteView:
    """What all pages of one language share."""
    catalogue, say, urls = desk.catalogue, desk.say, desk.urls
    site = catalogue.site
    pages = sorted(catalogue.pages.values(), key=lambda p: (p.order, p.id))
    return {
        "title": site.title.get(desk.lang),
        "intro": site.intro.get(desk.lang),
        "publisher": site.publisher.get(desk.lang),
        "selection": selection(desk),
        "home": urls.home,
        "nav": [
            {"key": "products", "name": say("Products"), "href": urls("products")},
            {"key": "producers", "name": say("Producers"), "href": urls("producers")},
            {"key": "programme", "name": say("Programme"), "href": urls("programme")},
            {"key": "news", "name": say("News"), "href": urls("news")},
        ],
        "footer": [
            *[link(p.title.get(desk.lang), urls.text(p.path.get(desk.lang))) for p in pages],
            {"name": say("Places"), "href": urls("places")},
            {"name": say("Decisions and assessments"), "href": urls("decisions")},
            {"name": say("Value chains"), "href": urls("chains")},
            {"name": say("Documents of the programme"), "href": urls("documents")},
            {"name": say("Recalled lots"), "href": urls("recalls")},
            *([link(say("Fairs"), urls("fairs"))] if catalogue.fairs else []),
            {"name": say("Compare products"), "href": urls("compare")},
            {"name": say("Open data"), "href": urls("data")},
        ],
        "feed": feed_address(urls("news")),
        "recalls": urls("recalls"),
        "search": urls("products"),
        "opensearch": opensearch(desk),
        "search_data": search_data(desk),
        "report": say.text(site.report),
        "report_email": site.report_email or "",
        "manifest": app_view(desk)[0],
        "worker": app_view(desk)[1],
    }


def _home(desk: Desk) -> None:
    catalogue, say, urls = desk.catalogue, desk.say, desk.urls
    site, listed = catalogue.site, desk.listed

    def figure(name: str, href: str, count: int) -> views.Term:
        return {
            "name": words(name),
            "href": href if count else "",
            "count": count,
            "note": "",
            "detail": None,
        }

    valid = sum(state_of(desk, p) in ("valid", "expiring") for p in listed)
    counts = [
        figure(
            say("products in this selection" if desk.settings.stick else "products in the catalogue"),
            urls("products"),
            len(listed),
        ),
        figure(
            say("with a rating valid today"),
            urls.state("valid") if not any(state_of(desk, p) == "expiring" for p in listed) else "",
            valid,
        ),
        *[
            figure(
                say("recognised at {n} stars, valid or not", n=n),
                urls.stars(n),
                sum(recognised_at(desk, p) == n for p in listed),
            )
            for n in (5, 4, 3)
        ],
        figure(say("producers in the catalogue"), urls("producers"), len(catalogue.listed_producers)),
    ]
    # A varied first page: ratings valid today first, then one product for each drawing.
    ranked = sorted(listed, key=lambda p: (_BEST.get(state_of(desk, p), 5), -star_of(desk, p)))
    chosen: dict[str, ProductHead] = {}
    for product in ranked:
        chosen.setdefault(desk.drawing(product), product)
    stories = [
        p
        for p in desk.listed_producers
        if catalogue.of_producer.get(p.id) and story_length(desk, p.id) > HOME_STORY
    ]
    frame = desk.frame(
        "home",
        desk.twins(lambda u: u.home),
        site.tagline.get(desk.lang),
        site.intro.get(desk.lang),
        title=f"{site.title.get(desk.lang)} – {site.tagline.get(desk.lang)}",
        nav="home",
        jsonld=[jsonld.website(desk)],
    )
    view: views.HomeView = {
        **frame,
        "tagline": say.text(site.tagline),
        "counts": [one for one in counts if one["count"]],
        "groups": group_terms(desk),
        "group_key": urls.filters["group"],
        "cards": [desk.card(p) for p in list(chosen.values())[:HOME_CARDS]],
        "recalls": recall_rows(desk)[:HOME_RECALLS],
        "fairs": coming(desk)[:HOME_FAIRS],
        "news": [news_card(desk, one) for one in newest_first(desk)[:HOME_NEWS]],
        "chains": [chain_card(desk, one) for one in catalogue.chains.values()],
        "producers": [desk.producer_card(p) for p in stories[:HOME_PRODUCERS]],
        "as_of": desk.as_of(),
        "total": len(listed),
    }
    desk.page("home", view)


def _texts(desk: Desk) -> None:
    for page in desk.catalogue.pages.values():
        body, lang = story_of(desk, "page", page.id) or ("", "")
        view: views.TextView = {
            **desk.frame(
                "text",
                {code: urls.text(page.path.get(code)) for code, urls in desk.all_urls.items()},
                page.title.get(desk.lang),
                page.summary.get(desk.lang),
                nav=page.role,
            ),
            "body": body,
            "body_lang": lang,
        }
        desk.page("text", view)


def _not_found(desks: list[Desk]) -> None:
    main = desks[0]
    site = main.catalogue.site
    frame = main.frame(
        "not-found",
        {main.lang: "/404.html"},
        main.say("Page not found"),
        main.say("There is no page at this address."),
        index=False,
    )
    frame["crumbs"], frame["jsonld"] = [], []
    texts: list[views.NotFoundText] = [
        {
            "lang": desk.lang,
            "language": next(one.name for one in site.languages if one.code == desk.lang),
            "heading": desk.say("Page not found"),
            "text": desk.say(
                "There is no page at this address. If you scanned a code, check that the whole code "
                "was read; "
                "a code of this catalogue never loses its page. You can look for the product by its name."
            ),
            "home": desk.urls.home,
            "products": desk.urls("products"),
            "home_name": desk.say("Home"),
            "products_name": desk.say("All products"),
        }
        for desk in desks
    ]
    view: views.NotFoundView = {**frame, "texts": texts}
    main.page("not-found", view)
