"""A catalogue of several provinces from what each has published, whatever becomes of one of them."""

import json
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from built import nothing_in, run_ocop
from homes import NAMES, change, fetch, gather_file, home_of, make_home, write
from homes import RICE as RICE_FILE
from kills import killed_at
from tiny import RICE, TEA, append, build_clean, order, replace, tree

from generator.catalogue import exchange_format as form
from generator.catalogue.gather_file import GatherFile
from generator.commands.gather import gather
from generator.diagnostics.problem import RefusedError
from generator.gathering.gather_file import read_gather_file
from generator.gathering.gathering import Gathered
from generator.project_state import JOURNAL, STATE
from generator.records.changes import NEW, TRIAL, finish_changes

pytestmark = pytest.mark.slow

NORTH, SOUTH, EAST = NAMES
SITE = """\
title: {vi: Danh mục nhiều tỉnh mẫu, en: Sample catalogue of provinces}
tagline: {vi: Sản phẩm mẫu, en: Sample products}
intro: {vi: Mọi dữ liệu ở đây đều bịa ra., en: All data here are made up.}
publisher: {vi: Ban soạn dữ liệu mẫu, en: The sample data desk}
base_url: https://ca-nuoc.example
sample_site: true
languages:
  - {code: vi, name: Tiếng Việt}
  - {code: en, name: English}
report: {vi: Hãy viết cho ban soạn., en: Write to the desk.}
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogues of three provinces, and copies of what they publish."""
    folder = tmp_path_factory.mktemp("homes")
    for province in NAMES:
        make_home(province, folder / province)
        fetch(folder / province, folder / "copies" / province)
    return folder


