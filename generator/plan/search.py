"""What the search box and the filters look through: one data file per language, made for a small wire.

Columns, not rows, and numbers into tables: texts that repeat (holders, places, groups) are written once
and neighbours share their beginnings, so that 2,000 products take about 30 KB compressed. The script
``finder.js`` of the theme reads it; ``docs/theme.md`` describes every key.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from generator.catalogue.model import ProductHead
from generator.plan.desk import Desk
from generator.plan.lists import STATES, star_of, state_of
from generator.plan.outputs import Document
from generator.plan.words import COMMUNE, DISTRICT, PROVINCE, STATE
from generator.text import Text, fold, sort_key

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
SIGNS = "!#$%&()*+,./:;<=>?@"
THUMB = 320
"""The picture of a result is the narrowest one that is at least this wide."""


def search_data(desk: Desk) -> str:
    """Address of the small file that names the data; it stays the same while the catalogue changes.

    So no page has to be made anew because a product elsewhere got another name.
    """
    return f"/data/search-{desk.lang.lower()}.js"


def plan_search(desk: Desk) -> None:
    """The data of one language and the file that names it."""
    needs = desk.needs.search
    path = f"assets/search-{desk.lang.lower()}.{needs[:10]}.js"
    desk.outputs.add(Document(path, "script", None, needs, partial(_script, desk)))
    desk.outputs.add(
        Document(search_data(desk).lstrip("/"), "script", {"name": "OCOP_SEARCH_AT", "value": f"/{path}"})
    )


def _script(desk: Desk) -> dict[str, Any]:
    return {"name": "OCOP_SEARCH", "value": search_rows(desk)}


class Table:
    """Texts that many rows share, numbered from 1 in the order of their first use; 0 is none."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {"": 0}
        self.entries: list[tuple[Any, ...]] = []

    def number(self, key: str, *entry: Any) -> int:
        """The number of an entry, which is added at its first use."""
        if key not in self.numbers:
            self.numbers[key] = len(self.numbers)
            self.entries.append(entry)
        return self.numbers[key]

    def sort(self, key: Callable[[tuple[Any, ...]], Any]) -> list[int]:
        """Put the entries in an order in which neighbours resemble each other; gives old number → new."""
        order = sorted(range(len(self.entries)), key=lambda at: key(self.entries[at]))
        self.entries = [self.entries[at] for at in order]
        moved = {old + 1: new for new, old in enumerate(order, start=1)}
        self.numbers = {name: moved.get(number, 0) for name, number in self.numbers.items()}
        return [0, *(moved[old + 1] for old in range(len(order)))]

    def names(self, number: int) -> str:
        """What an entry is called, and its other words."""
        return " ".join(self.entries[number - 1][1:3]) if number else ""

    def columns(self, *names: str) -> dict[str, list[Any]]:
        """The table itself; entry 0 is left to the reader."""
        return {name: [entry[at] for entry in self.entries] for at, name in enumerate(names)}


