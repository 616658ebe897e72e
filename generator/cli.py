"""The command line of ``ocop``. Exit codes: 0 done, 1 problems in the input, 2 wrong usage.

This module only says which commands there are and what options they have; each is done by ``run`` in the
module of its name in ``generator/commands``, imported when it is asked for.
"""

import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from generator import __version__
from generator.commands.options import (
    Measure,
    Options,
    language_of,
    language_of_arguments,
    set_click_language,
    t,
)
from generator.packaged import sign_names
from generator.project_state import JOURNAL

# Commands are imported when they run: the help needs none of them.
if TYPE_CHECKING:
    from generator.commands.console import Console
    from generator.project import BuildOptions


def command_line(language: str) -> click.Group:
    """Return the command ``ocop`` with all its commands, whose help is in ``language``."""
    options = Options(language)
    group = _group(options)
    for command in _commands(options):
        group.add_command(command)
    return group


def _group(options: Options) -> click.Group:
    group = click.Group(
        "ocop",
        help=t(options.language, "help"),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        callback=_hand_on,
    )
    click.version_option(__version__, prog_name="ocop")(group)
    group.params += options.project_options(root=None)
    return group


@click.pass_context
def _hand_on(context: click.Context, /, **given: Any) -> None:
    """Hand the options of a group to its commands: they may stand before or after a command's name."""
    assert isinstance(context.command, click.Group)
    given = {key: value for key, value in given.items() if value is not None}
    context.default_map = dict.fromkeys(context.command.commands, given)


