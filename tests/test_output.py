"""The built catalogue, read back from its files: links, structure, languages, metadata."""

import re
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from built import BuiltPage, BuiltSite, css_addresses, nothing_in
from PIL import Image

pytestmark = pytest.mark.slow

LANGUAGES = {"vi", "en"}
TOOLS = {"kiosk", "kiosks", "offline"}
"""Kinds of page for a screen, a printer or no network: nobody shares them, no search lists them."""
BILINGUAL = {"trace", "not-found", *TOOLS}
"""Kinds of page that hold every language in one."""

SAMPLE = "p.strip, p.sample"
"""Where a page says that its record is made up."""

VIETNAMESE = r"[ăâđêôơưạảấầẩậắằẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]"


# ---- links -----------------------------------------------------------------------------------


def broken_links(site: BuiltSite) -> Iterator[str]:
    ids = {page.path: set(page.ids) for page in site.pages}
    for page in site.pages:
        for link in dict.fromkeys(page.links()):
            target = site.resolve(page.path, link)
            if target is None:
                continue
            path, fragment = target
            if path not in site.files:
                yield f"{page.path}: {link}: no such file"
            elif fragment and fragment not in ids.get(path, {fragment}):
                yield f"{page.path}: {link}: no such place in the page"


def test_every_link_leads_somewhere(any_site: BuiltSite) -> None:
    nothing_in(broken_links(any_site))


def test_every_address_in_a_style_sheet_leads_somewhere(any_site: BuiltSite) -> None:
    def faults() -> Iterator[str]:
        for name, path in any_site.files.items():
            if name.endswith(".css"):
                for link in css_addresses(path.read_text(encoding="utf-8")):
                    target = any_site.resolve(name, link)
                    if not link.startswith("data:") and (target is None or target[0] not in any_site.files):
                        yield f"{name}: {link}"

    nothing_in(faults())


def test_links_on_the_disk_name_files(built_for_disk: BuiltSite) -> None:
    """From the disk a folder shows its listing: a link must be relative and name its file."""

    def faults() -> Iterator[str]:
        for page in built_for_disk.pages:
            for node in page.all("a[href], link[href], script[src], img[src], source[src]"):
                if node.tag == "link" and node.attributes.get("rel") in ("canonical", "alternate"):
                    continue
                link = node.attributes.get("href") or node.attributes.get("src") or ""
                parts = urlsplit(link)
                if parts.scheme or parts.netloc or link.startswith("#"):
                    continue
                if parts.path.startswith("/") or parts.path.endswith("/") or parts.path in ("", ".", ".."):
                    yield f"{page.path}: {link}"

    nothing_in(faults())


def test_no_link_is_empty_or_a_script(any_site: BuiltSite) -> None:
    nothing_in(
        f"{page.path}: {node.html!s:.80}"
        for page in any_site.pages
        for node in page.all("a")
        if not (node.attributes.get("href") or "").strip()
        or (node.attributes.get("href") or "").strip().lower().startswith(("javascript:", "data:", "//"))
    )


def test_every_page_is_reached_by_links(built_site: BuiltSite) -> None:
    """From the home page, without a script: nothing that is told to search engines is an orphan."""
    met, waiting = {"index.html"}, ["index.html"]
    while waiting:
        page = built_site.by_path[waiting.pop()]
        for node in page.all("a[href]"):
            target = built_site.resolve(page.path, node.attributes.get("href") or "")
            if target and target[0] in built_site.by_path and target[0] not in met:
                met.add(target[0])
                waiting.append(target[0])
    told = (page for page in built_site.real_pages if page.one('meta[name="robots"]') is None)
    nothing_in(page.path for page in told if page.path not in met)


# ---- structure -------------------------------------------------------------------------------


