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
from names import as_read
from tiny import FAIR, RICE, add_fair, build_clean, copy_tiny, replace
from watch import watched_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

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

    def end_headers(self) -> None:
        # The test changes what lies behind an address from one moment to the next.
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

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
        page.locator(".keep button", has_text="Xóa bản đã lưu").wait_for()
        assert "21/11/2026" in as_read(status.inner_text())

        page.context.set_offline(True)
        host.shutdown()
        host.server_close()
        for path, words in (
            (f"/hoi-cho/{SHOWCASE}/", "bản ngày 21/11/2026"),
            ("/san-pham/hoa-hoi-kho-chi-lang/", "bản ngày 21/11/2026"),
            (f"/en/fairs/{SHOWCASE}/", "copy of 21 November 2026"),
        ):
            page.goto(home + path)
            assert words in as_read(page.locator(".kept-copy").inner_text())
        page.goto(f"{home}/kiosk/{SHOWCASE}/")
        assert page.evaluate(MODE) == "slides"
        assert page.evaluate("[...document.images].every((one) => !one.complete || one.naturalWidth > 0)")
        page.goto(f"{home}/chuong-trinh/")
        assert as_read(page.locator("h1").inner_text()) == "Không có mạng"
        assert page.locator(f'main a[href$="/hoi-cho/{SHOWCASE}/"]').count() == 2

        page.goto(f"{home}/hoi-cho/{SHOWCASE}/")
        page.locator(".keep button", has_text="Xóa bản đã lưu").click()
        page.locator(".keep button", has_text="Lưu để xem").wait_for()
        names = page.evaluate("caches.keys()")
        assert not [name for name in names if name.startswith("ocop:")]


COPIES = """async ([key, wanted]) => {
  let found = [];
  for (let tries = 0; tries < 1200 && JSON.stringify(found) !== JSON.stringify(wanted); tries += 1) {
    if (tries) await new Promise((done) => setTimeout(done, 50));
    found = [];
    for (const name of (await caches.keys()).filter((one) => one.startsWith('ocop:'))) {
      const list = await (await caches.open(name)).match(key);
      if (list) found.push(await list.json().then((one) => `${one.day} ${one.missing}`));
    }
    found.sort();
  }
  return found;
}"""
"""The days of the copies that are kept, each with the count of files it lacks, once they are those."""

CACHES = """async (wanted) => {
  const bare = (name) => name.split(':').slice(0, -1).join(':');
  const found = async () => JSON.stringify((await caches.keys()).map(bare).sort());
  for (let tries = 0; tries < 1200 && await found() !== JSON.stringify(wanted); tries += 1) {
    await new Promise((done) => setTimeout(done, 50));
  }
  return JSON.parse(await found());
}"""
"""The names of all caches without their digests, once they are those."""

HOLDERS = r"""async (words) => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const text = (await (await cache.match(request)).text()).replaceAll('\u00a0', ' ');
      if (text.includes(words)) found.push(new URL(request.url).pathname);
    }
  }
  return found.sort();
}"""
"""The addresses of kept files that hold these words."""

OLD_CACHES = """async () => {
  for (const base of ['a', 'b']) {
    const cache = await caches.open(`ocop:cu-${base}:0123456789ab`);
    await cache.put(`/${base}/kept.json`, new Response('{}'));
    await cache.put(`/${base}/san-pham/cu/`, new Response('old'));
  }
}"""
"""A cache of each of two catalogues, named as the worker named them before the folder was in the name."""

PHONE = "000 0000 000"
"""The telephone of the tiny site's cooperative, which makes the fair's products."""

REGISTERED = (
    "navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => new URL(one.scope).pathname))"
)


