"""``ocop stamps``: stamps of products and lots, from a sheet in the office to an order for a press.

What is printed stands in the ledger before any file is handed over. The order of things is: everything is
checked, a proof is written, the officer agrees, the order is issued, its files are made beside their folder,
and the folder gets its name. A file in ``.ocop/orders`` tells from before the issue until the end what was
ordered: the same command, started again after a kill, makes the files of the numbers that were issued.
"""

import os
import shlex
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from generator.commands.console import Console, end_progress
from generator.commands.issuing import issue_stamps, numbers_of_order
from generator.commands.keys import KeyPlace, key_place, opened_key
from generator.commands.orders import ORDERS, begin_order, end_order, pending_orders
from generator.commands.qr import name_of
from generator.commands.stamps_files import (
    PREVIEW,
    README,
    MadeFile,
    StampsToMake,
    make_files,
    new_folder,
    reserve,
)
from generator.commands.stamps_plan import (
    StampItem,
    items_given,
    items_named,
    items_of_order,
    require_sound,
    warnings_of,
)
from generator.diagnostics.problem import RefusedError, Report
from generator.disk import naming
from generator.issuing.issue import GivenNumbers, OtherKeyError, WantedStamps
from generator.issuing.keys import SigningKey
from generator.lock import locked
from generator.messages import LANGUAGES, message
from generator.project import BuildOptions, Project, open_project
from generator.render.theme import Theme
from generator.stamps.designs import Design, DesignError, design_called, load_designs, refused_for
from generator.stamps.order import read_order
from generator.stamps.paper import A4, Sheet, label_sheet, sheet_for
from generator.stamps.pdf import StampJob
from generator.stamps.preview import preview
from generator.stamps.values import Look, Print, StampValues
from generator.text import show_number

STARRED = {"stars", "until"}
"""Texts of a design that speak of the rating."""


@dataclass(frozen=True)
class StampsOptions:
    """What is printed, how, and where it goes."""

    identities: tuple[str, ...]
    lot: str | None
    copies: int | None
    order: Path | None
    design: str
    width: float | None
    """Of the stamp in mm, where it is not the design's own."""
    use: str
    dpi: str
    paper: str
    rows: int | None
    columns: int | None
    """Of a sheet of labels, where it is not filled with as many as it has room for."""
    margin: tuple[float, float]
    gap: tuple[float, float]
    skip: int
    numbered: bool
    key: KeyPlace
    proof: Path | None
    """Where the proof goes; then nothing is issued."""
    target: Path | None
    yes: bool
    again: str | None
    list_designs: bool

    @property
    def settings(self) -> dict[str, str]:
        """The options that decide on the bytes of the files, as a command line has them."""
        numbers = {name: getattr(self, name) for name in ("width", "rows", "columns", "skip")}
        pairs = {name: " ".join(map(_plain, getattr(self, name))) for name in ("margin", "gap")}
        words = {name: getattr(self, name) for name in ("design", "use", "dpi", "paper")}
        given = {name: _plain(number) for name, number in numbers.items() if number}
        return {**words, **given, **{name: pair for name, pair in pairs.items() if pair != "0 0"}}


def run(
    console: Console,
    options: BuildOptions,
    *,
    key_file: Path | None,
    passphrase_file: Path | None,
    **given: Any,
) -> None:
    """Print stamps, or only their proof; ``given`` are the other fields of :class:`StampsOptions`."""
    wanted = StampsOptions(key=key_place(key_file, passphrase_file), **given)
    try:
        if wanted.list_designs:
            _list_designs(console, options)
        elif wanted.again:
            if (
                wanted.identities
                or wanted.order
                or wanted.lot
                or wanted.numbered
                or wanted.copies is not None
            ):
                console.stop(2, "stamps-again-alone")
            _print_again(console, options, wanted, wanted.again)
        else:
            _print(console, options, wanted)
    except OSError as error:
        console.cannot_write(error.filename or options.root, error)


def _list_designs(console: Console, options: BuildOptions) -> None:
    with open_project(options) as project:
        require_sound(project)
        designs = _designs(project)
    for name, design in designs.items():
        label = design.name.get(console.language) or next(iter(design.name.values()))
        console.say("stamps-design", name=name, label=label, **design.measures)


def _plain(number: float) -> str:
    return f"{number:g}"


def _designs(project: Project) -> dict[str, Design]:
    try:
        return load_designs(project.options.root, project.theme.folders, _look(project.theme))
    except DesignError as error:
        raise refused_for(error) from None


def _look(theme: Theme) -> Look:
    return Look(theme.drawings, theme.inline["tokens.css"])


# -- what is printed on what ----------------------------------------------------------------------------


