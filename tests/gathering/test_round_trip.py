"""What a catalogue publishes is enough to write its records again, and they make the same site."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import stamps
from built import PROJECT, copy_catalogue, nothing_in
from full import copy_full
from states import copy_states
from tiny import BASE, SESSION, add_fair, add_photo, append, build_clean, copy_tiny, order, replace, tree

from generator.commands.build import build
from generator.commands.issuing import issue_stamps
from generator.commands.restore import restore
from generator.diagnostics.problem import RefusedError
from generator.gathering.copies import read_copy
from generator.gathering.gathering import GATHERED
from generator.gathering.record_files import project_files
from generator.issuing.issue import WantedStamps

PHOTO_NAMES = re.compile(rb"(?<![0-9a-f])[0-9a-f]{12}-(\d+\.webp|og\.jpg|share\.jpg)")
"""A picture is named by the digest of its file, and a restored project has the published one."""
PREVIEWS = re.compile(rb"data:image/webp;base64,[A-Za-z0-9+/=]+")
SEARCH_SCRIPTS = re.compile(rb"search-(vi|en)\.[0-9a-f]{10}")
"""The search shows pictures, and the names of its scripts hold their digest."""
NAMED_BY_CONTENT = ("sw.js", ".ocop-built", "data/exchange/index.json")
"""Files that hold digests of others, and so of pages with photos."""
IN_ORDER_OF_FILES = re.compile(r"data/compare-[a-z]{2}-\d+\.js")
"""Members follow the order of the records' folders, which no catalogue publishes."""


def without_photo_names(content: bytes) -> bytes:
    content = PHOTO_NAMES.sub(rb"N-\1", content)
    return SEARCH_SCRIPTS.sub(rb"search-\1.N", PREVIEWS.sub(b"PREVIEW", content))


def comparable(folder: Path) -> dict[str, bytes]:
    """Every file of a site but pictures and what is named by their content, as it is without their names."""
    files = {}
    for path, content in tree(folder).items():
        if path.startswith("media/") or path in NAMED_BY_CONTENT:
            continue
        name = without_photo_names(path.encode()).decode()
        in_order = IN_ORDER_OF_FILES.fullmatch(path) is None
        plain = without_photo_names(content)
        files[name] = plain if in_order else bytes(sorted(plain))
    return files


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def with_withheld_facts(root: Path) -> Path:
    """The tiny site with what no page may show."""
    copy_tiny(root)
    add_photo(root)
    add_fair(root)
    return root


def copy_provinces(root: Path) -> Path:
    """The made-up site of several provinces."""
    shutil.copytree(PROJECT / "tests/sites/provinces", root)
    shutil.copytree(PROJECT / "themes/default", root / "themes/default")
    return root


SITES: dict[str, Callable[[Path], Path]] = {
    "tiny": with_withheld_facts,
    "full": copy_full,
    "states": copy_states,
    "provinces": copy_provinces,
    "catalogue": copy_catalogue,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SITES)
def test_a_restored_project_makes_the_same_site(name: str, tmp_path: Path) -> None:
    root = SITES[name](tmp_path / "home") if name != "catalogue" else catalogue_at(tmp_path / "home")
    build_clean(root, tmp_path / "site", base_url=BASE)
    again = tmp_path / "again"
    restore(tmp_path / "site", again)
    give_theme(root, again)
    result = build(order(again, tmp_path / "site-again"), session=SESSION)
    nothing_in(fault.code for fault in result.report.problems if fault.is_error)
    first, second = comparable(tmp_path / "site"), comparable(tmp_path / "site-again")
    assert len(first) > 100
    nothing_in(differences(first, second))
    # What is published of a restored project is written as the same records.
    third = tmp_path / "third"
    restore(tmp_path / "site-again", third)
    photos = {path for path in tree(again) if path.endswith(".webp")}
    written = {path: without_photo_names(content) for path, content in tree(third).items()}
    faults = [
        path
        for path, content in tree(again).items()
        if path not in photos and not path.startswith("themes/") and path != "content/site.yaml"
        if written.get(path) != without_photo_names(content)
    ]
    nothing_in(faults)


def give_theme(root: Path, again: Path) -> None:
    """Give a restored project the theme of the original, which no catalogue publishes."""
    shutil.copytree(root / "themes", again / "themes")
    if theme := re.search(r"^theme: .*$", (root / "content/site.yaml").read_text("utf-8"), re.MULTILINE):
        append(again / "content/site.yaml", f"{theme[0]}\n")


def catalogue_at(root: Path) -> Path:
    root.mkdir()
    return copy_catalogue(root)


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "note.txt").write_text("x", encoding="utf-8")
    with pytest.raises(RefusedError) as refused:
        restore(tmp_path, tmp_path / "mine")
    assert refused.value.key == "restore-taken"


def test_a_broken_copy_leaves_nothing(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "home")
    build_clean(root, tmp_path / "site")
    replace(tmp_path / "site/data/products/gao-mau.json", "Gạo", "Gao")
    with pytest.raises(RefusedError) as refused:
        restore(tmp_path / "site", tmp_path / "again")
    assert refused.value.key == "restore-faulty"
    assert refused.value.values["file"] == "data/products/gao-mau.json"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "site"]


def test_numbers_of_stamps_are_not_given_again_after_a_restore(tmp_path: Path) -> None:
    """Serials follow from numbers: a lot that began again at 1 would have its serials on packs twice."""
    home, again = copy_tiny(tmp_path / "home"), tmp_path / "again"
    stamps.stamped(home, 3, 2)
    build_clean(home, tmp_path / "site", base_url=BASE)
    restore(tmp_path / "site", again)
    wanted = [WantedStamps("gao-mau", stamps.LOT, 4, numbered=True)]
    [given] = issue_stamps(
        order(again, again / "output"), wanted, order="0000000f", use="tem", key=stamps.key()
    )
    assert (given.first, given.last) == (6, 9)
    for ending in (".json", ".codes"):
        (tmp_path / f"site/data/exchange/codes/gao-mau/{stamps.LOT}{ending}").unlink()
        with pytest.raises(RefusedError, match="restore-faulty"):
            restore(tmp_path / "site", tmp_path / f"none{ending}")


def test_a_gathered_province_has_no_numbers_of_its_own(tmp_path: Path) -> None:
    """Its home catalogue issues its stamps and answers for them."""
    home = copy_tiny(tmp_path / "home")
    stamps.stamped(home, 3)
    build_clean(home, tmp_path / "site", base_url=BASE)
    files = project_files(read_copy(tmp_path / "site"), GATHERED, "tinh-khac")
    assert not [path for path in files if "/codes/" in path or path.endswith("stamp-keys.yaml")]
    ledger = files["products/tinh-khac/ledger.yaml"]().decode()
    assert stamps.ADDRESS in ledger
    assert not re.search("numbers|key:|order:", ledger)
