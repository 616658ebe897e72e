"""``ocop fair NAME --usb``: a fair's catalogue in a folder that opens from a USB stick without a network.

The same plan and the same pages as the public site, of the fair's products only and with relative
links. Codes keep the public address. Where the folder would be too big, pictures get smaller; no
product is left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.cache import Cache
from generator.catalogue.fairs import only
from generator.commands.build import BuildResult
from generator.commands.fair import OpenFair
from generator.diagnostics.problem import RefusedError, Report, SourceLocation
from generator.lock import locked
from generator.output.files import make_folder
from generator.output.make import Maker
from generator.output.publish import publish
from generator.project import code_digest
from generator.render.fault import ThemeError
from generator.render.pictures import PictureError
from generator.settings import Settings
from generator.site.outputs import Asset, ClashError, Output, Picture
from generator.site.site import plan

CLUSTER_BYTES = 32 * 1024
"""What one small file takes on a large FAT edition."""
SMALLER_PICTURES: Sequence[tuple[tuple[int, ...], int]] = (
    ((320, 640, 960), 72),
    ((320, 640), 68),
    ((480,), 60),
    ((320,), 50),
    ((200,), 40),
)
"""Picture widths and quality to try after the theme's own, large to small."""


@dataclass(frozen=True)
class UsbEdition:
    """A planned copy of a fair's catalogue that fits; nothing of it is written yet."""

    size: int
    """Bytes on the edition."""
    smaller: int
    """How many steps the pictures were made smaller; 0 for the theme's own sizes."""
    widest: int
    """The widest picture in pixels."""
    products: int
    maker: Maker


def plan_edition(fair: OpenFair, limit: int | None) -> UsbEdition:
    """Plan the copy of a fair and measure it; nothing is written.

    Raises ``RefusedError`` for errors in theme and photos, and where even the smallest pictures exceed
    ``limit`` bytes.
    """
    project, report = fair.project, Report()
    catalogue, theme, root = only(project.catalogue, fair.fair), project.theme, project.options.root
    settings = Settings(project.base_url, "relative", usb_fair=fair.fair.id)
    try:
        recipes = ((theme.facts.widths, theme.facts.quality), *SMALLER_PICTURES)
        pages = 0
        for step, (widths, quality) in enumerate(recipes):
            smaller = replace(theme, facts=replace(theme.facts, widths=widths, quality=quality))
            site = plan(catalogue, settings, smaller.facts)
            maker = Maker(root, site, smaller, settings, code_digest())
            pages = pages or _weight(maker, site.outputs, pictures=False)
            size = pages + _weight(maker, site.outputs, pictures=True)
            if limit is None or size <= limit:
                return UsbEdition(size, step, max(widths), len(catalogue.products), maker)
    except (PictureError, ThemeError) as error:
        report.extend([error.problem])
    except ClashError as error:
        for path in error.paths:
            report.add("ADDRESS-CLASH", SourceLocation(), path=path)
    else:
        raise RefusedError("usb-too-big", {"size": megabytes(size), "limit": megabytes(limit or 0)})
    raise RefusedError("fair-faults", report=report)


def write_edition(
    edition: UsbEdition, target: Path, waiting: Callable[[], None] = lambda: None
) -> BuildResult:
    """Write the copy into a folder. Errors of the disk are in the result's report.

    ``waiting`` is called once if another command that writes there keeps this one waiting.
    """
    result = BuildResult(products=edition.products)
    nothing = Cache(None, edition.maker.root)  # the stick may have been in another machine since
    try:
        with locked(target, lambda: make_folder(str(target)), waiting):
            result.take(publish(edition.maker, target, nothing))
    except OSError as error:
        result.add_disk_error(error, target.as_posix())
    return result


def megabytes(size: int) -> str:
    """Return a size in millions of bytes, rounded up."""
    return str(-(-size // 1_000_000))


def _weight(maker: Maker, outputs: Sequence[Output | Asset], *, pictures: bool) -> int:
    """Return the bytes that pictures, or all other outputs, take on a stick, in whole clusters."""
    return sum(
        -(-len(maker.make(output)) // CLUSTER_BYTES) * CLUSTER_BYTES
        for output in outputs
        if isinstance(output, Picture) == pictures
    )