@dataclass(frozen=True)
class PrintPlan:
    """Stamps that can be printed, checked."""

    items: Sequence[StampItem]
    design: Design
    sheet: Sheet
    how: Print
    numbered: bool

    @property
    def wanted(self) -> tuple[WantedStamps, ...]:
        """What is to be issued, in the order of the items."""
        return tuple(
            WantedStamps(
                item.target.product.id,
                item.target.lot.lot if item.target.lot else None,
                item.copies,
                self.numbered,
            )
            for item in self.items
        )

    @property
    def stamps(self) -> int:
        """How many there are in all."""
        return sum(item.copies for item in self.items)

    def job(self, item: StampItem) -> StampJob:
        """Return what is printed of an item. Only one sheet of an order is half used: the first."""
        sheet = self.sheet if item == self.items[0] else self.sheet.with_skip(0)
        return StampJob(self.design, values_of(item), sheet, self.how)


def values_of(item: StampItem) -> StampValues:
    """Return what the stamps of an item say."""
    words = item.words
    return StampValues(item.target.full, words.texts, words.stars, item.target.product.sample)


def _plan(project: Project, wanted: StampsOptions, items: Sequence[StampItem], made_on: date) -> PrintPlan:
    """Return what is to be printed. Raises :class:`RefusedError` for what cannot or may not be."""
    designs = _designs(project)
    design = design_called(designs, wanted.design)
    if wanted.width:
        design = design.scaled_to(wanted.width)
    if wanted.numbered and not design.can_be_numbered:
        raise RefusedError("stamps-no-numbers", {"design": design.identity})
    if design.hides_serial and not wanted.numbered:
        raise RefusedError("stamps-needs-numbers", {"design": design.identity})
    _refuse_without_lot(items, numbered=wanted.numbered)
    _refuse_stars(items, design, designs, numbered=wanted.numbered)
    how = Print(int(wanted.dpi), wanted.use, _look(project.theme), made_on)
    return PrintPlan(items, design, _sheet(wanted, design), how, wanted.numbered)


def _refuse_without_lot(items: Sequence[StampItem], *, numbered: bool) -> None:
    without = [item.name for item in items if not item.target.lot]
    if numbered and without:
        raise RefusedError("stamps-no-lot", {"products": ", ".join(without[:5])})


def _refuse_stars(
    items: Sequence[StampItem], design: Design, designs: Mapping[str, Design], *, numbered: bool
) -> None:
    """Raise :class:`RefusedError` for stars on stamps of products whose rating does not hold today."""
    ended = [item.name for item in items if not item.words.stars]
    if not ended or not _shows_stars(design):
        return
    others = [
        name
        for name, other in designs.items()
        if not _shows_stars(other) and (other.can_be_numbered if numbered else not other.hides_serial)
    ]
    values = {
        "design": design.identity,
        "products": ", ".join(ended[:5]),
        "others": ", ".join(others) or "–",
    }
    raise RefusedError("stamps-stars", values)


def _shows_stars(design: Design) -> bool:
    return design.stars is not None or any(STARRED & set(part.show) for part in design.fields)


def _sheet(wanted: StampsOptions, design: Design) -> Sheet:
    if wanted.rows or wanted.columns:
        if not (wanted.rows and wanted.columns) or wanted.paper == "one-up":
            raise RefusedError("stamps-grid")
        page = A4 if wanted.paper == "a4" else sheet_for(wanted.paper, design.size).size
        sheet = label_sheet(
            design.size, wanted.columns, wanted.rows, page=page, margin=wanted.margin, gap=wanted.gap
        )
    else:
        sheet = sheet_for(wanted.paper, design.size, is_round=design.shape == "round")
    return sheet.with_skip(wanted.skip)


# -- an order ------------------------------------------------------------------------------------------


def _print(console: Console, options: BuildOptions, wanted: StampsOptions) -> None:
    with open_project(options) as project:
        items = sorted(_items(console, project, wanted), key=_ledger_of)
        plan = _plan(project, wanted, items, options.day)
        warnings = Report(list(warnings_of(items, options.day)))
        proof = _proof(plan)
        if wanted.proof:
            console.show(warnings)
            _write_proof(console, wanted.proof, proof)
            return
        target = _target(options, wanted, name_of(items[0].target), options.day)
        unfinished = [
            order for order in pending_orders(options.root) if numbers_of_order(project, order.order)
        ]
    same = [order for order in unfinished if order.is_for(plan.wanted, target, wanted.settings)]
    for order in unfinished:
        if order not in same:
            command = f"{_command_again(order.order, order.settings)} --output {shlex.quote(order.target)}"
            console.note("stamps-unfinished", order=order.order, output=order.target, command=command)
    if not same:
        _check_target(target)
    proof_beside = target.with_name(f"{target.name}-{PREVIEW}")
    key = opened_key(console, options, wanted.key) if plan.numbered else None
    if same:
        console.note("stamps-resumed", order=same[0].order, output=target)
    else:
        console.show(warnings)
        target.parent.mkdir(parents=True, exist_ok=True)
        console.write_file(proof_beside, proof)
        _ask(console, wanted, plan, target, proof_beside)
    with _orders_locked(console, options.root):
        _fulfil(console, options, Making(plan, wanted.settings, target, key, proof))
    proof_beside.unlink(missing_ok=True)


