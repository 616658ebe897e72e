"""``ocop issue``: records an address in the ledger before it is printed. ``ocop qr`` finds addresses here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from generator.catalogue.addresses import lot_addresses, trace
from generator.catalogue.catalogue import Catalogue
from generator.catalogue.findings import listed, near
from generator.catalogue.gs1 import gtin14
from generator.catalogue.ids import bare_id, folder_of, full_id
from generator.catalogue.lots import removal_of
from generator.catalogue.model import Issue, LotSummary, ProductSummary
from generator.catalogue.records import Records
from generator.commands.console import Console
from generator.diagnostics.problem import RefusedError, Report
from generator.project import BuildOptions, FaultyProjectError, Project, open_project
from generator.records.ledger import LedgerError, add_issue
from generator.records.path_patterns import file_in
from generator.settings import Settings


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


@dataclass(frozen=True)
class IssueOptions:
    """Which address goes to print."""

    identity: str
    """A trace code or a GTIN of a product."""
    lot: str | None
    copies: int
    use: str
    """What it is printed for, in words."""


def run(console: Console, options: BuildOptions, **given: Any) -> None:
    """Record an address in the ledger and print it; ``given`` are the fields of :class:`IssueOptions`."""
    issue = IssueOptions(**given)
    try:
        target = issue_address(options, issue, console.waiting(options.root / "products"))
    except OSError as error:
        console.cannot_write(error.filename or options.root, error)
    console.say_beside_data("issued", copies=issue.copies, address=target.full, path=target.ledger)


def issue_address(
    options: BuildOptions, issue: IssueOptions, waiting: Callable[[], None] = lambda: None
) -> PrintAddress:
    """Record that the address of a product or lot is printed, and return that address.

    ``waiting`` is called once if another writer of the ledger keeps this one waiting. Raises
    :class:`RefusedError` as :func:`find_address` does, and where the goods are gone or the address is void.
    """
    with open_project(options) as project:
        target = find_address(project, issue.identity, issue.lot)
        if target.product.discontinued or (target.lot and removal_of(target.lot)[1]):
            raise RefusedError("issue-gone", {"product": target.product.id})
        _refuse_void(project.catalogue, target)
        try:
            entry = Issue(
                address=target.address,
                product=bare_id(target.product.id),
                base_url=None if target.placeholder else target.base_url,
                issued_on=options.day,
                copies=issue.copies,
                use=" ".join(issue.use.split()),
                sample=target.product.sample,
            )
            add_issue(options.root, entry, folder_of(target.product.id), waiting)
        except (LedgerError, ValueError):
            raise RefusedError("issue-ledger", {"path": target.ledger}) from None
        return target


def find_address(project: Project, identity: str, lot: str | None) -> PrintAddress:
    """Return the address to print now for a product or one of its lots.

    ``identity`` is a trace code or a GTIN. Raises :class:`RefusedError` where the records have errors, the
    code is unknown or a former one, there is no page, or the site has only a placeholder's address (samples
    excepted).
    """
    try:
        catalogue = project.catalogue
    except FaultyProjectError:
        errors = Report([problem for problem in project.report.problems if problem.is_error])
        raise RefusedError("issue-faults", report=errors) from None
    product = _product(project.records, identity)
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


def _refuse_void(catalogue: Catalogue, target: PrintAddress) -> None:
    """Raise ``RefusedError`` where the last entry of the ledger takes the address back."""
    entries = [issue for issue in catalogue.ledger if issue.address == target.address]
    if entries and (void := entries[-1].void):
        raise RefusedError(
            "issue-void",
            {"address": target.address, "on": void.on, "reason": void.reason, "path": target.ledger},
        )


def _product(records: Records, identity: str) -> ProductSummary:
    current: dict[str, ProductSummary] = {}
    former: dict[str, ProductSummary] = {}
    for entry in records.products.values():
        product, folder = entry.record, entry.folder
        codes = (full_id(folder, code) for code in (product.code,) if code)
        current |= dict.fromkeys((*codes, *(gtin14(gtin) for gtin in (product.gtin,) if gtin)), product)
        codes = (full_id(folder, code) for code in product.former_codes)
        former |= dict.fromkeys((*codes, *map(gtin14, product.former_gtins)), product)
    folder, code = folder_of(identity), bare_id(identity)
    key = gtin14(code) if code.isdigit() else full_id(folder, code.upper())
    # A code without its province is enough where one province alone has given it.
    keys = [key] if key in current else [known for known in current if not folder and bare_id(known) == key]
    if len(keys) > 1:
        raise RefusedError("issue-several", {"identity": identity, **listed("known", keys)})
    if keys:
        return current[keys[0]]
    if key in former:
        product = former[key]
        raise RefusedError(
            "issue-former", {"identity": identity, "product": product.id, "now": trace(product)}
        )
    raise RefusedError("issue-unknown", {"identity": identity, **listed("near", near(key, current))})


def _lot(catalogue: Catalogue, product: ProductSummary, code: str | None) -> LotSummary | None:
    """Return the lot of a product with a code; None where none is asked for."""
    if not catalogue.has_trace_page(product):
        raise RefusedError("issue-no-page", {"product": product.id})
    if code is None:
        return None
    known = catalogue.lots.get(product.id)
    lots = {lot.lot: lot for lot in known.lots} if known else {}
    if code.upper() not in lots:
        values: dict[str, object] = {"product": product.id, "lot": code, **listed("near", near(code, lots))}
        raise RefusedError("issue-lot-unknown", values)
    return lots[code.upper()]
