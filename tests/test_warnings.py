"""What pages do with each value that a warning tells of: leave it out, or show it for a reason.

A new warning belongs into one of the two tables; ``docs/architecture.md`` says the same in words.
"""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from broken import broken_copy
from built import PROJECT
from PIL import Image
from tiny import RICE, TEA, build_clean, replace, tree

from generator.diagnostics.problem import WARNING, problem_codes

MAKER = "content/producers/htx-mau"


@dataclass(frozen=True)
class LeftOut:
    """What a built site must lack although its records say it."""

    files: str
    """Pattern for the paths of the files that are looked at; at least one must be there."""
    absent: tuple[str, ...]
    present: str = ""
    """What the same files say all the same, so that the test looks where the value would stand."""
    edit: Callable[[Path], object] | None = None
    """What else is wrong, beside what ``tests/broken`` has: odd files, another part of the fault."""


def stray_file(site: Path) -> None:
    shutil.rmtree(site / "content" / "xa-la")  # another fault, and an error
    (site / TEA / "ghi-chu.txt").write_text("Chuyện riêng của văn phòng", encoding="utf-8")


def unknown_unit(site: Path) -> None:
    amount = "amount: {vi: 7 gùi, en: 7 hods}, "
    replace(site / RICE / "lots.yaml", "{what: harvest, ", "{what: harvest, " + amount)


def photo(site: Path) -> None:
    Image.new("RGB", (4, 3)).save(site / TEA / "anh.png")


ALL = r".*"
RICE_PAGES = r"(en/)?(san-pham|products)/gao-mau/index\.html|data/products(/gao-mau)?\.json|p/.*|01/.*"
TEA_PAGES = r"(en/)?(san-pham|products)/tra-mau/index\.html|data/products/tra-mau\.json"
MAKER_PAGES = r"(en/)?(chu-the|producers)/htx-mau/index\.html"
FAIR_PAGES = r"(in|kiosk)/hoi-cho/.*"

LEFT_OUT: dict[str, LeftOut] = {
    "FILE-UNEXPECTED": LeftOut(ALL, ("Chuyện riêng của văn phòng", "ghi-chu"), edit=stray_file),
    "RECORD-MISSING": LeftOut(ALL, ("chua-co",)),
    "TEXT-INVISIBLE": LeftOut(TEA_PAGES, ("\u200b",), "Trà mẫu"),
    "YAML-COMMENT": LeftOut(TEA_PAGES, ("#1<", "#1 "), "Trà mẫu"),
    "STORY-LANGUAGE": LeftOut(ALL, ("Bonjour",)),
    "STORY-FRONT": LeftOut(MAKER_PAGES, ("title: Chuyện", "2026-05-02"), "Đây là câu chuyện"),
    "STORY-HTML": LeftOut(MAKER_PAGES, ("color:red", "<p style"), "Xin chào"),
    "STORY-PICTURE": LeftOut(MAKER_PAGES, ("tui-gao.jpg",), "Đây là câu chuyện"),
    "PHOTO-UNUSED": LeftOut(TEA_PAGES, ("/media/san-pham", 'src="/media'), "Trà mẫu", photo),
    "PHOTO-ALT": LeftOut(TEA_PAGES, ('alt="Ảnh sản phẩm"',), 'alt="Trà mẫu"', photo),
    "CODE-MISSING": LeftOut(ALL, ("LS0001",)),
    "FAIR-NOT-VALID": LeftOut(FAIR_PAGES, ('class="stars"', "4 sao", "4 stars"), "Gạo nếp mẫu"),
    "CONTACT-PHONE": LeftOut(ALL, ("tel:",), "912 345 678"),
    "CONTACT-ZALO": LeftOut(ALL, ("zalo.me/",), "02053 812 345"),
    "STARS-SCORE": LeftOut(RICE_PAGES, ("91.5", "91,5"), "Gạo nếp mẫu"),
    "SCORE-LOW": LeftOut(RICE_PAGES, ("48.5", "48,5"), "Gạo nếp mẫu"),
    "RATING-UNDATED": LeftOut(RICE_PAGES, ("CertificationActive",), "hasCertification"),
    "RATING-EXPIRED": LeftOut(RICE_PAGES, ("CertificationActive",), "CertificationInactive"),
    "RATING-DATE": LeftOut(
        RICE_PAGES.replace("(/gao-mau)?", "/gao-mau"), ("03/2026", "March 2026", "2026-03"), "10/02/2026"
    ),
    "CRITERIA-DATE": LeftOut(
        rf"{RICE_PAGES}|(en/)?(quyet-dinh|decisions)/qd-mau-2026/index\.html",
        ("26/2026/QĐ-TTg", "148/QĐ-TTg", "qd26", "qd148"),
        "01/QĐ-MAU",
    ),
    "LOT-UNIT": LeftOut(r".*/epcis\.jsonld", ('"quantity":7',), "commissioning", unknown_unit),
    "LOT-BALANCE": LeftOut(
        rf"{RICE_PAGES}|.*/epcis\.jsonld", ("2 kg,", "100 bags of 2 kg", "100 túi 2 kg"), "50 kg"
    ),
}

