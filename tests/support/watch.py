"""A browser page under watch: what it asks for and what it complains about."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from patience import HANG
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

LOCAL = ("127.0.0.1", "localhost")


class Watch:
    """A page in a context of its own, and what it did that it must not do."""

    def __init__(self, browser: Browser, options: dict[str, Any]) -> None:
        context = browser.new_context(**{"locale": "vi-VN", **options})
        context.set_default_timeout(HANG * 1000)
        self.page = context.new_page()
        self.faults: list[str] = []
        self._window = self.page.viewport_size
        # The browser resolves no other host (``chromium.FLAGS``); nothing is intercepted, which would cost
        # a turn through this process for each file and switch the browser's cache off.
        self.page.on("request", self._note_request)
        self.page.on("console", self._note_line)
        self.page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        self.page.on("requestfailed", self._note_failure)

    def _note_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "file") and parts.hostname not in LOCAL:
            self.faults.append(f"asked another host: {request.url}")

    def _note_line(self, line: ConsoleMessage) -> None:
        self.faults.append(f"console {line.type}: {line.text} ({line.location.get('url', '')})")

    def _note_failure(self, request: Request) -> None:
        # A page left before its pictures arrived is no fault.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {request.url} {request.failure}")

    def leave(self) -> None:
        """Clear what the page stored, its address and its window; the next test begins as the first did."""
        if self.page.url.startswith("http"):
            session = self.page.context.new_cdp_session(self.page)
            origin = "{0.scheme}://{0.netloc}".format(urlsplit(self.page.url))
            session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
            session.detach()
        self.page.goto("about:blank")
        if self._window and self.page.viewport_size != self._window:
            self.page.set_viewport_size(self._window)

    def judge(self, expect: tuple[str, ...]) -> None:
        """Fail with what was wrong, unless a line contains one of ``expect``."""
        remaining = [fault for fault in self.faults if not any(part in fault for part in expect)]
        assert not remaining, "\n".join(dict.fromkeys(remaining))


@contextlib.contextmanager
def watched_page(browser: Browser, expect: tuple[str, ...] = (), **options: Any) -> Iterator[Page]:
    """A page that may speak to this machine only, and must not complain.

    Fails at the end if the page asked another host for anything, if a request failed, or if anything
    was written to the console, unless the line contains one of ``expect``. ``options`` are
    Playwright's options of a context.

    Its context is its own, for tests that leave something in it: a clock, a script, a permission, a worker.
    """
    watch = Watch(browser, options)
    try:
        yield watch.page
    finally:
        watch.page.context.close()
    watch.judge(expect)


_SHARED: dict[tuple[Browser, str], Watch] = {}


@contextlib.contextmanager
def shared_page(browser: Browser, expect: tuple[str, ...] = (), **options: Any) -> Iterator[Page]:
    """As ``watched_page``, in a context that other tests with the same options use after this one.

    A context takes four times as long as a page in one that is there. Storage and address are cleared in
    between; a clock, a script for every page and a listener would stay.
    """
    key = browser, json.dumps(options, sort_keys=True)
    watch = _SHARED.pop(key, None) or Watch(browser, options)
    try:
        yield watch.page
        watch.leave()
        watch.judge(expect)
    except BaseException:
        watch.page.context.close()
        raise
    watch.faults.clear()
    _SHARED[key] = watch


def settle(page: Page) -> None:
    """Wait until nothing is loading and what came is painted, so that every shift of the layout is told."""
    page.wait_for_load_state("networkidle")
    page.evaluate(
        "() => document.fonts.ready.then(() => new Promise(done =>"
        " requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))))"
    )


def decode_both(png: Path) -> tuple[set[str], set[str]]:
    """What two independent decoders read in a picture: zxing-cpp's answers and zbar's."""
    import zxingcpp
    from PIL import Image
    from pyzbar import pyzbar

    with Image.open(png) as picture:
        grey = picture.convert("L")
    zxing = {code.text for code in zxingcpp.read_barcodes(grey)}
    zbar = {code.data.decode() for code in pyzbar.decode(grey, symbols=[pyzbar.ZBarSymbol.QRCODE])}
    return zxing, zbar
