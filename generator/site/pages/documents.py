"""The papers of the programme."""

from typing import TypedDict

from generator.catalogue.model import Document
from generator.site.context import PageContext
from generator.site.frames import page_frame
from generator.site.page_type import PageType, section_page
from generator.site.view_parts import Frame, Source, Words, link, words
from generator.site.words import DOCUMENT_KIND, LEVEL


class DocumentRow(TypedDict):
    """A law, decision, plan or resolution of the programme, as the sources name it."""

    id: str
    kind: str
    number: str
    date: str
    body: Words | None
    title: Words
    effect: Words | None
    href: str
    level: str
    sources: list[Source]


class DocumentsView(Frame):
    """The papers of the programme, newest first."""

    intro: Words
    documents: list[DocumentRow]


def _documents_view(context: PageContext) -> DocumentsView:
    t, urls = context.t, context.urls

    def document(paper: Document) -> DocumentRow:
        return {
            "id": paper.id,
            "kind": t(DOCUMENT_KIND[paper.kind]),
            "number": paper.number or "",
            "date": t.day(paper.date),
            "body": t.maybe(paper.body),
            "title": t.text(paper.title),
            "effect": t.maybe(paper.effect),
            "href": paper.url or "",
            "level": t(LEVEL[paper.level]),
            "sources": context.sources(paper.sources),
        }

    ordered = sorted(context.catalogue.documents.values(), key=lambda d: (d.date or "", d.id), reverse=True)
    return {
        **page_frame(
            context,
            "documents",
            context.twins("documents"),
            t("Documents of the programme"),
            t("Laws, decisions, plans and resolutions by number, date and body."),
            crumbs=[(t("The programme in figures"), urls("programme"))],
            nav="programme",
        ),
        "intro": words(
            t(
                "Listed by number, date and issuing body, as our sources name them. "
                "The documents themselves are not kept here."
            )
        ),
        "documents": [document(entry) for entry in ordered],
    }


PAGE = PageType(
    kinds=("documents",),
    views={"documents": DocumentsView},
    planners=(section_page("documents", _documents_view),),
    addresses={"documents": ("van-ban", "documents")},
    footer=lambda context: [link(context.t("Documents of the programme"), context.urls("documents"))],
)