def structure_faults(page: BuiltPage) -> Iterator[str]:
    if not page.text.lstrip().lower().startswith("<!doctype html>"):
        yield "no doctype"
    ids = page.ids
    yield from (f"id twice: {found}" for found in set(ids) if ids.count(found) > 1 or not found)
    if page.lang.split("-")[0] not in LANGUAGES:
        yield f"lang is {page.lang!r}"
    if not page.kind:
        yield "body has no data-kind"
    for selector in ("head > title", "h1", "main", 'meta[name="viewport"]', "meta[charset]"):
        if len(page.all(selector)) != 1 and not (selector == "h1" and page.kind in BILINGUAL):
            yield f"{len(page.all(selector))} × {selector}"
    for image in page.all("img"):
        marks = image.attributes
        if "alt" not in marks or not marks.get("width") or not marks.get("height"):
            yield f"picture without alt, width or height: {marks.get('src')}"
    for node in page.all("[aria-labelledby], [aria-describedby], [aria-controls], label[for]"):
        for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
            for wanted in (node.attributes.get(attribute) or "").split():
                if wanted not in ids:
                    yield f"{attribute}={wanted}: no such id"
    levels = [int((node.tag or "h1")[1]) for node in page.all("h1, h2, h3, h4, h5, h6")]
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"heading h{after} after h{before}"
    for node in page.all("time"):
        if not node.attributes.get("datetime") or not node.text().strip():
            yield f"an empty time: {node.html!s:.80}"
    for node in page.all("main p, main dd, main dt, main h2, main h3, main li"):
        # What has a role is for a script to fill.
        if not node.text().strip() and not node.css("*") and "role" not in node.attributes:
            yield f"an empty {node.tag}: {node.html!s:.80}"
    for word in ("None", "Undefined", "{{", "{%"):
        if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", page.words):
            yield f"{word!r} in the text"


def test_pages_are_well_made(built_site: BuiltSite) -> None:
    nothing_in(f"{page.path}: {fault}" for page in built_site.real_pages for fault in structure_faults(page))


def test_words_in_another_language_are_marked(built_site: BuiltSite) -> None:
    """Vietnamese letters on an English page stand below ``lang="vi"`` where the text is a paragraph."""

    def faults() -> Iterator[str]:
        for page in built_site.real_pages:
            if page.lang != "en" or page.kind in BILINGUAL:
                continue
            for node in page.all("main p"):
                text = node.text().strip()
                count = len(re.findall(VIETNAMESE, text.lower()))
                looks_vietnamese = count > 12 and count > len(text) * 0.12
                if looks_vietnamese and not inside_lang(node) and not node.css("[lang]"):
                    yield f"{page.path}: {text[:80]}"

    nothing_in(faults())


def inside_lang(node: object) -> bool:
    """Whether an element or one around it (below the page's root) names its language."""
    current = node
    while current is not None and getattr(current, "tag", "html") != "html":
        if "lang" in getattr(current, "attributes", {}):
            return True
        current = getattr(current, "parent", None)
    return False


def test_every_kind_of_page_is_there_in_both_languages(built_site: BuiltSite) -> None:
    kinds = {(page.kind, page.lang) for page in built_site.real_pages}
    names = {kind for kind, _ in kinds}
    wanted = {
        "home",
        "products",
        "list",
        "product",
        "producers",
        "producer",
        "decisions",
        "decision",
        "programme",
        "chains",
        "chain",
        "documents",
        "news",
        "news-item",
        "text",
        "places",
        "place",
        "open-data",
        "trace",
        "not-found",
        "fairs",
        "fair",
        "kiosk",
        "kiosks",
        "offline",
    }
    assert wanted - names == set()
    nothing_in(
        f"{kind} has no page in {language}"
        for kind in names - BILINGUAL
        for language in LANGUAGES
        if (kind, language) not in kinds
    )


# ---- languages and metadata ------------------------------------------------------------------


def alternates(page: BuiltPage) -> dict[str, str]:
    return {
        node.attributes.get("hreflang") or "": node.attributes.get("href") or ""
        for node in page.all('link[rel="alternate"][hreflang]')
    }