def _commands(options: Options) -> Iterator[click.Command]:
    """Return every command with its module, its help and its options.

    What an option is not for opening the project is handed to the module's ``run`` by its name.
    """
    option, language = options.option, options.language
    lot = {"default": None, "metavar": "LOT"}
    identity = click.Argument(["identity"], metavar="CODE|GTIN")

    def command(
        name: str, params: list[click.Parameter], run: Callable[..., None] | None = None, brief: str = ""
    ) -> click.Command:
        return click.Command(
            name,
            callback=run or partial(_run, name),
            params=params,
            help=t(language, f"help-{name}"),
            short_help=brief or None,
        )

    yield command("build", options.build_options())
    yield command(
        "check",
        [
            *options.day_options(),
            options.json_option(),
            option("opt-full", "--full", is_flag=True),
            option("opt-html", "--html", "page", type=options.page),
            option("opt-xlsx", "--xlsx", "workbook", type=options.workbook),
        ],
        brief=t(language, "brief-check"),
    )
    port = option(
        "opt-port",
        "--port",
        type=click.IntRange(1, 65535),
        default=8000,
        show_default=True,
        metavar="N",
    )
    edit = option("opt-edit", "--edit", is_flag=True)
    show = option("opt-open", "--open", "show", is_flag=True)
    yield command("serve", [*options.build_options(), port, edit, show], _serve)
    yield command(
        "init",
        [
            options.option("opt-lang", "--lang", type=click.Choice(["vi", "en"])),
            click.Argument(["folder"], metavar="DIR", type=options.folder),
            option("opt-init-province", "--province", type=options.words, required=True, metavar="NAME"),
            option("opt-colour", "--colour", type=options.colour),
            option("opt-sign", "--sign", type=click.Choice(sign_names())),
            option("opt-yes", "--yes", is_flag=True),
        ],
        _init,
        brief=t(language, "brief-init"),
    )
    kinds = click.Choice(["product", "producer", "news", "decision", "fair"])
    yield command(
        "new",
        [
            *options.project_options(),
            click.Argument(["kind"], type=kinds, required=False),
            click.Argument(["identity"], metavar="ID", required=False),
            option("opt-place", "--place", default="", metavar="PLACE"),
            option("opt-province", "--province", default="", metavar="PROVINCE"),
        ],
        brief=t(language, "brief-new"),
    )
    file = click.Path(path_type=Path)
    yield command(
        "import",
        [
            *options.project_options(),
            option("opt-day", "--day", type=options.day),
            click.Argument(["file"], type=file, metavar="FILE"),
            option("opt-import-yes", "--yes", is_flag=True),
            option("opt-dry-run", "--dry-run", is_flag=True),
            option("opt-answers", "--answers", type=file, metavar="FILE"),
            option("opt-report", "--report", type=options.workbook, metavar="FILE.xlsx"),
            option("opt-province", "--province", default="", metavar="PROVINCE"),
            option("opt-publisher", "--publisher", type=options.words, metavar="NAME"),
        ],
        partial(_run, "import_list"),
        brief=t(language, "brief-import"),
    )
    existing_folder = click.Path(path_type=Path, exists=True, file_okay=False)
    yield command(
        "photos",
        [
            *options.project_options(),
            click.Argument(["inbox"], type=existing_folder, metavar="DIR"),
            option("opt-photos-yes", "--yes", is_flag=True),
        ],
        brief=t(language, "brief-photos"),
    )
    copies = {"type": click.IntRange(1, 10**9), "metavar": "N", "required": True}
    yield command(
        "issue",
        [
            *options.project_options(),
            option("opt-issue-day", "--day", type=options.day),
            options.base_url_option(),
            identity,
            option("opt-lot", "--lot", **lot),
            option("opt-copies", "--copies", **copies),
            option("opt-use", "--use", type=options.words, required=True),
            options.json_option(),
        ],
        brief=t(language, "brief-issue"),
    )
    # Of generator/stamps/sizes.py, which help need not wait for.
    resolutions = click.Choice(["203", "300", "600"])
    uses = click.Choice(["retail", "phone", "shelf"])
    yield command(
        "qr",
        [
            *options.project_options(),
            options.base_url_option(),
            identity,
            option("opt-qr-lot", "--lot", **lot),
            option("opt-png", "--png", "form", flag_value="png", default=None),
            option("opt-svg", "--svg", "form", flag_value="svg", default=None),
            option("opt-zpl", "--zpl", "form", flag_value="zpl", default=None),
            option("opt-dpi", "--dpi", type=resolutions),
            option("opt-symbol-use", "--use", type=uses),
            option("opt-side", "--side", type=Measure(5, 1000), metavar="MM"),
            option("opt-qr-file", "--output", "file", type=click.Path(path_type=Path), metavar="FILE"),
            options.json_option(),
        ],
        brief=t(language, "brief-qr"),
    )
    yield _stamps_command(options, command, resolutions, uses)
    groups = click.Choice(["commune", "district", "group"])
    shown = {"show_default": True}
    yield command(
        "fair",
        [
            *options.day_options(),
            options.json_option(),
            click.Argument(["name"], metavar="NAME"),
            option("opt-bundle", "--output", "sheets", type=options.folder),
            option("opt-in", "--in", "languages", default="both", metavar="vi|en|both", **shown),
            option("opt-by", "--by", type=groups, default="commune", **shown),
            option("opt-usb", "--usb", type=options.folder),
            option("opt-max", "--max", "limit", type=options.size),
        ],
        _fair,
        brief=t(language, "brief-fair"),
    )
    for name in ("export", "template"):
        workbook = click.Argument(["file"], type=click.Path(path_type=Path), metavar="FILE.xlsx")
        yield command(name, [*options.project_options(), workbook], brief=t(language, f"brief-{name}"))
    yield command("schema", options.project_options(), brief=t(language, "brief-schema"))
    yield command(
        "publish",
        [
            *options.day_options(),
            option("opt-output", "--output", type=options.folder),
            option("opt-fresh", "--fresh", is_flag=True),
            click.Argument(["way"], type=click.Choice(["folder", "rsync", "git"])),
            click.Argument(["target"], type=options.target, metavar="TARGET"),
            option("opt-host", "--host", type=click.Choice(["github", "gitlab", "cloudflare", "netlify"])),
            option("opt-branch", "--branch", type=options.words, default="pages", **shown),
            option("opt-history", "--history", is_flag=True),
        ],
        brief=t(language, "brief-publish"),
    )
    yield command(
        "backup",
        [
            *options.project_options(),
            option("opt-day", "--day", type=options.day),
            click.Argument(["file"], type=click.Path(path_type=Path), metavar="[FILE.zip]", required=False),
        ],
        brief=t(language, "brief-backup"),
    )
    hosts = click.Choice(["github", "gitlab"])
    yield command(
        "nightly",
        [*options.project_options(), click.Argument(["host"], type=hosts)],
        brief=t(language, "brief-nightly"),
    )
    yield command(
        "gather",
        [
            option("opt-lang", "--lang", type=click.Choice(["vi", "en"])),
            option("opt-root", "--root", type=options.folder, default=Path()),
            option("opt-day", "--day", type=options.day),
            click.Argument(["file"], type=click.Path(path_type=Path), metavar="FILE"),
        ],
        _gather,
        brief=t(language, "brief-gather"),
    )
    yield command(
        "undo",
        [*options.project_options(), option("opt-undo-yes", "--yes", is_flag=True)],
        brief=t(language, "brief-undo"),
    )
    yield command(
        "restore",
        [
            option("opt-lang", "--lang", type=click.Choice(["vi", "en"])),
            # Given before the name of the command; the folder that is written is an argument.
            click.Option(["--root"], type=options.folder, hidden=True),
            click.Argument(["copy"], type=click.Path(exists=True, path_type=Path), metavar="COPY"),
            click.Argument(["folder"], type=options.folder, metavar="DIR"),
        ],
        _restore,
        brief=t(language, "brief-restore"),
    )

    yield _keys(options)


