"""``ocop``: words in, exit code out. 0 done, 1 problems in the input, 2 wrong usage."""

import os
import re
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

from generator import __version__
from generator.build import Order, Outcome, build, check
from generator.memory import Memory
from generator.problems import Report, as_json, lines
from generator.spoken import SPOKEN

SITE_FILE = "content/site.yaml"


def language_of(given: str | None, environment: dict[str, str]) -> str:
    """The language to speak: as asked for, else as the environment says, else English."""
    wanted = (
        given or environment.get("OCOP_LANG") or environment.get("LC_ALL") or environment.get("LANG") or ""
    )
    return "vi" if wanted.lower().startswith("vi") else "en"


def say(language: str, key: str, /, **values: object) -> str:
    """One of the command line's own sentences."""
    return SPOKEN[key][0 if language == "vi" else 1].format_map(values)


_LANGUAGE = language_of(None, dict(os.environ))
for _number, _word in enumerate(sys.argv):  # help texts are made before options are read
    if _word.startswith("--lang"):
        _given = _word.partition("=")[2] or (sys.argv[_number + 1] if _number + 1 < len(sys.argv) else "")
        _LANGUAGE = language_of(_given, {})


def _help(key: str) -> str:
    return say(_LANGUAGE, key)


class _Day(click.ParamType[date]):
    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(say(_LANGUAGE, "bad-day", value=value), param, ctx)


class _BaseUrl(click.ParamType[str]):
    name = "URL"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from urllib.parse import urlsplit

        try:
            parts = urlsplit(str(value))
            good = (
                parts.scheme in ("http", "https")
                and parts.hostname
                and not parts.query
                and not parts.fragment
            )
        except ValueError:
            good = False
        if not good or any(character.isspace() or character in "<>\"'" for character in str(value)):
            self.fail(say(_LANGUAGE, "bad-url", value=value), param, ctx)
        return str(value).rstrip("/")


class _Size(click.ParamType[int]):
    name = "SIZE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"([0-9]{1,6}) ?([KMG])B?", str(value).strip().upper())
        if not found:
            self.fail(say(_LANGUAGE, "bad-size", value=value), param, ctx)
        return int(found[1]) * {"K": 10**3, "M": 10**6, "G": 10**9}[found[2]]


def _common(command: Any) -> Any:
    for option in (
        click.option("--lang", type=click.Choice(["vi", "en"]), help=_help("opt-lang")),
        click.option(
            "--root", type=click.Path(path_type=Path, file_okay=False), default=Path(), help=_help("opt-root")
        ),
        click.option("--day", type=_Day(), default=None, help=_help("opt-day")),
        click.option("--base-url", type=_BaseUrl(), default=None, help=_help("opt-base-url")),
        click.option("--json", "as_data", is_flag=True, help=_help("opt-json")),
    ):
        command = option(command)
    return command


def _building(command: Any) -> Any:
    for option in (
        click.option(
            "--output",
            type=click.Path(path_type=Path, file_okay=False),
            default=None,
            help=_help("opt-output"),
        ),
        click.option("--fresh", is_flag=True, help=_help("opt-fresh")),
        click.option(
            "--links",
            type=click.Choice(["absolute", "relative"]),
            default="absolute",
            help=_help("opt-links"),
        ),
    ):
        command = option(command)
    return command


@click.group(
    name="ocop",
    help=_help("help"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="ocop")
@click.option("--lang", type=click.Choice(["vi", "en"]), help=_help("opt-lang"))
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), help=_help("opt-root"))
@click.pass_context
def cli(context: click.Context, lang: str | None, root: Path | None) -> None:
    """The command; its options may stand before or after the command's name."""
    given = {key: value for key, value in (("lang", lang), ("root", root)) if value is not None}
    context.default_map = dict.fromkeys(cli.commands, given)


@cli.command("build", help=_help("help-build"))
@_common
@_building
def build_command(
    lang: str | None,
    root: Path,
    day: date | None,
    base_url: str | None,
    as_data: bool,
    output: Path | None,
    fresh: bool,
    links: Any,
) -> None:
    """Build the site."""
    language = language_of(lang, dict(os.environ))
    order = _order(language, root, day, base_url, output, fresh, links)
    begun = time.monotonic()
    outcome = build(order, _progress(language))
    _end_progress()
    _show(outcome.report, language, order.root, as_data, brief=True)
    if outcome.report.failed:
        if not as_data:
            click.echo(say(language, "nothing-written", output=order.output), err=True)
        raise SystemExit(1)
    if not as_data:
        click.echo(_summary(language, outcome, order, time.monotonic() - begun))