def test_the_kept_copy_renews_itself_safely(
    browser: "Browser", tmp_path: Path, hall: tuple[ThreadingHTTPServer, str]
) -> None:
    """A newer site is taken over in the background; what cannot be fetched yet stays as it was."""
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
                # Syllables of a name are held together by spaces of their own.
                assert one in as_read(page.locator("body").inner_text()), (path, one)

        page.goto(fair)
        page.locator(".keep button").click()
        page.locator(".keep button", has_text="Xóa bản đã lưu").wait_for()
        # The new site is up, but one of its pages fails.
        _Quiet.folder, _Quiet.missing = tmp_path / "new", rice
        page.goto(fair)
        both = ["2026-11-21 0", "2026-12-06 1"]
        assert page.evaluate(COPIES, ["/kept.json", both]) == both
        _Quiet.shut = True
        # What was fetched is shown as it is now, the page that failed as it was.
        reads("/hoi-cho/hoi-cho-mau/", "bản ngày 06/12/2026")
        reads(rice, "Gạo nếp mẫu", "bản ngày 21/11/2026")
        # It is whole again: the next look takes the rest, and the older copy goes.
        _Quiet.shut, _Quiet.missing = False, ""
        page.goto(fair)
        page.locator(".keep button", has_text="Xóa bản đã lưu").wait_for()
        assert page.evaluate(COPIES, ["/kept.json", ["2026-12-06 0"]]) == ["2026-12-06 0"]
        _Quiet.shut = True
        reads(rice, "Gạo nếp mẫu mới", "bản ngày 06/12/2026")
        page.goto(f"{home}/kiosk/hoi-cho-mau/")
        assert page.evaluate(MODE) == "slides"


def keep_fair(page: "Page", address: str) -> None:
    """Open a fair's page and keep its copy, as a reader does."""
    page.goto(address)
    page.locator(".keep button").click()
    page.locator(".keep button", has_text="Xóa bản đã lưu").wait_for()


def test_deleted_last_fair_leaves_nothing_on_device(
    browser: "Browser", tmp_path: Path, hall: tuple[ThreadingHTTPServer, str]
) -> None:
    """A reader who opens any page of the site loses the copy and the worker."""
    root, home = copy_tiny(tmp_path / "site"), hall[1]
    build_clean(root, tmp_path / "without", base_url=HOST)
    add_fair(root)
    build_clean(root, tmp_path / "with", base_url=HOST)
    _Quiet.folder = tmp_path / "with"
    with watched_page(browser, ("404",)) as page:
        keep_fair(page, f"{home}/hoi-cho/hoi-cho-mau/")
        assert page.evaluate(HOLDERS, PHONE), "a maker's telephone is kept"
        _Quiet.folder = tmp_path / "without"
        page.goto(f"{home}/dia-ban/")
        assert page.evaluate(CACHES, []) == []
        page.goto(f"{home}/van-ban/")
        assert page.evaluate(REGISTERED) == []


def test_deleted_fair_leaves_device_and_other_fair_stays(
    browser: "Browser", tmp_path: Path, hall: tuple[ThreadingHTTPServer, str]
) -> None:
    root, home = copy_tiny(tmp_path / "site"), hall[1]
    add_fair(root)
    build_clean(root, tmp_path / "one", base_url=HOST)
    add_fair(root, "hoi-cho-hai", FAIR.replace("Hội chợ mẫu", "Hội chợ hai"))
    build_clean(root, tmp_path / "two", base_url=HOST)
    _Quiet.folder = tmp_path / "two"
    with watched_page(browser) as page:
        keep_fair(page, f"{home}/hoi-cho/hoi-cho-mau/")
        keep_fair(page, f"{home}/hoi-cho/hoi-cho-hai/")
        both = ["ocop:%2F:hoi-cho-hai", "ocop:%2F:hoi-cho-mau"]
        assert page.evaluate(CACHES, both) == both
        _Quiet.folder = tmp_path / "one"
        page.goto(f"{home}/dia-ban/")
        assert page.evaluate(CACHES, both[1:]) == both[1:]
        assert page.evaluate(HOLDERS, "Hội chợ hai") == []
        assert page.evaluate(REGISTERED) == ["/"]


