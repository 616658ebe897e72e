"""``ocop issue``: records an address in the ledger before it is printed. ``ocop qr`` finds addresses here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from generator.catalogue.addresses import trace
from generator.catalogue.findings import listed, near
from generator.catalogue.gs1 import gtin14
from generator.catalogue.ids import bare_id, folder_of, full_id
from generator.catalogue.model import ProductSummary
from generator.catalogue.records import Records
from generator.commands.console import Console
from generator.commands.issuing import (
    PrintAddress,
    checked_catalogue,
    issuing,
    plan_issue,
    print_address,
    put_issue,
)
from generator.diagnostics.problem import RefusedError
from generator.issuing.issue import WantedStamps
from generator.messages import LANGUAGES
from generator.project import BuildOptions, Project
from generator.text import fold

MOST_SIMILAR = 3
SIMILAR_NAME = 0.75
"""From which likeness on, of 1, what was written is taken for a product's name with a slip."""


@dataclass(frozen=True)
class IssueOptions:
    """Which address goes to print."""

    identity: str
    """A trace code, a GTIN or an id of a product."""
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

    ``waiting`` is called once if another command keeps this one waiting. Raises :class:`RefusedError` as
    :func:`find_address` does, and where the goods are gone or the address is void.
    """
    with issuing(options, waiting) as project:
        target = find_address(project, issue.identity, issue.lot)
        lot = target.lot.lot if target.lot else None
        planned = plan_issue(
            project, [WantedStamps(target.product.id, lot, issue.copies, numbered=False)], None
        )
        put_issue(project, planned, order=None, use=issue.use, key=None, waiting=waiting)
        return target


def find_address(project: Project, identity: str, lot: str | None) -> PrintAddress:
    """Return the address to print now for a product or one of its lots.

    ``identity`` is a trace code, a GTIN or an id. Raises :class:`RefusedError` as :func:`print_address` does,
    and where the code is unknown or a former one.
    """
    checked_catalogue(project)
    return print_address(project, product_with(project.records, identity), lot)


def find_address_to_print(project: Project, identity: str, lot: str | None) -> PrintAddress:
    """Return the address to print now, as :func:`find_address` does.

    Raises :class:`RefusedError` also where the goods are gone or the address is void.
    """
    checked_catalogue(project)
    product = product_with(project.records, identity)
    (planned,) = plan_issue(project, [WantedStamps(product.id, lot, 1, numbered=False)], None)
    return planned.target


def product_with(records: Records, identity: str) -> ProductSummary:
    """Return the product with a trace code, a GTIN or an id. Raises :class:`RefusedError`."""
    if identity in records.products:
        return records.products[identity].record
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
    raise RefusedError("issue-unknown", {"identity": identity, **_similar(identity, key, current)})


def _similar(identity: str, key: str, products_by_code: Mapping[str, ProductSummary]) -> dict[str, str]:
    """Return the message values ``near_vi`` and ``near_en``: products of a similar name or code."""
    by_name = {
        fold(name): code for code, product in products_by_code.items() for name in product.name.root.values()
    }
    named = get_close_matches(fold(identity), by_name, MOST_SIMILAR, SIMILAR_NAME)
    codes = [*(by_name[name] for name in named), *near(key, products_by_code)]
    similar: dict[str, str] = {}
    for code in codes:
        similar.setdefault(products_by_code[code].id, code)
    values: dict[str, str] = {}
    for language in LANGUAGES:
        products = [(code, products_by_code[code]) for code in list(similar.values())[:MOST_SIMILAR]]
        shown = [f"{product.code or code} ({product.name.pick(language)[0]})" for code, product in products]
        values |= {f"near_{language}": listed("near", shown)[f"near_{language}"]}
    return values
