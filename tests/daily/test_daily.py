"""What ``ocop check`` tells officers to do on a day: the facts, on the terminal, as a page, as a workbook."""

import dataclasses
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from broken import BROKEN, broken_copy
from openpyxl.utils import get_column_letter
from selectolax.lexbor import LexborHTMLParser
from tiny import DAY, RICE, TEA, append, copy_tiny, order, replace

from generator.cache import Cache
from generator.catalogue.check import check as check_records
from generator.catalogue.daily import SECTIONS, DailyItem, Matter, daily_matters
from generator.catalogue.gaps import GAPS
from generator.commands.check import check
from generator.daily.page import daily_page
from generator.daily.rows import columns_of, rows_of
from generator.daily.terminal import FIRST, TOLD_ABOVE, sheet_lines
from generator.daily.workbook import LONGEST_TITLE, daily_workbook, sheet_title
from generator.diagnostics.problem import Problem, Report, SourceLocation, problem
from generator.records.read import read
from generator.site.words import GAP
from generator.text import Text

pytestmark = pytest.mark.slow

KEYS = [key for keys in SECTIONS.values() for key in keys]
ANYTHING = 'một <b>"&\u2019</b> =1+1'
"""Letters that mean something in HTML and to a spreadsheet."""


def checked(root: Path, day: date = DAY) -> tuple[dict[str, list[DailyItem]], list[Problem]]:
    """The items of each matter, and the problems of the records."""
    records, problems = read(root, Cache(None, root))
    problems = Report([*problems, *check_records(records, day)]).sorted()
    return {matter.key: list(matter.items) for matter in daily_matters(records, day, problems)}, problems


def items(root: Path, day: date = DAY) -> dict[str, list[DailyItem]]:
    return checked(root, day)[0]


def files(items: dict[str, list[DailyItem]], key: str) -> list[str]:
    return [item.location.file for item in items[key]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_tiny(tmp_path / "site")


# ---- facts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "key"),
    [
        (-1, "ended"),
        (0, "within-30"),
        (30, "within-30"),
        (31, "within-90"),
        (90, "within-90"),
        (91, "within-180"),
        (180, "within-180"),
        (181, None),
    ],
)
def test_a_rating_is_told_by_the_days_that_it_still_has(site: Path, days: int, key: str | None) -> None:
    replace(site / RICE / "product.yaml", "    evidence: A", "    valid_until: 2027-11-30\n    evidence: A")
    result = items(site, date(2027, 11, 30) - timedelta(days))
    told = {
        name: [(item.location.file, item.days) for item in found]
        for name, found in result.items()
        if found and name in SECTIONS["ending"]
    }
    assert told == ({key: [(f"{RICE}/product.yaml", days)]} if key else {})
    if key:
        lines = (site / RICE / "product.yaml").read_text(encoding="utf-8").split("\n")
        assert "valid_until" in lines[result[key][0].location.line - 1]


def test_a_rating_of_a_month_ends_on_the_first_day_that_it_may_end(site: Path) -> None:
    """It counts as ended only when it must have ended, and as ending from when it may end."""
    decision = site / "content/decisions/qd-mau-2026.yaml"
    replace(decision, "date: 2026-02-10", "date: 2026-02")
    for day, key, until in (
        (date(2029, 1, 15), "within-30", date(2029, 2, 1)),
        (date(2029, 2, 15), None, None),
        (date(2029, 3, 1), "ended", date(2029, 2, 28)),
    ):
        found = [
            (name, item.until, item.exact)
            for name, told in items(site, day).items()
            for item in told
            if name in SECTIONS["ending"]
        ]
        assert found == ([(key, until, False)] if key else [])


def test_a_rating_that_a_newer_one_replaced_is_not_told(site: Path) -> None:
    record = site / RICE / "product.yaml"
    append(
        record, "  - {status: recognised, stars: 4, criteria: qd26, valid_from: 2029-06-01, evidence: A}\n"
    )
    assert files(items(site, date(2029, 7, 1)), "ended") == []


