"""Values of cells from what files store: numbers, and numbers that stand for days and times."""

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.datetime import from_excel

from generator.spreadsheets.workbook import CellError, CellValue

_NUMBER_FAULT = CellError("#NUM!")


def number(stored: float) -> int | Decimal | CellError:
    """Return a number as Excel shows it, in 15 digits: a calculated score of 95.63999999999999 is 95.64."""
    if not math.isfinite(stored):
        return _NUMBER_FAULT
    shown = float(f"{stored:.15g}") if not stored.is_integer() else stored
    return int(shown) if shown.is_integer() else Decimal(repr(shown))


def number_or_day(stored: float, number_format: str, epoch: datetime) -> CellValue:
    """Return a number as its format shows it; what is no day or time in such a format stays a number."""
    if not is_date_format(number_format) or is_timedelta_format(number_format) or not math.isfinite(stored):
        return number(stored)
    try:
        moment = from_excel(stored, epoch)
    except (OverflowError, ValueError):
        return number(stored)
    shows_days = any(letter in number_format.lower() for letter in "yd")
    if stored < 0 or (isinstance(moment, time) and shows_days):
        return number(stored)
    return day_or_moment(moment)


def day_or_moment(moment: date | time | timedelta) -> CellValue:
    """Return a moment at midnight as a day, a span of time as a number of days, all else as it is."""
    if isinstance(moment, timedelta):
        return number(moment / timedelta(days=1))
    if isinstance(moment, datetime) and moment == datetime.combine(moment, time.min):
        return moment.date()
    return moment
