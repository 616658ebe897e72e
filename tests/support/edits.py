"""Random edits of a made-up site, as people make them: each is told by its name and a seed.

An edit that finds nothing to change does nothing and says ``""``. Edits usually leave a valid site; those
in ``RISKY`` may break a promise to a printed address, and the build must then refuse them.
"""

from collections.abc import Callable
from inspect import signature
from random import Random
from typing import Any

import other_edits
import product_edits
from edited_site import DECISION_KEYS, PRODUCER_KEYS, EditedSite

Edit = Callable[[EditedSite, Random], str]
ARGUMENTS = ("site", "random")


def _of(work: Callable[..., str], *words: Any) -> Edit:
    return lambda site, random: work(site, random, *words)


EDITS: dict[str, Edit] = {
    name.replace("_", "-"): edit
    for module in (product_edits, other_edits)
    for name, edit in vars(module).items()
    if getattr(edit, "__module__", "") == module.__name__ and tuple(signature(edit).parameters) == ARGUMENTS
}
"""Every edit by its name."""
for _kind, _keys in (
    *(("producer", PRODUCER_KEYS), ("decision", DECISION_KEYS)),
    *(("news", set[str]()), ("fair", set[str]()), ("page", set[str]())),
):
    EDITS[f"rename-{_kind}"] = _of(other_edits.rename_record, _kind, _keys)
    EDITS[f"swap-{_kind}"] = _of(other_edits.swap_records, _kind)
    EDITS[f"copy-{_kind}"] = _of(other_edits.copy_record, _kind)
    EDITS[f"remove-{_kind}"] = _of(other_edits.remove_record, _kind, _keys)

RISKY = {
    *("rename-product-without-former-id", "swap-codes", "drop-code", "hand-over-former-code"),
    *("remove-product", "move-lot", "remove-lot", "remove-decision", "swap-ids", "swap-vocabulary"),
    *("swap-producer", "swap-decision", "remove-producer", "remove-page", "cut-ledger"),
}
"""Edits that a valid site does not always survive: they come less often."""
OFTEN = {"rename-product", "retire-code", "split-product", "join-products", "issue-address", "turn-gtin"}
"""Edits that move an address from one record to another, or promise one."""
