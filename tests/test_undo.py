"""``ocop undo``: what it says, what it refuses."""

from pathlib import Path

import pytest
from built import run_ocop
from tiny import RICE, append, copy_tiny

from generator.records.changes import changing, commit, digest_of, stage

pytestmark = pytest.mark.slow

FILE = f"{RICE}/product.yaml"


def change(root: Path, text: str, path: str = FILE) -> None:
    with changing(root):
        read = {path: digest_of(root, path)}
        stage(root, {path: text.encode})
        commit(root, [path], [], "import danh-sach.xlsx", read)


def test_undo_says_what_it_puts_back_and_asks(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    old = (root / FILE).read_text("utf-8")
    assert run_ocop(root, "undo", lang="vi").stdout == "Không có lần ghi nào để trả lại.\n"
    new = old.replace("Gạo nếp mẫu", "Gạo nếp khác")
    change(root, new)
    asked = run_ocop(root, "undo", lang="en")
    assert asked.returncode == 1
    assert "ocop import danh-sach.xlsx" in asked.stdout
    assert f"  as before: {FILE}\n" in asked.stdout
    assert (root / FILE).read_text("utf-8") == new
    assert run_ocop(root, "undo", "--yes").returncode == 0
    assert (root / FILE).read_text("utf-8") == old
    assert "no change" in run_ocop(root, "undo", "--yes", lang="en").stdout


def test_undo_loses_no_edit(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    change(root, (root / FILE).read_text("utf-8").replace("Gạo nếp mẫu", "Gạo nếp khác"))
    append(root / FILE, "brand: Mẫu\n")
    before = (root / FILE).read_bytes()
    refused = run_ocop(root, "undo", "--yes", lang="vi")
    assert refused.returncode == 1
    assert f"có người đã sửa {FILE}" in refused.stderr
    assert (root / FILE).read_bytes() == before


def test_undo_breaks_no_record(tmp_path: Path) -> None:
    """A record that was added cannot go while another one names it."""
    root = copy_tiny(tmp_path / "site")
    decision = (root / "content/decisions/qd-mau-2026.yaml").read_text("utf-8")
    change(root, decision, "content/decisions/qd-khac.yaml")
    append(root / "content/news/tin-mau.yaml", "decision: qd-khac\n")
    refused = run_ocop(root, "undo", "--yes", lang="en")
    assert refused.returncode == 1
    assert "REF-UNKNOWN" in refused.stderr
    assert (root / "content/decisions/qd-khac.yaml").exists()
