"""Changes of records: all or none whenever the process ends, and the way back."""

import errno
import json
import os
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from kills import killed_at
from tiny import tree

from generator.project_state import JOURNAL, STATE
from generator.records import changes
from generator.records.changes import (
    NEW,
    ChangedMeanwhileError,
    changing,
    commit,
    commits,
    digest_of,
    finish_changes,
    stage,
    stage_undo,
    undo,
)

PUT = {
    "content/news/tin.yaml": b"new",
    "products/xa/gao/product.yaml": b"other rice",
    "products/xa/che/product.yaml": b"tea",
}
REMOVE = ["products/cu/banh/product.yaml"]


def project(folder: Path) -> Path:
    for path, content in {
        "products/xa/gao/product.yaml": b"rice",
        "products/xa/gao/anh.jpg": b"\xff\xd8",
        "products/cu/banh/product.yaml": b"cake",
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def records(root: Path) -> dict[str, bytes]:
    return {path: content for path, content in tree(root).items() if not path.startswith(STATE)}


def change(root: Path, put: dict[str, bytes], remove: list[str], **more: Any) -> None:
    with changing(root):
        stage(root, {path: partial(bytes, content) for path, content in put.items()})
        commit(root, put, remove, "import x.xlsx", **more)


def take_back(root: Path) -> None:
    with changing(root):
        last = commits(root)[0]
        stage_undo(root, last)
        undo(root, last)


DISK_STEPS = (
    *((Path, name) for name in ("replace", "rename", "unlink", "write_bytes", "mkdir")),
    *((shutil, name) for name in ("copyfile", "rmtree")),
    (os, "fsync"),
)


def test_a_killed_change_is_whole_or_not_there_and_can_be_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = records(project(tmp_path / "old"))
    change(project(tmp_path / "new"), PUT, REMOVE)
    new = records(tmp_path / "new")
    assert new == {path: PUT.get(path, old.get(path)) for path in (old.keys() | PUT.keys()) - {*REMOVE}}
    assert not (tmp_path / "new/products/cu").exists(), "no empty folder is left"
    number, outcomes = 0, set()
    while True:
        root = project(tmp_path / str(number))
        if not killed_at(number, partial(change, root, PUT, REMOVE), DISK_STEPS, monkeypatch):
            break
        decided = (root / JOURNAL).exists()
        before = records(root)
        with changing(root) as has_finished:
            assert has_finished == decided
        assert records(root) == (new if decided or before == new else old), number
        assert {path.name for path in (root / STATE).iterdir()} <= {".ocop-lock", "undo"}
        outcomes.add(len(commits(root)))
        if records(root) == new:
            take_back(root)
        assert records(root) == old
        assert not commits(root)
        number += 1
    assert outcomes == {0, 1}
    assert number > 15


def test_a_killed_undo_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = records(project(tmp_path / "old"))
    number = 0
    while True:
        root = project(tmp_path / str(number))
        change(root, PUT, REMOVE)
        new = records(root)
        if not killed_at(number, partial(take_back, root), DISK_STEPS, monkeypatch):
            break
        decided = (root / JOURNAL).exists()
        before = records(root)
        finish_changes(root)
        assert records(root) == (old if decided or before == old else new), number
        if records(root) == new:
            take_back(root)
        assert records(root) == old
        assert not commits(root)
        number += 1
    assert number > 10


def test_the_last_changes_are_undone_one_by_one(tmp_path: Path) -> None:
    root = project(tmp_path)
    states = [records(root)]
    for number in range(3):
        change(root, {"products/xa/gao/product.yaml": b"%d" % number}, [])
        states.append(records(root))
    assert [known.number for known in commits(root)] == [3, 2, 1]
    assert {known.command for known in commits(root)} == {"import x.xlsx"}
    while commits(root):
        assert records(root) == states.pop()
        take_back(root)
    assert records(root) == states.pop()


def test_what_was_edited_since_is_not_undone(tmp_path: Path) -> None:
    root = project(tmp_path)
    change(root, PUT, REMOVE)
    (root / "products/cu/banh").mkdir(parents=True)
    for path, content in (
        ("products/xa/gao/product.yaml", b"by hand"),
        ("products/xa/che/product.yaml", None),
        ("products/cu/banh/product.yaml", b""),
    ):
        kept = (root / path).read_bytes() if (root / path).exists() else None
        if content is None:
            (root / path).unlink()
        else:
            (root / path).write_bytes(content)
        before = records(root)
        with pytest.raises(ChangedMeanwhileError) as refused:
            take_back(root)
        assert refused.value.paths == [path]
        assert records(root) == before
        if kept is None:
            (root / path).unlink()
        else:
            (root / path).write_bytes(kept)
    assert len(commits(root)) == 1


def test_what_was_edited_since_it_was_read_is_not_overwritten(tmp_path: Path) -> None:
    root = project(tmp_path)
    path = "products/xa/gao/product.yaml"
    read = {path: digest_of(root, path), "content/news/tin.yaml": digest_of(root, "content/news/tin.yaml")}
    (root / path).write_bytes(b"by hand")
    before = records(root)
    with pytest.raises(ChangedMeanwhileError) as refused:
        change(root, PUT, REMOVE, read=read)
    assert refused.value.paths == [path]
    assert records(root) == before
    assert not (root / NEW).exists()
    assert not commits(root)
    change(root, PUT, REMOVE, read={path: digest_of(root, path)})
    assert records(root) != before


def test_only_the_last_commits_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(tmp_path)
    monkeypatch.setattr(changes, "MOST_COMMITS", 3)
    for number in range(5):
        change(root, {"products/xa/gao/product.yaml": b"%d" % number}, [])
    assert [known.number for known in commits(root)] == [5, 4, 3]
    monkeypatch.setattr(changes, "MOST_BYTES", 10)
    change(root, {"products/xa/gao/product.yaml": b"x" * 100}, [])
    assert [known.number for known in commits(root)] == [6]
    take_back(root)
    assert (root / "products/xa/gao/product.yaml").read_bytes() == b"4"


@pytest.mark.parametrize(
    "journal",
    [
        '{"put": ["../x"], "remove": [], "done": 0, "undone": 0}',
        '{"put": [], "remove": ["content/../../x"], "done": 0, "undone": 0}',
        '{"put": [], "remove": ["content/..\\\\..\\\\x"], "done": 0, "undone": 0}',
        '{"put": [], "remove": ["/etc/passwd"], "done": 0, "undone": 0}',
        '{"put": [], "remove": [1], "done": 0, "undone": 0}',
        '{"put": [], "remove": ["content/x"], "done": "../..", "undone": 0}',
        '{"put": [], "remove": ["content/x"], "done": 0, "undone": "../../content"}',
        '{"put": [], "remove": ["content/x"]}',
        '{"remove": []}',
        "[]",
        "{",
    ],
)
def test_a_list_of_changes_that_is_not_ours_does_nothing(journal: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    (tmp_path / "x").write_text("mine", encoding="utf-8")
    (root / STATE).mkdir(parents=True)
    (root / "content").mkdir()
    (root / "content/x").write_text("mine", encoding="utf-8")
    (root / JOURNAL).write_text(journal, encoding="utf-8")
    finish_changes(root)
    assert (tmp_path / "x").read_text("utf-8") == (root / "content/x").read_text("utf-8") == "mine"
    assert not (root / JOURNAL).exists()


def test_a_commit_that_is_not_ours_is_none(tmp_path: Path) -> None:
    root = project(tmp_path)
    change(root, PUT, REMOVE)
    entry = root / STATE / "undo/1/commit.json"
    whole = json.loads(entry.read_text("utf-8"))
    for spoilt in (
        {"before": {"../x": ""}, "after": {"../x": ""}},
        {"before": {}, "after": whole["after"]},
        {"command": 1},
        {"before": ["content/x"]},
    ):
        entry.write_text(json.dumps(whole | spoilt), encoding="utf-8")
        assert commits(root) == []
    entry.write_text(json.dumps(whole), encoding="utf-8")
    (root / STATE / "undo/1/former/products/xa/gao/product.yaml").write_bytes(b"somebody's")
    with pytest.raises(ChangedMeanwhileError):
        take_back(root)


def test_a_link_leads_no_change_elsewhere(tmp_path: Path) -> None:
    root = project(tmp_path / "root")
    (tmp_path / "elsewhere").mkdir()
    shutil.rmtree(root / "products/xa")
    (root / "products/xa").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotADirectoryError):
        change(root, {"products/xa/gao/product.yaml": b"x"}, [])
    assert not list((tmp_path / "elsewhere").iterdir())
    with changing(root) as has_finished:
        assert not has_finished


def test_a_full_disk_is_left_no_fuller(tmp_path: Path) -> None:
    def refuse() -> bytes:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with changing(tmp_path), pytest.raises(OSError, match="No space"):
        stage(tmp_path, {"products/a.yaml": lambda: b"x" * 100, "products/b.yaml": refuse})
    assert not (tmp_path / NEW).exists()


@pytest.mark.parametrize("damage", ["[" * 100_000, "\x00", "[]", '{"put": 1}'])
def test_lists_that_cannot_be_read_are_passed_over(tmp_path: Path, damage: str) -> None:
    (tmp_path / STATE / "undo" / "1").mkdir(parents=True)
    (tmp_path / STATE / "undo" / "1" / "commit.json").write_text(damage, encoding="utf-8")
    (tmp_path / JOURNAL).write_text(damage, encoding="utf-8")
    with changing(tmp_path):
        assert commits(tmp_path) == []
    assert not (tmp_path / JOURNAL).exists()
