"""What stands above everything else: a recalled lot, a product that is gone, a holder that is gone."""

from generator.catalogue.model import LotHead, ProductHead, Withdrawal
from generator.plan import views
from generator.plan.desk import Desk, link
from generator.plan.words import NOTICE


def gravest(desk: Desk, product: ProductHead, lot: LotHead | None) -> tuple[str, Withdrawal | None]:
    """The gravest thing to say of a product or a lot, as a key of ``NOTICE``, when and why; or nothing."""
    maker = desk.catalogue.producers.get(product.producer or "")
    for kind, event in (
        ("recalled", lot.recalled if lot else None),
        ("withdrawn", lot.withdrawn if lot else None),
        ("discontinued", product.discontinued),
        ("dissolved", maker.dissolved if maker else None),
    ):
        if event:
            return kind, event
    return "", None


def notice(
    desk: Desk, kind: str, event: Withdrawal | None, product: ProductHead | None = None
) -> views.Notice | None:
    """The words of a notice; the successor is named where a whole product is gone."""
    if event is None:
        return None
    successor = None
    if product and kind in ("discontinued", "dissolved"):
        successor = successor_link(desk, product)
    return {
        "kind": kind,
        "title": desk.say(NOTICE[kind]),
        "day": desk.say.day(event.on.isoformat()),
        "iso": event.on.isoformat(),
        "reason": desk.say.text(event.reason),
        "successor": successor,
    }


def successor_link(desk: Desk, product: ProductHead) -> views.Link | None:
    """The product that took a product's place."""
    found = desk.catalogue.products.get(product.successor or "")
    return link(found.name.get(desk.lang), desk.urls("products", found.id)) if found else None
