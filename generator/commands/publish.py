"""``ocop publish``: build the site, see that the place can take it, send it."""

from collections.abc import Callable
from pathlib import Path

from generator.commands import build
from generator.commands.console import Console, end_progress
from generator.diagnostics.problem import RefusedError
from generator.lock import locked
from generator.output.files import make_folder, remove_if_unused
from generator.project import INPUTS, BuildOptions, open_project
from generator.project_state import STATE
from generator.publishing import folder, git, rsync
from generator.publishing.hosts import HOSTS, excesses, host_of
from generator.publishing.target import Sent, Site
from generator.publishing.tools import without_password


def run(
    console: Console,
    options: BuildOptions,
    *,
    way: str,
    target: str,
    host: str | None,
    branch: str,
    history: bool,
) -> None:
    """Build and send. Nothing is sent where records have errors, the address is missing or a limit is passed.

    ``way`` is ``folder``, ``rsync`` or ``git``; ``target`` a folder, what rsync takes, or a git repository.
    """
    result = build.build(options, console.progress(), console.waiting(options.output))
    end_progress()
    console.show(result.report, brief=True)
    if result.report.failed:
        console.stop(1, "publish-not-built")
    if any(problem.code == "BASE-URL-PLACEHOLDER" for problem in result.report.problems):
        console.stop(1, "publish-no-address")
    with open_project(options) as project:
        site = Site(options.output, build.printed_addresses(project.records))
    _refuse_excesses(console, site, host or (host_of(target) if way == "git" else ""))
    send: dict[str, Callable[[], Sent]] = {
        "folder": lambda: _send_to_folder(console, options, site, Path(target)),
        "rsync": lambda: _send_by_rsync(options, site, target),
        "git": lambda: git.publish(site, target, branch, options.day, history=history),
    }
    try:
        sent = send[way]()
    except OSError as error:
        console.cannot_write(error.filename or without_password(target), error)
    key = "published" if sent.written or sent.removed else "published-before"
    console.say(key, target=without_password(target), written=sent.written, removed=sent.removed)


def _send_to_folder(console: Console, options: BuildOptions, site: Site, target: Path) -> Sent:
    _refuse_own_folder(options, site, target)
    with locked(target, lambda: make_folder(str(target)), console.waiting(target)):
        try:
            return folder.publish(site, target)
        finally:
            remove_if_unused(target)


def _send_by_rsync(options: BuildOptions, site: Site, target: str) -> Sent:
    if rsync.is_local(target):
        _refuse_own_folder(options, site, Path(target))
    return rsync.publish(site, target)


def _refuse_own_folder(options: BuildOptions, site: Site, target: Path) -> None:
    """Raise :class:`RefusedError` where a folder of this machine holds the records, the site or no files."""
    real, built, root = target.resolve(), site.folder.resolve(), options.root.resolve()
    taken = {built, *(root / name for name in (*INPUTS, STATE))}
    if real in (root, *root.parents, *built.parents) or taken & {real, *real.parents}:
        raise RefusedError("publish-same", {"path": target})
    if real.exists() and not real.is_dir():
        raise RefusedError("publish-no-folder", {"path": target})


def _refuse_excesses(console: Console, site: Site, host: str) -> None:
    """Stop where the site passes a limit of the host."""
    if host not in HOSTS:
        return
    sizes = {path: (site.folder / path).stat().st_size for path in site.paths}
    passed = excesses(HOSTS[host], sizes)
    for excess in passed:
        console.note(
            f"publish-limit-{excess.what}",
            host=HOSTS[host].name,
            limit=excess.limit,
            value=excess.value,
            path=excess.path,
        )
    if passed:
        console.stop(1, "publish-too-large", host=HOSTS[host].name)
