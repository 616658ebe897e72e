"""Pages of prose."""

from collections.abc import Sequence
from functools import partial

from generator.site.contacts import ContactPlace, office_contact
from generator.site.context import PageContext
from generator.site.frames import page_frame
from generator.site.page_type import PageType
from generator.site.stories import story_of
from generator.site.view_parts import Frame, Link, link


class TextView(Frame):
    """A page of prose: about, the meaning of the stars, privacy. ``body`` is sanitised HTML."""

    body: str
    body_lang: str
    office: ContactPlace | None
    """Set on the page for those who want to take part, where the site's settings name an office."""


def plan_texts(contexts: Sequence[PageContext]) -> None:
    """Plan a page for every record of prose."""
    for context in contexts:
        for page in context.catalogue.text_pages.values():
            address = context.urls.text(page.path.get(context.lang))
            context.page_unit("text", partial(_text_view, context, page.id), address)


def _text_view(context: PageContext, identity: str) -> TextView:
    page = context.catalogue.text_pages[identity]
    body, lang = story_of(context, "page", identity) or ("", "")
    return {
        **page_frame(
            context,
            "text",
            {code: urls.text(page.path.get(code)) for code, urls in context.all_urls.items()},
            page.title.get(context.lang),
            page.summary.get(context.lang),
            nav=page.role,
        ),
        "body": body,
        "body_lang": lang,
        "office": office_contact(context) if page.role == "taking_part" else None,
    }


def _footer(context: PageContext) -> list[Link]:
    """Links to the pages, in the order that their records ask for."""
    pages = sorted(context.catalogue.text_pages.values(), key=lambda page: (page.order, page.id))
    return [
        link(page.title.get(context.lang), context.urls.text(page.path.get(context.lang))) for page in pages
    ]


PAGE = PageType(kinds=("text",), views={"text": TextView}, planners=(plan_texts,), footer=_footer)