def test_certificates_that_have_ended_or_will_are_told(site: Path) -> None:
    append(
        site / RICE / "product.yaml",
        "certificates:\n"
        "  - {name: {vi: Một, en: One}, kind: vietgap, valid_until: 2026-11-20}\n"
        "  - {name: {vi: Hai, en: Two}, kind: vietgap, valid_until: 2027-05-20}\n"
        "  - {name: {vi: Ba, en: Three}, kind: vietgap, valid_until: 2027-05-21}\n",
    )
    result = items(site)
    assert [item.days for item in result["certificates"]] == [-1, 180]
    assert result["warnings"] == [], "CERTIFICATE-EXPIRED is told there already"


def test_lots_that_were_taken_back_are_told_until_their_life_ends(site: Path) -> None:
    (site / RICE / "lots.yaml").write_text(
        "lots:\n"
        "  - {lot: M-1, made_on: 2026-01-05, expires_on: 2026-11-20,"
        " recalled: {on: 2026-02-01, reason: {vi: Thử, en: A trial}}}\n"
        "  - {lot: M-2, made_on: 2026-01-06, expires_on: 2026-11-21,"
        " recalled: {on: 2026-02-02, reason: {vi: Thử, en: A trial}}}\n"
        "  - {lot: M-3, made_on: 2026-01-07,"
        " withdrawn: {on: 2026-02-03, reason: {vi: Thử, en: A trial}}}\n"
        "  - {lot: M-4, made_on: 2026-01-08}\n",
        encoding="utf-8",
    )
    told = [(item.lot, item.recalled) for item in items(site)["lots"]]
    assert told == [("M-2", True), ("M-3", False)]


def test_what_records_lack_is_told(site: Path) -> None:
    replace(site / TEA / "product.yaml", ", commune: phuong-mau, mapped_by: source", "")
    (site / "content/producers/htx-mau/story.en.md").unlink()
    result = items(site)
    assert files(result, "photo") == [f"{RICE}/product.yaml", f"{TEA}/product.yaml"]
    assert files(result, "address") == [f"{TEA}/product.yaml"]
    assert files(result, "translation") == ["content/producers/htx-mau/producer.yaml"]
    assert files(result, "date") == [f"{TEA}/product.yaml"]


def test_a_product_that_is_no_longer_made_lacks_nothing(site: Path) -> None:
    append(site / TEA / "product.yaml", "discontinued: {on: 2026-10-01, reason: {vi: Thử, en: A trial}}\n")
    assert files(items(site), "photo") == [f"{RICE}/product.yaml"]


def test_samples_among_real_records_are_left_out(site: Path) -> None:
    replace(site / "content/site.yaml", "sample_site: true\n", "")
    assert [key for key, found in items(site).items() if found and key in SECTIONS["missing"]] == []


def test_copies_of_another_catalogue_are_left_out(site: Path) -> None:
    (site / "content/copy.yaml").write_text(
        "home: https://ocop.tinh-khac.example\nas_of: 2026-11-01\ntitle: {vi: Danh mục gốc, en: Home}\n"
        "publisher: {vi: Văn phòng Mẫu, en: Sample Office}\ndigest: 0123456789abcdef\n",
        encoding="utf-8",
    )
    assert [key for key, found in items(site).items() if found and key in SECTIONS["missing"]] == []


def test_gaps_have_words_on_pages_in_the_same_order() -> None:
    assert tuple(GAP) == GAPS
    assert set(GAPS) < set(KEYS)


@pytest.mark.slow
@pytest.mark.parametrize("code", sorted(path.name for path in BROKEN.iterdir()))
def test_every_problem_is_told_once(code: str, tmp_path: Path) -> None:
    """As a problem under one matter, or as what the problem is about, at its very location."""
    result, problems = checked(broken_copy(code, tmp_path))
    told = [item.fault for found in result.values() for item in found if item.fault]
    assert len(told) == len(set(told))
    facts = {item.location for found in result.values() for item in found if not item.fault}
    left = [fault for fault in problems if fault not in told]
    assert [fault for fault in left if fault.is_error or fault.location not in facts] == []
    assert [item.fault for item in result["errors"]] == [fault for fault in problems if fault.is_error]


