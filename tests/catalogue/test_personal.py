"""Personal data in free text: found where a person's number or address stands, and nowhere else."""

import pytest
import yaml
from built import PROJECT

from generator.catalogue.model import News, Producer, Site, record_json
from generator.catalogue.personal import (
    PersonalDatum,
    may_hold_personal_data,
    personal_data,
    personal_data_of,
)

FOUND: dict[str, list[tuple[str, str]]] = {
    "Hợp tác xã Mẫu\n0912 345 678": [("phone", "0912 345 678")],
    "Xin gọi 0912 345 678.": [("phone", "0912 345 678")],
    "ĐT: 0912.345.678, 02053 812 345": [("phone", "0912.345.678"), ("phone", "02053 812 345")],
    "(0205) 3812 345": [("phone", "(0205) 3812 345")],
    "số điện thoại:0912345678": [("phone", "0912345678")],
    "Call +84 912 345 678 or 0987-654-321": [("phone", "+84 912 345 678"), ("phone", "0987-654-321")],
    "[gọi](tel:0912345678)": [("phone", "0912345678")],
    "https://zalo.me/0912345678": [("phone", "0912345678")],
    "Ngày 09/12/2026 gọi 0912 345 678": [("phone", "0912 345 678")],
    "mã số thuế và điện thoại 0312345678": [("phone", "0312345678")],
    "Mã lô L01, liên hệ 0912 345 678": [("phone", "0912 345 678")],
    "Thư: chi.mau+ban@mau.com.vn nhé": [("email", "chi.mau+ban@mau.com.vn")],
    "[viết](mailto:mau@gmail.com)": [("email", "mau@gmail.com")],
    "CCCD số 012345678901": [("identity", "012345678901")],
    "căn cước công dân: 012 345 678 901, cấp năm 2021": [("identity", "012 345 678 901")],
    "chứng minh nhân dân 081234567": [("identity", "081234567")],
    "CMND 181 234 567": [("identity", "181 234 567")],
    "identity card no. 012345678901": [("identity", "012345678901")],
}

NOTHING = [
    # Decisions, laws, standards.
    "Quyết định số 2865/QĐ-UBND ngày 24/06/2022",
    "Quyết định 0912345678/QĐ-UBND",
    "TCVN 10736-15:2017, ISO 22000:2018, QCVN 8-2:2011/BYT",
    "Luật số 91/2025/QH15",
    # Barcodes, customs codes, tax codes, registrations, codes of growing areas and of lots.
    "GTIN 09521234567899",
    "Mã vạch 8936012345674",
    "mã HS 0902.10.10 và HS 0902101000",
    "mã số thuế 0312345678",
    "MST: 0312345678",
    "mã số hợp tác xã 0312345678",
    "giấy chứng nhận đăng ký kinh doanh số 0312345678",
    "tax code 0312345678, registration number 0312345678",
    "mã vùng trồng VN-LSOR-0123456789",
    "lô L-0912345678, lô 0912345678",
    "số tài khoản 0912345678",
    # Days and times.
    "từ 09/12/2026 10 giờ đến 10/12/2026",
    "09.12.2026 10, 09-12-2026 10:30, 2026-12-09 10",
    "03/02/1930 - 03/02/2030",
    "08:00 - 17:00 09/12",
    # Amounts, ranges, years, heights, degrees.
    "1.250.000.000 đồng, 84.912.345.678 đồng, 0,912345678 ha",
    "120 000 000 - 150 000 000 đồng",
    "cao 1800-1900 m, từ năm 1900 2026",
    "21.853912345, 106.761512345",
    "số dân 784.000, diện tích 8.310,09 km²",
    # Offices' service numbers belong to nobody.
    "Đường dây nóng 1900 1234, 1800 6789",
    # Addresses of pages, names of accounts, domains that belong to nobody.
    "https://langsontv.vn/tin/bai-0912345678.html",
    "https://example.vn/?id=0912345678&x=0987654321",
    "https://www.youtube.com/@mau",
    "mau@ocop.example, a@ocop.test",
    "@mau, 5 kg @ 3",
    # Near an identity card's words, but no such number.
    "CCCD cấp ngày 24/06/2022 tại Lạng Sơn, sản lượng 1200 tấn",
    "Không cần CCCD khi mua hàng. " + "Hàng có ở mọi nơi trong tỉnh và ngoài tỉnh, mã 012345678901.",
    # What made-up records have.
    "0000 000 000",
]


@pytest.mark.parametrize("words", FOUND)
def test_what_belongs_to_persons_is_found(words: str) -> None:
    assert [(one.kind, one.written) for one in personal_data(words)] == FOUND[words]


