"""``ocop``: words in, exit code out. 0 done, 1 problems in the input, 2 wrong usage."""

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

import click

from generator import __version__
from generator.build import BuildOptions, BuildResult, build, check
from generator.cache import Cache
from generator.diagnostics.printing import as_json, lines
from generator.diagnostics.problem import RefusedError, Report
from generator.options import (
    LANGUAGE,
    BaseUrl,
    Day,
    Folder,
    Size,
    Words,
    as_json_option,
    building,
    common,
    help_of,
    language_of,
    located,
    t,
)
from generator.settings import Links
from generator.today import today

SITE_FILE = "content/site.yaml"


@click.group(
    name="ocop",
    help=help_of("help"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="ocop")
@click.option("--lang", type=click.Choice(["vi", "en"]), help=help_of("opt-lang"))
@click.option("--root", type=Folder(), help=help_of("opt-root"))
@click.pass_context
def cli(context: click.Context, lang: str | None, root: Path | None) -> None:
    """The command; its options may stand before or after the command's name."""
    given = {key: value for key, value in (("lang", lang), ("root", root)) if value is not None}
    context.default_map = dict.fromkeys(cli.commands, given)


@cli.command("build", help=help_of("help-build"))
@common
@building
def build_command(as_data: bool, **asked: Any) -> None:
    """Build the site."""
    language, order = _asked(**asked)
    begun = time.monotonic()
    result = build(order, _progress(language), _waiting(language, order.output))
    _end_progress()
    _show(result.report, language, order.root, as_data, brief=True)
    if result.report.failed:
        if not as_data:
            click.echo(t(language, "nothing-written", output=order.output), err=True)
        raise SystemExit(1)
    if not as_data:
        click.echo(_summary(language, result, order, time.monotonic() - begun))


@cli.command("check", help=help_of("help-check"))
@common
def check_command(as_data: bool, **asked: Any) -> None:
    """Check the records."""
    language, order = _asked(**asked)
    result = check(order)
    _show(result.report, language, order.root, as_data)
    if result.report.failed:
        raise SystemExit(1)
    if not as_data:
        click.echo(t(language, "checked", products=result.products))


@cli.command("serve", help=help_of("help-serve"))
@common
@building
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    metavar="N",
    help=help_of("opt-port"),
)
def serve_command(
    as_data: bool, port: int, root: Path, output: Path | None, base_url: str | None, **asked: Any
) -> None:
    """Build, serve and rebuild on every change."""
    from generator.serve import serve

    # What is served carries this machine's address, so it never goes where the published site is built.
    here = base_url or f"http://127.0.0.1:{port}"
    language, order = _asked(root=root, output=output or _serving(root), base_url=here, **asked)
    given = asked["day"]
    day_of = today if given is None else lambda: given
    serve(order, port, language, lambda report: _show(report, language, order.root, as_data), day_of)


@cli.command("new", help=help_of("help-new"), short_help=help_of("brief-new"))
@located
@click.argument("kind", type=click.Choice(["product", "producer", "news", "decision", "fair"]))
@click.argument("identity", metavar="ID")
@click.option("--place", default=None, metavar="PLACE", help=help_of("opt-place"))
def new_command(lang: str | None, root: Path, kind: str, identity: str, place: str | None) -> None:
    """Write a starter record."""
    from generator.records import read
    from generator.records.new import scaffold

    language = language_of(lang, dict(os.environ))
    _project(language, root)
    records, _ = read(root, Cache(_cache(dict(os.environ)), root))
    files, problems = scaffold(kind, identity, records, language, place or "")
    if problems:
        _show(Report(problems), language, root, as_data=False)
        raise SystemExit(1)
    try:
        for path, text in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("x", encoding="utf-8") as stream:
                stream.write(text)
            click.echo(t(language, "written", path=path))
    except OSError as error:
        _cannot_write(language, error.filename or root, error)