# ---- terminal -------------------------------------------------------------------------------------


def everything(count: int = FIRST + 2) -> list[Matter]:
    """Every matter with items, in which each value is there in one of them."""

    def item(key: str, number: int) -> DailyItem:
        location = SourceLocation(f"products/xa-mau/{key}-{number}/product.yaml", number)
        values: dict[str, Any] = {"name": Text({"vi": f"Tên {ANYTHING} {number}"}), "code": "MU0001"}
        if key in SECTIONS["ending"]:
            values |= {"until": DAY + timedelta(number), "days": number - 1, "stars": 4, "exact": number > 1}
        if key == "lots":
            values |= {"lot": f"L-{number}", "recalled": number > 1}
        if key in TOLD_ABOVE:
            values["fault"] = problem("YAML-EMPTY", location)
        return DailyItem(location, **values)

    return [Matter(key, [item(key, number) for number in range(count)]) for key in KEYS]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_terminal_names_the_first_of_each_matter(language: str) -> None:
    brief = list(sheet_lines(everything(), DAY, language))
    full = list(sheet_lines(everything(), DAY, language, full=True))
    for key in KEYS:
        named = [line for line in brief if f"/{key}-" in line]
        assert len(named) == (0 if key in TOLD_ABOVE else FIRST)
        assert len([line for line in full if f"/{key}-" in line]) == (0 if key in TOLD_ABOVE else FIRST + 2)
    assert sum(line.startswith("     … ") for line in brief) == len(KEYS) - len(TOLD_ABOVE)
    assert not any("…" in line for line in full)
    assert list(sheet_lines([Matter(key, []) for key in KEYS], DAY, language)) == []


def test_a_day_that_is_not_certain_says_so() -> None:
    """What has ended ended at the latest on its day; what will end may do so from its day on."""
    about = DailyItem(SourceLocation("a.yaml"), until=DAY, exact=False)
    latest, earliest = "ngày cuối 21/11/2026 (chậm nhất)", "ngày cuối 21/11/2026 (sớm nhất), còn 0 ngày"
    for days, words in ((-1, latest), (0, earliest)):
        lines = list(sheet_lines([Matter("ended", [dataclasses.replace(about, days=days)])], DAY, "vi"))
        assert f"     a.yaml: {words}" in lines


def test_an_unchanged_check_repeats_what_it_said(site: Path, tmp_path: Path) -> None:
    options = order(site, tmp_path / "output", cache=tmp_path / "cache")
    first, again = check(options), check(options)
    assert first.matters
    assert again.matters == ()
    assert again.brief == first.brief
    assert first.brief["vi"]
    tomorrow = order(site, tmp_path / "output", cache=tmp_path / "cache", day=date(2029, 6, 30))
    assert check(tomorrow).brief != first.brief


# ---- page -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_needs_nothing_and_leads_nowhere_else(language: str) -> None:
    tree = LexborHTMLParser(daily_page(everything(), DAY, language, site=ANYTHING, products=1234).decode())
    assert tree.root is not None
    assert tree.root.attributes["lang"] == language
    assert not tree.css("script, link, img, iframe, form, [style], [onclick], [src], b b")
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    links = [str(node.attributes["href"]) for node in tree.css("a")]
    assert len(links) == len(KEYS)
    assert {link.removeprefix("#") for link in links} <= set(ids)
    assert {link[0] for link in links} == {"#"}
    style = tree.css("style")[0].text()
    assert "url(" not in style
    assert "@import" not in style
    assert "size:A4" in style


