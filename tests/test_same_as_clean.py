"""The two laws: after any edit the incremental output is byte-equal to a clean one, and two clean
builds of the same input are byte-equal whatever surrounds them."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import many_lots
import pytest
from built import PROJECT
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from tiny import (
    DAY,
    RICE,
    SESSION,
    TEA,
    add_photo,
    append,
    build_clean,
    copy_tiny,
    order,
    replace,
    same,
    tree,
)

from generator.commands.build import build

pytestmark = pytest.mark.slow

FOREIGN = "my-notes.txt"
ENGLISH_FIRST = "the other language first"


@dataclass
class Workshop:
    """A site, its output and its cache, put back to the first build before every try."""

    folder: Path
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        return self.folder / "live" / "site"

    @property
    def output(self) -> Path:
        return self.folder / "live" / "output"

    def file(self, name: str) -> Path:
        return self.root / name

    def again(self) -> None:
        """Put everything back, and build: the next build trusts only what one left in its place."""
        self.options = {"day": DAY}
        shutil.rmtree(self.folder / "live", ignore_errors=True)
        shutil.copytree(self.folder / "kept", self.folder / "live")
        self.build()

    def build(self) -> None:
        result = build(
            order(self.root, self.output, self.folder / "live" / "cache", **self.options), session=SESSION
        )
        assert not result.report.failed, result.report.problems


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    made = Workshop(tmp_path_factory.mktemp("laws"), {"day": DAY})
    copy_tiny(made.root)
    append(made.file("content/site.yaml"), "per_page: 6\n")
    made.build()
    (made.output / FOREIGN).write_text("mine")
    shutil.copytree(made.folder / "live", made.folder / "kept")
    return made


# ---- edits: each may follow any other ----------------------------------------------------------

Edit = Callable[[Workshop], object]


def there(edit: Callable[[Workshop], object], file: str) -> Edit:
    """An edit of a file that an earlier edit may have removed."""
    return lambda shop: edit(shop) if shop.file(file).exists() else None


def swap(file: str, old: str, new: str) -> Edit:
    def edit(shop: Workshop) -> None:
        text = shop.file(file).read_text(encoding="utf-8")
        shop.file(file).write_text(text.replace(old, new), encoding="utf-8")

    return there(edit, file)


def grow(file: str, text: str) -> Edit:
    return there(lambda shop: append(shop.file(file), text), file)


def group_called(name: str) -> Edit:
    """Another name of a group, whatever it was called before."""

    def edit(shop: Workshop) -> None:
        record = shop.file("content/criteria.yaml")
        text = record.read_text(encoding="utf-8")
        record.write_text(re.sub(r"vi: Thực phẩm[^}]*", name, text, count=1), encoding="utf-8")

    return edit


def site_called(name: str) -> Edit:
    """Another title of the site, whatever it was called before."""

    def edit(shop: Workshop) -> None:
        record = shop.file("content/site.yaml")
        text = re.sub(r"^title: .*", f"title: {{{name}}}", record.read_text(encoding="utf-8"), count=1)
        record.write_text(text, encoding="utf-8")

    return edit


def option(name: str, value: object) -> Edit:
    return lambda shop: shop.options.update({name: value})


def remove_tea(shop: Workshop) -> None:
    shutil.rmtree(shop.file(TEA), ignore_errors=True)


def add_teas(shop: Workshop) -> None:
    """Enough products for a second page of the lists."""
    for number in range(1, 7):
        folder = shop.file(f"products/xa-mau/tra-{number}")
        folder.mkdir(exist_ok=True)
        text = (PROJECT / "tests/sites/tiny" / TEA / "product.yaml").read_text(encoding="utf-8")
        text = text.replace("Trà mẫu", f"Trà mẫu {number}").replace("Sample tea", f"Sample tea {number}")
        (folder / "product.yaml").write_text(text, encoding="utf-8")


def move_tea(shop: Workshop) -> None:
    """The last folder is the id: moving a record changes nothing public."""
    if shop.file(TEA).exists():
        shop.file("products/cho-khac").mkdir(exist_ok=True)
        shop.file(TEA).rename(shop.file("products/cho-khac/tra-mau"))


def add_news(shop: Workshop) -> None:
    text = shop.file("content/news/tin-mau.yaml").read_text(encoding="utf-8")
    shop.file("content/news/tin-khac.yaml").write_text(
        text.replace("Tin mẫu", "Tin khác").replace("2026-02-10", "2026-03")
    )


def add_earlier_lots(shop: Workshop) -> None:
    """More lots than a product's own page names, so that each year has a page of its own."""
    many_lots.add_lots(shop.file(RICE), 8)


def child_theme(shop: Workshop) -> None:
    folder = shop.file("themes/nhanh")
    (folder / "styles").mkdir(parents=True, exist_ok=True)
    (folder / "theme.yaml").write_text("name: nhanh\nextends: default\n")
    (folder / "styles/tokens.css").write_text(":root{--test:#123456}\n")
    if "theme:" not in shop.file("content/site.yaml").read_text(encoding="utf-8"):
        append(shop.file("content/site.yaml"), "theme: nhanh\n")


