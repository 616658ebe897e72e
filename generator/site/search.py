"""Data for the search box and the filters, and the one compact file in which a language's stand.

Columns, not rows, and numbers into tables: texts that repeat (producers, places, groups) are written once
and neighbours share their beginnings, so that 2,000 products take about 30 KB compressed. The script
``finder.js`` of the theme reads it; ``docs/theme.md`` describes every key.
"""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import pairwise
from typing import Any, NamedTuple

from generator.catalogue.addresses import gtins_of
from generator.catalogue.ids import bare_id, folder_of, full_id
from generator.catalogue.model import Commune, CriteriaSet, ProductSummary
from generator.site.context import PageContext
from generator.site.facets import (
    STATES,
    Facet,
    Option,
    facets_of,
    province_spellings,
    query_parameter_names,
    shown_stars,
    state_of,
)
from generator.site.pictures import drawings_of, product_picture
from generator.site.product_facts import district_in_short
from generator.site.words import COMMUNE, STATE, Translator
from generator.text import Text, fold, sort_key

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
SIGNS = "!#$%&()*+,./:;<=>?@"
SHORTER_FORM = frozenset(("star", "state", "group", "set", "district", "commune"))
"""Facets whose column the script works out from others, or whose values are numbers of a known order."""
THUMB_WIDTH = 320
"""The picture of a result is the narrowest one that is at least this wide."""


COLUMNS = ("star", "state", "set", "producer", "commune", "district", "printed", "last", "same", "code")
"""Columns of numbers, one for each product."""


STATE_PHRASES = {
    "valid": "stars valid; still valid; valid",
    "expiring": "stars ending soon; ending soon",
    "expired": "stars expired; expired; no longer valid",
    "withdrawn": "certificate withdrawn; withdrawn",
}
"""Interface words with what people type for a state of the rating, divided by semicolons."""

SameWords = Sequence[Sequence[tuple[str, str]]]
"""Groups of spellings that mean the same, each also with a blank on either side."""