def test_the_page_shows_every_item_once() -> None:
    """What a record lacks is told in one row; every other item has a row of its own."""
    matters = everything()
    tree = LexborHTMLParser(daily_page(matters, DAY, "vi").decode())
    assert len(tree.css("tbody tr")) == sum(len(matter.items) for matter in matters)
    same_file = [Matter(key, [DailyItem(SourceLocation("a.yaml"))]) for key in SECTIONS["missing"]]
    [row] = LexborHTMLParser(daily_page(same_file, DAY, "vi").decode()).css("tbody tr")
    assert row.css("td")[2].text().count(";") == len(SECTIONS["missing"]) - 1
    assert "Tên một <b>" in tree.css("tbody th")[0].text()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_word_of_the_page_is_missing(language: str) -> None:
    text = LexborHTMLParser(daily_page(everything(), DAY, language).decode()).body
    assert text is not None
    words = text.text()
    assert "None" not in words
    assert "daily." not in words
    for matter in rows_of(everything(), language):
        assert matter.title in words
        assert matter.advice in words


def test_a_day_without_anything_to_do_says_so() -> None:
    page = daily_page([Matter(key, []) for key in KEYS], DAY, "vi").decode()
    assert "Không có việc nào." in page
    assert "<table" not in page


# ---- workbook -------------------------------------------------------------------------------------


def test_the_workbook_has_every_item_in_its_own_type() -> None:
    matters = everything()
    content = daily_workbook(matters, DAY, "vi")
    assert content == daily_workbook(matters, DAY, "vi")
    overview, *sheets = openpyxl.load_workbook(BytesIO(content)).worksheets
    assert [row[1] for row in overview.iter_rows(min_row=2, values_only=True)] == [
        len(matter.items) for matter in matters
    ]
    assert len(sheets) == len(matters)
    for sheet, matter in zip(sheets, rows_of(matters, "vi"), strict=True):
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == f"A1:{get_column_letter(sheet.max_column)}{sheet.max_row}"
        columns = columns_of(matter)
        for number, row in enumerate(matter.rows, start=2):
            written = [sheet.cell(number, place).value for place in range(1, len(columns) + 1)]
            read = [value.date() if isinstance(value, datetime) else value for value in written]
            assert read == [
                getattr(row, name) or (0 if getattr(row, name) == 0 else None) for name in columns
            ]


def test_no_cell_of_the_workbook_runs() -> None:
    names = ("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "a\x07b")
    matter = Matter("photo", [DailyItem(SourceLocation("a.yaml"), Text({"vi": name})) for name in names])
    _, sheet = openpyxl.load_workbook(BytesIO(daily_workbook([matter], DAY, "vi"))).worksheets
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(names)
    assert [cell.value for cell in cells] == [*names[:-1], "a\N{REPLACEMENT CHARACTER}b"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_sheets_have_names_that_excel_takes(language: str) -> None:
    titles = [sheet_title(matter.title) for matter in rows_of(everything(), language)]
    assert len({title.casefold() for title in titles}) == len(titles)
    assert max(map(len, titles)) <= LONGEST_TITLE
    assert not set("[]:*?/\\").intersection(*titles)


# ---- command --------------------------------------------------------------------------------------

Ocop = Callable[..., Any]


def test_sheets_are_written_where_errors_stand_too(site: Path, tmp_path: Path, ocop: Ocop) -> None:
    replace(site / TEA / "product.yaml", "stars: 3", "stars: 6")
    page, book = tmp_path / "viec.html", tmp_path / "viec.xlsx"
    done = ocop(site, "check", "--lang", "vi", "--html", page, "--xlsx", book)
    assert done.exit_code == 1
    assert "STARS-RANGE" in page.read_text(encoding="utf-8")
    assert openpyxl.load_workbook(book).worksheets[0]["B2"].value == 1
    assert done.stdout.index("Việc cần làm ngày 21/11/2026") < done.stdout.index(str(page))


def test_data_stay_data_beside_sheets(site: Path, tmp_path: Path, ocop: Ocop) -> None:
    done = ocop(site, "check", "--json", "--html", tmp_path / "viec.html")
    assert (done.exit_code, done.stdout) == (0, "[]\n")
    assert (tmp_path / "viec.html").exists()


@pytest.mark.parametrize("option", ["--html", "--xlsx"])
def test_no_record_is_overwritten_by_a_slip(site: Path, ocop: Ocop, option: str) -> None:
    record = site / TEA / "product.yaml"
    before = record.read_bytes()
    assert ocop(site, "check", option, record).exit_code == 2
    assert record.read_bytes() == before
