"""A browser page under watch: what it asks for and what it complains about."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from patience import HANG
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route

LOCAL = ("127.0.0.1", "localhost")


@contextlib.contextmanager
def watched_page(browser: Browser, expect: tuple[str, ...] = (), **options: Any) -> Iterator[Page]:
    """A page that may speak to this machine only, and must not complain.

    Fails at the end if the page asked another host for anything, if a request failed, or if anything
    was written to the console, unless the line contains one of ``expect``. ``options`` are
    Playwright's options of a context.
    """
    faults: list[str] = []
    options.setdefault("locale", "vi-VN")
    context = browser.new_context(**options)

    def guard(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.scheme in ("data", "blob", "file") or parts.hostname in LOCAL:
            route.continue_()
            return
        faults.append(f"asked another host: {route.request.url}")
        route.abort()

    def told(message: ConsoleMessage) -> None:
        faults.append(f"console {message.type}: {message.text} ({message.location.get('url', '')})")

    def failed(request: Request) -> None:
        # A page left before its pictures arrived is no fault.
        if request.failure != "net::ERR_ABORTED":
            faults.append(f"failed: {request.url} {request.failure}")

    context.route("**/*", guard)
    context.set_default_timeout(HANG * 1000)
    page = context.new_page()
    page.on("console", told)
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on("requestfailed", failed)
    try:
        yield page
    finally:
        context.close()
    remaining = [fault for fault in faults if not any(part in fault for part in expect)]
    assert not remaining, "\n".join(dict.fromkeys(remaining))


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
