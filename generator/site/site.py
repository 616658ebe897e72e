"""The plan of the whole site: every unit of work."""

from collections.abc import Iterator, Sequence
from functools import partial

from generator.catalogue.catalogue import Catalogue
from generator.catalogue.model import ProductSummary
from generator.catalogue.reader import CatalogueReader
from generator.settings import Settings, ThemeFacts
from generator.site import data, jsonld, views
from generator.site.compare import define_shards, plan_compare
from generator.site.context import PageContext, Units, link, words
from generator.site.contexts import page_contexts
from generator.site.exchange import opensearch, plan_exchange
from generator.site.facets import recognised_at, star_of, state_of
from generator.site.fairs import coming, plan_fairs
from generator.site.feeds import feed_address
from generator.site.kiosk import plan_kiosks
from generator.site.lists import group_terms, plan_lists
from generator.site.lots import plan_lots
from generator.site.news import newest_first, news_card, plan_news
from generator.site.offline import app_view, plan_app, worker_units
from generator.site.outputs import ClashError, Output, SitePlan
from generator.site.products import product_page, story_length, story_of
from generator.site.programme import chain_card, define_rated_by, plan_programme, producer_view
from generator.site.recalls import plan_recalls, recall_rows
from generator.site.search import plan_search, search_data
from generator.site.sitemap import sitemap_unit
from generator.site.trace import lot_outputs, trace_outputs
from generator.site.usb_edition import on_stick, plan_stick, selection

HOME_CARDS = 9
HOME_PRODUCERS = 3
HOME_NEWS = 4
HOME_STORY = 400
"""Letters of a story that the home page may lead to."""
HOME_FAIRS = 3
HOME_RECALLS = 3
_BEST = {"valid": 0, "expiring": 1, "unknown": 2, "expired": 3, "assessed": 4, "potential_five": 4}


def plan(catalogue: Catalogue, settings: Settings, theme: ThemeFacts) -> SitePlan:
    """Every unit that the site consists of.

    Pure: the same catalogue, settings and theme give the same plan. Raises :class:`ClashError` if two units
    want one name, which for a page is its path.
    """
    reader = CatalogueReader(catalogue)
    units = Units()
    contexts = page_contexts(reader, settings, theme, units)
    define_rated_by(reader)
    define_shards(reader)
    main = contexts[0]
    for context in contexts:
        context.page_unit("home", partial(_home_view, context), context.urls.home)
        plan_lists(context)
        plan_programme(context)
        plan_news(context)
        plan_recalls(context)
        plan_fairs(context)
        _plan_texts(context)
        data.plan_open_data(context)
        plan_search(context)
        plan_compare(context)
        plan_exchange(context)
    plan_kiosks(contexts)
    main.page_unit("not-found", partial(_not_found_view, contexts), "/404.html", every_language=True)
    data.plan_files(contexts)
    plan_records(contexts)
    plan_app(contexts)
    if settings.stick:
        plan_stick(contexts, settings.stick)
    if units.clashes:
        raise ClashError(units.clashes)
    return SitePlan(
        units.by_name,
        (sitemap_unit(main), *worker_units(contexts)),
        {context.lang: site_view(context) for context in contexts},
        reader,
        on_stick if settings.stick else (lambda _output: True),
    )


def plan_records(contexts: Sequence[PageContext]) -> None:
    """A unit for every product and every producer, samples included."""
    main = contexts[0]
    for identity in main.catalogue.products:
        main.units.add(f"product/{identity}", partial(_product, contexts, identity))
        product, lots = main.catalogue.products[identity], main.catalogue.lots.get(identity)
        if lots is None or not main.catalogue.has_trace_page(product):
            continue
        for context in contexts:
            plan_lots(context, identity)
        for lot in lots.lots:
            main.units.add(f"lot/{identity}/{lot.lot}", partial(lot_outputs, contexts, identity, lot.lot))
    for identity in main.catalogue.producers:
        main.units.add(f"producer/{identity}", partial(_producer, contexts, identity))


def _product(contexts: Sequence[PageContext], identity: str) -> Iterator[Output]:
    product = contexts[0].catalogue.product(identity)
    for context in contexts:
        yield product_page(context, product)
    yield from trace_outputs(contexts, product)
    yield data.product_data(contexts[0], product)


def _producer(contexts: Sequence[PageContext], identity: str) -> Iterator[Output]:
    for context in contexts:
        yield context.page("producer", producer_view(context, identity))


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


def _home_view(context: PageContext) -> views.HomeView:
    catalogue, t, urls = context.catalogue, context.t, context.urls
    catalogue.read_all_summaries()
    site, listed = catalogue.site, context.listing()

    def figure(name: str, href: str, count: int) -> views.Term:
        return {
            "name": words(name),
            "href": href if count else "",
            "count": count,
            "note": "",
            "detail": None,
        }

    valid = sum(state_of(catalogue, p) in ("valid", "expiring") for p in listed)
    counts = [
        figure(
            t("products in this selection" if context.settings.stick else "products in the catalogue"),
            urls("products"),
            len(listed),
        ),
        figure(
            t("with a rating valid today"),
            urls.state("valid") if not any(state_of(catalogue, p) == "expiring" for p in listed) else "",
            valid,
        ),
        *[
            figure(
                t("recognised at {n} stars, valid or not", n=n),
                urls.stars(n),
                sum(recognised_at(catalogue, p) == n for p in listed),
            )
            for n in (5, 4, 3)
        ],
        figure(t("producers in the catalogue"), urls("producers"), len(catalogue.listed_producers)),
    ]
    # A varied first page: ratings valid today first, then one product for each drawing.
    ranked = sorted(listed, key=lambda p: (_BEST.get(state_of(catalogue, p), 5), -star_of(catalogue, p)))
    chosen: dict[str, ProductSummary] = {}
    for product in ranked:
        chosen.setdefault(context.drawing(product), product)
    stories = [
        p
        for p in context.listed_producers()
        if catalogue.of_producer(p.id) and story_length(context, p.id) > HOME_STORY
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
    return {
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


def _plan_texts(context: PageContext) -> None:
    for page in context.catalogue.pages.values():
        address = context.urls.text(page.path.get(context.lang))
        context.page_unit("text", partial(_text_view, context, page.id), address)


def _text_view(context: PageContext, identity: str) -> views.TextView:
    page = context.catalogue.pages[identity]
    body, lang = story_of(context, "page", identity) or ("", "")
    return {
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


def _not_found_view(contexts: Sequence[PageContext]) -> views.NotFoundView:
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
    return {**frame, "texts": texts}
