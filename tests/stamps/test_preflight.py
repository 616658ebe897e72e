"""What presses ask of a file (PDF/X-1a:2003, ISO 15930-4), read with libraries that did not write it.

No checker of PDF/X can be had from the package indexes for the oldest Python that is supported. So the rules
stand here: version, boxes, colours, fonts, nothing that shines through, output intent, trapping, identity.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest
from printed import LONG
from pypdf.generic import ContentStream
from stamped import designs, job, named

from generator.issuing.serials import serials
from generator.stamps.paper import label_sheet, sheet_for
from generator.stamps.pdf import write_identical, write_numbered
from generator.stamps.preview import preview

pytestmark = pytest.mark.slow

NAMES = ("bare", "rectangle", "round", "seal", "shelf", "trace")
NUMBERED = 14
"""Stamps of each file of numbered ones: more than a sheet of the largest design has room for."""
FORBIDDEN = {b"rg", b"RG", b"g", b"G", b"sc", b"SC", b"sh", b"ri", b"BI", b"INLINE IMAGE"}
"""Operators of RGB, grey, unnamed colours, shadings and pictures."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Files of every kind, by name."""
    folder = tmp_path_factory.mktemp("stamps")
    made: dict[str, Path] = {}
    for name in NAMES:
        design = designs()[name]
        for sheet in ("a4", "sra3", "one-up"):
            work = job(design, sheet_for(sheet, design.size, is_round=design.shape == "round"))
            if not design.hides_serial:
                made[f"{name} {sheet}"] = folder / f"{name}-{sheet}.pdf"
                write_identical(made[f"{name} {sheet}"], work, 100)
            made[f"{name} {sheet} numbered"] = folder / f"{name}-{sheet}-numbered.pdf"
            write_numbered(made[f"{name} {sheet} numbered"], work, serials(b"secret", 1, NUMBERED), NUMBERED)
    for name in ("rectangle", "shelf"):
        made[f"{name} small"] = folder / f"{name}-small.pdf"
        write_identical(made[f"{name} small"], job(designs()[name], values=named(LONG[:80])), 1)
    design = designs()["bare"]
    labels = label_sheet(design.size, 3, 4, margin=(10, 10), gap=(2, 2)).with_skip(5)
    made["labels"] = folder / "labels.pdf"
    write_identical(made["labels"], job(design, labels), 30)
    made["proof"] = folder / "proof.pdf"
    preview(made["proof"], [(design, job(design).values) for design in designs().values()], job(design).how)
    return made


def streams(reader: pypdf.PdfReader) -> Iterator[tuple[Any, Any]]:
    """Every content of a file, forms included, with its resources; each once."""
    seen: set[int] = set()

    def forms(resources: Any) -> Iterator[tuple[Any, Any]]:
        for reference in (resources.get("/XObject") or {}).values():
            form = reference.get_object()
            if id(form) in seen:
                continue
            seen.add(id(form))
            assert form["/Subtype"] == "/Form", "a picture"
            own = form["/Resources"].get_object()
            yield form, own
            yield from forms(own)

    for page in reader.pages:
        resources = page["/Resources"].get_object()
        contents = page["/Contents"].get_object()
        if id(contents) not in seen:
            seen.add(id(contents))
            yield contents, resources
        yield from forms(resources)


def operations(reader: pypdf.PdfReader) -> Iterator[tuple[list[tuple[Any, bytes]], Any]]:
    """The operators of every content of a file, with its resources."""
    for content, resources in streams(reader):
        yield ContentStream(content, reader).operations, resources


def test_three_readers_find_nothing_wrong(files: dict[str, Path]) -> None:
    for name, path in files.items():
        with pikepdf.open(path) as pdf:
            assert pdf.check_pdf_syntax() == [], name
            pages = len(pdf.pages)
        reader = pypdf.PdfReader(path, strict=True)
        assert len(reader.pages) == pages
        assert all(page.extract_text() for page in reader.pages), name
        with pypdfium2.PdfDocument(path) as document:
            assert len(document) == pages


def test_files_say_which_press_they_are_for(files: dict[str, Path]) -> None:
    for name, path in files.items():
        data = path.read_bytes()
        assert data.startswith(b"%PDF-1.4"), name
        reader = pypdf.PdfReader(BytesIO(data))
        info: Any = reader.trailer["/Info"].get_object()
        assert info["/GTS_PDFXVersion"] == "PDF/X-1a:2003"
        assert info["/Trapped"] == "/False"
        assert isinstance(info["/Trapped"], pypdf.generic.NameObject)
        assert info["/Title"] == "Tem thử"
        assert re.fullmatch(r"D:20261129\d{6}\+07'00'", info["/CreationDate"])
        assert info["/ModDate"] == info["/CreationDate"]
        identity: Any = reader.trailer["/ID"]
        first, second = identity
        assert first == second
        assert first
        root: Any = reader.trailer["/Root"]
        (intent,) = root["/OutputIntents"]
        intent = intent.get_object()
        assert intent["/S"] == "/GTS_PDFX"
        assert intent["/OutputConditionIdentifier"] == "FOGRA39"
        assert intent["/RegistryName"] == "http://www.color.org"
        assert not {"/AcroForm", "/Names", "/OpenAction", "/AA"} & set(root)
        assert "/Encrypt" not in reader.trailer


