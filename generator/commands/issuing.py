"""Puts stamps that go to print into the records: entries of the ledger and signed lists of lots.

``ocop issue``, ``ocop stamps`` and ``ocop keys`` call this. All of an order is put in place in one step,
which a kill at any moment leaves undone or to be finished by the next command, and which ``ocop undo`` does
not take back: a printed address never dies.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256

from generator.catalogue.addresses import base_of, lot_addresses, trace
from generator.catalogue.catalogue import Catalogue
from generator.catalogue.findings import listed, near
from generator.catalogue.ids import bare_id, folder_of
from generator.catalogue.issued import IssuedCodes, WithdrawnNumbers
from generator.catalogue.lots import removal_of
from generator.catalogue.model import Issue, LotSummary, ProductSummary, StampNumbers
from generator.catalogue.records import Records
from generator.diagnostics.problem import RefusedError, Report
from generator.issuing.issue import GivenNumbers, KeptFiles, Signer, WantedStamps
from generator.issuing.keys import SigningKey
from generator.issuing.lists import MOST_NUMBERS, numbers_in
from generator.project import BuildOptions, FaultyProjectError, Project, open_project
from generator.records.changes import ChangedMeanwhileError, changing, commit_for_good, stage
from generator.records.files import PlainFile, read_file
from generator.records.ledger import LedgerError, ledgers_locked, with_issues
from generator.records.limits import CODES_LIMIT, LEDGER_LIMIT, MANIFEST_LIMIT, Limit
from generator.records.path_patterns import CODES_LIST, MANIFEST, codes_path, file_in
from generator.settings import Settings

Waiting = Callable[[], None]
"""Called once if another command keeps this one waiting."""


@dataclass(frozen=True)
class PrintAddress:
    """A product or lot with the address that is printed now."""

    product: ProductSummary
    lot: LotSummary | None
    address: str
    """Its path, without a final slash."""
    base_url: str
    placeholder: bool
    """Whether ``base_url`` is no real address, which is let pass for sample records only."""

    @property
    def full(self) -> str:
        """The whole address."""
        return Settings(self.base_url.rstrip("/")).full(self.address)

    @property
    def ledger(self) -> str:
        """The path of the ledger of the product's province."""
        return file_in(folder_of(self.product.id), "ledger")


def checked_catalogue(project: Project) -> Catalogue:
    """Return the catalogue of a project. Raises :class:`RefusedError` where the records have errors."""
    try:
        return project.catalogue
    except FaultyProjectError:
        raise RefusedError("issue-faults", report=project.report.errors) from None


def print_address(project: Project, product: ProductSummary, lot: str | None) -> PrintAddress:
    """Return the address to print now for a product or one of its lots.

    Raises :class:`RefusedError` where the records have errors, there is no page, the product's codes are
    issued elsewhere, or the site has only a placeholder's address (samples excepted).
    """
    catalogue = checked_catalogue(project)
    if product.home:
        home = product.home.trace or next(iter(product.home.pages.values()), "")
        raise RefusedError("issue-home", {"product": product.id, "home": home})
    known_lot = _lot(catalogue, product, lot)
    address = lot_addresses(product, known_lot)[0] if known_lot else trace(product)
    base_url = project.options.base_url or catalogue.site.base_url
    placeholder = any(problem.code == "BASE-URL-PLACEHOLDER" for problem in project.report.problems)
    if placeholder and not product.sample:
        raise RefusedError("issue-placeholder", {"url": base_url})
    return PrintAddress(product, known_lot, address, base_url, placeholder)


def _lot(catalogue: Catalogue, product: ProductSummary, code: str | None) -> LotSummary | None:
    """Return the lot of a product with a code; None where none is asked for."""
    if not catalogue.has_trace_page(product):
        raise RefusedError("issue-no-page", {"product": product.id})
    if code is None:
        return None
    known = catalogue.lots.get(product.id)
    lots = known.by_code if known else {}
    if code.upper() not in lots:
        values = {"product": product.id, "lot": code, **listed("near", near(code, lots))}
        raise RefusedError("issue-lot-unknown", values)
    return lots[code.upper()]


