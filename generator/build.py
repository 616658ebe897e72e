"""The story of a build: read, check, plan, publish.

``day`` and ``settings`` are arguments; nothing below this module reads the clock, the environment or
the locale, so the same input and day give the same bytes.
"""

import gc
import json
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cache import Cache
from generator.diagnostics.problem import Problem, Report, SourceLocation
from generator.fonts import PACKAGES
from generator.lock import NAME as LOCK
from generator.lock import locked
from generator.output.build_state import BuildState
from generator.output.files import make_folder, remove_if_unused
from generator.output.printed import PrintedAddresses
from generator.settings import Links, Settings

if TYPE_CHECKING:
    from generator.catalogue.records import Records
    from generator.render.theme import Theme
    from generator.site.outputs import SitePlan

    Planned = tuple[SitePlan, Theme, Settings, int]

LIBRARIES = (
    *(
        "jinja2",
        "markupsafe",
        "markdown",
        "nh3",
        "pillow",
        "qrcode",
        "babel",
        "python-slugify",
        "pyyaml",
        "pydantic",
    ),
    *("resvg-py", "phonenumbers"),
    *PACKAGES,
)
"""Libraries whose other version may write other bytes."""
INPUTS = ("content", "products", "themes")
LEDGER = "products/ledger.yaml"
UNREADY = ".ledger-"
"""How the name of a ledger begins that `ocop issue` has not put in its place yet."""


@dataclass(frozen=True)
class BuildOptions:
    """What is to be built."""

    root: Path
    output: Path
    day: date
    base_url: str | None = None
    """The public address, where it is not the one of ``content/site.yaml``."""
    links: Links = "absolute"
    fresh: bool = False
    """Forget what the last build knew and make everything anew."""
    cache: Path | None = None
    """Folder for the memory of builds; none keeps no memory."""


@dataclass
class BuildResult:
    """What came of it."""

    report: Report = field(default_factory=Report)
    made: int = 0
    kept: int = 0
    removed: int = 0
    pages: int = 0
    products: int = 0


def build(
    order: BuildOptions,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    waiting: Callable[[], None] = lambda: None,
) -> BuildResult:
    """Build the site. Errors in the input leave the output folder as it was.

    ``waiting`` is called once if another build of the same folder keeps this one waiting.
    """
    with _alone(order, waiting), _no_collecting(), closing(_memory(order)) as cache:
        # Taken before anything is read: an edit made while this build runs must not pass for built.
        inputs = _inputs(order)
        if (known := _unchanged(order, cache, inputs)) is not None:
            return known
        result = _build(order, cache, progress)
        cache.put("quiet", _key(order), b"" if result.report.failed else _quiet(inputs, result))
        cache.save()
        return result


def check(order: BuildOptions) -> BuildResult:
    """Read, check and plan everything, write nothing."""
    result = BuildResult()
    with closing(_memory(order)) as cache:
        records = _read(order, cache, result.report)
        if not result.report.failed:
            _plan(order, records, cache, result.report)
    result.products = len(records.products)
    return result


def _memory(order: BuildOptions) -> Cache:
    return Cache(order.cache, order.root, fresh=order.fresh)


def _read(order: BuildOptions, cache: Cache, report: Report) -> "Records":
    """Every record, judged; what is wrong is in the report."""
    # Imported late, here and below: an unchanged site is told so before any of this is needed.
    from generator.catalogue.check import check as check_catalogue
    from generator.records import read
    from generator.site.clashes import unknown_words

    records, problems = read(order.root, cache)
    report.extend(problems)
    report.extend(check_catalogue(records, order.day, order.base_url))
    report.extend(unknown_words(records))
    return records


def _plan(order: BuildOptions, records: "Records", cache: Cache, report: Report) -> "Planned | None":
    """What good records become with their theme; None where that cannot be, which is in the report."""
    from generator.catalogue.catalogue import whole
    from generator.catalogue.records import ChangedError
    from generator.render import theme as themes
    from generator.render.fault import ThemeError
    from generator.render.words import untranslated
    from generator.site.clashes import clash
    from generator.site.outputs import ClashError
    from generator.site.site import plan
    from generator.story_links import dead_links

    try:
        catalogue = whole(records, order.day)
        settings = Settings((order.base_url or catalogue.site.base_url).rstrip("/"), order.links)
        theme = themes.load(order.root, catalogue.site.theme, cache, code_digest())
        languages = [language.code for language in catalogue.site.languages]
        for code, words in untranslated(theme.facts, languages).items():
            place = SourceLocation(f"themes/{theme.facts.name}/locales/{code}.po")
            shown = ", ".join(f"“{source}”" for source in words[:3])
            report.add("THEME-WORDS-MISSING", place, count=len(words), language=code, words=shown)
        planned = plan(catalogue, settings, theme.facts)
        report.extend(dead_links(records, planned, order.root))
        return planned, theme, settings, len(catalogue.listed)
    except (ThemeError, ChangedError) as error:
        report.extend([error.problem])
    except ClashError as error:
        report.extend(clash(records, path) for path in error.paths)
    return None