def test_boxes_lie_in_each_other(files: dict[str, Path]) -> None:
    for name, path in files.items():
        for page in pypdf.PdfReader(path).pages:
            assert "/TrimBox" in page
            assert "/ArtBox" not in page
            media, bleed, trim = page.mediabox, page.bleedbox, page.trimbox
            for outer, inner in ((media, bleed), (bleed, trim)):
                assert outer.left <= inner.left < inner.right <= outer.right, name
                assert outer.bottom <= inner.bottom < inner.top <= outer.top, name
            assert "/Annots" not in page
            assert "/Group" not in page


def test_colours_are_process_inks_and_two_spots(files: dict[str, Path]) -> None:
    for name, path in files.items():
        spots = set()
        for content, resources in operations(pypdf.PdfReader(path)):
            assert not {operator for _, operator in content} & FORBIDDEN, name
            for space in (resources.get("/ColorSpace") or {}).values():
                kind, spot, alternate, _ = space.get_object()
                assert (kind, alternate) == ("/Separation", "/DeviceCMYK")
                assert spot in ("/CutContour", "/Scratch")
            spots |= {str(operands[0]) for operands, operator in content if operator in (b"cs", b"CS")}
        is_for_a_press = "sra3" in name or "one-up" in name
        wanted = {"/CutContour"} | ({"/Scratch"} if name.startswith("seal") else set())
        assert spots == (wanted if is_for_a_press else set()), name


def test_nothing_shines_through_and_only_spots_print_over(files: dict[str, Path]) -> None:
    for name, path in files.items():
        for content, resources in operations(pypdf.PdfReader(path)):
            for state in (resources.get("/ExtGState") or {}).values():
                keys = {key: value for key, value in state.get_object().items() if key != "/Type"}
                assert set(keys) <= {"/OP", "/op", "/OPM"}, name
            over = False
            saved: list[bool] = []
            spot = False
            for _, operator in content:
                if operator == b"q":
                    saved.append(over)
                elif operator == b"Q":
                    over = saved.pop()
                elif operator == b"gs":
                    over = True
                elif operator in (b"cs", b"CS"):
                    spot = True
                elif operator in (b"k", b"K"):
                    spot = False
                elif operator in (b"f", b"S", b"B", b"f*", b"Tj"):
                    assert not over or spot, name


def test_symbols_are_one_path_of_black_ink(files: dict[str, Path]) -> None:
    for name, path in files.items():
        found = 0
        for content, _ in operations(pypdf.PdfReader(path)):
            inks, rectangles = None, 0
            for operands, operator in content:
                if operator == b"re":
                    rectangles += 1
                    assert rectangles < 2 or all(float(side) == int(side) for side in operands)
                elif operator == b"k":
                    inks = [float(ink) for ink in operands]
                elif operator in (b"f", b"f*", b"S", b"B", b"n", b"W"):
                    if rectangles > 100:
                        found += 1
                        assert operator == b"f"
                        assert inks == [0, 0, 0, 1], name
                    rectangles = 0
        wanted = NUMBERED if "numbered" in name and "seal" not in name else 6 if name == "proof" else 1
        assert found == wanted, name


def test_fonts_are_inside_as_parts_and_can_be_copied(files: dict[str, Path]) -> None:
    for name, path in files.items():
        fonts = {}
        for _, resources in operations(pypdf.PdfReader(path)):
            for reference in (resources.get("/Font") or {}).values():
                font = reference.get_object()
                fonts[font["/BaseFont"]] = font
        assert fonts
        for label, font in fonts.items():
            assert re.match(r"/[A-Z]{6}\+", label), label
            assert "/ToUnicode" in font
            assert "/FontFile2" in font["/FontDescriptor"], name


def test_small_words_are_set_in_black_alone_or_white(files: dict[str, Path]) -> None:
    for name, path in files.items():
        for content, _ in operations(pypdf.PdfReader(path)):
            inks, size = [0.0, 0.0, 0.0, 1.0], 0.0
            for operands, operator in content:
                if operator == b"k":
                    inks = [float(ink) for ink in operands]
                elif operator == b"Tf":
                    size = float(operands[1])
                elif operator == b"Tj" and size < 7 and name != "proof":
                    assert inks in ([0, 0, 0, 1], [0, 0, 0, 0]), name
                    assert size >= 5, name
