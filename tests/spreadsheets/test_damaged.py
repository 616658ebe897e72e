"""Damaged and hostile files give a workbook or one clear error, whatever is wrong, with little memory."""

import io
import random
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from built import PROJECT
from compound_file import compound_file
from dirty_lists import DIRTY_LISTS, DirtyList
from workbook_files import Grid, Written, biff8, rewritten, write_ods, write_xls, write_xlsx

from generator.spreadsheets.refusals import MAX_ROWS
from generator.spreadsheets.workbook import SpreadsheetError, read_workbook

pytestmark = pytest.mark.slow

ROUNDS = 120
"""Damaged copies of each list; tens of thousands of rounds were tried when this was written."""
ODD_NUMBERS = ("-1", "0", "", "x", "1e999", "65536", "2147483648", "4294967295", "99999999999999999999")
ODD_BYTES = (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\0\0\x01\0")


def with_odd_bytes(data: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 3, 10, 50))):
        at = chance.randrange(len(damaged) or 1)
        match chance.randrange(5):
            case 0:
                damaged[at : at + 1] = bytes((chance.randrange(256),))
            case 1:
                damaged[at : at + 4] = chance.choice(ODD_BYTES)
            case 2:
                del damaged[at : at + chance.randrange(1, 20)]
            case 3:
                damaged[at:at] = chance.randbytes(chance.randrange(1, 8))
            case _:
                source = chance.randrange(len(damaged) or 1)
                damaged[at : at + 8] = damaged[source : source + 8]
    return bytes(damaged) or b"x"


def with_odd_numbers(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    for _ in range(chance.choice((1, 2, 5))):
        if numbers := list(re.finditer(r"\d+", text)):
            number = chance.choice(numbers)
            text = text[: number.start()] + chance.choice(ODD_NUMBERS) + text[number.end() :]
    return text.encode()


def with_a_damaged_part(data: bytes, chance: random.Random) -> bytes:
    """An archive in which a part is missing or damaged, and all checksums are right."""
    copy = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        victim = chance.choice(source.namelist())
        damage = chance.choice((None, with_odd_bytes, with_odd_numbers, with_odd_numbers))
        for name in source.namelist():
            if name != victim:
                archive.writestr(name, source.read(name))
            elif damage:
                archive.writestr(name, damage(source.read(name), chance))
    return copy.getvalue()


def damaged(data: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.1:
        return data[: chance.randrange(len(data))]
    if data.startswith(b"PK") and chance.random() < 0.8:
        return with_a_damaged_part(data, chance)
    return with_odd_bytes(data, chance)


def read_damaged(dirty_list: DirtyList, folder: Path, seed: int, rounds: int) -> None:
    """Read damaged copies of a list. Fails, and leaves the copy, where one gives another exception."""
    path = dirty_list.write(folder)
    data, chance = path.read_bytes(), random.Random(seed)
    for _ in range(rounds):
        path.write_bytes(damaged(data, chance))
        with suppress(SpreadsheetError):
            read_workbook(path)


@pytest.mark.parametrize("make", DIRTY_LISTS, ids=lambda make: make.__name__)
def test_a_damaged_file_is_read_or_refused(make: Callable[[], DirtyList], tmp_path: Path) -> None:
    read_damaged(make(), tmp_path, seed=15, rounds=ROUNDS)


ROW = '<row r="{0}" spans="1:3" s="1" customFormat="1" ht="15"><c r="A{0}" s="1"/><c r="B{0}" s="1"/></row>'
LIMITED = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (600 << 20, 600 << 20))
from generator.spreadsheets.workbook import SpreadsheetError, read_workbook
try:
    print([len(sheet.rows) for sheet in read_workbook(Path(sys.argv[1])).sheets])
except SpreadsheetError as error:
    print(error.problem.code)
"""


def read_with_little_memory(path: Path) -> str:
    """What a process that may have 600 MB of addresses tells of a file: heights of sheets or the code."""
    command = [sys.executable, "-c", LIMITED, str(path)]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.strip()


def formatted_rows(path: Path) -> None:
    """A list of two rows below which Excel has formatted more rows than a list may have."""
    write_xlsx(path, Grid("S", {"A1": "Tên", "A2": "Trà Mẫu"}))
    rows = "".join(map(ROW.format, range(3, 2 * MAX_ROWS))).encode()
    rewritten(path, lambda _, content: content.replace(b"</sheetData>", rows + b"</sheetData>"))


def formatted_rows_of_xls(path: Path) -> None:
    write_xls(
        path,
        Grid("S", {"A1": "Tên", "A2": "Trà Mẫu", **{f"IV{row}": Written(None) for row in range(3, 65_537)}}),
    )


def repeated_rows_of_ods(path: Path) -> None:
    write_ods(path, Grid("S", {"A1": "Tên", "A2": "Trà Mẫu"}))


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited by a call of Linux")
@pytest.mark.slow
@pytest.mark.parametrize("write", [formatted_rows, formatted_rows_of_xls, repeated_rows_of_ods])
def test_more_empty_rows_than_are_read_are_cut(write: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "mau"
    write(path)
    assert read_with_little_memory(path) == "[2]"


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited by a call of Linux")
def test_a_chain_of_sectors_that_bites_its_tail_ends(tmp_path: Path) -> None:
    data = bytearray(compound_file({"Workbook": biff8(Grid("S", {"A1": 1}))}))
    struct.pack_into("<I", data, 512 + 4, 1)  # the second sector follows itself
    (tmp_path / "mau.xls").write_bytes(data)
    assert read_with_little_memory(tmp_path / "mau.xls") == "[1]"