def _write_proof(console: Console, path: Path, proof: bytes) -> None:
    console.write_file(path, proof)
    console.say("stamps-proof", path=path)


def _ledger_of(item: StampItem) -> str:
    """Return by what the stamps of an order are sorted: each ledger keeps the order of its own."""
    return item.target.ledger


@contextmanager
def _orders_locked(console: Console, root: Path) -> Iterator[None]:
    """Let one order at a time be made, so that none is made twice."""
    folder = root / ORDERS

    def make() -> None:
        folder.mkdir(parents=True, exist_ok=True)

    with locked(folder, make, console.waiting(folder)):
        yield


def _items(console: Console, project: Project, wanted: StampsOptions) -> list[StampItem]:
    require_sound(project)
    if wanted.order:
        if wanted.identities or wanted.lot or wanted.copies is not None:
            console.stop(2, "stamps-order-alone")
        return items_of_order(project, read_order(wanted.order))
    if not wanted.identities or wanted.copies is None:
        console.stop(2, "stamps-what")
    return items_named(project, wanted.identities, wanted.lot, wanted.copies)


def _proof(plan: PrintPlan) -> bytes:
    """Return the proof at true size; draws each stamp, so that what does not fit is refused here."""
    stamps = [(plan.design, values_of(item)) for item in plan.items]
    with tempfile.TemporaryDirectory(prefix="ocop-") as folder:
        file = Path(folder, PREVIEW)
        preview(file, stamps, plan.how, numbered=plan.numbered)
        return file.read_bytes()


def _ask(console: Console, wanted: StampsOptions, plan: PrintPlan, target: Path, proof: Path) -> None:
    """Tell what will be printed and ask; ends the command where nobody agrees."""
    for item in plan.items:
        copies = show_number(item.copies, console.language)
        console.say("stamps-item", name=item.name, copies=copies, address=item.target.full)
    design = plan.design
    stamps = show_number(plan.stamps, console.language)
    console.say("stamps-proof", path=proof)
    how = {"design": design.identity, **design.measures, "paper": wanted.paper, "dpi": wanted.dpi}
    console.say("stamps-plan", stamps=stamps, **how)
    if wanted.yes:
        return
    if not console.can_ask():
        console.stop(1, "stamps-unattended", path=proof)
    if not console.agrees("stamps-confirm", stamps=stamps, output=target):
        console.stop(1, "stamps-refused")


# -- the folder -----------------------------------------------------------------------------------------


def _target(options: BuildOptions, wanted: StampsOptions, name: str, day: date) -> Path:
    """Return where the files go. Raises :class:`RefusedError` for a place among the project's files.

    Lists and sheets hold serials, which are nobody's business before they are on packs: they may not be
    published with the project by mistake.
    """
    root = Path(os.path.realpath(options.root))
    if wanted.target:
        target = Path(os.path.realpath(wanted.target))
    else:
        here = Path.cwd()
        place = root.parent if root == here or root in here.parents else here
        target = place / f"stamps-{day}-{wanted.order.stem if wanted.order else name}"
    if root == target or root in target.parents:
        raise RefusedError("stamps-place", {"output": target, "root": root})
    return target


def _check_target(target: Path) -> None:
    """Raise :class:`RefusedError` where something is there already."""
    if os.path.lexists(target) and not (target.is_dir() and not any(target.iterdir())):
        raise RefusedError("stamps-taken", {"output": target})


# -- issuing and making ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Making:
    """What the files of an order are made of."""

    plan: PrintPlan
    settings: Mapping[str, str]
    target: Path
    key: SigningKey | None
    proof: bytes


def _fulfil(console: Console, options: BuildOptions, making: Making) -> None:
    """Issue an order and make its files, or make those of one that was issued before a kill."""
    plan, target = making.plan, making.target
    began, cpu = time.monotonic(), time.process_time()
    order = begin_order(options.root, plan.wanted, target, making.settings).order
    if _is_finished(target, order):
        end_order(options.root, order)
        _say_done(console, making, order)
        return
    given: list[GivenNumbers] = []
    try:
        _check_target(target)
        with new_folder(target, order) as folder:
            with naming(target):
                reserve(folder, [(item.copies, plan.numbered) for item in plan.items])
            use = message("words.stamps-use", "vi", design=plan.design.name.get("vi", plan.design.identity))
            waiting = console.waiting(options.root / "products")
            given = issue_stamps(options, plan.wanted, order=order, use=use, key=making.key, waiting=waiting)
            cpu = time.process_time() - cpu
            with naming(target):
                seconds = _make(console, making, order, given, folder)
    except BaseException as error:
        if given:
            console.note("stamps-issued-only", order=order)
        elif isinstance(error, RefusedError):
            end_order(options.root, order)
        raise
    end_order(options.root, order)
    _say_done(console, making, order)
    if plan.numbered:
        _say_costs(console, {**seconds, "codes": cpu, "whole": time.monotonic() - began})