class Table:
    """Texts that many rows share, numbered from 1 in the order of their first use; 0 is none."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {"": 0}
        self.entries: list[tuple[Any, ...]] = []

    def number(self, key: str, entry: Callable[[], tuple[Any, ...]]) -> int:
        """Return the number of an entry, which is made and added at its first use."""
        if key not in self.numbers:
            made_entry = entry()
            self.numbers[key] = len(self.numbers)
            self.entries.append(made_entry)
        return self.numbers[key]

    def text(self, text: str) -> int:
        """Return the number of an entry that is one text."""
        return self.number(text, lambda: (text,))

    def sort(self, key: Callable[[tuple[Any, ...]], Any]) -> list[int]:
        """Sort the entries so that neighbours resemble each other; return the new number of each old one."""
        order = sorted(range(len(self.entries)), key=lambda at: key(self.entries[at]))
        self.entries = [self.entries[at] for at in order]
        moved = {old + 1: new for new, old in enumerate(order, start=1)}
        self.numbers = {name: moved.get(number, 0) for name, number in self.numbers.items()}
        return [0, *(moved[old + 1] for old in range(len(order)))]

    def names(self, number: int) -> str:
        """Return the name of an entry and its other words."""
        return " ".join(self.entries[number - 1][1:3]) if number else ""

    def columns(self, *names: str) -> dict[str, list[Any]]:
        """The table itself; entry 0 is left to the reader."""
        return {name: [entry[at] for entry in self.entries] for at, name in enumerate(names)}


@dataclass(frozen=True)
class SearchRows:
    """Every listed product as columns, in the order of the names, and the tables that their numbers mean."""

    products: list[ProductSummary]
    names: list[str]
    others: list[str]
    """Words of other names, as :func:`_other_and_id` writes them."""
    ids: list[str]
    """Without what can be told from a name."""
    numbers: dict[str, list[int]]
    """By the names of :data:`COLUMNS`."""
    langs: dict[str, str]
    """By row, as are ``photos`` and ``gtins``."""
    photos: dict[str, str]
    gtins: dict[str, list[str]]
    drawn: list[int]
    samples: list[int]
    prefixes: list[str]
    """What trace codes begin with."""
    groups: Table
    sets: Table
    producers: Table
    communes: Table
    districts: Table
    printed: Table
    drawings: Table
    last: Table
    same: Table


def collect_rows(context: PageContext) -> SearchRows:
    """Return what the search knows of every listed product."""
    context.catalogue.read_all_summaries()
    catalogue, products = context.catalogue, context.listing()
    groups, sets, communes, districts, producers, printed, drawings, last, same = (Table() for _ in range(9))
    same_words = [
        [(spelling, _spaced(spelling)) for spelling in group] for group in catalogue.site.same_words
    ]
    names: list[str] = []
    others: list[str] = []
    ids: list[str] = []
    numbers: dict[str, list[int]] = {name: [] for name in COLUMNS}
    gtins: dict[str, list[str]] = {}
    prefixes = sorted({code[:2] for product in products for code in [product.code] if code})
    langs: dict[str, str] = {}
    photos: dict[str, str] = {}
    drawn: list[int] = []
    samples: list[int] = []

    def set_entry(criteria_set: CriteriaSet) -> tuple[Any, ...]:
        group = catalogue.groups[criteria_set.group]
        group_number = groups.number(group.id, lambda: (group.id, *_names(context, group.name)))
        return (criteria_set.id, *_names(context, criteria_set.name), group_number)

    for row, product in enumerate(products):
        name, lang = product.name.pick(context.lang)
        if lang != context.lang:
            langs[str(row)] = lang
        standing = catalogue.standing(product.id)
        criteria_set = catalogue.sets[product.set]
        picture = product_picture(context, product)
        if picture["photo"]:
            wide = [src for src, width in picture["photo"]["srcset"] if width >= THUMB_WIDTH]
            photos[str(row)] = wide[0] if wide else picture["photo"]["src"]
        drawn.append(_drawing(context, drawings, product))
        if product.sample:
            samples.append(row)
        if product_gtins := sorted(gtins_of(product)):
            gtins[str(row)] = product_gtins
        day = standing.sure_until.isoformat() if standing and standing.sure_until else ""
        if standing and day and not standing.last:
            day += "?"  # the last day that is certain, not the last valid day: finder.js reads it
        names.append(_line(name))
        other, identity = _other_and_id(product, name)
        others.append(other)
        ids.append(identity)
        commune, district = (
            _commune(context, communes, districts, product),
            _district(context, districts, product),
        )
        place_names = [communes.names(commune), districts.names(district)]
        spelt = _new_words(product.origin.printed or "", " ".join(place_names))
        for key, value in {
            "star": shown_stars(catalogue, product),
            "state": STATES.index(state_of(catalogue, product)),
            "set": sets.number(criteria_set.id, partial(set_entry, criteria_set)),
            "producer": _producer(context, producers, product),
            "commune": commune,
            # Mostly the commune's only one, which the table tells.
            "district": 0 if commune and district == communes.entries[commune - 1][-1] else district,
            "printed": printed.text(spelt),
            "last": last.text(day),
            "same": _same(same_words, same, product),
            "code": _code_number(product.code, prefixes),
        }.items():
            numbers[key].append(value)
    moved = producers.sort(lambda entry: (sort_key(entry[0]), entry))
    numbers["producer"] = [moved[number] for number in numbers["producer"]]
    return SearchRows(
        products=products,
        names=names,
        others=others,
        ids=ids,
        numbers=numbers,
        langs=langs,
        photos=photos,
        gtins=gtins,
        drawn=drawn,
        samples=samples,
        prefixes=prefixes,
        groups=groups,
        sets=sets,
        producers=producers,
        communes=communes,
        districts=districts,
        printed=printed,
        drawings=drawings,
        last=last,
        same=same,
    )


def one_file(context: PageContext, rows: SearchRows) -> dict[str, Any]:
    """Return every listed product as columns, with the tables that they refer to and the script's words."""
    producers = rows.producers.columns("name", "other")
    return {
        "lang": context.lang,
        "base": context.urls("products"),
        "keys": query_parameter_names(context),
        "name": lines(rows.names),
        "other": lines(rows.others),
        "id": rows.ids,
        **{key: packed(values) for key, values in rows.numbers.items()},
        "langs": rows.langs,
        "photos": rows.photos,
        "drawn": _shortest(rows.drawn, rows.numbers),
        "samples": rows.samples,
        "inferred": _steps(row for row, product in enumerate(rows.products) if product.producer_inferred),
        "gtins": rows.gtins,
        "everywhere": everywhere(context),
        "tables": {
            **shared_tables(context, rows),
            "producer": {
                **producers,
                "name": lines(producers["name"]),
                "other": lines(producers["other"]),
            },
            "commune": rows.communes.columns("word", "name", "other", "bare", "district"),
            "district": rows.districts.columns("word", "name", "other", "bare"),
            "printed": rows.printed.columns("name"),
            "same": rows.same.columns("name"),
            "drawing": rows.drawings.columns("id", "href"),
            "code": rows.prefixes,
            "last": rows.last.columns("day")["day"],
        },
        "facets": {
            column.facet.id: {
                **_shortest(column.values, rows.numbers),
                "worth": column.facet.worth,
                **column.table.columns("word", "name", "other"),
            }
            for column in facet_columns(context, rows)
        },
        "words": script_words(context),
    }