def test_withdrawn_contact_leaves_kept_pages(
    browser: "Browser", tmp_path: Path, hall: tuple[ThreadingHTTPServer, str]
) -> None:
    """The number goes as soon as any page is opened with a network, even while other pages cannot be had."""
    root, home = copy_tiny(tmp_path / "site"), hall[1]
    add_fair(root)
    build_clean(root, tmp_path / "with", base_url=HOST)
    replace(root / "content/producers/htx-mau/producer.yaml", f"phone: {{value: {PHONE}, public: true}}", "")
    replace(root / "content/fairs/hoi-cho-mau.yaml", "A sample note.", "Another sample note.")
    build_clean(root, tmp_path / "without", base_url=HOST)
    _Quiet.folder = tmp_path / "with"
    with watched_page(browser, ("500", "ERR_", "Failed to load")) as page:
        keep_fair(page, f"{home}/hoi-cho/hoi-cho-mau/")
        assert page.evaluate(HOLDERS, PHONE)
        _Quiet.shut = True
        page.goto(f"{home}/chu-the/htx-mau/")
        assert PHONE in as_read(page.locator("main").inner_text())
        _Quiet.folder, _Quiet.shut, _Quiet.missing = tmp_path / "without", False, "/en/fairs/hoi-cho-mau/"
        page.goto(f"{home}/dia-ban/")
        partly = ["2026-11-21 0", "2026-11-21 1"]
        assert page.evaluate(COPIES, ["/kept.json", partly]) == partly
        assert page.evaluate(HOLDERS, PHONE) == []
        # The next page that is opened fetches what failed, although no fair's page is looked at.
        _Quiet.missing = ""
        page.goto(f"{home}/van-ban/")
        assert page.evaluate(COPIES, ["/kept.json", partly[:1]]) == partly[:1]
        _Quiet.shut = True
        page.goto(f"{home}/chu-the/htx-mau/")
        assert page.locator(".kept-copy").count() == 1
        assert PHONE not in as_read(page.locator("main").inner_text())


def test_two_catalogues_of_one_origin_keep_apart(
    browser: "Browser", tmp_path: Path, hall: tuple[ThreadingHTTPServer, str]
) -> None:
    """Each cleans its own copies, those under the names of older versions too, and never the other's."""
    root, home = copy_tiny(tmp_path / "site"), hall[1]
    add_fair(root)
    for name in ("a", "b"):
        build_clean(root, tmp_path / "host" / name, base_url=f"{HOST}/{name}")
        build_clean(root, tmp_path / "later" / name, base_url=f"{HOST}/{name}")
    (root / "content/fairs/hoi-cho-mau.yaml").unlink()
    build_clean(root, tmp_path / "later" / "a", base_url=f"{HOST}/a")
    _Quiet.folder = tmp_path / "host"
    with watched_page(browser, ("404", "ERR_", "Failed to load")) as page:
        for name in ("a", "b"):
            keep_fair(page, f"{home}/{name}/hoi-cho/hoi-cho-mau/")
        both = ["ocop:%2Fa%2F:hoi-cho-mau", "ocop:%2Fb%2F:hoi-cho-mau"]
        assert page.evaluate(CACHES, both) == both
        page.evaluate(OLD_CACHES)
        _Quiet.folder = tmp_path / "later"
        page.goto(f"{home}/a/dia-ban/")
        rest = sorted([both[1], "ocop:cu-b"])
        assert page.evaluate(CACHES, rest) == rest
        page.goto(f"{home}/a/van-ban/")
        assert page.evaluate(REGISTERED) == ["/b/"]
        _Quiet.shut = True
        page.goto(f"{home}/b/hoi-cho/hoi-cho-mau/")
        assert page.locator(".kept-copy").count() == 1
        assert page.evaluate(HOLDERS, PHONE)


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
