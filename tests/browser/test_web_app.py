"""The installed web app: a fair's pages kept for use without a network, and renewed with the site."""

import json
import socket
import threading
from collections.abc import Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from built import HOST, BuiltSite
from tiny import RICE, add_fair, build_clean, copy_tiny, replace
from watch import watched_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHOWCASE = "xu-lang"
MODE = "document.documentElement.dataset.mode"


class _Quiet(SimpleHTTPRequestHandler):
    missing: str = ""
    shut: bool = False
    folder: Path | None = None

    def translate_path(self, path: str) -> str:
        if self.folder:
            self.directory = str(self.folder)
        return super().translate_path(path)

    def do_GET(self) -> None:
        # Two sites built within one second look the same by their times.
        del self.headers["If-Modified-Since"]
        if self.shut:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        elif self.missing and self.path == self.missing:
            self.send_error(500)
        else:
            super().do_GET()

    def log_message(self, *words: object) -> None:  # a test's log is its assertions
        pass


@pytest.fixture
def hall(built_site: BuiltSite) -> Iterator[tuple[ThreadingHTTPServer, str]]:
    """A host that the test can shut: a worker's own requests do not know that a page is offline."""
    _Quiet.missing, _Quiet.shut, _Quiet.folder = "", False, None
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(built_site.folder))) as host:
        thread = threading.Thread(target=host.serve_forever, daemon=True)
        thread.start()
        yield host, f"http://127.0.0.1:{host.server_port}"
        host.shutdown()
        thread.join()


def test_the_web_app_keeps_a_fair(browser: "Browser", hall: tuple[ThreadingHTTPServer, str]) -> None:
    """One missing file breaks nothing; without a network kept pages open with their day, others say so."""
    host, home = hall
    _Quiet.missing = "/san-pham/hoa-hoi-kho-chi-lang/"
    # The browser itself writes a line for what the network does not give.
    with watched_page(browser, ("500", "ERR_", "Failed to load")) as page:
        page.goto(f"{home}/hoi-cho/{SHOWCASE}/")
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
        status = page.locator(".keep [role=status]")
        page.locator(".keep button").click()
        status.filter(has_text="Còn 1 tệp").wait_for()
        _Quiet.missing = ""
        page.locator(".keep button").click()
        page.locator(".keep button", has_text="Xóa bản đã giữ").wait_for()
        assert "21/11/2026" in status.inner_text()

        page.context.set_offline(True)
        host.shutdown()
        host.server_close()
        for path, words in (
            (f"/hoi-cho/{SHOWCASE}/", "bản ngày 21/11/2026"),
            ("/san-pham/hoa-hoi-kho-chi-lang/", "bản ngày 21/11/2026"),
            (f"/en/fairs/{SHOWCASE}/", "copy of 21 November 2026"),
        ):
            page.goto(home + path)
            assert words in page.locator(".kept-copy").inner_text()
        page.goto(f"{home}/kiosk/{SHOWCASE}/")
        assert page.evaluate(MODE) == "slides"
        assert page.evaluate("[...document.images].every((one) => !one.complete || one.naturalWidth > 0)")
        page.goto(f"{home}/chuong-trinh/")
        assert page.locator("h1").inner_text() == "Không có mạng"
        assert page.locator(f'main a[href$="/hoi-cho/{SHOWCASE}/"]').count() == 2

        page.goto(f"{home}/hoi-cho/{SHOWCASE}/")
        page.locator(".keep button", has_text="Xóa bản đã giữ").click()
        page.locator(".keep button", has_text="Giữ để xem").wait_for()
        names = page.evaluate("caches.keys()")
        assert not [name for name in names if name.startswith("ocop:")]


COPIES = """async (wanted) => {
  let found = [];
  for (let tries = 0; tries < 600 && String(found) !== String(wanted); tries += 1) {
    if (tries) await new Promise((done) => setTimeout(done, 50));
    found = [];
    for (const name of (await caches.keys()).filter((one) => one.startsWith('ocop:'))) {
      const list = await (await caches.open(name)).match('/kept.json');
      if (list) found.push((await list.json()).day);
    }
    found.sort();
  }
  return found;
}"""
"""The days of the copies that are kept, once they are those."""


