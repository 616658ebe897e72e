"""What every test may ask for: the built catalogue, servers, a browser."""

import gc
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from built import HOST, BuiltSite, build_site, copy_catalogue
from filelock import FileLock
from goods import search_site
from hosts import small_host
from hypothesis import settings
from states import build_states
from tiny import BASE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Two busy cores make single cases slow without anything being wrong.
# A server's run answers for the change at hand and tries the same cases each time; a developer's looks
# for new ones.
settings.register_profile("ocop", deadline=None, max_examples=60, derandomize="CI" in os.environ)
settings.load_profile("ocop")

# A run that a shell started in the background ignores Ctrl-C, and so would every program that a test starts.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

SUB_PATH = "/danh-muc/ocop"


def pytest_addoption(parser: pytest.Parser) -> None:
    """``pytest --renew`` writes the expected files anew; the difference is then reviewed."""
    parser.addoption("--renew", action="store_true", help="write the expected files of golden tests anew")


@pytest.fixture(scope="session")
def renew(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be written anew."""
    return bool(request.config.getoption("--renew"))


def pytest_collection_finish() -> None:
    """Leave what was imported to the end: collections of garbage are then short, and come often enough."""
    gc.collect()
    gc.freeze()


Once = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """``once(name, make)``: a folder that is made by the first worker that asks for it, for all workers."""
    base = tmp_path_factory.getbasetemp()
    # Each worker has a folder of its own below that of the run.
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"

    def folder(name: str, make: Callable[[Path], object]) -> Path:
        shared.mkdir(exist_ok=True)
        ready = shared / f"{name}.ready"
        with FileLock(shared / f"{name}.lock"):
            if not ready.exists():
                make(shared / name)
                ready.touch()
        return shared / name

    return folder


@pytest.fixture(scope="module")
def _place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("place") / "folder"


@pytest.fixture
def same_folder(_place: Path) -> Path:
    """An empty folder, at one place for all tests of a module: templates are compiled once for a place."""
    shutil.rmtree(_place, ignore_errors=True)
    _place.mkdir()
    return _place


@pytest.fixture(scope="session")
def catalogue_root(once: Once) -> Path:
    """A copy of the real catalogue to build from; nothing changes it."""
    return once("catalogue", copy_catalogue)


@pytest.fixture(scope="session")
def built_site(catalogue_root: Path, once: Once) -> BuiltSite:
    """The real catalogue, built for a domain's root."""
    return BuiltSite(once("root", lambda output: build_site(catalogue_root, output)))


@pytest.fixture(scope="session")
def built_under_path(catalogue_root: Path, once: Once) -> BuiltSite:
    """The real catalogue, built for a sub-path of a host."""
    base = HOST + SUB_PATH
    return BuiltSite(once("sub", lambda output: build_site(catalogue_root, output, base)), base)


@pytest.fixture(scope="session")
def built_for_disk(catalogue_root: Path, once: Once) -> BuiltSite:
    """The real catalogue with relative links, to be opened from the disk."""
    relative = ("--links", "relative")
    return BuiltSite(once("disk", lambda output: build_site(catalogue_root, output, HOST, *relative)))


@pytest.fixture(scope="session")
def goods_root(once: Once) -> Path:
    """The records of the site that is searched; nothing changes them."""
    return once("goods", search_site)


@pytest.fixture(scope="session")
def goods(goods_root: Path, once: Once) -> BuiltSite:
    """Seven products to search for, built for a domain's root."""
    return BuiltSite(once("goods-output", lambda output: build_site(goods_root, output)))


@pytest.fixture(scope="session")
def states(once: Once) -> BuiltSite:
    """The made-up site with a scan page in every state."""
    return BuiltSite(once("states", build_states) / "output", BASE)


@pytest.fixture(scope="session", params=["root", "sub-path", "disk"])
def any_site(request: pytest.FixtureRequest) -> BuiltSite:
    """The site in each of the three shapes."""
    names = {"root": "built_site", "sub-path": "built_under_path", "disk": "built_for_disk"}
    result: BuiltSite = request.getfixturevalue(names[request.param])
    return result


@pytest.fixture(scope="session")
def server() -> Iterator[Callable[..., str]]:
    """``server(folder, under="")``: serve a folder until the tests end; gives the home's address."""
    with ExitStack() as stack:
        running: dict[tuple[Path, str], str] = {}

        def serve(folder: Path, under: str = "") -> str:
            if (folder, under) not in running:
                running[folder, under] = stack.enter_context(small_host(folder, under))
            return running[folder, under]

        yield serve


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Chromium, found as ``make test`` finds it."""
    from chromium import browser_flags, find_browser
    from patience import HANG
    from playwright.sync_api import sync_playwright

    program = find_browser()
    assert program, "no Chromium: run make test, or set OCOP_CHROMIUM"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=program, args=browser_flags(), timeout=HANG * 1000
        )
        yield started
        started.close()


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """A page that fails the test on a request to another host, a failed request or a console message.

    Other tests use it after this one: ``shared_page`` tells what must not be left in it.
    """
    from watch import shared_page

    with shared_page(browser) as watched:
        yield watched
