"""A site goes to a branch from which a git host serves pages."""

import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from generator.diagnostics.problem import RefusedError
from generator.messages import message
from generator.output import owned_files, printed
from generator.publishing.target import STATE, Sent, Site, refuse_foreign
from generator.publishing.tools import run

BRANCH = "pages"
IDENTITY = ("-c", "user.name=ocop", "-c", "user.email=ocop@localhost", "-c", "core.autocrlf=false")
HERE = Path()
"""From where a repository is named that lies on this machine: the user's own folder."""
AS_THEY_ARE = ("-c", "core.fileMode=false", "-c", "core.quotePath=false", "-c", "gc.auto=0")


def publish(site: Site, repository: str, branch: str, day: date, *, history: bool) -> Sent:
    """Bring a branch in line with the site, in one commit and one push.

    Without ``history`` the branch holds this state alone: what was taken off the site, such as a contact
    whose consent ended, is not left in earlier commits. Raises :class:`RefusedError` where the branch holds
    something else than a site of ours, as :mod:`generator.publishing.folder` does, and where git fails or
    somebody else has pushed meanwhile: the branch is then as it was.
    """
    if run("git", "check-ref-format", f"refs/heads/{branch}", accept=(0, 1)).returncode:
        raise RefusedError("publish-bad-branch", {"branch": branch})
    with tempfile.TemporaryDirectory(prefix="ocop-publish-") as scratch:
        return _Push(site, repository, branch, Path(scratch)).push(day, history=history)


class _Push:
    """One push, from a repository that is made for it and thrown away."""

    def __init__(self, site: Site, repository: str, branch: str, scratch: Path) -> None:
        self._site = site
        self._repository = repository
        self._branch = f"refs/heads/{branch}"
        self._scratch = scratch
        run("git", "init", "--quiet", "--bare", str(scratch))

    def push(self, day: date, *, history: bool) -> Sent:
        """Do it all."""
        before = self._fetch()
        state = self._scratch / "state"
        state.mkdir()
        there = set(self._git("ls-tree", "-r", "-z", "--name-only", before).split("\0")) if before else set()
        if before and owned_files.NAME not in there:
            name = self._branch.removeprefix("refs/heads/")
            raise RefusedError("publish-other-branch", {"branch": name})
        for name in STATE:
            if name in there:
                (state / name).write_text(self._git("show", f"{before}:{name}"), encoding="utf-8")
        ours, served, paths = owned_files.read(state), printed.read(state), self._site.paths
        self._site.refuse_losses(served)
        refuse_foreign((paths - ours) & there)
        if before:
            self._git("read-tree", before)
        self._take(self._site.folder, paths)
        stale = (ours - paths) & there
        self._git("update-index", "--force-remove", "-z", "--stdin", given="\0".join(sorted(stale)))
        owned_files.save(state, paths)
        printed.save(state, self._site.printed.must_be_answered(served))
        self._take(state, STATE)
        tree = self._git("write-tree").strip()
        if not before:
            changed = paths
        else:
            changed = paths.intersection(self._git("diff", "--name-only", "-z", before, tree).split("\0"))
            if tree == self._git("rev-parse", f"{before}^{{tree}}").strip():
                return Sent(0, 0)
        parents = ("-p", before) if before and history else ()
        title = message("cli.publish-commit", "en", day=day)
        commit = self._git("commit-tree", tree, *parents, "-m", title).strip()
        lease = f"--force-with-lease={self._branch}:{before}"
        words = ("push", "--quiet", lease, "--", self._repository, f"{commit}:{self._branch}")
        self._git(*words, folder=HERE)
        return Sent(len(changed), len(stale))

    def _fetch(self) -> str:
        """Bring the branch as it is; return its commit, nothing where there is no such branch yet."""
        listed = self._git("ls-remote", "--heads", "--", self._repository, self._branch, folder=HERE)
        if not listed:
            return ""
        self._git("fetch", "--quiet", "--depth=1", "--", self._repository, self._branch, folder=HERE)
        return self._git("rev-parse", "FETCH_HEAD").strip()

    def _take(self, folder: Path, paths: Iterable[str]) -> None:
        """Put files of a folder into the index as they are."""
        words = ("update-index", "--add", "-z", "--stdin")
        self._git(*words, given="\0".join(sorted(paths)), folder=folder)

    def _git(self, *words: str, given: str | None = None, folder: Path | None = None) -> str:
        place = (folder or self._site.folder).absolute()
        return run(
            *("git", *IDENTITY, *AS_THEY_ARE, *words),
            folder=place,
            environment={"GIT_DIR": str(self._scratch), "GIT_WORK_TREE": str(place)},
            given=given,
        ).stdout