def metadata_faults(page: BuiltPage, by_address: dict[str, BuiltPage]) -> Iterator[str]:
    if page.kind == "not-found" or page.kind in TOOLS:
        if page.value('link[rel="canonical"]', "href"):
            yield "a page that is noindex has a canonical address"
        return
    for what, text in {
        "title": (found.text() if (found := page.one("title")) else ""),
        "description": page.value('meta[name="description"]', "content"),
        "og:title": page.value('meta[property="og:title"]', "content"),
        "og:description": page.value('meta[property="og:description"]', "content"),
        "og:type": page.value('meta[property="og:type"]', "content"),
        "og:image": page.value('meta[property="og:image"]', "content"),
        "og:url": page.value('meta[property="og:url"]', "content"),
    }.items():
        if not text.strip():
            yield f"no {what}"
    if not page.value('meta[property="og:image"]', "content").startswith(page.site.base):
        yield "og:image is no full address"
    canonical = page.value('link[rel="canonical"]', "href")
    own = {page.address, page.address.rstrip("/")}
    if "noindex" in page.value('meta[name="robots"]', "content"):
        if canonical or alternates(page):
            yield "a page that is noindex has a canonical address or alternates"
        return
    if canonical not in own and canonical.rstrip("/") + "/" not in by_address:
        yield f"canonical leads nowhere: {canonical}"
    if page.kind in BILINGUAL:
        return
    if canonical not in own:
        yield f"canonical is not the page's own: {canonical}"
    others = alternates(page)
    if set(others) != LANGUAGES | {"x-default"}:
        yield f"hreflang: {sorted(others)}"
    if others.get(page.lang) != canonical:
        yield "hreflang of its own language is another page"
    for language, address in others.items():
        twin = by_address.get(address)
        if twin is None:
            yield f"hreflang {language} leads nowhere: {address}"
        elif alternates(twin) != others:
            yield f"hreflang {language}: {address} does not answer"
        elif language not in ("x-default", twin.lang):
            yield f"hreflang {language} leads to a page in {twin.lang}"
        elif twin.kind != page.kind:
            yield f"the twin is a {twin.kind}"


@pytest.mark.parametrize("name", ["built_site", "built_under_path"])
def test_metadata(request: pytest.FixtureRequest, name: str) -> None:
    site: BuiltSite = request.getfixturevalue(name)
    by_address = {page.address: page for page in site.pages}
    nothing_in(
        f"{page.path}: {fault}" for page in site.real_pages for fault in metadata_faults(page, by_address)
    )


def test_titles_differ_within_a_language(built_site: BuiltSite) -> None:
    seen: dict[tuple[str, str], str] = {}
    faults = []
    for page in built_site.real_pages:
        if page.kind in BILINGUAL:
            continue
        title = found.text().strip() if (found := page.one("title")) else ""
        if (page.lang, title) in seen:
            faults.append(f"{page.path} and {seen[page.lang, title]}: {title}")
        seen[page.lang, title] = page.path
    nothing_in(faults)


def test_descriptions_differ(built_site: BuiltSite) -> None:
    """Pages to be found say each what it alone holds: communes, second pages, chains too."""
    seen: dict[tuple[str, str], str] = {}
    faults = []
    for page in built_site.real_pages:
        if "noindex" in page.value('meta[name="robots"]', "content"):
            continue
        description = page.value('meta[name="description"]', "content")
        if (page.lang, description) in seen and page.kind not in BILINGUAL:
            faults.append(f"{page.path} and {seen[page.lang, description]}: {description}")
        seen[page.lang, description] = page.path
    nothing_in(faults)


