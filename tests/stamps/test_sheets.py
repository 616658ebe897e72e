"""Sheets of stamps, read back as printers and phones would."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from printed import LONG, boxes, codes, pictures, text
from stamped import PAYLOAD, VALUES, designs, job, look, named

from generator.diagnostics.problem import RefusedError
from generator.issuing.serials import grouped, serials
from generator.render.qr_encoder import encode
from generator.stamps.artwork import artwork
from generator.stamps.paper import Sheet, label_sheet, sheet_for
from generator.stamps.pdf import StampJob, write_identical, write_numbered
from generator.stamps.preview import preview
from generator.stamps.sizes import Module
from generator.stamps.values import WrittenStamps, numbered_payload

pytestmark = pytest.mark.slow

NAMES = ("bare", "rectangle", "round", "seal", "shelf", "trace")
PLAIN = tuple(name for name in NAMES if name != "seal")
INCHES = (8 * 25.4, 11 * 25.4)
"""A page of whole inches: at every resolution it is a whole number of dots wide and high."""
DOTS = {203: 4, 300: 5, 600: 10}
"""Dots of the smallest module of a retail pack by resolution."""


def written(folder: Path, work: StampJob, count: int, *, numbered: bool = False) -> WrittenStamps:
    """A file of some stamps."""
    if numbered or work.design.hides_serial:
        return write_numbered(folder / "numbered.pdf", work, serials(b"secret", 1, count), count)
    return write_identical(folder / "plain.pdf", work, count)


def payloads(work: StampJob, count: int, *, numbered: bool) -> list[str]:
    """What the symbols of a file say."""
    if not numbered or work.design.hides_serial:
        return [PAYLOAD] * count
    return [numbered_payload(PAYLOAD, serial) for serial in serials(b"secret", 1, count)]


def test_the_default_theme_has_these_designs() -> None:
    assert tuple(designs()) == NAMES


# -- symbols ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("numbered", [False, True])
@pytest.mark.parametrize("dpi", DOTS)
@pytest.mark.parametrize("name", NAMES)
def test_every_symbol_of_a_sheet_is_read_by_two_decoders(
    name: str, dpi: int, numbered: bool, tmp_path: Path
) -> None:
    # At 203 dpi a stamp needs some room more, as its modules are half a millimetre wide.
    design = designs()[name].scaled_to(designs()[name].size[0] * (1.2 if dpi == 203 else 1))
    work = job(design, dpi=dpi)
    count = work.sheet.places
    file = written(tmp_path, work, count, numbered=numbered)
    read = [code for page in pictures(file.path.read_bytes(), dpi) for code in codes(page)]
    assert sorted(read) == sorted(payloads(work, count, numbered=numbered))
    assert (file.stamps, file.pages) == (count, 1)


def symbols(picture: Image.Image) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, right and bottom of the dark pixels of each symbol of a page."""
    kinds = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for barcode in zxingcpp.read_barcodes(picture, formats=kinds):
        corner = barcode.position.top_left
        # A finder's frame is dark all around: go from the decoder's corner to its outermost pixel.
        x, y = corner.x + 2, corner.y + 2
        while picture.getpixel((x - 1, y)) < 128:  # type: ignore[operator]
            x -= 1
        while picture.getpixel((x, y - 1)) < 128:  # type: ignore[operator]
            y -= 1
        far = barcode.position.bottom_right
        side = max(far.x - x, far.y - y)
        yield x, y, x + side, y + side


