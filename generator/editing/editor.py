"""What the editor does with a project: opens a record, checks it as it would be, saves it, takes it back.

HTTP and HTML are not known here. Records are named by kind and id only; their paths are those of the files
that the project has.
"""

import difflib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Any

from generator.catalogue.fields import LONGEST_ID
from generator.catalogue.findings import KEY
from generator.catalogue.ids import as_written, folder_of
from generator.catalogue.model import RECORDS, KeyPath, Record
from generator.catalogue.records import Records
from generator.commands.trial import new_among, problems_in
from generator.commands.undo import staged_undo
from generator.diagnostics.problem import Problem, RefusedError
from generator.editing.forms import Form
from generator.messages import both
from generator.photo import PhotoError, prepare_photo
from generator.project import INPUTS, BuildOptions, FaultyProjectError, input_digest, open_project
from generator.records.changes import (
    ChangedMeanwhileError,
    Commit,
    changing,
    commit,
    commits,
    forget_staged,
    stage,
    trial_project,
    undo,
)
from generator.records.edit import RecordEditor, UnreadableFileError
from generator.records.files import walk
from generator.records.new import scaffold
from generator.records.path_patterns import STORIES, folders_of_provinces, kind_of, story_of
from generator.records.photos import MAX_SIZE
from generator.records.unclaimed import usable_name
from generator.records.write import schema_comment, story_file_of
from generator.records.yaml_nodes import decode, read_yaml
from generator.scan import scan
from generator.site.page_table import ADDRESS_WORDS
from generator.site.urls import urls_by_language
from generator.text import Text, fold, slug

EDITED = ("product", "producer", "lots", "news", "decision", "fair")
"""Kinds of records that have a form."""
STORY = "story"
"""The kind under which the Markdown beside a record is edited; its id is ``kind/id/language``."""
SECTIONS = {
    "product": "products",
    "lots": "products",
    "producer": "producers",
    "news": "news",
    "decision": "decisions",
    "fair": "fairs",
}
"""The section of the site in which a kind of record has its page."""
REMEMBERED = 200
"""Texts of files that forms were made of, kept to tell what somebody changed."""


class ConflictError(Exception):
    """Raised where a file changed since its form was made; ``now`` is its text, ``then`` what it was."""

    def __init__(self, then: str | None, now: str) -> None:
        super().__init__()
        self.then, self.now = then, now


class BusyError(Exception):
    """Raised where another command is changing records."""


class EncodingError(Exception):
    """Raised for a file whose letters are not UTF-8: saving it would lose them. ``problem`` says so."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.location)
        self.problem = problem


class FaultyEditError(Exception):
    """Raised where saving would add errors; ``problems`` are these."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(len(problems))
        self.problems = list(problems)


@dataclass(frozen=True)
class Listed:
    """A record in a list."""

    kind: str
    identity: str
    path: str
    name: str


@dataclass(frozen=True)
class Opened:
    """A file that is edited."""

    kind: str
    identity: str
    path: str
    text: str
    """As it lies there; of a new one as it would begin."""
    digest: str
    """Of the file; empty for one that is not there yet."""

    @property
    def is_new(self) -> bool:
        """Whether the file is not there yet."""
        return not self.digest


@dataclass
class Snapshot:
    """What the project's files say, until one of them changes."""

    stamp: str
    records: Records
    problems: list[Problem]
    paths: dict[tuple[str, str], str] = field(default_factory=dict)
    """Of the files of records and stories, by kind and id."""


@dataclass(frozen=True)
class Checked:
    """A change that was tried."""

    text: str
    problems: Sequence[Problem]
    """Of the file itself, and errors elsewhere that it would add."""
    has_errors: bool
    """Whether it would add errors."""


