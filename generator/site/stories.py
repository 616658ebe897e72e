"""Stories of records, which are Markdown files, and the beginning of a producer's story."""

from typing import TypedDict

from generator.catalogue.model import Producer
from generator.site.context import PageContext
from generator.site.view_parts import Words, words
from generator.site.words import excerpt


class Teaser(TypedDict):
    """The beginning of a producer's story."""

    title: Words
    excerpt: Words
    href: str


def story_teaser(context: PageContext, producer: Producer | None) -> Teaser | None:
    """Return the beginning of the producer's story, in this language or the first that has it."""
    if producer is None:
        return None
    key = ("teaser", context.lang, producer.id)
    return context.catalogue.recorder.fragment(key, lambda: _teaser(context, producer))


def _teaser(context: PageContext, producer: Producer) -> Teaser | None:
    story = story_of(context, "producer", producer.id)
    if story is None:
        return None
    text, lang = story
    title = producer.story_title or producer.name
    return {
        "title": context.t.text(title),
        "excerpt": words(excerpt(text), lang),
        "href": context.urls("producers", producer.id),
    }


def story_of(context: PageContext, kind: str, identity: str) -> tuple[str, str] | None:
    """Return a record's Markdown in this language, else in the first that has it, with that language's code.

    The code is empty for the page's own language. None where no language has a story.
    """
    order = (context.lang, *(language.code for language in context.catalogue.site.languages))
    story = context.catalogue.story(kind, identity, order)
    if story is None:
        return None
    text, lang = story
    return text, "" if lang == context.lang else lang


def story_length(context: PageContext, producer: str) -> int:
    """Return the number of letters of a producer's story in this language, else in the first that has it."""
    order = (context.lang, *(language.code for language in context.catalogue.site.languages))
    return context.catalogue.story_length("producer", producer, order)
