"""The index of administrative places: the communes of today and the districts until 2025."""

from generator.site.atlas import ProvinceMap, country_map, province_map
from generator.site.context import PageContext
from generator.site.facets import ALL, communes_by_name, districts_by_name
from generator.site.frames import page_frame
from generator.site.page_type import PageType, section_page
from generator.site.pages.provinces import commune_terms, district_terms, province_terms
from generator.site.view_parts import Frame, TermGroup, Words, link, words


class PlacesView(Frame):
    """The communes of today and the districts until 2025, with the map of the province."""

    intro: Words
    groups: list[TermGroup]
    """Former districts; communes of today with products."""
    folded: TermGroup
    """Communes of today without products."""
    map: ProvinceMap | None


def _places_view(context: PageContext) -> PlacesView:
    """The communes of today and the districts until 2025."""
    catalogue, t = context.catalogue, context.t
    if not catalogue.is_one_province:
        return _by_province(context)
    communes = commune_terms(context, communes_by_name(catalogue))
    with_products = [entry for entry in communes if entry["count"]]
    without = [entry for entry in communes if not entry["count"]]
    districts = district_terms(context, districts_by_name(catalogue))
    total = context.count(ALL)
    intro = t(
        "Communes were merged and districts abolished on 1 July 2025. A product is listed "
        "under a present "
        "commune only where that is certain: {n} of {total} so far. Former districts hold the rest.",
        n=t.number(total - context.count("commune", "")),
        total=t.number(total),
    )
    return {
        **page_frame(
            context,
            "places",
            context.twins("places"),
            t("Places"),
            t("Present-day communes and wards, and the districts abolished in 2025, with their products."),
            nav="products",
        ),
        "intro": words(intro),
        "groups": [
            {"title": t("Former districts"), "href": "", "terms": districts},
            {"title": t("Present-day communes and wards"), "href": "", "terms": with_products},
        ],
        "folded": {
            "title": t.count(
                "{n} commune or ward without products",
                "{n} communes and wards without products",
                len(without),
            ),
            "href": "",
            "terms": without,
        },
        "map": province_map(context, next(iter(catalogue.provinces))),
    }


def _by_province(context: PageContext) -> PlacesView:
    """The provinces of several, each of which has its places on its own page."""
    t = context.t
    intro = t("Each province has a page with its communes and former districts.")
    return {
        **page_frame(context, "places", context.twins("places"), t("Places"), intro, nav="products"),
        "intro": words(intro),
        "groups": [{"title": t("By province"), "href": "", "terms": province_terms(context)}],
        "folded": {"title": "", "href": "", "terms": []},
        "map": country_map(context),
    }


PAGE = PageType(
    kinds=("places",),
    views={"places": PlacesView},
    planners=(section_page("places", _places_view),),
    addresses={"places": ("dia-ban", "places")},
    footer=lambda context: [link(context.t("Places"), context.urls("places"))],
)
