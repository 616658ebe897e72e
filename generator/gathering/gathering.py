"""One gathering: copies become the folders of their provinces in a project, or are told why they do not.

The project is looked at as it would be (``changes.py``) before anything of it changes. A province whose
records have an error then stays as it is, and the others go on.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from generator.catalogue.exchange_format import INDEX
from generator.catalogue.gather_file import GatheredCatalogue, GatherFile
from generator.catalogue.ids import full_id
from generator.catalogue.model import OF_PROVINCE, Record, SourceCopy
from generator.dates import show_part_day
from generator.diagnostics.problem import Problem
from generator.gathering import conflicts
from generator.gathering.changes import commit, stage, trial_project
from generator.gathering.conflicts import Claims
from generator.gathering.copies import Copy, FaultyCopyError, Words, read_copy, words_of
from generator.gathering.record_files import Content, project_files
from generator.messages import LANGUAGES, both, message
from generator.records.write import file_of, record_file
from generator.text import slug, texts_of

GATHERED = OF_PROVINCE - {"copy"}
"""Kinds that are gathered. Vocabularies, settings and pages are the project's own."""
Check = Callable[[Path], Sequence[Problem]]
"""Returns the errors of a project."""
KINDS_OF_GOODS_AND_PRODUCERS = ("product-kind", "producer-kind")
"""Vocabularies to which a province may bring entries of its own."""


@dataclass(frozen=True)
class Project:
    """What a gathering must know of the project that it writes into."""

    root: Path
    languages: Sequence[str]
    """Codes of the languages of its site."""
    vocabularies: Mapping[str, Mapping[str, Record]]
    """Entries of vocabularies by kind and id, also those that come with the program."""
    claims: Callable[[str], Claims]
    """What the products of a province claim that the project has already."""
    copies: Mapping[str, SourceCopy]
    """Of which copy its provinces are, by province."""


@dataclass(frozen=True)
class Remark:
    """What a gathering tells about a province, or about the project where ``province`` is empty."""

    province: str
    words: Words
    file: str = ""
    is_fault: bool = False
    """Whether the copy could not be used."""


@dataclass
class Gathered:
    """What a gathering did."""

    remarks: list[Remark] = field(default_factory=list)
    written: int = 0
    removed: int = 0

    @property
    def failed(self) -> bool:
        """Whether a copy could not be used."""
        return any(remark.is_fault for remark in self.remarks)


