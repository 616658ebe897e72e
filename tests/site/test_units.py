"""Whatever is edited, a unit whose recorded answers still hold makes the same outputs as before.

This is what an incremental build rests on. It catches every fact that a page reaches past the reader: such a
page's unit holds, and makes something else.
"""

import re
import shutil
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from built import nothing_in
from full import copy_full, draw_photo
from tiny import DAY, TINY, append, planned, replace
from unit_law import Project, Ran, kept, run_all

from generator.catalogue import reader
from generator.site.outputs import OF_OUTPUTS, SitePlan

pytestmark = pytest.mark.slow

PRODUCT = "products/xa-mau/gao-mau"
OTHER = "products/xa-mau/che-moi"
PRODUCER = "content/producers/htx-mau"
Edit = Callable[[Path], object]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(copy_full(tmp_path_factory.mktemp("units") / "site"))


@pytest.fixture(scope="module")
def before(project: Project) -> dict[str, Ran]:
    """Every unit as it ran before any edit."""
    return run_all(project.plan())


def keep(before: Mapping[str, Ran], after: SitePlan) -> list[str]:
    """The units that are kept; each makes what it made."""
    names, faults = kept(before, after)
    nothing_in(faults)
    return names


def _words(root: Path) -> list[tuple[str, int]]:
    """Every place in the project's files where words of a record are written: the file, and which."""
    places: list[tuple[str, int]] = []
    for path in sorted([*root.rglob("content/**/*.yaml"), *root.rglob("products/**/*.yaml")]):
        name = path.relative_to(root).as_posix()
        places += [(name, at) for at in range(len(_matches(path.read_text(encoding="utf-8"))))]
    return places


def _matches(text: str) -> list[re.Match[str]]:
    """Words, but no addresses."""
    return [
        match
        for match in WORDS.finditer(text)
        if "path: {" not in text[match.start() - 40 : match.start()] and "://" not in match[0]
    ]


WORDS = re.compile(r"(?<=\ben: )(?:\"[^\"]*\"|[^,}\"]+)")
"""What is written in English: every text of a record has it."""


def _written_again(path: Path, at: int) -> None:
    """Change the words at one place, with what decides the order of names."""
    text = path.read_text(encoding="utf-8")
    match = _matches(text)[at]
    words = match[0].strip('"')
    # An amount begins with its number.
    words = f"{words} Z" if words[0].isdigit() else f"Z {words}"
    path.write_text(f'{text[: match.start()]}"{words}"{text[match.end() :]}', encoding="utf-8")


@pytest.fixture
def edited(project: Project, tmp_path: Path) -> Any:
    """The project, put back after the test."""
    for name in ("content", "products"):
        shutil.copytree(project.root / name, tmp_path / name)
    yield project
    for name in ("content", "products"):
        shutil.rmtree(project.root / name)
        shutil.copytree(tmp_path / name, project.root / name)


@pytest.mark.slow
def test_every_word_of_every_record(project: Project, before: dict[str, Ran]) -> None:
    places = _words(project.root)
    assert len(places) > 100
    least, most = len(before), 0
    for name, at in places:
        path = project.root / name
        content = path.read_bytes()
        try:
            _written_again(path, at)
            count = len(keep(before, project.plan()))
        finally:
            path.write_bytes(content)
        least, most = min(least, count), max(most, count)
    # Some edits touch nearly everything, and some nearly nothing.
    assert least < len(before) / 4
    assert most > len(before) * 3 / 4


def _rename(old: str, new: str) -> Edit:
    return lambda root: (root / old).rename(root / new)


def _replace(file: str, old: str, new: str) -> Edit:
    return lambda root: replace(root / file, old, new)


def _append(file: str, text: str) -> Edit:
    return lambda root: append(root / file, text)


def _add_product(root: Path) -> None:
    shutil.copytree(root / "products/huyen-cu/mat-mau", root / "products/huyen-cu/mat-khac")
    replace(root / "products/huyen-cu/mat-khac/product.yaml", "Mật ong mẫu", "A mật khác")


def _remove_product(root: Path) -> None:
    shutil.rmtree(root / "products/huyen-cu/mat-mau")


