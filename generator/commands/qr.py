"""``ocop qr``: write the QR code of a product or lot as a picture."""

from pathlib import Path

from generator.catalogue.ids import bare_id, folder_of, full_id
from generator.commands.console import Console
from generator.commands.issue import find_address
from generator.project import BuildOptions, open_project
from generator.render import qr


def run(
    console: Console,
    options: BuildOptions,
    *,
    identity: str,
    lot: str | None,
    form: str | None,
    file: Path | None,
) -> None:
    """Write the picture and print its path.

    ``identity`` is a trace code or a GTIN of a product; ``form`` is ``png`` or ``svg``, without it the ending
    of ``file`` tells, else PNG. Without ``file`` it goes into the current folder, named by the trace code
    and, before it, the folder of a further province.
    """
    with open_project(options) as project:
        target = find_address(project, identity, lot)
    form = form or ("svg" if file and file.suffix.lower() == ".svg" else "png")
    product = target.product
    # Two provinces may have one code, and no picture may take the place of another.
    name = full_id(folder_of(product.id), product.code or product.gtin or bare_id(product.id)).replace(
        "/", "-"
    )
    if target.lot:
        name += f"-{target.lot.lot}"
    path = file or Path(f"{name}.{form}")
    try:
        path.write_bytes(qr.svg(target.full) if form == "svg" else qr.png(target.full))
    except OSError as error:
        console.cannot_write(error.filename or path, error)
    console.say_beside_data("qr-written", path=path, address=target.full)
