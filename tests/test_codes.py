"""Every problem code: a broken site that shows its exact words, and a sentence in both languages."""

import os
import re
import shutil
import struct
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from broken import BROKEN, TINY, broken_copy
from kept import CachedRecord
from PIL import Image

from generator.catalogue.check import check
from generator.diagnostics.printing import report_lines
from generator.diagnostics.problem import (
    ERROR,
    WARNING,
    Problem,
    Report,
    SourceLocation,
    problem,
    problem_codes,
)
from generator.records import read

DAY = date(2026, 11, 21)

TEA = "products/xa-mau/tra-mau"


# Reported by the rooms before and after reading and checking; their own tests show them. Files of others
# that are handed in (SHEET-, IMPORT-, ORDER-) and what is printed (STAMP-) are no part of a site:
# tests/spreadsheets, tests/importing and tests/stamps make each.
LATER = {
    code
    for code in problem_codes()
    if code.startswith(("THEME-", "OUTPUT-", "PRINTED-", "SHEET-", "IMPORT-", "ORDER-", "STAMP-"))
} | {*("ADDRESS-CLASH", "ADDRESS-WORD", "FILE-CHANGED", "PROVINCE-CLASH", "STORY-LINK")}


def png_of(width: int, height: int) -> bytes:
    """A PNG whose header claims a size; its data are empty."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def _bad_name(site: Path) -> None:
    (Path(os.fsdecode(os.fsencode(site / TEA) + b"/\xff.yaml"))).write_text("name: x\n")


def _device_names(site: Path) -> None:
    """Names that Windows cannot check out: a record's folder, a picture."""
    shutil.copytree(site / TEA, site / "products/xa-mau/aux")
    Image.new("RGB", (4, 3)).save(site / TEA / "nul.png")


# What cannot lie in a repository as it is: odd bytes, links, big files.
MADE: dict[str, Callable[[Path], object]] = {
    "FILE-TOO-BIG": lambda site: (site / TEA / "product.yaml").write_text("# " + "x" * 70_000),
    "FILE-NOT-PLAIN": lambda site: (site / TEA / "lots.yaml").symlink_to(site / "content/site.yaml"),
    "FILE-FOLDER": lambda site: (site / "products/ledger.yaml").mkdir(),
    "FILE-UNREADABLE": _bad_name,
    "TEXT-ENCODING": lambda site: (site / TEA / "product.yaml").write_bytes("name: Trà".encode("cp1258")),
    "NAME-WINDOWS": _device_names,
    "PHOTO-UNUSED": lambda site: Image.new("RGB", (4, 3)).save(site / TEA / "anh.png"),
    "PHOTO-ALT": lambda site: Image.new("RGB", (4, 3)).save(site / TEA / "anh.png"),
    "PHOTO-TOO-BIG": lambda site: (site / TEA / "anh.png").write_bytes(png_of(40_000, 40_000)),
}


def broken_site(code: str, folder: Path) -> Path:
    """The tiny site with the fault that ``code`` names."""
    site = broken_copy(code, folder)
    if code in MADE:
        MADE[code](site)
    return site


def report_of(site: Path) -> tuple[Report, str]:
    """What is wrong with a site, as values and as both languages print it."""
    records, problems = read(site, CachedRecord())
    report = Report([*problems, *check(records, DAY)])

    def line(file: str, number: int) -> str:
        text = (site / file).read_text(encoding="utf-8-sig", errors="replace")
        return text.split("\n")[number - 1]

    parts = [f"[{language}]\n" + "\n".join(report_lines(report, language, line)) for language in ("vi", "en")]
    return report, "\n\n".join(parts) + "\n"


def test_the_tiny_site_is_good() -> None:
    report, _ = report_of(TINY)
    assert report.problems == []


def test_broken_sites_and_codes_are_the_same_set() -> None:
    assert {path.name for path in BROKEN.iterdir()} == set(problem_codes()) - LATER