# -- an order ------------------------------------------------------------------------------------------


@contextmanager
def issuing(options: BuildOptions, waiting: Waiting = lambda: None) -> Iterator[Project]:
    """Give the project as it is while nobody else changes its records."""
    with changing(options.root, waiting), open_project(options) as project:
        yield project


def issue_stamps(
    options: BuildOptions,
    wanted: Sequence[WantedStamps],
    *,
    order: str,
    use: str,
    key: SigningKey | None,
    waiting: Waiting = lambda: None,
) -> list[GivenNumbers]:
    """Issue all stamps of an order or none, and return what stands in the records then.

    An order that was issued already gets the numbers that it has. ``order`` is its id, ``use`` what it is
    printed for, in words; ``key`` is needed for numbered stamps. Raises :class:`RefusedError` where something
    forbids it, ``OSError`` where the disk does: then nothing was issued, unless the next command finds it
    decided, which the same call with the same id tells.
    """
    with issuing(options, waiting) as project:
        checked_catalogue(project)
        if given := numbers_of_order(project, order):
            return given
        plan = plan_issue(project, wanted, key)
        put_issue(project, plan, order=order, use=use, key=key, waiting=waiting)
    with open_project(options) as project:
        return numbers_of_order(project, order)


@dataclass(frozen=True)
class PlannedStamps:
    """Stamps that may be issued."""

    wanted: WantedStamps
    target: PrintAddress


def plan_issue(
    project: Project, wanted: Iterable[WantedStamps], key: SigningKey | None
) -> list[PlannedStamps]:
    """Return what would be issued. Raises :class:`RefusedError` where something forbids it."""
    catalogue = checked_catalogue(project)
    planned = [PlannedStamps(each, _issuable(project, catalogue, each)) for each in wanted]
    if any(stamps.wanted.numbered for stamps in planned):
        check_key(project.records, key)
        _check_numbers(catalogue, planned)
    return planned


def _issuable(project: Project, catalogue: Catalogue, wanted: WantedStamps) -> PrintAddress:
    """Return the address of stamps. Raises :class:`RefusedError` where the goods are gone, or it is void."""
    if wanted.product not in catalogue.products:
        values = {"product": wanted.product, **listed("near", near(wanted.product, catalogue.products))}
        raise RefusedError("issuing-unknown", values)
    if wanted.copies < 1:
        raise RefusedError("issuing-none", {"product": wanted.product, "copies": wanted.copies})
    target = print_address(project, catalogue.products[wanted.product], wanted.lot)
    if target.product.discontinued or (target.lot and removal_of(target.lot)[1]):
        raise RefusedError("issue-gone", {"product": target.product.id})
    if wanted.numbered and not target.lot:
        raise RefusedError("issuing-no-lot", {"product": target.product.id})
    entries = [issue for issue in catalogue.ledger if issue.address == target.address]
    if entries and (void := entries[-1].void):
        raise RefusedError(
            "issue-void",
            {"address": target.address, "on": void.on, "reason": void.reason, "path": target.ledger},
        )
    return target


def check_key(records: Records, key: SigningKey | None) -> None:
    """Raise :class:`RefusedError` where a key is none with which this project's lists are signed."""
    if key is None:
        raise RefusedError("issuing-no-key")
    known = records.stamp_keys.get(key.id)
    if known is None or known.public_key != key.public_text:
        raise RefusedError("key-unknown", {"key": key.id, **listed("known", records.stamp_keys)})
    if known.revoked:
        raise RefusedError("key-revoked", {"key": key.id, "on": known.revoked.on})