class Nation:
    """A catalogue that is gathered from copies, which may be edited."""

    def __init__(self, published: Path, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "nation"
        self.copies = folder / "copies"
        shutil.copytree(published / "copies", self.copies)
        (self.root / "content").mkdir(parents=True)
        (self.root / "content/site.yaml").write_text(SITE, encoding="utf-8")
        self.file = gather_file(folder, *NAMES)

    def gather(self) -> Gathered:
        gathered, problems = read_gather_file(self.file)
        assert isinstance(gathered, GatherFile), problems
        return gather(order(self.root, self.root / "output"), gathered, self.folder)

    def told(self, result: Gathered, province: str = "") -> list[str]:
        """What is told of a province, or of all, in English."""
        return [remark.words["en"] for remark in result.remarks if remark.province == province]

    def build(self, output: str = "output") -> dict[str, bytes]:
        """Build; every file with plain spaces where lines may not end."""
        build_clean(self.root, self.folder / output)
        files = tree(self.folder / output)
        return {path: content.replace(b"\xc2\xa0", b" ") for path, content in files.items()}

    def product(self, province: str, identity: str = "gao-mau") -> Path:
        (path,) = (self.root / "products" / province).glob(f"*/{identity}/product.yaml")
        return path

    def records(self) -> dict[str, bytes]:
        return {path: content for path, content in tree(self.root).items() if not path.startswith(STATE)}


@pytest.fixture
def nation(published: Path, tmp_path: Path) -> Nation:
    return Nation(published, tmp_path)


def test_provinces_are_gathered_and_built(nation: Nation) -> None:
    result = nation.gather()
    assert not result.failed
    assert nation.told(result, NORTH) == [f"the copy as of 21 November 2026 of {home_of(NORTH)}: 2 products."]
    site = nation.build()
    for province in NAMES:
        for path, home in (
            (f"san-pham/{province}/gao-mau/index.html", f"{home_of(province)}/san-pham/gao-mau/"),
            (f"en/products/{province}/gao-mau/index.html", f"{home_of(province)}/en/products/gao-mau/"),
        ):
            page = site[path].decode()
            assert f'<link rel="canonical" href="{home}">' in page
            assert 'rel="alternate" hreflang' not in page
            assert f'href="{home}"' in page.split("<body", 1)[1], "readers find the original"
        assert f"/san-pham/{province}/".encode() not in site["sitemap.xml"]
        row = json.loads(site[f"data/products/{province}/gao-mau.json"])
        assert row["trace"].startswith(home_of(province))
        figures = site["en/programme/index.html"].decode()
        assert f'href="{home_of(province)}/"' in figures
        assert "as of 21 November 2026" in figures
        own = site[f"en/provinces/{province}/index.html"].decode()
        assert own.count("as of 21 November 2026</span>") == 1
        assert f'<a href="{home_of(province)}/" rel="external noopener">' in own
    scan = site["p/mau-nam/MU0001/index.html"].decode()
    assert "https://mau-nam.example/p/MU0001" in scan
    lot = site["p/mau-nam/MU0001/MU-2605-01/index.html"].decode()
    assert '<link rel="canonical" href="https://mau-nam.example/p/MU0001/MU-2605-01/">' in lot
    # The other lists are this catalogue's own.
    assert b"https://ca-nuoc.example/san-pham/</loc>" in site["sitemap.xml"]


def test_the_same_copies_change_nothing(nation: Nation) -> None:
    nation.gather()
    before = nation.records()
    stamps = {path: path.stat().st_mtime_ns for path in nation.root.rglob("*.yaml")}
    result = nation.gather()
    assert (result.written, result.removed, result.failed) == (0, 0, False)
    assert nation.records() == before
    assert {path.name for path in (nation.root / STATE).iterdir()} <= {".ocop-lock", "undo"}
    assert {path: path.stat().st_mtime_ns for path in nation.root.rglob("*.yaml")} == stamps
    # Nor does it matter what was there before.
    for path in ("content/provinces", "products"):
        shutil.rmtree(nation.root / path)
    nation.gather()
    assert nation.records() == before


def test_withdrawn_consent_takes_the_contact_away(published: Path, nation: Nation) -> None:
    nation.gather()
    holder = nation.root / f"content/provinces/{SOUTH}/producers/htx-mau/producer.yaml"
    assert "000 0000 000" in holder.read_text("utf-8")
    assert b"000 0000 000" in nation.build()[f"chu-the/{SOUTH}/htx-mau/index.html"]
    home = make_home(SOUTH, nation.folder / "home")
    replace(
        home / "content/producers/htx-mau/producer.yaml",
        "contacts:\n  consent_on: 2026-01-05\n  phone: {value: 000 0000 000, public: true}\n",
        "contacts:\n  phone: {value: 000 0000 000, public: false}\n",
    )
    fetch(home, nation.copies / SOUTH, "2026-11-22")
    result = nation.gather()
    assert (result.written, result.removed) == (2, 0), "the producer and the day of the copy"
    assert "000 0000 000" not in holder.read_text("utf-8")
    site = nation.build("again")
    assert b"000 0000 000" not in site[f"chu-the/{SOUTH}/htx-mau/index.html"]
    assert b"000 0000 000" in site[f"chu-the/{NORTH}/htx-mau/index.html"]


def test_a_product_that_is_gone_at_home_is_dropped_and_named(nation: Nation) -> None:
    nation.gather()
    home = make_home(EAST, nation.folder / "home")
    shutil.rmtree(home / TEA)
    fetch(home, nation.copies / EAST)
    result = nation.gather()
    assert "no longer in the home catalogue, dropped: tra-mau." in nation.told(result, EAST)
    assert not list((nation.root / "products" / EAST).glob("*/tra-mau"))
    assert not (nation.root / "products" / EAST / "phuong-mau").exists(), "no empty folder is left"
    assert not result.failed


def test_a_product_that_moves_to_another_place_is_not_called_gone(nation: Nation) -> None:
    nation.gather()
    home = make_home(EAST, nation.folder / "home")
    replace(home / TEA / "product.yaml", "commune: phuong-mau", "commune: xa-mau")
    fetch(home, nation.copies / EAST)
    result = nation.gather()
    assert len(nation.told(result, EAST)) == 1
    assert nation.product(EAST, "tra-mau").parent.parent.name == "xa-mau"
    assert len(list((nation.root / "products" / EAST).glob("*/tra-mau"))) == 1


def unknown_decision(copy: Path) -> None:
    """A record that is right by itself and names another that is not there."""
    change(copy, RICE_FILE, lambda data: data["records"][0]["ratings"][0].update(decision="qd-khac"))


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut short": (lambda copy: (copy / RICE_FILE).write_bytes(b"{"), RICE_FILE),
    "deep": (lambda copy: write(copy, RICE_FILE, b"[" * 200_000), RICE_FILE),
    "gone": (shutil.rmtree, form.INDEX),
    "of another program": (
        lambda copy: (copy / form.INDEX).write_text('{"format": 9}', encoding="utf-8"),
        form.INDEX,
    ),
    "faulty as a whole": (unknown_decision, f"products/{SOUTH}/huyen-mau/gao-mau/product.yaml:21:13"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_copy_keeps_the_last_good_one(name: str, nation: Nation) -> None:
    nation.gather()
    before = nation.records()
    spoil, file = BROKEN[name]
    spoil(nation.copies / SOUTH)
    home = make_home(NORTH, nation.folder / "home")
    replace(home / RICE / "product.yaml", "Gạo bịa ra để thử", "Gạo bịa ra để thử lại")
    fetch(home, nation.copies / NORTH, "2026-11-23")
    result = nation.gather()
    assert result.failed
    faults = [remark for remark in result.remarks if remark.is_fault]
    assert [(fault.province, fault.file) for fault in faults] == [(SOUTH, file)]
    assert nation.told(result, SOUTH)[1] == "the copy as of 21 November 2026 is kept."
    after = nation.records()
    assert {path for path in after if after[path] != before.get(path)} == {
        f"products/{NORTH}/huyen-mau/gao-mau/product.yaml",
        f"content/provinces/{NORTH}/copy.yaml",
    }
    figures = nation.build()["en/programme/index.html"].decode()
    assert "as of 21 November 2026" in figures
    assert "as of 23 November 2026" in figures


def test_a_province_that_was_never_good_is_left_out(nation: Nation) -> None:
    unknown_decision(nation.copies / SOUTH)
    result = nation.gather()
    assert nation.told(result, SOUTH)[-1] == "the province is not in the catalogue yet."
    assert not (nation.root / "products" / SOUTH).exists()
    assert f"san-pham/{NORTH}/gao-mau/index.html" in nation.build()


def test_a_copy_of_somebody_else_is_refused(nation: Nation) -> None:
    shutil.rmtree(nation.copies / SOUTH)
    shutil.copytree(nation.copies / NORTH, nation.copies / SOUTH)
    result = nation.gather()
    assert nation.told(result, SOUTH)[0] == (
        f"the copy is that of {home_of(NORTH)}, and the file names {home_of(SOUTH)}."
    )
    replace(nation.file, home_of(SOUTH), home_of(NORTH))
    result = nation.gather()
    assert nation.told(result, SOUTH)[0] == f"the copy is that of “{NORTH}”, and the file names “{SOUTH}”."


def real(folder: Path, province: str, edit: Callable[[Path], object]) -> Path:
    """The catalogue of a province whose rice is no sample."""
    home = make_home(province, folder / f"home-{province}")
    for file in (home / RICE / "product.yaml", home / TEA / "product.yaml"):
        replace(file, "sample: true\n", "")
        append(file, "sources:\n  - {publisher: Ban soạn dữ liệu mẫu}\n")
    for name in ("producers/htx-mau/producer.yaml", "decisions/qd-mau-2026.yaml"):
        text = (home / "content" / name).read_text("utf-8").replace("sample: true\n", "")
        if "sources:" not in text:
            text += "sources:\n  - {publisher: Ban soạn dữ liệu mẫu}\n"
        (home / "content" / name).write_text(text, encoding="utf-8")
    edit(home)
    return home


def test_what_two_provinces_claim_is_answered_for_neither(nation: Nation) -> None:
    gtin = 'gtin: "8936012345674"\n'

    def same_gtin(home: Path) -> None:
        file = home / RICE / "product.yaml"
        text = file.read_text("utf-8").replace('gtin: "09521234543213"\n', "")
        file.write_text(text.replace("set: 3\n", f"set: 3\n{gtin}"), encoding="utf-8")
        (home / "products/ledger.yaml").write_text(
            "issued:\n"
            "  - {address: /01/08936012345674, product: gao-mau, issued_on: 2026-06-01, use: tem}\n"
            "  - {address: /p/MU0001/MU-2605-01, product: gao-mau, issued_on: 2026-06-01, use: tem}\n",
            encoding="utf-8",
        )

    for province in (NORTH, SOUTH):
        fetch(real(nation.folder, province, same_gtin), nation.copies / province)
    result = nation.gather()
    products = f"{NORTH}/gao-mau, {SOUTH}/gao-mau"
    told = "belongs to several products: {}. This catalogue does not answer it; the provinces must settle it."
    assert nation.told(result) == [
        f"/01/08936012345674 {told.format(products)}",
        f"/p/MU0001 {told.format(products)}",
        f"this may be one product: {NORTH}/tra-mau and {SOUTH}/tra-mau. The provinces must settle it.",
    ]
    assert not result.failed
    site = nation.build()
    assert not [path for path in site if path.startswith(("01/", "p/MU0001"))]
    for province in (NORTH, SOUTH):
        assert "gtin" not in nation.product(province).read_text("utf-8")
        assert f"p/{province}/MU0001/MU-2605-01/index.html" in site
        row = json.loads(site[f"data/products/{province}/gao-mau.json"])
        assert row["trace"] == f"{home_of(province)}/01/08936012345674"

    # A province whose new copy is broken keeps what it has: a copy of another one does not take it away.
    def no_gtin(home: Path) -> None:
        replace(home / RICE / "product.yaml", 'gtin: "09521234543213"\n', "")

    fetch(real(nation.folder / "without", NORTH, no_gtin), nation.copies / NORTH)
    assert len(nation.told(nation.gather())) == 1
    assert "gtin" in nation.product(SOUTH).read_text("utf-8")
    fetch(real(nation.folder / "with", NORTH, same_gtin), nation.copies / NORTH)
    (nation.copies / SOUTH / form.INDEX).unlink()
    assert nation.told(nation.gather())[0] == f"/01/08936012345674 {told.format(products)}"
    assert "gtin" in nation.product(SOUTH).read_text("utf-8")
    assert "gtin" not in nation.product(NORTH).read_text("utf-8")


def test_records_that_people_wrote_are_left_alone(nation: Nation) -> None:
    places = nation.root / f"content/provinces/{EAST}/places.yaml"
    places.parent.mkdir(parents=True)
    places.write_text("# của tôi\n", encoding="utf-8")
    with pytest.raises(RefusedError) as refused:
        nation.gather()
    assert refused.value.key == "gather-project"
    assert [fault.location.file for fault in refused.value.report.problems] == [
        f"content/provinces/{EAST}/places.yaml"
    ]
    assert not (nation.root / "products").exists()
    home = make_home(EAST, nation.folder / "home")
    shutil.copy(home / "content/places.yaml", places)
    result = nation.gather()
    assert "has records that ocop gather has not written" in nation.told(result, EAST)[0]
    assert places.read_bytes() == (home / "content/places.yaml").read_bytes()
    assert (nation.root / "products" / NORTH).exists()


def test_a_province_that_is_named_no_more_stays_and_is_told(nation: Nation) -> None:
    nation.gather()
    before = nation.records()
    nation.file = gather_file(nation.folder, NORTH, SOUTH)
    result = nation.gather()
    (told,) = nation.told(result, EAST)
    assert told.startswith("the file names this province no more; its copy as of 21 November 2026 is kept.")
    assert told.endswith(f"delete products/{EAST}, content/provinces/{EAST}.")
    assert nation.records() == before


def test_kinds_that_only_a_province_has_are_added(nation: Nation) -> None:
    home = make_home(SOUTH, nation.folder / "home")
    append(
        home / "content/producer-kinds.yaml",
        "- id: lang-nghe\n  name: {vi: Làng nghề mẫu, en: Craft village}\n",
    )
    replace(home / "content/producers/htx-mau/producer.yaml", "kind: cooperative", "kind: lang-nghe")
    fetch(home, nation.copies / SOUTH)
    own = "# của tôi\n- id: cooperative\n  name: {vi: HTX của tôi, en: My cooperative}\n"
    (nation.root / "content/producer-kinds.yaml").write_text(own, encoding="utf-8")
    nation.gather()
    text = (nation.root / "content/producer-kinds.yaml").read_text("utf-8")
    assert text.startswith(own)
    assert text.count("id: lang-nghe") == 1
    assert "Làng nghề mẫu".encode() in nation.build()[f"chu-the/{SOUTH}/htx-mau/index.html"]
    assert nation.gather().written == 0


def test_languages_that_the_catalogue_lacks_are_left_out(nation: Nation) -> None:
    home = make_home(SOUTH, nation.folder / "home")
    replace(
        home / "content/site.yaml",
        "  - {code: en, name: English}\n",
        "  - {code: en, name: English}\n  - {code: fr, name: Français}\n",
    )
    replace(home / RICE / "product.yaml", "en: Rice made up", "fr: Riz fictif, en: Rice made up")
    (home / "content/producers/htx-mau/story.fr.md").write_text("Une histoire.\n", encoding="utf-8")
    fetch(home, nation.copies / SOUTH)
    result = nation.gather()
    assert not result.failed
    nothing_in(
        path
        for path, content in nation.records().items()
        if b"Riz fictif" in content or b"Une histoire" in content
    )


# ---- provinces that harm others, and files that are people's own -----------------------------------


def foreign_home(copy: Path) -> None:
    home = {"pages": {"vi": f"{home_of(NORTH)}/san-pham/gao-mau/"}, "trace": "https://other.example/p/X"}
    change(copy, RICE_FILE, lambda data: data["records"][0].update(home=home))


def foreign_id(copy: Path) -> None:
    change(
        copy, form.path_of("decision", ""), lambda data: data["records"][0].update(id=f"{NORTH}/qd-mau-2026")
    )


def hostile_kind(copy: Path) -> None:
    """A kind of goods that is only told to be faulty in the file that all provinces share."""
    kinds = form.path_of("producer-kind", "")
    entry = {"id": "lang-nghe", "name": {"vi": "<script>x</script>", "en": "x"}}
    change(copy, kinds, lambda data: data["records"].append(entry))
    holder = form.path_of("producer", "htx-mau")
    change(copy, holder, lambda data: data["records"][0].update(kind="lang-nghe"))


def code_of(province: str) -> Callable[[Path], None]:
    def take(copy: Path) -> None:
        change(
            copy,
            form.path_of("places", ""),
            lambda data: data["records"][0]["province"].update(code=NAMES[province][1]),
        )

    return take


HARM: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "a producer of another": (
        lambda copy: change(
            copy, RICE_FILE, lambda data: data["records"][0].update(producer=f"{NORTH}/htx-mau")
        ),
        RICE_FILE,
        "another catalogue",
    ),
    "a record of another": (foreign_id, form.path_of("decision", ""), "another catalogue"),
    "an address at another": (foreign_home, RICE_FILE, "not below that of the catalogue"),
    "the code of another": (code_of(SOUTH), "", f"also that of the province in the folder {SOUTH}"),
    "a fault in a shared file": (hostile_kind, "content/producer-kinds.yaml", "TEXT-HTML"),
}


@pytest.mark.parametrize("name", HARM)
@pytest.mark.parametrize("known", [True, False])
def test_a_hostile_province_harms_no_other(known: bool, name: str, nation: Nation) -> None:
    """Neither where all come for the first time, nor where they were gathered before."""
    if known:
        nation.gather()
    spoil, file, words = HARM[name]
    spoil(nation.copies / EAST)
    result = nation.gather()
    first_come = name == "the code of another" and not known
    faults = {remark.province: remark for remark in result.remarks if remark.is_fault}
    assert set(faults) == ({SOUTH, EAST} if first_come else {EAST})
    assert faults[EAST].file.startswith(file)
    assert words in faults[EAST].words["en"]
    assert nation.product(NORTH).is_file()
    assert (nation.root / f"content/provinces/{EAST}").exists() == known


def test_files_of_people_stay(nation: Nation) -> None:
    nation.gather()
    mine = [
        nation.root / f"products/{SOUTH}/ghi-chu.txt",
        nation.root / f"content/provinces/{SOUTH}/ke-hoach.docx",
        nation.product(SOUTH).with_name("cua-toi.jpg"),
        nation.product(SOUTH, "tra-mau").with_name("story.vi.txt"),
    ]
    for file in mine:
        file.write_text("của tôi", encoding="utf-8")
    home = make_home(SOUTH, nation.folder / "home")
    shutil.rmtree(home / TEA)
    fetch(home, nation.copies / SOUTH, "2026-11-22")
    assert nation.gather().removed == 1
    assert all(file.read_text("utf-8") == "của tôi" for file in mine)


def test_a_record_that_somebody_added_is_kept_and_told(nation: Nation) -> None:
    nation.gather()
    rice = nation.product(SOUTH)
    mine = rice.parent.parent / "cua-toi/product.yaml"
    mine.parent.mkdir()
    mine.write_text(rice.read_text("utf-8").split("\n", 2)[2], encoding="utf-8")
    before = nation.records()
    home = make_home(SOUTH, nation.folder / "home")
    shutil.rmtree(home / TEA)
    fetch(home, nation.copies / SOUTH, "2026-11-22")
    result = nation.gather()
    (fault,) = (remark for remark in result.remarks if remark.is_fault)
    assert fault.file == mine.relative_to(nation.root).as_posix()
    assert "Move the file out" in fault.words["en"]
    assert nation.records() == before
    mine.unlink()
    assert not nation.gather().failed
    assert not list((nation.root / "products" / SOUTH).glob("*/tra-mau"))


@pytest.mark.parametrize("name", [STATE, NEW, TRIAL, f"products/{SOUTH}", f"products/{SOUTH}/huyen-mau"])
def test_a_link_leads_nothing_elsewhere(name: str, nation: Nation) -> None:
    nation.gather()
    elsewhere = nation.folder / "elsewhere"
    for folder in ("new", "trial", "huyen-mau"):
        (elsewhere / folder).mkdir(parents=True)
        (elsewhere / folder / "mine").write_text("mine", encoding="utf-8")
    shutil.rmtree(nation.root / name, ignore_errors=True)
    (nation.root / name).parent.mkdir(exist_ok=True)
    (nation.root / name).symlink_to(elsewhere)
    done = run_ocop(nation.root, "gather", nation.file)
    assert "Traceback" not in done.stderr
    assert done.returncode == (1 if name.startswith("products") else 0), done.stderr
    assert sorted(tree(elsewhere)) == ["huyen-mau/mine", "new/mine", "trial/mine"]


def test_nothing_is_made_of_a_project_that_is_half_put_in_place(nation: Nation) -> None:
    nation.gather()
    (nation.root / STATE).mkdir(exist_ok=True)
    product = nation.product(EAST)
    changes = {"put": [], "remove": [product.relative_to(nation.root).as_posix()], "done": 0, "undone": 0}
    for lang, words in (("vi", "bị ngắt"), ("en", "Finished the changes")):
        (nation.root / JOURNAL).write_text(json.dumps(changes), encoding="utf-8")
        done = run_ocop(nation.root, "check", lang=lang)
        assert words in done.stderr
        assert not product.exists()
        assert not (nation.root / JOURNAL).exists()
    assert nation.gather().written == 1


# ---- all or nothing --------------------------------------------------------------------------------


DISK_STEPS = ((Path, "replace"), (Path, "unlink"), (os, "fsync"))


def gather_anew(nation: Nation) -> None:
    """Gather into the project as it was kept."""
    shutil.rmtree(nation.root)
    shutil.copytree(nation.folder / "kept", nation.root)
    nation.gather()


def test_a_run_that_is_killed_leaves_all_or_nothing(nation: Nation, monkeypatch: pytest.MonkeyPatch) -> None:
    """At each step at which a file gets its name or goes; whoever comes next finishes what was decided."""
    nation.gather()
    home = make_home(SOUTH, nation.folder / "home")
    replace(home / RICE / "product.yaml", "Gạo bịa ra để thử", "Gạo bịa ra để thử lại")
    shutil.rmtree(home / TEA)
    fetch(home, nation.copies / SOUTH, "2026-11-23")
    old = nation.records()
    shutil.copytree(nation.root, nation.folder / "kept")
    nation.gather()
    new = nation.records()
    assert new != old
    kills = 0
    while killed_at(kills, partial(gather_anew, nation), DISK_STEPS, monkeypatch):
        decided = (nation.root / JOURNAL).exists()
        finish_changes(nation.root)
        assert nation.records() == (new if decided or nation.records() == new else old), kills
        assert not (nation.root / NEW).exists()
        kills += 1
    assert kills > 4


# ---- the command -----------------------------------------------------------------------------------


def test_the_command_starts_a_catalogue_and_tells_what_to_do(nation: Nation) -> None:
    root = nation.folder / "new"
    root.mkdir()
    done = run_ocop(root, "gather", nation.file)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Written: content/site.yaml")
    assert lines[1] == f"{NORTH}: the copy as of 21 November 2026 of {home_of(NORTH)}: 2 products."
    assert lines[-1].endswith("Next: run ocop build.")
    done = run_ocop(root, "gather", nation.file, lang="vi")
    assert done.stdout.splitlines()[-1] == "Không có gì thay đổi."
    done = run_ocop(root, "build", "--output", nation.folder / "site")
    assert done.returncode == 0, done.stderr


def test_the_command_ends_with_1_where_a_copy_is_broken(nation: Nation) -> None:
    write(nation.copies / SOUTH, RICE_FILE, b'{"format": NaN}')
    done = run_ocop(nation.root, "gather", nation.file)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"{SOUTH}: {RICE_FILE}: this is no valid JSON (UTF-8, each name once, no NaN, not nested too deep)."
    ]
    assert "the province is not in the catalogue yet." in done.stdout
    assert (nation.root / "products" / NORTH).exists()


FILE_FAULTS = {
    "no file": (None, "FILE-UNREADABLE"),
    "a pipe": (os.mkfifo, "FILE-UNREADABLE"),
    "too big": (lambda file: file.write_bytes(b"#" * 2_000_000), "FILE-TOO-BIG"),
    "no YAML": ("provinces: [", "YAML-SYNTAX"),
    "no province": ("provinces: []\n", "LIST-EMPTY"),
    "a field too many": ("token: x\n", "KEY-UNKNOWN"),
    "an address with a way out": ("https://mau-bac.example\n", "https://mau-bac.example/..\n", "PATTERN-URL"),
    "a name for an id": ("province: mau-bac", "province: Mẫu Bắc", "PATTERN-ID"),
    "a province twice": ("province: mau-nam", "province: mau-bac", "ID-TWICE"),
    "no copy": ("    copy: copies/mau-bac\n", "", "KEY-MISSING"),
}


@pytest.mark.parametrize("name", FILE_FAULTS)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_faulty_file_is_told_with_its_line(name: str, lang: str, nation: Nation) -> None:
    *edit, code = FILE_FAULTS[name]
    if edit == [None]:
        nation.file.unlink()
    elif callable(edit[0]):
        nation.file.unlink()
        edit[0](nation.file)
    elif len(edit) == 2:
        replace(nation.file, str(edit[0]), str(edit[1]))
    elif name == "a field too many":
        append(nation.file, str(edit[0]))
    else:
        nation.file.write_text(nation.file.read_text("utf-8").split("provinces:")[0] + str(edit[0]), "utf-8")
    done = run_ocop(nation.root, "gather", nation.file, lang=lang)
    assert done.returncode == 1
    assert f"{code}: " in done.stderr, done.stderr
    assert done.stderr.startswith("gather.yaml")
    assert "Traceback" not in done.stderr
    assert sorted(tree(nation.root)) == ["content/site.yaml"]