class Editor:
    """The editor of one project."""

    def __init__(
        self,
        options: BuildOptions,
        day_of: Callable[[], date],
        speech: str,
        rebuild: Callable[[], None] = lambda: None,
    ) -> None:
        """``speech`` is the language of the forms, ``vi`` or ``en``; ``rebuild`` is called after changes."""
        self.options, self.day_of, self.speech, self._rebuild = options, day_of, speech, rebuild
        self._snapshot: Snapshot | None = None
        self._texts: OrderedDict[str, str] = OrderedDict()

    # -- looking -----------------------------------------------------------------------------------

    @property
    def snapshot(self) -> Snapshot:
        """What the project had when :meth:`look` was called last."""
        return self._snapshot or self.look()

    def look(self) -> Snapshot:
        """Read the project, if a file changed since the last time."""
        options = replace(self.options, day=self.day_of())
        scanned = scan(options.root, INPUTS)
        stamp = input_digest(options, scanned)
        if self._snapshot is None or self._snapshot.stamp != stamp:
            with open_project(options) as project:
                with suppress(FaultyProjectError):
                    _ = project.catalogue
                self._snapshot = Snapshot(stamp, project.records, project.report.sorted())
            files, _, _ = walk(options.root, scanned)
            provinces = folders_of_provinces(files)
            for path in files:
                if known := kind_of(path, provinces):
                    self._snapshot.paths[known] = path
                elif known_story := story_of(path, provinces):
                    kind, identity, language = known_story
                    self._snapshot.paths[STORY, f"{kind}/{identity}/{language}"] = path
        return self._snapshot

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Codes and names of the site's languages."""
        site = self.snapshot.records.site
        known = site.record.languages if site else ()
        return [(language.code, language.name) for language in known] or [*both("gather.language").items()]

    def listed(self, kind: str, words: str = "") -> list[Listed]:
        """Return the records of a kind by name; with ``words``, those that have all of them."""
        snapshot = self.snapshot
        wanted = fold(words).split()
        rows = [
            Listed(kind, identity, path, self.name_of(kind, identity))
            for (known, identity), path in snapshot.paths.items()
            if known == kind
        ]
        chosen = (row for row in rows if all(word in fold(f"{row.name} {row.identity}") for word in wanted))
        return sorted(chosen, key=lambda row: (fold(row.name), row.identity))

    def name_of(self, kind: str, identity: str) -> str:
        """Return the name of a record; its id where it cannot be read."""
        product, _, year = identity.partition(":")
        named = "product" if kind == "lots" else kind
        entry = self.snapshot.records.of(named).get(product)
        name = entry.record and _name(entry.record, self.speech) if entry else ""
        return " ".join(filter(None, [name or product, year]))

    def choices(self, kind: str, folder: str = "") -> list[tuple[str, str]]:
        """Return ids and names of the records of a kind that a field can name, as a province writes them."""
        records = self.snapshot.records
        if kind in ("commune", "district"):
            places = records.places.get(folder)
            table = getattr(places.record, f"{kind}s") if places else ()
            return sorted(((place.id, place.name) for place in table), key=lambda row: fold(row[1]))
        if kind == "set":
            sets = (known for entry in records.of("criteria").values() for known in entry.record.sets)
            return [
                (str(known.number), f"{known.number}. {known.name.get(self.speech)}")
                for known in sorted(sets, key=lambda known: known.number)
            ]
        if kind not in RECORDS:
            return []
        own = [identity for identity in records.of(kind) if folder_of(identity) in (folder, "")]
        rows = [(as_written(folder, identity), self.name_of(kind, identity)) for identity in own]
        return sorted(rows, key=lambda row: fold(row[1]))

    def form(self, opened: Opened) -> Form:
        """Return the form of a record."""
        folder = folder_of(opened.identity.partition(":")[0])
        choices = partial(self.choices, folder=folder)
        return Form(RECORDS[opened.kind], self.languages, self.speech, choices)

    def open(self, kind: str, identity: str) -> Opened | None:
        """Return the file of a record or story; None where there is none and none can be begun.

        Raises :class:`EncodingError` for a file that is not in UTF-8.
        """
        snapshot = self.snapshot
        path = snapshot.paths.get((kind, identity)) if kind in (*EDITED, STORY) else None
        if path is None:
            path = self._path_beside(kind, identity)
            head = "" if kind == STORY else f"# {schema_comment(kind, path)}\n"
            return Opened(kind, identity, path, head, "") if path else None
        content = (self.options.root / path).read_bytes()
        try:
            text = content.decode()
        except UnicodeDecodeError:
            _, problems = decode(content, path)
            raise EncodingError(problems[0]) from None
        digest = sha256(content).hexdigest()
        self._remember(digest, text)
        return Opened(kind, identity, path, text, digest)

    def _path_beside(self, kind: str, identity: str) -> str:
        """Return where lots or a story of a record that is there would lie; empty for anything else."""
        paths = self.snapshot.paths
        if kind == "lots" and (product := paths.get(("product", identity))):
            return f"{product.rpartition('/')[0]}/lots.yaml"
        if kind == STORY:
            holder, _, rest = identity.partition("/")
            record, _, language = rest.rpartition("/")
            if holder in STORIES and (holder, record) in paths and language in dict(self.languages):
                return story_file_of(holder, record, language)
        return ""

    def begin(self, kind: str, name: str, identity: str, place: str, province: str) -> Opened:
        """Return the file of a new record, with explanations.

        Raises :class:`RefusedError` and :class:`FaultyEditError`.
        """
        chosen = identity or slug(name, LONGEST_ID)
        files, problems = scaffold(kind, chosen, self.snapshot.records, self.speech, place, province=province)
        if problems:
            raise FaultyEditError(problems)
        ((path, text),) = files.items()
        return Opened(kind, f"{province}/{chosen}" if province else chosen, path, text, "")

    def data(self, opened: Opened) -> Any:
        """Return what a file of records says. Raises :class:`UnreadableFileError`."""
        return RecordEditor(opened.text, opened.path).get() or {}

    def problems_of(self, path: str) -> list[Problem]:
        """Return the problems that the project has in a file now."""
        return [fault for fault in self.snapshot.problems if fault.location.file == path]

    def page_of(self, kind: str, identity: str) -> str:
        """Return the address of the page of a record on the served site; empty where it has none."""
        if kind == STORY:
            kind, _, identity = identity.rpartition("/")[0].partition("/")
        section, site = SECTIONS.get(kind), self.snapshot.records.site
        if not section or site is None or (kind != "lots" and identity not in self.snapshot.records.of(kind)):
            return ""
        urls = urls_by_language(site.record.languages, ADDRESS_WORDS)
        first = urls[site.record.languages[0].code]
        return first(section, identity.partition(":")[0])

    # -- changing ----------------------------------------------------------------------------------

    def text_with(self, opened: Opened, data: Mapping[str, Any]) -> str:
        """Return the file with a record's data, and without fields that were left empty if any changed.

        A new record begins with the empty fields of its kind: nobody can delete their lines in a form.
        Raises ``UnreadableFileError``, ``UneditableFileError``.
        """
        editor = RecordEditor(opened.text, opened.path)
        before = editor.get()
        editor.set((), data)
        if editor.get() != before:
            for field in list(_empty_fields(editor.get(), ())):
                editor.remove(field)
        return editor.text()

    def check(self, opened: Opened, content: Mapping[str, bytes]) -> Checked:
        """Return the problems that the project would have with new files by path."""
        with self._changing():
            try:
                return self._checked(opened, content)
            finally:
                forget_staged(self.options.root)

    def _checked(self, opened: Opened, content: Mapping[str, bytes]) -> Checked:
        root, before = self.options.root, self.snapshot.problems
        stage(root, {path: partial(bytes, new) for path, new in content.items()})
        options = replace(self.options, day=self.day_of())
        after = problems_in(options, trial_project(root, list(content), []))
        added = [fault for fault in new_among(after, before) if fault.is_error]
        own = [fault for fault in after if fault.location.file == opened.path]
        text = content[opened.path].decode() if opened.path in content else opened.text
        return Checked(text, [*own, *(fault for fault in added if fault not in own)], bool(added))

    def save(self, opened: Opened, content: Mapping[str, bytes]) -> Checked:
        """Put new files in place if they add no error.

        Raises :class:`ConflictError` where the file is no longer the one that was opened,
        :class:`FaultyEditError` where errors would be added; then nothing has changed.
        """
        root = self.options.root
        with self._changing():
            checked = self._checked(opened, content)
            if checked.has_errors:
                forget_staged(root)
                raise FaultyEditError(checked.problems)
            others = dict.fromkeys(content.keys() - {opened.path}, "")
            try:
                commit(
                    root, content, [], f"serve --edit {opened.path}", {opened.path: opened.digest, **others}
                )
            except ChangedMeanwhileError:
                raise self.conflict(opened) from None
        self._rebuild()
        return checked

    def conflict(self, opened: Opened) -> ConflictError:
        """Return the error for a file that changed since it was opened."""
        now = self.open(opened.kind, opened.identity)
        return ConflictError(self._texts.get(opened.digest), now.text if now and not now.is_new else "")

    def _remember(self, digest: str, text: str) -> None:
        self._texts[digest] = text
        self._texts.move_to_end(digest)
        while len(self._texts) > REMEMBERED:
            self._texts.popitem(last=False)

    def as_opened(self, opened: Opened, digest: str) -> Opened:
        """Return a file that is as it was when its form was made. Raises :class:`ConflictError` else."""
        if digest == opened.digest:
            return opened
        raise ConflictError(self._texts.get(digest), opened.text)

    def photo(
        self, opened: Opened, name: str, content: bytes, words: Mapping[str, Mapping[str, str]]
    ) -> Checked:
        """Add a photo to a record: turned, without what the camera noted, no larger than pages need.

        ``words`` are its description and its author by language. Raises :class:`PhotoError` and what
        :meth:`save` does.
        """
        if len(content) > MAX_SIZE:
            limit = f"{MAX_SIZE // 1024 // 1024} MB"
            raise PhotoError("too big", f"{len(content) // 1024 // 1024} MB", limit)
        folder = opened.path.rpartition("/")[0]
        stem = usable_name(slug(name.rpartition(".")[0], 48) or "anh")
        number, file = 1, f"{stem}.jpg"
        while (self.options.root / folder / file).exists():
            number += 1
            file = f"{stem}-{number}.jpg"
        editor = RecordEditor(opened.text, opened.path)
        known = editor.get(("photos",)) or []
        editor.set(("photos", len(known)), {"file": file, **words})
        new = {opened.path: editor.text().encode(), f"{folder}/{file}": prepare_photo(content)}
        return self.save(opened, new)

    # -- taking back -------------------------------------------------------------------------------

    def last_commits(self) -> list[Commit]:
        """Return the last changes of the project, the last one first."""
        return commits(self.options.root)

    def take_back(self, number: int) -> Commit:
        """Put the files back as they were before the last change. Raises :class:`RefusedError`."""
        options = replace(self.options, day=self.day_of())
        with self._changing():
            known = self.last_commits()
            if not known or known[0].number != number:
                raise RefusedError("undo-other")
            staged_undo(options, known[0])
            undo(options.root, known[0])
        self._rebuild()
        return known[0]

    def _changing(self) -> Any:
        return changing(self.options.root, _be_busy)