def everywhere(context: PageContext) -> str:
    """Words that are true of every product; of several provinces each product has its own, as a facet."""
    catalogue = context.catalogue
    provinces = (
        [places.province for places in catalogue.provinces.values()] if catalogue.is_one_province else []
    )
    return _join(
        ["OCOP", *(words for province in provinces for words in province_spellings(context, province))]
    )


def shared_tables(context: PageContext, rows: SearchRows) -> dict[str, dict[str, list[Any]]]:
    """The tables that are short in every catalogue."""
    t = context.t
    return {
        "star": {"word": [3, 4, 5], "name": [t("{n} stars", n=n) for n in (3, 4, 5)]},
        "state": {
            "id": list(STATES),
            "word": [context.urls.state_word(state) for state in STATES],
            "name": [t(STATE[state]) for state in STATES],
            "phrases": [_phrases(t, state) for state in STATES],
        },
        "group": rows.groups.columns("word", "name", "other"),
        "set": rows.sets.columns("word", "name", "other", "group"),
    }


def _phrases(t: Translator, state: str) -> list[str]:
    phrases = STATE_PHRASES.get(state)
    return str(t(phrases)).split("; ") if phrases else []


def _steps(rows: Iterable[int]) -> list[int]:
    """Return rising numbers as the differences to the number before, which are packed better."""
    return [row - before for before, row in pairwise([0, *rows])]


class FacetColumn(NamedTuple):
    """What the products have of a facet, as numbers into a table of its options."""

    facet: Facet
    table: Table
    values: list[int]


def facet_columns(context: PageContext, rows: SearchRows) -> Iterator[FacetColumn]:
    """Each facet that no column of :class:`SearchRows` tells."""
    for facet in facets_of(context.catalogue):
        if facet.id not in SHORTER_FORM:
            options = {option.value: option for option in facet.options(context)}
            table, values = Table(), []
            for product in rows.products:
                option = options.get(facet.value_of(context.catalogue, product))
                values.append(table.number(option.value, partial(_option_entry, option)) if option else 0)
            yield FacetColumn(facet, table, values)


def _shortest(values: Sequence[int], numbers: Mapping[str, Sequence[int]]) -> dict[str, Any]:
    """A column as the usual value for each producer or each criteria set, and the rows that differ."""
    forms: list[dict[str, Any]] = []
    for base in ("producer", "set"):
        counted: dict[int, Counter[int]] = defaultdict(Counter)
        for key, value in zip(numbers[base], values, strict=True):
            counted[key][value] += 1
        usual = [
            min(counted[key], key=lambda value: (-counted[key][value], value)) if counted[key] else 0
            for key in range(max(counted, default=-1) + 1)
        ]
        pairs = enumerate(zip(numbers[base], values, strict=True))
        rows = {str(row): value for row, (key, value) in pairs if usual[key] != value}
        forms.append({"by": base, "usual": usual, "rows": rows})
    return min(forms, key=lambda form: 4 * len(form["rows"]) + len(form["usual"]))