def one_language(shop: Workshop) -> None:
    """The words of a language that the site no longer has would be refused: they go too."""
    for path in (*shop.file("content").rglob("*.en.md"),):
        path.unlink()
    for path in (*shop.file("content").rglob("*.yaml"), *shop.file("products").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8").replace("  - {code: en, name: English}\n", "")
        path.write_text(re.sub(r", en: (\"[^\"]*\"|[^}\"]*)}", "}", text), encoding="utf-8")


def third_language(shop: Workshop) -> None:
    """The last of the list: the first one must have every word."""
    text = shop.file("content/site.yaml").read_text(encoding="utf-8")
    if "code: fr" not in text:
        replace(shop.file("content/site.yaml"), "\nreport: {", "\n  - {code: fr, name: Français}\nreport: {")


def pick_output(shop: Workshop, pattern: str) -> Path:
    return next(path for path in sorted(shop.output.rglob(pattern)) if path.is_file())


def delete_page(shop: Workshop) -> None:
    pick_output(shop, "index.html").unlink()


def delete_folder(shop: Workshop) -> None:
    shutil.rmtree(shop.output / "en", ignore_errors=True)


def tamper(shop: Workshop) -> None:
    append(pick_output(shop, "*.css"), "/* by hand */")


def tamper_page(shop: Workshop) -> None:
    pick_output(shop, "*.html").write_text("")


def foreign_list(shop: Workshop) -> None:
    """Somebody's merge leaves an old list of files with a name more."""
    append(shop.output / ".ocop-built", "gone/long-ago.html\n")


GONE = "one language"
STORY = "content/producers/htx-mau/story.vi.md"
EDITS: dict[str, Edit] = {
    "rename a product": swap(f"{TEA}/product.yaml", "Trà mẫu", "An trà"),
    "a name without its translation": group_called("vi: Thực phẩm"),
    "a name translated by itself": group_called("vi: Thực phẩm, en: Thực phẩm"),
    "a title without its translation": site_called("vi: Danh mục mẫu"),
    "a title translated by itself": site_called("vi: Danh mục mẫu, en: Danh mục mẫu"),
    "rename the holder": swap("content/producers/htx-mau/producer.yaml", "Hợp tác xã Mẫu", "Hợp tác xã Ấy"),
    "remove a product": remove_tea,
    "add products": add_teas,
    "move a product": move_tea,
    "give a code": grow(f"{TEA}/product.yaml", "code: MU0002\n"),
    "add news": there(add_news, "content/news/tin-mau.yaml"),
    "remove news": there(
        lambda shop: shop.file("content/news/tin-mau.yaml").unlink(), "content/news/tin-mau.yaml"
    ),
    "change a lot": swap(f"{RICE}/lots.yaml", "{vi: 100 túi, en: 100 bags}", "{vi: 90 túi, en: 90 bags}"),
    "lots of earlier years": add_earlier_lots,
    "remove lots": there(lambda shop: shop.file(f"{RICE}/lots.yaml").unlink(), f"{RICE}/lots.yaml"),
    "a photo": lambda shop: add_photo(shop.root),
    "another photo": lambda shop: add_photo(shop.root, "navy", (500, 700)),
    "a story": grow(STORY, "\nThêm một câu.\n"),
    "remove a story": there(
        lambda shop: shop.file("content/producers/htx-mau/story.en.md").unlink(),
        "content/producers/htx-mau/story.en.md",
    ),
    "a group's name": swap("content/criteria.yaml", "vi: Thực phẩm, en: Food", "vi: Đồ ăn, en: Foods"),
    "a place's name": swap("content/places.yaml", "name: Mẫu Đông", "name: Mẫu Tây"),
    "a decision's day": swap("content/decisions/qd-mau-2026.yaml", "2026-02-10", "2026-02-11"),
    "expiring": option("day", date(2029, 1, 15)),
    "expired": option("day", date(2031, 1, 1)),
    "the day after": option("day", date(2026, 11, 22)),
    "another host": option("base_url", "https://khac.ocop.test/duong/dan"),
    "links for the disk": option("links", "relative"),
    "a template": grow("themes/default/templates/home.html", "<!-- changed -->\n"),
    "a part of templates": grow("themes/default/templates/parts/stars.html", "<!-- changed -->\n"),
    "a token": grow("themes/default/styles/tokens.css", ":root{--new:1px}\n"),
    "an inline style": grow("themes/default/styles/trace.css", "p{color:#111}\n"),
    "a drawing": swap("themes/default/illustrations/rice.svg", "</svg>", '<path d="M0 0h9v9z"/></svg>'),
    "a word": swap("themes/default/locales/vi.po", 'msgstr "Sản phẩm"', 'msgstr "Hàng hóa"'),
    "widths": swap("themes/default/theme.yaml", "[320, 640, 960, 1600]", "[200, 400]"),
    "a child theme": child_theme,
    "one language": one_language,
    "a third language": third_language,
    ENGLISH_FIRST: swap(
        "content/site.yaml",
        "  - {code: vi, name: Tiếng Việt}\n  - {code: en, name: English}\n",
        "  - {code: en, name: English}\n  - {code: vi, name: Tiếng Việt}\n",
    ),
    "samples are not listed": swap("content/site.yaml", "sample_site: true", "sample_site: false"),
    "delete a page": delete_page,
    "delete a folder": delete_folder,
    "tamper with a style": tamper,
    "empty a page": tamper_page,
    "an old list": foreign_list,
}


def is_accepted(steps: list[list[str]]) -> bool:
    """Whether the edits leave a site that is built: a text must be there in the first language."""
    names = {name for step in steps for name in step}
    return ENGLISH_FIRST not in names or not any(name.endswith("without its translation") for name in names)


# No shrinking: a try takes a second, and the names of the edits tell enough.
@settings(
    max_examples=6,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=st.lists(
        st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=5), min_size=1, max_size=2
    ).filter(is_accepted)
)
@example(steps=[["an inline style"], ["a story"]])
@example(
    steps=[
        ["a name without its translation", "a title without its translation"],
        ["a name translated by itself", "a title translated by itself"],
    ]
)
@example(steps=[["a photo", "add products", "give a code", "a word"], ["another photo", "remove a product"]])
@example(steps=[["delete a page", "tamper with a style", "an old list"], ["one language", "a child theme"]])
def test_an_incremental_build_is_the_same_as_a_clean_one(
    workshop: Workshop, steps: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    workshop.again()
    for number, names in enumerate(steps):
        # Words of a language that is gone would be refused, whatever edit brings them.
        for name in sorted(names, key=lambda one: one == GONE):
            EDITS[name](workshop)
        if any(GONE in earlier for earlier in steps[: number + 1]):
            EDITS[GONE](workshop)
        workshop.build()
    clean = tmp_path_factory.mktemp("clean")
    build_clean(workshop.root, clean / "output", **workshop.options)
    found = tree(workshop.output)
    assert found.pop(FOREIGN) == b"mine"
    same(found, tree(clean / "output"))
    shutil.rmtree(clean)


@pytest.mark.parametrize("name", sorted(EDITS))
def test_every_edit_does_something(workshop: Workshop, name: str) -> None:
    """An edit that no longer finds its words would make the law say nothing."""
    workshop.again()
    before = (tree(workshop.root), tree(workshop.output), dict(workshop.options))
    EDITS[name](workshop)
    assert (tree(workshop.root), tree(workshop.output), dict(workshop.options)) != before


def test_an_edit_during_a_build_is_not_lost(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Somebody saves a record after it was read and before the build ended."""
    workshop.again()
    EDITS["rename the holder"](workshop)
    with monkeypatch.context() as patch:
        from generator.site import site

        def edit_and_plan(*words: Any) -> Any:
            replace(workshop.file(f"{TEA}/product.yaml"), "Sample tea", "Another sample tea")
            return planned_site(*words)

        planned_site = site.plan
        patch.setattr(site, "plan", edit_and_plan)
        workshop.build()
    workshop.build()
    build_clean(workshop.root, tmp_path / "output", **workshop.options)
    found = tree(workshop.output)
    del found[FOREIGN]
    same(found, tree(tmp_path / "output"))


def test_a_clean_build_is_the_same_anywhere(workshop: Workshop, tmp_path: Path) -> None:
    """Another folder, order of files, zone, language, mask, hash seed and cache: the same bytes."""
    workshop.again()
    add_photo(workshop.root)
    add_teas(workshop)
    build_clean(workshop.root, tmp_path / "here", **workshop.options)
    other = tmp_path / "ở đâu đó" / "rất xa"
    other.mkdir(parents=True)
    names = sorted(path.relative_to(workshop.root) for path in workshop.root.rglob("*") if path.is_file())
    for name in reversed(names):
        (other / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(workshop.root / name, other / name)
        os.utime(other / name, (1, 1))
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(PROJECT),
        "PYTHONHASHSEED": "4711",
        "SOURCE_DATE_EPOCH": "1",
        "TZ": "Pacific/Kiritimati",
        "LANG": "tr_TR.UTF-8",
        "LC_ALL": "tr_TR.UTF-8",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "HOME": str(tmp_path / "home"),
    }
    command = [sys.executable, "-m", "generator", "build", "--day", DAY.isoformat(), "--output", "../kết quả"]
    done = subprocess.run(
        command,
        cwd=other,
        env=environment,
        capture_output=True,
        check=False,
        umask=0o077 if os.name == "posix" else -1,
    )
    assert done.returncode == 0, done.stderr.decode()
    same(tree(tmp_path / "here"), tree(other.parent / "kết quả"))
