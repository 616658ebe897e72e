"""``ocop photos``: photos with any names become photos of records; the inbox stays as it is."""

import random
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from click.testing import CliRunner, Result
from PIL import Image
from tiny import DAY, RICE, TEA, append, copy_tiny, replace, tree

from generator.cache import Cache
from generator.catalogue.check import check
from generator.cli import command_line
from generator.commands import photos
from generator.inbox.matching import Named, PhotoMatcher
from generator.photo import LONG, PhotoError, prepare_photo
from generator.records.changes import digest_of
from generator.records.read import read
from generator.text import Text

pytestmark = pytest.mark.slow

Ocop = Callable[..., Result]
GPS = {1: "N", 2: (21.0, 51.0, 12.0), 3: "E", 4: (106.0, 45.0, 40.0)}


def exif(orientation: int = 1) -> bytes:
    """Metadata of a phone: how it was held, and where."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = "May anh Mau"
    tags.get_ifd(0x8825).update(GPS)
    return tags.tobytes()


def photo(path: Path, size: tuple[int, int] = (600, 400), form: str = "", **more: Any) -> Path:
    """A photo whose left half is red, the right one blue: as it is stored, not as it is shown."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    # What the file is named after makes each photo another one.
    image.putpixel((0, 0), tuple(random.Random(path.name).randbytes(3)))
    if form == "HEIF":
        pillow_heif.from_pillow(image).save(path, **more)
    else:
        image.save(path, form or None, **more)
    return path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_tiny(tmp_path / "site")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "Ảnh mới"
    folder.mkdir()
    return folder


@pytest.fixture
def ocop(site: Path, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ocop:
    """``ocop(*lines, words=("--yes",))``: run ``ocop photos``; lines are typed on a terminal."""
    monkeypatch.setenv("OCOP_CACHE", str(tmp_path / "cache"))

    def run(*lines: str, words: tuple[str, ...] = ()) -> Result:
        monkeypatch.setattr("generator.commands.console.is_terminal", lambda: bool(lines))
        given = ["--lang", "vi", "--root", str(site), "photos", str(inbox), *words]
        return CliRunner().invoke(command_line("vi"), given, input="".join(f"{line}\n" for line in lines))

    return run


def pictures(site: Path, folder: str = RICE) -> list[str]:
    return sorted(path.name for path in (site / folder).glob("*.jpg"))


def photos_of(site: Path, identity: str = "gao-mau") -> list[dict[str, Any]]:
    records, problems = read(site, Cache(None, site))
    assert not [fault for fault in [*problems, *check(records, DAY)] if fault.is_error]
    return [photo.model_dump() for photo in records.products[identity].record.photos]


# ---- pictures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "form"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP"), ("IMG_1.HEIC", "HEIF")]
)
def test_every_format_is_turned_made_smaller_and_stripped(tmp_path: Path, name: str, form: str) -> None:
    path = photo(tmp_path / name, (3200, 2000), form, exif=exif(6))
    assert b"May anh" in path.read_bytes(), "the photo says whose camera it was"
    content = prepare_photo(path.read_bytes())
    with Image.open(BytesIO(content)) as image:
        assert image.format == "JPEG"
        assert image.size == (1500, LONG)
        assert not image.info.get("progressive"), "decoded at a reduced size by builds"
        assert dict(image.getexif()) == {}
        assert not {"exif", "icc_profile", "xmp"} & set(image.info)
        top, bottom = (image.getpixel((750, y)) for y in (100, 2300))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert (top[0] > 200, bottom[2] > 200) == (True, True), "left is above after a quarter turn"
    assert b"May anh" not in content
    assert content == prepare_photo(path.read_bytes())


