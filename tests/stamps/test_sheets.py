"""Sheets of stamps, read back as printers and phones would."""

from pathlib import Path

import pytest
from printed import codes, pictures
from stamped import PAYLOAD, designs, job

from generator.issuing.serials import serials
from generator.stamps.pdf import write_identical, write_numbered
from generator.stamps.values import numbered_payload

NAMES = ("bare", "rectangle", "round", "seal", "shelf")


def test_the_default_theme_has_five_designs() -> None:
    assert tuple(designs()) == NAMES


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_symbol_of_a_sheet_is_read_by_two_decoders(name: str, tmp_path: Path) -> None:
    design = designs()[name]
    work = job(design)
    count = work.sheet.places
    if not design.hides_serial:
        written = write_identical(tmp_path / "plain.pdf", work, count)
        read = [code for page in pictures(written.path.read_bytes()) for code in codes(page)]
        assert read == [PAYLOAD] * count
    numbers = list(serials(b"secret", 1, count))
    written = write_numbered(tmp_path / "numbered.pdf", work, numbers, count)
    read = [code for page in pictures(written.path.read_bytes()) for code in codes(page)]
    payloads = [PAYLOAD if design.hides_serial else numbered_payload(PAYLOAD, serial) for serial in numbers]
    assert sorted(read) == sorted(payloads)
    assert (written.stamps, written.pages) == (count, 1)
