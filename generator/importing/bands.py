"""What bands and titles say of all rows below them: a group, a place, stars, a decision, a year."""

import re
from dataclasses import dataclass, field

from generator.catalogue.model import District
from generator.catalogue.place_names import places_named
from generator.importing.addresses import WrittenAddress, place_kind
from generator.importing.answers import Option, Question
from generator.importing.content import Content
from generator.importing.decisions import decision
from generator.importing.known import Known
from generator.importing.layout import enumerated
from generator.importing.questions import Asker, Parsed, UnusableError
from generator.importing.texts import one_line, unmarked
from generator.importing.values import rating_kind_of
from generator.messages import both
from generator.text import fold

_COUNT_BEHIND = re.compile(
    r"\s*(?:[:(–-]\s*)?(?:có\s+|gồm\s+)?(?:tổng\s*(?:số|cộng)?\s*:?\s*)?"
    r"\d{1,4}\s*(?:sản phẩm|sp|chủ thể|products?)?\s*\)?\s*$",
    re.IGNORECASE,
)
_STARS = re.compile(r"(?<![\d.,])0?([1-5]) ?(?:sao|stars?)\b")
_POTENTIAL = re.compile(r"tiem nang")
_UNCLEAR_STARS = re.compile(r"tiem nang|\b(?:tu|tro len|de nghi|de xuat|du kien)\b")
_YEAR = re.compile(
    r"(?:(?:cac )?(?:san pham|sp)? ?(?:cong nhan|danh gia|dat|duoc cong nhan)? ?)?"
    r"(?:dot [\divx]+ ?)?nam (20[12]\d)(?: ?dot [\divx]+)?"
)
_YEAR_IN_TITLE = re.compile(r"\bnam (20[12]\d)\b")
_DECISION = re.compile(r"\bquyet dinh(?: so)?|\bqd so")
_ATTACHED = re.compile(r"(?:\btheo\W*|^\W*)$")
_OTHER_PAPER = re.compile(
    r"\b(?:can cu|theo de nghi|bao cao|cong van|to trinh|ke hoach|thong bao|bien ban)\b"
)
_KIND_LABEL = re.compile(r"^(?:cac )?(?:san pham|sp)(?: ocop)? (?:duoc )?")
YES = "yes"


@dataclass
class Band:
    """What stands in a band or title, for the rows below."""

    style: str
    """How it is numbered: ``I``, ``A``, ``1`` or not at all; bands numbered alike are of one level."""
    at: tuple[int, int]
    """Its cell."""
    written: str
    parsed: list[Parsed] = field(default_factory=list)
    group: Content | None = None
    """A label of groups or sets, which each row reads for itself."""
    place: WrittenAddress | None = None


def read_band(
    content: Content, at: tuple[int, int], style: str, known: Known, asker: Asker, *, names_producer: bool
) -> Band | None:
    """Return what a band says, or None for one that says nothing known.

    ``style`` is that of a number in a cell of its own. ``names_producer`` allows a band to be a producer.
    """
    own_style, text = enumerated(one_line(content.text))
    band = Band(style or own_style, at, one_line(content.text))
    label = _COUNT_BEHIND.sub("", text).strip(" :.-–") or text
    plain, key = unmarked(text), fold(label)
    stars = {int(match[1]) for match in _STARS.finditer(plain)}
    if _DECISION.search(plain) and (parsed := _decision_in(text, content, known, asker)):
        band.parsed = parsed
    elif _POTENTIAL.search(plain) and stars == {5}:
        band.parsed = [Parsed("rating.status", "potential_five")]
    elif year := _YEAR.fullmatch(fold(text)):
        band.parsed = [Parsed("rating.on", year[1])]
    elif len(stars) == 1 and stars <= {3, 4, 5}:
        band.parsed = [Parsed("rating.stars", stars.pop())]
    elif kind := rating_kind_of(label) or rating_kind_of(_KIND_LABEL.sub("", key)):
        band.parsed = [Parsed("rating.kind", kind)]
    elif known.sets_of_label(label) is not None:
        band.group = Content(label, label, content.where)
    elif place := _place(label, known):
        band.place = place
    elif names_producer and known.kind_of_name(label):
        band.parsed = [Parsed("producer.name", label)]
    else:
        return None
    return band