def _option_entry(option: Option) -> tuple[str, str, str]:
    return option.word, _line(option.name), _new_words(" ".join(option.others), option.name)


def _code_number(code: str | None, prefixes: Sequence[str]) -> int:
    """Return a trace code such as MU0042 as one number, which finder.js takes apart; 0 where there is none.

    A code is two letters and four to six digits; the letters are given by their place in ``prefixes``.
    """
    if not code:
        return 0
    digits = code[2:]
    return 1 + prefixes.index(code[:2]) + len(prefixes) * (len(digits) - 4 + 3 * int(digits))


def lines(texts: Sequence[str]) -> str:
    """Join texts as lines; a digit before each is the number of words shared with the line above."""
    result: list[str] = []
    last: list[str] = []
    for text in texts:
        words = text.split()
        pairs = zip(words[: len(DIGITS) - 1], last, strict=False)
        shared = next((at for at, (first, other) in enumerate(pairs) if first != other), None)
        if shared is None:
            shared = min(len(words), len(last), len(DIGITS) - 1)
        result.append(DIGITS[shared] + " ".join(words[shared:]))
        last = words
    return "\n".join(result)


def content_digest(value: Any, digits: int = 10) -> str:
    """Return the name of data after what they say, so that hosts and browsers may keep them for ever."""
    return sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:digits]


