"""The plan of the whole site: every output, with unique paths."""

from generator.catalogue.catalogue import Catalogue
from generator.catalogue.model import ProductSummary
from generator.settings import Settings, ThemeFacts
from generator.site import data, jsonld, views
from generator.site.bundles import bundles
from generator.site.compare import plan_compare
from generator.site.context import PageContext, link, words
from generator.site.contexts import page_contexts
from generator.site.exchange import opensearch, plan_exchange
from generator.site.fairs import coming, plan_fairs
from generator.site.feeds import feed_address
from generator.site.kiosk import plan_kiosks
from generator.site.lists import group_terms, plan_lists, recognised_at, star_of, state_of
from generator.site.news import newest_first, news_card, plan_news
from generator.site.offline import app_view, plan_app
from generator.site.outputs import ClashError, Outputs, Plan
from generator.site.printing import plan_prints
from generator.site.products import story_length, story_of
from generator.site.programme import chain_card, plan_programme
from generator.site.recalls import plan_recalls, recall_rows
from generator.site.search import plan_search, search_data
from generator.site.usb_edition import not_on_stick, plan_stick, selection

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
    contexts = page_contexts(catalogue, settings, theme, outputs)
    for context in contexts:
        _home(context)
        plan_lists(context)
        plan_programme(context)
        plan_news(context)
        plan_recalls(context)
        plan_fairs(context)
        _texts(context)
        data.plan_open_data(context)
        plan_search(context)
        plan_compare(context)
        plan_exchange(context)
    plan_kiosks(contexts)
    plan_prints(contexts)
    _not_found(contexts)
    data.plan_files(contexts)
    plan_app(contexts)
    if settings.stick:
        plan_stick(contexts, settings.stick)
    outputs.closed = True
    if outputs.clashes:
        raise ClashError(outputs.clashes)
    return Plan(
        tuple(outputs.by_path[path] for path in sorted(outputs.by_path)),
        tuple(bundles(contexts)),
        {context.lang: site_view(context) for context in contexts},
        catalogue.stand_ins,
    )


def site_view(context: PageContext) -> views.SiteView:
    """What all pages of one language share."""
    catalogue, t, urls = context.catalogue, context.t, context.urls
    site = catalogue.site
    pages = sorted(catalogue.pages.values(), key=lambda p: (p.order, p.id))
    return {
        "title": site.title.get(context.lang),
        "intro": site.intro.get(context.lang),
        "publisher": site.publisher.get(context.lang),
        "selection": selection(context),
        "home": urls.home,
        "nav": [
            {"key": "products", "name": t("Products"), "href": urls("products")},
            {"key": "producers", "name": t("Producers"), "href": urls("producers")},
            {"key": "programme", "name": t("Programme"), "href": urls("programme")},
            {"key": "news", "name": t("News"), "href": urls("news")},
        ],
        "footer": [
            *[link(p.title.get(context.lang), urls.text(p.path.get(context.lang))) for p in pages],
            {"name": t("Places"), "href": urls("places")},
            {"name": t("Decisions and assessments"), "href": urls("decisions")},
            {"name": t("Value chains"), "href": urls("chains")},
            {"name": t("Documents of the programme"), "href": urls("documents")},
            {"name": t("Recalled lots"), "href": urls("recalls")},
            *([link(t("Fairs"), urls("fairs"))] if catalogue.fairs else []),
            {"name": t("Compare products"), "href": urls("compare")},
            {"name": t("Open data"), "href": urls("data")},
        ],
        "feed": feed_address(urls("news")),
        "recalls": urls("recalls"),
        "search": urls("products"),
        "opensearch": opensearch(context),
        "search_data": search_data(context),
        "report": t.text(site.report),
        "report_email": site.report_email or "",
        "manifest": app_view(context)[0],
        "worker": app_view(context)[1],
    }


