"""Each file that is not read is refused with the message of its kind, and nothing else happens."""

import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from compound_file import compound_file
from PIL import Image
from workbook_files import (
    Grid,
    Written,
    biff8,
    rewritten,
    write_ods,
    write_ods_content,
    write_xls,
    write_xlsx,
)

from generator.diagnostics.problem import problem_codes
from generator.messages import message
from generator.spreadsheets import archive, source_file
from generator.spreadsheets.workbook import SpreadsheetError, read_workbook

GRID = Grid("S", {"A1": "Tên", "A2": "Trà Mẫu"})
FORMULAS = Grid("Bảng", {f"{letter}1": Written(None, formula="1+1") for letter in "ABCDEFG"})
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'

Maker = Callable[[Path], object]


def xlsx(**changed: bytes) -> Maker:
    """A workbook with other parts: by their names without folders, what they hold."""

    def make(path: Path) -> None:
        write_xlsx(path, GRID)
        rewritten(path, lambda name, content: changed.get(name.rpartition("/")[2], content))

    return make


def replaced(old: bytes, new: bytes, *, grid: Grid = GRID) -> Maker:
    def make(path: Path) -> None:
        write_xlsx(path, grid)
        rewritten(path, lambda _, content: content.replace(old, new))

    return make


def with_part(name: str, content: bytes) -> Maker:
    def make(path: Path) -> None:
        write_xlsx(path, GRID)
        rewritten(path, lambda _, content: content, **{name: content})

    return make


def archive_of(**parts: bytes) -> Maker:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)

    return make


def of_bytes(content: bytes) -> Maker:
    return lambda path: path.write_bytes(content)


def with_lock(name: str) -> Maker:
    def make(path: Path) -> None:
        write_xlsx(path, GRID)
        path.with_name(name.format(path.name)).write_bytes(b"\x06Mau")

    return make


def cut_short(path: Path) -> None:
    write_xlsx(path, GRID)
    path.write_bytes(path.read_bytes()[:-200])


def understated(path: Path) -> None:
    """An archive with a part that unpacks to more than it states."""
    write_xlsx(path, GRID)
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(data.replace(struct.pack("<I", size), struct.pack("<I", size - 90)))


def far_away(address: str) -> Maker:
    return lambda path: write_xlsx(path, Grid("S", {"A1": 1, address: "xa"}))


def ods_of(cell: str) -> Maker:
    table = f'<table:table table:name="S"><table:table-row>{cell}</table:table-row></table:table>'
    return lambda path: write_ods_content(path, "", table)


def ods_with_part(name: str, content: bytes) -> Maker:
    def make(path: Path) -> None:
        write_ods(path, GRID)
        rewritten(path, lambda part, old: None if part == name else old, **{name: content})

    return make


REPEATED = (
    '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384">'
    "<text:p>1</text:p></table:table-cell>"
)
OF_MACROS = "xl/vbaProject.bin"
SHEET_XML = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'