@pytest.mark.parametrize("before", ["", "Dòng trước\n", 'Dòng "trước"\n\n', "(", "Ngày 1/2/2026\t"])
@pytest.mark.parametrize("words", FOUND)
def test_quick_look_at_a_record_misses_nothing(words: str, before: str) -> None:
    text = {"vi": before + words, "en": "Call"}
    news = News.model_validate(
        {"id": "tin", "title": text, "date": "2026-01-01", "kind": "training", "summary": text, "text": text,
         "sources": [{"publisher": "x"}]}
    )  # fmt: skip
    assert list(personal_data_of(news))
    assert may_hold_personal_data(record_json(news).decode())


@pytest.mark.parametrize("words", FOUND)
def test_its_place_is_told(words: str) -> None:
    for one in personal_data(words):
        assert words[one.start :].startswith(one.written)


@pytest.mark.parametrize("words", NOTHING)
def test_no_false_alarm(words: str) -> None:
    assert list(personal_data(words)) == []


def test_the_catalogue_raises_no_alarm() -> None:
    """Every file as it is written: numbers, codes, days and addresses are all in it."""
    files = [
        path
        for folder in ("content", "products", "docs")
        for path in (PROJECT / folder).rglob("*")
        if path.suffix in (".yaml", ".md")
    ]
    assert len(files) > 200
    alarms = [
        (path.name, datum)
        for path in files
        for datum in (alarms_of if path.name == "producer.yaml" else personal_data)(path.read_text("utf-8"))
    ]
    assert alarms == []


def alarms_of(text: str) -> list[PersonalDatum]:
    """Personal data in a producer's file, without contacts for which it names consent or their page."""
    contacts = yaml.load(text, yaml.BaseLoader).get("contacts", {})
    shown = {
        way["value"]
        for name, way in contacts.items()
        if name != "consent_on" and ("consent_on" in contacts or "published" in way)
    }
    return [
        datum
        for datum in personal_data(text)
        if not (datum.written in shown and text[: datum.start].endswith("    value: "))
    ]


@pytest.mark.parametrize(
    ("rest", "alarms"),
    [
        ("    published: {publisher: HTX Mẫu, url: https://mau.example/}\n", 0),
        ("  consent_on: 2026-01-01\n", 0),
        ("", 1),
        ("    published: {publisher: HTX Mẫu, note: {vi: mau@mau.vn}}\n", 1),
        ("    published: {publisher: HTX Mẫu}\n  zalo:\n    value: 0912 345 678\n", 1),
    ],
)
def test_only_what_a_business_published_raises_no_alarm(rest: str, alarms: int) -> None:
    assert len(alarms_of(f"kind: coop\ncontacts:\n  email:\n    value: mau@mau.vn\n{rest}")) == alarms


def test_every_text_field_is_looked_at_and_contacts_are_not() -> None:
    call = {"vi": "Gọi 0912 345 678", "en": "Call us"}
    producer = Producer.model_validate(
        {
            "id": "htx", "name": call, "other_names": ["HTX 0912 345 678"], "kind": "c",
            "address": {"printed": "Thôn Mẫu, 0912 345 678"}, "summary": call, "notes": [call],
            "photos": [{"file": "0912345678.jpg", "alt": call, "credit": call}],
            "contacts": {
                "phone": {
                    "value": "0912 345 678", "public": "true",
                    "published": {"publisher": "HTX", "title": "0912 345 678", "note": call},
                },
            },
            "sources": [{"publisher": "Báo 0912 345 678", "title": "0912 345 678", "note": call}],
        }
    )  # fmt: skip
    assert [path for path, _ in personal_data_of(producer)] == [
        ("name", "vi"),
        ("other_names", 0),
        ("address", "printed"),
        ("photos", 0, "alt", "vi"),
        ("photos", 0, "credit", "vi"),
        ("contacts", "phone", "published", "title"),
        ("contacts", "phone", "published", "note", "vi"),
        ("summary", "vi"),
        ("notes", 0, "vi"),
        ("sources", 0, "publisher"),
        ("sources", 0, "title"),
        ("sources", 0, "note", "vi"),
    ]
    news = News.model_validate(
        {"id": "tin", "title": call, "date": "2026-01-01", "kind": "training", "summary": call, "text": call,
         "sources": [{"publisher": "x"}]}
    )  # fmt: skip
    assert [path[0] for path, _ in personal_data_of(news)] == ["title", "summary", "text"]


def test_the_publisher_may_say_where_to_report() -> None:
    words = {"vi": "Gọi 0205 3812 345", "en": "Call 0205 3812 345"}
    site = {
        "id": "site", "title": words, "tagline": words, "intro": words, "publisher": words, "report": words,
        "base_url": "https://ocop.test", "languages": [{"code": "vi", "name": "Tiếng Việt"}],
    }  # fmt: skip
    told = {path[0] for path, _ in personal_data_of(Site.model_validate(site))}
    assert told == {"title", "tagline", "intro", "publisher"}
