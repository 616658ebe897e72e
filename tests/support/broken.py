"""The tiny site with a fault: what ``tests/broken/<CODE>`` lays over it."""

import shutil
from pathlib import Path

TESTS = Path(__file__).parent.parent
TINY = TESTS / "sites" / "tiny"
BROKEN = TESTS / "broken"


def broken_copy(code: str, folder: Path) -> Path:
    """The tiny site with the files of ``tests/broken/<code>`` laid over it; ``.remove`` deletes."""
    site = folder / "site"
    shutil.copytree(TINY, site)
    for path in sorted((BROKEN / code).rglob("*")):
        inside = path.relative_to(BROKEN / code)
        if not path.is_file() or inside.name == "problems.txt":
            continue
        if path.suffix == ".remove":
            (site / inside.with_suffix("")).unlink()
        else:
            (site / inside).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, site / inside)
    return site
