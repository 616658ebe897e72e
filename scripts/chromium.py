"""Where a Chromium for the tests is found. Standard library only, until Playwright is asked."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

FLAGS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
"""The browser asks nobody anything: tests run without a network, and pages reach this machine only."""


def find_browser() -> str | None:
    """The browser to use: $OCOP_CHROMIUM, else one on the PATH, else Playwright's own, else None."""
    if chosen := os.environ.get("OCOP_CHROMIUM"):
        return chosen if Path(chosen).is_file() else None
    for name in NAMES:
        if result := shutil.which(name):
            return result
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() else None


def browser_flags() -> list[str]:
    """Flags for the start; the sandbox is given up only where it cannot work, for root."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*FLAGS, *(["--no-sandbox"] if root else [])]


if __name__ == "__main__":
    print(find_browser() or "")
