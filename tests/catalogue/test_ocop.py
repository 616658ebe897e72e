"""How a rating stands where its day is known, and where only a month or a year is."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue.findings import days_of
from generator.catalogue.model import Decision, Rating
from generator.catalogue.ocop import Standing, settled_since, standings


def stand(day: date, decided: str = "", **facts: Any) -> Standing:
    written = {"status": "recognised", "stars": 4, "evidence": "A", **facts}
    decisions = {}
    if decided:
        record = {"id": "qd", "kind": "decision", "title": {"vi": "Mẫu"}, "sample": True, "date": decided}
        decisions = {"qd": Decision.model_validate(record)}
        written["decision"] = "qd"
    return standings([Rating.model_validate(written)], decisions, day)[0]


@pytest.mark.parametrize(
    ("part", "day", "state"),
    [
        # 2019 and 36 months: the last day lies in 2022.
        ("2019", "2021-12-31", "valid"),
        ("2019", "2022-01-01", "valid"),
        ("2019", "2022-01-02", "unknown"),
        ("2019", "2022-12-31", "unknown"),
        ("2019", "2023-01-01", "expired"),
        ("2019", "2026-11-21", "expired"),
        # The first day may still be to come.
        ("2019", "2019-06-30", "unknown"),
        ("2019", "2019-12-31", "valid"),
        # A month: less than 90 days are left, whichever day was meant.
        ("2023-12", "2026-10-01", "valid"),
        ("2023-12", "2026-10-02", "expiring"),
        ("2023-12", "2026-12-01", "expiring"),
        ("2023-12", "2026-12-02", "unknown"),
        ("2023-12", "2027-01-01", "expired"),
        # A known day, as before.
        ("2023-12-10", "2026-12-10", "expiring"),
        ("2023-12-10", "2026-12-11", "expired"),
    ],
)
def test_state_holds_whichever_day_was_meant(part: str, day: str, state: str) -> None:
    at = date.fromisoformat(day)
    assert stand(at, on=part).state == state
    assert stand(at, decided=part).state == state


PARTS = st.one_of(
    st.integers(2018, 2026).map(str),
    st.dates(date(2018, 1, 1), date(2026, 12, 31)).map(lambda day: day.isoformat()[:7]),
)


@given(part=PARTS, day=st.dates(date(2018, 1, 1), date(2030, 12, 31)))
def test_a_part_of_a_date_says_what_all_its_days_say(part: str, day: date) -> None:
    first, last = days_of(part)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    states = {stand(day, on=one.isoformat()).state for one in days}
    expected = {1: next(iter(states))}.get(len(states), "unknown")
    if states == {"valid", "expiring"}:
        expected = "valid"
    assert stand(day, on=part).state == expected


def test_no_day_is_made_up() -> None:
    standing = stand(date(2024, 6, 1), on="2023")
    assert (standing.first, standing.last) == (None, None)
    assert standing.begins == (date(2023, 1, 1), date(2023, 12, 31))
    assert standing.ends == (date(2026, 1, 1), date(2026, 12, 31))
    assert standing.sure_until == date(2026, 1, 1)


def test_a_stated_last_day_counts() -> None:
    standing = stand(date(2026, 11, 21), on="2019", valid_until=date(2026, 12, 31))
    assert (standing.state, standing.last) == ("expiring", date(2026, 12, 31))


@pytest.mark.parametrize("day", ["2019-01-01", "2019-12-31", "2020-06-01", "2022-12-31"])
@pytest.mark.parametrize("on", ["2019", "2019-01-01"])
def test_an_unknown_last_day_is_never_called_valid(on: str, day: str) -> None:
    standing = stand(date.fromisoformat(day), on=on, valid_until="unknown")
    assert standing.state == ("unknown" if on == "2019" or day < "2022-01-02" else "expired")
    assert (standing.last, standing.sure_until) == (None, None)


def test_an_unknown_last_day_has_passed_once_36_months_have() -> None:
    standing = stand(date(2026, 11, 21), on="2019", valid_until="unknown")
    assert standing.state == "expired"
    assert standing.ends == (date(2019, 1, 1), date(2022, 12, 31))


def test_a_later_rating_of_this_year_replaces_the_older_one() -> None:
    ratings = [
        Rating.model_validate({"status": "recognised", "stars": 3, "evidence": "A", "on": on})
        for on in ("2022", "2024")
    ]
    assert [standing.state for standing in standings(ratings, {}, date(2025, 1, 1))] == [
        "superseded",
        "valid",
    ]
    assert [one.state for one in standings(ratings, {}, date(2023, 12, 31))] == ["valid", "unknown"]


# ---- since when nothing has changed ----------------------------------------------------------------

DAYS = st.dates(date(2018, 1, 1), date(2026, 12, 31))
RATINGS = st.lists(
    st.fixed_dictionaries(
        {"status": st.sampled_from(["recognised", "recognised", "assessed", "potential_five", "named"])},
        optional={
            "stars": st.integers(3, 5),
            "on": st.one_of(PARTS, DAYS.map(date.isoformat)),
            "valid_from": DAYS,
            "valid_until": st.one_of(st.just("unknown"), DAYS),
            "withdrawn": DAYS.map(lambda day: {"on": day, "reason": {"vi": "Mẫu"}}),
        },
    ).map(Rating.model_validate),
    min_size=1,
    max_size=3,
)


def states(ratings: list[Rating], day: date) -> list[str]:
    return [standing.state for standing in standings(ratings, {}, day)]


@given(ratings=RATINGS, day=DAYS, data=st.data())
def test_every_state_is_the_same_since_the_settled_day(
    ratings: list[Rating], day: date, data: st.DataObject
) -> None:
    since = settled_since(standings(ratings, {}, day), day)
    first = since or date(2015, 1, 1)
    assert first <= day
    for earlier in (first, *(data.draw(st.dates(first, day)) for _ in range(5))):
        assert states(ratings, earlier) == states(ratings, day), f"another state on {earlier}"


@pytest.mark.parametrize(
    ("facts", "changes"),
    [
        ({"on": "2023-12-10"}, ["2023-12-10", "2026-09-11", "2026-12-11"]),
        ({"on": "2023-12-10", "valid_until": "2025-12-31"}, ["2023-12-10", "2025-10-02", "2026-01-01"]),
        ({"on": "2023-12-10", "withdrawn": {"on": "2024-05-01", "reason": {"vi": "Mẫu"}}},
         ["2023-12-10", "2024-05-01"]),
        ({"on": "2023-12"}, ["2023-12-01", "2023-12-31", "2026-10-02", "2026-12-02", "2027-01-01"]),
        ({"on": "2023-12-10", "status": "assessed"}, []),
        ({}, []),
    ],
)  # fmt: skip
def test_a_state_settles_on_the_day_it_may_have_changed(facts: dict[str, Any], changes: list[str]) -> None:
    """On each day of a change and the day before the next one, the day of that change is named."""
    days = [date.fromisoformat(day) for day in changes]
    rating = Rating.model_validate({"status": "recognised", "stars": 4, **facts})
    for change, following in zip(days, [*days[1:], None], strict=False):
        until = following - timedelta(days=1) if following else change + timedelta(days=1)
        for day in (change, until):
            assert settled_since(standings([rating], {}, day), day) == change
    before = days[0] - timedelta(days=1) if days else date(2026, 11, 21)
    assert settled_since(standings([rating], {}, before), before) is None