NEWS = """\
title: {vi: Tin khác, en: Other news}
date: 2026-03-10
kind: recognition
summary: {vi: Tin khác., en: Other news.}
products: [khan-mau]
sources:
  - {publisher: Ban soạn dữ liệu mẫu}
"""
EDITS: dict[str, Edit] = {
    "site: page size": _replace("content/site.yaml", "per_page: 6", "per_page: 7"),
    "site: of samples": _replace("content/site.yaml", "sample_site: false", "sample_site: true"),
    "site: same words": _replace("content/site.yaml", "[chè, trà]", "[chè, rượu]"),
    "site: e-mail": _replace("content/site.yaml", "mau@ocop.test", "thu@ocop.test"),
    "criteria: a set's drawing": _replace(
        "content/criteria.yaml", "illustration: spirit-jar", "illustration: tea"
    ),
    "criteria: a version's days": _replace("content/criteria.yaml", "since: 2023-02-24", "since: 2023-02-20"),
    "places: a point": _replace("content/places.yaml", 'lat: "21.5"', 'lat: "21.6"'),
    "places: a name": _replace("content/places.yaml", "name: Mẫu Đông", "name: A Mẫu Tây"),
    "kinds: no legal person": _replace("content/producer-kinds.yaml", "  legal_person: false\n", ""),
    "pages: the address": _replace("content/pages/gioi-thieu/page.yaml", "en: about", "en: about-us"),
    "pages: the text": _append("content/pages/gioi-thieu/text.vi.md", "\n\nMột đoạn nữa.\n"),
    "producers: a contact": _replace(f"{PRODUCER}/producer.yaml", "mau@ocop.test", "thu@ocop.test"),
    "producers: a place": _replace(f"{PRODUCER}/producer.yaml", "commune: xa-mau", "commune: xa-bac"),
    "producers: dissolved": _append(
        f"{PRODUCER}/producer.yaml", "dissolved: {on: 2026-06-02, reason: {vi: Giải thể, en: Wound up}}\n"
    ),
    "stories: longer": _append(f"{PRODUCER}/story.vi.md", "\n\n" + "Một câu nữa. " * 60),
    "stories: gone": lambda root: (root / PRODUCER / "story.en.md").unlink(),
    "products: added": _add_product,
    "products: removed": _remove_product,
    "products: another holder": _replace("products/huyen-cu/mat-mau/product.yaml", "ho-che", "to-det"),
    "products: another set": _replace("products/huyen-cu/mat-mau/product.yaml", "set: 3", "set: 15"),
    "products: a code": _append("products/huyen-cu/mat-mau/product.yaml", "code: MU0044\n"),
    "products: other stars": _replace("products/huyen-cu/mat-mau/product.yaml", "stars: 3", "stars: 4"),
    "products: rated later": _replace("products/huyen-cu/mat-mau/product.yaml", "2024-05-06", "2024-08-06"),
    "products: a drawing": _replace(
        "products/huyen-cu/mat-mau/product.yaml", "illustration: honey", "illustration: tea"
    ),
    "products: given up": _append(
        "products/huyen-cu/mat-mau/product.yaml",
        "discontinued: {on: 2026-06-02, reason: {vi: Thôi làm, en: Given up}}\n",
    ),
    "products: renamed": _rename("products/huyen-cu/mat-mau", "products/huyen-cu/mat-la"),
    "lots: recalled": _replace(
        f"{PRODUCT}/lots.yaml",
        "    made_on: 2026-05-20\n",
        "    made_on: 2026-05-20\n    recalled: {on: 2026-06-02, reason: {vi: Hở, en: Open}}\n",
    ),
    "lots: a place": _replace(f"{PRODUCT}/lots.yaml", "commune: xa-mau", "commune: xa-bac"),
    "lots: one more": _append(f"{PRODUCT}/lots.yaml", "  - lot: MU-2606-09\n    made_on: 2026-06-20\n"),
    "photos: another picture": lambda root: draw_photo(root / PRODUCT / "tui-gao.png", "navy"),
    "photos: another size": lambda root: draw_photo(root / PRODUCT / "tui-gao.png", "olive", (350, 200)),
    "photos: of a producer": lambda root: draw_photo(root / PRODUCER / "xuong.png", "navy"),
    "decisions: the day": _replace("content/decisions/qd-mau-2026.yaml", "2026-02-10", "2026-02-09"),
    "decisions: the number": _replace("content/decisions/qd-mau-2026.yaml", "01/QĐ-MAU", "05/QĐ-MAU"),
    "documents: the number": _replace("content/documents.yaml", "148/QĐ-TTg", "149/QĐ-TTg"),
    "documents: the address": _replace("content/documents.yaml", "van-ban.example/148", "van-ban.example/9"),
    "chains: a product": _replace("content/chains.yaml", "[che-mau, che-moi]", "[che-mau, khan-mau]"),
    "fairs: later": _replace("content/fairs/hoi-cho-mau.yaml", "2026-12-0", "2026-12-1"),
    "fairs: a product": _replace("content/fairs/hoi-cho-mau.yaml", "[che-moi]", "[mat-mau]"),
    "fairs: removed": lambda root: (root / "content/fairs/hoi-thu.yaml").unlink(),
    "news: the day": _replace("content/news/tin-mau.yaml", "date: 2026-02-10", "date: 2026-02-12"),
    "news: a product": _replace("content/news/tin-mau.yaml", "[che-moi, khan-mau]", "[mat-mau]"),
    "news: one more": lambda root: (root / "content/news/tin-khac.yaml").write_text(NEWS, encoding="utf-8"),
    "ledger: printed": _append(
        "products/ledger.yaml",
        "  - {address: /p/MU0001, product: gao-mau, issued_on: 2026-06-01, use: tem, sample: true}\n",
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_edits_of_every_kind(edited: Project, before: dict[str, Ran], name: str) -> None:
    EDITS[name](edited.root)
    keep(before, edited.plan())


@pytest.mark.slow
def test_any_other_day(project: Project, before: dict[str, Ran]) -> None:
    for days in (1, 14, 16, 17, 45, 120, 165, 290, 700, -30):
        names = keep(before, project.plan(DAY + timedelta(days)))
        assert names, f"{days}: nothing was kept"


def test_nothing_edited_keeps_everything(project: Project, before: dict[str, Ran]) -> None:
    assert len(keep(before, project.plan())) == len(before)


def test_questions_of_the_catalogue_and_of_outputs_have_different_names() -> None:
    """A shared name would count the catalogue's answer as unknown, and keep what it changed."""
    plan = planned(TINY)
    assert OF_OUTPUTS.isdisjoint(reader._DIGEST_SOURCES)
    assert OF_OUTPUTS.isdisjoint(plan.reader._derived)


def test_a_derived_answer_may_not_rest_on_a_whole_record(project: Project) -> None:
    """The overview covers no whole record: the answer would pass for the same after an edit."""
    reader = project.plan().reader
    identity = next(iter(reader.products))
    reader.derive("a-field", lambda: reader.product(identity).name.root)
    with pytest.raises(AssertionError, match="overview"):
        reader.ask("a-field")
