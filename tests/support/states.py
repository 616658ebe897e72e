"""The made-up site with a scan page in every state, laid over the tiny site."""

import shutil
from pathlib import Path

from built import DAY, PROJECT, BuiltSite, run_ocop
from tiny import BASE, copy_tiny

STATES = PROJECT / "tests" / "sites" / "states"
SCANS = {
    "valid": "/p/MU0101/",
    "expiring": "/p/MU0102/",
    "expired": "/p/MU0103/",
    "unknown": "/p/MU0104/",
    "assessed": "/p/MU0105/",
    "potential_five": "/p/MU0106/",
    "withdrawn": "/p/MU0107/",
    "superseded": "/p/MU0108/",
    "discontinued": "/p/MU0109/",
    "lot": "/p/MU0101/TOT-01/",
    "lot, by GTIN": "/01/09521234500018/10/TOT-01/",
    "recalled lot": "/p/MU0101/THU-HOI-01/",
    "lot off sale": "/p/MU0101/RUT-BAN-01/",
    "expired lot": "/p/MU0101/QUA-HAN-01/",
}
"""What a scan may show, and where."""


def copy_states(root: Path) -> Path:
    """Copy the site to ``root``."""
    copy_tiny(root)
    shutil.copytree(STATES, root, dirs_exist_ok=True)
    return root


def build_states(folder: Path) -> BuiltSite:
    """Build the site below ``folder``."""
    root = copy_states(folder / "site")
    done = run_ocop(root, "build", "--output", folder / "output", "--day", DAY)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return BuiltSite(folder / "output", BASE)
