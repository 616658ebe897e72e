"""The table of all kinds of pages, in the order of the main menu and of the links at the foot of every page.

A new kind of page is a module in ``site/pages`` and a line here.
"""

from generator.site import facets
from generator.site.page_type import PageType
from generator.site.pages import (
    chains,
    compare,
    decisions,
    documents,
    fairs,
    home,
    kiosk,
    lots,
    missing,
    news,
    not_found,
    offline,
    open_data,
    places,
    producer,
    producers,
    product,
    product_lists,
    programme,
    provinces,
    recalls,
    scan,
    season,
    texts,
    usb_start,
)
from generator.site.urls import WORDS

PAGE_TYPES: tuple[PageType, ...] = (
    home.PAGE,
    product_lists.PAGE,
    product.PAGE,
    lots.PAGE,
    scan.PAGE,
    producers.PAGE,
    producer.PAGE,
    provinces.PAGE,
    programme.PAGE,
    news.PAGE,
    texts.PAGE,
    season.PAGE,
    places.PAGE,
    decisions.PAGE,
    chains.PAGE,
    documents.PAGE,
    missing.PAGE,
    recalls.PAGE,
    fairs.PAGE,
    compare.PAGE,
    open_data.PAGE,
    kiosk.PAGE,
    usb_start.PAGE,
    offline.PAGE,
    not_found.PAGE,
)

ADDRESS_WORDS: dict[str, tuple[str, str]] = (
    WORDS
    | facets.ADDRESSES
    | {key: words for page_type in PAGE_TYPES for key, words in page_type.addresses.items()}
)
"""Every word that addresses are made of, by key: Vietnamese and English."""
VIEWS: dict[str, type] = {
    template: view for page_type in PAGE_TYPES for template, view in page_type.views.items()
}
"""Template name (without ``.html``) and the view that it is given."""
