"""The search data of a large catalogue: many small files, of which a query fetches few; read by ``parts.js``.

What one file holds in a smaller catalogue (``generator.site.search``) is divided by what a query needs:

- *words*: which products have a word, in files by its first letters;
- *columns*: stars and states, criteria sets and further facets, one file each, for filters and counts;
- *rows*: what a result shows, sixteen products a file;
- *codes*: trace codes and GTINs, in files by the number;
- the *order* of the names, by which equal results stand, as today.

Products are numbered by their ids here, so that another name moves nobody. Every file is named by its
content; the first file that is fetched names all others. ``docs/theme.md`` describes every key.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

from generator.catalogue.addresses import gtins_of
from generator.catalogue.ids import bare_id, folder_of, full_id
from generator.site.context import PageContext
from generator.site.facets import query_parameter_names
from generator.site.outputs import Document
from generator.site.search import (
    DIGITS,
    SearchRows,
    content_digest,
    everywhere,
    facet_columns,
    packed,
    script_words,
    shared_tables,
)
from generator.text import fold

MOST_LETTERS = 12_000
"""A file of words that has more is divided by one letter more: about 9 KB compressed."""
ROWS_A_FILE = 16
CODE_FILES = 32
PLACES = 10
"""Words of a name whose place in it is known; a query has no more words that count."""
OTHER, PRODUCER, SAME, PLACE = range(PLACES + 1, PLACES + 5)
"""How a product has a word, after the places in its name and ``PLACES`` for any further one: best first."""
ONLY_FOLDED, ONLY_MARKED, LONGER = ">", "<", "*"
"""Before a word that is compared without marks alone, or with them alone; behind one that is cut off."""

_NO_TABLE: dict[str, Any] = {"name": "", "other": "", "word": [], "bare": [], "district": []}
_NO_COLUMN: dict[str, Any] = {"by": "set", "usual": [0], "rows": {}}
_NO_ROWS: dict[str, Any] = {
    "name": "",
    "other": "",
    "id": [],
    "langs": {},
    "photos": {},
    "samples": [],
    "inferred": [],
    "gtins": {},
    "drawn": _NO_COLUMN,
}
"""What ``finder.js`` expects and ``parts.js`` fills in."""
Index = dict[str, dict[int, list[int]]]
"""By word, as it is written with its marks: how products have it, and the numbers of these, rising."""


def divided(context: PageContext, rows: SearchRows) -> tuple[dict[str, Any], list[Document]]:
    """Return what every query needs, which names all other files, and these."""
    files: dict[str, Document] = {}
    folder = f"assets/search-{context.lang.lower()}/"

    def add(value: Any, name: str = "", digits: int = 10) -> str:
        digest = content_digest(value, digits)
        path = f"{folder}{name}{digest}.js"
        files[path] = Document(path, "script", {"name": "OCOP_PART", "value": value})
        return digest

    by_number = sorted(range(len(rows.products)), key=lambda row: _by_province(rows.products[row].id))
    provinces = [folder_of(rows.products[row].id) for row in by_number]
    columns: dict[str, Any] = {
        "state": _ratings(rows, by_number),
        "set": packed([rows.numbers["set"][row] for row in by_number]),
    }
    facets: dict[str, Any] = {}
    for column in facet_columns(context, rows):
        columns[column.facet.id] = packed([column.values[row] for row in by_number])
        facets[column.facet.id] = {
            **_NO_COLUMN,
            "worth": column.facet.worth,
            **column.table.columns("word", "name", "other"),
        }
    phrases = [
        *(fold(context.t("{n} stars", n=n)) for n in (3, 4, 5)),
        *(fold(text) for texts in shared_tables(context, rows)["state"]["phrases"] for text in texts),
    ]
    all_names = "\n".join(f" {fold(text)}" for texts in (rows.names, rows.others) for text in texts)
    index = word_index(rows, by_number)
    words = {key: add(text) for key, text in word_files(index).items()}
    core = {
        "lang": context.lang,
        "base": context.urls("products"),
        "keys": query_parameter_names(context),
        "size": len(by_number),
        "script": context.theme.assets["parts.js"],
        "everywhere": everywhere(context),
        "tables": {
            **shared_tables(context, rows),
            **dict.fromkeys(("producer", "commune", "district", "printed", "same"), _NO_TABLE),
            "drawing": rows.drawings.columns("id", "href"),
            "code": [],
            "last": [],
        },
        **_NO_ROWS,
        "facets": facets,
        "words": script_words(context),
        "folder": f"/{folder}",
        "provinces": [[province, len(list(group))] for province, group in groupby(provinces)],
        "named": [phrase for phrase in phrases if f" {phrase}" in all_names],
        "files": {
            "words": words,
            "columns": {name: add(value) for name, value in columns.items()},
            "order": add(_order(by_number, provinces)),
            # Named by their place too, so that few digits do.
            "rows": "".join(
                add(block, f"rows-{at}.", 6) for at, block in enumerate(_blocks(rows, by_number))
            ),
            "codes": [add(codes) if codes else "" for codes in _codes(rows, by_number)],
        },
    }
    return core, list(files.values())


def _by_province(identity: str) -> tuple[str, str]:
    return folder_of(identity), bare_id(identity)


# -- words ------------------------------------------------------------------------------------------

_TONED = re.compile("(o)([ae])([\u0300\u0301\u0303\u0309\u0323])|(u)(y)([\u0300\u0301\u0303\u0309\u0323])")
_LOOKALIKES = str.maketrans({"ð": "đ", "ɖ": "đ", **dict.fromkeys("\u200b\u200c\u200d'’")})


@lru_cache(maxsize=65536)
def marked_words(text: str) -> tuple[str, ...]:
    """Words in lower case with marks, the tone of oa, oe, uy on the first letter, as in ``finder.js``."""
    lower = unicodedata.normalize("NFC", text).lower().translate(_LOOKALIKES)
    plain = re.sub("[^\\w\u0300-\u036f]+", " ", lower)
    toned = _TONED.sub(
        lambda match: "".join(match.group(1, 3, 2) if match[1] else match.group(4, 6, 5)),
        unicodedata.normalize("NFD", plain),
    )
    return tuple(unicodedata.normalize("NFC", toned).split())


@lru_cache(maxsize=65536)
def index_words(text: str) -> tuple[str, ...]:
    """The words of a text in their order, for :data:`Index`."""
    folded, marked = fold(text).split(), marked_words(text)
    if [fold(word) for word in marked] == folded:
        return marked
    # A letter that vanishes or becomes two: then each way of comparing has words of its own.
    return (*(ONLY_FOLDED + word for word in folded), *(ONLY_MARKED + word for word in marked))


def word_index(rows: SearchRows, by_number: Sequence[int]) -> Index:
    """Return which products have each word, and how: at which places of the name, else in the best way."""
    numbers, communes = rows.numbers, rows.communes
    producers, own_communes, districts, same, printed = (
        [(), *(index_words(" | ".join(entry[start:stop])) for entry in table.entries)]
        for table, start, stop in (
            (rows.producers, 0, 2),
            (communes, 1, 3),
            (rows.districts, 1, 3),
            (rows.same, 0, 1),
            (rows.printed, 0, 1),
        )
    )
    # One table by way and word: this runs for every word of every product.
    numbers_by_word: dict[tuple[int, str], list[int]] = defaultdict(list)
    for number, row in enumerate(by_number):
        commune = numbers["commune"][row]
        district = numbers["district"][row] or (communes.entries[commune - 1][-1] if commune else 0)
        name = index_words(rows.names[row])
        first_marked = next((at for at, word in enumerate(name) if word[0] == ONLY_MARKED), 0)
        for at, word in enumerate(name):
            place = numbers_by_word[min(at - first_marked if word[0] == ONLY_MARKED else at, PLACES), word]
            if not place or place[-1] != number:
                place.append(number)
        seen = set(name)
        for way, words in (
            (OTHER, index_words(rows.others[row])),
            (PRODUCER, producers[numbers["producer"][row]]),
            (SAME, same[numbers["same"][row]]),
            (PLACE, own_communes[commune]),
            (PLACE, districts[district]),
            (PLACE, printed[numbers["printed"][row]]),
        ):
            for word in words:
                if word not in seen:
                    seen.add(word)
                    numbers_by_word[way, word].append(number)
    index: Index = defaultdict(dict)
    for (way, word), products in numbers_by_word.items():
        index[word][way] = products
    return index


def word_files(index: Index) -> dict[str, str]:
    """Return the files of words by the letters, without marks, that all words of a file begin with.

    A file whose words were divided among others holds them cut off after these letters, so that the first
    letters of a word find what they begin in one file; it has a ``+`` behind its key.
    """
    folded = {word: (fold(word.lstrip(ONLY_FOLDED + ONLY_MARKED)).split() or [""])[0] for word in index}
    lines = {word: _line(word, lists) for word, lists in index.items()}
    files: dict[str, str] = {}

    def divide(length: int, words: Iterable[str]) -> None:
        for key, group in groupby(words, key=lambda word: folded[word][:length]):
            members = list(group)
            if len(key) < length:
                continue  # a whole word, which the shorter key's file has
            text = "\n".join(lines[word] for word in members)
            if len(text) <= MOST_LETTERS or all(folded[word] == key for word in members):
                files[key] = text
            else:
                cut = _cut_off(length, key, members, folded, index)
                files[f"{key}+"] = "\n".join(_line(word, cut[word]) for word in sorted(cut))
                divide(length + 1, members)

    divide(1, sorted((word for word in index if folded[word]), key=lambda word: (folded[word], word)))
    return files


def _cut_off(
    length: int, key: str, words: Iterable[str], folded: Mapping[str, str], index: Index
) -> dict[str, dict[int, list[int]]]:
    """Words of an index as they begin, each with the products that have a word with this beginning."""
    joined: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for word in words:
        sign = word[0] if word[0] in ONLY_FOLDED + ONLY_MARKED else ""
        start = word[len(sign) :][:length]
        if fold(start) != key:
            sign, start = ONLY_FOLDED, key
        whole = folded[word] == key
        ways = joined[f"{sign}{start}{'' if whole else LONGER}"]
        for way, numbers in index[word].items():
            ways[way].update(numbers)
    result: dict[str, dict[int, list[int]]] = {}
    for word, ways in joined.items():
        seen: set[int] = set()
        result[word] = {}
        for way in sorted(ways):
            new = ways[way] if way <= PLACES else ways[way] - seen
            seen |= new
            if new:
                result[word][way] = sorted(new)
    return result


def _line(word: str, lists: Mapping[int, Sequence[int]]) -> str:
    """A word, and for each way of having it a digit for the way and the numbers of the products."""
    return " ".join([word, *(DIGITS[way] + _gaps(lists[way]) for way in sorted(lists))])


def _gaps(numbers: Sequence[int]) -> str:
    """Rising numbers as differences less one, to the base 32, low digits first; 32 more: no last digit."""
    before = [-1, *numbers]
    return "".join([_digits(number - last - 1) for last, number in zip(before, numbers, strict=False)])


@cache
def _digits(gap: int) -> str:
    return DIGITS[gap % 32 + 32] + _digits(gap // 32) if gap >= 32 else DIGITS[gap]


# -- columns, order, rows, codes --------------------------------------------------------------------


def _ratings(rows: SearchRows, by_number: Sequence[int]) -> dict[str, Any]:
    """Stars, and a number for the state with the last valid day: both change together in a decision."""
    days = ["", *rows.last.columns("day")["day"]]
    numbers: dict[tuple[int, str], int] = {}
    for row in by_number:
        numbers.setdefault((rows.numbers["state"][row], days[rows.numbers["last"][row]]), len(numbers))
    which = [numbers[rows.numbers["state"][row], days[rows.numbers["last"][row]]] for row in by_number]
    return {
        "star": packed([rows.numbers["star"][row] for row in by_number]),
        "standing": packed(which),
        "standings": [list(standing) for standing in numbers],
    }


def _order(by_number: Sequence[int], provinces: Sequence[str]) -> dict[str, list[str]]:
    """Return the order of the names: for each the province, and how far in it from the last one.

    Within a province ids mostly stand like the names, so most steps are small.
    """
    places = {province: at for at, province in enumerate(dict.fromkeys(provinces))}
    number_of_row = {row: number for number, row in enumerate(by_number)}
    expected = {province: provinces.index(province) for province in places}
    in_turn, steps = [], []
    for row in range(len(by_number)):
        number = number_of_row[row]
        province = provinces[number]
        in_turn.append(places[province])
        step = number - expected[province]
        steps.append(2 * step if step >= 0 else -2 * step - 1)
        expected[province] = number + 1
    return {"province": packed(in_turn), "step": packed(steps)}


def _blocks(rows: SearchRows, by_number: Sequence[int]) -> Iterator[dict[str, Any]]:
    """What a result shows of each product, by columns; texts that most products lack are by place."""
    numbers = rows.numbers
    apart = _told_apart(rows)
    names = {
        "producer": ["", *rows.producers.columns("name")["name"]],
        "commune": ["", *(entry[1] for entry in rows.communes.entries)],
        "district": ["", *(entry[1] for entry in rows.districts.entries)],
        "day": ["", *rows.last.columns("day")["day"]],
    }
    samples = set(rows.samples)
    for start in range(0, len(by_number), ROWS_A_FILE):
        block = by_number[start : start + ROWS_A_FILE]
        yield {
            "name": [rows.names[row] for row in block],
            "id": [_id_in_block(rows, row) for row in block],
            "producer": [names["producer"][numbers["producer"][row]] for row in block],
            "place": [
                names["commune"][numbers["commune"][row]] or names["district"][numbers["district"][row]]
                for row in block
            ],
            "star": "".join(str(numbers["star"][row]) for row in block),
            "state": "".join(DIGITS[numbers["state"][row]] for row in block),
            "day": [names["day"][numbers["last"][row]] for row in block],
            "drawn": [rows.drawn[row] for row in block],
            "apart": {str(at): apart[row] for at, row in enumerate(block) if row in apart},
            "langs": {
                str(at): rows.langs[str(row)] for at, row in enumerate(block) if str(row) in rows.langs
            },
            "photos": {
                str(at): rows.photos[str(row)] for at, row in enumerate(block) if str(row) in rows.photos
            },
            "samples": [at for at, row in enumerate(block) if row in samples],
            "inferred": [at for at, row in enumerate(block) if rows.products[row].producer_inferred],
        }


def _id_in_block(rows: SearchRows, row: int) -> str:
    """The id without its province, and without the name at its beginning."""
    own = bare_id(rows.ids[row])
    return own if own.startswith("+") else bare_id(rows.products[row].id)


def _told_apart(rows: SearchRows) -> dict[int, list[str]]:
    """By row of a product that has namesakes: its place, and its producer if that tells more."""
    namesakes: dict[str, list[int]] = defaultdict(list)
    for row, name in enumerate(rows.names):
        namesakes[name.lower()].append(row)
    numbers, communes = rows.numbers, rows.communes.entries

    def place(row: int) -> str:
        commune = numbers["commune"][row]
        district = numbers["district"][row] or (communes[commune - 1][4] if commune else 0)
        bare: str = rows.districts.entries[district - 1][3] if district else ""
        return bare or (communes[commune - 1][3] if commune else "")

    result: dict[int, list[str]] = {}
    for group in namesakes.values():
        if len(group) > 1:
            makers: dict[str, set[int]] = defaultdict(set)
            for row in group:
                makers[place(row)].add(numbers["producer"][row])
            for row in group:
                maker = numbers["producer"][row]
                by_producer = maker and len(makers[place(row)]) > 1
                names = [place(row), rows.producers.entries[maker - 1][0] if by_producer else ""]
                result[row] = [name for name in names if name]
    return result


def _codes(rows: SearchRows, by_number: Sequence[int]) -> list[list[list[Any]]]:
    """By the number modulo ``CODE_FILES``: a trace code with its province, or a GTIN, and the product."""
    files: list[list[list[Any]]] = [[] for _ in range(CODE_FILES)]
    for number, row in enumerate(by_number):
        product = rows.products[row]
        if product.code:
            code = full_id(folder_of(product.id), product.code)
            files[int(product.code[2:]) % CODE_FILES].append([code, number])
        for gtin in sorted(gtins_of(product)):
            files[int(gtin) % CODE_FILES].append([gtin, number])
    return files