def _build(order: BuildOptions, cache: Cache, progress: Callable[[int, int], None]) -> BuildResult:
    from generator.catalogue.records import ChangedError
    from generator.output.publish import publish
    from generator.render.fault import ThemeError

    result = BuildResult()
    report = result.report
    records = _read(order, cache, report)
    planned = None if report.failed else _plan(order, records, cache, report)
    if planned is None:
        return result
    site, theme, settings, result.products = planned
    try:
        done = publish(
            order.root,
            site,
            theme,
            settings,
            order.output,
            cache,
            code_digest(),
            progress,
            printed_addresses=_printed_addresses(records),
        )
    except (ThemeError, ChangedError) as error:
        report.extend([error.problem])
        return result
    except OSError as error:
        report.add("OUTPUT-UNWRITABLE", SourceLocation(), reason=error.strerror or type(error).__name__)
        return result
    report.extend(done.problems)
    result.made, result.kept, result.removed, result.pages = (
        done.made,
        done.kept,
        done.removed,
        done.pages,
    )
    return result


def _printed_addresses(records: "Records") -> PrintedAddresses:
    """What the ledger says of each printed address."""
    from generator.catalogue.findings import place_of

    entry = records.ledger
    if entry is None:
        return PrintedAddresses(ledger=LEDGER)
    promised: dict[str, SourceLocation] = {}
    samples: set[str] = set()
    void: set[str] = set()
    for index, issue in enumerate(entry.record.issued):
        if issue.void:
            void.add(issue.address)
        elif issue.sample:
            samples.add(issue.address)
        else:
            place = place_of(("issued", index, "address"), entry.positions, entry.file)
            promised.setdefault(issue.address, place)
    return PrintedAddresses(
        promised, frozenset(samples), frozenset(void - promised.keys() - samples), entry.file
    )


@lru_cache(maxsize=1)
def code_digest() -> str:
    """A digest of this program: another version may write another site."""
    found = sha256()
    here = Path(__file__).parent
    for path in (*sorted(here.rglob("*.py")), *sorted(here.glob("messages/*.json"))):
        found.update(path.read_bytes())
    for library in LIBRARIES:
        found.update(version(library).encode())
    return found.hexdigest()


# -- nothing changed ------------------------------------------------------------------------------


def _key(order: BuildOptions) -> str:
    return f"{order.output.resolve()}|{order.base_url}|{order.links}"


def _quiet(inputs: str, result: BuildResult) -> bytes:
    """The outcome, with what must be the same next time for it to be the same."""
    facts = {
        "inputs": inputs,
        "pages": result.pages,
        "total": result.made + result.kept,
        "products": result.products,
        "problems": [
            [p.code, p.place.file, p.place.line, p.place.column, list(p.values)]
            for p in result.report.sorted()
        ],
    }
    return json.dumps(facts).encode()


def _unchanged(order: BuildOptions, cache: Cache, inputs: str) -> BuildResult | None:
    known = cache.get("quiet", _key(order))
    if not known:
        return None
    try:
        facts = json.loads(known)
    except ValueError:
        return None
    if facts["inputs"] != inputs or not BuildState(cache, order.output).all_in_place():
        return None
    result = BuildResult(kept=facts["total"], pages=facts["pages"], products=facts["products"])
    result.report.extend(
        Problem(code, SourceLocation(file, line, column), tuple((str(k), str(v)) for k, v in values))
        for code, file, line, column, values in facts["problems"]
    )
    return result


def _inputs(order: BuildOptions) -> str:
    """A digest of the day, the program and the stamps of every input file."""
    found = sha256(f"{order.day} {code_digest()}\n".encode())
    waiting = [str(order.root / name) for name in INPUTS]
    while waiting:
        folder = waiting.pop()
        lines: list[str] = []
        try:
            with os.scandir(folder) as entries:
                for entry in sorted(entries, key=lambda entry: entry.name):
                    if entry.name == LOCK or entry.name.startswith(UNREADY):
                        continue  # of `ocop issue`: no record
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                        continue
                    with suppress(FileNotFoundError):  # an editor's own file, gone again
                        facts = entry.stat(follow_symlinks=False)
                        lines.append(f"{entry.name}|{facts.st_size}|{facts.st_mtime_ns}|{facts.st_ctime_ns}")
        except OSError:
            lines.append("?")
        found.update("\n".join((folder, *lines, "")).encode(errors="surrogateescape"))
    return found.hexdigest()


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Records and views hold no cycles: looking for some, again and again, took a third of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


@contextmanager
def _alone(order: BuildOptions, waiting: Callable[[], None]) -> Iterator[None]:
    """One build of an output folder at a time; a second one waits.

    A folder that was made for the lock, and in which nothing was built, goes again.
    """
    made = not order.output.exists()
    with locked(order.output, lambda: make_folder(str(order.output)), waiting):
        try:
            yield
        finally:
            if made:
                remove_if_unused(order.output)
