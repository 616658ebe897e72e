"""What a scan costs, measured on the built catalogue."""

import gzip
import re

import pytest
from built import BuiltPage, BuiltSite, nothing_in

pytestmark = pytest.mark.slow

FLIGHT = 14_600
"""Bytes that a server may send before the first answer of the phone: ten segments of 1,460."""
ALL, REQUESTS, SCRIPT = 25 * 1024, 5, 3 * 1024


def scans(site: BuiltSite) -> list[BuiltPage]:
    """Every page behind a printed code."""
    result = [page for page in site.real_pages if page.kind == "trace"]
    assert len(result) > 50
    return result


def weight(page: BuiltPage) -> int:
    """Bytes of the page as a host sends it."""
    return len(gzip.compress(page.text.encode(), 9))


def pictures(page: BuiltPage) -> list[int]:
    """Bytes of the largest photo that a phone with three dots a pixel takes: 92 pixels wide."""
    result = []
    for node in page.all(".picture img[srcset]"):
        choices = [one.split() for one in (node.attributes.get("srcset") or "").split(",")]
        wide = [(int(width[:-1]), name) for name, width in choices]
        name = min(one for one in wide if one[0] >= 92 * 3)[1]
        target = page.site.resolve(page.path, name)
        assert target
        result.append(page.site.files[target[0]].stat().st_size)
    return result


def favicon(page: BuiltPage) -> int:
    """Bytes of the favicon as a host sends it."""
    target = page.site.resolve(page.path, page.value("link[rel=icon]", "href"))
    assert target
    return len(gzip.compress(page.site.files[target[0]].read_bytes(), 9))


def test_a_scan_is_read_after_one_flight(built_site: BuiltSite) -> None:
    nothing_in(
        f"{page.path}: {weight(page)} bytes"
        for page in [*scans(built_site), built_site.by_path["404.html"]]
        if weight(page) > FLIGHT
    )


def test_a_scan_asks_once_before_it_can_be_read(built_site: BuiltSite) -> None:
    nothing_in(
        f"{page.path}: {selector}"
        for page in [*scans(built_site), built_site.by_path["404.html"]]
        for selector in (
            "link[rel=stylesheet]",
            "script[src]:not([defer])",
            "link[rel=preload]",
            "iframe",
            "object",
        )
        if page.one(selector)
    )


def test_all_of_a_scan_is_small(built_site: BuiltSite) -> None:
    faults = []
    for page in scans(built_site):
        rest = [*pictures(page), favicon(page)]
        total = weight(page) + sum(rest)
        faults += [f"{page.path}: {total} bytes"] if total > ALL else []
        faults += [f"{page.path}: {1 + len(rest)} requests"] if 1 + len(rest) > REQUESTS else []
    nothing_in(faults)


def test_the_script_of_a_scan_is_small_and_allowed_by_its_digest(built_site: BuiltSite) -> None:
    faults = []
    for page in scans(built_site):
        scripts = [node.text() for node in page.all("script:not([type])")]
        size = sum(len(text.encode()) for text in scripts)
        faults += [f"{page.path}: {size} bytes of script"] if not 0 < size <= SCRIPT else []
        policy = page.value('meta[http-equiv="Content-Security-Policy"]', "content")
        faults += [f"{page.path}: {policy}"] if "unsafe" in policy else []
        found = len(re.findall(r"script-src[^;]*'sha256-", policy))
        faults += [f"{page.path}: no digest"] if not found else []
    nothing_in(faults)


def test_links_of_a_scan_work_with_and_without_a_final_slash(built_site: BuiltSite) -> None:
    """A host may serve the page at either address: nothing may be relative to it."""
    nothing_in(
        f"{page.path}: {link}"
        for page in [*scans(built_site), built_site.by_path["404.html"]]
        for link in page.links()
        if not re.match(r"(/|#|[a-z]+:)", link)
    )
