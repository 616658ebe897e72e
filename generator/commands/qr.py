"""``ocop qr``: write the QR code of a product or lot as a picture."""

from dataclasses import dataclass
from pathlib import Path

from generator.commands.console import Console
from generator.commands.issue import find_address
from generator.diagnostics.problem import RefusedError
from generator.project import BuildOptions, open_project
from generator.render import qr


@dataclass(frozen=True)
class QrOptions:
    """Which code is written, and where."""

    identity: str
    """A trace code or a GTIN of a product."""
    lot: str | None
    form: str | None
    """``png`` or ``svg``; without it the ending of ``file`` tells, else PNG."""
    file: Path | None
    """Without it a file in the current folder, named by the product's code."""


def run(console: Console, options: BuildOptions, wanted: QrOptions) -> None:
    """Write the picture and tell where it is."""
    try:
        with open_project(options) as project:
            target = find_address(project, wanted.identity, wanted.lot)
    except RefusedError as error:
        console.refuse(error)
    by_ending = "svg" if wanted.file and wanted.file.suffix.lower() == ".svg" else "png"
    form = wanted.form or by_ending
    name = target.product.code or target.product.gtin or target.product.id
    if target.lot:
        name += f"-{target.lot.lot}"
    path = wanted.file or Path(f"{name}.{form}")
    try:
        path.write_bytes(qr.svg(target.full) if form == "svg" else qr.png(target.full))
    except OSError as error:
        console.cannot_write(error.filename or path, error)
    console.say_beside_data("qr-written", path=path, address=target.full)
