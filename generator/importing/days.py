"""Days of a list: dd/mm/yyyy in all its spellings, months, years, Excel's serial numbers, validity.

A cell that is no day raises :class:`UnusableError`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from generator.importing.answers import Option, Question
from generator.importing.content import Content
from generator.importing.questions import Asker, Parsed, UnusableError, accept_any_of, options_of, repaired
from generator.importing.rows import note
from generator.importing.texts import one_line, unmarked
from generator.messages import both

FIRST_YEAR, LAST_YEAR = 2018, 2045
"""The programme began in 2018; a later or earlier year is a slip of the pen."""
_MONTHS_OF_YEAR = 12
_CENTURY = 2000
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_SERIALS = range(43101, 53328)
"""Excel's numbers of the days from 1 January 2018 to 31 December 2045."""
_LONGEST_TERM = 120
_MONTH_NAMES = {
    name: number
    for number, names in enumerate(
        (
            *("jan january", "feb february", "mar march", "apr april", "may", "jun june"),
            *("jul july", "aug august", "sep sept september", "oct october", "nov november", "dec december"),
        ),
        start=1,
    )
    for name in names.split()
}
_NAMES = "|".join(sorted(_MONTH_NAMES, key=len, reverse=True))
_DAY = re.compile(
    r"(?<![\d/])(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})(?![\d/])(?:[ t]00:00(?::00)?)?"
    r"|(?<![\d/])(?P<d2>\d{1,2}) ?(?P<sign>[-/.]) ?(?P<m2>\d{1,2}) ?(?P=sign) ?(?P<y2>\d{4}|\d{2})(?![\d/])"
    r"|(?<!\d)(?P<d3>\d{1,2}) *thang *(?P<m3>\d{1,2}),? *nam *(?P<y3>\d{4})(?!\d)"
    rf"|(?<!\d)(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?[ -](?P<n4>{_NAMES})\.?,?[ -](?P<y4>\d{{4}})(?!\d)"
    rf"|\b(?P<n5>{_NAMES})\.? (?P<d5>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y5>\d{{4}})(?!\d)"
)
_MONTH = re.compile(
    r"(?:thang|t\.?)? *(?P<m>\d{1,2}) *(?:[/.-]|nam|,)* *(?P<y>\d{4})"
    rf"|(?P<n>{_NAMES})\.?[ -](?P<y2>\d{{4}})"
)
_YEAR = re.compile(r"(?:nam *|dot *\d+ *[,/-]? *(?:nam *)?)?(\d{4})")
_QUARTER = re.compile(r"quy *(?:[1-4]|i{1,3}|iv) *(?:[/,-]|nam)* *(\d{4})")
_MONTHS = re.compile(
    r"(?:thoi han|co gia tri|gia tri|hieu luc|trong|co hieu luc|:| )*(\d{1,3}) *(thang|nam|months?|years?)\b"
)
_BEFORE_DAY = re.compile(
    r"(?:ngay|date|ky|cap|het han|co hieu luc|hieu luc|gia tri|den|tu|het|vao|[:,.;()\s-])*"
)


def days_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and value of every day in an unmarked text; the value is "" for one that is none."""
    for match in _DAY.finditer(text):
        yield match.start(), match.end(), _day_of(match)


def _day_of(match: re.Match[str], *, month_first: bool = False) -> str:
    """Return the day that a match is; "" where there is no such day."""
    parts = {name[0]: value for name, value in match.groupdict().items() if value and name != "sign"}
    month = int(parts["m"]) if "m" in parts else _MONTH_NAMES[parts["n"]]
    day = int(parts["d"])
    year = int(parts["y"]) + (_CENTURY if len(parts["y"]) == len("24") else 0)
    try:
        return (date(year, day, month) if month_first else date(year, month, day)).isoformat()
    except ValueError:
        return ""


def _is_month_first(match: re.Match[str]) -> bool | None:
    """Whether a day can only be meant month first (12/25/2023); None where both orders fit."""
    if not match["m2"]:
        return False
    first, second = int(match["d2"]), int(match["m2"])
    if second > _MONTHS_OF_YEAR >= first:
        return bool(_day_of(match, month_first=True))
    return False if first > _MONTHS_OF_YEAR or first == second else None


@dataclass(frozen=True)
class ColumnOfDays:
    """What the cells of a column tell of its days that can be read in two ways.

    ``text`` or ``dates``: texts, or real dates, may have been typed or taken month first, which is asked once
    for the column, named by its ``key``. "" nothing: they are day first, as Vietnam writes them.
    """

    key: str = ""
    doubtful: str = ""


def part_day(content: Content, field: str, asker: Asker, column: ColumnOfDays = ColumnOfDays()) -> Parsed:
    """Return the day, month or year that a cell is."""
    value = content.value
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        if column.doubtful == "dates" and day.day <= _MONTHS_OF_YEAR and day.day != day.month:
            return _ask_order(field, day, content, asker, column)
        return _in_time(Parsed(field, day.isoformat()))
    if isinstance(value, bool | time) or (isinstance(value, Decimal) and value != value.to_integral_value()):
        raise UnusableError("readings.no-day")
    text = unmarked(one_line(content.text)).strip(" .,;")
    days = [
        match
        for match in _DAY.finditer(text)
        if _BEFORE_DAY.fullmatch(text[: match.start()]) and not text[match.end() :].strip(" .,;)")
    ]
    return _typed_day(days[0], field, content, asker, column) if days else _month_or_year(text, field)


def _month_or_year(text: str, field: str) -> Parsed:
    """Return the month or year that an unmarked text is, or the day of which it is Excel's number."""
    if re.fullmatch(r"\d{5}", text) and int(text) in _SERIALS:
        day = _EXCEL_DAY_ZERO + timedelta(days=int(text))
        return repaired(field, day.isoformat(), note("readings.serial-day", day=f"{day:%d/%m/%Y}"))
    if year := _YEAR.fullmatch(text):
        return _in_time(Parsed(field, year[1]))
    if quarter := _QUARTER.fullmatch(text):
        return _in_time(repaired(field, quarter[1], note("readings.taken", value=quarter[1])))
    if month := _MONTH.fullmatch(text):
        number = int(month["m"]) if month["m"] else _MONTH_NAMES[month["n"]]
        if 1 <= number <= _MONTHS_OF_YEAR:
            return _in_time(Parsed(field, f"{month['y'] or month['y2']}-{number:02}"))
    raise UnusableError("readings.no-day")


