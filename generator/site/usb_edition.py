"""The USB edition: what its pages say of the selected products, and which files it does not need."""

from generator.catalogue.exchange_format import FOLDER
from generator.site.context import PageContext
from generator.site.facets import ALL
from generator.site.outputs import Asset, CodeBucket, Output, Picture, SharePicture
from generator.site.sitemap import is_sitemap
from generator.text import fill

START = "MO-TRANG-NAY.html"
FOR_HOSTS = frozenset({"_headers", ".nojekyll", "robots.txt"})
FOLDERS_FOR_HOSTS = (".well-known/", FOLDER)


def is_in_usb_edition(output: Output | Asset) -> bool:
    """Whether the USB edition has a file.

    It has no cards for shared links, no files for hosts, search engines and other catalogues, and no issued
    codes: pages that are opened from a disk can load none.
    """
    for_shared_links = isinstance(output, SharePicture) or (
        isinstance(output, Picture) and output.form == "og"
    )
    for_hosts = (
        output.path in FOR_HOSTS or is_sitemap(output.path) or output.path.startswith(FOLDERS_FOR_HOSTS)
    )
    return not for_shared_links and not for_hosts and not isinstance(output, CodeBucket)


def selection_notice(context: PageContext) -> str:
    """What every page says of the edition: not the whole catalogue, or made up; empty on the site."""
    if not context.settings.usb_fair:
        return ""
    fair = context.catalogue.fairs[context.settings.usb_fair]
    words = context.t(
        "Only the products chosen for “{name}” ({products}); "
        "lists and counts here are not of the whole catalogue.",
        name=fair.name.get(context.lang),
        products=context.t.count("{n} product", "{n} products", context.count(ALL)),
    )
    return fill("{note}. {words}", note=context.t("Sample data"), words=words) if fair.sample else words
