"""``ocop issue``: records an address in the ledger before it is printed. ``ocop qr`` finds addresses here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from generator.catalogue.addresses import lot_addresses, trace
from generator.catalogue.catalogue import Catalogue
from generator.catalogue.findings import listed, near
from generator.catalogue.gs1 import gtin14
from generator.catalogue.lots import removal_of
from generator.catalogue.model import Issue, LotSummary, ProductSummary
from generator.catalogue.records import Records
from generator.commands.console import Console
from generator.diagnostics.problem import RefusedError, Report
from generator.project import BuildOptions, FaultyProjectError, Project, open_project
from generator.records.ledger import LedgerError, add_issue
from generator.records.path_patterns import FILES
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
    console.say_beside_data("issued", copies=issue.copies, address=target.full, path=FILES["ledger"])


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
        _refuse_void(project.catalogue, target.address)
        try:
            entry = Issue(
                address=target.address,
                product=target.product.id,
                base_url=None if target.placeholder else target.base_url,
                issued_on=options.day,
                copies=issue.copies,
                use=" ".join(issue.use.split()),
                sample=target.product.sample,
            )
            add_issue(options.root, entry, waiting)
        except (LedgerError, ValueError):
            raise RefusedError("issue-ledger", {"path": FILES["ledger"]}) from None
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
    known_lot = _lot(catalogue, product, lot)
    address = lot_addresses(product, known_lot)[0] if known_lot else trace(product)
    base_url = project.options.base_url or catalogue.site.base_url
    placeholder = any(problem.code == "BASE-URL-PLACEHOLDER" for problem in project.report.problems)
    if placeholder and not product.sample:
        raise RefusedError("issue-placeholder", {"url": base_url})
    return PrintAddress(product, known_lot, address, base_url, placeholder)


def _refuse_void(catalogue: Catalogue, address: str) -> None:
    """Raise ``RefusedError`` where the last entry of the ledger takes the address back."""
    entries = [issue for issue in catalogue.ledger if issue.address == address]
    if entries and (void := entries[-1].void):
        raise RefusedError(
            "issue-void",
            {"address": address, "on": void.on, "reason": void.reason, "path": FILES["ledger"]},
        )


def _product(records: Records, identity: str) -> ProductSummary:
    current: dict[str, ProductSummary] = {}
    former: dict[str, ProductSummary] = {}
    for entry in records.products.values():
        product = entry.record
        current |= dict.fromkeys(filter(None, (product.code, product.gtin and gtin14(product.gtin))), product)
        former |= dict.fromkeys((*product.former_codes, *map(gtin14, product.former_gtins)), product)
    key = gtin14(identity) if identity.isdigit() else identity.upper()
    if key in current:
        return current[key]
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