REFUSED: dict[str, dict[str, Maker]] = {
    "SHEET-MISSING": {"none": lambda _: None},
    "SHEET-FOLDER": {"folder": Path.mkdir},
    "SHEET-NOT-PLAIN": {
        "link": lambda path: path.symlink_to("khac.xlsx"),
        **({"pipe": os.mkfifo} if hasattr(os, "mkfifo") else {}),
    },
    "SHEET-OPEN": {"Excel": with_lock("~${}"), "LibreOffice": with_lock(".~lock.{}#")},
    "SHEET-EMPTY": {"empty": of_bytes(b"")},
    "SHEET-KIND": {
        "picture": lambda path: Image.new("RGB", (4, 3)).save(path, "PNG"),
        "photo": lambda path: Image.new("RGB", (4, 3)).save(path, "JPEG"),
        "bitmap": lambda path: Image.new("RGB", (4, 3)).save(path, "BMP"),
        "PDF": of_bytes(b"%PDF-1.7\n"),
        "page": of_bytes(b"\r\n<html><table><tr><td>1</td></tr></table></html>"),
        "XML of Excel 2003": of_bytes(b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'),
        "RTF": of_bytes(b"{\\rtf1 x}"),
        "RAR": of_bytes(b"Rar!\x1a\x07\x00"),
        "shortcut": of_bytes(b"L\0\0\0\x01\x14\x02\0"),
        "program": of_bytes(b"MZ\x90\0\x03"),
        "noise": of_bytes(bytes(range(256))),
        "text": of_bytes(b"a;b\r\n"),
        "archive": archive_of(**{"list.xlsx": b"x"}),
        "Word": archive_of(**{"word/document.xml": b"<x/>"}),
        "xlsb": archive_of(**{"xl/workbook.bin": b"x"}),
        "Numbers": archive_of(**{"Index/Document.iwa": b"x"}),
        "text document": archive_of(
            mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<x/>"}
        ),
        "old Word": of_bytes(compound_file({"WordDocument": b"x"})),
        "old PowerPoint": of_bytes(compound_file({"PowerPoint Document": b"x"})),
        "Excel 95": of_bytes(compound_file({"Book": b"x"})),
        "other OLE": of_bytes(compound_file({"Khac": b"x"})),
    },
    "SHEET-BROKEN": {
        "cut short": cut_short,
        "sizes that lie": understated,
        "no XML": xlsx(**{"sheet1.xml": b"<worksheet><row>"}),
        "no workbook's relations": xlsx(**{"workbook.xml.rels": b""}),
        "bad number of a row": replaced(b'r="1"', b'r="x"'),
        "bad name of a column": replaced(b'r="A1"', b'r="\xc4\x901"'),
        "cut header of OLE": of_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 40),
        "stream that is cut short": of_bytes(compound_file({"Workbook": biff8(GRID)})[:-1000]),
    },
    "SHEET-PASSWORD": {
        "xlsx": of_bytes(compound_file({"EncryptionInfo": b"x", "EncryptedPackage": b"x"})),
        "xls": of_bytes(compound_file({"Workbook": biff8(GRID, protected=True)})),
        "ods": ods_with_part("META-INF/manifest.xml", b"<m><encryption-data/></m>"),
    },
    "SHEET-MACROS": {
        "xlsm": replaced(b"sheet.main+xml", b"sheet.macroEnabled.main+xml"),
        "xlsx with macros": with_part(OF_MACROS, b"x"),
        "macros of Excel 4": replaced(b'relationships/worksheet"', b'relationships/xlMacrosheet"'),
        "xls": of_bytes(compound_file({"Workbook": biff8(GRID), "_VBA_PROJECT_CUR": b"x"})),
        "ods": ods_with_part("Basic/Standard/Module1.xml", b"<x/>"),
    },
    "SHEET-BOMB": {
        "large part": with_part("xl/worksheets/sheet9.xml", b" " * 160_000_000),
        "many parts": archive_of(**{f"{number}.xml": b"" for number in range(5_001)}),
        "entities in a sheet": xlsx(**{"sheet1.xml": ENTITIES.encode() + SHEET_XML}),
        "entities in the workbook": xlsx(**{"workbook.xml": ENTITIES.encode() + b"<workbook/>"}),
        "entities in ods": lambda path: write_ods_content(path, "", "", ENTITIES),
    },
    "SHEET-FORMULAS": {
        "xlsx": lambda path: write_xlsx(path, FORMULAS),
        "ods": lambda path: write_ods(path, FORMULAS),
        "results that are out of date": replaced(
            b"<v />", b"<v>0</v>", grid=Grid("S", {"A1": Written(None, formula="1+1")})
        ),
    },
    "SHEET-TOO-LARGE": {
        "rows": far_away("A100001"),
        "columns": far_away("SG1"),
        "cells": far_away("SA5000"),
        "last cell": far_away("XFD1048576"),
        "xls": lambda path: write_xls(path, Grid("S", {"A1": 1, "IV65536": 1})),
        "ods": ods_of(REPEATED),
    },
    "SHEET-TOO-BIG": {},
    "SHEET-CHANGED": {},
    "SHEET-UNREADABLE": {},
    "SHEET-ENCODING": {},
    "SHEET-QUOTES": {},
}
"""By code; what needs a change of the machine has a test of its own, text files have test_delimited.py."""

CASES = [
    pytest.param(code, make, id=f"{code}-{name}")
    for code, cases in REFUSED.items()
    for name, make in cases.items()
]


def refused(path: Path) -> str:
    """The code of the error with which a file is refused; its sentences are whole in both languages."""
    before = sorted(path.parent.iterdir())
    with pytest.raises(SpreadsheetError) as caught:
        read_workbook(path)
    assert sorted(path.parent.iterdir()) == before
    problem = caught.value.problem
    assert problem.location.file == path.name
    for language in ("vi", "en"):
        assert problem.sentence(language)
        assert problem.hint(language)
    return problem.code


