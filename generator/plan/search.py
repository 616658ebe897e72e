"""What the search box and the filters look through: one data file per language, made for a small wire.

Columns, not rows, and numbers into tables: texts that repeat (holders, places, groups) are written once
and neighbours resemble each other, so that 2,000 products take about 40 KB compressed. The script
``finder.js`` of the theme reads it; ``docs/theme.md`` describes every key.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from generator.catalogue.model import Producer, Product
from generator.plan.desk import Desk
from generator.plan.lists import STATES, star_of, state_of
from generator.plan.outputs import Document
from generator.plan.words import COMMUNE, DISTRICT, PROVINCE, STATE
from generator.text import Text, slug

THUMB = 320
"""The picture of a result is the narrowest one that is at least this wide."""


def search_data(desk: Desk) -> str:
    """Address of the small file that names the data; it stays the same while the catalogue changes.

    So no page has to be made anew because a product elsewhere got another name.
    """
    return f"/data/search-{desk.lang.lower()}.js"


def plan_search(desk: Desk) -> None:
    """The data of one language and the file that names it."""
    data = search_rows(desk)
    digest = sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()[:10]
    path = f"assets/search-{desk.lang.lower()}.{digest}.js"
    desk.outputs.add(Document(path, "script", {"name": "OCOP_SEARCH", "value": data}))
    desk.outputs.add(
        Document(search_data(desk).lstrip("/"), "script", {"name": "OCOP_SEARCH_AT", "value": f"/{path}"})
    )


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

    def columns(self, *names: str) -> dict[str, list[Any]]:
        """The table itself; entry 0 is left to the reader."""
        return {name: [entry[at] for entry in self.entries] for at, name in enumerate(names)}


def search_rows(desk: Desk) -> dict[str, Any]:
    """Every listed product as columns, with its tables and the words of the script."""
    catalogue, say = desk.catalogue, desk.say
    groups, sets, kinds, communes, districts, producers, printed, drawings, last, same = (
        Table() for _ in range(10)
    )
    columns: dict[str, list[Any]] = {
        name: []
        for name in (
            "name",
            "other",
            "id",
            "set",
            "producer",
            "commune",
            "district",
            "printed",
            "drawing",
            "last",
            "same",
        )
    }
    stars, states = "", ""
    langs: dict[str, str] = {}
    photos: dict[str, str] = {}
    samples: list[int] = []
    for row, product in enumerate(catalogue.listed):
        name, lang = product.name.pick(desk.lang)
        if lang != desk.lang:
            langs[str(row)] = lang
        standing = catalogue.standing[product.id]
        one_set = catalogue.sets[product.set]
        group = catalogue.groups[one_set.group]
        group_number = groups.number(group.id, group.id, *_names(desk, group.name))
        picture = desk.picture(product)
        if picture["photo"]:
            wide = [src for src, width in picture["photo"]["srcset"] if width >= THUMB]
            photos[str(row)] = wide[0] if wide else picture["photo"]["src"]
        if product.sample:
            samples.append(row)
        day = standing.last.isoformat() if standing and standing.last else ""
        drawing = picture["drawing"]
        values = {
            "name": _line(name),
            "other": _others(desk.lang, product.name, product.other_names),
            "id": _short(product.id, name),
            "set": sets.number(one_set.id, one_set.id, *_names(desk, one_set.name), group_number),
            "producer": _producer(desk, producers, kinds, product),
            "commune": _commune(desk, communes, product),
            "district": _district(desk, districts, product),
            "printed": printed.number(product.origin.printed or "", _line(product.origin.printed or "")),
            "drawing": drawings.number(
                drawing, drawing, desk.theme.assets.get(f"drawings/{drawing}.svg", "")
            ),
            "last": last.number(day, day),
            "same": _same(desk, same, product),
        }
        for key, value in values.items():
            columns[key].append(value)
        stars += str(star_of(desk, product))
        states += str(STATES.index(state_of(desk, product)))
    province = catalogue.places.province
    return {
        "lang": desk.lang,
        "base": desk.urls("products"),
        "keys": desk.urls.filters,
        **columns,
        "star": stars,
        "state": states,
        "langs": langs,
        "photos": photos,
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
            "set": sets.columns("word", "name", "other", "group"),
            "producer": producers.columns("name", "other", "kind"),
            "kind": kinds.columns("word", "name", "other"),
            "commune": communes.columns("word", "name", "other"),
            "district": districts.columns("word", "name", "other"),
            "printed": printed.columns("name"),
            "same": same.columns("name"),
            "drawing": drawings.columns("id", "href"),
            "last": last.columns("day")["day"],
        },
        "words": _words(desk),
    }


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
        "failed": say("The search could not be loaded. The lists below work without it."),
    }


# -- cells ------------------------------------------------------------------------------------------


def _line(text: str) -> str:
    return " ".join(text.split())


def _join(texts: Iterable[str]) -> str:
    """Different texts of one cell; the bar keeps words of two texts apart."""
    return " | ".join(dict.fromkeys(_line(text) for text in texts if text))


def _others(lang: str, text: Text, more: Sequence[str] = ()) -> str:
    """The names in other languages and other spellings: found, but not shown."""
    shown = text.get(lang)
    return _join(one for one in [*text.root.values(), *more] if one != shown)


def _names(desk: Desk, text: Text) -> tuple[str, str]:
    return _line(text.get(desk.lang)), _others(desk.lang, text)


def _short(identity: str, name: str) -> str:
    """The id without what the script can tell from the name: ``+-chi-lang`` follows the name's own slug."""
    start = slug(name)
    return f"+{identity[len(start) :]}" if start and identity.startswith(start) else identity


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


def _commune(desk: Desk, table: Table, product: Product) -> int:
    commune = desk.catalogue.communes.get(product.origin.commune or "")
    if commune is None:
        return 0
    others = [*[_kind(one, COMMUNE, commune) for one in _speakers(desk)[1:]], *commune.other_names]
    return table.number(commune.id, commune.id, desk.say.commune(commune), _join(others))


def _district(desk: Desk, table: Table, product: Product) -> int:
    district = desk.catalogue.districts.get(desk.catalogue.district_of(product))
    if district is None:
        return 0
    others = [*[_kind(one, DISTRICT, district) for one in _speakers(desk)[1:]], *district.other_names]
    return table.number(district.id, district.id, desk.say.district(district), _join(others))


def _producer(desk: Desk, table: Table, kinds: Table, product: Product) -> int:
    producer: Producer | None = desk.catalogue.producers.get(product.producer or "")
    if producer is None:
        return 0
    kind = desk.catalogue.kinds[producer.kind]
    short = list(kind.short.root.values()) if kind.short else []
    number = kinds.number(kind.id, kind.id, kind.name.get(desk.lang), _others(desk.lang, kind.name, short))
    name = _line(producer.name.get(desk.lang))
    return table.number(producer.id, name, _others(desk.lang, producer.name, producer.other_names), number)


def _same(desk: Desk, table: Table, product: Product) -> int:
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
