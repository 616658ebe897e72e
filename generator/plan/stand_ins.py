"""Which words of records stand in for missing ones: what pages must mark with ``lang``."""

from collections.abc import Iterable, Mapping

from pydantic import BaseModel

from generator.catalogue.whole import Catalogue
from generator.text import Text, texts_of


def stand_ins(catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """For each language of the site: words shown in place of missing ones → the language they are in.

    Words that some record has in the language itself are no stand-ins, whatever else they mean
    elsewhere: they are left out.
    """
    codes = [one.code for one in catalogue.site.languages]
    found: dict[str, dict[str, str]] = {code: {} for code in codes}
    own: dict[str, set[str]] = {code: set() for code in codes}
    for text in _texts(catalogue):
        for code in codes:
            words, language = text.pick(code)
            if language == code:
                own[code].add(words)
            else:
                found[code][words] = language
    return {
        code: {words: language for words, language in sorted(given.items()) if words not in own[code]}
        for code, given in found.items()
    }


def _texts(catalogue: Catalogue) -> Iterable[Text]:
    for value in vars(catalogue).values():
        for record in value.values() if isinstance(value, Mapping) else [value]:
            if isinstance(record, BaseModel):
                yield from (text for _, text in texts_of(record))
