"""The theme's drawings: one for every set and product, small, and safe to stand inside a page."""

import re
import struct
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from built import PROJECT

THEME = PROJECT / "themes" / "default"
THEMES = [THEME, PROJECT / "themes" / "lang-son"]
DRAWINGS = sorted(path for theme in THEMES for path in (theme / "illustrations").glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"

# Plain shapes only: a drawing stands inside pages whose security policy allows no inline style, beside
# other drawings whose ids it could repeat.
SHAPES = {"svg", "g", "path", "circle", "ellipse", "rect"}
ATTRIBUTES = {
    *("viewBox", "data-tint", "d", "cx", "cy", "r", "rx", "ry", "x", "y", "width", "height"),
    *("fill", "fill-rule", "opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"),
    *("stroke-dasharray", "stroke-dashoffset", "transform"),
}

# A trace page holds one drawing inline and must arrive in one flight of 14,600 bytes.
BYTES = 2560
BYTES_OF_LARGE = dict.fromkeys(("flower", "herbal-tea", "jelly", "leafy-greens", "rice", "star-anise"), 4608)
BYTES_OF_LARGE["hero"] = 8 * 1024


def records(pattern: str) -> list[tuple[Path, Any]]:
    return [(path, yaml.safe_load(path.read_text("utf-8"))) for path in sorted(PROJECT.glob(pattern))]


def wanted() -> dict[str, str]:
    """Every drawing that a record names, and one record that names it."""
    result = {}
    for path, record in records("products/*/*/product.yaml"):
        if record.get("illustration"):
            result[record["illustration"]] = str(path.relative_to(PROJECT))
    for path, criteria in records("generator/vocabulary/criteria.yaml"):
        for part in criteria["sets"]:
            result[part["illustration"]] = f"{path.relative_to(PROJECT)}, set {part['number']}"
    return result


def test_every_named_drawing_is_there() -> None:
    there = {drawing.stem for drawing in DRAWINGS}
    missing = {name: record for name, record in wanted().items() if name not in there}
    assert not missing
    assert {"motif", "hero", "generic-food"} <= there


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing.stem)
def test_drawing_is_plain_and_small(drawing: Path) -> None:
    text = drawing.read_text("utf-8")
    root = ET.fromstring(text)
    assert root.tag == SVG + "svg"
    box = {"motif": "0 0 48 48", "hero": "0 0 600 600"}.get(drawing.stem, "0 0 240 240")
    assert root.get("viewBox") == box
    assert re.fullmatch(r"#[0-9a-f]{6}", root.get("data-tint", ""))
    assert not {"width", "height"} & set(root.keys()), "the page gives the size"
    for node in root.iter():
        assert node.tag.removeprefix(SVG) in SHAPES
        assert set(node.keys()) <= ATTRIBUTES
        assert not (node.text or "").strip()
        for value in node.attrib.values():
            assert "url(" not in value
            assert "//" not in value
    assert "<!" not in text
    assert "<?" not in text
    assert len(text.encode()) <= BYTES_OF_LARGE.get(drawing.stem, BYTES)


def test_no_drawing_has_a_ground_of_its_own() -> None:
    """The tinted ground is the page's, so that it can fill any frame."""
    for drawing in DRAWINGS:
        for node in ET.parse(drawing).getroot().iter(SVG + "rect"):
            assert float(node.get("width", "0")) < 220, drawing.name


def test_variants_are_numbered_without_a_gap() -> None:
    """``name-3`` is only ever shown beside ``name`` and ``name-2``."""
    there = {drawing.stem for drawing in DRAWINGS}
    for name in there:
        base, _, number = name.rpartition("-")
        if number.isdecimal():
            before = base if number == "2" else f"{base}-{int(number) - 1}"
            assert before in there, name


def test_theme_guide_lists_every_drawing() -> None:
    guide = (PROJECT / "docs" / "theme.md").read_text("utf-8")
    section = guide.partition("### Drawings\n")[2].partition("\n### ")[0]
    there = [drawing.stem for drawing in (THEME / "illustrations").glob("*.svg")]
    listed = re.findall(r"`([a-z0-9-]+)`", section)
    without_number = [{re.sub(r"-\d+$", "", name) for name in names} for names in (listed, there)]
    assert without_number[0] == without_number[1]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(("name", "side"), [("icon-512", 512), ("icon-192", 192), ("apple-touch-icon", 180)])
def test_icons_have_their_size(theme: Path, name: str, side: int) -> None:
    head = (theme / "static" / f"{name}.png").read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", head[16:24]) == (side, side)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_favicon_is_a_drawing(theme: Path) -> None:
    root = ET.fromstring((theme / "static" / "favicon.svg").read_text("utf-8"))
    assert root.tag == SVG + "svg"
    assert root.get("viewBox") == "0 0 48 48"