@pytest.mark.parametrize(("code", "make"), CASES)
def test_refused(code: str, make: Maker, tmp_path: Path) -> None:
    path = tmp_path / "mau.xlsx"
    make(path)
    assert refused(path) == code


def test_every_code_has_a_case() -> None:
    assert {code for code in problem_codes() if code.startswith("SHEET-")} == set(REFUSED)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(
            ("picture", "picture"),
            ("photo", "picture"),
            ("bitmap", "picture"),
            ("PDF", "pdf"),
            ("page", "web-page"),
        ),
        *(("shortcut", "shortcut"), ("program", "program"), ("noise", "unknown"), ("text", "text")),
        *(("archive", "zip"), ("Word", "document"), ("old Word", "document"), ("xlsb", "binary-workbook")),
        *(("Excel 95", "oldest-workbook"), ("text document", "open-document")),
    ],
)
def test_the_message_says_what_a_file_really_is(name: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "mau.xlsx"
    REFUSED["SHEET-KIND"][name](path)
    with pytest.raises(SpreadsheetError) as caught:
        read_workbook(path)
    for language in ("vi", "en"):
        assert message(f"file-kinds.{kind}", language) in caught.value.problem.sentence(language)


def test_a_bomb_is_told_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_xlsx(tmp_path / "mau.xlsx", GRID)
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1000)
    monkeypatch.delattr(zipfile.ZipFile, "read")
    assert refused(tmp_path / "mau.xlsx") == "SHEET-BOMB"


def test_parts_that_are_not_read_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_part("xl/externalLinks/externalLink1.xml", b" " * 1_000_000)(tmp_path / "mau.xlsx")
    monkeypatch.setattr(archive, "MAX_UNPACKED", 500_000)
    assert read_workbook(tmp_path / "mau.xlsx").sheets


def test_cells_with_formulas_are_named(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "mau.xlsx", FORMULAS)
    with pytest.raises(SpreadsheetError) as caught:
        read_workbook(tmp_path / "mau.xlsx")
    assert "7 ô" in caught.value.problem.sentence("vi")
    assert "Bảng!A1, Bảng!B1, Bảng!C1, Bảng!D1, Bảng!E1…" in caught.value.problem.sentence("vi")


def test_a_file_that_is_too_big(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_xlsx(tmp_path / "mau.xlsx", GRID)
    monkeypatch.setattr(source_file, "MAX_BYTES", 1000)
    assert refused(tmp_path / "mau.xlsx") == "SHEET-TOO-BIG"


def test_a_file_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mau.xlsx"
    write_xlsx(path, GRID)
    real_stat = Path.stat

    def stat_after_a_change(self: Path, **options: bool) -> os.stat_result:
        if self == path and not options:  # the look after reading
            os.utime(path, ns=(0, 0))
        return real_stat(self, **options)

    monkeypatch.setattr(Path, "stat", stat_after_a_change)
    with pytest.raises(SpreadsheetError) as caught:
        read_workbook(path)
    assert caught.value.problem.code == "SHEET-CHANGED"


class SharingViolationError(PermissionError):
    """As Windows tells it."""

    winerror = 32


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PermissionError(13, "Permission denied"), "SHEET-UNREADABLE"),
        (OSError(5, "Input/output error"), "SHEET-UNREADABLE"),
        (SharingViolationError(13, "Permission denied"), "SHEET-OPEN"),
    ],
)
def test_a_file_that_cannot_be_opened(
    error: OSError, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mau.xlsx"
    write_xlsx(path, GRID)

    def cannot_open(self: Path, *_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", cannot_open)
    with pytest.raises(SpreadsheetError) as caught:
        read_workbook(path)
    assert caught.value.problem.code == code


def test_pictures_links_and_objects_in_a_workbook_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "mau.xlsx"
    write_xlsx(path, GRID)
    entities = ENTITIES.encode() + b"<x/>"
    rewritten(
        path,
        lambda _, content: content,
        **{
            "xl/media/image1.png": b"no picture",
            "xl/embeddings/oleObject1.bin": b"MZ",
            "xl/externalLinks/externalLink1.xml": entities,
            "xl/drawings/drawing1.xml": entities,
        },
    )
    assert read_workbook(path).sheets[0].rows[1][0].value == "Trà Mẫu"
