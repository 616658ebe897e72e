"""``ocop``: words in, exit code out. 0 done, 1 problems in the input, 2 wrong usage.

This module only says which commands there are and what options they have; each is done by the module
of its name in ``generator/commands``, imported when it is asked for.
"""

import os
import sys
import tempfile
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from generator import __version__
from generator.commands.options import (
    BaseUrl,
    Folder,
    Options,
    Size,
    Words,
    language_of,
    language_of_words,
    speak,
    t,
)

# Commands are imported when they run: the help needs none of them.
if TYPE_CHECKING:
    from generator.commands.console import Console
    from generator.project import BuildOptions


def command_line(language: str) -> click.Group:
    """The command ``ocop`` with all its commands, whose help is in ``language``."""
    options = Options(language)
    cli = _group(options)
    for add in (_add_build, _add_check, _add_serve, _add_new, _add_issue, _add_qr, _add_fair, _add_schema):
        add(cli, options)
    return cli


def _group(options: Options) -> click.Group:
    @click.group(
        name="ocop",
        help=options.help("help"),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    @click.version_option(__version__, prog_name="ocop")
    @click.option("--lang", type=click.Choice(["vi", "en"]), help=options.help("opt-lang"))
    @click.option("--root", type=Folder(options.language), help=options.help("opt-root"))
    @click.pass_context
    def ocop(context: click.Context, lang: str | None, root: Path | None) -> None:
        """Take options that may stand before or after the command's name."""
        given = {key: value for key, value in (("lang", lang), ("root", root)) if value is not None}
        context.default_map = dict.fromkeys(ocop.commands, given)

    return ocop


def _add_build(cli: click.Group, options: Options) -> None:
    @cli.command("build", help=options.help("help-build"))
    @options.building
    def build_command(**asked: Any) -> None:
        from generator.commands.build import run

        run(*_opened(**asked))


def _add_check(cli: click.Group, options: Options) -> None:
    @cli.command("check", help=options.help("help-check"))
    @options.dated()
    @options.as_json
    def check_command(**asked: Any) -> None:
        from generator.commands.check import run

        run(*_opened(**asked))


def _add_serve(cli: click.Group, options: Options) -> None:
    @cli.command("serve", help=options.help("help-serve"))
    @options.building
    @click.option(
        "--port",
        type=click.IntRange(1, 65535),
        default=8000,
        show_default=True,
        metavar="N",
        help=options.help("opt-port"),
    )
    def serve_command(port: int, root: Path, output: Path | None, base_url: str | None, **asked: Any) -> None:
        from generator.commands import serve
        from generator.today import today

        # What is served carries this machine's address: it never goes where the published site is built.
        here = base_url or f"http://127.0.0.1:{port}"
        console, wanted = _opened(root=root, output=output or _serving(root), base_url=here, **asked)
        given = asked["day"]
        serve.serve(console, wanted, port, today if given is None else lambda: given)


def _add_new(cli: click.Group, options: Options) -> None:
    @cli.command("new", help=options.help("help-new"), short_help=options.help("brief-new"))
    @options.located
    @click.argument("kind", type=click.Choice(["product", "producer", "news", "decision", "fair"]))
    @click.argument("identity", metavar="ID")
    @click.option("--place", default="", metavar="PLACE", help=options.help("opt-place"))
    def new_command(kind: str, identity: str, place: str, **asked: Any) -> None:
        from generator.commands.new import run
        from generator.project import BuildOptions
        from generator.today import today

        console = _console(**asked)
        wanted = BuildOptions(console.root, console.root / "output", today(), cache=_cache_folder())
        run(console, wanted, kind, identity, place)


def _add_issue(cli: click.Group, options: Options) -> None:
    @cli.command("issue", help=options.help("help-issue"), short_help=options.help("brief-issue"))
    @options.dated("opt-issue-day")
    @click.argument("identity", metavar="CODE|GTIN")
    @click.option("--lot", default=None, metavar="LOT", help=options.help("opt-lot"))
    @click.option(
        "--copies",
        type=click.IntRange(1, 10**9),
        metavar="N",
        required=True,
        help=options.help("opt-copies"),
    )
    @click.option("--use", type=Words(options.language), required=True, help=options.help("opt-use"))
    @options.as_json
    def issue_command(identity: str, lot: str | None, copies: int, use: str, **asked: Any) -> None:
        from generator.commands.issue import IssueOptions, run

        run(*_opened(**asked), IssueOptions(identity, lot, copies, use))


def _add_qr(cli: click.Group, options: Options) -> None:
    @cli.command("qr", help=options.help("help-qr"), short_help=options.help("brief-qr"))
    @options.located
    @click.option(
        "--base-url", type=BaseUrl(options.language), default=None, help=options.help("opt-base-url")
    )
    @click.argument("identity", metavar="CODE|GTIN")
    @click.option("--lot", default=None, metavar="LOT", help=options.help("opt-qr-lot"))
    @click.option("--png", "form", flag_value="png", default=None, help=options.help("opt-png"))
    @click.option("--svg", "form", flag_value="svg", default=None, help=options.help("opt-svg"))
    @click.option(
        *("--output", "file"),
        type=click.Path(path_type=Path),
        default=None,
        metavar="FILE",
        help=options.help("opt-qr-file"),
    )
    @options.as_json
    def qr_command(**asked: Any) -> None:
        from generator.commands.qr import QrOptions, run

        wanted = QrOptions(**{key: asked.pop(key) for key in ("identity", "lot", "form", "file")})
        run(*_opened(**asked), wanted)


def _add_fair(cli: click.Group, options: Options) -> None:
    @cli.command("fair", help=options.help("help-fair"), short_help=options.help("brief-fair"))
    @options.dated()
    @options.as_json
    @click.argument("name", metavar="NAME")
    @click.option(
        "--output", "sheets", type=Folder(options.language), default=None, help=options.help("opt-bundle")
    )
    @click.option(
        *("--in", "languages"),
        default="both",
        show_default=True,
        metavar="vi|en|both",
        help=options.help("opt-in"),
    )
    @click.option(
        "--by",
        type=click.Choice(["commune", "district", "group"]),
        default="commune",
        show_default=True,
        help=options.help("opt-by"),
    )
    @click.option("--usb", type=Folder(options.language), default=None, help=options.help("opt-usb"))
    @click.option("--max", "limit", type=Size(options.language), default=None, help=options.help("opt-max"))
    def fair_command(sheets: Path | None, usb: Path | None, lang: str | None, **asked: Any) -> None:
        made = {key: asked.pop(key) for key in ("name", "languages", "by", "limit")}
        language = language_of(lang, os.environ)
        if sheets is None and usb is None:
            _wrong_usage(language, "fair-where")
        if sheets is not None and usb is not None and sheets.resolve() == usb.resolve():
            _wrong_usage(language, "fair-same")
        # The folder for everything holds the copy for the stick as well.
        folders = [*([sheets / "usb"] if sheets else []), *([usb] if usb else [])]
        copies = {folder.resolve(): folder for folder in folders}
        for folder in (*copies.values(), *([sheets] if sheets else [])):
            console, wanted = _opened(lang=lang, output=folder, **asked)
        from generator.commands.fair import FairOptions, run

        run(console, wanted, FairOptions(sheets=sheets, sticks=tuple(copies.values()), **made))


def _add_schema(cli: click.Group, options: Options) -> None:
    @cli.command("schema", help=options.help("help-schema"), short_help=options.help("brief-schema"))
    @options.located
    def schema_command(**asked: Any) -> None:
        from generator.commands.schema import run

        run(_console(**asked))


def _console(lang: str | None, root: Path, as_data: bool = False) -> "Console":
    """Whom to tell. Stops with wrong usage where there is no project."""
    from generator.commands.console import Console
    from generator.project import SITE_FILE, is_project

    console = Console(language_of(lang, os.environ), root, as_data)
    if not is_project(root):
        console.stop(2, "no-project", root=root.absolute(), file=SITE_FILE)
    return console


def _opened(
    lang: str | None,
    root: Path,
    as_data: bool = False,
    day: date | None = None,
    output: Path | None = None,
    **more: Any,
) -> "tuple[Console, BuildOptions]":
    """Whom to tell and what is to be done, from the options as they were given.

    Stops with wrong usage where there is no project or the output would lie among its sources.
    """
    from generator.project import INPUTS, BuildOptions
    from generator.today import today

    console = _console(lang, root, as_data)
    target = Folder(console.language).convert(output or root / "output", None, None)
    real_target, real_root = _without_links(target), _without_links(root)
    if real_target == real_root:
        console.stop(2, "bad-output", output=target)
    for name in INPUTS:
        source = _without_links(root / name)
        if source in (real_target, *real_target.parents) or real_target in source.parents:
            console.stop(2, "bad-output", output=target)
    return console, BuildOptions(root, target, day or today(), cache=_cache_folder(), **more)


def _without_links(path: Path) -> Path:
    """A path without links; a link that leads to itself stays as it is."""
    return Path(os.path.realpath(path))


def _wrong_usage(language: str, key: str) -> NoReturn:
    click.echo(t(language, key), err=True)
    raise SystemExit(2)


def _cache_folder() -> Path | None:
    """The user's own cache folder."""
    if given := os.environ.get("OCOP_CACHE"):
        return Path(given)
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base) / "ocop" / "Cache" if base else None
    if given := os.environ.get("XDG_CACHE_HOME"):
        return Path(given) / "ocop"
    home = os.environ.get("HOME")
    return Path(home) / ".cache" / "ocop" if home else None


def _serving(root: Path) -> Path:
    """The folder that ``serve`` builds into: in the user's cache, one for each project."""
    cache = _cache_folder() or Path(tempfile.gettempdir())
    return cache / "serve" / sha256(str(root.resolve()).encode()).hexdigest()[:16]


def main() -> None:
    """The entry point of ``ocop``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A console in another encoding must not crash on "đ".
            stream.reconfigure(encoding="utf-8", errors="replace")
    language = language_of_words(sys.argv[1:], os.environ)
    speak(language)
    try:
        command_line(language)(prog_name="ocop", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        raise SystemExit(2) from None
    except click.UsageError as error:
        click.echo(t(language, "usage", message=error.format_message()), err=True)
        raise SystemExit(2) from None
    except (KeyboardInterrupt, click.Abort):
        from generator.commands.console import end_progress

        end_progress()
        click.echo(t(language, "stopped"), err=True)
        raise SystemExit(130) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