@cli.command("check", help=_help("help-check"))
@_common
def check_command(
    lang: str | None, root: Path, day: date | None, base_url: str | None, as_data: bool
) -> None:
    """Check the records."""
    language = language_of(lang, dict(os.environ))
    order = _order(language, root, day, base_url, None, False, "absolute")
    outcome = check(order)
    _show(outcome.report, language, order.root, as_data)
    if outcome.report.failed:
        raise SystemExit(1)
    if not as_data:
        click.echo(say(language, "checked", products=outcome.products))


@cli.command("serve", help=_help("help-serve"))
@_common
@_building
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=_help("opt-port")
)
def serve_command(
    lang: str | None,
    root: Path,
    day: date | None,
    base_url: str | None,
    as_data: bool,
    output: Path | None,
    fresh: bool,
    links: Any,
    port: int,
) -> None:
    """Build, serve and rebuild on every change."""
    from generator.serve import serve

    language = language_of(lang, dict(os.environ))
    # What is served carries this machine's address, so it never goes where the published site is built.
    own = output or _serving(root)
    order = _order(language, root, day, base_url or f"http://127.0.0.1:{port}", own, fresh, links)
    serve(order, port, language, lambda report: _show(report, language, order.root, as_data))


@cli.command("new", help=_help("help-new"))
@click.option("--lang", type=click.Choice(["vi", "en"]), help=_help("opt-lang"))
@click.option(
    "--root", type=click.Path(path_type=Path, file_okay=False), default=Path(), help=_help("opt-root")
)
@click.argument("kind", type=click.Choice(["product", "producer", "news", "decision", "fair"]))
@click.argument("identity", metavar="ID")
@click.option("--place", default=None, help=_help("opt-place"))
def new_command(lang: str | None, root: Path, kind: str, identity: str, place: str | None) -> None:
    """Write a starter record."""
    from generator.records import read
    from generator.records.new import scaffold

    language = language_of(lang, dict(os.environ))
    _project(language, root)
    records, _ = read(root, Memory(_cache(dict(os.environ)), root))
    files, problems = scaffold(kind, identity, records, place or "")
    if problems:
        _show(Report(problems), language, root, as_data=False)
        raise SystemExit(1)
    try:
        for path, text in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("x", encoding="utf-8") as stream:
                stream.write(text)
            click.echo(say(language, "written", path=path))
    except OSError as error:
        click.echo(say(language, "cannot-write", path=error.filename, reason=error.strerror), err=True)
        raise SystemExit(1) from None


@cli.command("issue", help=_help("help-issue"))
@click.option("--lang", type=click.Choice(["vi", "en"]), help=_help("opt-lang"))
@click.option(
    "--root", type=click.Path(path_type=Path, file_okay=False), default=Path(), help=_help("opt-root")
)
@click.option("--day", type=_Day(), default=None, help=_help("opt-issue-day"))
@click.option("--base-url", type=_BaseUrl(), default=None, help=_help("opt-base-url"))
@click.argument("identity", metavar="CODE|GTIN")
@click.option("--lot", default=None, help=_help("opt-lot"))
@click.option("--copies", type=click.IntRange(1, 10**9), required=True, help=_help("opt-copies"))
@click.option("--use", "use", required=True, help=_help("opt-use"))
def issue_command(
    lang: str | None,
    root: Path,
    day: date | None,
    base_url: str | None,
    identity: str,
    lot: str | None,
    copies: int,
    use: str,
) -> None:
    """Record that an address goes to print."""
    from generator.issue import IssueError, issue_address

    language = language_of(lang, dict(os.environ))
    order = _order(language, root, day, base_url, None, False, "absolute")
    try:
        done = issue_address(order, identity, lot, copies, use)
    except IssueError as error:
        _show(error.report, language, root, as_data=False)
        click.echo(say(language, error.key, **error.values), err=True)
        raise SystemExit(1) from None
    click.echo(say(language, "issued", copies=copies, address=done.full, path=done.path))


