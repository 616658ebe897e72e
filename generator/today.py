"""The current day. No other module asks the clock for a day.

Every date in a record is a day in Vietnam: of a decision, of a recall, the last day of a rating. The day
they are compared with is therefore Vietnam's as well, wherever the machine stands. A builder in UTC would be
one day behind from midnight until seven in the morning in Vietnam, refuse a recall dated today and show
a rating that ended yesterday as valid. The scripts of the pages reckon the reader's day in the same way.
"""

from datetime import UTC, date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
"""Vietnam's time: fixed, because Vietnam has no summer time and Windows has no database of zones."""


def day_in_vietnam(moment: datetime) -> date:
    """Return the day in Vietnam at a moment. Raises ``ValueError`` for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone is no moment")
    return moment.astimezone(VIETNAM).date()


def now() -> datetime:
    """Return this moment, in UTC. Tests replace this function."""
    return datetime.now(UTC)


def today() -> date:
    """Return today's date in Vietnam."""
    return day_in_vietnam(now())


def show_time(stamp_ns: int) -> str:
    """Return the time and date in Vietnam of a file's stamp, in nanoseconds since the epoch."""
    return datetime.fromtimestamp(stamp_ns / 1e9, VIETNAM).strftime("%H:%M %d/%m/%Y")
