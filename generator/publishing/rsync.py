"""A site goes to a server by rsync: over SSH, or into a folder that is mounted here."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from generator.output import owned_files, printed
from generator.publishing.target import STATE, Sent, Site, folders_above, refuse_foreign
from generator.publishing.tools import run

NOTHING_THERE = 23
"""Code with which rsync ends where a folder or a file that was asked for does not exist."""
GONE = 24
"""Code with which it ends where something that it was asked to send is not here, as all that is stale."""
MODES = "--chmod=D755,F644"


def is_local(target: str) -> bool:
    """Whether rsync takes a target for a folder of this machine: no host and colon stand before it."""
    return ":" not in target.partition("/")[0]


def publish(site: Site, target: str) -> Sent:
    """Bring a server's folder in line with the site; ``target`` is as rsync takes it (``user@host:folder``).

    New files that are no pages come first; the rest is put in place together when all of it has arrived
    (``--delay-updates``); what is stale goes afterwards. Raises :class:`RefusedError` as
    :mod:`generator.publishing.folder` does, and where rsync fails: what was there is then there still.
    """
    target = f"{target.rstrip('/')}/"
    with tempfile.TemporaryDirectory(prefix="ocop-publish-") as scratch:
        state = Path(scratch)
        # What is asked for is the folder: a server that cannot be reached is a failure, a new folder is none.
        wanted = [word for name in STATE for word in ("--include", f"/{name}")]
        run("rsync", "-rt", *wanted, "--exclude", "*", "--", target, f"{state}/", accept=(0, NOTHING_THERE))
        ours, served, paths = owned_files.read(state), printed.read(state), site.paths
        site.refuse_losses(served)
        refuse_foreign(_would_be_replaced(site.folder, target, paths - ours))
        addresses = site.printed.must_be_answered(served)
        stale = ours - paths
        # Files are on the list before they are there, and until they are gone.
        _send_state(state, target, paths | stale, addresses)
        # First what pages load, such as the lists to which a page of numbered stamps refers.
        loaded = {path for path in paths - ours if not path.endswith(".html")}
        done = _send(site.folder, target, loaded) if loaded else 0
        done += _send(site.folder, target, paths - loaded)
        if stale:
            gone = sorted(stale) + sorted(
                (folder for folder in folders_above(stale) if not (site.folder / folder).exists()),
                reverse=True,
            )
            words = ("--delete-missing-args", "--files-from=-")
            run("rsync", "-t", *words, "--", f"{site.folder}/", target, given=_lines(gone), accept=(0, GONE))
            _send_state(state, target, paths, addresses)
    return Sent(done, len(stale))


def _would_be_replaced(folder: Path, target: str, paths: Iterable[str]) -> list[str]:
    """Which of these paths have a file with other bytes at the target."""
    words = ("-rnc", "--files-from=-", "--out-format=%i %n")
    done = run("rsync", *words, "--", f"{folder}/", target, given=_lines(paths), accept=(0, NOTHING_THERE))
    changes = (line.split(" ", 1) for line in done.stdout.splitlines() if line[1:2] == "f")
    return [path for what, path in changes if what[0] in "<>" and what[2:] != "+" * len(what[2:])]


def _send(folder: Path, target: str, paths: Iterable[str]) -> int:
    # By content: a site that was built anew on another machine has other times and mostly the same bytes.
    words = ("-rtc", MODES, "--delay-updates", "--files-from=-", "--out-format=%i")
    done = run("rsync", *words, "--", f"{folder}/", target, given=_lines(paths))
    return sum(line[0] in "<>" and line[1:2] == "f" for line in done.stdout.splitlines() if line)


def _send_state(state: Path, target: str, paths: Iterable[str], addresses: Iterable[str]) -> None:
    """Let the target know which files are ours and which printed addresses it serves."""
    owned_files.save(state, paths)
    printed.save(state, addresses)
    _send(state, target, STATE)


def _lines(paths: Iterable[str]) -> str:
    return "".join(f"{path}\n" for path in sorted(paths))
