"""What every page has: its titles, addresses, languages, breadcrumbs and what it says to search engines."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, Unpack

from generator.catalogue.model import HomeAddresses
from generator.site import jsonld
from generator.site.context import PageContext
from generator.site.view_parts import Frame, Link, link


class FrameOptions(TypedDict, total=False):
    """What a page may say beside its heading and description."""

    crumbs: Sequence[tuple[str, str]]
    """Name and address of the pages between the home page and this one; none by default."""
    crumb: str
    """What the trail calls this page; by default its heading."""
    nav: str
    """Key of the entry of the main menu to mark as current."""
    title: str
    """Title of the window; by default the heading with the name of the site."""
    og_image: str
    """Full address of the picture for shared links; by default the site's."""
    og_type: str
    """Open Graph's type; by default "website"."""
    jsonld: Sequence[Any]
    """Structured data beside the breadcrumbs."""
    index: bool
    """Whether search engines may list the page; true by default."""
    sample: bool
    """Whether the page shows a made-up record."""
    home: HomeAddresses | None
    """Where the page's original is, if it is that of another catalogue."""


def page_frame(
    context: PageContext,
    kind: str,
    twins: Mapping[str, str],
    heading: str,
    description: str,
    **options: Unpack[FrameOptions],
) -> Frame:
    """Return what every page has. ``twins`` are its addresses by language."""
    site, address = context.catalogue.site, twins[context.lang]
    sample, home = options.get("sample", False), options.get("home")
    original = next(iter(home.pages.values()), "") if home else ""
    trail: list[Link] = []
    structured_data = list(options.get("jsonld", ()))
    if kind != "home":
        own = options.get("crumb", heading)
        steps = [(context.t("Home"), context.urls.home), *options.get("crumbs", ()), (own, "")]
        trail = [link(name, href) for name, href in steps]
        structured_data.append(jsonld.breadcrumbs(context, trail, address))
    return {
        "kind": kind,
        "lang": context.lang,
        "title": options.get("title") or f"{heading} – {site.title.get(context.lang)}",
        "heading": heading,
        "description": " ".join(description.split()),
        "path": address,
        "canonical": home.pages.get(context.lang, original)
        if home and original
        else context.settings.full(address),
        "alternates": [
            {
                "lang": language.code,
                "name": language.name,
                "href": twins[language.code],
                "current": language.code == context.lang,
            }
            for language in site.languages
            if language.code in twins
        ],
        "x_default": ""
        if original
        else context.settings.full(twins.get(context.catalogue.first_language, address)),
        "crumbs": trail,
        "og_image": options.get("og_image") or context.settings.full(context.theme.assets["og.png"]),
        "og_type": options.get("og_type", "website"),
        "jsonld": structured_data,
        # A made-up product is for readers of this site, not for search engines.
        "index": options.get("index", True) and not (sample and not site.sample_site),
        "sample": sample,
        "nav": options.get("nav", ""),
    }


def province_crumbs(context: PageContext, province: str) -> list[tuple[str, str]]:
    """Name and address of the page of a province; nothing where the catalogue has only one."""
    if context.catalogue.is_one_province:
        return []
    name = context.t.province(context.catalogue.provinces[province].province)
    return [(name, context.urls("provinces", province))]


def lone_frame(
    main: PageContext,
    kind: str,
    address: str,
    heading: str,
    description: str,
    **options: Unpack[FrameOptions],
) -> Frame:
    """Return the frame of a page at one address for all languages, by default not for search engines."""
    options.setdefault("index", False)
    frame = page_frame(main, kind, {main.lang: address}, heading, description, **options)
    frame["crumbs"], frame["alternates"], frame["jsonld"] = [], [], []
    return frame