@cli.command("issue", help=help_of("help-issue"), short_help=help_of("brief-issue"))
@located
@click.option("--day", type=Day(), default=None, help=help_of("opt-issue-day"))
@click.option("--base-url", type=BaseUrl(), default=None, help=help_of("opt-base-url"))
@click.argument("identity", metavar="CODE|GTIN")
@click.option("--lot", default=None, metavar="LOT", help=help_of("opt-lot"))
@click.option(
    "--copies", type=click.IntRange(1, 10**9), metavar="N", required=True, help=help_of("opt-copies")
)
@click.option("--use", type=Words(), required=True, help=help_of("opt-use"))
@as_json_option
def issue_command(as_data: bool, identity: str, lot: str | None, copies: int, use: str, **asked: Any) -> None:
    """Record that an address goes to print."""
    from generator.issue import issue_address

    language, order = _asked(**asked)
    try:
        waiting = _waiting(language, order.root / "products")
        done = issue_address(order, identity, lot, copies, use, waiting)
    except RefusedError as error:
        _refused(error, language, order.root, as_data)
    except OSError as error:
        _cannot_write(language, error.filename or order.root, error)
    if as_data:
        _show(Report(), language, order.root, as_data)
    click.echo(t(language, "issued", copies=copies, address=done.full, path=done.path), err=as_data)


@cli.command("qr", help=help_of("help-qr"), short_help=help_of("brief-qr"))
@located
@click.option("--base-url", type=BaseUrl(), default=None, help=help_of("opt-base-url"))
@click.argument("identity", metavar="CODE|GTIN")
@click.option("--lot", default=None, metavar="LOT", help=help_of("opt-qr-lot"))
@click.option("--png", "form", flag_value="png", default=None, help=help_of("opt-png"))
@click.option("--svg", "form", flag_value="svg", default=None, help=help_of("opt-svg"))
@click.option(
    "--output",
    "file",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE",
    help=help_of("opt-qr-file"),
)
@as_json_option
def qr_command(
    as_data: bool, identity: str, lot: str | None, form: str | None, file: Path | None, **asked: Any
) -> None:
    """Write the QR code of a product or lot as a picture."""
    from generator.issue import find_address
    from generator.render import qr

    language, order = _asked(**asked)
    try:
        found = find_address(order, identity, lot)
    except RefusedError as error:
        _refused(error, language, order.root, as_data)
    form = form or ("svg" if file and file.suffix.lower() == ".svg" else "png")
    name = found.product.code or found.product.gtin or found.product.id
    if found.lot:
        name += f"-{found.lot.lot}"
    path = file or Path(f"{name}.{form}")
    try:
        path.write_bytes(qr.svg(found.full) if form == "svg" else qr.png(found.full))
    except OSError as error:
        _cannot_write(language, error.filename or path, error)
    if as_data:
        _show(Report(), language, order.root, as_data)
    click.echo(t(language, "qr-written", path=path, address=found.full), err=as_data)