@pytest.mark.parametrize("code", sorted(set(problem_codes()) - LATER))
def test_broken_site(code: str, tmp_path: Path, renew: bool) -> None:
    report, text = report_of(broken_site(code, tmp_path))
    expected = BROKEN / code / "problems.txt"
    if renew:
        expected.write_text(text, encoding="utf-8")
    assert code in {fault.code for fault in report.problems}
    assert text == expected.read_text(encoding="utf-8")


def told(*found: Problem) -> list[str]:
    return list(report_lines(Report(list(found)), "en", lambda _file, _number: ""))


def test_errors_are_told_last_each_in_full() -> None:
    wrong = problem("YAML-EMPTY", SourceLocation("a.yaml"))
    warned = problem("CODE-MISSING", SourceLocation("b.yaml", 1, 1), next="LS0001")
    heads = [line for line in told(wrong, warned) if not line.startswith(" ")]
    assert [line.partition(":")[0] for line in heads] == ["b.yaml", "a.yaml"]


def test_what_is_warned_of_in_many_places_is_told_once() -> None:
    many = [problem("CODE-MISSING", SourceLocation(f"{name}.yaml"), next="LS0001") for name in "abcd"]
    what = "the product is recognised but has no trace code"
    assert told(*many) == [
        "warning CODE-MISSING: 4 places",
        *(f"   {name}.yaml: {what}" for name in "abcd"),
        "   hint: the next free trace code is LS0001.",
    ]
    assert sum("hint: " in line for line in told(*many[:3])) == 3


def test_a_line_is_shown_as_a_terminal_may_show_it() -> None:
    fault = problem("YAML-TAB", SourceLocation("a.yaml", 1, 2))
    shown = list(report_lines(Report([fault]), "en", lambda _file, _number: "a\t\u00a0b\x1b[2Jc\x0bd\u202e"))
    assert (
        shown[1]
        == "    1 | a ␣b\N{REPLACEMENT CHARACTER}[2Jc\N{REPLACEMENT CHARACTER}d\N{REPLACEMENT CHARACTER}"
    )


def test_a_problem_of_the_whole_project_has_no_file_before_it() -> None:
    assert told(problem("ADDRESS-CLASH", SourceLocation(), path="x"))[0].startswith("ADDRESS-CLASH: ")


def test_severities() -> None:
    assert {entry["severity"] for entry in problem_codes().values()} == {ERROR, WARNING}


TOLD = sorted((path.parent.name, path) for path in BROKEN.glob("*/problems.txt"))
"""What each broken site is told, by its code."""


@pytest.mark.parametrize(("code", "path"), TOLD)
def test_days_have_one_form_in_a_sentence(code: str, path: Path) -> None:
    """The form of records is shown only where it is explained, or as it was written."""
    sentences = [
        re.sub("“[^”]*”", "", line)
        for line in path.read_text("utf-8").split("\n")
        if not re.match(r" *\d* \|", line) and not re.search(r": (?:DAY|DAY-PART|DAY-UNREAL): ", line)
    ]
    wrong = [line for line in sentences if re.search(r"(?<![\w-])\d{4}-\d{2}(-\d{2})?(?![\w-]|\.yaml)", line)]
    assert [line for line in wrong if "hãy ghi năm" not in line and "write year" not in line] == []


@pytest.mark.parametrize(("code", "path"), TOLD)
def test_no_sentence_lists_nothing(code: str, path: Path) -> None:
    assert not re.search(r": –?[.;]?$", path.read_text("utf-8"), re.MULTILINE)


def test_where_nothing_is_on_record_the_sentence_says_so(tmp_path: Path) -> None:
    site = broken_site("REF-UNKNOWN", tmp_path)
    shutil.rmtree(site / "content/decisions")
    report, text = report_of(site)
    assert "REF-UNKNOWN" in {fault.code for fault in report.problems}
    assert "danh mục chưa có quyết định hoặc kỳ đánh giá nào" in text
    assert "–." not in text


def test_misplaced_names_numbers_and_titles_find_their_ids(tmp_path: Path) -> None:
    _, text = report_of(broken_site("REF-NAME", tmp_path))
    for found in ("htx-mau", "qd-mau-2026", "phuong-mau"):
        assert re.search(f"có lẽ bạn muốn ghi: .*{found}", text)