def _key_options(options: Options) -> list[click.Parameter]:
    """Return the options of commands that open the key of numbered stamps."""
    path = click.Path(path_type=Path)
    return [
        options.option("opt-key-file", "--key-file", type=path, metavar="FILE"),
        options.option("opt-passphrase-file", "--passphrase-file", type=path, metavar="FILE"),
    ]


def _keys(options: Options) -> click.Group:
    """Return the commands of the key of numbered stamps."""
    option, language = options.option, options.language
    group = click.Group(
        "keys",
        help=t(language, "help-keys"),
        short_help=t(language, "brief-keys"),
        params=options.project_options(root=None),
        callback=_hand_on,
    )
    path = click.Path(path_type=Path)
    shared = [
        *options.project_options(),
        option("opt-day", "--day", type=options.day),
        *_key_options(options),
    ]
    own: dict[str, list[click.Parameter]] = {
        "new": [],
        "paper": [click.Argument(["file"], type=path, metavar="FILE.pdf")],
        "restore": [],
        "rotate": [],
        "revoke": [
            click.Argument(["identity"], metavar="KEY"),
            option("opt-revoke-reason", "--reason", type=options.words, required=True),
            option("opt-revoke-yes", "--yes", is_flag=True),
        ],
        "list": [],
    }
    for name, params in own.items():
        text = t(language, f"help-keys-{name}")
        callback = partial(_run_keys, name)
        group.add_command(click.Command(name, callback=callback, params=[*shared, *params], help=text))
    return group


def _run_keys(name: str, *, key_file: Path | None, passphrase_file: Path | None, **given: Any) -> None:
    """Run one of the commands of keys, each a function of its name."""
    from generator.commands import keys

    opening = {key: given.pop(key) for key in PROJECT_OPTIONS if key in given}
    place = keys.key_place(key_file, passphrase_file)
    run = keys.COMMANDS[name]
    _run_or_refuse(run, *_open_options(**opening), place, **given)


def _stamps_command(
    options: Options,
    command: Callable[..., click.Command],
    resolutions: click.Choice[str],
    uses: click.Choice[str],
) -> click.Command:
    """Return ``ocop stamps``: stamps are printed unless its first word is another thing to do."""
    option, language = options.option, options.language
    file, shown = click.Path(path_type=Path), {"show_default": True}
    pair: dict[str, Any] = {
        "type": Measure(0, 300),
        "nargs": 2,
        "default": (0, 0),
        "metavar": "MM MM",
    }
    count = click.IntRange(1, 100)
    printing = command(
        "stamps",
        [
            *options.day_options(),
            click.Argument(["identities"], metavar="[CODE|GTIN]...", nargs=-1),
            option("opt-stamps-lot", "--lot", default=None, metavar="LOT"),
            option("opt-stamps-copies", "--copies", type=int, metavar="N"),
            option("opt-order", "--order", type=file, metavar="FILE"),
            option("opt-design", "--design", default="rectangle", metavar="NAME", **shown),
            option("opt-width", "--width", type=Measure(1, 1000), metavar="MM"),
            option("opt-symbol-use", "--use", type=uses, default="phone", **shown),
            option("opt-dpi", "--dpi", type=resolutions, default="300", **shown),
            option(
                "opt-paper", "--paper", type=click.Choice(["a4", "sra3", "one-up"]), default="a4", **shown
            ),
            option("opt-rows", "--rows", type=count, metavar="N"),
            option("opt-columns", "--columns", type=count, metavar="N"),
            option("opt-margin", "--margin", **pair),
            option("opt-gap", "--gap", **pair),
            option("opt-skip", "--skip", type=click.IntRange(0, 10_000), default=0, metavar="N"),
            option("opt-numbered", "--numbered", is_flag=True),
            *_key_options(options),
            option("opt-stamps-preview", "--preview", "proof", type=file, metavar="FILE"),
            option("opt-stamps-output", "--output", "target", type=options.folder),
            option("opt-stamps-yes", "--yes", is_flag=True),
            option("opt-again", "--again", metavar="ORDER"),
            option("opt-list-designs", "--list-designs", is_flag=True),
        ],
        brief=t(language, "brief-stamps"),
    )
    number: dict[str, Any] = {"type": click.IntRange(1, 10**9)}
    withdrawing = command(
        "stamps-withdraw",
        [
            *options.day_options(),
            click.Argument(["identity"], metavar="CODE|GTIN"),
            click.Argument(["lot"], metavar="LOT"),
            click.Argument(["first"], metavar="FIRST", **number),
            click.Argument(["last"], metavar="LAST", **number),
            option("opt-reason", "--reason", type=options.words, required=True, metavar="WORDS"),
            *_key_options(options),
        ],
        partial(_run, "withdraw"),
        brief=t(language, "brief-withdraw"),
    )
    return CommandWithOthers(printing, [withdrawing], options.project_options(root=None))


