"""One gathering: copies become the folders of their provinces in a project, or are told why they do not.

The project is looked at as it would be (``records/changes.py``) before anything of it changes. A province
whose records have an error then stays as it is, and the others go on.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from generator.catalogue.exchange_format import INDEX, ExchangeIndex
from generator.catalogue.gather_file import GatheredCatalogue, GatherFile
from generator.catalogue.ids import full_id
from generator.catalogue.model import OF_PROVINCE, Record, SourceCopy
from generator.diagnostics.problem import Problem
from generator.gathering import conflicts
from generator.gathering.conflicts import Claim, Claims
from generator.gathering.copies import (
    Copy,
    FaultyCopyError,
    Words,
    check_one_province,
    read_copy,
    words_of,
)
from generator.gathering.record_files import Content, is_gathered, project_files
from generator.messages import both
from generator.records.changes import commit, forget_staged, stage, trial_project
from generator.records.files import printable
from generator.records.path_patterns import PROVINCES, home_path
from generator.records.write import file_of, record_file
from generator.text import slug, texts_of

GATHERED = OF_PROVINCE - {"copy", "stamp-keys"}
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
    codes: Mapping[str, str]
    """Codes of its provinces, by folder."""


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


@dataclass
class Incoming:
    """What is kept at hand of a copy while others are read: all of them as a whole would fill the memory."""

    catalogue: GatheredCatalogue
    index: ExchangeIndex
    digest: str
    code: str
    """Of the province."""
    products: frozenset[str]
    claims: Claims
    names: Mapping[tuple[str, str], Claim]
    own_kinds: Mapping[str, Mapping[str, Record]]
    """Entries that its records use and the project lacks, by vocabulary and id."""
    put: Sequence[str] = ()
    """Files that wait to be put in place."""
    remove: Sequence[str] = ()


def _check_same(copy: Copy, incoming: Incoming) -> None:
    """Raise :class:`FaultyCopyError` for a copy that was replaced since it was looked at."""
    if copy.digest != incoming.digest:
        raise FaultyCopyError(INDEX, both("gather.digest"))


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
        self.incoming: dict[str, Incoming] = {}
        """The copies that take the place of what the project has, by province."""

    def run(self, check: Check) -> Gathered:
        """Gather. Raises :class:`ProjectFaultyError`, and ``OSError`` where nothing can be written."""
        for catalogue in self.file.provinces:
            self._look_at(catalogue)
        for province in sorted(self.project.copies.keys() - {c.province for c in self.file.provinces}):
            day = self.project.copies[province].as_of
            self._note(province, both("gather.unlisted", day=day, folders=", ".join(_folders(province))))
        self._settle_codes()
        shared = self._conflicts()
        for province in list(self.incoming):
            self._stage(province, shared)
        while problems := self._errors(check):
            self._reject(problems, check)
        put, remove = self._changes()
        self._tell_what_changed()
        self.result.written, self.result.removed = len(put), len(remove)
        if put or remove:
            commit(self.root, put, remove, "gather")
        else:
            forget_staged(self.root)
        return self.result

    # -- reading ---------------------------------------------------------------------------------

    def _look_at(self, catalogue: GatheredCatalogue) -> None:
        """Read a copy, and keep what must be known of it beside those of other provinces."""
        province = catalogue.province
        if self._is_by_hand(province):
            self._fault(province, both("gather.by-hand", folder=f"{PROVINCES}/{province}"))
            return
        if file := self._file_by_hand(province, catalogue.home):
            self._fault(province, both("gather.by-hand-file"), printable(file))
            return
        try:
            copy = read_copy(self.folder / catalogue.copy_folder)
            self._check_identity(copy, catalogue)
        except FaultyCopyError as error:
            self._fault(province, error.words, error.file)
            return
        products: dict[str, Any] = copy.records.get("product", {})
        ledgers: Iterable[Any] = copy.records.get("ledger", {}).values()
        places: Iterable[Any] = copy.records["places"].values()
        issued = [issue for ledger in ledgers for issue in ledger.issued]
        self.incoming[province] = Incoming(
            catalogue,
            copy.index.model_copy(update={"files": ()}),
            copy.digest,
            next(table.province.code for table in places),
            frozenset(products),
            conflicts.claims_of(province, products.values(), issued),
            conflicts.names_of(copy, province),
            {kind: self._own_kinds(copy, kind) for kind in KINDS_OF_GOODS_AND_PRODUCERS},
        )

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
        check_one_province(copy, catalogue.home)

    def _is_by_hand(self, province: str) -> bool:
        """Whether the project has records of a province that no gathering has written."""
        folders = [self.root / folder for folder in _folders(province)]
        if any(map(Path.is_symlink, folders)):
            return True
        return any(map(Path.exists, folders)) and not (self.root / copy_file(province)).is_file()

    def _file_by_hand(self, province: str, home: str) -> str:
        """Return a record or link that somebody put among what was gathered; empty if there is none."""
        for path, file in self._there(province).items():
            is_record = file.suffix == ".yaml" and path != copy_file(province)
            if file.is_symlink() or (is_record and not is_gathered(file, self._home_so_far(province, home))):
                return path
        return ""

    def _home_so_far(self, province: str, home: str) -> str:
        """Return the home of the copy that the project has of a province, or else of the one that comes."""
        kept = self.project.copies.get(province)
        return kept.home if kept else home

    def _there(self, province: str) -> dict[str, Path]:
        """Return the files that the project has of a province, by path; hidden ones are no records."""
        return {
            path.relative_to(self.root).as_posix(): path
            for folder in _folders(province)
            for path in sorted((self.root / folder).rglob("*"))
            if (path.is_file() or path.is_symlink()) and not path.name.startswith(".")
        }

    def _own_kinds(self, copy: Copy, kind: str) -> dict[str, Record]:
        known = self.project.vocabularies.get(kind, {})
        holders: Iterable[Any] = copy.records.get(kind.removesuffix("-kind"), {}).values()
        used = {holder.kind for holder in holders if holder.kind}
        entries = copy.records.get(kind, {})
        return {
            identity: self._in_our_languages(entries[identity])
            for identity in used & entries.keys() - known.keys()
        }

    def _settle_codes(self) -> None:
        """Leave out the provinces that come with the code of another one; who had it already keeps it."""
        had = self.project.codes
        codes = {**had, **{province: incoming.code for province, incoming in self.incoming.items()}}
        for province, incoming in list(self.incoming.items()):
            others = [other for other, code in codes.items() if code == incoming.code and other != province]
            if others and had.get(province) != incoming.code:
                self._fault(province, both("gather.code", code=incoming.code, other=others[0] or "content"))
                del self.incoming[province]

    def _conflicts(self) -> Mapping[str, list[Claim]]:
        """Tell what several provinces claim, and return the addresses to take from their products.

        Nobody here can know whose such an address is. A province that stays as it is keeps its own.
        """
        kept = sorted(self.project.copies.keys() - self.incoming.keys())
        claims = [incoming.claims for incoming in self.incoming.values()]
        shared = conflicts.shared([*claims, *map(self.project.claims, kept)])
        for address, claiming in shared.items():
            if not all(claim.sample for claim in claiming):
                named = ", ".join(f"{claim.province}/{claim.product}" for claim in claiming)
                self._note("", both("gather.shared", address=address, products=named))
        for first, second in conflicts.alike(incoming.names for incoming in self.incoming.values()):
            names = {
                "first": f"{first.province}/{first.product}",
                "second": f"{second.province}/{second.product}",
            }
            self._note("", both("gather.alike", **names))
        return shared

    # -- making the files of a province ----------------------------------------------------------

    def _stage(self, province: str, shared: Mapping[str, list[Claim]]) -> None:
        """Write the files of a province that differ from the project's beside them."""
        incoming = self.incoming[province]
        try:
            copy = read_copy(self.folder / incoming.catalogue.copy_folder)
            _check_same(copy, incoming)
            conflicts.drop_claims(copy, province, shared)
            files = self._files(province, copy)
            there = self._there(province)
            put = [
                path
                for path, content in files.items()
                if path not in there or not _has(there[path], content())
            ]
            stage(self.root, {path: files[path] for path in put})
        except FaultyCopyError as error:
            self._fault(province, error.words, error.file)
            del self.incoming[province]
        else:
            home = self._home_so_far(province, incoming.catalogue.home)
            gone = sorted(there.keys() - files.keys())
            incoming.put = put
            incoming.remove = [path for path in gone if is_gathered(there[path], home)]

    def _files(self, province: str, copy: Copy) -> dict[str, Content]:
        """Return the files of a province by path, with each product's addresses at home."""
        products: dict[str, Any] = copy.records.get("product", {})
        for identity, product in products.items():
            products[identity] = product.model_copy(update={"home": copy.homes[identity]})
        sites: Iterable[Any] = copy.records["site"].values()
        if not {language.code for site in sites for language in site.languages} <= set(self.languages):
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
        path = copy_file(province)
        text = record_file("copy", [source], path)
        return {**project_files(copy, GATHERED, province), path: partial(str.encode, text)}

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

    def _errors(self, check: Check, *provinces: str) -> Sequence[Problem]:
        """Return the errors that the project would have with some of the provinces, all if none is named."""
        put, remove = self._changes(*provinces)
        if not put and not remove:
            return []
        return check(trial_project(self.root, put, remove))

    def _reject(self, problems: Sequence[Problem], check: Check) -> None:
        """Leave those provinces as they are whose new records have errors.

        Where these stand in files that provinces share, each is tried by itself.
        """
        by_province: dict[str, list[Problem]] = {}
        for fault in problems:
            by_province.setdefault(home_path(fault.location.file, self.incoming).folder, []).append(fault)
        guilty = by_province.keys() & self.incoming.keys()
        if not guilty and not self._own_errors(check):
            by_province = {province: [*self._errors(check, province)] for province in self.incoming}
            guilty = {province for province, faults in by_province.items() if faults}
        if not guilty:
            forget_staged(self.root)
            raise ProjectFaultyError(problems)
        for province in sorted(guilty):
            faults = by_province[province]
            self._fault(province, words_of(faults), str(faults[0].location))
            del self.incoming[province]

    def _own_errors(self, check: Check) -> list[Problem]:
        """Return the errors of the project as it is; that it has no places yet is none."""
        errors = check(trial_project(self.root, (), ()))
        return [fault for fault in errors if fault.location.file != file_of("places", "")]

    def _changes(self, *provinces: str) -> tuple[list[str], list[str]]:
        """Return the files to put in place, which are staged, and those to remove."""
        chosen = [self.incoming[province] for province in provinces or self.incoming]
        vocabularies = self._vocabularies(chosen)
        stage(self.root, vocabularies)
        put = [*vocabularies, *(path for incoming in chosen for path in incoming.put)]
        return put, [path for incoming in chosen for path in incoming.remove]

    def _vocabularies(self, chosen: Iterable[Incoming]) -> dict[str, Content]:
        """Return the vocabularies with the entries that only a province has, where there are any."""
        files: dict[str, Content] = {}
        for kind in KINDS_OF_GOODS_AND_PRODUCERS:
            new: dict[str, Record] = {}
            for incoming in chosen:
                new = {**incoming.own_kinds[kind], **new}
            if new:
                path = file_of(kind, "")
                known = self.project.vocabularies.get(kind, {}).values()
                text = self._with_entries(kind, path, [*known], [new[identity] for identity in sorted(new)])
                files[path] = partial(str.encode, text)
        return files

    def _with_entries(self, kind: str, path: str, known: list[Record], added: list[Record]) -> str:
        """Return a vocabulary with more entries below those of the project's file, which stay as they are."""
        try:
            text = (self.root / path).read_text("utf-8")
        except FileNotFoundError:
            return record_file(kind, [*known, *added], path)
        entries = record_file(kind, added, path).partition("\n")[2]
        return f"{text.rstrip()}\n{entries}"

    def _tell_what_changed(self) -> None:
        for province, incoming in self.incoming.items():
            index, count = incoming.index, len(incoming.products)
            self._note(province, both("gather.done", day=index.as_of, count=count, home=index.home))
            gone = [
                path.split("/")[-2]
                for path in incoming.remove
                if path.startswith("products/") and path.endswith("/product.yaml")
            ]
            # One that only moved to the folder of another place is still there.
            if left := [identity for identity in gone if identity not in incoming.products]:
                self._note(province, both("gather.gone", products=", ".join(left)))

    def _note(self, province: str, words: Words) -> None:
        self.result.remarks.append(Remark(province, words))

    def _fault(self, province: str, words: Words, file: str = "") -> None:
        """Tell why a copy cannot be used, and what the project has of its province meanwhile."""
        self.result.remarks.append(Remark(province, words, file, is_fault=True))
        if kept := self.project.copies.get(province):
            self._note(province, both("gather.kept", day=kept.as_of))
        else:
            self._note(province, both("gather.none"))


def copy_file(province: str) -> str:
    """Return the path of the file that says of which copy the records of a province are."""
    return file_of("copy", full_id(province, "copy"))


def _folders(province: str) -> tuple[str, str]:
    return f"products/{province}", f"{PROVINCES}/{province}"


def _has(file: Path, content: bytes) -> bool:
    """Whether a plain file has these bytes."""
    return not file.is_symlink() and file.stat().st_size == len(content) and file.read_bytes() == content