def _be_busy() -> None:
    """Give up waiting for another command: meanwhile no page would be answered."""
    raise BusyError


def positions_of(
    text: str, path: str, problems: Sequence[Problem], language: str
) -> Iterator[tuple[KeyPath, str]]:
    """Yield the sentences of problems with the path of the value that each is about."""
    by_place = read_yaml(text.encode(), path).paths_by_place()
    places = sorted(by_place)
    for fault in problems:
        words = fault.advice(language)
        if fault.location.file != path:
            yield (), f"{fault.location}: {words}"
            continue
        spot = (fault.location.line, fault.location.column)
        before = [place for place in places if place <= spot]
        key = by_place.get(spot) or (by_place[before[-1]] if before and spot[0] else ())
        yield tuple(part for part in key if part != KEY), words


def diff_lines(old: str, new: str) -> list[tuple[str, str]]:
    """Return what changes between two texts: lines, each an ``add``, ``del``, ``same`` or ``gap``."""
    before, after = (text.replace("\r\n", "\n").splitlines() for text in (old, new))
    result = []
    for line in list(difflib.unified_diff(before, after, lineterm="", n=2))[2:]:
        kind = {"+": "add", "-": "del", "@": "gap"}.get(line[:1], "same")
        result.append((kind, "" if kind == "gap" else line[1:]))
    return result


def readable(opened: Opened) -> list[Problem]:
    """Return the problems because of which a file cannot be shown as a form; empty where it can."""
    _, problems = decode(opened.text.encode(), opened.path)
    if problems:
        return problems
    try:
        RecordEditor(opened.text, opened.path)
    except UnreadableFileError as error:
        return error.problems
    return []


def _empty_fields(data: Any, path: KeyPath) -> Iterator[KeyPath]:
    """Yield the paths of the fields of groups that say nothing."""
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        if isinstance(key, str) and not value:
            yield (*path, key)
        else:
            yield from _empty_fields(value, (*path, key))


def _name(record: Record, language: str) -> str:
    name = getattr(record, "name", None) or getattr(record, "title", None)
    return str(name.get(language)) if isinstance(name, Text) else ""