class CommandWithOthers(click.Group):
    """A command that does the usual thing unless its first word names another one."""

    def __init__(
        self, usual: click.Command, others: list[click.Command], params: list[click.Parameter]
    ) -> None:
        names = {str(other.name).removeprefix(f"{usual.name}-"): other for other in others}
        super().__init__(usual.name, names, params=params, callback=_hand_on, short_help=usual.short_help)
        self.usual = usual

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Return the context of the usual command, or that of this group where another one is named."""
        if args[:1] and args[0] in self.commands:
            return super().make_context(info_name, args, parent, **extra)
        return self.usual.make_context(info_name, args, parent, **extra)


AGAIN = 0.05
"""Seconds after which a signal that was lost is sent again."""
PROJECT_OPTIONS = ("lang", "root", "as_data", "day", "base_url", "output", "links", "fresh")
"""Options that say how the project is opened."""


def _run(name: str, **given: Any) -> None:
    """Open the project and run the command's module."""
    opening = {key: given.pop(key) for key in PROJECT_OPTIONS if key in given}
    _run_or_refuse(import_module(f"generator.commands.{name}").run, *_open_options(**opening), **given)


def _run_or_refuse(run: Callable[..., None], console: "Console", *words: Any, **given: Any) -> None:
    """Run a command; where it refuses to do anything, end it with the reason."""
    from generator.diagnostics.problem import RefusedError

    try:
        run(console, *words, **given)
    except RefusedError as error:
        console.refuse(error)


def _serve(
    *, port: int, edit: bool, show: bool, root: Path, output: Path | None, base_url: str | None, **given: Any
) -> None:
    from generator.commands.serve import serve
    from generator.today import today

    # What is served carries this machine's address: it never goes where the published site is built.
    here = base_url or f"http://127.0.0.1:{port}"
    console, options = _open_options(root=root, output=output or _serve_folder(root), base_url=here, **given)
    day = given["day"]
    serve(console, options, port, today if day is None else lambda: day, edit=edit, show=show)


def _init(lang: str | None, folder: Path, yes: bool, **given: Any) -> None:
    from generator.commands.console import Console
    from generator.commands.init import run

    run(Console(language_of(lang, os.environ), folder), folder, **given, ask=not yes)


def _fair(sheets: Path | None, usb: Path | None, lang: str | None, **given: Any) -> None:
    language = language_of(lang, os.environ)
    if sheets is None and usb is None:
        _wrong_usage(language, "fair-where")
    if sheets is not None and usb is not None and sheets.resolve() == usb.resolve():
        _wrong_usage(language, "fair-same")
    # The folder for everything holds the USB edition as well.
    folders = [*([sheets / "usb"] if sheets else []), *([usb] if usb else [])]
    copies = {folder.resolve(): folder for folder in folders}
    opening = {key: given.pop(key) for key in PROJECT_OPTIONS if key in given}
    for folder in (*copies.values(), *([sheets] if sheets else [])):
        console, options = _open_options(lang=lang, output=folder, **opening)
    from generator.commands.fair import run

    _run_or_refuse(run, console, options, sheets=sheets, copies=tuple(copies.values()), **given)