def search_rows(desk: Desk) -> dict[str, Any]:
    """Every listed product as columns, with its tables and the words of the script."""
    catalogue, say = desk.catalogue, desk.say
    groups, sets, kinds, communes, districts, producers, printed, drawings, last, same = (
        Table() for _ in range(10)
    )
    names: list[str] = []
    others: list[str] = []
    ids: list[str] = []
    numbers: dict[str, list[int]] = {
        name: []
        for name in ("star", "state", "set", "producer", "commune", "district", "printed", "last", "same")
    }
    langs: dict[str, str] = {}
    photos: dict[str, str] = {}
    drawn: dict[str, int] = {}
    samples: list[int] = []

    def drawing_number(name: str) -> int:
        return drawings.number(name, name, desk.theme.assets.get(f"drawings/{name}.svg", ""))

    for row, product in enumerate(desk.listed):
        name, lang = product.name.pick(desk.lang)
        if lang != desk.lang:
            langs[str(row)] = lang
        standing = catalogue.standing[product.id]
        one_set = catalogue.sets[product.set]
        picture = desk.picture(product)
        if picture["photo"]:
            wide = [src for src, width in picture["photo"]["srcset"] if width >= THUMB]
            photos[str(row)] = wide[0] if wide else picture["photo"]["src"]
        usual = one_set.illustration if one_set.illustration in desk.theme.drawings else "generic-food"
        if picture["drawing"] != usual:
            drawn[str(row)] = drawing_number(picture["drawing"])
        if product.sample:
            samples.append(row)
        group = catalogue.groups[one_set.group]
        group_number = groups.number(group.id, group.id, *_names(desk, group.name))
        set_entry = (one_set.id, *_names(desk, one_set.name), group_number, drawing_number(usual))
        day = standing.sure_until.isoformat() if standing and standing.sure_until else ""
        if standing and day and not standing.last:
            day += "?"  # the last day that is certain, not the last valid day: finder.js reads it
        names.append(_line(name))
        other, identity = _other_and_id(product, name)
        others.append(other)
        ids.append(identity)
        commune, district = _commune(desk, communes, districts, product), _district(desk, districts, product)
        shown = [communes.names(commune), districts.names(district)]
        spelt = _new_words(product.origin.printed or "", " ".join(shown))
        for key, value in {
            "star": star_of(desk, product),
            "state": STATES.index(state_of(desk, product)),
            "set": sets.number(one_set.id, *set_entry),
            "producer": _producer(desk, producers, kinds, product),
            "commune": commune,
            # Mostly the commune's only one, which the table tells.
            "district": 0 if commune and district == communes.entries[commune - 1][-1] else district,
            "printed": printed.number(spelt, spelt),
            "last": last.number(day, day),
            "same": _same(desk, same, product),
        }.items():
            numbers[key].append(value)
    moved = producers.sort(lambda entry: (entry[2], sort_key(entry[0]), entry))
    numbers["producer"] = [moved[number] for number in numbers["producer"]]
    makers = producers.columns("name", "other", "kind")
    province = catalogue.places.province
    return {
        "lang": desk.lang,
        "base": desk.urls("products"),
        "keys": desk.urls.filters,
        "name": _lines(names),
        "other": _lines(others),
        "id": ids,
        **{key: _packed(values) for key, values in numbers.items()},
        "langs": langs,
        "photos": photos,
        "drawn": drawn,
        "samples": samples,
        "everywhere": _join(
            ["OCOP", *[_kind(one, PROVINCE, province) for one in _speakers(desk)], *province.other_names]
        ),
        "tables": {
            "star": {"word": [3, 4, 5], "name": [say("{n} stars", n=n) for n in (3, 4, 5)]},
            "state": {
                "id": list(STATES),
                "word": [desk.urls.state_word(one) for one in STATES],
                "name": [say(STATE[one]) for one in STATES],
            },
            "group": groups.columns("word", "name", "other"),
            "set": sets.columns("word", "name", "other", "group", "drawing"),
            "producer": {**makers, "name": _lines(makers["name"]), "other": _lines(makers["other"])},
            "kind": kinds.columns("word", "name", "other"),
            "commune": communes.columns("word", "name", "other", "district"),
            "district": districts.columns("word", "name", "other"),
            "printed": printed.columns("name"),
            "same": same.columns("name"),
            "drawing": drawings.columns("id", "href"),
            "last": last.columns("day")["day"],
        },
        "words": _words(desk),
    }


def _lines(texts: Sequence[str]) -> str:
    """Texts as lines of one string, each behind a digit: how many words it shares with the one before."""
    found: list[str] = []
    last: list[str] = []
    for text in texts:
        words = text.split()
        pairs = zip(words[: len(DIGITS) - 1], last, strict=False)
        shared = next((at for at, (one, other) in enumerate(pairs) if one != other), None)
        if shared is None:
            shared = min(len(words), len(last), len(DIGITS) - 1)
        found.append(DIGITS[shared] + " ".join(words[shared:]))
        last = words
    return "\n".join(found)


