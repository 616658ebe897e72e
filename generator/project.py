"""Opens a project for every command: options, lock, cache, records, checks, catalogue.

``day`` and the other options are arguments; nothing below this module reads the clock, the environment
or the locale, so the same input and day give the same bytes.
"""

import gc
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.cache import Cache
from generator.diagnostics.problem import Problem, Report, SourceLocation
from generator.lock import NAME as LOCK
from generator.lock import locked
from generator.packaged import DEFAULT_THEME, VOCABULARY, has_whole_theme, packaged_theme
from generator.progress import Progress
from generator.scan import Scan, ScannedEntry, scan
from generator.settings import Links, Settings

# What needs pydantic, Jinja or filelock is imported where it is used: a project without changes is
# answered before any of it is needed.
if TYPE_CHECKING:
    from generator.catalogue.catalogue import Catalogue
    from generator.catalogue.records import Records
    from generator.render.session import RenderSession
    from generator.render.theme import Theme
    from generator.site.outputs import SitePlan

SITE_FILE = "content/site.yaml"
INPUTS = ("content", "products", "themes")
"""Folders of a project that are read."""
LIBRARIES = (
    *("jinja2", "markupsafe", "markdown", "nh3", "pillow", "qrcode", "babel", "python-slugify"),
    *("pyyaml", "pydantic", "resvg-py", "phonenumbers"),
    *("font-source-serif-pro", "font-source-sans-pro", "fontpkg-noto-sans", "noto-cjk-sans-otc", "fonttools"),
)
"""Distributions whose other version may write other bytes."""
OUTCOME = "outcome"
"""Kind of cache entry: how a command ended, by command and options."""
STORED = "stored"
"""Kind of cache entry: what the last command has worked out from all records."""
CHECK, ANSWERS = "check", "answers"
"""The problems between records; the answers that planning asks for."""


@dataclass(frozen=True)
class BuildOptions:
    """Which project is opened, for which day and address, and where the site goes."""

    root: Path
    output: Path
    day: date
    base_url: str | None = None
    """The public address, where it is not the one of ``content/site.yaml``."""
    links: Links = "absolute"
    fresh: bool = False
    """Forget what the last build knew and make everything anew."""
    cache: Path | None = None
    """Folder of the cache; None keeps none."""


class FaultyProjectError(Exception):
    """Raised where records or theme have errors, which are in the project's report."""


@dataclass(frozen=True)
class Planned:
    """A planned site: everything that writing it needs."""

    catalogue: "Catalogue"
    site: "SitePlan"
    theme: "Theme"
    settings: Settings