def packed(values: Sequence[int]) -> list[str]:
    """Return a column of numbers as strings, one for each digit to the base 64, the lowest digit first."""
    planes: list[str] = []
    remaining = list(values)
    while not planes or any(remaining):
        planes.append("".join(DIGITS[value % 64] for value in remaining))
        remaining = [value // 64 for value in remaining]
    return planes


def script_words(context: PageContext) -> dict[str, str]:
    """Return the words that the script shows, with their placeholders."""
    t = context.t
    return {
        "results": t("Suggested products"),
        "one": t("{n} result"),
        "many": t("{n} results"),
        "all": t("Show all {n} results"),
        "none": t("No product matches “{q}”."),
        "tip": t("Try fewer words, or only the beginning of a word; marks are not needed."),
        "browse": t("All products"),
        "some": t("{n} of {total} products"),
        "match": t("{n} of {total} products match “{q}”"),
        "nothing": t("No product matches these choices."),
        "remove": t("Remove the filter: {name}"),
        "clear": t("Clear all"),
        "show": t("Show {n} products"),
        "unstated": t("Stars not stated"),
        "inferred": t("{name} (from another source, not confirmed)"),
    }


# -- cells ------------------------------------------------------------------------------------------


def _line(text: str) -> str:
    return " ".join(text.split())


def _join(texts: Iterable[str]) -> str:
    """Join the different texts of one cell; a bar keeps the words of two texts apart."""
    return " | ".join(dict.fromkeys(_line(text) for text in texts if text))


def _new_words(text: str, other_text: str) -> str:
    """Words of a text, in lower case, that ``other_text`` has not: looked for, never shown."""
    seen = set(fold(other_text).split())
    return " ".join(dict.fromkeys(word for word in _spaced(text).split() if fold(word) not in seen))


def _others(lang: str, text: Text, more: Sequence[str] = ()) -> str:
    """What names in other languages and other spellings add to the name that is shown."""
    return _new_words(" ".join([*text.root.values(), *more]), text.get(lang))


def _names(context: PageContext, text: Text) -> tuple[str, str]:
    return _line(text.get(context.lang)), _others(context.lang, text)


def _other_and_id(product: ProductSummary, name: str) -> tuple[str, str]:
    """Return a product's other words, and its id without what the script can derive from a name.

    What stands before a slash of an id, its province, stays.

    ``+-huong-rung`` follows the folded name that is shown. ``~-huong-rung`` follows the other words before
    the bar, which are then a whole name; a sign of ``SIGNS`` there stands for the word of the shown
    name at that position.
    """
    name_words = fold(name).split()
    texts = [*product.name.root.values(), *product.other_names]
    other_words = _new_words(" ".join(texts), name)
    folder, own = folder_of(product.id), bare_id(product.id)
    start = "-".join(name_words)
    if start and own.startswith(start):
        return other_words, full_id(folder, f"+{own[len(start) :]}")
    for text in product.name.root.values():
        words = fold(text).split()
        start = "-".join(words)
        if start and own.startswith(start):
            positions = {word: SIGNS[at] for at, word in enumerate(name_words[: len(SIGNS)])}
            spelt = _spaced(text).split()
            same_length = len(spelt) == len(words)
            whole = " ".join(
                positions.get(word, spelt[at] if same_length else word) for at, word in enumerate(words)
            )
            more = _new_words(other_words, text)
            return f"{whole}|{more}" if more else whole, full_id(folder, f"~{own[len(start) :]}")
    return other_words, product.id


def _kind(translator: Translator, table: dict[str, str], place: Commune) -> str:
    """Return an administrative place with its kind, as the language orders them: xã Mẫu."""
    return translator(table[place.kind], name=place.name)


def _commune(context: PageContext, table: Table, districts: Table, product: ProductSummary) -> int:
    commune = context.catalogue.communes.get(product.origin.commune or "")
    if commune is None:
        return 0

    def entry() -> tuple[Any, ...]:
        former_districts = [context.catalogue.districts[identity] for identity in commune.districts]
        others = [
            *[_kind(translator, COMMUNE, commune) for translator in context.other_translators],
            *commune.other_names,
            # People ask for former provinces; a single district tells its own.
            *dict.fromkeys(
                district.former_province.name
                for district in former_districts
                if district.former_province and len(former_districts) > 1
            ),
        ]
        name = context.commune(commune.id)
        # Nothing is said of the district where a commune lies in two.
        former = (
            _district_number(context, districts, commune.districts[0]) if len(commune.districts) == 1 else 0
        )
        return commune.id, name, _new_words(" ".join(others), name), commune.name, former

    return table.number(commune.id, entry)


def _district(context: PageContext, table: Table, product: ProductSummary) -> int:
    return _district_number(context, table, context.catalogue.district_of(product))


def _district_number(context: PageContext, table: Table, identity: str) -> int:
    district = context.catalogue.districts.get(identity)
    if district is None:
        return 0

    def entry() -> tuple[Any, ...]:
        others = [
            *[translator.former_district(district) for translator in context.other_translators],
            *district.other_names,
        ]
        name = context.district(district.id)
        return district.id, name, _new_words(" ".join(others), name), district_in_short(context, district)

    return table.number(district.id, entry)


def _producer(context: PageContext, table: Table, product: ProductSummary) -> int:
    producer = context.catalogue.producers.get(product.producer or "")
    if producer is None:
        return 0

    def entry() -> tuple[Any, ...]:
        name = _line(producer.name.get(context.lang))
        return name, _others(context.lang, producer.name, producer.other_names)

    return table.number(producer.id, entry)


def _same(same_words: SameWords, table: Table, product: ProductSummary) -> int:
    """Words that mean the same as one of the product's names (``same_words`` of the site)."""
    if not same_words:
        return 0
    spellings: list[str] = []
    names = _spaced(" | ".join([*product.name.root.values(), *product.other_names]))
    for group in same_words:
        if any(spaced in names for _, spaced in group):
            spellings += [spelling for spelling, spaced in group if spaced not in names]
    return table.text(_join(spellings))


def _drawing(context: PageContext, table: Table, product: ProductSummary) -> int:
    variants = drawings_of(context, product)
    addresses = [context.theme.assets.get(f"drawings/{name}.svg", "") for name in variants]
    return table.number(variants[0], lambda: (variants[0], addresses))


def _spaced(text: str) -> str:
    """Return words in lower case with spaces around each; marks count: ``da`` is not ``đá``."""
    joined = unicodedata.normalize("NFC", text).lower().replace("'", "").replace("’", "")
    plain = re.sub(r"[^\w]+", " ", joined)
    return f" {' '.join(plain.split())} "