def _place(label: str, known: Known) -> WrittenAddress | None:
    """Return the district or commune that a band names, with or without a word for its kind."""
    kind = place_kind(label)
    if kind in ("district", "city") and any(
        isinstance(u, District) for u in places_named(known.places, label)
    ):
        return WrittenAddress(district=label)
    if kind == "district":
        return WrittenAddress(district=label)
    if kind == "commune":
        return WrittenAddress(commune=label)
    units = places_named(known.places, label) if not kind else []
    return WrittenAddress(district=label) if units and all(isinstance(u, District) for u in units) else None


def _decision_in(text: str, content: Content, known: Known, asker: Asker) -> list[Parsed]:
    """Return what a text says of the decision that it names; empty where it names none with a number."""
    start = _DECISION.search(unmarked(text))
    if start is None:
        return []
    rest = text[start.start() :].strip(" ().,;")
    try:
        parsed = decision(Content(rest, rest, content.where), asker, known.places)
    except UnusableError:
        return []
    usable = [value for value in parsed if value.usable]
    return usable if any(value.field == "decision.number" for value in usable) else []


def read_titles(
    lines: list[tuple[Content, tuple[int, int]]], fields: frozenset[str], known: Known, asker: Asker
) -> list[Band]:
    """Return what the lines above a table say of its rows, for fields that have no column of their own.

    Sure is only a decision to which the list is attached, and the one number of stars; the rest is asked.
    """
    bands = [_title(content, at, fields, known, asker) for content, at in lines]
    decided = any(value.field.startswith("decision.") for band in bands for value in band.parsed)
    if decided or fields & {"decision.day", "decision.number", "rating.on"}:
        return bands
    for band, (content, _) in zip(bands, lines, strict=True):
        years = set(_YEAR_IN_TITLE.findall(unmarked(band.written)))
        if len(years) == 1 and "ngay" not in unmarked(band.written):
            band.parsed.append(_confirmed(Parsed("rating.on", years.pop()), band.written, content, asker))
            break
    return bands


def _title(content: Content, at: tuple[int, int], fields: frozenset[str], known: Known, asker: Asker) -> Band:
    """Return what one line above a table says, but for the year."""
    text = one_line(content.text)
    plain = unmarked(text)
    band = Band("", at, text)
    start = _DECISION.search(plain)
    if start and not _OTHER_PAPER.search(plain[: start.start()]):
        values = _decision_in(text, content, known, asker)
        sure = _ATTACHED.search(plain[: start.start()])
        band.parsed += values if sure else [_confirmed(value, text, content, asker) for value in values]
    stars = {int(match[1]) for match in _STARS.finditer(plain)}
    one_of_three = len(stars) == 1 and stars <= {3, 4, 5} and not _UNCLEAR_STARS.search(plain)
    if one_of_three and "rating.stars" not in fields:
        band.parsed.append(Parsed("rating.stars", stars.pop()))
    if not fields & {"address", "address.district"} and (place := _whole_district(text, known)):
        band.place = place
    elif not fields & {"address", "address.commune", "address.district"}:
        band.parsed += _district_in_title(text, content, known, asker)
    return band


def _whole_district(text: str, known: Known) -> WrittenAddress | None:
    """Return the district that a title consists of."""
    named = [unit for unit in places_named(known.places, text) if isinstance(unit, District)]
    return (
        WrittenAddress(district=text)
        if len(named) == 1 and place_kind(text) in ("district", "city")
        else None
    )


def _district_in_title(text: str, content: Content, known: Known, asker: Asker) -> list[Parsed]:
    """Ask whether the district that a title names is that of all products."""
    match = re.search(r"\b(?:huyen|thi xa|quan|thanh pho|tp\.?) (?=\S)", unmarked(text))
    if match is None:
        return []
    name = re.split(r"[,;.()\n–-]| năm | NĂM | đến ", text[match.start() :])[0].strip()
    districts = [unit for unit in places_named(known.places, name) if isinstance(unit, District)]
    if len(districts) != 1:
        return []
    return [_confirmed(Parsed("address.district", districts[0].id), text, content, asker)]


def _confirmed(value: Parsed, text: str, content: Content, asker: Asker) -> Parsed:
    """Return a value of a title once a person has said that it holds for all rows."""
    if not value.usable:
        return value
    question = Question(
        f"title|{value.field}|{value.value}",
        "readings.ask-title",
        (("written", text), ("value", str(value.value))),
        (Option(YES, both("readings.option-yes")),),
        (content.where,),
    )
    return asker.ask(value.field, question, lambda answer: value.value if answer == YES else None)