def _check_numbers(catalogue: Catalogue, planned: Iterable[PlannedStamps]) -> None:
    """Raise :class:`RefusedError` for more stamps of a lot than its list can hold."""
    counts: dict[tuple[str, str], int] = {}
    for stamps in planned:
        if stamps.wanted.numbered and stamps.target.lot:
            lot = (stamps.target.product.id, stamps.target.lot.lot)
            codes = catalogue.issued_codes.get(lot)
            count = counts.setdefault(lot, codes.manifest.count if codes else 0) + stamps.wanted.copies
            counts[lot] = count
            if count > MOST_NUMBERS:
                values = {"lot": lot[1], "count": count, "most": MOST_NUMBERS}
                raise RefusedError("issuing-too-many", values)


def put_issue(
    project: Project,
    planned: Sequence[PlannedStamps],
    *,
    order: str | None,
    use: str,
    key: SigningKey | None,
    waiting: Waiting = lambda: None,
) -> None:
    """Put planned stamps into the records, inside of :func:`issuing`. Raises like :func:`issue_stamps`."""
    root, day = project.options.root, project.options.day
    signer = Signer(key, issuer_of(project.records), day) if key else None
    files = Files(project)
    lists: dict[tuple[str, str], KeptFiles] = {}
    entries: dict[str, list[Issue]] = {}
    for stamps in planned:
        product, numbers = stamps.target.product, None
        if stamps.wanted.numbered and signer and stamps.target.lot:
            lot = (product.id, stamps.target.lot.lot)
            before = lists.get(lot) or files.of_lot(*lot)
            lists[lot] = signer.with_batch(before, stamps.target.address, stamps.wanted.copies)
            batch = lists[lot].manifest.batches[-1]
            numbers = StampNumbers(first=batch.first, last=batch.last)
        try:
            entry = Issue(
                address=stamps.target.address,
                product=bare_id(product.id),
                base_url=None if stamps.target.placeholder else stamps.target.base_url,
                issued_on=day,
                copies=stamps.wanted.copies,
                use=" ".join(use.split()),
                sample=product.sample,
                numbers=numbers,
                key=key.id if key and numbers else None,
                order=order,
            )
        except ValueError:
            raise RefusedError("issue-ledger", {"path": stamps.target.ledger}) from None
        entries.setdefault(folder_of(product.id), []).append(entry)
    with ledgers_locked(root, entries, waiting):
        contents: dict[str, bytes] = {}
        for folder, issues in entries.items():
            path = file_in(folder, "ledger")
            try:
                contents[path] = with_issues(files.content(path, LEDGER_LIMIT), issues)
            except LedgerError:
                raise RefusedError("issue-ledger", {"path": path}) from None
        files.put({**contents, **list_contents(project.records, lists)})


def issuer_of(records: Records) -> str:
    """Return who publishes the catalogue, as manifests say it."""
    assert records.site, "faulty settings are an error"
    return records.site.record.publisher.get(records.languages[0])[:300]


@dataclass(frozen=True)
class Files:
    """Files of a project that are read and then replaced, unless somebody changes them meanwhile."""

    project: Project
    read: dict[str, str] = field(default_factory=dict)
    """The digest of each file as it was read, by path; empty for one that was not there."""

    def content(self, path: str, limit: Limit) -> bytes:
        """Return the bytes of a file; empty where there is none. Raises :class:`RefusedError`."""
        root = self.project.options.root
        file = root / path
        if not file.exists():
            self.read[path] = ""
            return b""
        content, problems = read_file(root, PlainFile(path, file.stat().st_size, ""), limit)
        if problems:
            raise RefusedError("issue-faults", report=Report(problems))
        self.read[path] = sha256(content).hexdigest()
        return content

    def of_lot(self, product: str, lot: str) -> KeptFiles | None:
        """Return what is kept of a lot's numbered stamps; None where there are none."""
        codes = self.project.records.issued_codes.get((product, lot))
        if codes is None:
            home = self.project.records.products[product].file
            self.read.update((codes_path(home, lot, ending), "") for ending in (MANIFEST, CODES_LIST))
            return None
        return self.kept(codes)

    def kept(self, codes: IssuedCodes) -> KeptFiles:
        """Return what the two files of a lot hold. Raises :class:`RefusedError` where they have changed."""
        signed, listed = self.content(codes.file, MANIFEST_LIMIT), self.content(codes.source, CODES_LIMIT)
        is_same = codes.signed in json.loads(signed or b"{}").values()
        if not is_same or sha256(listed).hexdigest() != codes.manifest.codes:
            raise RefusedError("issuing-changed", {"paths": codes.file})
        return KeptFiles(codes.manifest, listed)

    def put(self, contents: Mapping[str, bytes]) -> None:
        """Replace files in one step. Raises :class:`RefusedError` where one is not as it was read."""
        root = self.project.options.root
        stage(root, {path: partial(bytes, content) for path, content in contents.items()})
        try:
            commit_for_good(root, contents, self.read)
        except ChangedMeanwhileError as error:
            raise RefusedError("issuing-changed", {"paths": ", ".join(error.paths)}) from None


