"""Decisions as lists write them: "Số 1234/QĐ-UBND ngày 15/12/2023 của UBND tỉnh …", in one cell or three."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, time
from decimal import Decimal

from generator.catalogue.model import District, Places
from generator.catalogue.place_names import place_key, places_named
from generator.importing.answers import Question
from generator.importing.content import Content
from generator.importing.days import days_in, part_day
from generator.importing.questions import (
    Asker,
    Parsed,
    UnusableError,
    accept_any_of,
    options_of,
    refused,
    repaired,
)
from generator.importing.rows import note
from generator.importing.texts import one_line, unmarked

_WORDS = r"(?:(?:theo|kem theo|can cu|so|quyet dinh|qd|decision|no\.?|number)\b[\s:.]*)*"
_NUMBER = re.compile(
    rf"(?P<words>{_WORDS})(?P<digits>\d{{1,6}}(?:/20\d\d)?)"
    r"(?P<tail> ?[/-] ?(?P<kind>qd)[-/. ]*(?P<body>[a-z&]+(?:[-.][a-z&]+)*))"
    rf"|(?P<words2>(?:{_WORDS})(?:so|quyet dinh|qd|decision|no\.?|number)\b[\s:.]*)"
    r"(?P<digits2>\d{1,6})(?![\d/.-])"
)
_TERM = re.compile(
    r"[;,.\s(]*\b(?:thoi han|co gia tri|co hieu luc|hieu luc|gia tri)\b\D{0,15}(\d{1,3}) thang\b\)?"
)
"""How long it is valid, said beside a decision."""
_BARE = re.compile(r"0*\d{1,6}")
_BEFORE_BODY = re.compile(r"\b(?:cua|do|by|of)\s+")
_REASON = re.compile(r"[,;.\s]*\b(?:v/v|ve viec|ve|trich yeu|cong nhan|phe duyet)\b.*", re.DOTALL)
_CONNECTORS = re.compile(r"(?:ngay|dated|date|of|cua|do|by|ky|ban hanh|kem theo|theo|can cu|[\s,;:.()/-])*")
_GOVERNMENT = re.compile(r"(?i)ttg$")
"""Decisions of the Prime Minister are the rules of the programme, never a recognition."""
_CENTRAL = re.compile(r"\b(?:bo (?:nong|nn)|bo truong|trung uong|tw|chinh phu|ministry|central)\b")
_AUTHORITY = re.compile(r"\b(?:ubnd|uy ban|hoi dong|chu tich|so |bo |people)")
_DISTRICT = re.compile(r"\b(?:huyen|thi xa|quan|district|town)\b")
_PROVINCE = re.compile(r"\b(?:tinh|province|provincial)\b")
_CITY = re.compile(r"\b(?:thanh pho|tp\.?|city)\s*(.*)")


def decision(content: Content, asker: Asker, places: Places) -> list[Parsed]:
    """Return number, day and body of the decision in a cell, as far as it names them."""
    if isinstance(content.value, bool | date | Decimal | time):
        raise UnusableError("readings.no-decision")
    written = one_line(content.text).strip(" .,;")
    text = unmarked(written)
    if term := _TERM.search(text):
        rest = replace(content, text=written[: term.start()] + written[term.end() :])
        return [*decision(rest, asker, places), Parsed("rating.months", int(term[1]))]
    if _BARE.fullmatch(text):
        return [Parsed("decision.number", written)]
    numbers = list(_NUMBER.finditer(text))
    if not numbers:
        return _without_number(content, asker, places)
    if len(numbers) > 1:
        return [_ask_which(numbers, written, content, asker)]
    match = numbers[0]
    days = list(days_in(text[match.end() :]))
    if text[: match.start()].strip(" (") not in ("", "ngay") or len(days) > 1:
        raise UnusableError("readings.no-decision")
    parsed, end = [_number(match, written)], match.end()
    for start, day_end, day in days:
        if not _CONNECTORS.fullmatch(text[end : end + start]):
            raise UnusableError("readings.no-decision")
        day_text = text[end + start : end + day_end]
        parsed.append(
            part_day(Content(day, day_text, content.where), "decision.day", asker)
            if day
            else _no_such_day(day_text)
        )
        end += day_end
    return [*parsed, *_body_behind(text[end:], written[end:], places)]


def _no_such_day(written: str) -> Parsed:
    return refused("decision.day", note("readings.no-such-day", written=written))


def _number(match: re.Match[str], written: str) -> Parsed:
    """Return the number of a decision: with its signs in one form where it has some."""
    field = "decision.number"
    if not match["digits"]:
        number = match["digits2"]
        return (
            repaired(field, number, note("readings.taken", value=number))
            if number != written
            else Parsed(field, number)
        )
    start, end = match.span("body")
    body = written[start:end].upper().replace("QD", "QĐ")
    number = f"{match['digits']}/QĐ-{body}"
    if _GOVERNMENT.search(body):
        return refused(field, note("readings.rules", number=f"{match['digits']}/QĐ-TTg"))
    as_written = written[match.start("digits") : match.end("tail")]
    if as_written != number:
        return repaired(field, number, note("readings.taken", value=number))
    return Parsed(field, number)


def _ask_which(numbers: list[re.Match[str]], written: str, content: Content, asker: Asker) -> Parsed:
    """Ask which of several decisions is that of the rating."""
    options = [parsed.value for match in numbers if (parsed := _number(match, written)).usable]
    question = Question(
        f"decision|{' '.join(written.lower().split())}",
        "readings.ask-decision",
        (("written", written),),
        options_of(dict.fromkeys(options)),
        (content.where,),
    )
    return asker.ask("decision.number", question, accept_any_of(question.options))


def _without_number(content: Content, asker: Asker, places: Places) -> list[Parsed]:
    """Return the day or the body that stands in a cell without a number."""
    with suppress(UnusableError):
        return [part_day(content, "decision.day", asker)]
    with suppress(UnusableError):
        return body(content, places)
    raise UnusableError("readings.no-decision")


def _body_behind(rest: str, written: str, places: Places) -> Iterator[Parsed]:
    """Yield the body that is named behind a decision's number and day, and its level."""
    before = _BEFORE_BODY.search(rest)
    if before is None:
        if not _CONNECTORS.fullmatch(_REASON.sub("", rest)):
            with suppress(UnusableError):
                yield from body(Content(written, written.strip(" ,;.()-"), ""), places)
                return
            yield refused("decision.body", note("readings.left-out", written=written.strip()))
        return
    end = reason.start() if (reason := _REASON.search(rest, before.end())) else len(rest)
    name = written[before.end() : end].strip(" ,;.)")
    if name:
        yield Parsed("decision.body", name)
        if level := level_of(name, places):
            yield Parsed("decision.level", level)


def body(content: Content, places: Places) -> list[Parsed]:
    """Return the body of a cell of its own, with its level."""
    text = one_line(content.text)
    level = level_of(text, places)
    if not level and not _AUTHORITY.search(unmarked(text)):
        raise UnusableError("readings.no-body")
    return [Parsed("decision.body", text), *([Parsed("decision.level", level)] if level else [])]


def level_of(name: str, places: Places) -> str:
    """Return the level of a body by its name; "" where its name does not tell."""
    plain = unmarked(name)
    if _CENTRAL.search(plain):
        return "central"
    if _PROVINCE.search(plain) and not _DISTRICT.search(plain):
        return "province"
    if _DISTRICT.search(plain):
        return "district"
    if city := _CITY.search(plain):
        if places.province.kind == "city" and place_key(city[1]) == place_key(places.province.name):
            return "province"
        if any(
            isinstance(unit, District) and unit.kind == "city"
            for unit in places_named(places, f"thành phố {city[1]}")
        ):
            return "district"
    return ""