@cli.command("fair", help=_help("help-fair"))
@_common
@click.argument("name", metavar="NAME")
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), default=None, help=_help("opt-bundle")
)
@click.option("--in", "speak", default="both", show_default=True, metavar="vi|en|both", help=_help("opt-in"))
@click.option(
    "--by",
    type=click.Choice(["commune", "district", "group"]),
    default="commune",
    show_default=True,
    help=_help("opt-by"),
)
@click.option("--usb", type=click.Path(path_type=Path, file_okay=False), default=None, help=_help("opt-usb"))
@click.option("--max", "limit", type=_Size(), default=None, help=_help("opt-max"))
def fair_command(
    lang: str | None,
    root: Path,
    day: date | None,
    base_url: str | None,
    as_data: bool,
    name: str,
    output: Path | None,
    speak: str,
    by: str,
    usb: Path | None,
    limit: int | None,
) -> None:
    """Make a fair's sheets, lists and copy for a USB stick."""
    from generator.bundle import BundleError, make_bundle
    from generator.plan.stick import START
    from generator.stick import Size, StickError, megabytes, write_stick

    language = language_of(lang, dict(os.environ))
    if output is None and usb is None:
        click.echo(say(language, "fair-where"), err=True)
        raise SystemExit(2)

    def tell(size: Size) -> None:
        click.echo(say(language, "stick-size", size=megabytes(size.total), widest=size.widest), err=True)
        if size.smaller:
            click.echo(say(language, "stick-smaller"), err=True)

    try:
        if output is not None:
            order = _order(language, root, day, base_url, output, False, "absolute")
            bundle = make_bundle(order, name, speak, by)
        # The folder for everything holds the copy for the stick as well.
        stick = usb or (output / "usb" if output else Path())
        order = _order(language, root, day, base_url, stick, False, "relative")
        outcome = write_stick(order, name, limit, tell)
    except BundleError as error:
        _show(error.report, language, root, as_data)
        click.echo(say(language, error.key, **error.values), err=True)
        raise SystemExit(1) from None
    except StickError as error:
        click.echo(say(language, error.key, **error.values), err=True)
        raise SystemExit(1) from None
    _show(outcome.report, language, order.root, as_data, brief=True)
    if outcome.report.failed:
        raise SystemExit(1)
    click.echo(
        say(language, "stick-done", products=outcome.products, pages=outcome.pages, output=stick, start=START)
    )
    if output is not None:
        start = output / "index.html"
        click.echo(say(language, "fair-done", files=len(bundle.files), products=bundle.products, start=start))


@cli.command("schema", help=_help("help-schema"))
@click.option("--lang", type=click.Choice(["vi", "en"]), help=_help("opt-lang"))
@click.option(
    "--root", type=click.Path(path_type=Path, file_okay=False), default=Path(), help=_help("opt-root")
)
def schema_command(lang: str | None, root: Path) -> None:
    """Write the JSON Schemas and the field reference."""
    from generator.records.schema import write

    language = language_of(lang, dict(os.environ))
    _project(language, root)
    write(root)
    click.echo(say(language, "written", path="docs/schema, docs/fields.vi.md, docs/fields.en.md"))


def _project(language: str, root: Path) -> None:
    """Stop with wrong usage where ``root`` is no project."""
    if not (root / SITE_FILE).is_file():
        click.echo(say(language, "no-project", root=root.absolute(), file=SITE_FILE), err=True)
        raise SystemExit(2)


def _order(
    language: str,
    root: Path,
    day: date | None,
    base_url: str | None,
    output: Path | None,
    fresh: bool,
    links: Any,
) -> Order:
    _project(language, root)
    target = output or root / "output"
    inside = target.resolve()
    for name in ("content", "products", "themes"):
        folder = (root / name).resolve()
        if (
            inside == folder
            or folder in inside.parents
            or inside in folder.parents
            or inside == root.resolve()
        ):
            click.echo(say(language, "bad-output", output=target), err=True)
            raise SystemExit(2)
    return Order(root, target, day or date.today(), base_url, links, fresh, _cache(dict(os.environ)))  # noqa: DTZ011 - the reader's day is the local day


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
    if brief and (warnings := [one for one in report.sorted() if not one.is_error]):
        counts = Counter(one.code for one in warnings)
        codes = ", ".join(f"{code} {number}" for code, number in counts.most_common())
        click.echo(say(language, "warnings", count=len(warnings), codes=codes), err=True)
        report = Report([one for one in report.problems if one.is_error])
    known: dict[str, list[str]] = {}

    def read_line(file: str, number: int) -> str:
        if file not in known:
            try:
                known[file] = (root / file).read_text("utf-8-sig", errors="replace").splitlines()
            except OSError:
                known[file] = []
        rows = known[file]
        return rows[number - 1] if 0 < number <= len(rows) else ""

    for line in lines(report, language, read_line):
        click.echo(line, err=True)
    errors, others = report.count()
    if errors or others:
        click.echo(say(language, "counts", errors=errors, warnings=others), err=True)


def _summary(language: str, outcome: Outcome, order: Order, seconds: float) -> str:
    return say(
        language,
        "built",
        pages=outcome.pages,
        products=outcome.products,
        made=outcome.made,
        kept=outcome.kept,
        removed=outcome.removed,
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
            click.echo("\r\x1b[K" + say(language, "progress", done=done, all=everything), err=True, nl=False)

    return show


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
        cli(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        raise SystemExit(2) from None
    except click.UsageError as error:
        click.echo(say(_LANGUAGE, "usage", message=error.format_message()), err=True)
        raise SystemExit(2) from None
    except (KeyboardInterrupt, click.Abort):
        _end_progress()
        click.echo(say(_LANGUAGE, "stopped"), err=True)
        raise SystemExit(130) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