@cli.command("fair", help=help_of("help-fair"), short_help=help_of("brief-fair"))
@common
@click.argument("name", metavar="NAME")
@click.option("--output", type=Folder(), default=None, help=help_of("opt-bundle"))
@click.option(
    "--in", "speak", default="both", show_default=True, metavar="vi|en|both", help=help_of("opt-in")
)
@click.option(
    "--by",
    type=click.Choice(["commune", "district", "group"]),
    default="commune",
    show_default=True,
    help=help_of("opt-by"),
)
@click.option("--usb", type=Folder(), default=None, help=help_of("opt-usb"))
@click.option("--max", "limit", type=Size(), default=None, help=help_of("opt-max"))
def fair_command(
    as_data: bool,
    name: str,
    output: Path | None,
    speak: str,
    by: str,
    usb: Path | None,
    limit: int | None,
    **asked: Any,
) -> None:
    """Make a fair's sheets, lists and copy for a USB stick."""
    from generator.fair import open_fair
    from generator.fair_package import make_bundle, write_bundle
    from generator.site.usb_edition import START
    from generator.usb_edition import megabytes, plan_copy, write_copy

    language = language_of(asked["lang"], dict(os.environ))
    if output is None and usb is None:
        click.echo(t(language, "fair-where"), err=True)
        raise SystemExit(2)
    if output is not None and usb is not None and output.resolve() == usb.resolve():
        click.echo(t(language, "fair-same"), err=True)
        raise SystemExit(2)
    # The folder for everything holds the copy for the stick as well.
    wanted = [*([output / "usb"] if output else []), *([usb] if usb else [])]
    sticks = {folder.resolve(): folder for folder in wanted}
    orders = [_asked(output=folder, links="relative", **asked)[1] for folder in sticks.values()]
    if output is not None:
        _asked(output=output, **asked)
    try:
        opened = open_fair(orders[0], name)
        # Whether the copy fits is known before anything is written.
        stick = plan_copy(opened, limit)
        files = make_bundle(opened, output, speak, by) if output is not None else {}
    except RefusedError as error:
        _refused(error, language, asked["root"], as_data)
    if not as_data:
        size = {"size": megabytes(stick.size.total), "widest": stick.size.widest}
        click.echo(t(language, "stick-size", **size), err=True)
    if stick.size.smaller and not as_data:
        click.echo(t(language, "stick-smaller"), err=True)
    report, done = opened.report, []
    for order in orders:
        result = write_copy(stick, order.output, _waiting(language, order.output))
        report.extend(result.report.problems)
        if report.failed:
            break
        values = {"products": result.products, "pages": result.pages, "output": order.output}
        done.append(t(language, "stick-done", **values, start=START))
    _show(report, language, asked["root"], as_data, brief=True)
    if output is not None and not report.failed:
        try:
            write_bundle(output, files, _waiting(language, output))
        except OSError as error:
            _cannot_write(language, output, error)
        start = output / "index.html"
        done.append(t(language, "fair-done", files=len(files), products=stick.products, start=start))
    for sentence in () if as_data else done:
        click.echo(sentence)
    if report.failed:
        raise SystemExit(1)


@cli.command("schema", help=help_of("help-schema"), short_help=help_of("brief-schema"))
@located
def schema_command(lang: str | None, root: Path) -> None:
    """Write the JSON Schemas and the field reference."""
    from generator.records.schema import write

    language = language_of(lang, dict(os.environ))
    _project(language, root)
    write(root)
    click.echo(t(language, "written", path="docs/schema, docs/fields.vi.md, docs/fields.en.md"))


def _refused(error: RefusedError, language: str, root: Path, as_data: bool) -> NoReturn:
    """Stop with why nothing was made: the problems, and a sentence where those do not say it as data."""
    _show(error.report, language, root, as_data, brief=True)
    if not (as_data and error.report.failed):
        click.echo(t(language, error.key, **error.values), err=True)
    raise SystemExit(1) from None


def _cannot_write(language: str, path: str | Path, error: OSError) -> NoReturn:
    """Stop with what the disk said."""
    click.echo(t(language, "cannot-write", path=path, reason=error.strerror), err=True)
    raise SystemExit(1) from None


def _project(language: str, root: Path) -> None:
    """Stop with wrong usage where ``root`` is no project."""
    if not (root / SITE_FILE).is_file():
        click.echo(t(language, "no-project", root=root.absolute(), file=SITE_FILE), err=True)
        raise SystemExit(2)


def _asked(
    lang: str | None,
    root: Path,
    day: date | None = None,
    base_url: str | None = None,
    output: Path | None = None,
    fresh: bool = False,
    links: Links = "absolute",
) -> tuple[str, BuildOptions]:
    """The language to speak and what is to be built, from the options as they were given."""
    language = language_of(lang, dict(os.environ))
    _project(language, root)
    target = Folder().convert(output or root / "output", None, None)
    inside = _real(target)
    for name in ("content", "products", "themes"):
        folder = _real(root / name)
        if inside == folder or folder in inside.parents or inside in folder.parents or inside == _real(root):
            click.echo(t(language, "bad-output", output=target), err=True)
            raise SystemExit(2)
    order = BuildOptions(root, target, day or today(), base_url, links, fresh, _cache(dict(os.environ)))
    return language, order


