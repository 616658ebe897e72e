"""The tiny made-up site: a copy to edit, built inside this process, and read as bytes."""

import os
import shutil
import stat
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from built import PROJECT, nothing_in
from PIL import Image

from generator.cache import Cache
from generator.catalogue.catalogue import Catalogue, whole
from generator.catalogue.check import check
from generator.commands.build import BuildResult, build
from generator.memo import Memo
from generator.project import BuildOptions
from generator.records.read import read
from generator.render import theme as themes
from generator.render.pages import Renderer
from generator.render.session import RenderSession
from generator.render.theme import Theme
from generator.settings import Settings
from generator.site.outputs import Asset, Output, Page, SitePlan
from generator.site.site import plan

TINY = PROJECT / "tests" / "sites" / "tiny"
DAY = date(2026, 11, 21)
BASE = "https://ocop.test"

RICE = "products/xa-mau/gao-mau"
TEA = "products/xa-mau/tra-mau"


def copy_tiny(root: Path) -> Path:
    """The tiny site with the default theme at ``root``, free to be edited."""
    shutil.copytree(TINY, root, ignore=shutil.ignore_patterns("expected"))
    shutil.copytree(PROJECT / "themes" / "default", root / "themes" / "default")
    return root


@cache
def default_theme() -> Theme:
    """The project's own theme, loaded once."""
    return themes.load(PROJECT, "default")


def files_of_theme(root: Path) -> dict[str, tuple[int, int, int]]:
    """What tells whether a file of the default theme below ``root`` is another one: mode, size and time."""
    folder = f"{root / 'themes' / 'default'}{os.sep}"
    return {
        path.removeprefix(folder): (mode, size, time)
        for path, mode, size, time in themes.stamps(root)
        if path.startswith(folder) and not stat.S_ISDIR(mode)
    }


class SharedSession(RenderSession):
    """As in ``ocop serve``, for all sites of a process: an untouched copy of the default theme is that theme.

    To load and compile it takes six times as long as a tiny site.
    """

    def __init__(self) -> None:
        super().__init__()
        self._renderers: dict[Settings, Renderer] = {}
        self._untouched: dict[str, tuple[int, int, int]] = {}

    def theme(self, root: Path, name: str, load: Callable[[], Theme]) -> Theme:
        self._untouched = self._untouched or files_of_theme(PROJECT)
        if name == "default" and files_of_theme(root) == self._untouched:
            return default_theme()
        return super().theme(root, name, load)

    def renderer(self, theme: Theme, settings: Settings, plan: SitePlan) -> Renderer:
        if theme is not default_theme():
            return super().renderer(theme, settings, plan)
        renderer = self._renderers.get(settings)
        if renderer is None or not renderer.serves(theme, settings, plan):
            if len(self._renderers) > 3:
                self._renderers.clear()
            renderer = self._renderers[settings] = Renderer(theme, settings, plan)
        return renderer


SESSION = SharedSession()
"""Of all builds in a process of the tests."""


def order(root: Path, output: Path, cache: Path | None = None, **more: Any) -> BuildOptions:
    """An order for ``root`` as of the tests' day."""
    return BuildOptions(root, output, more.pop("day", DAY), cache=cache, **more)


def build_clean(root: Path, output: Path, **more: Any) -> BuildResult:
    """A build that remembers nothing and must succeed."""
    result = build(order(root, output, **more), session=SESSION)
    assert not result.report.failed, result.report.problems
    return result


STATE = (".ocop-lock", ".ocop-printed")
"""Files in which a folder keeps what became of it: no law of equal bytes holds for them."""


def tree(folder: Path) -> dict[str, bytes]:
    """Every file and link below a folder, with its bytes (a link's are where it leads); no state."""
    result: dict[str, bytes] = {}
    start = len(folder.as_posix()) + 1
    # The laws of edits look at a tree hundreds of times: ``Path.rglob`` would take most of that.
    for parent, folders, files in os.walk(folder):
        for name in {*folders, *files}.difference(STATE):
            path = Path(parent, name)
            if path.is_symlink():
                result[path.as_posix()[start:]] = b"-> " + os.fsencode(path.readlink())
            elif name in files:
                result[path.as_posix()[start:]] = path.read_bytes()
    return dict(sorted(result.items()))


