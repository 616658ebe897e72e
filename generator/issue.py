"""The address of a product or lot, found for ``ocop qr`` and entered into the ledger for ``ocop issue``."""

from collections.abc import Callable
from dataclasses import dataclass

from generator.build import BuildOptions
from generator.cache import Cache
from generator.catalogue.addresses import lot_addresses, trace
from generator.catalogue.catalogue import Catalogue, whole
from generator.catalogue.check import check
from generator.catalogue.findings import listed, near
from generator.catalogue.gs1 import gtin14
from generator.catalogue.model import Issue, LotSummary, ProductSummary
from generator.catalogue.records import ChangedError, Records
from generator.diagnostics.problem import RefusedError, Report
from generator.records import read
from generator.records.ledger import LedgerError, add_issue
from generator.records.path_patterns import FILES
from generator.settings import Settings


@dataclass(frozen=True)
class Found:
    """A product or lot with the address that is printed now."""

    catalogue: Catalogue
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
class Done:
    """What was recorded."""

    full: str
    """The whole address to print."""
    path: str


def issue_address(
    order: BuildOptions,
    identity: str,
    lot: str | None,
    copies: int,
    use: str,
    waiting: Callable[[], None] = lambda: None,
) -> Done:
    """Record that the address of a product or lot is printed, and give that address.

    Raises :class:`RefusedError` as :func:`find_address` does, and where the goods are gone or the address
    is void.
    """
    found = find_address(order, identity, lot)
    taken_back = found.lot and (found.lot.recalled or found.lot.withdrawn)
    if found.product.discontinued or taken_back:
        raise RefusedError("issue-gone", {"product": found.product.id})
    _refuse_void(found.catalogue, found.address)
    words = " ".join(use.split())
    try:
        made = Issue(
            address=found.address,
            product=found.product.id,
            base_url=None if found.placeholder else found.base_url,
            issued_on=order.day,
            copies=copies,
            use=words,
            sample=found.product.sample,
        )
        path = add_issue(order.root, made, waiting)
    except (LedgerError, ValueError):
        raise RefusedError("issue-ledger", {"path": FILES["ledger"]}) from None
    return Done(found.full, path)


def find_address(order: BuildOptions, identity: str, lot: str | None) -> Found:
    """The address that is printed now for a product or one of its lots.

    ``identity`` is a trace code or a GTIN. Raises :class:`RefusedError` where the records have errors, the
    code is unknown or a former one, there is no page, or the site has only a placeholder's address (samples
    excepted).
    """
    records, problems = read(order.root, Cache(order.cache, order.root))
    report = Report([*problems, *check(records, order.day, order.base_url)])
    errors = Report([problem for problem in report.problems if problem.is_error])
    if errors.failed:
        raise RefusedError("issue-faults", report=errors)
    try:
        catalogue = whole(records, order.day)
    except ChangedError as error:
        raise RefusedError("issue-faults", report=Report([error.problem])) from None
    product = _product(records, identity)
    known_lot = _lot(catalogue, product, lot)
    address = lot_addresses(product, known_lot)[0] if known_lot else trace(product)
    base = order.base_url or catalogue.site.base_url
    placeholder = any(one.code == "BASE-URL-PLACEHOLDER" for one in report.problems)
    if placeholder and not product.sample:
        raise RefusedError("issue-placeholder", {"url": base})
    return Found(catalogue, product, known_lot, address, base, placeholder)


def _refuse_void(catalogue: Catalogue, address: str) -> None:
    """Stop where the last that the ledger says of an address is that it was taken back."""
    entries = [issue for issue in catalogue.ledger if issue.address == address]
    if entries and (void := entries[-1].void):
        raise RefusedError(
            "issue-void",
            {"address": address, "on": void.on, "reason": void.reason, "path": FILES["ledger"]},
        )


def _product(records: Records, identity: str) -> ProductSummary:
    known: dict[str, str] = {}
    former: dict[str, ProductSummary] = {}
    for entry in records.products.values():
        one = entry.record
        for code in (one.code, one.gtin and gtin14(one.gtin)):
            if code:
                known[code] = one.id
        former |= dict.fromkeys((*one.former_codes, *map(gtin14, one.former_gtins)), one)
    wanted = gtin14(identity) if identity.isdigit() else identity.upper()
    if wanted in known:
        return records.products[known[wanted]].record
    if wanted in former:
        one = former[wanted]
        raise RefusedError("issue-former", {"identity": identity, "product": one.id, "now": trace(one)})
    raise RefusedError("issue-unknown", {"identity": identity, **listed("near", near(wanted, known))})


def _lot(catalogue: Catalogue, product: ProductSummary, code: str | None) -> LotSummary | None:
    """The lot of a product with a code; None where none is asked for."""
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
