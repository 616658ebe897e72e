"""The day a news item bears in the feed: one that a record gives and that has come."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tiny import catalogue, copy_tiny, outputs, planned

from generator.catalogue.model import News
from generator.site.outputs import Document
from generator.site.pages.news import feed_day, sort_day

TODAY = date(2026, 11, 21)


def item(day: str | None, *told: str, **more: Any) -> News:
    sources = [{"publisher": "Báo mẫu", "date": one} for one in told]
    text = {"vi": "Tin"}
    written = {"id": "tin", "title": text, "summary": text, "kind": "count", "date": day, "sources": sources}
    return News.model_validate({**{key: value for key, value in written.items() if value}, **more})


@pytest.mark.parametrize(
    ("day", "told", "expected"),
    [
        ("2026-05-01", [], "2026-05-01"),
        ("2026-11-21", [], "2026-11-21"),
        ("2026", [], ""),
        ("2026-11", [], ""),
        ("2026", ["2026-07-02", "2026-03-01"], "2026-03-01"),
        # What a source said outside of the year is no day of that year.
        ("2022", ["2023-01-05"], ""),
        # Announced beforehand: the day of the announcement.
        ("2026-12-05", ["2026-11-01"], "2026-11-01"),
        ("2027", ["2026-11-01"], "2026-11-01"),
        ("2026-12-05", [], ""),
        (None, ["2024-02-03"], "2024-02-03"),
        (None, [], ""),
    ],
)
def test_feed_bears_a_day_of_the_records_that_has_come(
    day: str | None, told: list[str], expected: str
) -> None:
    assert feed_day(item(day, *told), TODAY) == expected


def test_being_listed_after_a_day_is_no_date() -> None:
    listed = item(None, sort_after="2025-09-30")
    assert sort_day(listed) == "2025-09-30"
    assert feed_day(listed, TODAY) == ""


def test_feed_of_a_site_holds_no_day_that_has_not_come(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    record = (root / "content/news/tin-mau.yaml").read_text(encoding="utf-8")
    dated = record.replace(f"date: {catalogue(root).news['tin-mau'].date}", "date: 2026", 1)
    assert dated != record
    (root / "content/news/tin-nam.yaml").write_text(dated, encoding="utf-8")
    feed = outputs(planned(root))["tin-tuc/feed.xml"]
    assert isinstance(feed, Document)
    found = feed.data
    assert all(entry["updated"][:10] <= TODAY.isoformat() for entry in found["entries"])
    assert found["updated"] == max(entry["updated"] for entry in found["entries"])