@pytest.mark.parametrize("numbered", [False, True])
@pytest.mark.parametrize("dpi", DOTS)
def test_modules_and_quiet_zone_have_their_size_on_paper(dpi: int, numbered: bool, tmp_path: Path) -> None:
    """Measured from a raster of the printer's own dots."""
    for name in NAMES:
        design = designs()[name].scaled_to(designs()[name].size[0] * (1.2 if dpi == 203 else 1))
        work = job(design, label_sheet(design.size, 1, 2, page=INCHES, margin=(10.3, 12.7)), dpi=dpi)
        file = written(tmp_path, work, 2, numbered=numbered)
        dots = round(file.module * dpi / 25.4)
        assert dots >= DOTS[dpi]
        assert file.module == Module(dots, dpi).mm >= 0.3749 if dpi == 203 else file.module >= 0.396
        (picture,) = pictures(file.path.read_bytes(), dpi)
        sides = [encode(payload).side for payload in payloads(work, 2, numbered=numbered)]
        seen = list(symbols(picture))
        assert len(seen) == 2
        for (left, top, _, _), side in zip(seen, sides, strict=True):
            whole, quiet = side * dots, 4 * dots
            for row in range(top + dots // 2, top + whole, dots):
                line = picture.crop((left, row, left + whole, row + 1)).tobytes()
                runs = [len(list(group)) for _, group in groupby(line, key=lambda grey: grey < 128)]
                assert all(run % dots == 0 for run in runs), (name, row - top, runs)
            around = picture.crop(
                (left - quiet + 1, top - quiet + 1, left + whole + quiet - 1, top + whole + quiet - 1)
            )
            around.paste(255, (quiet - 2, quiet - 2, quiet + whole, quiet + whole))
            assert min(around.tobytes()) >= 250, name


def test_numbers_stand_in_groups_beside_their_symbol(tmp_path: Path) -> None:
    for name in NAMES:
        work = job(designs()[name])
        words = text(written(tmp_path, work, 3, numbered=True).path.read_bytes())
        for serial in serials(b"secret", 1, 3):
            lines = [grouped(serial)] if name != "seal" else [grouped(serial)[:9], grouped(serial)[10:]]
            assert all(line in words for line in lines), name


# -- places -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "trim", "bleed", "media"),
    [
        ("a4", (144, 270), (144, 270), (210, 297)),
        ("sra3", (256, 430), (260, 434), (320, 450)),
        ("one-up", (48, 27), (54, 33), (68, 47)),
    ],
)
def test_boxes_tell_printers_where_to_cut(
    sheet: str,
    trim: tuple[float, float],
    bleed: tuple[float, float],
    media: tuple[float, float],
    tmp_path: Path,
) -> None:
    design = designs()["rectangle"]
    for numbered in (False, True):
        file = written(tmp_path, job(design, sheet_for(sheet, design.size)), 3, numbered=numbered)
        for page in boxes(file.path.read_bytes()):
            assert page["trim"] == pytest.approx(trim, abs=0.01)
            assert page["bleed"] == pytest.approx(bleed, abs=0.01)
            assert page["media"] == pytest.approx(media, abs=0.01)


def centres(picture: Image.Image, dpi: int) -> list[tuple[float, float]]:
    """The middle of each symbol of a page in mm, by rows."""
    middles = [((a + c) / 2, (b + d) / 2) for a, b, c, d in symbols(picture)]
    return sorted(
        ((x * 25.4 / dpi, y * 25.4 / dpi) for x, y in middles), key=lambda at: (round(at[1]), at[0])
    )


