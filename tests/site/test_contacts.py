"""Contacts on pages: agreed to or self-published, each number its own link, doubtful ones plain words."""

from generator.catalogue.model import Contacts
from generator.site.contacts import contact_rows
from generator.site.words import Translator

SAY = Translator("en", {})


def links(**ways: str) -> list[tuple[str, str, str]]:
    contacts = Contacts.model_validate(
        {"consent_on": "2026-01-01", **{name: {"value": way, "public": "true"} for name, way in ways.items()}}
    )
    return [(row["kind"], row["value"], row["href"]) for row in contact_rows(SAY, contacts)]


def test_each_number_is_a_link_of_its_own() -> None:
    assert links(phone="0912 345 678 - 0987 654 321") == [
        ("phone", "0912 345 678", "tel:+84912345678"),
        ("phone", "0987 654 321", "tel:+84987654321"),
    ]


def test_doubtful_values_are_shown_without_a_link() -> None:
    assert links(phone="O912 345 678", zalo="02053 812 345") == [
        ("phone", "O912 345 678", ""),
        ("zalo", "02053 812 345", ""),
    ]


def test_a_zalo_address_stays_as_it_is() -> None:
    group = "https://zalo.me/g/abcxyz123"
    assert links(zalo=group) == [("zalo", group, group)]


def test_nothing_is_shown_without_consent() -> None:
    way = {"value": "0912 345 678", "public": "true"}
    assert contact_rows(SAY, Contacts.model_validate({"phone": way})) == []
    silent = {"consent_on": "2026-01-01", "phone": {**way, "public": "false"}}
    assert contact_rows(SAY, Contacts.model_validate(silent)) == []


def test_what_the_business_published_itself_is_shown_without_consent() -> None:
    source = {"publisher": "Mẫu", "url": "https://mau.example/lien-he", "read": "2026-01-02"}
    web = {"value": "https://mau.example", "public": "true", "published": source}
    email = {"value": "mau@ocop.test", "public": "true"}
    contacts = Contacts.model_validate({"web": web, "email": email})
    assert [row["kind"] for row in contact_rows(SAY, contacts)] == ["web"]
    silent = Contacts.model_validate({"web": {**web, "public": "false"}})
    assert contact_rows(SAY, silent) == []
