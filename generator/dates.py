"""Days as readers of a language write them.

Babel is imported where it is used: most problems name no day or show it in Vietnamese, and the outcome of a
build without changes is shown before anything else is loaded.
"""

from datetime import date
from functools import cache, lru_cache


@cache
def babel_locale(language: str) -> str | None:
    """Return a language as Babel names it, or None for a language that Babel does not know.

    Tày, Nùng and Dao are such languages: they are written down as Vietnamese does it.
    """
    from babel import localedata

    name = language.replace("-", "_")
    return name if localedata.exists(name) else None


@lru_cache(maxsize=16384)
def show_day(day: date, language: str) -> str:
    """Return a day as its readers write it: 24/06/2022 in Vietnamese, 24 June 2022 in English.

    Never Babel's short form, which reads 2/9/26 in one language and 9/2/26 in the other.
    """
    if language == "vi":
        return f"{day:%d/%m/%Y}"
    from babel.dates import format_date

    if language == "en":
        return f"{day.day} {format_date(day, 'MMMM y', locale='en')}"
    if (known := babel_locale(language)) is None:
        return f"{day:%d/%m/%Y}"
    return format_date(day, "long", locale=known)


@lru_cache(maxsize=16384)
def show_part_day(value: str, language: str) -> str:
    """Return a day, month or year of a record (``2022-06-24``, ``2024-09``, ``2019``) as readers write it."""
    if len(value) == 10:
        return show_day(date.fromisoformat(value), language)
    if len(value) == 4:
        return value
    year, month = int(value[:4]), int(value[5:])
    if language == "vi" or (known := babel_locale(language)) is None:
        return f"{month:02}/{year}"
    from babel.dates import format_date

    return format_date(date(year, month, 1), "LLLL y", locale=known)
