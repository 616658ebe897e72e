"""``ocop fair NAME --usb``: a fair's catalogue in a folder that opens from a USB stick without a network.

The same plan and the same pages as the public site, of the fair's products only and with relative
links. Codes keep the public address. Where the folder would be too big, pictures get smaller; no
product is left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from generator.build import Order, Outcome, code_digest
from generator.catalogue.check import check as check_catalogue
from generator.catalogue.fairs import only
from generator.catalogue.whole import whole
from generator.memory import Memory
from generator.plan.outputs import Output, Picture
from generator.plan.site import ClashError, plan
from generator.problems import Place
from generator.publish.make import Maker
from generator.publish.publish import publish
from generator.records import read
from generator.render import theme as themes
from generator.render.fault import ThemeError
from generator.render.pictures import PictureError
from generator.settings import Settings

CLUSTER = 32 * 1024
"""What one small file takes on a large FAT stick."""
RECIPES: Sequence[tuple[tuple[int, ...], int]] = (
    ((320, 640, 960), 72),
    ((320, 640), 68),
    ((480,), 60),
    ((320,), 50),
    ((200,), 40),
)
"""Picture widths and quality to try after the theme's own, large to small."""


@dataclass(frozen=True)
class Size:
    """How big the folder will be."""

    total: int
    """Bytes on the stick."""
    smaller: int
    """How many steps the pictures were made smaller; 0 for the theme's own sizes."""
    widest: int
    """The widest picture in pixels."""


class StickError(Exception):
    """The folder cannot be made; ``key`` and ``values`` are the command line's sentence."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


def write_stick(order: Order, name: str, limit: int | None, tell: Callable[[Size], None]) -> Outcome:
    """Write the folder ``order.output`` for the fair ``name``; ``tell`` is called with its size before.

    Raises ``StickError`` for an unknown or empty fair, and where even the smallest pictures exceed
    ``limit``. Errors in the records are in the outcome; then nothing is written.
    """
    outcome = Outcome()
    memory = Memory(order.cache, order.root)
    records, problems = read(order.root, memory)
    outcome.report.extend(problems)
    outcome.report.extend(check_catalogue(records, order.day, order.base_url))
    if outcome.report.failed:
        return outcome
    everything = whole(records, order.day)
    if name not in everything.fairs:
        raise StickError("no-fair", name=name, known=", ".join(sorted(everything.fairs)) or "–")
    catalogue = only(everything, everything.fairs[name])
    if not catalogue.products:
        raise StickError("empty-fair", name=name)
    base = (order.base_url or catalogue.site.base_url).rstrip("/")
    settings = Settings(base, "relative", stick=name)
    try:
        theme = themes.load(order.root, catalogue.site.theme)
        own = (theme.facts.widths, theme.facts.quality)
        pages = 0
        for step, (widths, quality) in enumerate((own, *RECIPES)):
            smaller = replace(theme, facts=replace(theme.facts, widths=widths, quality=quality))
            site = plan(catalogue, settings, smaller.facts)
            maker = Maker(order.root, site, smaller, settings, code_digest())
            pages = pages or _weight(maker, [one for one in site.outputs if not isinstance(one, Picture)])
            pictures = _weight(maker, [one for one in site.outputs if isinstance(one, Picture)])
            size = Size(pages + pictures, step, max(widths))
            if limit is None or size.total <= limit:
                break
        else:
            raise StickError("stick-too-big", size=megabytes(size.total), limit=megabytes(limit or 0))
        tell(size)
        nothing = Memory(None, order.root)  # the stick may have been in another machine since
        done = publish(order.root, site, smaller, settings, order.output, nothing, code_digest())
    except PictureError as error:
        outcome.report.add("PHOTO-UNREADABLE", Place(), file=str(error))
        return outcome
    except ThemeError as error:
        outcome.report.extend([error.problem])
        return outcome
    except ClashError as error:
        for path in error.paths:
            outcome.report.add("ADDRESS-CLASH", Place(), path=path)
        return outcome
    except OSError as error:
        outcome.report.add("OUTPUT-UNWRITABLE", Place(), reason=error.strerror or type(error).__name__)
        return outcome
    outcome.report.extend(done.problems)
    outcome.made, outcome.kept, outcome.removed, outcome.pages = (
        done.made,
        done.kept,
        done.removed,
        done.pages,
    )
    outcome.products = len(catalogue.products)
    return outcome


def megabytes(size: int) -> str:
    """A size as people read it on a stick, in millions of bytes, rounded up."""
    return str(-(-size // 1_000_000))


def _weight(maker: Maker, outputs: Sequence[Output]) -> int:
    """What the outputs take on a stick, each rounded up to whole clusters."""
    return sum(-(-len(maker.make(one)) // CLUSTER) * CLUSTER for one in outputs)
