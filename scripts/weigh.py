"""What the pages of a built site weigh on the wire, beside the budget of each kind: ``weigh.py [FOLDER]``.

For a site that was built for a domain's root; ``output`` if no folder is given. The command prints the
heaviest page of each kind and fails if one is over its budget. ``tests/test_budgets.py`` asks the same
of the catalogue.
"""

import gzip
import re
import sys
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from functools import cache
from pathlib import Path

KB = 1024


@dataclass(frozen=True)
class Weight:
    """Bytes as a host sends them, and requests, for a reader who comes for the first time."""

    html: int
    critical: int
    """The page with the styles and scripts that it waits for; those inside it are part of ``html``."""
    everything: int
    requests: int
    scripts: int


FLIGHT = 14_600
"""Bytes that a server sends before it waits for an answer: ten segments of 1,460 (RFC 6928)."""

NUMBERED = "trace of numbered stamps"
"""The kind of a scan page that checks serials."""
BUDGETS = {
    "home": Weight(8 * KB, FLIGHT, 150 * KB, 20, 5 * KB),
    **dict.fromkeys(("products", "list", "place", "lots"), Weight(FLIGHT, FLIGHT, 250 * KB, 30, 10 * KB)),
    **dict.fromkeys(
        (
            *("product", "producer", "producers", "chain", "chains", "places", "decision", "decisions"),
            *("documents", "news", "news-item", "fair", "fairs", "recalls", "programme", "compare"),
            *("open-data", "text", "season", "missing"),
        ),
        Weight(10 * KB, FLIGHT, 250 * KB, 30, 5 * KB),
    ),
    # These carry their styles inside.
    **dict.fromkeys(("trace", "not-found", "offline"), Weight(FLIGHT, FLIGHT, 30 * KB, 5, 2 * KB)),
    # With one more script, which then loads some 5 KB of codes.
    NUMBERED: Weight(FLIGHT, FLIGHT, 25 * KB, 5, 4 * KB),
    "kiosks": Weight(FLIGHT, FLIGHT, 64 * KB, 100, 5 * KB),
    "kiosk": Weight(FLIGHT, FLIGHT, 1024 * KB, 200, 5 * KB),
}
"""By kind of page: every kind has a budget."""

_KIND = re.compile(r'<body[^>]*\sdata-kind="([^"]+)"')
_CHECKS_SERIALS = '<section class="codes"'
_TAG = re.compile(r"<(link|script|img)\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_LATER = re.compile(r"\s(defer|async)\b")
_REM = re.compile(r"([0-9.]+)rem")
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@cache
def sent(path: Path) -> int:
    """Bytes of a file on the wire: text is compressed by the host, pictures are already."""
    data = path.read_bytes()
    return len(data) if path.suffix in (".webp", ".jpg", ".png") else _squeezed(data)


def weigh(folder: Path, text: str) -> Weight:
    """What a page of the site in ``folder`` costs, given its text."""
    blocking: set[Path] = set()
    scripts: set[Path] = set()
    others: set[Path] = set()
    for tag, inside in _TAG.findall(text):
        given = dict(_ATTRIBUTE.findall(inside))
        address = given.get("src") or given.get("href") or ""
        if not address.startswith("/"):
            continue
        path = folder / address.lstrip("/")
        if tag == "script":
            (scripts if _LATER.search(inside) else blocking).add(path)
        elif tag == "img":
            others.add(folder / _chosen(given, address).lstrip("/"))
        elif given.get("rel") == "icon":
            others.add(path)
        elif given.get("rel") == "stylesheet":
            (others if "media" in given else blocking).add(path)
    html = _squeezed(text.encode())
    first, own = sum(map(sent, blocking)), sum(map(sent, scripts))
    inline = sum(_squeezed(one.encode()) for one in _INLINE.findall(text))
    everything = html + first + own + sum(map(sent, others))
    requests = 1 + len(blocking | scripts | others)
    return Weight(html, html + first, everything, requests, own + inline)


def _chosen(given: dict[str, str], usual: str) -> str:
    """The photo that a phone with three dots a pixel takes where a page says how wide it stands."""
    wide = _REM.fullmatch(given.get("sizes", ""))
    if not wide or not given.get("srcset"):
        return usual
    choices = sorted((int(width[:-1]), name) for name, width in map(str.split, given["srcset"].split(",")))
    needed = float(wide[1]) * 16 * 3
    return next((name for width, name in choices if width >= needed), choices[-1][1])


def weights(folder: Path) -> Iterator[tuple[str, str, Weight]]:
    """Address, kind and weight of every page that says its kind."""
    for path in sorted(folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        kind = _KIND.search(text)
        if kind:
            name = NUMBERED if _CHECKS_SERIALS in text else kind[1]
            yield path.relative_to(folder).as_posix(), name, weigh(folder, text)


def too_heavy(kind: str, weight: Weight) -> list[str]:
    """What is over the budget of its kind."""
    if kind not in BUDGETS:
        return [f"no budget for the kind {kind}"]
    return [
        f"{field.name} {value} > {limit}"
        for field, value, limit in zip(fields(Weight), astuple(weight), astuple(BUDGETS[kind]), strict=True)
        if value > limit
    ]


def _squeezed(data: bytes) -> int:
    return len(gzip.compress(data, 9))


def main(words: list[str]) -> int:
    """Print the heaviest pages; 1 if a budget is broken, 2 if there is no page."""
    folder = Path(words[0] if words else "output")
    heaviest: dict[tuple[str, str], tuple[int, str]] = {}
    counts = dict.fromkeys(BUDGETS, 0)
    faults: list[str] = []
    for path, kind, weight in weights(folder):
        faults += [f"{path}: {fault}" for fault in too_heavy(kind, weight)]
        if kind not in BUDGETS:
            continue
        counts[kind] += 1
        for field, value in zip(fields(Weight), astuple(weight), strict=True):
            heaviest[kind, field.name] = max(heaviest.get((kind, field.name), (0, "")), (value, path))
    for kind, count in counts.items():
        print(f"{kind}: {count} pages")
        for field in fields(Weight):
            value, path = heaviest.get((kind, field.name), (0, ""))
            print(f"  {field.name:11}{value:9,} of {getattr(BUDGETS[kind], field.name):9,}  {path}")
    print("\n".join(faults[:20]) or "every page is within its budget")
    return 2 if not heaviest else int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
