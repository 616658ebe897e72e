"""The built catalogue, read back from its files: what browsers load, files for machines, safety."""

import base64
import hashlib
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import chain
from urllib.parse import urlsplit

import pytest
from built import PROJECT, BuiltPage, BuiltSite, nothing_in
from PIL import Image

pytestmark = pytest.mark.slow

LANGUAGES = {"vi", "en"}
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
ATOM = {"a": "http://www.w3.org/2005/Atom"}
LOADING = (
    "script[src]",
    "img[src]",
    "source[src]",
    "source[srcset]",
    "img[srcset]",
    "iframe",
    "object",
    "embed",
    "video[src]",
    "audio[src]",
    'link[rel~="stylesheet"]',
    'link[rel~="icon"]',
    'link[rel~="preload"]',
    'link[rel~="manifest"]',
    'link[rel~="modulepreload"]',
)


# ---- what browsers load ----------------------------------------------------------------------


def policy(page: BuiltPage) -> dict[str, list[str]]:
    text = page.value('meta[http-equiv="Content-Security-Policy"]', "content")
    return {words[0]: words[1:] for part in text.split(";") if (words := part.split())}


def digest_of(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def safety_faults(page: BuiltPage) -> Iterator[str]:
    rules = policy(page)
    if rules.get("default-src") != ["'none'"]:
        yield "Content-Security-Policy lacks default-src 'none'"
    for rule, values in rules.items():
        for value in values:
            if value in ("'unsafe-inline'", "'unsafe-eval'", "*") or re.match(r"https?:|\*\.", value):
                yield f"policy {rule} {value}"
    for wanted in ("base-uri", "form-action"):
        if wanted not in rules:
            yield f"policy lacks {wanted}, which default-src does not cover"
    for selector, rule in (("script:not([src])", "script-src"), ("style", "style-src")):
        for node in page.all(selector):
            if node.attributes.get("type") in ("application/ld+json", "application/json"):
                continue
            inline = re.search(rf"<{node.tag}[^>]*>(.*?)</{node.tag}>", node.html or "", re.DOTALL)
            if digest_of(inline.group(1) if inline else "") not in rules.get(rule, []):
                yield f"inline {node.tag} without its hash"
    head = page.text.lower()
    first = head.find("content-security-policy")
    for loading in ("<script", "<style", 'rel="stylesheet"'):
        if 0 <= head.find(loading) < first:
            yield f"{loading} before the policy"
    for node in page.all("*"):
        for attribute in node.attributes:
            if attribute.lower().startswith("on") or attribute.lower() == "style":
                yield f"<{node.tag} {attribute}>"


def test_pages_are_safe(built_site: BuiltSite) -> None:
    nothing_in(f"{page.path}: {fault}" for page in built_site.pages for fault in safety_faults(page))


def test_nothing_is_loaded_from_another_host(any_site: BuiltSite) -> None:
    def faults() -> Iterator[str]:
        for page in any_site.pages:
            for node in chain.from_iterable(page.all(selector) for selector in LOADING):
                links = [node.attributes.get(name) or "" for name in ("src", "href", "data")]
                srcset = (node.attributes.get("srcset") or "").split(",")
                links += [part.split()[0] for part in srcset if part]
                for link in filter(None, links):
                    if urlsplit(link).netloc or link.startswith("//"):
                        yield f"{page.path}: {link}"

    nothing_in(faults())


def test_outside_links_tell_nobody_where_the_reader_came_from(built_site: BuiltSite) -> None:
    nothing_in(
        f"{page.path}: {node.attributes.get('href')}"
        for page in built_site.pages
        for node in page.all('a[target="_blank"]')
        if "noopener" not in (node.attributes.get("rel") or "")
    )


# ---- files for machines ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["built_site", "built_under_path"])
def test_the_sitemap_lists_exactly_the_pages_to_be_found(request: pytest.FixtureRequest, name: str) -> None:
    site: BuiltSite = request.getfixturevalue(name)
    listed: list[str] = []
    for path in site.files:
        if re.fullmatch(r"sitemap[\w-]*\.xml", path):
            tree = ET.parse(site.folder / path)
            listed += [node.text or "" for node in tree.iterfind(".//s:url/s:loc", SITEMAP)]
    assert len(listed) == len(set(listed))
    wanted = {
        page.value('link[rel="canonical"]', "href")
        for page in site.real_pages
        if "noindex" not in page.value('meta[name="robots"]', "content") and page.kind != "not-found"
    }
    nothing_in(
        [f"not listed: {found}" for found in sorted(wanted - set(listed))]
        + [f"not to be listed: {found}" for found in sorted(set(listed) - wanted)]
    )
    robots = (site.folder / "robots.txt").read_text(encoding="utf-8")
    assert f"Sitemap: {site.base}/sitemap.xml" in robots


def test_feeds_parse_and_are_announced(built_site: BuiltSite) -> None:
    feeds = {
        target[0]
        for page in built_site.pages
        for node in page.all('link[type="application/atom+xml"]')
        if (target := built_site.resolve(page.path, node.attributes.get("href") or ""))
    }
    assert len(feeds) == len(LANGUAGES)
    for path in feeds:
        tree = ET.parse(built_site.folder / path).getroot()
        assert tree.tag == f"{{{ATOM['a']}}}feed"
        ids = [node.text for node in tree.iterfind("a:entry/a:id", ATOM)]
        assert ids
        assert len(ids) == len(set(ids))
        for entry in tree.iterfind("a:entry", ATOM):
            assert entry.findtext("a:updated", "", ATOM).endswith(("Z", "+07:00"))
            link = entry.find("a:link", ATOM)
            target = built_site.resolve(path, link.get("href", "") if link is not None else "")
            assert target is not None
            assert target[0] in built_site.files


def test_open_data_parses(built_site: BuiltSite) -> None:
    names = [name for name in built_site.files if name.endswith(".json")]
    assert names
    for name in names:
        json.loads(built_site.files[name].read_text(encoding="utf-8"))
    tables = [name for name in built_site.files if name.endswith(".csv")]
    assert tables
    for name in tables:
        # A spreadsheet would run such a cell as a formula.
        text = built_site.files[name].read_text(encoding="utf-8-sig")
        assert not re.search(r"(^|[,\n])\"?[=@]", text), name


CODE = re.compile(r"^code: *['\"]?([A-Z]{2}\d{4,6})", re.MULTILINE)


def test_every_code_has_its_permanent_page(built_site: BuiltSite) -> None:
    """Codes are read from the records as text, not through the generator."""
    records = list((PROJECT / "products").glob("*/*/product.yaml"))
    assert records
    codes = [
        found.group(1) for path in records if (found := re.search(CODE, path.read_text(encoding="utf-8")))
    ]
    assert codes
    assert len(codes) == len(set(codes))
    nothing_in(code for code in codes if f"p/{code}/index.html" not in built_site.files)


def test_file_names_suit_every_system(any_site: BuiltSite) -> None:
    names = list(any_site.files)
    folded = [name.lower() for name in names]
    nothing_in(
        [f"not plain: {name}" for name in names if not re.fullmatch(r"[A-Za-z0-9_./-]+", name)]
        + [f"twin: {name}" for name in names if folded.count(name.lower()) > 1]
        + [f"too long: {name}" for name in names if len(name) > 180]
    )


def test_pictures_tell_nothing_about_the_camera(built_site: BuiltSite) -> None:
    pictures = [path for path in built_site.files.values() if path.suffix in (".webp", ".jpg", ".png")]
    assert pictures
    for path in pictures:
        with Image.open(io.BytesIO(path.read_bytes())) as picture:
            assert not picture.getexif(), path.name
            assert not {"exif", "xmp", "XML:com.adobe.xmp", "comment"} & set(picture.info), path.name


def test_nothing_tells_where_it_was_built(built_site: BuiltSite) -> None:
    secrets = [str(PROJECT), str(built_site.folder), str(built_site.folder.parent.parent)]
    nothing_in(
        f"{name}: {secret}"
        for name, path in built_site.files.items()
        for secret in secrets
        if secret.encode() in path.read_bytes()
    )


def test_both_ways_of_linking_make_the_same_pages(built_site: BuiltSite, built_for_disk: BuiltSite) -> None:
    # What a worker shows without a network has no place where there are no workers.
    assert set(built_site.by_path) - {"offline/index.html"} == set(built_for_disk.by_path)