SHOWN: dict[str, str] = {
    # How words look: a person must say what was meant, and the words claim nothing false.
    "TEXT-LEGACY": "only its author knows which letters were meant",
    "TEXT-LOOKALIKE": "reads the same; only other search engines are misled",
    "TEXT-MARKS": "readable",
    "TEXT-EMOJI": "readable",
    "TEXT-LETTER": "pages use the reader's own fonts; a sheet or card with such a name is refused",
    "NAME-LONG": "true, only long; cards shrink it",
    "STORY-TITLE": "a title twice",
    "STORY-LINK": "the words stay true; the 404 page helps on",
    "STORY-HEADING": "shown as a heading of the second level",
    "STORY-LIST": "only its form is lost",
    "STORY-NUMBERS": "only its form is lost",
    "STORY-BULLETS": "only its form is lost",
    "STORY-NESTING": "only its form is lost",
    "TRANSLATION-MISSING": "another language, marked as such",
    "THEME-WORDS-MISSING": "English, marked as such",
    # What belongs to persons: an office's number may rightly stand in a text, which a program cannot tell.
    "TEXT-PHONE": "may be an office's",
    "TEXT-EMAIL": "may be an office's",
    # Perhaps two of one: which record goes is for people to say, and a printed address must live on.
    "PRODUCER-TWICE": "may be two of one name",
    "PRODUCT-ALIKE": "may be two products",
    # Gaps and ends that the page itself tells of.
    "STARS-MISSING": "the page says that the stars are not known",
    "RATING-EXPIRING": "valid until the day that the page names",
    "CERTIFICATE-EXPIRED": "the page says that it has expired",
    "FAIR-BOOTH-EMPTY": "a booth of the fair without products",
    "LOT-PARTY": "nothing is shown where nothing is said",
    # Told by ocop stamps alone: only officers know how long the stamps will be in use.
    "STAMP-ENDING": "the stars are valid on the day of printing",
    "STAMP-OUTLASTS": "the stars are valid on the day of printing",
    # Addresses: pages work; what must not be printed is refused by ocop issue.
    "BASE-URL-PLACEHOLDER": "a site that is tried out has no address yet",
    "ADDRESS-HOST": "the site's own address is right; the old one is the host's business",
}
"""Warnings of values that pages show as they are written, each with the reason."""


def test_every_warning_is_in_one_table() -> None:
    warnings = {code for code, entry in problem_codes().items() if entry["severity"] == WARNING}
    assert LEFT_OUT.keys() | SHOWN.keys() == warnings
    assert LEFT_OUT.keys() & SHOWN.keys() == set()


@pytest.mark.slow
@pytest.mark.parametrize("code", LEFT_OUT)
def test_pages_leave_the_value_out(code: str, tmp_path: Path) -> None:
    case = LEFT_OUT[code]
    site = broken_copy(code, tmp_path)
    shutil.copytree(PROJECT / "themes" / "default", site / "themes" / "default")
    if case.edit:
        case.edit(site)
    result = build_clean(site, tmp_path / "out")
    assert code in {fault.code for fault in result.report.problems}
    texts = {
        name: data.decode("utf-8", "replace").replace("\N{NO-BREAK SPACE}", " ")
        for name, data in tree(tmp_path / "out").items()
        if re.fullmatch(case.files, name)
    }
    assert any(case.present in text for text in texts.values())
    assert [(name, words) for name, text in texts.items() for words in case.absent if words in text] == []


def test_the_document_names_every_warning() -> None:
    text = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = text.partition("## What pages do with a warned value\n")[2].partition("\n## ")[0]
    named = set(re.findall(r"`([A-Z]+(?:-[A-Z]+)+)`", section))
    assert named == LEFT_OUT.keys() | SHOWN.keys()
