"""Orders of stamps that were begun and whose files are not in their place yet.

A file in the project's state folder says what was ordered and for which target. It is written before anything
is issued and removed when the files are where they should be: the same order that is given again after a kill
finds its id, and with it the numbers that it has in the ledger.
"""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from generator.disk import sync_file, sync_folder
from generator.issuing.issue import WantedStamps
from generator.project_state import STATE
from generator.records.changes import changing

ORDERS = f"{STATE}/orders"
_UNREADY = ".new"


@dataclass(frozen=True)
class PendingOrder:
    """An order that was begun."""

    order: str
    """Its id."""
    wanted: tuple[WantedStamps, ...]
    target: str
    """Where its files go."""
    settings: Mapping[str, str]
    """How they are made, such as the name of the design."""

    def is_for(self, wanted: Sequence[WantedStamps], target: Path, settings: Mapping[str, str]) -> bool:
        """Whether the same is ordered: the same stamps, made in the same way, for the same place."""
        same = (tuple(wanted), str(target.absolute()), dict(settings))
        return (self.wanted, self.target, self.settings) == same


def begin_order(
    root: Path, wanted: Sequence[WantedStamps], target: Path, settings: Mapping[str, str]
) -> PendingOrder:
    """Return the order, the same one as long as it is not ended. Raises ``OSError`` if it cannot be noted."""
    with changing(root):
        for order in pending_orders(root):
            if order.is_for(wanted, target, settings):
                return order
        order = PendingOrder(secrets.token_hex(6), tuple(wanted), str(target.absolute()), dict(settings))
        path = root / ORDERS / f"{order.order}.json"
        path.parent.mkdir(exist_ok=True)
        unready = path.with_suffix(_UNREADY)
        try:
            unready.write_text(json.dumps(asdict(order), ensure_ascii=False), encoding="utf-8")
            sync_file(unready)
            unready.replace(path)
        except OSError:
            unready.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
        return order


def end_order(root: Path, order: str) -> None:
    """Forget an order whose files are in their place."""
    (root / ORDERS / f"{order}.json").unlink(missing_ok=True)


def pending_orders(root: Path) -> Iterator[PendingOrder]:
    """Yield the orders that were begun and not ended."""
    for path in sorted((root / ORDERS).glob("*.json")):
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            data = json.loads(path.read_text("utf-8"))
            wanted = tuple(WantedStamps(**part) for part in data["wanted"])
            order = PendingOrder(str(data["order"]), wanted, str(data["target"]), dict(data["settings"]))
            if order.order == path.stem:
                yield order
