"""The watch over pages itself: what it must see, and what one test must not leave to the next."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from watch import shared_page, watched_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def home(tmp_path: Path, server: Callable[..., str]) -> str:
    (tmp_path / "index.html").write_text("<!doctype html><link rel=icon href=data:,><title>t</title>")
    return server(tmp_path) + "/"


def visit(browser: "Browser", address: str, action: str) -> None:
    """Open a page and do something in it; fails where that is a fault."""
    with shared_page(browser) as page:
        page.goto(address)
        page.evaluate(f"() => {{ {action} }}")
        page.wait_for_load_state("networkidle")
        page.evaluate("() => new Promise((done) => setTimeout(done))")


@pytest.mark.parametrize(
    ("action", "told"),
    [
        (
            "new Image().src = 'https://elsewhere.example/a.png'",
            "asked another host: https://elsewhere.example/",
        ),
        ("fetch('https://192.0.2.1/a').catch(() => {})", "asked another host: https://192.0.2.1/a"),
        ("console.log('left over')", "console log: left over"),
        ("setTimeout(() => { throw new Error('broken') })", "script error: broken"),
        ("fetch('/missing').catch(() => {})", "404"),
    ],
)
def test_a_page_that_complains_or_asks_another_host_fails(
    browser: "Browser", home: str, action: str, told: str
) -> None:
    with pytest.raises(AssertionError, match=re.escape(told)):
        visit(browser, home, action)


def test_no_other_host_is_reached(browser: "Browser", home: str) -> None:
    """Nothing intercepts requests: the browser must find no address of another host."""
    with watched_page(browser, ("elsewhere.example", "ERR_NAME_NOT_RESOLVED")) as page:
        page.goto(home)
        answer = page.evaluate(
            "fetch('https://elsewhere.example/').then(() => 'reached', () => 'not reached')"
        )
        assert answer == "not reached"
        with page.expect_event("requestfailed") as failed:
            page.evaluate("() => { new Image().src = 'https://elsewhere.example/a.png'; }")
        assert failed.value.failure == "net::ERR_NAME_NOT_RESOLVED"


def test_a_shared_page_is_as_new(browser: "Browser", home: str) -> None:
    with shared_page(browser) as page:
        context = page.context
        page.goto(home)
        page.evaluate("localStorage.a = 1; sessionStorage.a = 1; document.cookie = 'a=1'")
        page.set_viewport_size({"width": 320, "height": 400})
    with shared_page(browser) as page:
        assert page.context is context
        page.goto(home)
        left = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie, innerWidth]")
        assert left == [0, 0, "", 1280]