def _real(path: Path) -> Path:
    """A path without links; a link that leads to itself stays as it is."""
    return Path(os.path.realpath(path))


def _cache(environment: dict[str, str]) -> Path | None:
    """The user's own cache folder."""
    if given := environment.get("OCOP_CACHE"):
        return Path(given)
    if os.name == "nt":
        base = environment.get("LOCALAPPDATA")
        return Path(base) / "ocop" / "Cache" if base else None
    if given := environment.get("XDG_CACHE_HOME"):
        return Path(given) / "ocop"
    home = environment.get("HOME")
    return Path(home) / ".cache" / "ocop" if home else None


def _serving(root: Path) -> Path:
    """The folder that ``serve`` builds into: in the user's cache, one for each project."""
    cache = _cache(dict(os.environ)) or Path(tempfile.gettempdir())
    return cache / "serve" / sha256(str(root.resolve()).encode()).hexdigest()[:16]


def _show(report: Report, language: str, root: Path, as_data: bool, brief: bool = False) -> None:
    """Problems to standard output as data, or to the reader; ``brief`` only counts the warnings."""
    if as_data:
        click.echo(as_json(report))
        return
    errors, others = report.count()
    if brief and (warnings := [one for one in report.sorted() if not one.is_error]):
        counts = Counter(warning.code for warning in warnings)
        codes = ", ".join(f"{code} {number}" for code, number in counts.most_common())
        click.echo(t(language, "warnings", count=len(warnings), codes=codes), err=True)
        report = Report([problem for problem in report.problems if problem.is_error])
    known: dict[str, list[str]] = {}

    def read_line(file: str, number: int) -> str:
        if file not in known:
            try:
                known[file] = (root / file).read_text("utf-8-sig", errors="replace").split("\n")
            except OSError:
                known[file] = []
        rows = known[file]
        return rows[number - 1] if 0 < number <= len(rows) else ""

    for line in lines(report, language, read_line):
        click.echo(line, err=True)
    if errors or (others and not brief):
        click.echo(t(language, "counts", errors=errors, warnings=others), err=True)


def _summary(language: str, result: BuildResult, order: BuildOptions, seconds: float) -> str:
    return t(
        language,
        "built",
        pages=result.pages,
        products=result.products,
        made=result.made,
        kept=result.kept,
        removed=result.removed,
        seconds=f"{seconds:.1f}".replace(".", "," if language == "vi" else "."),
        output=order.output,
    )


def _progress(language: str) -> Any:
    """A line that counts on a terminal; nothing in a pipe."""
    shown = 0.0

    def show(done: int, everything: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if sys.stderr.isatty() and (now - shown > 0.1 or done == everything):
            shown = now
            click.echo("\r\x1b[K" + t(language, "progress", done=done, all=everything), err=True, nl=False)

    return show


def _waiting(language: str, path: Path) -> Callable[[], None]:
    """Say that another command keeps this one waiting."""
    return lambda: click.echo(t(language, "waiting", path=path), err=True)


def _end_progress() -> None:
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)


def main() -> None:
    """The entry point of ``ocop``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A console in another encoding must not crash on "đ".
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        cli(prog_name="ocop", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        raise SystemExit(2) from None
    except click.UsageError as error:
        click.echo(t(LANGUAGE, "usage", message=error.format_message()), err=True)
        raise SystemExit(2) from None
    except (KeyboardInterrupt, click.Abort):
        _end_progress()
        click.echo(t(LANGUAGE, "stopped"), err=True)
        raise SystemExit(130) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
