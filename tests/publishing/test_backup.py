"""``ocop backup`` and ``ocop restore``: every file comes back, and no ZIP writes anywhere else."""

import errno
import json
import os
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from built import PROJECT
from click.testing import CliRunner, Result
from full import copy_full
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.cli import command_line
from generator.records.archive import MANIFEST
from generator.records.changes import changing

pytestmark = pytest.mark.slow

DAY = "2026-11-21"


def ocop(*words: object) -> Result:
    return CliRunner().invoke(command_line("en"), [str(word) for word in words])


def files(root: Path) -> dict[str, bytes]:
    tops = [root / name for name in ("content", "products", "themes")]
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for top in tops
        for path in top.rglob("*")
        if path.is_file() and path.name != ".ocop-lock"
    }


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    root = copy_full(tmp_path / "site")
    result = ocop("--root", root, "backup", "--day", DAY)
    assert result.exit_code == 0, result.output
    return tmp_path / f"site-{DAY}.zip"


def test_every_file_comes_back(tmp_path: Path, backup: Path) -> None:
    result = ocop("restore", backup, tmp_path / "again")
    assert result.exit_code == 0, result.output
    assert files(tmp_path / "again") == files(tmp_path / "site")
    assert "products/ledger.yaml" in files(tmp_path / "again")
    assert ocop("--root", tmp_path / "again", "check", "--day", DAY).exit_code == 0


def test_the_same_records_give_the_same_bytes(tmp_path: Path, backup: Path) -> None:
    ocop("--root", tmp_path / "site", "backup", tmp_path / "second.zip", "--day", DAY)
    assert (tmp_path / "second.zip").read_bytes() == backup.read_bytes()


def test_a_file_that_exists_stays(tmp_path: Path, backup: Path) -> None:
    before = backup.read_bytes()
    result = ocop("--root", tmp_path / "site", "backup", "--day", DAY)
    assert result.exit_code == 1
    assert "exists" in result.output
    assert backup.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_a_folder_with_files_is_not_written_into(tmp_path: Path, backup: Path) -> None:
    result = ocop("restore", backup, tmp_path / "site")
    assert result.exit_code == 1
    assert "not empty" in result.output


def refused(tmp_path: Path, file: Path) -> str:
    result = ocop("restore", file, tmp_path / "again")
    assert result.exit_code == 1, result.output
    assert not (tmp_path / "again").exists()
    assert not list(tmp_path.glob(".ocop-new-*"))
    return result.output


@pytest.mark.parametrize(
    "path", ["../out.yaml", "/out.yaml", "content/../../out.yaml", "output/x.html", "content", "content\\x"]
)
def test_a_backup_cannot_write_elsewhere(tmp_path: Path, path: str) -> None:
    file = tmp_path / "bad.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(path, b"x")
        archive.writestr(MANIFEST, json.dumps({"format": 1, "files": {path: sha256(b"x").hexdigest()}}))
    assert "may not be there" in refused(tmp_path, file) or "damaged" in refused(tmp_path, file)
    assert not (tmp_path / "out.yaml").exists()


@pytest.mark.parametrize("content", [b"", b"PK", b"\x89PNG\r\n", b"text"])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bad.zip"
    file.write_bytes(content)
    assert "not a backup made by ocop" in refused(tmp_path, file)


@pytest.mark.parametrize(
    "manifest", [None, "[]", "{}", '{"files": []}', '{"files": {}}', '{"files": {"a": 1}}']
)
def test_a_zip_of_something_else_is_refused(tmp_path: Path, manifest: str | None) -> None:
    file = tmp_path / "bad.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("content/site.yaml", b"x")
        if manifest is not None:
            archive.writestr(MANIFEST, manifest)
    assert "not a backup made by ocop" in refused(tmp_path, file)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_backup_is_refused_or_whole(tmp_path: Path, data: st.DataObject) -> None:
    """Whichever byte is another one: all comes back as it was, or nothing does."""
    source = tmp_path / "small.zip"
    if not source.exists():
        (tmp_path / "small" / "content").mkdir(parents=True)
        (tmp_path / "small" / "content" / "site.yaml").write_text("title: {vi: Mẫu}\n", encoding="utf-8")
        assert ocop("--root", tmp_path / "small", "backup", source, "--day", DAY).exit_code == 0
    damaged = bytearray(source.read_bytes())
    place = data.draw(st.integers(0, len(damaged) - 1))
    damaged[place] ^= data.draw(st.integers(1, 255))
    folder = tmp_path / f"again-{place}-{damaged[place]}"
    bad = tmp_path / "damaged.zip"
    bad.write_bytes(damaged)
    result = ocop("restore", bad, folder)
    if result.exit_code == 0:
        assert files(folder) == files(tmp_path / "small")
    else:
        assert result.exit_code == 1, result.output
        assert not folder.exists()