class Project:
    """An open project. Each stage runs when it is first asked for and adds its problems to ``report``."""

    def __init__(
        self,
        options: BuildOptions,
        cache: Cache,
        session: "RenderSession | None" = None,
        progress: Progress | None = None,
    ) -> None:
        self.options = options
        self.cache = cache
        self.progress = progress or Progress()
        self._session = session
        self.report = Report()
        # Taken before anything is read: an edit made during a command must not pass for known.
        self._scanned = scan(options.root, INPUTS)
        self._inputs = input_digest(options, self._scanned)

    @cached_property
    def records(self) -> "Records":
        """Every record as it was read, each judged by itself."""
        from generator.records import read

        records, problems = read(self.options.root, self.cache, self._scanned, self.progress)
        self.report.extend(problems)
        return records

    @cached_property
    def catalogue(self) -> "Catalogue":
        """The checked catalogue. Raises :class:`FaultyProjectError` where records have errors."""
        from generator.catalogue.catalogue import whole
        from generator.site.clashes import clashing_provinces, unknown_words

        self.report.extend(self._check())
        self.report.extend(unknown_words(self.records))
        self.report.extend(clashing_provinces(self.records))
        if self.report.failed:
            raise FaultyProjectError
        return whole(self.records, self.options.day)

    def _check(self) -> list[Problem]:
        """Return the problems between records: those of the last time if nothing that they rest on changed.

        That is all that the checks know of records, and, byte for byte, the files that they have opened or
        name, since a problem tells lines.
        """
        from generator.catalogue.check import check

        records, base_url = self.records, self.options.base_url
        self.progress.begin("checking")
        rests_on = f"{records.digest} {self.options.day} {base_url}"
        stored = self._stored(CHECK)
        is_same = stored.get("rests_on") == rests_on
        if is_same and stored["files"].items() <= records.file_keys.items():
            return list(map(Problem.from_plain, stored["problems"]))
        problems = check(records, self.options.day, base_url)
        opened = records.record_store.opened | {fault.location.file for fault in problems}
        files = {file: key for file, key in records.file_keys.items() if file in opened}
        self._store(CHECK, {"rests_on": rests_on, "files": files, "problems": _plain(problems)})
        return problems

    def _stored(self, what: str) -> dict[str, Any]:
        """What the last command that came so far has stored; nothing where another program has."""
        try:
            code, stored = json.loads(self.cache.get(STORED, what) or b"null")
        except (TypeError, ValueError):
            return {}
        return stored if code == code_digest() else {}

    def _store(self, what: str, stored: dict[str, Any]) -> None:
        text = json.dumps([code_digest(), stored], ensure_ascii=False, separators=(",", ":"))
        self.cache.put(STORED, what, text.encode())

    def close(self) -> None:
        """Store what the next command need not work out again."""
        if "planned" in vars(self):
            self._store(ANSWERS, self.planned.site.reader.stored_answers())

    @cached_property
    def base_url(self) -> str:
        """The public address, without a final slash."""
        return (self.options.base_url or self.catalogue.site.base_url).rstrip("/")

    @cached_property
    def session(self) -> "RenderSession":
        """The loaded theme and compiled templates, of earlier commands of this process if there were any."""
        from generator.render.session import RenderSession

        return self._session or RenderSession()

    @cached_property
    def theme(self) -> "Theme":
        """The site's theme. Raises :class:`FaultyProjectError` where it cannot be used."""
        from generator.render import theme as themes
        from generator.render.fault import ThemeError

        root, name = self.options.root, self.catalogue.site.theme
        try:
            return self.session.theme(root, name, lambda: themes.load(root, name, self.cache, code_digest()))
        except ThemeError as error:
            self.report.extend([error.problem])
            raise FaultyProjectError from None

    @cached_property
    def planned(self) -> Planned:
        """The planned site. Raises :class:`FaultyProjectError` where it cannot be."""
        from generator.site.clashes import clash
        from generator.site.outputs import ClashError
        from generator.site.site import plan
        from generator.story_links import dead_links

        settings = Settings(self.base_url, self.options.links)
        self._report_missing_words()
        try:
            site = plan(self.catalogue, settings, self.theme.facts, self._stored(ANSWERS))
            self.report.extend(dead_links(self.records, site, self.options.root))
        except ClashError as error:
            self.report.extend(clash(self.records, path) for path in error.paths)
        else:
            if not self.report.failed:
                return Planned(self.catalogue, site, self.theme, settings)
        raise FaultyProjectError

    def _report_missing_words(self) -> None:
        """Warn of interface words that the theme lacks in a language of the site."""
        from generator.render.words import untranslated

        languages = [language.code for language in self.catalogue.site.languages]
        facts = self.theme.facts
        for code, words in untranslated(facts, languages).items():
            location = SourceLocation(f"themes/{facts.name}/locales/{code}.po")
            shown = ", ".join(f"“{word}”" for word in words[:3])
            self.report.add("THEME-WORDS-MISSING", location, count=len(words), language=code, words=shown)

    def remember(self, command: str, report: Report, facts: dict[str, Any]) -> None:
        """Keep how ``command`` ended, for as long as input, day and program stay. Failures are forgotten.

        ``facts`` are JSON.
        """
        outcome = {"inputs": self._inputs, "facts": facts, "problems": _plain(report.sorted())}
        self.cache.put(OUTCOME, command, b"" if report.failed else json.dumps(outcome).encode())

    def recall(self, command: str) -> tuple[Report, dict[str, Any]] | None:
        """How ``command`` ended, if nothing that it depends on has changed since; None otherwise."""
        known = self.cache.get(OUTCOME, command)
        if not known:
            return None
        try:
            outcome: dict[str, Any] = json.loads(known)
        except ValueError:
            return None
        if outcome["inputs"] != self._inputs:
            return None
        return Report(list(map(Problem.from_plain, outcome["problems"]))), outcome["facts"]


