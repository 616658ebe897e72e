"""The page of open data: the files, and the meaning of every field."""

from generator.site.context import PageContext
from generator.site.data import OPEN_DATA_FIELDS
from generator.site.frames import page_frame
from generator.site.issued_codes import KEYS, key_rows
from generator.site.page_type import PageType, section_page
from generator.site.view_parts import Frame, Row, Term, link, row, words


class OpenDataView(Frame):
    """What data can be taken away, and what it means."""

    as_of: str
    files: list[Term]
    fields: list[Row]
    keys: list[Row]
    """The public keys of numbered stamps with their fingerprints; empty where there are none."""


def _open_data_view(context: PageContext) -> OpenDataView:
    t, keys = context.t, key_rows(context)
    files = [
        ("products.json", t("All products with ratings, certificates and sources, as JSON")),
        ("products.csv", t("All products, one row each, as CSV that Excel opens")),
        ("schema.json", t("The JSON Schema of products.json")),
        ("datapackage.json", t("The data package: what products.csv holds, column by column")),
    ]
    if keys:
        files.append((KEYS.rpartition("/")[2], t("The public keys of numbered stamps, as JSON")))
    return {
        **page_frame(
            context,
            "open-data",
            context.twins("data"),
            t("Open data"),
            t("The catalogue as JSON and CSV, with the meaning of every field."),
            crumbs=[(t("The programme in figures"), context.urls("programme"))],
            nav="programme",
        ),
        "as_of": context.as_of(),
        "files": [
            {"name": words(name), "href": f"/data/{name}", "count": 0, "note": "", "detail": words(about)}
            for name, about in files
        ],
        "fields": [row(key, words(t(about))) for key, (_, about) in OPEN_DATA_FIELDS.items()],
        "keys": keys,
    }


PAGE = PageType(
    kinds=("open-data",),
    views={"open-data": OpenDataView},
    planners=(section_page("open-data", _open_data_view, "data"),),
    addresses={"data": ("du-lieu-mo", "open-data")},
    footer=lambda context: [link(context.t("Open data"), context.urls("data"))],
)
