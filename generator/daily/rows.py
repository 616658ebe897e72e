"""The rows of a daily sheet in the words of one language, for terminal, page and workbook."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from generator.catalogue.daily import SECTIONS, DailyItem, Matter
from generator.dates import show_day
from generator.messages import message

COLUMNS = (
    "name",
    "code",
    "producer",
    "place",
    "lot",
    "stars",
    "until",
    "days",
    "what",
    "hint",
    "file",
    "line",
)
"""The values of a row in their order; :func:`columns_of` says which of them a matter has."""


@dataclass(frozen=True)
class DailyRow:
    """One item in words; what it has nothing of is empty or None."""

    name: str
    code: str
    producer: str
    place: str
    lot: str
    stars: int | None
    until: date | None
    days: int | None
    """Days until ``until``; None where it has passed."""
    what: str
    hint: str
    file: str
    line: int | None


@dataclass(frozen=True)
class MatterRows:
    """One matter in words."""

    key: str
    section: str
    title: str
    advice: str
    rows: list[DailyRow]


def rows_of(matters: Iterable[Matter], language: str) -> list[MatterRows]:
    """Return all matters in the words of a language."""
    section_of = {key: section for section, keys in SECTIONS.items() for key in keys}
    return [
        MatterRows(
            matter.key,
            section_of[matter.key],
            message(f"daily.matter-{matter.key}", language),
            message(f"daily.about-{matter.key}", language),
            [_row(item, language) for item in matter.items],
        )
        for matter in matters
    ]


def columns_of(matter: MatterRows) -> list[str]:
    """Return the columns in which a matter has any value."""
    return [name for name in COLUMNS if any(getattr(row, name) not in ("", None) for row in matter.rows)]


def column_title(matter: MatterRows, column: str, language: str) -> str:
    """Return the heading of a column."""
    name = "taken" if (matter.key, column) == ("lots", "until") else column
    return message(f"daily.column-{name}", language)


def brief_words(row: DailyRow, language: str) -> str:
    """Return in one line what makes a row one to look at; empty where its matter says it all."""
    if row.until is None:
        return row.what
    until = show_day(row.until, language)
    if row.lot:
        return message("daily.lot-taken", language, lot=row.lot, how=row.what, until=until)
    until = f"{until} ({row.what})" if row.what else until
    if row.days is None:
        return message("daily.last-day", language, until=until)
    return message("daily.last-day-left", language, until=until, days=row.days)


def _row(item: DailyItem, language: str) -> DailyRow:
    commune, location = item.commune, item.location
    return DailyRow(
        name=item.name.get(language) if item.name else "",
        code=item.code,
        producer=item.producer.get(language) if item.producer else "",
        place=message(f"words.named-{commune.kind}", language, name=commune.name) if commune else "",
        lot=item.lot,
        stars=item.stars,
        until=item.until,
        days=item.days if item.days is not None and item.days >= 0 else None,
        what=_what(item, language),
        hint=item.fault.hint(language) if item.fault else "",
        file=location.file,
        line=location.line or None,
    )


def _what(item: DailyItem, language: str) -> str:
    if item.fault:
        return f"{item.fault.code}: {item.fault.sentence(language)}"
    if item.lot:
        return message("daily.recalled" if item.recalled else "daily.withdrawn", language)
    if item.exact:
        return ""
    is_over = item.days is not None and item.days < 0
    return message("daily.latest" if is_over else "daily.earliest", language)
