"""A page that is made late is made from what its digest covers, and from nothing else."""

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from built import PROJECT, copy_catalogue
from tiny import DAY, LATE

from generator.cache import Cache
from generator.catalogue.catalogue import Catalogue, whole
from generator.records import read
from generator.render import theme as themes
from generator.settings import Settings
from generator.site.outputs import Document, Output, Page, Plan
from generator.site.site import plan

pytestmark = pytest.mark.slow

SAMPLE = "products/mau/gao-nep-mau"


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own catalogue: it has every relation that records can have."""
    return copy_catalogue(tmp_path_factory.mktemp("needs"))


def catalogue(root: Path, day: date = DAY) -> Catalogue:
    return whole(read(root, Cache(None, root))[0], day)


def planned(given: Catalogue) -> Plan:
    return plan(given, Settings("https://ocop.example"), themes.load(PROJECT, "default").facts)


def is_late(one: Output) -> bool:
    return (isinstance(one, Page) and one.template in LATE) or (
        isinstance(one, Document) and bool(one.digest)
    )


def content(one: Output) -> str:
    """All that decides what the file will hold, the digest apart."""
    if isinstance(one, Page):
        return json.dumps(one.view, ensure_ascii=False, sort_keys=True)
    if isinstance(one, Document):
        return json.dumps(one.data, ensure_ascii=False, sort_keys=True)
    return repr(one)


def everything(found: Plan) -> dict[str, tuple[str, str]]:
    """Digest and content of every late output, and of all that belongs to a record, by path.

    What belongs to a record has its bundle's digest too: while that is the same, nobody looks further.
    """
    late = {one.path: (getattr(one, "digest", ""), content(one)) for one in found.loose if is_late(one)}
    for bundle in found.bundles:
        outputs = bundle.plan()
        late[bundle.name] = (bundle.digest, " ".join(output.path for output in outputs))
        for one in outputs:
            late[one.path] = (getattr(one, "digest", ""), content(one)) if is_late(one) else ("", "")
            late[f"{bundle.name} {one.path}"] = (bundle.digest, content(one))
    return late


@cache
def before(root: Path) -> dict[str, tuple[str, str]]:
    return everything(planned(catalogue(root)))


# -- edits ----------------------------------------------------------------------------------------------


def marked(value: Any) -> Any:
    """The same with a mark behind all its words: whoever shows any of them now shows something else."""
    if isinstance(value, dict):
        return {key: marked(one) for key, one in value.items()}
    if isinstance(value, list):
        return [marked(one) for one in value]
    return f"{value} §" if isinstance(value, str) and " " in value else value


def mark(file: str) -> Callable[[Path], None]:
    """Marks all words of a file."""

    def edit(root: Path) -> None:
        path = root / file
        if path.suffix == ".md":
            path.write_text("§ " + path.read_text("utf-8"), "utf-8")
            return
        data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # every scalar is text
        path.write_text(
            yaml.safe_dump(marked(data), allow_unicode=True, sort_keys=False, width=1000), "utf-8"
        )

    return edit


def swap(file: str, pattern: str, new: str) -> Callable[[Path], None]:
    """Writes something else in the place of the first match."""

    def edit(root: Path) -> None:
        path = root / file
        text = path.read_text("utf-8")
        changed = re.sub(pattern, new, text, count=1, flags=re.MULTILINE)
        assert changed != text, pattern
        path.write_text(changed, "utf-8")

    return edit


def add(file: str, text: str) -> Callable[[Path], None]:
    """Writes something at the end."""

    def edit(root: Path) -> None:
        path = root / file
        path.write_text(path.read_text("utf-8") + text, "utf-8")

    return edit


def one_more(root: Path) -> None:
    """One more product of a holder that has some, in a commune that had none."""
    given = catalogue(root)
    products = max(given.of_producer.values(), key=len)
    source = root / given.files["product", products[-1].id]
    target = root / "products/lang-son/mot-san-pham-nua/product.yaml"
    target.parent.mkdir()
    text = re.sub(r"^code: .*", "code: LS0999", source.read_text("utf-8"), flags=re.MULTILINE)
    target.write_text(
        re.sub(r"^origin:\n(  .*\n)+", "origin:\n  commune: ba-son\n", text, flags=re.MULTILINE)
    )


def another_photo(root: Path) -> None:
    shutil.copy(root / SAMPLE / "ruong-lua.jpg", root / SAMPLE / "tui-gao.jpg")


def one_less(root: Path) -> None:
    shutil.rmtree(root / SAMPLE)


def commune_named_like_a_district(root: Path) -> None:
    """A place that has a list as a district gets one as a commune too."""
    swap(
        "products/chi-lang/hoa-hoi-kho-chi-lang/product.yaml", r"^origin:\n", "origin:\n  commune: dinh-lap\n"
    )(root)


HOLDER = "content/producers/htx-quang-lac"

EDITS: dict[str, Callable[[Path], None]] = {
    "product": mark("products/chi-lang/hoa-hoi-kho-chi-lang/product.yaml"),
    "sample product": mark(f"{SAMPLE}/product.yaml"),
    "lots": mark(f"{SAMPLE}/lots.yaml"),
    "a lot's day": swap(f"{SAMPLE}/lots.yaml", r"^(\s+expires_on: )(\d{4})", r"\g<1>2031"),
    "a lot's code": swap(f"{SAMPLE}/lots.yaml", r"^(\s+(?:- )?lot: \S+)", r"\1-X"),
    "one lot recalled": swap(
        f"{SAMPLE}/lots.yaml",
        r"^(\s+)(made_on: .*)",
        r"\1\2\n\1recalled: {on: 2026-11-01, reason: {vi: Thử., en: Try.}}",
    ),
    "holder": mark(f"{HOLDER}/producer.yaml"),
    "kind of a holder": swap(f"{HOLDER}/producer.yaml", r"^kind: .*", "kind: farm"),
    "story": mark(f"{HOLDER}/story.vi.md"),
    "a story gone": lambda root: (root / HOLDER / "story.en.md").unlink(),
    "decision": mark("content/decisions/cong-bo-2022-06-24.yaml"),
    "day of a decision": swap("content/decisions/cong-bo-2022-06-24.yaml", "^date: .*", "date: 2024-11-25"),
    "stars": swap("products/chi-lang/hoa-hoi-kho-chi-lang/product.yaml", "stars: 4", "stars: 3"),
    "set": swap("products/chi-lang/hoa-hoi-kho-chi-lang/product.yaml", "^set: .*", "set: 4"),
    "a product of nobody": swap("products/chi-lang/hoa-hoi-kho-chi-lang/product.yaml", "^code: .*\n", ""),
    "ratings": swap("products/chi-lang/hoa-hoi-kho-chi-lang/product.yaml", r"^ratings:\n(  .*\n)+", ""),
    "one product less": one_less,
    "chain": mark("content/chains.yaml"),
    "photo": another_photo,
    "successor": add("products/chi-lang/hoa-hoi-kho-chi-lang/product.yaml", "successor: gao-nep-mau\n"),
    "a fair": mark("content/fairs/hoi-cho-mau.yaml"),
}
"""Edits that must change some late outputs and must not change all of them."""
DAYS = {"use-by day": date(2027, 6, 1), "expiry": date(2031, 1, 1)}
SHARED = {
    "site": mark("content/site.yaml"),
    "criteria": mark("content/criteria.yaml"),
    "places": mark("content/places.yaml"),
    "kind of holder": mark("content/producer-kinds.yaml"),
    "text": mark("content/pages/gioi-thieu/page.yaml"),
    "another commune": commune_named_like_a_district,
    "one product more, in a commune without a list": one_more,
}
"""Edits that may change everything."""


def stale(found: dict[str, tuple[str, str]], then: dict[str, tuple[str, str]]) -> tuple[list[str], int]:
    """What says that it is the same and is not; how much says that it is the same."""
    kept = {path for path, (digest, _) in found.items() if digest and then.get(path, ("", ""))[0] == digest}
    return [path for path in sorted(kept) if found[path][1] != then[path][1]], len(kept)


@pytest.mark.parametrize("name", [*EDITS, *SHARED, *DAYS])
def test_the_same_digest_means_the_same_page(untouched: Path, tmp_path: Path, name: str) -> None:
    root = untouched
    if name not in DAYS:
        root = Path(shutil.copytree(untouched, tmp_path / "edited"))
        (EDITS | SHARED)[name](root)
    found = everything(planned(catalogue(root, DAYS.get(name, DAY))))
    faults, kept = stale(found, before(untouched))
    assert faults == []
    assert name in SHARED or name in DAYS or 0 < kept < len(found)


def test_the_day_after_a_certificate_ends(untouched: Path) -> None:
    there = everything(planned(catalogue(untouched, date(2028, 5, 3))))
    over = everything(planned(catalogue(untouched, date(2028, 5, 4))))
    assert stale(over, there)[0] == []
    page = next(path for path in over if path.startswith("san-pham/gao-nep-mau/"))
    assert over[page] != there[page]


def test_a_word_in_a_description_touches_no_list(untouched: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(untouched, tmp_path / "edited"))
    swap(
        "products/chi-lang/hoa-hoi-kho-chi-lang/product.yaml",
        r"^name:",
        "warnings: {vi: Thử., en: Try.}\nname:",
    )(root)
    found, then = everything(planned(catalogue(root))), before(untouched)
    changed = {path for path, (digest, _) in found.items() if then.get(path, ("", ""))[0] != digest}
    own = {one for one in changed if "hoa-hoi-kho-chi-lang" in one or "LS0037" in one}
    assert own
    # Its fair, and what lists all facts.
    wide = ("data/products.", "data/compare-", "in/xu-lang/", "kiosk/")
    assert [one for one in changed - own if not one.startswith(wide)] == []