def _plain(problems: Iterable[Problem]) -> list[list[Any]]:
    return [fault.as_plain for fault in problems]


@contextmanager
def open_project(
    options: BuildOptions,
    *,
    lock: bool = False,
    waiting: Callable[[], None] = lambda: None,
    session: "RenderSession | None" = None,
    progress: Progress | None = None,
) -> Iterator[Project]:
    """Open the project of ``options`` until the end of the block; then its cache is saved and closed.

    ``lock`` holds the lock of the output folder meanwhile. ``waiting`` is called once if another command
    keeps this one waiting for it. ``session`` is that of earlier commands of this process.
    ``progress`` is told what is done.
    """
    with ExitStack() as stack:
        if lock:
            stack.enter_context(_output_lock(options.output, waiting))
        stack.enter_context(_no_garbage_collection())
        cache = stack.enter_context(closing(Cache(options.cache, options.root, fresh=options.fresh)))
        project = Project(options, cache, session, progress)
        yield project
        project.close()
        cache.save()


def is_project(root: Path) -> bool:
    """Whether a folder holds a project."""
    return (root / SITE_FILE).is_file()


@lru_cache(maxsize=1)
def code_digest() -> str:
    """A digest of this program and its libraries: another version may write another site."""
    from importlib.metadata import version

    digest = sha256()
    here = Path(__file__).parent
    data = (*sorted(here.glob("messages/*.json")), *sorted(VOCABULARY.glob("*.yaml")))
    for path in (*sorted(here.rglob("*.py")), *data):
        digest.update(path.read_bytes())
    for library in LIBRARIES:
        digest.update(version(library).encode())
    return digest.hexdigest()


def input_digest(options: BuildOptions, scanned: Scan) -> str:
    """A digest of the day, the program and the stamps of every input file."""
    digest = sha256(f"{options.day} {code_digest()}\n".encode())
    folders = dict(scanned.folders)
    if not has_whole_theme(options.root, DEFAULT_THEME):
        theme = packaged_theme()
        folders |= scan(theme.parent, (theme.name,)).folders
    for folder, entries in folders.items():
        lines = [folder, *_stamps(entries)] if entries is not None else [folder, "?"]
        digest.update("\n".join([*lines, ""]).encode(errors="surrogateescape"))
    return digest.hexdigest()


def _stamps(entries: Iterable[ScannedEntry]) -> Iterator[str]:
    """A line for each file, with its size and times."""
    for entry in entries:
        # The lock is no record; an editor's own file may be gone again.
        if entry.stamp and entry.name != LOCK:
            yield f"{entry.name}|{entry.stamp}"


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Switch off garbage collection, which took a third of the time; records and views hold no cycles."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            # All that was made becomes old: the first collection would else go through it (0.3 s of a build).
            gc.freeze()
            gc.unfreeze()
            gc.enable()


@contextmanager
def _output_lock(output: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock of the output folder; a second build waits.

    A folder that was made for the lock, and in which nothing was built, goes again.
    """
    from generator.output.files import make_folder, remove_if_unused

    is_new = not output.exists()
    with locked(output, lambda: make_folder(str(output)), waiting):
        try:
            yield
        finally:
            if is_new:
                remove_if_unused(output)
