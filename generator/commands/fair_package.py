"""``ocop fair NAME --output DIR``: sheets, lists and contact cards of a fair in one folder."""

import os
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from pathlib import Path

from PIL import ImageOps

from generator.catalogue.printed import describe
from generator.catalogue.reader import CatalogueReader
from generator.commands.fair import OpenFair
from generator.diagnostics.problem import RefusedError, Report
from generator.fonts import LetterError
from generator.lock import locked
from generator.messages import both
from generator.output import owned_files
from generator.output.files import is_folder, make_folder, prune, put, stage, sweep
from generator.print import guide
from generator.print.canvas import QrCodeError
from generator.print.drawings import DrawingError
from generator.print.guide import FolderEntry
from generator.print.registry import buyers_lists, printed_sheets
from generator.print.sheet_parts import PrintContext
from generator.render import pictures
from generator.settings import Settings
from generator.site.contexts import page_contexts
from generator.site.sheets import sheets
from generator.site.usb_edition import START

MANIFEST = ".ocop-fair"
"""Lists what an earlier run wrote, so that nothing of anybody else's is ever overwritten."""
DPI = 300


def make_package(fair: OpenFair, target: Path, languages: str, by: str) -> dict[str, bytes]:
    """Return every file on paper and for buyers by its name in the folder ``target``; nothing is written.

    ``languages`` is vi, en or both; ``by`` groups the booklet by commune, district or group. Raises
    :class:`RefusedError` for a language that the site does not have, for photos, drawings and QR symbols that
    cannot be printed, and where files stand in the way that no earlier run wrote.
    """
    project = fair.project
    catalogue, theme, settings = project.catalogue, project.theme, Settings(project.base_url)
    known = [language.code for language in catalogue.site.languages]
    langs = tuple(known[:2]) if languages == "both" else (languages,)
    if not set(langs) <= set(known):
        raise RefusedError("fair-language", {"lang": languages, "known": ", ".join(known)})

    def photo(file: str, digest: str, box: tuple[int, int]) -> bytes:
        out = BytesIO()
        size = (round(box[0] / 25.4 * DPI), round(box[1] / 25.4 * DPI))
        fitted = ImageOps.fit(pictures.load(project.options.root, file, digest), size)
        fitted.save(out, "JPEG", quality=88, optimize=True)
        return out.getvalue()

    try:
        contexts = page_contexts(CatalogueReader(catalogue), settings, theme.facts)
        print_context = PrintContext(
            langs, sheets(contexts, fair.fair), theme.drawings, theme.inline["tokens.css"], photo, by
        )
        entries = [*printed_sheets(print_context), *buyers_lists(print_context)]
    except pictures.PictureError as error:
        raise RefusedError("fair-faults", report=Report([error.problem])) from None
    except DrawingError as error:
        raise RefusedError("fair-drawing", {"reason": str(error)}) from None
    except LetterError as error:
        raise RefusedError("fair-letter", _unprintable(fair, error)) from None
    except QrCodeError as error:
        raise RefusedError("fair-code", {"content": error.args[0]}) from None
    files = {item.file: data for item, data in entries if item.file}
    usb = FolderEntry("screen", f"usb/{START}", both("fair.usb"), both("fair.usb-how"))
    placeholder = any(problem.code == "BASE-URL-PLACEHOLDER" for problem in project.report.problems)
    items = [*(item for item, _ in entries), usb]
    files["index.html"] = guide.guide_page(
        print_context.sheets, items, settings.base_url if placeholder else ""
    )
    if taken := _taken(target, files):
        raise RefusedError("fair-taken", {"path": target / taken[0]})
    return files


def _unprintable(fair: OpenFair, error: LetterError) -> dict[str, object]:
    """Return the message values for a text that no font can set: its letters and their locations."""
    places = [
        str(problem.location)
        for problem in fair.project.report.sorted()
        if problem.code == "TEXT-LETTER" and set(dict(problem.values)["letters"]) & set(error.letters)
    ]
    shown = ", ".join(places[:5]) or "–"
    return {"letters": describe(error.letters), "words": error.text, "places": shown}


# -- the folder -----------------------------------------------------------------------------------------


def _taken(target: Path, files: Iterable[str]) -> list[str]:
    """Return the names that other people's files or folders hold in the way of ours."""
    ours = owned_files.read(target, MANIFEST)
    folders = {name.partition("/")[0] for name in files if "/" in name}
    return sorted(
        name
        for name in {*files, *folders}
        if os.path.lexists(target / name)
        and not (is_folder(f"{target}/{name}") if name in folders else name in ours)
    )


def write_package(
    target: Path, files: Mapping[str, bytes], waiting: Callable[[], None] = lambda: None
) -> None:
    """Write the folder: all files under temporary names first, so that a failure harms no earlier sheet.

    Files of an earlier run that are no longer made go; others are never touched. ``waiting`` is called once
    if another command that writes there keeps this one waiting.
    """
    with locked(target, lambda: make_folder(str(target)), waiting):
        ours = owned_files.read(target, MANIFEST)
        sweep(target)  # what a run that was killed has left
        try:
            paths = {name: f"{target}/{name}" for name in files}
            staged = {paths[name]: stage(paths[name], data) for name, data in files.items()}
            owned_files.save(target, {*files, *ours}, MANIFEST)
            for path, temporary in staged.items():
                put(temporary, path)
        except BaseException:
            sweep(target)
            raise
        prune(target, ours - files.keys())
        owned_files.save(target, files, MANIFEST)