def content_faults(page: BuiltPage) -> Iterator[str]:
    """What the Nu HTML checker says of figures, tables and sections."""
    for figure in page.all("figure"):
        children = [node.tag for node in figure.iter()]
        if "figcaption" in children[1:-1]:
            yield f"a caption stands amid its figure: {children}"
        if figure.css_first("table"):
            yield "a table in a figure: a table has a caption of its own"
    for section in page.all("section"):
        if not section.css_first("h1, h2, h3, h4, h5, h6"):
            yield f"a section without heading: {(section.text() or '').strip()[:40]}"
    names = [node.attributes.get("aria-label") for node in page.all("[role=search]")]
    if len(set(names)) < len(names):
        yield f"search forms of one name: {names}"


def test_figures_tables_and_sections_are_what_they_say(built_site: BuiltSite) -> None:
    nothing_in(f"{page.path}: {fault}" for page in built_site.pages for fault in content_faults(page))


def test_shared_pictures_show_where_links_are_sent(built_site: BuiltSite) -> None:
    """Zalo and others fetch the picture themselves: it has a full https address and its size is given."""
    faults = []
    for page in built_site.real_pages:
        if not (address := page.value('meta[property="og:image"]', "content")):
            continue
        told = tuple(
            int(page.value(f'meta[property="og:image:{side}"]', "content") or 0)
            for side in ("width", "height")
        )
        target = built_site.resolve(page.path, address)
        if not address.startswith("https://") or target is None or target[0] not in built_site.files:
            faults.append(f"{page.path}: {address}")
        elif told != (1200, 630):
            faults.append(f"{page.path}: {told}")
    nothing_in(faults)
    for name, path in built_site.files.items():
        if re.search(r"-share\.(png|jpg)$|assets/og\.", name):
            with Image.open(path) as picture:
                assert picture.size == (1200, 630), name


def nested(value: object) -> Iterator[dict[str, object]]:
    """Every object inside structured data."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nested(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nested(inner)


def test_structured_data_says_no_more_than_it_may(built_site: BuiltSite) -> None:
    def faults() -> Iterator[str]:
        for page in built_site.real_pages:
            objects = list(nested(page.jsonld))
            types = {str(found.get("@type")) for found in objects}
            if page.kind == "product" and "Product" not in types:
                yield f"{page.path}: no Product"
            if page.kind not in ("home", *BILINGUAL) and "BreadcrumbList" not in types:
                yield f"{page.path}: no BreadcrumbList"
            for found in objects:
                for never in ("aggregateRating", "review", "starRating", "offers"):
                    if never in found:
                        yield f"{page.path}: {never}"

    nothing_in(faults())
    assert not any("aggregateRating" in page.text for page in built_site.pages)


def test_a_valid_rating_is_said_to_machines_too(built_site: BuiltSite) -> None:
    """Where the trace page says "valid", the product's page carries an active Certification.

    A made-up product tells people that it is one; machines could not know, so it tells them nothing.
    """

    def faults() -> Iterator[str]:
        for trace in built_site.real_pages:
            if trace.kind != "trace" or trace.one(".banner.is-valid") is None:
                continue
            for link in trace.links():
                target = built_site.resolve(trace.path, link)
                product = built_site.by_path.get(target[0]) if target else None
                if product is not None and product.kind == "product":
                    found = [data for data in nested(product.jsonld) if data.get("@type") == "Certification"]
                    active = any("Active" in str(data.get("certificationStatus")) for data in found)
                    sample = product.one(".strip") is not None
                    if active == sample:
                        yield product.path

    assert any(page.kind == "trace" and page.one(".banner.is-valid") for page in built_site.real_pages)
    nothing_in(faults())


def test_sample_data_says_so_on_every_page(built_site: BuiltSite) -> None:
    samples = [
        page
        for page in built_site.real_pages
        if page.kind in ("product", "trace", "producer") and page.one(SAMPLE) is not None
    ]
    assert {page.kind for page in samples} == {"product", "trace", "producer"}
    words = {"vi": "mẫu", "en": "sample"}
    nothing_in(
        f"{page.path}: no word of it"
        for page in samples
        if words[page.lang] not in (found.text().lower() if (found := page.one(SAMPLE)) else "")
    )
