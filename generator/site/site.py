"""The plan of the whole site: every unit of work."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypedDict

from generator.catalogue.catalogue import Catalogue
from generator.catalogue.reader import CatalogueReader
from generator.settings import Settings, ThemeFacts
from generator.site import data
from generator.site.context import PageContext, Units
from generator.site.contexts import page_contexts
from generator.site.exchange import opensearch_address, plan_exchange
from generator.site.exchange_files import define_published_lots, index_unit, plan_exchange_files
from generator.site.feeds import feed_address
from generator.site.outputs import ClashError, SitePlan
from generator.site.page_table import PAGE_TYPES
from generator.site.page_type import NavEntry
from generator.site.search_files import plan_search, search_data_address
from generator.site.sitemap import sitemap_unit
from generator.site.usb_edition import is_in_usb_edition, selection_notice
from generator.site.view_parts import Link, Words
from generator.site.web_app import (
    manifest_address,
    plan_manifests,
    service_worker_address,
    service_worker_units,
)


class SiteView(TypedDict):
    """The same for all pages of one language."""

    title: str
    brand: list[Words]
    """The title's first word and the rest, between which the header may end a line."""
    intro: str
    publisher: str
    selection: str
    """That these are the products of one fair and not the whole catalogue; empty on the public site."""
    home: str
    nav: list[NavEntry]
    footer: list[Link]
    feed: str
    recalls: str
    """The page of recalled lots."""
    search: str
    """The page of all products, where the search box leads without script."""
    opensearch: str
    """Address of the description by which browsers search here."""
    search_data: str
    """Address of the file that names the data of the search."""
    report: Words
    report_email: str
    manifest: str
    """The web app's manifest; empty in the USB edition and wherever else pages are opened from the disk."""
    worker: str
    """The service worker that keeps a fair's pages; empty as well."""


def plan(
    catalogue: Catalogue,
    settings: Settings,
    theme: ThemeFacts,
    stored_answers: Mapping[str, Any] = MappingProxyType({}),
) -> SitePlan:
    """Return the plan of the whole site: every unit of work.

    Pure: the same catalogue, settings and theme give the same plan. ``stored_answers`` are those of the last
    plan's reader and save time. Raises :class:`ClashError` if two units want one name, which for a page is
    its path.
    """
    reader = CatalogueReader(catalogue)
    reader.recall_answers(stored_answers)
    units = Units()
    contexts = page_contexts(reader, settings, theme, units)
    for page_type in PAGE_TYPES:
        for planner in page_type.planners:
            planner(contexts)
    for context in contexts:
        plan_search(context)
        plan_exchange(context)
    define_published_lots(reader)
    plan_exchange_files(contexts[0])
    data.plan_files_for_machines(contexts)
    plan_manifests(contexts)
    if units.clashes:
        raise ClashError(units.clashes)
    return SitePlan(
        units=units.by_name,
        late=(sitemap_unit(contexts[0]), index_unit(contexts[0]), *service_worker_units(contexts)),
        sites={context.lang: site_view(context) for context in contexts},
        reader=reader,
        belongs_to_edition=is_in_usb_edition if settings.usb_fair else (lambda _output: True),
    )


def site_view(context: PageContext) -> SiteView:
    """What all pages of one language share."""
    catalogue, t, urls = context.catalogue, context.t, context.urls
    site = catalogue.site
    title = t.text(site.title)
    first, _, rest = title["text"].partition(" ")
    return {
        "title": site.title.get(context.lang),
        "brand": [{**title, "text": part} for part in (first, rest) if part],
        "intro": site.intro.get(context.lang),
        "publisher": site.publisher.get(context.lang),
        "selection": selection_notice(context),
        "home": urls.home,
        "nav": [entry for page_type in PAGE_TYPES if (entry := page_type.menu(context))],
        "footer": [entry for page_type in PAGE_TYPES for entry in page_type.footer(context)],
        "feed": feed_address(urls("news")),
        "recalls": urls("recalls"),
        "search": urls("products"),
        "opensearch": opensearch_address(context),
        "search_data": search_data_address(context),
        "report": t.text(site.report),
        "report_email": site.report_email or "",
        "manifest": manifest_address(context),
        "worker": service_worker_address(context),
    }
