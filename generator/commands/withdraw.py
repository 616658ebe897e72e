"""``ocop stamps withdraw``: takes back numbered stamps of a lot, which its page says from then on."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.catalogue.model import StampNumbers
from generator.commands.console import Console
from generator.commands.issue import find_address
from generator.commands.issuing import withdraw_numbers
from generator.commands.keys import key_place, opened_key
from generator.project import BuildOptions, open_project


@dataclass(frozen=True)
class WithdrawOptions:
    """Which stamps are taken back, and why."""

    identity: str
    """A trace code, a GTIN or an id of a product."""
    lot: str
    first: int
    last: int
    reason: str


def run(
    console: Console,
    options: BuildOptions,
    *,
    key_file: Path | None,
    passphrase_file: Path | None,
    **given: Any,
) -> None:
    """Take back the stamps of some numbers; ``given`` are the fields of :class:`WithdrawOptions`."""
    wanted = WithdrawOptions(**given)
    with open_project(options) as project:
        target = find_address(project, wanted.identity, wanted.lot)
    key = opened_key(console, options, key_place(key_file, passphrase_file))
    try:
        withdraw_numbers(
            options,
            target.product.id,
            wanted.lot.upper(),
            StampNumbers(first=wanted.first, last=wanted.last),
            reason=wanted.reason,
            key=key,
            waiting=console.waiting(options.root / "products"),
        )
    except OSError as error:
        console.cannot_write(error.filename or options.root, error)
    console.say("stamps-withdrawn", first=wanted.first, last=wanted.last, lot=wanted.lot.upper())
