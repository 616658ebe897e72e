"""What comes with the program beside its code: the default theme, the legal vocabularies, the starter files.

A checkout has the theme at its top, in ``themes/default``; the wheel carries it inside the package.
"""

import os
from pathlib import Path

PACKAGE = Path(__file__).parent
VOCABULARY = PACKAGE / "vocabulary"
"""Records that the law gives, the same in every province, for projects that have none of their own."""
STARTER = PACKAGE / "starter"
"""What ``ocop init`` writes."""
DEFAULT_THEME = "default"


def sign_names() -> list[str]:
    """Return the names of the signs that a new site can have; none of them belongs to one province."""
    return sorted(path.stem for path in (STARTER / "signs").glob("*.svg"))


def packaged_theme() -> Path:
    """Return the folder of the default theme."""
    inside = PACKAGE / "themes" / DEFAULT_THEME
    return inside if inside.is_dir() else PACKAGE.parent / "themes" / DEFAULT_THEME


def has_whole_theme(root: Path, name: str) -> bool:
    """Whether ``themes/NAME`` of a project is a theme by itself, which needs nothing of the package's."""
    return (root / "themes" / name / "theme.yaml").is_file()


def theme_folders(root: Path, name: str) -> list[Path]:
    """Return the folders of a theme of a project, the first of which wins; none where there is no such theme.

    A folder with ``theme.yaml`` is the whole theme. One without holds single files that take the place of
    the packaged theme's.
    """
    themes = root / "themes"
    own = themes / name
    if has_whole_theme(root, name):
        return [own]
    if name != DEFAULT_THEME:
        return []
    # Links that lead nowhere are for whoever reads the folder to tell.
    is_there = os.path.lexists(own) or (os.path.lexists(themes) and not themes.is_dir())
    return [own, packaged_theme()] if is_there else [packaged_theme()]