def _gather(lang: str | None, root: Path, day: date | None, file: Path) -> None:
    from generator.commands.console import Console
    from generator.commands.gather import run
    from generator.project import BuildOptions
    from generator.today import today

    console = Console(language_of(lang, os.environ), root)
    options = BuildOptions(root, root / "output", day or today(), cache=_cache_folder())
    _run_or_refuse(run, console, options, file)


def _restore(lang: str | None, root: Path | None, copy: Path, folder: Path) -> None:
    from generator.commands.console import Console
    from generator.commands.restore import run

    console = Console(language_of(lang, os.environ), root or folder)
    _run_or_refuse(run, console, copy, folder)


def _open_options(
    lang: str | None,
    root: Path,
    as_data: bool = False,
    day: date | None = None,
    output: Path | None = None,
    **more: Any,
) -> "tuple[Console, BuildOptions]":
    """Return the console and the build options from the command line's options.

    Stops with wrong usage where there is no project or the output would lie among its sources.
    """
    from generator.commands.console import Console
    from generator.project import INPUTS, SITE_FILE, BuildOptions, is_project
    from generator.today import today

    console = Console(language_of(lang, os.environ), root, as_data)
    if not is_project(root):
        console.stop(2, "no-project", root=root.absolute(), file=SITE_FILE)
    if (root / JOURNAL).exists():
        _finish_changes(console, root)
    target = Options(console.language).folder.convert(output or root / "output", None, None)
    real_target = _without_links(target)
    sources = [_without_links(root / name) for name in INPUTS]
    if real_target == _without_links(root) or any(
        source in (real_target, *real_target.parents) or real_target in source.parents for source in sources
    ):
        console.stop(2, "bad-output", output=target)
    return console, BuildOptions(root, target, day or today(), cache=_cache_folder(), **more)


def _finish_changes(console: "Console", root: Path) -> None:
    """Do what a command had decided that was killed; wait for one that is at work."""
    from generator.records.changes import changing

    try:
        with changing(root, console.waiting(root)) as has_finished:
            if has_finished:
                console.note("changes-finished")
    except OSError as error:
        console.cannot_write(error.filename or root, error)


def _without_links(path: Path) -> Path:
    """Return a path with links resolved; a link that leads to itself stays as it is."""
    return Path(os.path.realpath(path))


def _wrong_usage(language: str, key: str) -> NoReturn:
    click.echo(t(language, key), err=True)
    raise SystemExit(2)


def _cache_folder() -> Path | None:
    """Return the user's own cache folder."""
    if given := os.environ.get("OCOP_CACHE"):
        return Path(given)
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base) / "ocop" / "Cache" if base else None
    if given := os.environ.get("XDG_CACHE_HOME"):
        return Path(given) / "ocop"
    home = os.environ.get("HOME")
    return Path(home) / ".cache" / "ocop" if home else None


def _serve_folder(root: Path) -> Path:
    """Return the folder that ``serve`` builds into: one for each project, in the user's cache."""
    cache = _cache_folder() or Path(tempfile.gettempdir())
    return cache / "serve" / sha256(str(root.resolve()).encode()).hexdigest()[:16]


def _end(number: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + number)


def _end_later(lost: "sys.UnraisableHookArgs") -> None:
    """Send a signal again whose answer Python dropped: it came in code that nothing can be raised from."""
    if isinstance(lost.exc_value, SystemExit | KeyboardInterrupt):
        number = signal.SIGTERM if isinstance(lost.exc_value, SystemExit) else signal.SIGINT
        threading.Timer(AGAIN, os.kill, [os.getpid(), number]).start()
    else:
        sys.__unraisablehook__(lost)


def _exit_at_once() -> None:
    """End a process that has done its work, without freeing a large catalogue object by object.

    Who measures or debugs it needs its usual end.
    """
    if sys.gettrace() is None and sys.getprofile() is None:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(0)


def main() -> None:
    """The entry point of ``ocop``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A console in another encoding must not crash on "đ".
            stream.reconfigure(encoding="utf-8", errors="replace")
    # Whoever ends a command lets it tidy up first, as with Ctrl-C.
    signal.signal(signal.SIGTERM, _end)
    sys.unraisablehook = _end_later
    language = language_of_arguments(sys.argv[1:], os.environ)
    set_click_language(language)
    try:
        command_line(language)(prog_name="ocop", standalone_mode=False)
        _exit_at_once()
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