def test_a_label_sheet_that_is_half_used_is_begun_where_labels_are_left(tmp_path: Path) -> None:
    design = designs()["bare"]
    sheet = label_sheet(design.size, 4, 5, margin=(12, 20), gap=(3, 5)).with_skip(6)
    file = written(tmp_path, job(design, sheet), 15)
    assert (file.stamps, file.pages) == (15, 2)
    first, second = (centres(page, 600) for page in pictures(file.path.read_bytes()))
    assert (len(first), len(second)) == (14, 1)
    box = design.symbol.box
    middle = 12 + box.x + box.width / 2, 20 + box.y + box.height / 2
    wide, high = 22 + 3, 26.5 + 5
    wanted = [(middle[0] + place % 4 * wide, middle[1] + place // 4 * high) for place in range(6, 20)]
    for seen, expected in zip(first, wanted, strict=True):
        assert seen == pytest.approx(expected, abs=0.12)
    assert second[0] == pytest.approx(middle, abs=0.12)


def test_crop_marks_stand_outside_of_the_bleed(tmp_path: Path) -> None:
    design = designs()["rectangle"]
    for name in ("sra3", "one-up"):
        sheet = sheet_for(name, design.size)
        (picture,) = pictures(written(tmp_path, job(design, sheet), 1).path.read_bytes(), 600)
        left, top, right, bottom = (round(side * 600 / 25.4) for side in sheet.trim)

        def dots(mm: float) -> int:
            return round(mm * 600 / 25.4)

        for x in (left, left + dots(48)):
            above = picture.crop((x - 3, top - dots(5), x + 4, top - dots(4)))
            assert min(above.tobytes()) < 200, name
            assert min(picture.crop((x - 3, bottom + dots(4), x + 4, bottom + dots(5))).tobytes()) < 200
        for y in (top, top + dots(27)):
            assert min(picture.crop((left - dots(5), y - 3, left - dots(4), y + 4)).tobytes()) < 200
            assert min(picture.crop((right + dots(4), y - 3, right + dots(5), y + 4)).tobytes()) < 200
        white = 3 - sheet.bleed  # between what bleeds over the edge and the marks
        if white:
            for edge in (top - dots(3) + 3, bottom + dots(sheet.bleed) + 3):
                gap = picture.crop((left - 5, edge, right + 5, edge + dots(white) - 6))
                assert min(gap.tobytes()) >= 250, name
            for edge in (left - dots(3) + 3, right + dots(sheet.bleed) + 3):
                gap = picture.crop((edge, top - 5, edge + dots(white) - 6, bottom + 5))
                assert min(gap.tobytes()) >= 250, name


# -- words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_words_can_be_copied_as_vietnamese(name: str, tmp_path: Path) -> None:
    words = text(written(tmp_path, job(designs()[name]), 1).path.read_bytes())
    wanted = ["LS0041"] if name == "bare" else ["Trà diếp cá Lụa Vy"]
    if name in ("rectangle", "seal", "shelf", "trace"):
        wanted += ["Hợp tác xã Nông nghiệp Lụa Vy", "DCLV-2610-01"]
    for words_of_field in wanted:
        assert words_of_field in words


@pytest.mark.parametrize("numbered", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_a_sample_says_so_on_the_stamp(name: str, numbered: bool, tmp_path: Path) -> None:
    design = designs()[name]
    real = written(tmp_path, job(design), 1, numbered=numbered).path.read_bytes()
    assert "SAMPLE" not in text(real)
    sample = job(design, values=replace(VALUES, sample=True))
    assert "MẪU · SAMPLE" in text(written(tmp_path, sample, 1, numbered=numbered).path.read_bytes())


@pytest.mark.parametrize("name", ["rectangle", "round", "seal", "shelf"])
def test_stars_and_their_words_are_drawn_only_while_they_are_valid(name: str, tmp_path: Path) -> None:
    design = designs()[name]
    gold = 60  # nothing else on a stamp is yellow
    for stars in (0, 3, 5):
        file = written(tmp_path, job(design, values=replace(VALUES, stars=stars)), 1)
        data = file.path.read_bytes()
        (picture,) = (page.convert("RGB") for page in coloured(data))
        yellow = sum(
            red - blue > gold and green - blue > gold // 2 and red > 150
            for red, green, blue in zip(*(band.tobytes() for band in picture.split()), strict=True)
        )
        assert bool(yellow) == bool(stars)
        assert ("Sao đến hết" in text(data)) == (name == "shelf" and stars > 0)
        assert ("OCOP" in text(data)) == (name != "shelf" and stars > 0)


@pytest.mark.parametrize("name", ["rectangle", "round", "seal", "shelf"])
def test_without_valid_stars_not_even_their_outlines_are_drawn(name: str) -> None:
    design, values = designs()[name], replace(VALUES, stars=0)
    without = design.model_copy(update={"stars": None})
    assert artwork(design, values, look(), 0, numbered=True) == artwork(
        without, values, look(), 0, numbered=True
    )


def coloured(data: bytes) -> Iterator[Image.Image]:
    """Each page in colour."""
    import pypdfium2

    for page in pypdfium2.PdfDocument(data):
        yield page.render(scale=150 / 72).to_pil()


def test_a_name_that_is_too_long_is_refused_whole(tmp_path: Path) -> None:
    for name in ("round", "rectangle", "seal"):
        with pytest.raises(RefusedError) as caught:
            written(tmp_path, job(designs()[name], values=named(LONG)), 1)
        assert caught.value.key == "stamps-text-long"
        assert caught.value.values["field_vi"] == "tên sản phẩm"
        assert caught.value.values["words"] == LONG
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("length", range(20, len(LONG), 15))
def test_a_name_stands_whole_on_a_stamp_or_the_stamp_is_refused(length: int, tmp_path: Path) -> None:
    name = LONG[:length].rpartition(" ")[0]
    for design in designs().values():
        if design.identity == "bare":
            continue
        file = None
        with suppress(RefusedError):
            file = written(tmp_path, job(design, values=named(name)), 1)
        if file:
            assert name in text(file.path.read_bytes())
        assert file or len(name) > 30 or design.identity == "round"


def test_a_name_has_no_more_lines_than_the_design_allows(tmp_path: Path) -> None:
    design, name = designs()["rectangle"], LONG[:60].rpartition(" ")[0]
    written(tmp_path, job(design, values=named(name)), 1)
    fields = tuple(field.model_copy(update={"lines": min(field.lines, 2)}) for field in design.fields)
    with pytest.raises(RefusedError, match="stamps-text-long"):
        written(tmp_path, job(design.model_copy(update={"fields": fields}), values=named(name)), 1)


def test_one_long_word_is_not_cut(tmp_path: Path) -> None:
    word = "Khoailangnuongthatladaikhongdaucach"
    assert word in text(written(tmp_path, job(designs()["shelf"], values=named(word)), 1).path.read_bytes())
    with pytest.raises(RefusedError, match="stamps-text-long"):
        written(tmp_path, job(designs()["rectangle"], values=named(word)), 1)


# -- refusals ----------------------------------------------------------------------------------------


def test_orders_that_a_design_cannot_serve_are_refused(tmp_path: Path) -> None:
    seal, bare = designs()["seal"], designs()["bare"]
    with pytest.raises(RefusedError, match="stamps-needs-numbers"):
        write_identical(tmp_path / "a.pdf", job(seal), 1)
    with pytest.raises(RefusedError, match="stamps-no-numbers"):
        write_numbered(tmp_path / "a.pdf", job(bare.model_copy(update={"serial": None})), ["0" * 16], 1)
    with pytest.raises(RefusedError, match="stamps-letter"):
        write_identical(tmp_path / "a.pdf", job(designs()["round"], values=named("Chè \ue000")), 1)
    long = replace(VALUES, payload=PAYLOAD + "x" * 4000)
    for write in (
        write_identical,
        lambda file, work, count: written(file.parent, work, count, numbered=True),
    ):
        with pytest.raises(RefusedError, match="stamps-overfull"):
            write(tmp_path / "a.pdf", job(bare, values=long), 1)
    assert not list(tmp_path.iterdir())


def test_a_symbol_below_the_floor_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    longer = replace(VALUES, payload=PAYLOAD + "-" + "x" * 40)
    for use, refused in (("phone", False), ("retail", True), ("shelf", True)):
        work = job(designs()["round"], values=longer, use=use)
        if refused:
            with pytest.raises(RefusedError) as caught:
                written(tmp_path, work, 1)
            assert caught.value.key == "stamps-symbol-small"
            assert not list(tmp_path.iterdir())
        else:
            assert written(tmp_path, work, 1).module < 0.396
            (tmp_path / "plain.pdf").unlink()


@pytest.mark.parametrize(
    ("columns", "rows", "margin", "gap"),
    [
        *((5, 5, (10, 10), (0, 0)), (4, 11, (10, 10), (0, 0)), (3, 3, (100, 10), (0, 0))),
        *((3, 3, (10, 10), (40, 0)), (0, 3, (1, 1), (0, 0)), (-3, -3, (1, 1), (0, 0))),
        *((2, 2, (-1, 1), (0, 0)), (10**12, 1, (1, 1), (0, 0))),
    ],
)
def test_labels_that_do_not_lie_on_the_page_are_refused(
    columns: int, rows: int, margin: tuple[float, float], gap: tuple[float, float]
) -> None:
    with pytest.raises(RefusedError, match="stamps-labels-outside"):
        label_sheet((48, 27), columns, rows, margin=margin, gap=gap)


def test_places_that_a_sheet_does_not_have_are_refused() -> None:
    sheet = label_sheet((48, 27), 4, 10, margin=(9, 13.5))
    assert sheet.with_skip(39).skip == 39
    for skip in (-1, 40, 10**9):
        with pytest.raises(RefusedError, match="stamps-skip"):
            sheet.with_skip(skip)
    with pytest.raises(RefusedError, match="stamps-sheet-small"):
        sheet_for("a4", (48, 280))


@pytest.mark.parametrize("count", [1, 5, 14, 15, 33, 34, 35, 200])
def test_every_stamp_has_one_place(count: int) -> None:
    sheet: Sheet = label_sheet((22, 26), 4, 5, margin=(12, 20)).with_skip(6)
    pages = list(sheet.pages(count))
    assert sum(map(len, pages)) == count
    assert pages[0].start == 6
    assert all(page.start == 0 for page in pages[1:])
    assert all(page.stop == 20 for page in pages[:-1])


# -- files --------------------------------------------------------------------------------------------


def test_the_same_order_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in NAMES:
        for numbered in (False, True):
            first = written(tmp_path, job(designs()[name]), 40, numbered=numbered)
            data = first.path.read_bytes()
            again = written(tmp_path, job(designs()[name]), 40, numbered=numbered)
            assert again.path.read_bytes() == data
            assert again == first


def test_identical_stamps_are_drawn_once(tmp_path: Path) -> None:
    design = designs()["rectangle"]
    few = written(tmp_path, job(design), 60).path.stat().st_size
    file = written(tmp_path, job(design), 31_250)
    assert (file.stamps, file.pages) == (31_250, 1042)
    assert file.path.stat().st_size - few < 300 * file.pages
    once = written(tmp_path, job(design, sheet_for("one-up", design.size)), 31_250)
    assert (once.stamps, once.pages) == (1, 1)


def test_serials_are_drawn_in_order_and_all_of_them(tmp_path: Path) -> None:
    work, steps = job(designs()["bare"]), list[int]()
    numbers = list(serials(b"secret", 1, 170))
    file = write_numbered(tmp_path / "a.pdf", work, numbers, 170, steps.append)
    assert steps == [80, 80, 10]
    words = text(file.path.read_bytes())
    places = [words.index(grouped(serial)) for serial in numbers]
    assert places == sorted(places)
    with pytest.raises(ValueError, match="170 serials promised, 169 given"):
        write_numbered(tmp_path / "b.pdf", work, numbers[:-1], 170)
    assert not (tmp_path / "b.pdf").exists()


# -- proof --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("numbered", [False, True])
def test_the_proof_has_every_design_at_true_size_with_rulers(numbered: bool, tmp_path: Path) -> None:
    all_designs = list(designs().values())
    pairs = [(design, VALUES) for design in all_designs]
    file = preview(tmp_path / "proof.pdf", pairs, job(all_designs[0]).how, numbered=numbered)
    data = file.path.read_bytes()
    words = text(data)
    assert file.stamps == len(pairs)
    assert words.count("100 %") == 2 * file.pages
    for design in all_designs:
        assert design.name["vi"] in words
        assert "{:g} × {:g} mm".format(*design.size) in words
    module = "0,423 mm = 10" if numbered else "0,466 mm = 11"
    assert f"{module} điểm in ở 600 dpi" in words
    assert f"{module} dots at 600 dpi".replace(",", ".") in words
    assert words.count("0000-0000") == (12 if numbered else 2)  # the seal is numbered in any case
    read = [code for page in pictures(data) for code in codes(page)]
    plain = numbered_payload(PAYLOAD, "0" * 16) if numbered else PAYLOAD
    assert sorted(read) == sorted([PAYLOAD] + [plain] * 5)
    page = next(pictures(data))
    for at in (0, 50, 100, 150):
        x = round((12 + at) * 600 / 25.4)
        tick = page.crop((x - 4, round(28 * 600 / 25.4), x + 5, round(28 * 600 / 25.4) + 1)).tobytes()
        assert min(tick) < 128
    for at in (10, 100, 200):
        y = round((32 + at) * 600 / 25.4)
        tick = page.crop((round(8 * 600 / 25.4), y - 4, round(8 * 600 / 25.4) + 1, y + 5)).tobytes()
        assert min(tick) < 128
    assert boxes(data)[0]["media"] == pytest.approx((210, 297), abs=0.01)
