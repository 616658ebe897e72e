"""What an order of stamps comes to: products and lots that were named, checked before anything is made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from generator.catalogue.ids import bare_id, folder_of, full_id
from generator.catalogue.reader import CatalogueReader
from generator.commands.issue import find_address_to_print
from generator.commands.issuing import PrintAddress
from generator.diagnostics.problem import Problem, RefusedError, Report, SourceLocation, problem
from generator.issuing.issue import GivenNumbers
from generator.messages import both
from generator.project import FaultyProjectError, Project
from generator.settings import Settings
from generator.site.contexts import page_contexts
from generator.site.stamp_texts import StampTexts, stamp_texts
from generator.stamps.order import MOST_COPIES, Order, shown_numbers

YEAR = 365
"""Days: of a rating that ends sooner the officer is told, since stamps are used up slowly."""


@dataclass(frozen=True)
class StampItem:
    """Stamps of one product or lot that are ordered, and what they may say."""

    target: PrintAddress
    copies: int
    words: StampTexts

    @property
    def name(self) -> str:
        """How messages call it: the province's folder, the trace code or else the id, and the lot."""
        product = self.target.product
        code = full_id(folder_of(product.id), product.code or bare_id(product.id))
        return f"{code} {self.target.lot.lot}" if self.target.lot else code


def require_sound(project: Project) -> None:
    """Raise :class:`RefusedError` where the records or the theme have errors."""
    try:
        _ = project.catalogue, project.theme
    except FaultyProjectError:
        raise RefusedError("issue-faults", report=project.report.errors) from None


def items_named(project: Project, identities: Sequence[str], lot: str | None, copies: int) -> list[StampItem]:
    """Return the stamps of products that the command line names. Raises :class:`RefusedError`."""
    if not 1 <= copies <= MOST_COPIES:
        raise RefusedError("stamps-copies", {"copies": copies, **shown_numbers(limit=MOST_COPIES)})
    targets = [_target(project, identity, lot) for identity in identities]
    twice = [
        target for number, target in enumerate(targets) if target.address in _addresses(targets[:number])
    ]
    if twice:
        raise RefusedError("stamps-twice", {"product": twice[0].product.id})
    return _with_words(project, [(target, copies) for target in targets])


def items_of_order(project: Project, order: Order) -> list[StampItem]:
    """Return the stamps of an order file.

    Raises :class:`RefusedError` with all faults of the file together, those of its form and of its products.
    """
    faults = list(order.problems)
    wanted: dict[str, tuple[PrintAddress, int, SourceLocation]] = {}
    for line in order.lines:
        try:
            target = _target(project, line.product, line.lot)
        except RefusedError as error:
            reasons = {
                f"reason_{language}": words
                for language, words in both(f"cli.{error.key}", **error.values).items()
            }
            faults.append(problem("ORDER-LINE", line.location, **reasons))
            continue
        if target.address in wanted:
            first = wanted[target.address][2]
            faults.append(problem("ORDER-TWICE", line.location, first=first))
        else:
            wanted[target.address] = target, line.copies, line.location
    if faults:
        raise RefusedError("stamps-order-faults", report=Report(faults))
    return _with_words(project, [(target, copies) for target, copies, _ in wanted.values()])


def items_given(project: Project, given: Sequence[GivenNumbers]) -> list[StampItem]:
    """Return the stamps of an order that was issued, with the addresses that were printed then.

    Raises :class:`RefusedError` where the goods may not be sold any more.
    """
    targets = [
        (
            replace(
                _target(project, numbers.wanted.product, numbers.wanted.lot),
                address=numbers.address,
                base_url=numbers.base_url,
            ),
            numbers.wanted.copies,
        )
        for numbers in given
    ]
    return _with_words(project, targets)


def _addresses(targets: Sequence[PrintAddress]) -> set[str]:
    return {target.address for target in targets}


def _target(project: Project, identity: str, lot: str | None) -> PrintAddress:
    """Return what is to be printed. Raises :class:`RefusedError`, also for a lot that nobody may use up."""
    target = find_address_to_print(project, identity, lot)
    day = project.options.day
    if target.lot and target.lot.expires_on and target.lot.expires_on < day:
        raise RefusedError("stamps-lot-expired", {"lot": target.lot.lot, "on": target.lot.expires_on})
    return target


def _with_words(project: Project, targets: Sequence[tuple[PrintAddress, int]]) -> list[StampItem]:
    settings = Settings(project.base_url)
    contexts = page_contexts(CatalogueReader(project.catalogue), settings, project.theme.facts)
    return [
        StampItem(target, copies, stamp_texts(contexts, target.product.id, target.lot, target.full))
        for target, copies in targets
    ]


def warnings_of(items: Sequence[StampItem], day: date) -> Iterator[Problem]:
    """Yield what an officer should know before printing: stamps stay in use longer than what they say."""
    for item in items:
        until, lot = item.words.until, item.target.lot
        location = SourceLocation(item.name)
        if until and lot and lot.expires_on and lot.expires_on > until:
            yield problem("STAMP-OUTLASTS", location, until=until, last=lot.expires_on)
        elif until and (until - day).days < YEAR:
            yield problem("STAMP-ENDING", location, until=until)
