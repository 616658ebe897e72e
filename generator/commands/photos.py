"""``ocop photos``: photos of an inbox become photos of records, all of them or none.

The inbox stays as it is. Which record a photo is of is asked where its name does not tell; what it shows is
asked as well, and where nobody says it, pages give the record's name (PHOTO-ALT reminds of it).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

import click

from generator.catalogue.ids import bare_id
from generator.catalogue.personal import PERSONAL, personal_data
from generator.catalogue.records import Entry, Records
from generator.commands.console import Console
from generator.commands.questions import Choice, Questions
from generator.commands.trial import added_errors, faultless_records, put_in_place
from generator.diagnostics.problem import RefusedError, Report, SourceLocation, problem
from generator.inbox.matching import Named, PhotoMatch, PhotoMatcher, Target
from generator.inbox.pictures import InboxPicture, inbox_files, read_picture
from generator.messages import both
from generator.project import INPUTS, BuildOptions, open_project
from generator.records.changes import digest_of
from generator.records.edit import Plain, RecordEditor, UneditableFileError, UnreadableFileError

KINDS = ("product", "producer")
"""Kinds of records that have photos, those first that are meant more often."""


@dataclass(frozen=True)
class Placed:
    """A photo and the record that it is of."""

    file: str
    """Its name in the folder of the record."""
    prepared: Path
    """The picture to keep, in a folder of its own: an inbox may hold more than fits in memory."""
    target: Target
    alt: Mapping[str, str]
    """What it shows, by language."""


def run(console: Console, options: BuildOptions, *, inbox: Path, yes: bool) -> None:
    """Take over the photos of a folder. Exit code 1 where a photo was refused or is of nobody knows what.

    ``yes`` asks nothing: only photos are taken of which it is sure whose they are.
    """
    real_inbox, root = inbox.resolve(), options.root.resolve()
    if any(real_inbox.is_relative_to(root / name) for name in INPUTS) or root.is_relative_to(real_inbox):
        console.stop(2, "photos-inside", folder=inbox)
    try:
        _PhotoImport(console, options, inbox, ask=not yes and console.can_ask()).run(yes=yes)
    except (click.Abort, KeyboardInterrupt):
        console.stop(130, "new-stopped")
    except OSError as error:
        console.cannot_write(error.filename or options.root, error)


class _PhotoImport:
    """One inbox. The lock of the records is not held while somebody is asked."""

    def __init__(self, console: Console, options: BuildOptions, inbox: Path, *, ask: bool) -> None:
        self.console, self.options, self.inbox = console, options, inbox
        self.questions = Questions(console) if ask else None
        with open_project(options) as project:
            self.records = faultless_records(project, "import-faults")
        self.languages = self.records.languages
        self.entries = dict(_entries(self.records))
        self.matcher = PhotoMatcher(
            Named(target, record.name, record.other_names, getattr(record, "code", None) or "")
            for target, entry in self.entries.items()
            for record in [entry.record]
        )
        self.needs_person = False

    def run(self, *, yes: bool) -> None:
        """Look at each file, say or ask whose it is, try and write."""
        with TemporaryDirectory() as folder:
            placed = list(self._placed(Path(folder)))
            if not placed:
                self.console.say("photos-nothing")
            elif yes or self._agreed(len(placed)):
                self._write(placed)
            else:
                self.console.stop(1, "import-not")
        if self.needs_person:
            raise SystemExit(1)

    def _agreed(self, count: int) -> bool:
        return bool(self.questions and self.questions.yes(self.console.text("photos-ask", count=count)))

    def _placed(self, prepared: Path) -> Iterator[Placed]:
        """Yield the photos that are to be taken over, and tell of all others why they are not.

        The pictures to keep are written into the folder ``prepared``.
        """
        seen: dict[str, Path] = {}
        known = {(PurePosixPath(photo.file).parent, photo.digest) for photo in self.records.photos.values()}
        for inbox_file in inbox_files(self.inbox):
            picture = read_picture(self.inbox, inbox_file)
            shown = inbox_file.relative_to(self.inbox)
            if picture.fault:
                self.needs_person = True
                self.console.say(picture.fault, file=shown, size=picture.size, limit=picture.limit)
            elif picture.digest in seen:
                self.console.say("photos-same", file=shown, other=seen[picture.digest])
            else:
                seen[picture.digest] = shown
                target = self._target(picture, shown)
                if target is None:
                    continue
                folder = PurePosixPath(self.entries[target].file).parent
                name = picture.file_name(bare_id(target[1]))
                path = f"{folder}/{name}"
                is_named = path in self.records.photos
                if is_named or (folder, sha256(picture.content).hexdigest()) in known:
                    self.console.say("photos-known", file=shown, path=path)
                    continue
                self.console.say("photos-placed", file=shown, name=self._name(target), path=path)
                (prepared / picture.digest).write_bytes(picture.content)
                yield Placed(name, prepared / picture.digest, target, self._alt(target))

    def _target(self, picture: InboxPicture, shown: Path) -> Target | None:
        """Return the record that a photo is of; None where nobody knows."""
        match = self.matcher.match(picture.names)
        if match.sure:
            return match.targets[0]
        if self.questions:
            return self._asked_target(shown, match)
        self.needs_person = True
        names = ", ".join(self._name(target) for target in match.targets)
        self.console.say("photos-unsure" if names else "photos-unknown", file=shown, names=names)
        return None

    def _asked_target(self, shown: Path, match: PhotoMatch) -> Target | None:
        assert self.questions
        others = [target for target in self.entries if target not in match.targets]
        by_key = {"/".join(target): target for target in [*match.targets, *others]}
        choices = {key: self._choice(key, target) for key, target in by_key.items()}
        question = self.console.text("photos-whose", file=shown)
        answer = self.questions.choice(
            question,
            list(choices.values()),
            optional=True,
            first=[choices["/".join(target)] for target in match.targets],
        )
        if not answer:
            self.console.say("photos-left", file=shown)
        return by_key.get(answer)

    def _choice(self, key: str, target: Target) -> Choice:
        record = self.entries[target].record
        names = (*record.other_names, *record.name.root.values(), getattr(record, "code", None) or "")
        return Choice(key, f"{self._name(target)} ({self.entries[target].file})", (target[1], *names))

    def _name(self, target: Target) -> str:
        return str(self.entries[target].record.name.get(self.console.language))

    def _alt(self, target: Target) -> dict[str, str]:
        """Ask what a photo shows; without an answer neutral words, of which checks remind."""
        neutral = both(f"words.photo-of-{target[0]}")
        alt = {language: neutral["vi" if language == "vi" else "en"] for language in self.languages[:1]}
        if self.questions:
            for language in self.languages:
                question = self.console.text(
                    "ask-language", question=self.console.text("photos-alt"), language=language
                )
                words = self.questions.words(question, optional=True, judge=self._judged_alt)
                if words:
                    alt[language] = words
                elif language == self.languages[0]:
                    break
        return alt

    def _judged_alt(self, written: str) -> tuple[str, str]:
        """Return a description, and what is wrong with it: it would publish what belongs to a person."""
        language = self.console.language
        faults = [
            problem(PERSONAL[datum.kind], SourceLocation(), written=datum.written)
            for datum in personal_data(written)
        ]
        return written, "; ".join(fault.advice(language) for fault in faults)

    def _write(self, placed: list[Placed]) -> None:
        """Put the pictures beside their records and name them there."""
        root = self.options.root
        by_target: dict[Target, list[Placed]] = defaultdict(list)
        for photo in placed:
            by_target[photo.target].append(photo)
        files: dict[str, Callable[[], bytes]] = {}
        digests: dict[str, str] = {}
        for target, photos in by_target.items():
            file = self.entries[target].file
            digests[file] = digest_of(root, file)
            files[file] = self._edited(file, photos).encode
            for photo in photos:
                files[f"{PurePosixPath(file).parent}/{photo.file}"] = photo.prepared.read_bytes

        def check() -> None:
            if errors := added_errors(self.options, list(files), ()):
                raise RefusedError("import-errors", report=Report(errors))

        put_in_place(self.console, root, files, f"photos {self.inbox.name}", digests, check=check)
        self.console.say("photos-done", count=len(placed), records=len(by_target))

    def _edited(self, file: str, photos: list[Placed]) -> str:
        """Return the text of a record's file in which photos are named behind those that are there."""
        try:
            editor = RecordEditor((self.options.root / file).read_bytes().decode("utf-8"), file)
            named: Any = editor.get(("photos",)) or []
            # Another run may have taken the same photos while questions were asked.
            known = {entry.get("file") for entry in named if isinstance(entry, dict)}
            new = [photo for photo in photos if photo.file not in known]
            for number, photo in enumerate(new, start=len(named)):
                entry: Plain = {"file": photo.file, "alt": dict(photo.alt)}
                editor.set(("photos", number), entry)
            return editor.text()
        except UneditableFileError:
            raise RefusedError("import-uneditable", {"path": file}) from None
        except UnreadableFileError as error:
            raise RefusedError("import-faults", report=Report(error.problems)) from None


def _entries(records: Records) -> Iterator[tuple[Target, Entry[Any]]]:
    """Yield the records that photos may be of, without copies of another catalogue's."""
    copied = {entry.folder for entry in records.of("copy").values()}
    for kind in KINDS:
        for identity, entry in records.of(kind).items():
            if entry.folder not in copied:
                yield (kind, identity), entry
