"""``ocop undo``: the files as they were before the last change by this program."""

from generator.commands.console import Console
from generator.commands.trial import added_errors
from generator.diagnostics.problem import RefusedError, Report
from generator.project import BuildOptions
from generator.records.changes import (
    ChangedMeanwhileError,
    Commit,
    changing,
    commits,
    forget_staged,
    stage_undo,
    undo,
)
from generator.today import show_time


def run(console: Console, options: BuildOptions, yes: bool) -> None:
    """Say what will be put back, ask unless ``yes``, and do it."""
    try:
        with changing(options.root, console.waiting(options.root)):
            known = commits(options.root)
            if not known:
                console.say("undo-nothing")
                return
            put_back(console, options, known[0], ask=not yes)
    except OSError as error:
        console.cannot_write(error.filename or options.root, error)


def put_back(console: Console, options: BuildOptions, commit: Commit, *, ask: bool) -> None:
    """Put the files of a commit back. Raises :class:`RefusedError` as :func:`staged_undo` does."""
    put, remove = staged_undo(options, commit)
    console.say(
        "undo-what",
        command=commit.command,
        time=show_time(commit.made_ns),
        count=len(put) + len(remove),
    )
    for key, paths in (("undo-put", put), ("undo-remove", remove)):
        for path in paths:
            console.say(key, path=path)
    if ask and not console.agrees("undo-ask"):
        forget_staged(options.root)
        console.stop(1, "undo-not")
    undo(options.root, commit)
    console.say("undone", count=len(put) + len(remove))


def staged_undo(options: BuildOptions, commit: Commit) -> tuple[list[str], list[str]]:
    """Stage the files as they were before a commit; return those to put in place and those to remove.

    Raises :class:`RefusedError` where files have changed since, or the records would have errors.
    """
    try:
        put, remove = stage_undo(options.root, commit)
    except ChangedMeanwhileError as error:
        raise RefusedError("undo-changed", {"paths": ", ".join(error.paths)}) from None
    if errors := added_errors(options, put, remove):
        forget_staged(options.root)
        raise RefusedError("undo-errors", report=Report(errors))
    return put, remove