@pytest.mark.parametrize(
    "name",
    ["a?b.txt", "CON.yaml", "end. ", "bad\udcff.md", "line\nbreak.md", "Site.YAML", "site.yaml/under.md"],
)
def test_what_could_not_be_restored_is_told_when_it_is_backed_up(tmp_path: Path, name: str) -> None:
    root = tmp_path / "site"
    (root / "content").mkdir(parents=True)
    (root / "content" / "site.yaml").write_text("title: {vi: Mẫu}\n", encoding="utf-8")
    if "/" not in name:
        (root / "content" / name).write_bytes(b"x")
        result = ocop("--root", root, "backup", tmp_path / "backup.zip", "--day", DAY)
        assert result.exit_code == 1
        assert "Rename the file" in result.output
        assert [path.name for path in tmp_path.iterdir()] == ["site"]
    file = tmp_path / "bad.zip"
    digest = sha256(b"x").hexdigest()
    shown = name.encode(errors="replace").decode()
    paths = ["content/site.yaml", f"content/{shown}"]
    with zipfile.ZipFile(file, "w") as archive:
        for path in paths:
            archive.writestr(path, b"x")
        archive.writestr(MANIFEST, json.dumps({"format": 1, "files": dict.fromkeys(paths, digest)}))
    assert shown != name or "may not be there" in refused(tmp_path, file)


def test_a_name_with_rare_spaces_and_marks_comes_back(tmp_path: Path) -> None:
    root = tmp_path / "site"
    (root / "content").mkdir(parents=True)
    (root / "content" / "site.yaml").write_text("title: {vi: Mẫu}\n", encoding="utf-8")
    (root / "content" / "9.00\u202fPM a\u0323nh\u200b.png").write_bytes(b"x")
    assert ocop("--root", root, "backup", tmp_path / "backup.zip", "--day", DAY).exit_code == 0
    assert ocop("restore", tmp_path / "backup.zip", tmp_path / "again").exit_code == 0
    assert files(tmp_path / "again") == files(root)


def test_a_backup_is_not_put_among_the_records(tmp_path: Path, backup: Path) -> None:
    result = ocop("--root", tmp_path / "site", "backup", tmp_path / "site" / "content" / "b.zip")
    assert result.exit_code == 1
    assert not (tmp_path / "site" / "content" / "b.zip").exists()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damage_of_every_way_of_packing_is_told(tmp_path: Path, method: int) -> None:
    file = tmp_path / "bad.zip"
    content = bytes(range(256)) * 40
    path = "content/site.yaml"
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr(path, content)
        archive.writestr(MANIFEST, json.dumps({"format": 1, "files": {path: sha256(content).hexdigest()}}))
    damaged = bytearray(file.read_bytes())
    damaged[60:200] = b"\xff" * 140
    file.write_bytes(damaged)
    assert "damaged at content/site.yaml" in refused(tmp_path, file)


@pytest.mark.parametrize("manifest", ["[" * 100_000, '{"format": 2, "files": {"content/site.yaml": "a"}}'])
def test_a_list_of_files_that_cannot_be_read_is_refused(tmp_path: Path, manifest: str) -> None:
    file = tmp_path / "bad.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("content/site.yaml", b"x")
        archive.writestr(MANIFEST, manifest)
    assert "not a backup made by ocop" in refused(tmp_path, file)


def test_a_project_that_cannot_be_written_is_backed_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copy_full(tmp_path / "site")
    for name in ("unlink", "mkdir", "rmdir", "touch"):
        method = getattr(Path, name)

        def refuse(path: Path, *given: object, _method: Any = method, **more: Any) -> Any:
            if path.is_relative_to(root):
                raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
            return _method(path, *given, **more)

        monkeypatch.setattr(Path, name, refuse)
    result = ocop("--root", root, "backup", tmp_path / "backup.zip", "--day", DAY)
    assert result.exit_code == 0, result.output


def test_a_backup_waits_for_who_is_changing_records(tmp_path: Path) -> None:
    """Else it could hold half of an import, and be restored as that."""
    root = copy_full(tmp_path / "site")
    words = [sys.executable, "-m", "generator", "--lang", "en", "--root", str(root)]
    words += ["backup", str(tmp_path / "backup.zip")]
    with changing(root):
        process = subprocess.Popen(words, cwd=PROJECT, stderr=subprocess.PIPE, text=True)
        assert process.stderr is not None
        assert "waiting" in process.stderr.readline().lower()
        assert not (tmp_path / "backup.zip").exists()
        (root / "content" / "late.txt").write_text("x", encoding="utf-8")
    process.communicate()
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        assert "content/late.txt" in archive.namelist()