def test_a_small_photo_is_not_made_larger(tmp_path: Path) -> None:
    with Image.open(BytesIO(prepare_photo(photo(tmp_path / "a.png").read_bytes()))) as image:
        assert image.size == (600, 400)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_photo_that_is_cut_short_is_refused(tmp_path: Path, form: str) -> None:
    content = photo(tmp_path / "a", (1200, 900), form).read_bytes()
    with pytest.raises(PhotoError):
        prepare_photo(content[: len(content) // 2])


# ---- matching -------------------------------------------------------------------------------------

NAMED = [
    Named(("product", "gao-nep-cai"), Text({"vi": "Gạo nếp cái", "en": "Sticky rice"}), (), "LS0012"),
    Named(("product", "gao-nep"), Text({"vi": "Gạo nếp"})),
    Named(("product", "mat-ong-a"), Text({"vi": "Mật ong"})),
    Named(("product", "mat-ong-b"), Text({"vi": "Mật ong"})),
    Named(("producer", "htx-ly-quy"), Text({"vi": "HTX Lý Quý"}), ("Hợp tác xã Lý Quý",)),
]


@pytest.mark.parametrize(
    ("names", "targets", "sure"),
    [
        (("gạo nếp cái",), ["gao-nep-cai"], True),
        (("GAO_NEP-CAI (2)",), ["gao-nep-cai"], True),
        (("Gạo nếp cái",), ["gao-nep-cai"], True),  # decomposed letters
        (("gaonepcai01",), ["gao-nep-cai"], True),
        (("LS0012",), ["gao-nep-cai"], True),
        (("ls0012-mặt trước",), ["gao-nep-cai"], True),
        (("sticky rice copy",), ["gao-nep-cai"], True),
        (("gạo nếp",), ["gao-nep"], True),
        (("gạo nếp hương",), ["gao-nep"], False),
        (("mật ong",), ["mat-ong-a", "mat-ong-b"], False),
        (("IMG_2034", "mat-ong-b"), ["mat-ong-b"], True),
        (("mật ong", "mat-ong-b"), ["mat-ong-b"], True),
        (("hợp tác xã Lí Quí",), ["htx-ly-quy"], True),
        (("IMG_2034", "Ảnh tháng 3"), [], False),
        (("IMG_2034", "LS00123"), [], False),
        (("gao",), [], False),
    ],
)
def test_names_tell_whose_photo_it_is(names: tuple[str, ...], targets: list[str], sure: bool) -> None:
    match = PhotoMatcher(NAMED).match(names)
    assert [identity for _, identity in match.targets] == targets
    assert match.sure is sure


# ---- command --------------------------------------------------------------------------------------


def test_sure_photos_are_taken_unasked(site: Path, inbox: Path, ocop: Ocop) -> None:
    photo(inbox / "Gạo nếp mẫu.jpg", exif=exif(3))
    photo(inbox / "htx-mau" / "DSC_0001.PNG", form="PNG")
    before = tree(inbox)
    done = ocop(words=("--yes",))
    assert done.exit_code == 0, done.output
    [entry] = photos_of(site)
    assert pictures(site) == [entry["file"]]
    assert entry["file"].startswith("gao-mau-")
    assert entry["alt"] == {"vi": "Ảnh sản phẩm"}, "nothing is made up"
    assert len(pictures(site, "content/producers/htx-mau")) == 1
    assert tree(inbox) == before
    records, problems = read(site, Cache(None, site))
    codes = {fault.code for fault in [*problems, *check(records, DAY)]}
    assert "PHOTO-ALT" in codes
    assert "PHOTO-UNUSED" not in codes


def test_the_same_photos_again_change_nothing(site: Path, inbox: Path, ocop: Ocop) -> None:
    photo(inbox / "gao-mau.jpg")
    shutil.copyfile(inbox / "gao-mau.jpg", inbox / "gao-mau (1).jpg")
    assert ocop(words=("--yes",)).exit_code == 0
    assert len(pictures(site)) == len(photos_of(site)) == 1, "two files with the same bytes are one photo"
    before = {path: content for path, content in tree(site).items() if not path.startswith(".ocop")}
    done = ocop(words=("--yes",))
    assert done.exit_code == 0
    assert "đã có trong hồ sơ" in done.output
    assert {p: content for p, content in tree(site).items() if not p.startswith(".ocop")} == before


def test_a_photo_that_was_edited_in_its_record_is_not_taken_again(
    site: Path, inbox: Path, ocop: Ocop
) -> None:
    photo(inbox / "gao-mau.jpg")
    assert ocop(words=("--yes",)).exit_code == 0
    [name] = pictures(site)
    Image.new("RGB", (300, 200), "green").save(site / RICE / name)
    edited = (site / RICE / name).read_bytes()
    assert ocop(words=("--yes",)).exit_code == 0
    assert (site / RICE / name).read_bytes() == edited
    assert len(photos_of(site)) == 1


def test_photos_that_are_there_and_comments_stay(site: Path, inbox: Path, ocop: Ocop) -> None:
    photo(site / RICE / "cu.png")
    append(site / RICE / "product.yaml", "photos:\n  # ảnh cũ\n  - {file: cu.png, alt: {vi: Một, en: One}}\n")
    before = (site / RICE / "product.yaml").read_text(encoding="utf-8")
    photo(inbox / "MU0001.jpg")
    assert ocop(words=("--yes",)).exit_code == 0
    assert (site / RICE / "product.yaml").read_text(encoding="utf-8").startswith(before.rstrip("\n"))
    assert [entry["file"] for entry in photos_of(site)] == ["cu.png", *pictures(site)]


def test_whose_photo_it_is_and_what_it_shows_is_asked(site: Path, inbox: Path, ocop: Ocop) -> None:
    photo(inbox / "IMG_0001.HEIC", form="HEIF", exif=exif(6))
    photo(inbox / "IMG_0002.jpg")
    done = ocop("gao nep mau", "Túi gạo trên bàn", "A bag of rice on a table", "", "y")
    assert done.exit_code == 0, done.output
    [entry] = photos_of(site)
    assert entry["alt"] == {"vi": "Túi gạo trên bàn", "en": "A bag of rice on a table"}
    assert "IMG_0002.jpg: để lại" in done.output
    assert photos_of(site, "tra-mau") == []


def test_a_description_with_what_belongs_to_a_person_is_asked_again(
    site: Path, inbox: Path, ocop: Ocop
) -> None:
    photo(inbox / "gao-mau.jpg")
    done = ocop("Gọi 0912 345 678", "Túi gạo", "", "y")
    assert done.exit_code == 0, done.output
    assert "0912 345 678" in done.output.split("Ảnh chụp gì?")[1]
    assert [entry["alt"] for entry in photos_of(site)] == [{"vi": "Túi gạo"}]


@pytest.mark.parametrize("lines", [("1", "", "n"), ("1",), ("1", "Một câu", "")])
def test_whoever_says_no_or_stops_writes_nothing(
    site: Path, inbox: Path, ocop: Ocop, lines: tuple[str, ...]
) -> None:
    photo(inbox / "IMG_0001.jpg")
    before = tree(site)
    done = ocop(*lines)
    assert done.exit_code in (1, 130)
    assert {p: c for p, c in tree(site).items() if not p.startswith(".ocop")} == before


def test_without_a_terminal_nothing_is_written_unasked(site: Path, inbox: Path, ocop: Ocop) -> None:
    photo(inbox / "gao-mau.jpg")
    assert ocop().exit_code == 1
    assert pictures(site) == []


def test_what_cannot_be_used_is_told_and_the_rest_is_taken(site: Path, inbox: Path, ocop: Ocop) -> None:
    photo(inbox / "gao-mau.jpg")
    (inbox / "gao-mau.docx").write_bytes(b"PK\x03\x04")
    content = photo(inbox / "tra-mau.jpg").read_bytes()
    (inbox / "tra-mau.jpg").write_bytes(content[: len(content) // 2])
    Image.new("1", (20000, 9000)).save(inbox / "tra-mau-2.png")
    photo(inbox / "IMG_9.jpg")
    (inbox / ".DS_Store").write_bytes(b"x")
    (inbox / "Thumbs.db").write_bytes(b"x")
    (inbox / "link.jpg").symlink_to(inbox / "gao-mau.jpg")
    done = ocop(words=("--yes",))
    assert done.exit_code == 1
    assert len(pictures(site)) == 1
    assert pictures(site, TEA) == []
    told = [line.split(":") for line in done.output.splitlines() if " lấy, " in line]
    assert [name for name, *_ in told] == ["IMG_9.jpg", "gao-mau.docx", "tra-mau-2.png", "tra-mau.jpg"]
    assert "Traceback" not in done.output
    for name in (".DS_Store", "Thumbs.db", "link.jpg"):
        assert name not in done.output


def test_photos_of_a_folder_inside_of_the_records_are_refused(site: Path, tmp_path: Path) -> None:
    for folder in (site / "products", site / RICE, tmp_path):
        given = ["--root", str(site), "photos", str(folder), "--yes"]
        assert CliRunner().invoke(command_line("vi"), given).exit_code == 2


def test_records_with_errors_are_left_alone(site: Path, inbox: Path, ocop: Ocop) -> None:
    replace(site / TEA / "product.yaml", "stars: 3", "stars: 6")
    photo(inbox / "gao-mau.jpg")
    before = tree(site)
    done = ocop(words=("--yes",))
    assert done.exit_code == 1
    assert "STARS-RANGE" in done.output
    assert tree(site) == before


def test_copies_of_another_catalogue_get_no_photos(site: Path, inbox: Path, ocop: Ocop) -> None:
    shutil.copyfile(Path(__file__).parent / "sites/full/content/copy.yaml", site / "content/copy.yaml")
    photo(inbox / "gao-mau.jpg")
    assert ocop(words=("--yes",)).exit_code == 1
    assert pictures(site) == []


def test_a_photo_that_another_run_took_meanwhile_is_named_once(
    ocop: Ocop, site: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo(inbox / "gao-mau.jpg")
    before = (site / RICE / "product.yaml").read_bytes()
    assert ocop(words=("--yes",)).exit_code == 0
    taken = (site / RICE / "product.yaml").read_bytes()
    assert taken != before
    (site / RICE / "product.yaml").write_bytes(before)

    def after_the_other(*given: Any) -> str:
        (site / RICE / "product.yaml").write_bytes(taken)
        return digest_of(*given)

    monkeypatch.setattr(photos, "digest_of", after_the_other)
    assert ocop(words=("--yes",)).exit_code == 0
    assert (site / RICE / "product.yaml").read_bytes() == taken
