"""What a page costs, by kind, measured on the built catalogue as a host sends it (gzip)."""

import gzip
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from built import BuiltPage, BuiltSite, nothing_in

pytestmark = pytest.mark.slow

KB = 1024
# kind: HTML, HTML with blocking styles, everything, requests, scripts.
BUDGETS = {
    "product": (10 * KB, 14_600, 250 * KB, 20, 5 * KB),
    "products": (14 * KB, 20 * KB, 250 * KB, 30, 10 * KB),
    "list": (14 * KB, 20 * KB, 250 * KB, 30, 10 * KB),
    "place": (14 * KB, 20 * KB, 250 * KB, 30, 10 * KB),
    "home": (8 * KB, 20 * KB, 150 * KB, 20, 5 * KB),
}


@cache
def sent(path: Path) -> int:
    """Bytes of a file on the wire: text is compressed by the host, pictures are already."""
    data = path.read_bytes()
    return len(data) if path.suffix in (".webp", ".jpg", ".png") else len(gzip.compress(data, 9))


def files_of(page: BuiltPage, *wanted: tuple[str, str]) -> Iterator[Path]:
    """The built files that a page asks for by these (selector, attribute) pairs, each once."""
    seen = set()
    for selector, attribute in wanted:
        for node in page.all(selector):
            found = page.site.resolve(page.path, node.attributes.get(attribute) or "")
            if found and found[0] not in seen:
                seen.add(found[0])
                yield page.site.files[found[0]]


BLOCKING = ("link[rel=stylesheet]:not([media])", "href")
SCRIPTS = ("script[src]", "src")
OTHERS = (("link[rel=stylesheet][media]", "href"), ("link[rel=icon]", "href"), ("img", "src"))


@pytest.mark.parametrize("kind", BUDGETS)
def test_pages_keep_their_budget(built_site: BuiltSite, kind: str) -> None:
    html_limit, critical_limit, all_limit, request_limit, script_limit = BUDGETS[kind]
    pages = [page for page in built_site.real_pages if page.kind == kind]
    assert pages
    faults = []
    for page in pages:
        html = len(gzip.compress(page.text.encode(), 9))
        critical = html + sum(map(sent, files_of(page, BLOCKING)))
        scripts = sum(map(sent, files_of(page, SCRIPTS)))
        everything = list(files_of(page, BLOCKING, SCRIPTS, *OTHERS))
        total = html + sum(map(sent, everything))
        for name, value, limit in (
            ("html", html, html_limit),
            ("critical", critical, critical_limit),
            ("scripts", scripts, script_limit),
            ("all", total, all_limit),
            ("requests", len(everything) + 1, request_limit),
        ):
            if value > limit:
                faults.append(f"{page.path}: {name} {value} > {limit}")
    nothing_in(faults)