def _packed(values: Sequence[int]) -> list[str]:
    """A column of numbers, a character each: one string for every digit to the base 64, the lowest first."""
    planes: list[str] = []
    rest = list(values)
    while not planes or any(rest):
        planes.append("".join(DIGITS[value % 64] for value in rest))
        rest = [value // 64 for value in rest]
    return planes


def _words(desk: Desk) -> dict[str, str]:
    """What the script says, with its placeholders."""
    say = desk.say
    return {
        "results": say("Suggested products"),
        "one": say("{n} result"),
        "many": say("{n} results"),
        "all": say("Show all {n} results"),
        "none": say("No product matches “{q}”."),
        "tip": say("Try fewer words, or only the beginning of a word; marks are not needed."),
        "browse": say("All products"),
        "some": say("{n} of {total} products"),
        "match": say("{n} of {total} products match “{q}”"),
        "nothing": say("No product matches these choices."),
        "remove": say("Remove the filter: {name}"),
        "clear": say("Clear all"),
        "show": say("Show {n} products"),
        "unstated": say("Stars not stated"),
    }


# -- cells ------------------------------------------------------------------------------------------


def _line(text: str) -> str:
    return " ".join(text.split())


def _join(texts: Iterable[str]) -> str:
    """Different texts of one cell; the bar keeps words of two texts apart."""
    return " | ".join(dict.fromkeys(_line(text) for text in texts if text))


def _new_words(text: str, known: str) -> str:
    """The words of a text, folded, that ``known`` has not: they are only looked for, never shown."""
    seen = set(fold(known).split())
    return " ".join(dict.fromkeys(word for word in fold(text).split() if word not in seen))


def _others(lang: str, text: Text, more: Sequence[str] = ()) -> str:
    """What names in other languages and other spellings add to the name that is shown."""
    return _new_words(" ".join([*text.root.values(), *more]), text.get(lang))


def _names(desk: Desk, text: Text) -> tuple[str, str]:
    return _line(text.get(desk.lang)), _others(desk.lang, text)


def _other_and_id(product: ProductHead, name: str) -> tuple[str, str]:
    """A product's other words, and its id without what the script can tell from a name.

    ``+-chi-lang`` follows the folded name that is shown. ``~-chi-lang`` follows the other words before
    the bar, which are then a whole name; a sign of ``SIGNS`` there stands for the word of the shown
    name at its place.
    """
    shown = fold(name).split()
    texts = [*product.name.root.values(), *product.other_names]
    rest = _new_words(" ".join(texts), name)
    start = "-".join(shown)
    if start and product.id.startswith(start):
        return rest, f"+{product.id[len(start) :]}"
    for text in product.name.root.values():
        words = fold(text).split()
        start = "-".join(words)
        if start and product.id.startswith(start):
            places = {word: SIGNS[at] for at, word in enumerate(shown[: len(SIGNS)])}
            whole = " ".join(places.get(word, word) for word in words)
            more = _new_words(rest, text)
            return f"{whole}|{more}" if more else whole, f"~{product.id[len(start) :]}"
    return rest, product.id


def _speakers(desk: Desk) -> list[Any]:
    """A voice for each language of the site, the page's own first."""
    own = [desk.say]
    return own + [
        type(desk.say)(one.code, desk.theme.words.get(one.code, {}))
        for one in desk.catalogue.site.languages
        if one.code != desk.lang
    ]


def _kind(speaker: Any, table: dict[str, str], place: Any) -> str:
    """A place with its kind before or behind it, as the language has it: huyện Tràng Định."""
    found: str = speaker(table[place.kind], name=place.name)
    return found


def _commune(desk: Desk, table: Table, districts: Table, product: ProductHead) -> int:
    commune = desk.catalogue.communes.get(product.origin.commune or "")
    if commune is None:
        return 0
    others = [*[_kind(one, COMMUNE, commune) for one in _speakers(desk)[1:]], *commune.other_names]
    name = desk.say.commune(commune)
    # Nothing is said of the district where a commune lies in two.
    former = _district_number(desk, districts, commune.districts[0]) if len(commune.districts) == 1 else 0
    return table.number(commune.id, commune.id, name, _new_words(" ".join(others), name), former)


def _district(desk: Desk, table: Table, product: ProductHead) -> int:
    return _district_number(desk, table, desk.catalogue.district_of(product))


def _district_number(desk: Desk, table: Table, identity: str) -> int:
    district = desk.catalogue.districts.get(identity)
    if district is None:
        return 0
    others = [*[_kind(one, DISTRICT, district) for one in _speakers(desk)[1:]], *district.other_names]
    name = desk.say.district(district)
    return table.number(district.id, district.id, name, _new_words(" ".join(others), name))


def _producer(desk: Desk, table: Table, kinds: Table, product: ProductHead) -> int:
    producer = desk.catalogue.producers.get(product.producer or "")
    if producer is None:
        return 0
    kind = desk.catalogue.kinds[producer.kind]
    short = list(kind.short.root.values()) if kind.short else []
    number = kinds.number(kind.id, kind.id, kind.name.get(desk.lang), _others(desk.lang, kind.name, short))
    name = _line(producer.name.get(desk.lang))
    return table.number(producer.id, name, _others(desk.lang, producer.name, producer.other_names), number)


def _same(desk: Desk, table: Table, product: ProductHead) -> int:
    """Words that mean the same as one of the product's names (``same_words`` of the site)."""
    found: list[str] = []
    names = _spaced(" | ".join([*product.name.root.values(), *product.other_names]))
    for group in desk.catalogue.site.same_words:
        have = [one for one in group if _spaced(one) in names]
        if have:
            found += [one for one in group if one not in have]
    text = _join(found)
    return table.number(text, text)


def _spaced(text: str) -> str:
    """Words in lower case with a space around each: marks count, ``da`` is not ``đá``."""
    plain = re.sub(r"[^\w]+", " ", unicodedata.normalize("NFC", text).lower())
    return f" {' '.join(plain.split())} "