def _typed_day(
    match: re.Match[str], field: str, content: Content, asker: Asker, column: ColumnOfDays
) -> Parsed:
    """Return a day that was typed, day first unless its column says otherwise."""
    month_first = _is_month_first(match)
    day = _day_of(match)
    if column.doubtful == "text" and month_first:
        # Only one reading is possible, and the column as a whole says that it was typed so.
        return _in_time(repaired(field, _day_of(match, month_first=True), note("readings.month-first")))
    if not day:
        raise UnusableError("readings.no-such-day", written=content.text)
    if column.doubtful == "text" and month_first is None:
        return _ask_order(field, date.fromisoformat(day), content, asker, column)
    return _in_time(Parsed(field, day))


def _ask_order(field: str, day: date, content: Content, asker: Asker, column: ColumnOfDays) -> Parsed:
    """Ask once for a column which way its days are meant."""
    options = (
        Option("day-first", both("readings.option-day-first")),
        Option("month-first", both("readings.option-month-first")),
    )
    question = Question(
        f"day-order|{column.key}",
        "readings.ask-day-order",
        (("written", content.text),),
        options,
        (content.where,),
    )
    swapped = date(day.year, day.day, day.month)
    # A real date was taken month first by Excel; a text was read day first here.
    is_date = isinstance(content.value, date)
    meant = {"day-first": swapped if is_date else day, "month-first": day if is_date else swapped}
    return asker.ask(field, question, lambda answer: meant[answer].isoformat() if answer in meant else None)


def _in_time(parsed: Parsed) -> Parsed:
    """Return a day, refused where its year cannot be meant."""
    year = int(str(parsed.value)[:4])
    if FIRST_YEAR <= year <= LAST_YEAR:
        return parsed
    raise UnusableError("readings.year", year=year, first=FIRST_YEAR, last=LAST_YEAR)


def validity(content: Content, asker: Asker) -> list[Parsed]:
    """Return how long a rating is valid: a number of months, its last day, or its first and last day."""
    text = unmarked(one_line(content.text))
    if (
        isinstance(content.value, int)
        and not isinstance(content.value, bool)
        and content.value <= _LONGEST_TERM
    ):
        return [_months(content.value)]
    days = list(days_in(text))
    if len(days) == 2 and all(day for *_, day in days) and days[0][2] < days[1][2]:
        return [Parsed("rating.valid_from", days[0][2]), Parsed("rating.valid_until", days[1][2])]
    term = _MONTHS.match(text)
    if term and not days:
        return [_months(int(term[1]) * (12 if term[2] in ("nam", "year", "years") else 1))]
    stripped = Content(
        content.value, re.sub(r"^\W*(?:\w+ )*?(?:den|until|to)\W+(?=\S)", "", text), content.where
    )
    parsed = part_day(stripped, "rating.valid_until", asker)
    if parsed.usable and len(parsed.value) < len("2026-12-15"):
        last = _last_day(parsed.value)
        question = Question(
            f"last-day|{parsed.value}",
            "readings.ask-last-day",
            (("written", content.text),),
            options_of([last]),
            (content.where,),
        )
        return [asker.ask("rating.valid_until", question, accept_any_of(question.options))]
    return [parsed]


def _months(count: int) -> Parsed:
    if 1 <= count <= _LONGEST_TERM:
        return Parsed("rating.months", count)
    raise UnusableError("readings.no-day")


def _last_day(value: str) -> str:
    """Return the last day of a month or year."""
    year, _, month = value.partition("-")
    following = date(int(year) + 1, 1, 1) if month in ("", "12") else date(int(year), int(month) + 1, 1)
    return (following - timedelta(days=1)).isoformat()


def doubtful_order(values: Iterable[object]) -> str:
    """Return what the cells of a column tell of days that can be read in two ways (:class:`ColumnOfDays`).

    A text that is only possible month first speaks for texts. Texts such as 15/12/2023 beside real dates
    that all have a day up to 12 speak for a spreadsheet set to English: it took 5/12/2023 for the 12th of May
    and left as text what it could not take.
    """
    typed, dates = [], []
    for value in values:
        if isinstance(value, date):
            dates.append(value)
        elif isinstance(value, str) and (match := _DAY.fullmatch(unmarked(one_line(value.strip())))):
            typed.append(match)
    if any(map(_is_month_first, typed)):
        return "text"
    after_twelfth = any(match["d2"] and int(match["d2"]) > _MONTHS_OF_YEAR for match in typed)
    early = all(day.day <= _MONTHS_OF_YEAR for day in dates)
    return "dates" if after_twelfth and dates and early else ""
