"""The day is Vietnam's, wherever the machine stands and whatever its zone is."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from names import as_read
from tiny import RICE, append, copy_tiny, replace

from generator import today
from generator.cli import command_line

pytestmark = pytest.mark.slow

ZONES = ("UTC", "Asia/Ho_Chi_Minh", "America/Los_Angeles")
EARLY = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
"""Midnight in Vietnam, where 21 November begins; in Los Angeles it is ten in the morning of the 20th."""
LATE = datetime(2026, 11, 21, 16, 59, 59, tzinfo=UTC)
"""The last second of 21 November in Vietnam."""
DAY = date(2026, 11, 21)


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The zone of the machine, for this process and what it starts."""
    if not hasattr(time, "tzset"):
        pytest.skip("a zone can be set for a process on POSIX only")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(params=[EARLY, LATE], ids=["first second", "last second"])
def clock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """A clock that stands still."""
    moment: datetime = request.param
    monkeypatch.setattr(today, "now", lambda: moment)
    return moment


def run(root: Path, *words: str) -> Result:
    environment = {"OCOP_CACHE": str(root.parent / "cache")}
    return CliRunner().invoke(
        command_line("en"), ["--lang", "en", "--root", str(root), *words], env=environment
    )


def words_of(page: Path) -> str:
    return as_read(page.read_text(encoding="utf-8"))


def test_the_day_changes_at_midnight_in_vietnam() -> None:
    assert today.day_in_vietnam(datetime(2026, 11, 20, 16, 59, 59, tzinfo=UTC)) == date(2026, 11, 20)
    assert today.day_in_vietnam(EARLY) == DAY == today.day_in_vietnam(LATE)
    assert today.day_in_vietnam(datetime(2026, 11, 21, 17, 0, tzinfo=UTC)) == date(2026, 11, 22)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        today.day_in_vietnam(datetime(2026, 11, 21))  # noqa: DTZ001 - that is what is tested


def test_today_is_the_same_day_in_every_zone(zone: str, clock: datetime) -> None:
    assert today.today() == DAY, os.environ["TZ"]


def test_an_event_dated_today_has_come(zone: str, clock: datetime, tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    append(
        root / RICE / "lots.yaml",
        "    recalled: {on: 2026-11-21, reason: {vi: Nghi có cát., en: Sand suspected.}}\n",
    )
    assert "EVENT-FUTURE" not in run(root, "check").output
    tomorrow = run(root, "check", "--day", "2026-11-20")
    assert "EVENT-FUTURE" in tomorrow.output, "unless --day says otherwise"


def test_a_rating_that_ended_yesterday_is_not_shown_as_valid(
    zone: str, clock: datetime, tmp_path: Path
) -> None:
    root = copy_tiny(tmp_path / "site")
    replace(root / RICE / "product.yaml", "    evidence: A", "    evidence: A\n    valid_until: 2026-11-20")
    built = run(root, "build", "--output", str(tmp_path / "output"))
    assert built.exit_code == 0, built.output
    page = words_of(tmp_path / "output" / "p" / "MU0001" / "index.html")
    assert 'class="banner rating is-expired"' in page
    earlier = run(root, "build", "--output", str(tmp_path / "output"), "--day", "2026-11-20")
    assert earlier.exit_code == 0, earlier.output
    assert 'class="banner rating is-expired"' not in words_of(
        tmp_path / "output" / "p" / "MU0001" / "index.html"
    )


def test_an_address_is_issued_on_vietnams_day(zone: str, clock: datetime, tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    issued = run(root, "issue", "MU0001", "--copies", "10", "--use", "tem")
    assert issued.exit_code == 0, issued.output
    assert "issued_on: 2026-11-21" in (root / "products" / "ledger.yaml").read_text(encoding="utf-8")


def test_a_fair_is_judged_by_vietnams_day(zone: str, clock: datetime, tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    fairs = root / "content" / "fairs"
    fairs.mkdir()
    (fairs / "hoi-cho-mau.yaml").write_text(
        "name: {vi: Hội chợ mẫu, en: Sample fair}\nsample: true\nplace: {vi: Xã Mẫu, en: Mẫu}\n"
        "first: 2026-11-21\nlast: 2026-11-21\norganiser: {vi: Mẫu, en: Sample}\n"
        "summary: {vi: Bịa để thử., en: Made up.}\nproducts: [gao-mau]\n",
        encoding="utf-8",
    )
    done = run(root, "fair", "hoi-cho-mau", "--usb", str(tmp_path / "usb"))
    assert done.exit_code == 0, done.output
    pages = [words_of(page) for page in (tmp_path / "usb").rglob("*.html")]
    assert any("As of 21 November 2026" in page or "Copy of 21 November 2026" in page for page in pages)


def test_the_server_asks_for_the_day_at_each_rebuild(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from generator.commands import serve as served

    root = copy_tiny(tmp_path / "site")
    handed: list[date] = []

    def ask_twice(*given: Any, **_more: Any) -> None:
        day_of = given[-1]
        handed.extend([day_of(), day_of()])

    monkeypatch.setattr(served, "serve", ask_twice)
    moments = iter([EARLY, EARLY, datetime(2026, 11, 21, 17, 0, tzinfo=UTC)])
    monkeypatch.setattr(today, "now", lambda: next(moments))
    assert run(root, "serve", "--output", str(tmp_path / "output")).exit_code == 0
    assert handed == [DAY, date(2026, 11, 22)]
    handed.clear()
    assert run(root, "serve", "--output", str(tmp_path / "output"), "--day", "2026-01-02").exit_code == 0
    assert handed == [date(2026, 1, 2)] * 2
