"""A printed address never dies: the ledger against the records, and entries added to its text."""

import re
import shutil
from codecs import BOM_UTF8
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kept import CachedRecord
from tiny import DAY, RICE, TEA, append, copy_tiny, replace

from generator.catalogue.catalogue import whole
from generator.catalogue.check import check
from generator.catalogue.findings import given_codes
from generator.catalogue.model import Issue
from generator.diagnostics.problem import Problem
from generator.records import read
from generator.records.ledger import HEAD, LedgerError, added, with_issues

LEDGER = """\
# Sổ cấp mã.
issued:
  - address: /p/MU0001   # túi 2 kg
    product: gao-mau
    issued_on: 2026-06-01
    copies: 500
    use: tem in lô 1
  - {address: /01/09521234543213/10/MU-2605-01, product: gao-mau, issued_on: 2026-06-01, use: nhãn lô}
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = copy_tiny(tmp_path / "site")
    (root / "products/ledger.yaml").write_text(LEDGER, encoding="utf-8")
    return root


def faults(root: Path) -> list[Problem]:
    records, problems = read(root, CachedRecord())
    return [*problems, *check(records, DAY)]


def codes(root: Path) -> list[str]:
    return sorted(fault.code for fault in faults(root))


def test_what_is_printed_and_answered_is_right(site: Path) -> None:
    assert faults(site) == []


def test_a_new_code_keeps_the_old_one_only_where_it_is_written_down(site: Path) -> None:
    replace(site / RICE / "product.yaml", "code: MU0001", "code: MU0009")
    assert codes(site) == ["ADDRESS-LOST"]
    assert "former_codes" in faults(site)[0].hint("vi")
    append(site / RICE / "product.yaml", "former_codes: [MU0001]\n")
    assert codes(site) == []


def test_a_gtin_keeps_its_address_when_it_goes(site: Path) -> None:
    replace(site / RICE / "product.yaml", 'gtin: "09521234543213"', 'former_gtins: ["09521234543213"]')
    assert codes(site) == []


def test_a_lot_may_be_recalled_but_not_removed(site: Path) -> None:
    lots = site / RICE / "lots.yaml"
    recalled = "    recalled: {on: 2026-06-02, reason: {vi: Hở túi, en: Open bags}}\n"
    replace(lots, "    steps:", f"{recalled}    steps:")
    assert codes(site) == []
    replace(lots, "MU-2605-01", "MU-2605-02")
    assert codes(site) == ["ADDRESS-LOST"]
    assert "MU-2605-01" in faults(site)[0].hint("en")


def test_a_product_may_be_discontinued_but_not_removed(site: Path) -> None:
    record = site / RICE / "product.yaml"
    append(record, "discontinued: {on: 2026-06-02, reason: {vi: Thôi làm, en: No longer made}}\n")
    assert codes(site) == []
    record.unlink()
    assert codes(site) == ["ADDRESS-LOST"]
    assert "2 places depend on it" in faults(site)[0].sentence("en")


def test_a_folder_may_be_renamed_if_the_product_says_so(site: Path) -> None:
    (site / RICE).rename(site / "products/xa-mau/gao-nep")
    assert set(codes(site)) == {"ADDRESS-MOVED", "REF-UNKNOWN"}
    append(site / "products/xa-mau/gao-nep/product.yaml", "former_ids: [gao-mau]\n")
    assert "ADDRESS-MOVED" not in codes(site)


def test_a_code_is_never_given_to_another_product(site: Path) -> None:
    replace(site / RICE / "product.yaml", "code: MU0001", "code: MU0009")
    append(site / TEA / "product.yaml", "code: MU0001\n")
    assert codes(site) == ["ADDRESS-MOVED"]
    append(site / RICE / "product.yaml", "former_codes: [MU0001]\n")
    assert "CODE-TWICE" in codes(site)


def test_addresses_of_samples_may_go_with_their_records(site: Path) -> None:
    text = LEDGER.replace("use: tem in lô 1", "use: tem\n    sample: true")
    text = text.replace("nhãn lô", "nhãn lô, sample: true")
    (site / "products/ledger.yaml").write_text(text, encoding="utf-8")
    replace(site / RICE / "product.yaml", "code: MU0001", "code: MU0009")
    assert codes(site) == ["ADDRESS-LOST"]
    (site / RICE / "lots.yaml").unlink()
    (site / RICE / "product.yaml").unlink()
    assert "ADDRESS-LOST" not in codes(site)


VOID = "void: {on: 2026-06-02, reason: xưởng chưa in}"


def test_void_address_need_not_be_answered(site: Path) -> None:
    shutil.rmtree(site / RICE)
    lost = codes(site)
    assert lost.count("ADDRESS-LOST") == 1, "one product is gone, however many of its addresses"
    text = LEDGER.replace("use: tem in lô 1", f"use: tem in lô 1\n    {VOID}")
    (site / "products/ledger.yaml").write_text(
        text.replace("nhãn lô}", f"nhãn lô, {VOID}}}"), encoding="utf-8"
    )
    assert "ADDRESS-LOST" not in codes(site)


def test_void_address_says_nothing_of_the_host(site: Path) -> None:
    entry = (
        "  - {address: /p/MU0001, product: gao-mau, issued_on: 2026-06-01, use: y, base_url: https://cu.test"
    )
    append(site / "products/ledger.yaml", f"{entry}}}\n")
    assert codes(site) == ["ADDRESS-HOST"]
    (site / "products/ledger.yaml").write_text(f"issued:\n{entry}, {VOID}}}\n", encoding="utf-8")
    assert codes(site) == []


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-05-31", ["VOID-EARLY"]),
        ("2026-06-01", []),
        ("2026-11-21", []),
        ("2026-11-22", ["EVENT-FUTURE"]),
    ],
)
def test_day_of_void(site: Path, on: str, expected: list[str]) -> None:
    void = f"void: {{on: {on}, reason: xưởng chưa in}}"
    append(
        site / "products/ledger.yaml",
        f"  - {{address: /p/MU0001, product: gao-mau, issued_on: 2026-06-01, use: y, {void}}}\n",
    )
    assert codes(site) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [("", VOID, []), (VOID, VOID, []), (VOID, "", ["VOID-AGAIN"])],
)
def test_void_address_is_not_issued_again(site: Path, before: str, after: str, expected: list[str]) -> None:
    """One of two runs may have been taken back; what was taken back does not come again unseen."""
    entry = "  - {{address: /p/MU0001, product: gao-mau, issued_on: {day}, use: y, {void}}}\n"
    text = entry.format(day="2026-06-01", void=before) + entry.format(day="2026-06-02", void=after)
    (site / "products/ledger.yaml").write_text(f"issued:\n{text}".replace(", }", "}"), encoding="utf-8")
    assert codes(site) == expected


def test_void_address_gives_no_page_to_a_product_without_stars(site: Path) -> None:
    replace(site / RICE / "product.yaml", "    stars: 4\n", "")
    replace(site / RICE / "product.yaml", "status: recognised", "status: named")

    def has_page() -> bool:
        records, _ = read(site, CachedRecord())
        catalogue = whole(records, DAY)
        return catalogue.has_trace_page(catalogue.products["gao-mau"])

    assert has_page()
    text = LEDGER.replace("use: tem in lô 1", f"use: tem in lô 1\n    {VOID}")
    (site / "products/ledger.yaml").write_text(
        text.replace("nhãn lô}", f"nhãn lô, {VOID}}}"), encoding="utf-8"
    )
    assert not has_page()


def test_a_faulty_record_is_reported_once_and_not_as_lost(site: Path) -> None:
    append(site / RICE / "product.yaml", "nonsense: 1\n")
    assert "ADDRESS-LOST" not in codes(site)


def test_a_code_in_the_ledger_is_given(site: Path) -> None:
    entry = "  - {address: /p/MU0077, product: x, issued_on: 2026-06-01, use: y}\n"
    append(site / "products/ledger.yaml", entry)
    records, _ = read(site, CachedRecord())
    assert sorted(given_codes(records)) == ["MU0001", "MU0001", "MU0077"]
    # The ledger knows a product that the records do not: better a gap than a code given twice.
    replace(site / "content/site.yaml", "sample_site: true\n", "")
    records, _ = read(site, CachedRecord())
    assert given_codes(records) == ["MU0077"]
    # Entries of a made-up product may stay when it goes: they do not begin the row of codes.
    replace(site / "products/ledger.yaml", "use: y}", "use: y, sample: true}")
    records, _ = read(site, CachedRecord())
    assert given_codes(records) == []


# -- adding entries -------------------------------------------------------------------------------


def entry(**more: object) -> Issue:
    facts = {"address": "/p/MU0001", "product": "gao-mau", "issued_on": "2026-11-22", "use": "tem"}
    return Issue.model_validate({**facts, **more})


@pytest.mark.parametrize(
    "text",
    [
        LEDGER, LEDGER.rstrip("\n"), LEDGER.replace("\n", "\r\n"),
        "issued:\n- {address: /p/MU0001, product: g, issued_on: 2026-06-01, use: y}\n",
        HEAD, "", "issued: []\n", "issued:\n", HEAD + "issued:\n", "# chưa có gì\n",
        "# sổ\r\nissued: []\r\n", "issued: [ ]  # chưa có gì\n# hết\n", "issued: ~", "issued: # chưa\r\n",
    ],
)  # fmt: skip
def test_what_was_written_stays(text: str) -> None:
    new = added(text, [entry(copies=500)])
    kept = re.sub(r"issued: (\[ ?\]|~)", "issued:", text)
    assert ("\r\n" in new) == ("\r\n" in text)
    assert new.startswith(kept)
    assert "  copies: 500" in new[len(kept) :]
    again = added(new, [entry(use="nhãn")])
    assert again.startswith(new)


@pytest.mark.parametrize(
    "text",
    ["issued: [{address: /p/MU0001, product: g, issued_on: 2026-06-01, use: y}]\n", "- a\n", "issued: 3\n",
     "issued:\n  - {address: x}\n", LEDGER + "khac: 1\n", "issued: [\n"],
)  # fmt: skip
def test_another_shape_is_left_alone(text: str) -> None:
    with pytest.raises(LedgerError):
        added(text, [entry()])


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=60))
def test_any_words_can_be_written_down(words: str) -> None:
    import unicodedata

    use = unicodedata.normalize("NFC", words)
    try:
        new = added(LEDGER, [entry(use=use)])
    except LedgerError:
        # Letters that no record may hold, such as invisible ones.
        return
    assert new.startswith(LEDGER)


def test_the_mark_at_the_beginning_of_a_file_stays() -> None:
    new = with_issues(BOM_UTF8 + LEDGER.encode(), [entry(), entry(use="nhãn")])
    assert new.startswith(BOM_UTF8 + LEDGER.encode())
    assert new.count(b"- address: /p/MU0001\n") == 2
    assert with_issues(BOM_UTF8 + b"issued: []\n", [entry()]).startswith(BOM_UTF8 + b"issued:\n  - address")
    assert with_issues(b"", [entry()]).decode().startswith(HEAD)
    with pytest.raises(LedgerError):
        with_issues(b"issued:\n  - {use: \xff}\n", [entry()])


def test_numbers_are_written_and_read_back() -> None:
    numbered = entry(numbers={"first": 1, "last": 500}, key="k-0123456789", order="12345678")
    assert "    numbers: {first: 1, last: 500}\n" in added(LEDGER, [numbered])