def list_contents(records: Records, lists: Mapping[tuple[str, str], KeptFiles]) -> dict[str, bytes]:
    """Return what the files of lots are to hold, by path."""
    contents: dict[str, bytes] = {}
    for (product, lot), files in lists.items():
        home = records.products[product].file
        contents[codes_path(home, lot, MANIFEST)] = files.signed
        contents[codes_path(home, lot, CODES_LIST)] = files.codes
    return contents


# -- what was issued -----------------------------------------------------------------------------------


def numbers_of_order(project: Project, order: str) -> list[GivenNumbers]:
    """Return the stamps of an order that was issued, as the ledgers have them; empty where none knows it."""
    records = project.records
    given: list[GivenNumbers] = []
    for issue in records.issued:
        if issue.order != order:
            continue
        product = records.product_now(issue.product)
        lot = issue.address.rpartition("/")[2] if base_of(issue.address) != issue.address else None
        numbers = issue.numbers
        copies = numbers.count if numbers else issue.copies or 0
        codes = records.issued_codes.get((product, lot or ""))
        given.append(
            GivenNumbers(
                WantedStamps(product, lot, copies, numbers is not None),
                issue.address,
                issue.base_url or project.base_url,
                numbers.first if numbers else 0,
                numbers.last if numbers else 0,
                issue.key or "",
                codes.manifest.address if numbers and codes else "",
            )
        )
    return given


def withdraw_numbers(
    options: BuildOptions,
    product: str,
    lot: str,
    numbers: StampNumbers,
    *,
    reason: str,
    key: SigningKey,
    waiting: Waiting = lambda: None,
) -> None:
    """Take numbers of a lot back: the site then says that they were withdrawn.

    Raises :class:`RefusedError` where they were never issued or are withdrawn already, and as
    :func:`issue_stamps` does.
    """
    with issuing(options, waiting) as project:
        catalogue = checked_catalogue(project)
        check_key(project.records, key)
        kept = Files(project)
        before = kept.of_lot(product, lot) if product in catalogue.products else None
        if before is None:
            raise RefusedError("issuing-nothing", {"product": product, "lot": lot})
        last = before.manifest.count
        if not numbers.first <= numbers.last <= last:
            values = {"first": numbers.first, "last": numbers.last, "issued": last}
            raise RefusedError("issuing-never", {"lot": lot, **values})
        withdrawn = numbers_in((part.first, part.last) for part in before.manifest.withdrawn)
        if withdrawn.issuperset(range(numbers.first, numbers.last + 1)):
            raise RefusedError(
                "issuing-withdrawn", {"lot": lot, "first": numbers.first, "last": numbers.last}
            )
        part = WithdrawnNumbers(
            first=numbers.first, last=numbers.last, on=options.day, reason=" ".join(reason.split())
        )
        files = Signer(key, issuer_of(project.records), options.day).with_withdrawn(before, part)
        kept.put(list_contents(project.records, {(product, lot): files}))
