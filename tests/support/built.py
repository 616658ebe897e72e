"""Builds a site as a person does and reads it back from its files, knowing nothing of the generator."""

import html
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

PROJECT = Path(__file__).resolve().parents[2]
DAY = "2026-11-21"
"""The day of every build in the tests: what is valid must not depend on the day of the run."""

HOST = "https://ocop.example"


def copy_catalogue(to: Path) -> Path:
    """A copy of the real catalogue, so that a build of the tests never touches the project's memory."""
    for name in ("content", "products", "themes"):
        shutil.copytree(PROJECT / name, to / name)
    return to


def run_ocop(root: Path, *words: str | Path, lang: str = "en") -> subprocess.CompletedProcess[str]:
    """Run the command line on the project in ``root`` as a process of its own."""
    command = [sys.executable, "-m", "generator", "--root", str(root), "--lang", lang, *map(str, words)]
    # What builds remember lies in the user's cache: tests have their own, beside the copied catalogue.
    cache = {"XDG_CACHE_HOME": str(root.parent / "cache"), "LOCALAPPDATA": str(root.parent / "cache")}
    environment = {**os.environ, **cache, "PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def build_site(root: Path, output: Path, base: str = HOST, *more: str) -> "BuiltSite":
    """Build ``root`` into ``output``; the test fails with the build's own words."""
    done = run_ocop(root, "build", "--output", output, "--day", DAY, "--base-url", base, *more)
    assert done.returncode == 0, f"ocop build: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return BuiltSite(output, base)


@lru_cache(maxsize=16)
def parsed(text: str) -> LexborHTMLParser:
    """A page as a browser parses it; only the last ones are kept, since trees are large."""
    return LexborHTMLParser(text)


@dataclass(frozen=True)
class BuiltPage:
    """One HTML file."""

    site: "BuiltSite"
    path: str
    """The file's path in the output, with ``/``."""
    text: str
    """With plain spaces where lines may not end, as a search of the page reads it."""

    @property
    def tree(self) -> LexborHTMLParser:
        """The page as a browser parses it."""
        return parsed(self.text)

    @property
    def address(self) -> str:
        """The full public address; a folder's page is its folder."""
        return self.site.base + "/" + self.path.removesuffix("index.html")

    @cached_property
    def kind(self) -> str:
        """What kind of page it says that it is."""
        body = self.tree.body
        return (body.attributes.get("data-kind") if body else "") or ""

    @cached_property
    def lang(self) -> str:
        """The language of the page."""
        root = self.tree.root
        return (root.attributes.get("lang") if root else "") or ""

    @cached_property
    def words(self) -> str:
        """The text that the page shows."""
        return self.tree.body.text(separator=" ") if self.tree.body else ""

    @cached_property
    def is_redirect(self) -> bool:
        """Whether the page only leads on to another."""
        return self.one('meta[http-equiv="refresh"]') is not None

    @cached_property
    def ids(self) -> list[str]:
        """All ids in order."""
        return [node.attributes.get("id") or "" for node in self.all("[id]")]

    def all(self, selector: str) -> list[LexborNode]:
        """All elements of a selector."""
        return self.tree.css(selector)

    def one(self, selector: str) -> LexborNode | None:
        """The first element of a selector."""
        return self.tree.css_first(selector)

    def value(self, selector: str, attribute: str) -> str:
        """An attribute of the first element of a selector; empty if there is none."""
        node = self.one(selector)
        return (node.attributes.get(attribute) if node else "") or ""

    @cached_property
    def jsonld(self) -> list[dict[str, Any]]:
        """Every object of the page's structured data."""
        result: list[dict[str, Any]] = []
        for node in self.all('script[type="application/ld+json"]'):
            data = json.loads(node.text())
            result += data if isinstance(data, list) else data.get("@graph", [data])
        return result

    def links(self) -> Iterator[str]:
        """Every address in the page that a reader or a browser may follow."""
        for attribute in ("href", "src", "poster", "data", "action"):
            for node in self.all(f"[{attribute}]"):
                yield node.attributes.get(attribute) or ""
        for node in self.all("[srcset]"):
            for candidate in (node.attributes.get("srcset") or "").split(","):
                yield candidate.split()[0]
        for node in self.all('meta[property="og:image"], meta[name="twitter:image"]'):
            yield node.attributes.get("content") or ""
        for node in self.all("[style]"):
            yield from css_addresses(node.attributes.get("style") or "")
        for node in self.all("style"):
            yield from css_addresses(node.text())


@dataclass(frozen=True)
class BuiltSite:
    """A folder that a build made, and the address that it was made for."""

    folder: Path
    base: str = HOST

    @cached_property
    def files(self) -> dict[str, Path]:
        """Every file by its path with ``/``, hidden ones included."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path for path in sorted(found)}

    @cached_property
    def pages(self) -> list[BuiltPage]:
        """Every HTML page."""
        return [
            BuiltPage(self, name, path.read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " "))
            for name, path in self.files.items()
            if name.endswith(".html")
        ]

    @property
    def real_pages(self) -> list[BuiltPage]:
        """Pages that a reader stays on."""
        return [page for page in self.pages if not page.is_redirect]

    @cached_property
    def by_path(self) -> dict[str, BuiltPage]:
        """Pages by their file's path."""
        return {page.path: page for page in self.pages}

    @cached_property
    def kinds(self) -> list[BuiltPage]:
        """One page for every kind and language: the manifest that browser tests walk through.

        The longest of its kind, which has the most that can go wrong; and the sample product,
        which shows every part of a record.
        """
        chosen: dict[tuple[str, str, bool], BuiltPage] = {}
        for page in self.real_pages:
            key = (page.kind, page.lang, page.one("p.strip, p.sample") is not None)
            if key not in chosen or len(page.text) > len(chosen[key].text):
                chosen[key] = page
        return [chosen[key] for key in sorted(chosen)]

    def resolve(self, page: str, link: str) -> tuple[str, str] | None:
        """The file that ``link`` on the page at file path ``page`` leads to, and its fragment.

        None for other hosts and other schemes. A folder leads to its ``index.html``.
        """
        target = urlsplit(urljoin(f"{self.base}/{page}", html.unescape(link.strip())))
        home = urlsplit(self.base)
        if target.scheme not in ("http", "https") or target.netloc != home.netloc:
            return None
        path = unquote(target.path)
        if path != home.path and not path.startswith(home.path.rstrip("/") + "/"):
            return "outside the sub-path: " + path, ""
        path = path.removeprefix(home.path.rstrip("/")).lstrip("/")
        if path == "" or path.endswith("/"):
            path += "index.html"
        return path, unquote(target.fragment)


def nothing_in(faults: Iterable[str]) -> None:
    """Fail with the first faults, if there are any."""
    found = list(dict.fromkeys(faults))
    assert not found, f"{len(found)} faults\n" + "\n".join(found[:15])


def css_addresses(css: str) -> list[str]:
    """Addresses in ``url(…)`` and ``@import`` of a style sheet."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    found = re.findall(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)", bare)
    return found + re.findall(r"@import\s+['\"]([^'\"]+)['\"]", bare)