class ProjectFaultyError(Exception):
    """Raised where the project has errors that no province is to blame for; ``problems`` are these."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(len(problems))
        self.problems = list(problems)


class Gathering:
    """One gathering into a project."""

    def __init__(self, project: Project, file: GatherFile, folder: Path) -> None:
        """``folder`` is that of the file."""
        self.project = project
        self.root = project.root
        self.languages = project.languages
        self.file = file
        self.folder = folder
        self.result = Gathered()
        self.copies: dict[str, Copy] = {}
        self.files: dict[str, dict[str, Content]] = {}
        """The files of each province that takes the place of what the project has, by path."""

    def run(self, check: Check) -> Gathered:
        """Gather. Raises :class:`ProjectFaultyError`, and ``OSError`` where nothing can be written."""
        for catalogue in self.file.provinces:
            self._read(catalogue)
        for province in sorted(self.project.copies.keys() - {c.province for c in self.file.provinces}):
            day = self.project.copies[province].as_of
            self._note(province, _dated("gather.unlisted", day, folders=", ".join(_folders(province))))
        self._settle_conflicts()
        for province, copy in self.copies.items():
            self._prepare(province, copy)
        while problems := self._errors(check):
            self._reject(problems)
        put, remove = self._changes()
        self._tell_what_changed(remove)
        self.result.written, self.result.removed = len(put), len(remove)
        if put or remove:
            commit(self.root, put, remove)
        return self.result

    def _read(self, catalogue: GatheredCatalogue) -> None:
        province = catalogue.province
        if self._is_by_hand(province):
            self._fault(province, both("gather.by-hand", folder=f"content/provinces/{province}"))
            return
        try:
            copy = read_copy(self.folder / catalogue.copy_folder)
            self._check_identity(copy, catalogue)
        except FaultyCopyError as error:
            self._fault(province, error.words, error.file)
        else:
            self.copies[province] = copy

    def _check_identity(self, copy: Copy, catalogue: GatheredCatalogue) -> None:
        """Check that a copy is that of the catalogue that the file names."""
        index = copy.index
        if index.home != catalogue.home:
            raise FaultyCopyError(INDEX, both("gather.other-home", written=index.home, home=catalogue.home))
        names = [slug(province.name) for province in index.provinces]
        if names != [catalogue.province]:
            written = ", ".join(names)[:80]
            raise FaultyCopyError(
                INDEX, both("gather.other-province", written=written, province=catalogue.province)
            )

    def _is_by_hand(self, province: str) -> bool:
        """Whether the project has records of a province that no gathering has written."""
        folders = (self.root / folder for folder in _folders(province))
        return any(map(Path.exists, folders)) and not (self.root / copy_file(province)).is_file()

    def _settle_conflicts(self) -> None:
        """Take addresses that two provinces claim from both: nobody here can know whose they are.

        A province that stays as it is keeps its own.
        """
        kept = self.project.copies.keys() - self.copies.keys()
        claims = [
            conflicts.claims_of(
                province,
                copy.records.get("product", {}).values(),  # type: ignore[arg-type]
                [issue for ledger in copy.records.get("ledger", {}).values() for issue in ledger.issued],  # type: ignore[attr-defined]
            )
            for province, copy in self.copies.items()
        ]
        shared = conflicts.shared([*claims, *map(self.project.claims, sorted(kept))])
        for address, claiming in shared.items():
            if not all(claim.sample for claim in claiming):
                named = ", ".join(f"{claim.province}/{claim.product}" for claim in claiming)
                self._note("", both("gather.shared", address=address, products=named))
        for province, copy in self.copies.items():
            conflicts.drop_claims(copy, province, shared)
        for first, second in conflicts.alike(self.copies):
            names = {
                "first": f"{first.province}/{first.product}",
                "second": f"{second.province}/{second.product}",
            }
            self._note("", both("gather.alike", **names))

    def _prepare(self, province: str, copy: Copy) -> None:
        """Make the files of a province, with each product's addresses at home."""
        products: dict[str, Any] = copy.records.get("product", {})
        for identity, product in products.items():
            products[identity] = product.model_copy(update={"home": copy.homes[identity]})
        if not set(self._languages_of(copy)) <= set(self.languages):
            for records in copy.records.values():
                records |= {identity: self._in_our_languages(record) for identity, record in records.items()}
        copy.texts = {key: text for key, text in copy.texts.items() if key[2] in self.languages}
        index = copy.index
        source = SourceCopy(
            id="copy",
            home=index.home,
            as_of=index.as_of,
            title=self._text(index.title),
            publisher=self._text(index.publisher),
            digest=copy.digest,
        )
        files = project_files(copy, GATHERED, province)
        path = copy_file(province)
        self.files[province] = {**files, path: partial(str.encode, record_file("copy", [source], path))}

    def _languages_of(self, copy: Copy) -> list[str]:
        sites: Iterable[Any] = copy.records["site"].values()
        return [language.code for site in sites for language in site.languages]

    def _text(self, text: Any) -> Any:
        shown = {code: words for code, words in text.root.items() if code in self.languages}
        return type(text)(shown or text.root)

    def _in_our_languages(self, record: Record) -> Record:
        """Return a record with its texts in the languages of the project's site alone."""
        data = record.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        for path, text in texts_of(record):
            inner: Any = data
            for key in path:
                inner = inner[key]
            kept = self._text(text).root
            for code in inner.keys() - kept.keys():
                del inner[code]
        return type(record).model_validate(data)

    # -- trying, telling, doing ------------------------------------------------------------------

    def _errors(self, check: Check) -> Sequence[Problem]:
        """Return the errors that the project would have."""
        put, remove = self._changes()
        if not put and not remove:
            return []
        return check(trial_project(self.root, put, remove))

    def _reject(self, problems: Sequence[Problem]) -> None:
        """Leave those provinces as they are whose new records have errors."""
        by_province: dict[str, list[Problem]] = {}
        for fault in problems:
            by_province.setdefault(_province_of(fault.location.file), []).append(fault)
        guilty = by_province.keys() & self.files.keys()
        if not guilty:
            raise ProjectFaultyError(problems)
        for province in sorted(guilty):
            faults = by_province[province]
            self._fault(province, words_of(faults), str(faults[0].location))
            del self.files[province], self.copies[province]

    def _changes(self) -> tuple[list[str], list[str]]:
        """Return the files to put in place, staged, and those to remove."""
        vocabularies = self._vocabularies()
        stage(self.root, vocabularies)
        put: list[str] = list(vocabularies)
        remove: list[str] = []
        for province, files in self.files.items():
            there = {
                path.relative_to(self.root).as_posix(): path
                for folder in _folders(province)
                for path in sorted((self.root / folder).rglob("*"))
                if path.is_file() or path.is_symlink()
            }
            remove += (path for path in there if path not in files and not _is_hidden(path))
            for path, content in files.items():
                if path not in there or not _has(there[path], content()):
                    put.append(path)
            stage(self.root, {path: files[path] for path in put if path in files})
        return put, sorted(remove)

    def _vocabularies(self) -> dict[str, Content]:
        """Return the vocabularies with the entries that only a province has, where there are any."""
        files: dict[str, Content] = {}
        for kind in KINDS_OF_GOODS_AND_PRODUCERS:
            known = self.project.vocabularies.get(kind, {})
            new: dict[str, Record] = {}
            for copy in self.copies.values():
                entries = copy.records.get(kind, {})
                for identity in self._kinds_in_use(copy, kind) & entries.keys():
                    if identity not in known:
                        new.setdefault(identity, self._in_our_languages(entries[identity]))
            if new:
                path = file_of(kind, "")
                added = [new[identity] for identity in sorted(new)]
                text = self._with_entries(kind, path, list(known.values()), added)
                files[path] = partial(str.encode, text)
        return files

    def _kinds_in_use(self, copy: Copy, kind: str) -> set[str]:
        records: Iterable[Any] = copy.records.get(kind.removesuffix("-kind"), {}).values()
        return {record.kind for record in records if record.kind}

    def _with_entries(self, kind: str, path: str, known: list[Record], added: list[Record]) -> str:
        """Return a vocabulary with more entries below those of the project's file, which stay as they are."""
        try:
            text = (self.root / path).read_text("utf-8")
        except FileNotFoundError:
            return record_file(kind, [*known, *added], path)
        entries = record_file(kind, added, path).partition("\n")[2]
        return f"{text.rstrip()}\n{entries}"

    def _tell_what_changed(self, remove: Sequence[str]) -> None:
        for province in self.files:
            copy = self.copies[province]
            gone = [
                path.split("/")[-2]
                for path in remove
                if path.startswith(f"products/{province}/") and path.endswith("/product.yaml")
            ]
            count = len(copy.records.get("product", {}))
            self._note(province, _dated("gather.done", copy.index.as_of, count=count, home=copy.index.home))
            moved = set(copy.records.get("product", {}))
            if left := [identity for identity in gone if identity not in moved]:
                self._note(province, both("gather.gone", products=", ".join(left)))

    def _note(self, province: str, words: Words) -> None:
        self.result.remarks.append(Remark(province, words))

    def _fault(self, province: str, words: Words, file: str = "") -> None:
        """Tell why a copy cannot be used, and what the project has of its province meanwhile."""
        self.result.remarks.append(Remark(province, words, file, is_fault=True))
        if kept := self.project.copies.get(province):
            self._note(province, _dated("gather.kept", kept.as_of))
        else:
            self._note(province, both("gather.none"))


def _dated(key: str, day: date, **values: object) -> Words:
    """Return a sentence with a day as each language writes it."""
    days = {language: show_part_day(day.isoformat(), language) for language in LANGUAGES}
    return {language: message(key, language, day=days[language], **values) for language in LANGUAGES}


def copy_file(province: str) -> str:
    """Return the path of the file that says of which copy the records of a province are."""
    return file_of("copy", full_id(province, "copy"))


def _folders(province: str) -> tuple[str, str]:
    return f"products/{province}", f"content/provinces/{province}"


def _province_of(file: str) -> str:
    """Return the province in whose folder a file lies; empty for the project's own files."""
    parts = file.split("/")
    if parts[:2] == ["content", "provinces"] and len(parts) > 3:
        return parts[2]
    return parts[1] if parts[0] == "products" and len(parts) > 2 else ""


def _is_hidden(path: str) -> bool:
    """Whether a file is no record: the lock of a ledger."""
    return path.rpartition("/")[2].startswith(".")


def _has(file: Path, content: bytes) -> bool:
    """Whether a plain file has these bytes."""
    return not file.is_symlink() and file.stat().st_size == len(content) and file.read_bytes() == content