def _home(context: PageContext) -> None:
    catalogue, t, urls = context.catalogue, context.t, context.urls
    site, listed = catalogue.site, context.listed

    def figure(name: str, href: str, count: int) -> views.Term:
        return {
            "name": words(name),
            "href": href if count else "",
            "count": count,
            "note": "",
            "detail": None,
        }

    valid = sum(state_of(context, p) in ("valid", "expiring") for p in listed)
    counts = [
        figure(
            t("products in this selection" if context.settings.stick else "products in the catalogue"),
            urls("products"),
            len(listed),
        ),
        figure(
            t("with a rating valid today"),
            urls.state("valid") if not any(state_of(context, p) == "expiring" for p in listed) else "",
            valid,
        ),
        *[
            figure(
                t("recognised at {n} stars, valid or not", n=n),
                urls.stars(n),
                sum(recognised_at(context, p) == n for p in listed),
            )
            for n in (5, 4, 3)
        ],
        figure(t("producers in the catalogue"), urls("producers"), len(catalogue.listed_producers)),
    ]
    # A varied first page: ratings valid today first, then one product for each drawing.
    ranked = sorted(listed, key=lambda p: (_BEST.get(state_of(context, p), 5), -star_of(context, p)))
    chosen: dict[str, ProductSummary] = {}
    for product in ranked:
        chosen.setdefault(context.drawing(product), product)
    stories = [
        p
        for p in context.listed_producers
        if catalogue.of_producer.get(p.id) and story_length(context, p.id) > HOME_STORY
    ]
    frame = context.frame(
        "home",
        context.twins(lambda u: u.home),
        site.tagline.get(context.lang),
        site.intro.get(context.lang),
        title=f"{site.title.get(context.lang)} – {site.tagline.get(context.lang)}",
        nav="home",
        jsonld=[jsonld.website(context)],
    )
    view: views.HomeView = {
        **frame,
        "tagline": t.text(site.tagline),
        "counts": [one for one in counts if one["count"]],
        "groups": group_terms(context),
        "group_key": urls.filters["group"],
        "cards": [context.card(p) for p in list(chosen.values())[:HOME_CARDS]],
        "recalls": recall_rows(context)[:HOME_RECALLS],
        "fairs": coming(context)[:HOME_FAIRS],
        "news": [news_card(context, one) for one in newest_first(context)[:HOME_NEWS]],
        "chains": [chain_card(context, chain) for chain in catalogue.chains.values()],
        "producers": [context.producer_card(p) for p in stories[:HOME_PRODUCERS]],
        "as_of": context.as_of(),
        "total": len(listed),
    }
    context.page("home", view)


def _texts(context: PageContext) -> None:
    for page in context.catalogue.pages.values():
        body, lang = story_of(context, "page", page.id) or ("", "")
        view: views.TextView = {
            **context.frame(
                "text",
                {code: urls.text(page.path.get(code)) for code, urls in context.all_urls.items()},
                page.title.get(context.lang),
                page.summary.get(context.lang),
                nav=page.role,
            ),
            "body": body,
            "body_lang": lang,
        }
        context.page("text", view)


def _not_found(contexts: list[PageContext]) -> None:
    main = contexts[0]
    site = main.catalogue.site
    frame = main.frame(
        "not-found",
        {main.lang: "/404.html"},
        main.t("Page not found"),
        main.t("There is no page at this address."),
        index=False,
    )
    frame["crumbs"], frame["jsonld"] = [], []
    texts: list[views.NotFoundText] = [
        {
            "lang": context.lang,
            "language": next(language.name for language in site.languages if language.code == context.lang),
            "heading": context.t("Page not found"),
            "text": context.t(
                "There is no page at this address. If you scanned a code, check that the whole code "
                "was read; "
                "a code of this catalogue never loses its page. You can look for the product by its name."
            ),
            "home": context.urls.home,
            "products": context.urls("products"),
            "home_name": context.t("Home"),
            "products_name": context.t("All products"),
        }
        for context in contexts
    ]
    view: views.NotFoundView = {**frame, "texts": texts}
    main.page("not-found", view)