def _say_costs(console: Console, seconds: Mapping[str, float]) -> None:
    """Tell how long an order took: ``whole`` by the clock, all else in seconds of processors."""
    names = ("whole", "codes", "serials", "symbols", "sheets", "lists")
    console.note("stamps-costs", **{name: round(seconds.get(name, 0.0), 1) for name in names})


def _make(
    console: Console, making: Making, order: str, given: Sequence[GivenNumbers], folder: Path
) -> Counter[str]:
    """Make the files of an order that stands in the ledger; return the processor seconds of the work."""
    numbers = {(numbers.wanted.product, numbers.wanted.lot): numbers for numbers in given}
    stamps = [
        StampsToMake(
            name_of(item.target),
            making.plan.job(item),
            numbers[item.target.product.id, wanted.lot],
            _gtin_in(item.target.address),
        )
        for item, wanted in zip(making.plan.items, making.plan.wanted, strict=True)
    ]

    def texts(files: Sequence[MadeFile]) -> dict[str, bytes]:
        return {PREVIEW: making.proof, README: _readme(making, order, files).encode()}

    try:
        return make_files(folder, stamps, making.key, console.progress(), texts)
    except OtherKeyError as error:
        raise RefusedError("stamps-other-key", {"needed": error.needed}) from None
    finally:
        end_progress()


def _gtin_in(address: str) -> str:
    """Return the GTIN that an address names, which is the one that is printed."""
    parts = address.split("/")
    return parts[parts.index("01") + 1] if "01" in parts else ""


def _readme(making: Making, order: str, files: Sequence[MadeFile]) -> str:
    """Return what lies beside the files: what each is, how to print it, how to print it again."""
    plan, settings = making.plan, making.settings
    parts = []
    for language in LANGUAGES:
        rows = []
        for file in files:
            stamps, pages = show_number(file.stamps, language), show_number(file.pages, language)
            key = "stamps.readme-sheets" if file.pages else "stamps.readme-list"
            rows.append(message(key, language, name=file.name, stamps=stamps, pages=pages))
        values = {
            "day": plan.how.made_on,
            "design": plan.design.name.get(language, plan.design.identity),
            **plan.design.measures,
            "paper": settings["paper"],
            "dpi": plan.how.dpi,
            "files": "\n".join(rows),
            "command": _command_again(order, settings),
        }
        parts.append(message("stamps.readme", language, **values))
    return "\n\n".join([*parts, f"ocop stamps {order}"]) + "\n"


def _command_again(order: str, settings: Mapping[str, str]) -> str:
    """Return the command that makes just the files of an order once more."""
    return " ".join(
        ["ocop stamps --again", order, *(f"--{name} {value}" for name, value in settings.items())]
    )


def _say_done(console: Console, making: Making, order: str) -> None:
    stamps = show_number(making.plan.stamps, console.language)
    console.say("stamps-done", stamps=stamps, output=making.target, readme=README, order=order)


def _is_finished(target: Path, order: str) -> bool:
    """Whether a folder holds the files of an order: it got its name when they were complete."""
    try:
        return (target / README).read_text("utf-8").endswith(f" {order}\n")
    except (OSError, ValueError):
        return False


# -- printing again -------------------------------------------------------------------------------------


def _print_again(console: Console, options: BuildOptions, wanted: StampsOptions, order: str) -> None:
    """Make the files of an order once more; nothing is issued, and each stamp is what it was."""
    with open_project(options) as project:
        require_sound(project)
        given = numbers_of_order(project, order)
        if not given:
            raise RefusedError("stamps-again-unknown", {"order": order})
        issued_on = next(issue.issued_on for issue in project.records.issued if issue.order == order)
        items = items_given(project, given)
        numbered = any(numbers.wanted.numbered for numbers in given)
        plan = _plan(project, replace(wanted, numbered=numbered), items, issued_on)
        proof = _proof(plan)
    if wanted.proof:
        _write_proof(console, wanted.proof, proof)
        return
    target = _target(options, wanted, name_of(items[0].target), issued_on)
    _check_target(target)
    making = Making(
        plan,
        wanted.settings,
        target,
        opened_key(console, options, wanted.key) if numbered else None,
        proof,
    )
    with _orders_locked(console, options.root):
        with new_folder(target, order) as folder, naming(target):
            _make(console, making, order, given, folder)
        end_order(options.root, order)
    _say_done(console, making, order)
