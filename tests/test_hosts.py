"""The built site on real hosts: python's http.server and nginx, at the root and under a sub-path."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from built import HOST, BuiltPage, BuiltSite
from hosts import get, nginx_host, python_host

pytestmark = pytest.mark.slow

Host = Callable[[BuiltSite, Path], AbstractContextManager[str]]


def under(site: BuiltSite) -> str:
    """The sub-path that a site was built for."""
    return site.base.removeprefix(HOST)


@contextmanager
def python(site: BuiltSite, scratch: Path) -> Iterator[str]:
    """http.server shows a folder as it is: a sub-path is a folder in it."""
    folder = site.folder
    if below := under(site):
        folder = scratch / "www"
        (folder / below.lstrip("/")).parent.mkdir(parents=True)
        (folder / below.lstrip("/")).symlink_to(site.folder, target_is_directory=True)
    with python_host(folder, scratch / "log") as address:
        yield address + below


@contextmanager
def nginx(site: BuiltSite, scratch: Path) -> Iterator[str]:
    with nginx_host(site.folder, under(site), scratch) as address:
        yield address + under(site)


@pytest.fixture(params=["built_site", "built_under_path"], ids=["root", "sub-path"])
def site(request: pytest.FixtureRequest) -> BuiltSite:
    result: BuiltSite = request.getfixturevalue(request.param)
    return result


def everything_of(page: BuiltPage) -> set[str]:
    """Every file of the site that a page leads to or loads, and itself."""
    result = {page.path}
    for link in page.links():
        if target := page.site.resolve(page.path, link):
            result.add(target[0])
    return result


@pytest.mark.parametrize("host", [python, nginx])
def test_a_host_serves_the_site(site: BuiltSite, host: Host, tmp_path: Path) -> None:
    """Every kind of page with all that it leads to answers 200 with the right type."""
    wanted = set().union(*(everything_of(page) for page in site.kinds))
    faults = []
    with host(site, tmp_path) as home:
        for path in sorted(wanted):
            status, kind, _, body = get(f"{home}/{path.removesuffix('index.html')}")
            if status != 200 or not body:
                faults.append(f"{status} {path}")
            if path.endswith(".html") and kind != "text/html":
                faults.append(f"{kind} {path}")
    assert not faults, "\n".join(faults[:30])


@pytest.mark.parametrize("host", [python, nginx])
def test_a_printed_address_needs_no_slash(site: BuiltSite, host: Host, tmp_path: Path) -> None:
    """A QR code says /p/LS0001 without a slash; a host leads on to the folder, inside the sub-path."""
    traces = [page.path for page in site.pages if page.path.startswith(("p/", "01/"))]
    assert traces
    with host(site, tmp_path) as home:
        for path in traces[:: max(1, len(traces) // 20)]:
            printed = "/" + path.removesuffix("/index.html")
            status, _, leads_to, _ = get(home + printed)
            assert status in (301, 302, 307, 308), printed
            assert leads_to.endswith(under(site) + printed + "/"), leads_to


@pytest.mark.parametrize("below", ["/no-such-page", "/san-pham/khong-co/", "/en/products/a/b/c", "/p/ZZ9999"])
def test_nginx_shows_the_sites_own_404(site: BuiltSite, below: str, tmp_path: Path) -> None:
    with nginx(site, tmp_path) as home:
        status, kind, _, body = get(home + below)
    assert status == 404
    assert kind == "text/html"
    assert body == (site.folder / "404.html").read_bytes()


def test_python_answers_404_and_never_a_page(site: BuiltSite, tmp_path: Path) -> None:
    """An invented code must never look real, on the plainest host either."""
    with python(site, tmp_path) as home:
        assert get(home + "/p/ZZ9999")[0] == 404
        assert get(home + "/p/ZZ9999/")[0] == 404


def test_files_for_other_hosts_are_there(site: BuiltSite) -> None:
    assert "404.html" in site.files
    assert ".nojekyll" in site.files
    headers = (site.folder / "_headers").read_text(encoding="utf-8")
    assert "X-Content-Type-Options: nosniff" in headers