def test_the_kept_copy_renews_itself_safely(
    browser: "Browser", tmp_path: Path, hall: tuple[ThreadingHTTPServer, str]
) -> None:
    """A newer site is taken over in the background; until all of it is there the older copy stays whole."""
    root, home = copy_tiny(tmp_path / "site"), hall[1]
    add_fair(root)
    build_clean(root, tmp_path / "old", base_url=HOST)
    replace(root / RICE / "product.yaml", "Gạo nếp mẫu", "Gạo nếp mẫu mới")
    build_clean(root, tmp_path / "new", base_url=HOST, day=date(2026, 12, 6))
    fair, rice = f"{home}/hoi-cho/hoi-cho-mau/", "/san-pham/gao-mau/"
    _Quiet.folder = tmp_path / "old"
    with watched_page(browser, ("500", "ERR_", "Failed to load")) as page:

        def reads(path: str, *words: str) -> None:
            page.goto(home + path)
            for one in words:
                assert one in page.locator("body").inner_text(), (path, one)

        page.goto(fair)
        page.locator(".keep button").click()
        page.locator(".keep button", has_text="Xóa bản đã giữ").wait_for()
        # The new site is up, but one of its pages fails.
        _Quiet.folder, _Quiet.missing = tmp_path / "new", rice
        page.goto(fair)
        both = ["2026-11-21", "2026-12-06"]
        assert page.evaluate(COPIES, both) == both
        _Quiet.shut = True
        reads("/hoi-cho/hoi-cho-mau/", "bản ngày 21/11/2026")
        reads(rice, "Gạo nếp mẫu", "bản ngày 21/11/2026")
        # It is whole again: the next look takes the rest, and the older copy goes.
        _Quiet.shut, _Quiet.missing = False, ""
        page.goto(fair)
        page.locator(".keep [role=status]", has_text="06/12/2026").wait_for()
        assert page.evaluate(COPIES, both[1:]) == both[1:]
        _Quiet.shut = True
        reads(rice, "Gạo nếp mẫu mới", "bản ngày 06/12/2026")
        page.goto(f"{home}/kiosk/hoi-cho-mau/")
        assert page.evaluate(MODE) == "slides"


def test_the_app_can_be_installed(browser: "Browser", hall: tuple[ThreadingHTTPServer, str]) -> None:
    """The browser itself finds nothing that keeps it from being installed."""
    with watched_page(browser) as page:
        page.goto(f"{hall[1]}/hoi-cho/")
        session = page.context.new_cdp_session(page)
        manifest = session.send("Page.getAppManifest")
        assert manifest["url"].endswith("/site.webmanifest")
        assert not manifest["errors"]
        found = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
        # A test's context is a private window, and those never install.
        assert {one["errorId"] for one in found} <= {"in-incognito"}


def test_the_worker_lists_only_what_was_built(built_site: BuiltSite) -> None:
    text = built_site.files["sw.js"].read_text(encoding="utf-8")
    values = json.loads(text.split("\n", 1)[0].removeprefix("const OCOP=").removesuffix(";"))
    assert set(values["keep"]) >= {SHOWCASE}
    for fair in values["keep"].values():
        for address in fair["files"]:
            target = built_site.resolve("", HOST + address)
            assert target is not None
            assert target[0] in built_site.files, address


def test_the_manifests_name_what_is_there(built_site: BuiltSite) -> None:
    for name in ("site.webmanifest", "en/site.webmanifest"):
        manifest = json.loads(built_site.files[name].read_text(encoding="utf-8"))
        for address in [manifest["start_url"], *(icon["src"] for icon in manifest["icons"])]:
            target = built_site.resolve("", HOST + address)
            assert target is not None
            assert target[0] in built_site.files
