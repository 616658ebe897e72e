"""Records of several provinces: folders, ids with the folder before them, problems in the officers' words."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from kept import CachedRecord
from provinces import PROVINCES, SON_LA, TEA, copy_provinces, only_first
from tiny import DAY, append, replace

from generator.catalogue.check import check
from generator.catalogue.records import Records
from generator.diagnostics.problem import Problem, RefusedError
from generator.records.new import scaffold
from generator.records.path_patterns import home_path, kind_of, story_of
from generator.records.read import read
from generator.site.clashes import clashing_provinces

FOLDERS = {"son-la", "vinh-long"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    shutil.copytree(PROVINCES, tmp_path / "site")
    return tmp_path / "site"


def records_of(root: Path) -> Records:
    return read(root, CachedRecord())[0]


def faults(root: Path) -> list[Problem]:
    records, problems = read(root, CachedRecord())
    return [*problems, *check(records, DAY), *clashing_provinces(records)]


def told(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    return [(fault.code, fault.location.file) for fault in problems]


def test_the_site_is_good() -> None:
    assert faults(PROVINCES) == []


@pytest.mark.parametrize(
    ("path", "kind", "identity"),
    [
        ("content/places.yaml", "places", "places"),
        ("content/provinces/son-la/places.yaml", "places", "son-la/places"),
        ("content/provinces/son-la/chains.yaml", "chain", "son-la/*"),
        ("content/provinces/son-la/producers/htx/producer.yaml", "producer", "son-la/htx"),
        ("products/son-la/moc-chau/che/product.yaml", "product", "son-la/che"),
        ("products/son-la/moc-chau/che/lots.yaml", "lots", "son-la/che"),
        ("products/son-la/moc-chau/che/lots/2025.yaml", "lots", "son-la/che:2025"),
        ("products/son-la/ledger.yaml", "ledger", "son-la/ledger"),
        # A place of the project's own province may have the name of a further province.
        ("products/son-la/che/product.yaml", "product", "che"),
        ("products/son-la/che/lots/2025.yaml", "lots", "che:2025"),
        # No such province, or nothing that a province has of its own.
        ("products/ha-noi/moc-chau/che/product.yaml", "", ""),
        ("content/provinces/son-la/site.yaml", "", ""),
        ("content/provinces/son-la/criteria.yaml", "", ""),
    ],
)
def test_whose_record_a_file_holds(path: str, kind: str, identity: str) -> None:
    assert kind_of(path, FOLDERS) == ((kind, identity) if kind else None)


def test_texts_and_folders_are_known_by_their_province() -> None:
    story = "content/provinces/son-la/producers/htx/story.vi.md"
    assert story_of(story, FOLDERS) == ("producer", "son-la/htx", "vi")
    assert home_path("products/son-la/moc-chau/che/anh.png", FOLDERS) == (
        "son-la",
        "products/moc-chau/che/anh.png",
    )
    assert home_path("products/moc-chau/che/anh.png", FOLDERS).folder == ""


def test_ids_and_references_have_the_province_before_them() -> None:
    records = records_of(PROVINCES)
    tea = records.whole("product", "son-la/che-mau")
    assert (tea.id, tea.producer, tea.kind) == ("son-la/che-mau", "son-la/htx-mau", "che")
    assert (tea.origin.commune, tea.origin.district) == ("son-la/moc-chau", "son-la/moc-chau")
    assert tea.ratings[0].decision == "son-la/qd-bo-mau"
    assert records.whole("lots", "son-la/che-mau").places["xuong"].commune == "son-la/moc-chau"
    places = records.places["son-la"].record
    assert [commune.id for commune in places.communes if commune.name == "Đoàn Kết"] == ["son-la/doan-ket"]
    (fair,) = records.fairs.values()
    assert fair.record.booths[0].products == ("son-la/che-mau",)
    assert records.chains["son-la/chuoi-mau"].record.places == ("son-la/moc-chau",)
    assert [issue.product for issue in records.ledgers["son-la"].record.issued][:1] == ["son-la/che-mau"]
    # The first province's own stay as they are, and may name those of others.
    assert records.products["gao-mau"].record.producer == "htx-mau"
    assert records.news["tin-mau"].record.products == ("gao-mau", "son-la/che-mau")
    assert ("producer", "son-la/htx-mau", "vi") in records.stories


def test_a_missing_id_is_told_as_it_is_written(site: Path) -> None:
    replace(site / TEA, "producer: htx-mau", "producer: htx-mua")
    (fault,) = faults(site)
    values = dict(fault.values)
    assert (fault.code, fault.location.file, values["id"]) == ("REF-UNKNOWN", TEA, "htx-mua")
    assert "htx-mau" in values["how_vi"]
    assert "/" not in values["how_vi"], "another province's producer is not meant"


def test_an_id_of_another_province_is_suggested_where_no_own_one_is_near(site: Path) -> None:
    replace(site / TEA, "producer: htx-mau", "producer: Cơ sở Mẫu")
    (fault,) = faults(site)
    assert fault.code == "REF-NAME"
    assert "vinh-long/co-so-mau" in dict(fault.values)["how_vi"]


def test_what_a_province_names_itself_has_no_other_province_before_it(site: Path) -> None:
    replace(site / SON_LA / "places.yaml", "id: to-hieu", "id: vinh-long/to-hieu")
    (fault,) = faults(site)
    assert (fault.code, dict(fault.values)["fix"]) == ("PATTERN-ID", "to-hieu")
    replace(site / SON_LA / "places.yaml", "id: vinh-long/to-hieu", "id: son-la/to-hieu")
    assert faults(site) == []


def test_a_gtin_is_unique_in_all_provinces_and_a_code_in_its_own(site: Path) -> None:
    # SL0043 is the code of a product in Sơn La and of one in Vĩnh Long.
    codes = [p.record.code for p in records_of(site).products.values()]
    assert codes.count("SL0043") == 2
    for path in ("products/that-khe/gao-mau/product.yaml", TEA):
        append(site / path, 'gtin: "09521234543213"\n')
    # More records name the tea, so it keeps the number.
    assert told(faults(site)) == [("GTIN-TWICE", "products/that-khe/gao-mau/product.yaml")]
    other = "products/son-la/doan-ket/gao-mau/product.yaml"
    replace(site / "products/that-khe/gao-mau/product.yaml", 'gtin: "09521234543213"\n', "")
    replace(site / other, "code: SL0043", "code: SL0042")
    assert told(faults(site)) == [("CODE-TWICE", other), ("ADDRESS-LOST", "products/son-la/ledger.yaml")]


def test_a_new_code_is_the_next_of_its_province() -> None:
    records = records_of(PROVINCES)
    for province, code, folder in (("", "LS0003", "products"), ("son-la", "SL0044", "products/son-la")):
        files, problems = scaffold("product", "mau-moi", records, "vi", "xa-mau", province=province)
        assert not problems
        ((path, text),) = files.items()
        assert path == f"{folder}/xa-mau/mau-moi/product.yaml"
        assert f"code: {code}" in text
    assert [fault.code for fault in scaffold("producer", "co-so-mau", records, "vi")[1]] == []
    with pytest.raises(RefusedError) as refused:
        scaffold("news", "tin-moi", records, "vi", province="ha-noi")
    assert (refused.value.key, refused.value.values["known_vi"]) == ("new-province", "son-la, vinh-long")
    taken = scaffold("producer", "co-so-mau", records, "vi", province="vinh-long")[1]
    assert [fault.code for fault in taken] == ["ID-TWICE"]


def test_districts_end_on_the_day_of_their_own_province(site: Path) -> None:
    decision = site / SON_LA / "decisions/qd-mau.yaml"
    replace(decision, "level: province", "level: district")
    replace(decision, "criteria: qd1489", "criteria: qd148")
    replace(decision, "date: 2026-02-10", "date: 2025-06-10")
    for product in ("moc-chau/che-mau", "doan-ket/gao-mau"):
        replace(site / "products/son-la" / product / "product.yaml", "criteria: qd1489", "criteria: qd148")
    assert "LEVEL-DISTRICT" not in {fault.code for fault in faults(site)}
    replace(site / SON_LA / "places.yaml", "reform_on: 2025-07-01", "reform_on: 2025-06-01")
    assert ("LEVEL-DISTRICT", f"{SON_LA}/decisions/qd-mau.yaml") in told(faults(site))


def test_a_folder_that_cannot_be_an_id_is_told_once(site: Path) -> None:
    for folder in ("content/provinces", "products"):
        (site / folder / "son-la").rename(site / folder / "Sơn La")
    replace(site / "content/news/tin-mau.yaml", ", son-la/che-mau", "")
    assert told(faults(site)) == [("ID-SHAPE", "content/provinces/Sơn La")]


def test_a_province_needs_its_places_and_nothing_else_is_told(site: Path) -> None:
    (site / SON_LA / "places.yaml").unlink()
    assert told(faults(site)) == [("FILE-MISSING", f"{SON_LA}/places.yaml")]


def test_every_province_may_have_a_folder(site: Path) -> None:
    for path in ("places.yaml", "producers", "decisions", "news"):
        target = site / "content" / path
        target.unlink() if target.is_file() else shutil.rmtree(target)
    for path in ("that-khe", "chi-lang"):
        shutil.rmtree(site / "products" / path)
    (site / "products/ledger.yaml").unlink()
    assert faults(site) == []
    with pytest.raises(RefusedError) as refused:
        scaffold("news", "tin-moi", records_of(site), "vi")
    assert refused.value.key == "new-which-province"


def test_a_file_that_a_province_does_not_have_is_told(site: Path) -> None:
    shutil.copy(site / "content/site.yaml", site / SON_LA / "site.yaml")
    (site / SON_LA / "anh").mkdir()
    (site / "products/son-la/moc-chau/trong").mkdir()
    assert sorted(told(faults(site))) == [
        ("FILE-PLACE", f"{SON_LA}/site.yaml"),
        ("FILE-UNEXPECTED", f"{SON_LA}/anh"),
        ("RECORD-MISSING", "products/son-la/moc-chau/trong"),
    ]


def test_products_of_a_province_without_a_folder_are_misplaced(site: Path) -> None:
    shutil.copytree(site / "products/son-la", site / "products/lai-chau")
    problems = [fault for fault in faults(site) if fault.location.file.startswith("products/lai-chau")]
    assert {fault.code for fault in problems} == {"FILE-PLACE"}


@pytest.mark.parametrize("folder", ["gao-mau", "san-pham", "that-khe"])
def test_a_province_is_not_named_like_a_word_of_addresses_or_a_record(site: Path, folder: str) -> None:
    (site / "content/provinces/vinh-long").rename(site / "content/provinces" / folder)
    shutil.copytree(site / "products/vinh-long", site / "products" / folder, dirs_exist_ok=True)
    shutil.rmtree(site / "products/vinh-long")
    assert told(faults(site)) == [("PROVINCE-CLASH", f"content/provinces/{folder}/places.yaml")]


def test_a_cached_province_is_forgotten_with_its_folder(tmp_path: Path) -> None:
    root, cache = copy_provinces(tmp_path / "site"), CachedRecord()
    read(root, cache)
    shutil.rmtree(root / "content/provinces/vinh-long")
    records, problems = read(root, cache)
    assert not [identity for identity in records.products if identity.startswith("vinh-long/")]
    assert {fault.code for fault in problems} == {"FILE-PLACE"}


def rename_province(site: Path, name: str) -> None:
    for part in ("content/provinces", "products"):
        (site / part / "son-la").rename(site / part / name)
    replace(site / "content/news/tin-mau.yaml", "son-la/che-mau", f"{name}/che-mau")


RICE_OF_SON_LA = "products/son-la/doan-ket/gao-mau"
ADVICE: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "a province renamed after its codes were printed": (
        lambda site: rename_province(site, "son-la-moi"),
        "ADDRESS-LOST",
        "the province was called “son-la” when this was printed: give it that name again",
    ),
    "an address of the project's own province": (
        lambda site: append(
            site / "products/son-la/ledger.yaml",
            "  - {address: /p/LS0001, product: gao-mau, issued_on: 2026-09-01, use: tem mẫu, sample: true}\n",
        ),
        "ADDRESS-MOVED",
        "a new one to products/that-khe/gao-mau/product.yaml",
    ),
    "a slip in another province's id": (
        lambda site: replace(
            site / RICE_OF_SON_LA / "product.yaml", "producer: htx-mau", "producer: vinh-long/co-so-mua"
        ),
        "REF-UNKNOWN",
        "the closest ids: vinh-long/co-so-mau,",
    ),
    "a slip in another province's folder": (
        lambda site: replace(
            site / RICE_OF_SON_LA / "product.yaml", "producer: htx-mau", "producer: vinhlong/co-so-mau"
        ),
        "REF-UNKNOWN",
        "the closest ids: vinh-long/co-so-mau",
    ),
    "a slip in an id of its own": (
        lambda site: replace(
            site / RICE_OF_SON_LA / "product.yaml", "producer: htx-mau", "producer: htx-mua"
        ),
        "REF-UNKNOWN",
        "the closest ids: htx-mau.",
    ),
    "an id that only others have": (
        lambda site: shutil.rmtree(site / RICE_OF_SON_LA),
        "REF-UNKNOWN",
        "the closest ids: vinh-long/gao-mau, vinh-long/gao-mau-tra-vinh.",
    ),
    "a producer not deep enough": (
        lambda site: (site / SON_LA / "producers/htx-mau").rename(site / SON_LA / "htx-mau"),
        "FILE-PLACE",
        f"the right place: {SON_LA}/producers/<id>/producer.yaml",
    ),
    "a product too deep": (
        lambda site: shutil.move(site / RICE_OF_SON_LA, site / "products/son-la/doan-ket/sau/gao-mau"),
        "FILE-PLACE",
        "the right place: products/son-la/<place>/<id>/product.yaml",
    ),
    "a province's table that all share": (
        lambda site: shutil.copy(site / "content/criteria.yaml", site / SON_LA / "criteria.yaml"),
        "FILE-PLACE",
        "the right place: content/criteria.yaml",
    ),
    "another file in a province": (
        lambda site: (site / SON_LA / "decisions/ghi-chu.txt").write_text("x", encoding="utf-8"),
        "FILE-UNEXPECTED",
        f"{SON_LA}/decisions/<id>.yaml",
    ),
    "products of a province without places": (
        lambda site: shutil.move(site / "products/vinh-long", site / "products/hue"),
        "FILE-PLACE",
        "if “hue” is a province, add content/provinces/hue/places.yaml",
    ),
}


@pytest.mark.parametrize("name", ADVICE)
def test_advice_is_that_of_the_province(name: str, site: Path) -> None:
    spoil, code, advice = ADVICE[name]
    spoil(site)
    shown = [(fault.hint("vi"), fault.hint("en")) for fault in faults(site) if fault.code == code]
    assert any(advice in english for _, english in shown), shown
    assert all(vietnamese != english for vietnamese, english in shown)


def test_a_site_of_one_province_knows_no_folder(tmp_path: Path) -> None:
    records = records_of(only_first(tmp_path / "site"))
    assert set(records.products) == {"gao-mau", "che-mau"}
    assert list(records.places) == [""]
