"""``ocop issue``: what it records, what it refuses."""

from dataclasses import replace as changed
from pathlib import Path

import pytest
from click.testing import CliRunner
from tiny import RICE, TEA, append, copy_tiny, order, replace

from generator.cli import command_line
from generator.commands.issue import IssueOptions, issue_address
from generator.diagnostics.problem import RefusedError

LEDGER = "products/ledger.yaml"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_tiny(tmp_path / "site")


def issue(root: Path, identity: str, lot: str | None = None, base_url: str | None = None) -> str:
    asked = changed(order(root, root / "output"), base_url=base_url)
    return issue_address(asked, IssueOptions(identity, lot, 500, " tem  in lô 1 ")).full


@pytest.mark.parametrize("identity", ["MU0001", "mu0001", "9521234543213", "09521234543213"])
def test_what_is_printed_is_the_address_in_use(site: Path, identity: str) -> None:
    assert issue(site, identity) == "https://ocop.test/01/09521234543213"
    text = (site / LEDGER).read_text(encoding="utf-8")
    assert 'use: "tem in lô 1"' in text
    assert "copies: 500" in text
    assert "base_url: https://ocop.test" in text


def test_a_lot(site: Path) -> None:
    assert issue(site, "MU0001", "mu-2605-01") == "https://ocop.test/01/09521234543213/10/MU-2605-01"


def why(root: Path, *asked: str | None) -> str:
    with pytest.raises(RefusedError) as caught:
        issue(root, *asked)  # type: ignore[arg-type]
    assert not (root / LEDGER).exists()
    return caught.value.key


def test_what_is_refused(site: Path) -> None:
    assert why(site, "MU0404") == "issue-unknown"
    assert why(site, "MU0001", "MU-9") == "issue-lot-unknown"
    append(site / RICE / "product.yaml", "former_codes: [MU0008]\n")
    assert why(site, "MU0008") == "issue-former"
    append(site / TEA / "product.yaml", "code: MU0005\n")
    replace(site / TEA / "product.yaml", "    stars: 3\n", "")
    assert why(site, "MU0005") == "issue-no-page"
    taken = "    recalled: {on: 2026-06-02, reason: {vi: Hở túi, en: Open bags}}\n    steps:"
    replace(site / RICE / "lots.yaml", "    steps:", taken)
    assert why(site, "MU0001", "MU-2605-01") == "issue-gone"
    append(site / RICE / "product.yaml", "nonsense: 1\n")
    assert why(site, "MU0001") == "issue-faults"


def test_no_real_code_goes_to_print_with_a_placeholder_for_a_host(site: Path) -> None:
    # Samples may: nobody prints them.
    assert issue(site, "MU0001", base_url="https://ocop.example") == "https://ocop.example/01/09521234543213"
    (site / LEDGER).unlink()
    for name in (RICE, TEA):
        replace(site / name / "product.yaml", "sample: true\n", "sources: [{publisher: Báo mẫu}]\n")
    replace(site / RICE / "product.yaml", 'gtin: "09521234543213"\n', "")
    replace(site / RICE / "product.yaml", "producer: htx-mau\n", "")
    replace(site / TEA / "product.yaml", "producer: htx-mau\n", "")
    replace(site / RICE / "product.yaml", "decision: qd-mau-2026", "on: 2026-02-02")
    assert why(site, "MU0001", None, "https://ocop.example") == "issue-placeholder"
    assert issue(site, "MU0001") == "https://ocop.test/p/MU0001"


def test_a_ledger_of_another_shape_is_not_touched(site: Path) -> None:
    text = "issued: [{address: /p/MU0001, product: gao-mau, issued_on: 2026-06-01, use: tem}]\n"
    (site / LEDGER).write_text(text, encoding="utf-8")
    with pytest.raises(RefusedError) as caught:
        issue(site, "MU0001")
    assert caught.value.key == "issue-ledger"
    assert (site / LEDGER).read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("vi", "Đã ghi vào products/ledger.yaml: 500 bản."),
        ("en", "Recorded in products/ledger.yaml: 500 copies."),
    ],
)
def test_the_command_tells_what_to_print(site: Path, language: str, said: str) -> None:
    words = ["issue", "MU0001", "--copies", "500", "--use", "tem", "--day", "2026-11-21", "--lang", language]
    done = CliRunner().invoke(command_line("en"), [*words, "--root", str(site)])
    assert done.exit_code == 0
    assert done.stdout.startswith(said)
    assert done.stdout.endswith("\nhttps://ocop.test/01/09521234543213\n")


def test_the_command_says_why_not(site: Path) -> None:
    words = ["issue", "MU0404", "--copies", "500", "--use", "tem", "--lang", "vi", "--root", str(site)]
    done = CliRunner().invoke(command_line("en"), words)
    assert done.exit_code == 1
    assert "MU0404" in done.stderr
    assert "MU0001" in done.stderr


def test_void_address_is_not_issued_again_in_silence(site: Path) -> None:
    (site / LEDGER).write_text(
        "issued:\n  - {address: /01/09521234543213, product: gao-mau, issued_on: 2026-06-01, use: tem,"
        " void: {on: 2026-06-02, reason: xưởng chưa in}}\n",
        encoding="utf-8",
    )
    before = (site / LEDGER).read_text(encoding="utf-8")
    with pytest.raises(RefusedError) as error:
        issue(site, "MU0001")
    assert error.value.key == "issue-void"
    assert "xưởng chưa in" in str(error.value.values["reason"])
    assert (site / LEDGER).read_text(encoding="utf-8") == before
    # Who removes the word has said that it is to be printed after all.
    replace(site / LEDGER, ", void: {on: 2026-06-02, reason: xưởng chưa in}", "")
    assert issue(site, "MU0001") == "https://ocop.test/01/09521234543213"


def test_the_codes_of_a_copied_product_are_issued_at_home(site: Path) -> None:
    home = "{pages: {vi: https://goc.example/gao/}, trace: https://goc.example/p/MU0001}"
    append(site / RICE / "product.yaml", f"home: {home}\n")
    assert why(site, "MU0001") == "issue-home"
