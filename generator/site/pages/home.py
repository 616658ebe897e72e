"""The home page."""

from collections.abc import Sequence
from functools import partial

from generator.catalogue.model import ProductSummary
from generator.site import jsonld
from generator.site.cards import producer_card, product_card
from generator.site.context import PageContext
from generator.site.facets import recognised_stars, shown_stars, state_of
from generator.site.frames import page_frame
from generator.site.page_type import PageType
from generator.site.pages.fairs import FairCard, coming_fairs
from generator.site.pages.news import NewsCard, news_card, news_events
from generator.site.pages.provinces import figures, province_terms
from generator.site.pages.recalls import RecallRow, recall_rows
from generator.site.pages.season import Month, months
from generator.site.pictures import drawing_of
from generator.site.stories import story_length
from generator.site.view_parts import Card, Frame, ProducerCard, Term, Words, term, words


class HomeView(Frame):
    """The first page: kinds of goods, a choice of products, the month's season, counts, and what is new."""

    tagline: Words
    """The heading, marked where it stands in for a missing one."""
    counts: list[Term]
    kinds: list[Term]
    """What people buy; the legal groups where the site has no kinds of goods."""
    provinces: list[Term]
    """Those with products, each with its page and their number; empty where there is only one."""
    provinces_page: str
    """Address of the page of all provinces; empty as well."""
    five_stars: list[Card]
    """Products recognised with five stars by the national council, of a catalogue of several provinces."""
    five_stars_list: str
    """Address of the list of all of them."""
    kind_key: str
    """Name of the filter by ``kinds`` in addresses; its value is the last part of a kind's address."""
    cards: list[Card]
    season: list[Month]
    """A few products of each month, of which a script shows the reader's own; empty without seasons."""
    season_title: str
    calendar: str
    """Address of the calendar of seasons."""
    recalls: list[RecallRow]
    """The newest recalls, for a notice above everything else."""
    fairs: list[FairCard]
    """Fairs that are on or to come; a script takes away what is over on the reader's own day."""
    news: list[NewsCard]
    """Dated events; figures stand on the page of the programme."""
    producers: list[ProducerCard]
    as_of: str
    """Sentence: computed from the records as of the day."""
    total: int


HOME_CARDS = 9
HOME_PRODUCERS = 3
HOME_NEWS = 4
HOME_SEASON = 3
"""Products of a month."""
HOME_STORY = 400
"""Letters of a story that the home page may lead to."""
HOME_FAIRS = 3
HOME_RECALLS = 3
HOME_FIVE_STARS = 6
_BEST = {"valid": 0, "expiring": 1, "unknown": 2, "expired": 3, "assessed": 4, "potential_five": 4}


def _home_view(context: PageContext) -> HomeView:
    catalogue, t, urls = context.catalogue, context.t, context.urls
    catalogue.read_all_summaries()
    site, listed = catalogue.site, context.listing()
    in_all = t("products in this selection" if context.settings.usb_fair else "products in the catalogue")
    some_expire = any(state_of(catalogue, p) == "expiring" for p in listed)
    producers = words(t("producers in the catalogue"))
    counts = figures(
        context,
        listed,
        urls.stars,
        products=term(words(in_all), urls("products"), len(listed)),
        producers=term(producers, urls("producers"), len(catalogue.listed_producers)),
        valid_list="" if some_expire else urls.state("valid"),
    )
    # A varied first page: ratings valid today first, one product of each kind.
    ranked = sorted(listed, key=lambda p: (_BEST.get(state_of(catalogue, p), 5), -shown_stars(catalogue, p)))
    chosen: dict[str, ProductSummary] = {}
    for product in ranked:
        chosen.setdefault(product.kind or drawing_of(context, product), product)
    one_province = catalogue.is_one_province
    five_stars = [p for p in ranked if recognised_stars(catalogue, p) == 5]
    stories = [
        p
        for p in context.listed_producers()
        if catalogue.of_producer(p.id) and story_length(context, p.id) > HOME_STORY
    ]
    frame = page_frame(
        context,
        "home",
        {code: urls.home for code, urls in context.all_urls.items()},
        site.tagline.get(context.lang),
        site.intro.get(context.lang),
        title=f"{site.title.get(context.lang)} – {site.tagline.get(context.lang)}",
        nav="home",
        jsonld=[jsonld.website(context)],
    )
    return {
        **frame,
        "tagline": t.text(site.tagline),
        "counts": counts,
        "kinds": kind_terms(context),
        "provinces": [] if one_province else [entry for entry in province_terms(context) if entry["count"]],
        "provinces_page": "" if one_province else urls("provinces"),
        "five_stars": []
        if one_province
        else [product_card(context, p) for p in five_stars[:HOME_FIVE_STARS]],
        "five_stars_list": urls.stars(5) if five_stars else "",
        "kind_key": urls.word("goods" if catalogue.product_kinds else "groups"),
        "cards": [product_card(context, p) for p in list(chosen.values())[:HOME_CARDS]],
        "recalls": recall_rows(context)[:HOME_RECALLS],
        "fairs": coming_fairs(context)[:HOME_FAIRS],
        "season": months(context, HOME_SEASON),
        "season_title": t("This month in {place}", place=_where(context)),
        "calendar": urls("season"),
        "news": [news_card(context, item) for item in news_events(context) if item.date][:HOME_NEWS],
        "producers": [producer_card(context, p) for p in stories[:HOME_PRODUCERS]],
        "as_of": context.as_of(),
        "total": len(listed),
    }


def _where(context: PageContext) -> str:
    """Return the name of the province; that of the country for several provinces."""
    provinces = list(context.catalogue.provinces.values())
    return provinces[0].province.name if len(provinces) == 1 else context.t("Viet Nam")


def kind_terms(context: PageContext) -> list[Term]:
    """The kinds of goods that have products, with their counts; groups where the site has no kinds."""
    if kinds := context.catalogue.product_kinds:
        return [
            term(context.t.text(kind.name), context.urls.goods(kind.id), context.count("goods", kind.id))
            for kind in kinds.values()
            if context.count("goods", kind.id)
        ]
    return [
        term(context.t.text(group.name), context.urls.group(group.id), context.count("group", group.id))
        for group in context.catalogue.criteria.groups
        if context.count("group", group.id)
    ]


def plan_home(contexts: Sequence[PageContext]) -> None:
    """Plan the home page of every language."""
    for context in contexts:
        context.page_unit("home", partial(_home_view, context), context.urls.home)


PAGE = PageType(kinds=("home",), views={"home": HomeView}, planners=(plan_home,))
