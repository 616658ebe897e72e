"""Models' findings become one problem each, at the right place."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue.fields import BASE_URL, WRITTEN_BASE_URL
from generator.catalogue.model import RECORDS
from generator.diagnostics.problem import Problem
from generator.records.schema import schemas
from generator.records.suggestions import corrected_value
from generator.records.validate import PATTERNS, validate
from generator.records.yaml_nodes import read_yaml

WORDS = "hãy ghi chữ; nếu đây là bản dịch chưa có thì xóa dòng này"
GOOD: dict[str, Any] = {"name": {"vi": "Gạo"}, "set": "3", "origin": {}}


def problems(data: object, kind: str = "product") -> list[Problem]:
    record, result = validate(RECORDS[kind], data, {}, "f.yaml", None if RECORDS[kind].id_in_file else "x")
    assert (record is None) == bool(result)
    return result


def faults_in(text: str) -> list[Problem]:
    """What is wrong with a product as it is written in its file, but for what stops the reading."""
    nodes = read_yaml(text.encode(), "f.yaml")
    return validate(RECORDS["product"], nodes.data, nodes.positions, "f.yaml", "x")[1]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"set": None}, "EMPTY"),
        ({"set": "x"}, "NUMBER"),
        ({"set": "0"}, "SET-RANGE"),
        ({"set": {}}, "TYPE-VALUE"),
        ({"set": "9" * 5000}, "NUMBER"),
        ({"name": "Gạo"}, "TEXT-SHAPE"),
        ({"name": {"vi": "a", "b c": None}}, "TEXT-COMMA"),
        ({"name": {"vi": None}}, "EMPTY"),
        ({"name": ["a"]}, "TEXT-SHAPE"),
        ({"notes": ["a"]}, "TEXT-SHAPE"),
        ({"ratings": [{"status": "recognised", "stars": "6"}]}, "STARS-RANGE"),
        ({"ratings": [{"status": "recognised", "valid_until": "mai"}]}, "DAY"),
        ({"ratings": [{"status": "recognised", "valid_until": ["x"]}]}, "TYPE-VALUE"),
        ({"ratings": {"status": "recognised"}}, "TYPE-LIST"),
        ({"photos": None}, "EMPTY"),
        ({"id": "x"}, "KEY-ID"),
    ],
)
def test_one_fault_one_problem(change: dict[str, Any], code: str) -> None:
    assert [fault.code for fault in problems({**GOOD, **change})] == [code]


@pytest.mark.parametrize(
    ("kind", "key", "near"),
    [
        ("product", "tên sản phẩm", "có lẽ bạn muốn ghi: name."),
        ("product", "mã vạch", "có lẽ bạn muốn ghi: gtin, former_gtins."),
        ("product", "prodcer", "có lẽ bạn muốn ghi: producer."),
        ("product", "mã hồ sơ", "có lẽ bạn muốn ghi: một mục kể trong docs/fields.vi.md."),
        ("chain", "mã hồ sơ", "có lẽ bạn muốn ghi: id."),
    ],
)
def test_a_field_written_in_vietnamese_is_known_by_its_label(kind: str, key: str, near: str) -> None:
    unknown = [problem for problem in problems({key: "x"}, kind) if problem.code == "KEY-UNKNOWN"]
    assert [one.hint("vi") for one in unknown] == [near]


def test_the_start_of_a_label_goes_before_what_looks_alike() -> None:
    """Of the labels of a rating, “Quy định áp dụng” looks more like “quyết định” than its own long one."""
    (unknown,) = problems({**GOOD, "ratings": [{"status": "named", "quyết định": "qd"}]})
    assert unknown.hint("vi") == "có lẽ bạn muốn ghi: decision."


def test_a_missing_field_is_named_by_its_label_alone() -> None:
    (missing,) = problems({"name": {"vi": "Gạo"}, "origin": {}})
    assert missing.code == "KEY-MISSING"
    assert dict(missing.values) == {"key": "set", "title_vi": "Bộ sản phẩm", "title_en": "Criteria set"}


def test_a_mistyped_field_is_not_called_missing_too() -> None:
    mistyped = {"name": {"vi": "Gạo"}, "origin": {}, "Set": "3"}
    assert [problem.code for problem in problems(mistyped)] == ["KEY-UNKNOWN"]


def test_nothing_is_wrong_with_a_good_record() -> None:
    assert problems(GOOD) == []


@pytest.mark.parametrize("data", ["x", [], None, {}])
def test_a_record_must_be_a_group(data: object) -> None:
    assert problems(data)


def test_places() -> None:
    text = (
        "name:\n  vi: Gạo\nset: 3\norigin: {}\n"
        "ratings:\n  - status: recognised\n    stars: 9\n    sao: 4\nshops:\n  - url: x\n"
    )
    found = faults_in(text)
    places = {fault.code: (fault.location.line, fault.location.column) for fault in found}
    assert places == {
        "STARS-RANGE": (7, 12),
        "KEY-UNKNOWN": (8, 5),
        "KEY-MISSING": (10, 5),
        "PATTERN-URL": (10, 10),
    }


@pytest.mark.parametrize(
    ("code", "written", "meant"),
    [
        ("NUMBER", "120.000", "120000"),
        ("NUMBER", "120,000 đ", "120000"),
        ("NUMBER", "04 sao", "4"),
        ("NUMBER", "★★★★", "4"),
        ("NUMBER", "4.0", "4"),
        ("NUMBER", "4,00", "4"),
        ("NUMBER", "1.250.000đ", "1250000"),
        ("NUMBER", "75,5", ""),
        ("NUMBER", "1.2.3", ""),
        ("NUMBER", "Gia vị", ""),
        ("NUMBER", "120 nghìn", "120000"),
        ("NUMBER", "1,5 triệu đồng", "1500000"),
        ("NUMBER", "120k/kg", "120000"),
        ("NUMBER", "100.000 - 150.000", ""),
        ("NUMBER", "5 triệu 2", ""),
        ("NUMBER", "khoảng 120.000", ""),
        ("NUMBER", "120.00", ""),
        ("NUMBER", "4-5 sao", ""),
        ("NUMBER", "$12", ""),
        ("SCORE", "78,66", "78.66"),
        ("SCORE", "85/100", "85"),
        ("SCORE", "8,5/10", ""),
        ("SCORE", "78-80", ""),
        ("DAY", "24/6/2022", "2022-06-24"),
        ("DAY", "2022/6/24", "2022-06-24"),
        ("DAY", "24 tháng 6 năm 2022", "2022-06-24"),
        ("DAY", "31/2/2022", ""),
        ("DAY", "44736", ""),
        ("DAY", "2022-06-24 00:00:00", "2022-06-24"),
        ("DAY", "từ 1/1/2025 đến 31/12/2025", ""),
        ("DAY", "12/31/2025", ""),
        ("DAY-PART", "9-10/2024", ""),
        ("DAY-PART", "quý 1/2026", ""),
        ("DAY-PART", "tháng 9/2024", "2024-09"),
        ("FLAG", "có", "true"),
        ("FLAG", "no", "false"),
        ("FLAG", "có thể", ""),
    ],
)
def test_what_the_author_meant(code: str, written: str, meant: str) -> None:
    assert corrected_value(code, written) == meant


@pytest.mark.parametrize(
    ("line", "vi", "en"),
    [
        (
            "set: Gia vị",
            "hãy ghi như ví dụ này: 10. Bộ sản phẩm: số từ 1 đến 26, xem bảng ở cuối docs/fields.vi.md.",
            (
                "write it as in this example: 10. Criteria set: its number, 1 to 26, "
                "see the table at the end of docs/fields.en.md."
            ),
        ),
        ("bộ: 3", "có lẽ bạn muốn ghi: set.", "perhaps you meant: set."),
        (
            "net_weight: 3",
            "có lẽ bạn muốn ghi: một mục kể trong docs/fields.vi.md.",
            "perhaps you meant: one of the fields in docs/fields.en.md.",
        ),
        (
            "price: 120.000",
            "Các mục có thể dùng: amount, per, on. Ví dụ: price: {amount: 120.000, …}",
            "Fields there may be: amount, per, on. For example: price: {amount: 120.000, …}",
        ),
        (
            "ratings: [{status: named, criteria: 1048/QĐ-TTg}]",
            "có lẽ bạn muốn ghi: qd1048.",
            "perhaps you meant: qd1048.",
        ),
        ("origin: xã A", "Ví dụ: origin: {printed: xã A}", "For example: origin: {printed: xã A}"),
        (
            "sources: Báo",
            "Ví dụ: sources: [{publisher: Báo}]",
            "For example: sources: [{publisher: Báo}]",
        ),
        ("photos: [a.jpg]", "Ví dụ: - file: a.jpg", "For example: - file: a.jpg"),
        ("notes: Ghi chú", "Ví dụ: notes: [{vi: Ghi chú}]", "For example: notes: [{vi: Ghi chú}]"),
        ("other_names: a, b", "Ví dụ: other_names: [a, b]", "For example: other_names: [a, b]"),
        ("ratings: 4 sao", "bắt đầu bằng dấu gạch và dấu cách.", "beginning with a hyphen and a space."),
        ("brand: x\nname: Trà", "hãy ghi name: {vi: Trà, en: …}.", "write name: {vi: Trà, en: …}."),
        ("summary: 'a: b'", "hãy ghi summary: {vi: …, en: …}.", "write summary: {vi: …, en: …}."),
        ("người lập: x", "một mục kể trong docs/fields.vi.md.", "one of the fields in docs/fields.en.md."),
        (
            "producer: HTX Mẫu",
            "ví dụ này: htx-mau. Chủ thể: tên hồ sơ, tức tên thư mục trong content/producers.",
            "htx-mau. Producer: an id, which is a folder name in content/producers.",
        ),
        (
            "producer: Htx-Mau",
            "ví dụ này: htx-mau. Chủ thể: tên hồ sơ, tức tên thư mục trong content/producers.",
            "htx-mau. Producer: an id, which is a folder name in content/producers.",
        ),
        (
            "ratings: [{status: đã rồi}]",
            "named (nguồn chỉ gọi là OCOP, không nói thêm).",
            "named (called OCOP by a source that gives no details).",
        ),
        ("trace_stamps: có thể", "hãy ghi true (có) hoặc false (không).", "write true or false."),
    ],
)
def test_hints_say_what_to_write(line: str, vi: str, en: str) -> None:
    found = faults_in(line)
    hints = [(one.hint("vi"), one.hint("en")) for one in found if one.code != "KEY-MISSING"]
    assert len(hints) == 1
    assert hints[0][0].endswith(vi)
    assert hints[0][1].endswith(en)


@pytest.mark.parametrize(
    ("text", "code", "key", "home"),
    [
        ("name:\n  vi: Trà\nen: Tea\n", "KEY-INDENT", "en", "name"),
        ("origin:\nprinted: xã A\ncommune: a\n", "KEY-INDENT", "printed", "origin"),
        ("sources:\n  - publisher: Báo\ndate: 2026-01-01\n", "KEY-INDENT", "date", "sources"),
        ("en: Tea\nname: {vi: Trà}\n", "KEY-UNKNOWN", "en", ""),
        ("stars: 4\n", "KEY-INSIDE", "stars", ""),
        ("note: x\n", "KEY-UNKNOWN", "note", ""),
    ],
)
def test_a_field_that_is_not_indented_names_its_home(text: str, code: str, key: str, home: str) -> None:
    found = faults_in(text)
    told = [(one.code, dict(one.values)) for one in found if one.code != "KEY-MISSING"]
    assert (told[0][0], told[0][1]["key"], told[0][1].get("home", "")) == (code, key, home)
    assert {one for one, _ in told} == {code}


@pytest.mark.parametrize(
    ("text", "path", "vi"),
    [
        ("set:", "set", "hãy ghi giá trị: mục này không bỏ được."),
        ("set: …", "set", "hãy ghi giá trị: mục này không bỏ được."),
        ('brand: ""', "brand", "hãy ghi giá trị, hoặc xóa cả dòng nếu không dùng."),
        ("sources: [{publisher: …}]", "sources.1.publisher", "hãy ghi giá trị: mục này không bỏ được."),
        (
            "ratings: [{status: }]",
            "ratings.1.status",
            "hãy ghi giá trị, hoặc xóa cả mục “ratings” nếu không dùng.",
        ),
        (
            'name: {vi: Trà, en: "..."}',
            "name.en",
            f"{WORDS}.",
        ),
        (
            "summary: {vi: Trà, en: …}",
            "summary.en",
            f"{WORDS}, nếu không dùng thì xóa cả mục “summary”.",
        ),
    ],
)
def test_what_is_not_filled_in_is_named(text: str, path: str, vi: str) -> None:
    """What a starter file shows in place of a value counts as nothing."""
    found = faults_in(text)
    (empty,) = [one for one in found if one.code == "EMPTY"]
    assert (dict(empty.values)["path"], empty.hint("vi")) == (path, vi)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("name: {vi:túi giấy, en:bag}", "YAML-SPACE"),
        ("name: {vi: “Trà, loại 1”, en: Tea}", "YAML-CURLY"),
        ("sources:\n  – publisher: Báo", "YAML-MARK"),
    ],
)
def test_slips_that_yaml_takes_for_data(line: str, code: str) -> None:
    found = faults_in(line)
    assert {one.code for one in found} - {"KEY-MISSING"} == {code}


def test_a_list_with_a_faulty_entry_is_not_called_empty() -> None:
    text = (
        "name: {vi: a, en: b}\nset: 3\norigin: {printed: x}\nsources:\n  - {publisher: x, date: 1/2/2024}\n"
    )
    found = faults_in(text)
    assert [one.code for one in found] == ["DAY"]


def test_every_pattern_of_a_model_has_a_code() -> None:
    used = set()
    for text in schemas().values():
        used |= {json.loads(f'"{one}"') for one in re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', text)}
    days = {r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}
    # Editors are told of a host in any letters; it is checked in the letters that name servers know.
    assert WRITTEN_BASE_URL in used
    assert used - days - {WRITTEN_BASE_URL} == set(PATTERNS) - {BASE_URL}


DATA = st.recursive(
    st.none() | st.text(max_size=12) | st.sampled_from(["3", "true", "2026-01-01", "recognised"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["name", "vi", "set", "ratings", "stars", "origin", "sources", "id", "x", "places", "lots"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(st.sampled_from(sorted(RECORDS)), DATA)
def test_no_data_throw(kind: str, data: object) -> None:
    for fault in problems(data, kind):
        assert fault.sentence("vi")
        assert fault.hint("en")
        assert fault.hint("en") is not None
