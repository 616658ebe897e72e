"""``ocop publish``: whatever goes wrong, the published site stays, and so does what is not ours."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tiny import RICE, TEA, append, build_clean, copy_tiny, replace

from generator.cli import command_line
from generator.diagnostics.problem import RefusedError, SourceLocation
from generator.output import files, owned_files
from generator.output.printed import PrintedAddresses
from generator.publishing import folder as folder_way
from generator.publishing import git as git_way
from generator.publishing import rsync as rsync_way
from generator.publishing import tools
from generator.publishing.target import Sent, Site

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 21)
PRINTED = "/01/09521234543213"


@dataclass(frozen=True)
class Builds:
    """One site as it was built, and as it was built when a product was gone."""

    whole: Path
    smaller: Path


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    folder = tmp_path_factory.mktemp("builds")
    root = copy_tiny(folder / "site")
    build_clean(root, folder / "whole")
    shutil.rmtree(root / TEA)
    build_clean(root, folder / "smaller")
    return Builds(folder / "whole", folder / "smaller")


class Place:
    """Somewhere a site is published, and what it holds."""

    def __init__(self, way: str, base: Path) -> None:
        self.way = way
        self.path = base / "place"
        self._base = base
        if way == "git":
            git("init", "--quiet", "--bare", str(self.path))

    def send(self, built: Path, printed: PrintedAddresses | None = None, *, history: bool = False) -> Sent:
        site = Site(built, printed or PrintedAddresses())
        if self.way == "git":
            return git_way.publish(site, self.path.as_uri(), "pages", DAY, history=history)
        if self.way == "rsync":
            return rsync_way.publish(site, str(self.path))
        return folder_way.publish(site, self.path)

    def files(self) -> dict[str, bytes]:
        """Every file of the place but its lists."""
        folder = self._checkout() if self.way == "git" else self.path
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file() and not path.relative_to(folder).as_posix().startswith((".ocop-", ".git/"))
        }

    def put(self, path: str, data: bytes) -> None:
        """Somebody else puts a file there."""
        folder = self._checkout() if self.way == "git" else self.path
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
        if self.way == "git":
            git("-C", str(folder), "add", "--all")
            git("-C", str(folder), "commit", "--quiet", "-m", "Somebody's file")
            git("-C", str(folder), "push", "--quiet", "origin", "HEAD:refs/heads/pages")

    def _checkout(self) -> Path:
        folder = self._base / "checkout"
        shutil.rmtree(folder, ignore_errors=True)
        there = git("--git-dir", str(self.path), "branch", "--list", "pages").stdout
        git("clone", "--quiet", *(["--branch", "pages"] if there else []), str(self.path), str(folder))
        return folder


def git(*words: str) -> subprocess.CompletedProcess[str]:
    identity = ("-c", "user.name=x", "-c", "user.email=x@localhost", "-c", "init.defaultBranch=main")
    return subprocess.run(["git", *identity, *words], check=True, capture_output=True, text=True)


@pytest.fixture(params=["folder", "rsync", "git"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return Place(request.param, tmp_path)


def files_of(built: Path) -> dict[str, bytes]:
    return {path: (built / path).read_bytes() for path in owned_files.read(built)}


def test_the_place_holds_the_site(builds: Builds, place: Place) -> None:
    place.send(builds.whole)
    assert place.files() == files_of(builds.whole)
    assert len(place.files()) > 50


def test_only_what_changed_is_sent_and_what_is_stale_goes(builds: Builds, place: Place) -> None:
    place.send(builds.whole)
    sent = place.send(builds.smaller)
    before, now = files_of(builds.whole), files_of(builds.smaller)
    assert place.files() == now
    assert sent == (
        Sent(sum(before.get(path) != data for path, data in now.items()), len(before.keys() - now.keys()))
    )
    assert place.send(builds.smaller) == Sent(0, 0)


def test_files_of_others_stay(builds: Builds, place: Place) -> None:
    place.send(builds.whole)
    place.put("CNAME", b"ocop.test\n")
    place.send(builds.smaller)
    assert place.files() == files_of(builds.smaller) | {"CNAME": b"ocop.test\n"}


def test_a_file_of_somebody_else_is_never_replaced(builds: Builds, place: Place) -> None:
    place.put("index.html", b"theirs")
    if place.way == "git":
        place.put(owned_files.NAME, b"")  # a branch that is ours
    with pytest.raises(RefusedError) as refused:
        place.send(builds.whole)
    assert refused.value.key == "publish-foreign"
    assert refused.value.values == {"files": "index.html"}
    assert place.files() == {"index.html": b"theirs"}


def test_a_place_never_loses_a_printed_address(builds: Builds, place: Place) -> None:
    place.send(builds.whole, PrintedAddresses({PRINTED: SourceLocation("products/ledger.yaml")}))
    # Another machine has neither the ledger's entry nor the folder in which the address was served.
    with pytest.raises(RefusedError) as refused:
        place.send(builds.smaller)
    assert refused.value.key == "publish-printed"
    assert [problem.code for problem in refused.value.report.problems] == ["PRINTED-FORGOTTEN"]
    assert place.files() == files_of(builds.whole)


@pytest.mark.parametrize("way", ["rsync", "git"])
def test_where_the_other_program_fails_its_reason_is_shown(builds: Builds, tmp_path: Path, way: str) -> None:
    place = Place("folder", tmp_path)
    place.way, place.path = way, tmp_path / "no" / "such" / "place"
    with pytest.raises(RefusedError) as refused:
        place.send(builds.whole)
    assert refused.value.key == "publish-failed"
    assert "such/place" in str(refused.value.values["why"])


@pytest.mark.parametrize(
    "target",
    [
        *("https://me:secret@host/x", "https://me:sec/secret@host/x", "https://me:sec@secret@host/x"),
        *("https://secret@host/x", "rsync://me:secret@host/x", "me:secret@host:x.git"),
    ],
)
def test_passwords_are_not_shown(target: str) -> None:
    shown = tools.without_password(f"fatal: unable to access '{target}': gone")
    assert "sec" not in shown
    assert "…@host" in shown
    assert shown.endswith("': gone")
    assert tools.without_password("Published at me@host:folder: 3 files") == (
        "Published at me@host:folder: 3 files"
    )


@pytest.mark.parametrize("way", ["rsync", "git"])
def test_a_missing_program_is_named(
    builds: Builds, tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place(way, tmp_path)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(RefusedError) as refused:
        place.send(builds.whole)
    assert (refused.value.key, refused.value.values) == ("publish-no-tool", {"tool": way})


def test_the_branch_keeps_no_history_unless_asked(builds: Builds, tmp_path: Path) -> None:
    place = Place("git", tmp_path)

    def commits() -> int:
        return int(git("--git-dir", str(place.path), "rev-list", "--count", "pages").stdout)

    place.send(builds.whole)
    place.send(builds.smaller)
    assert commits() == 1
    place.send(builds.whole, history=True)
    assert commits() == 2


def test_a_branch_that_is_no_site_of_ours_is_refused(builds: Builds, tmp_path: Path) -> None:
    place = Place("git", tmp_path)
    place.put("program.py", b"print()\n")
    with pytest.raises(RefusedError) as refused:
        place.send(builds.whole)
    assert refused.value.key == "publish-other-branch"
    assert place.files() == {"program.py": b"print()\n"}


def test_a_push_of_somebody_else_meanwhile_is_not_overwritten(
    builds: Builds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Place("git", tmp_path)
    place.send(builds.whole)
    run: Callable[..., subprocess.CompletedProcess[str]] = tools.run

    def push_first(*words: str, **more: object) -> subprocess.CompletedProcess[str]:
        if "push" in words:
            place.put("CNAME", b"ocop.test\n")
        return run(*words, **more)

    monkeypatch.setattr(git_way, "run", push_first)
    with pytest.raises(RefusedError) as refused:
        place.send(builds.smaller)
    assert refused.value.key == "publish-failed"
    assert place.files() == files_of(builds.whole) | {"CNAME": b"ocop.test\n"}


@pytest.mark.parametrize("call", range(3))
def test_a_disk_that_fails_in_the_middle_leaves_the_folder_as_it_was(
    builds: Builds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    place = Place("folder", tmp_path)
    place.send(builds.whole)
    before = place.files()
    stage: Callable[[str, bytes], str] = files.stage
    calls: list[str] = []

    def fail_later(path: str, data: bytes) -> str:
        calls.append(path)
        if len(calls) > call:
            raise OSError(28, os.strerror(28), path)
        return stage(path, data)

    monkeypatch.setattr(folder_way, "stage", fail_later)
    with pytest.raises(OSError, match="No space"):
        place.send(builds.smaller)
    assert place.files() == before
    monkeypatch.undo()
    place.send(builds.smaller)
    assert place.files() == files_of(builds.smaller)


def publish(root: Path, target: Path, way: str = "folder") -> Result:
    arguments = ["--root", str(root), "publish", way, str(target), "--day", DAY.isoformat()]
    return CliRunner().invoke(command_line("en"), arguments)


def test_the_command_publishes_into_a_folder(tmp_path: Path) -> None:
    root, place = copy_tiny(tmp_path / "site"), Place("folder", tmp_path)
    result = publish(root, place.path)
    assert result.exit_code == 0, result.output
    assert place.files() == files_of(root / "output")
    before = place.files()
    append(root / RICE / "product.yaml", "nonsense: 1\n")
    result = publish(root, place.path)
    assert result.exit_code == 1
    assert "Nothing sent" in result.output
    assert place.files() == before


def test_without_a_real_address_nothing_is_sent(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    replace(root / "content/site.yaml", "https://ocop.test", "https://ocop.example")
    result = publish(root, tmp_path / "place")
    assert result.exit_code == 1
    assert "base_url" in result.output
    assert not (tmp_path / "place").exists()


@pytest.mark.parametrize("way", ["folder", "rsync"])
def test_the_site_is_not_published_into_itself_or_the_records(tmp_path: Path, way: str) -> None:
    root = copy_tiny(tmp_path / "site")
    (tmp_path / "link").symlink_to(root / "content")
    for target in ("output", "output/x", ".", "..", "content", "products/x", ".ocop/x", "../link", "/"):
        result = publish(root, root / target, way=way)
        assert result.exit_code == 1
        assert "Choose another folder" in result.output


@pytest.mark.parametrize("way", ["folder", "rsync", "git"])
def test_a_target_without_a_name_is_refused(tmp_path: Path, way: str) -> None:
    root = copy_tiny(tmp_path / "site")
    arguments = ["--root", str(root), "publish", way, "", "--day", DAY.isoformat()]
    result = CliRunner().invoke(command_line("en"), arguments)
    assert result.exit_code == 2, result.output
    assert not (root / "output").exists()


def test_nothing_is_published_through_a_link(builds: Builds, tmp_path: Path) -> None:
    place = Place("folder", tmp_path)
    (tmp_path / "theirs").mkdir()
    place.path.mkdir()
    (place.path / "assets").symlink_to(tmp_path / "theirs")
    with pytest.raises(RefusedError) as refused:
        place.send(builds.whole)
    assert refused.value.values == {"files": "assets"}
    assert not list((tmp_path / "theirs").iterdir())
    assert [path.name for path in place.path.iterdir()] == ["assets"]


def test_a_repository_is_named_from_where_the_user_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, place = copy_tiny(tmp_path / "site"), Place("git", tmp_path)
    monkeypatch.chdir(root)
    result = publish(Path(), Path("../place"), way="git")
    assert result.exit_code == 0, result.output
    assert place.files() == files_of(root / "output")


@pytest.mark.parametrize("branch", ["a b", "../x", "*", "x..y", "x.lock", "x~1", "a:b"])
def test_what_cannot_be_a_branch_is_refused(builds: Builds, tmp_path: Path, branch: str) -> None:
    place = Place("git", tmp_path)
    with pytest.raises(RefusedError) as refused:
        git_way.publish(
            Site(builds.whole, PrintedAddresses()), place.path.as_uri(), branch, DAY, history=False
        )
    assert refused.value.key == "publish-bad-branch"
    assert git("--git-dir", str(place.path), "branch", "--list").stdout == ""


def test_the_repository_of_a_hook_stays_as_it_is(
    builds: Builds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("init", "--quiet", str(tmp_path / "records"))
    index = tmp_path / "records" / ".git" / "index"
    monkeypatch.setenv("GIT_DIR", str(index.parent))
    monkeypatch.setenv("GIT_INDEX_FILE", str(index))
    place = Place("folder", tmp_path)
    place.way = "git"
    with monkeypatch.context() as plain:
        plain.delenv("GIT_DIR")
        plain.delenv("GIT_INDEX_FILE")
        git("init", "--quiet", "--bare", str(place.path))
    place.send(builds.whole)
    assert not index.exists()


def test_what_new_pages_load_is_there_before_them_by_rsync(
    builds: Builds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the lists to which the page of numbered stamps refers: a server stops at any moment."""
    place = Place("rsync", tmp_path)
    place.send(builds.smaller)
    before = place.files()
    steps: list[dict[str, bytes]] = []
    send = tools.run

    def run(*words: str, **more: Any) -> subprocess.CompletedProcess[str]:
        done = send(*words, **more)
        if "--delay-updates" in words and ".ocop-built" not in more["given"]:
            steps.append(place.files())
        return done

    monkeypatch.setattr(rsync_way, "run", run)
    place.send(builds.whole)
    then, last = steps
    new = then.keys() - before.keys()
    assert any(path.endswith((".svg", ".json")) for path in new)
    assert not [path for path in new if path.endswith(".html")]
    assert {path: then[path] for path in before} == before
    assert {path for path in last.keys() - then.keys() if path.endswith(".html")}
