"""Scripts of a theme: read with its parents', squeezed without harm, published and carried inline."""

from pathlib import Path

import pytest
from built import PROJECT
from tiny import copy_tiny

from generator.render import theme as themes
from generator.render.theme import bare


def test_only_whole_lines_of_comment_and_indents_go() -> None:
    script = (
        "// why\n(function () {\n  var address = 'https://ocop.test';  // kept\n\n  go(address);\n})();\n"
    )
    assert bare(script) == (
        "(function () {\nvar address = 'https://ocop.test';  // kept\ngo(address);\n})();\n"
    )


@pytest.mark.slow
def test_a_child_themes_script_takes_its_parents_place(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    child = root / "themes" / "rieng"
    (child / "scripts").mkdir(parents=True)
    (child / "theme.yaml").write_text("name: rieng\nextends: default\n", encoding="utf-8")
    (child / "scripts" / "trace.js").write_text("var mine = 1;\n", encoding="utf-8")
    loaded = themes.load(root, "rieng")
    assert loaded.inline["trace.js"] == "var mine = 1;\n"
    assert loaded.inline["not-found.js"] == themes.load(PROJECT, "default").inline["not-found.js"]
    assert loaded.facts.texts[loaded.facts.assets["trace.js"].lstrip("/")] == "var mine = 1;\n"