def same(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    """Fail with the names of what differs, not with a screen of bytes."""
    faults = [f"only in the first: {name}" for name in sorted(one.keys() - other.keys())]
    faults += [f"only in the second: {name}" for name in sorted(other.keys() - one.keys())]
    faults += [f"differs: {name}" for name in sorted(one) if one[name] != other.get(name, one[name])]
    nothing_in(faults)


def append(file: Path, text: str) -> None:
    """Add to a file."""
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def replace(file: Path, old: str, new: str) -> None:
    """Replace words of a file; they must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file}: {old}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def add_photo(root: Path, colour: str = "olive", size: tuple[int, int] = (900, 600)) -> None:
    """A photo of the sample rice; called again it changes the picture."""
    Image.new("RGB", size, colour).save(root / RICE / "tui-gao.png")
    record = root / RICE / "product.yaml"
    if "photos:" not in record.read_text(encoding="utf-8"):
        append(record, "photos:\n  - {file: tui-gao.png, alt: {vi: Túi gạo mẫu, en: A bag of sample rice}}\n")


FAIR = """\
name: {vi: Hội chợ mẫu, en: Sample fair}
sample: true
place: {vi: Nhà văn hóa xã Mẫu, en: The Mẫu community hall}
first: 2026-12-05
last: 2026-12-07
organiser: {vi: Ban soạn dữ liệu mẫu, en: The sample data desk}
summary: {vi: Hội chợ bịa ra để thử., en: A fair made up for testing.}
booths:
  - id: m1
    name: {vi: Gian M1, en: Booth M1}
    products: [gao-mau]
    note: {vi: Có nếm thử., en: With tasting.}
products: [tra-mau]
notes:
  - {vi: Ghi chú mẫu., en: A sample note.}
"""


def add_fair(root: Path, name: str = "hoi-cho-mau", text: str = FAIR) -> None:
    """A made-up fair with one booth; the tea has no stars that hold on its days."""
    (root / "content" / "fairs").mkdir(exist_ok=True)
    (root / "content" / "fairs" / f"{name}.yaml").write_text(text, encoding="utf-8")


def catalogue(root: Path = TINY, day: date = DAY) -> Catalogue:
    """The records of a good site, checked."""
    records, problems = read(root, Cache(None, root))
    assert not [fault for fault in [*problems, *check(records, day)] if fault.is_error]
    return whole(records, day)


def planned(root: Path, base: str = BASE, day: date = DAY, **settings: Any) -> SitePlan:
    """The plan of a site with the default theme."""
    return plan(catalogue(root, day), Settings(base, **settings), default_theme().facts)


_OUTPUTS: Memo[int, tuple[SitePlan, dict[str, Output | Asset]]] = Memo(3)
"""By identity of the plan: a test asks for its outputs many times, and each time all units would run."""


def outputs(plan: SitePlan) -> dict[str, Output | Asset]:
    """Outputs by path; the same values each time."""
    if id(plan) not in _OUTPUTS:
        _OUTPUTS[id(plan)] = plan, {output.path: output for output in plan.outputs}
    return _OUTPUTS[id(plan)][1]


def pages(plan: SitePlan) -> dict[str, Page]:
    """Pages by path."""
    return {path: output for path, output in outputs(plan).items() if isinstance(output, Page)}


def views(plan: SitePlan, kind: str = "", lang: str = "") -> list[Any]:
    """The views of a plan's pages, of one kind or language if asked."""
    return [
        page.view
        for page in pages(plan).values()
        if kind in ("", page.view["kind"]) and lang in ("", page.view["lang"])
    ]
