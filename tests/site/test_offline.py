"""The worker that cleans readers' devices is a part of every site on a host."""

from pathlib import Path
from typing import Any

import pytest
from tiny import add_fair, copy_tiny, outputs, planned

from generator.site.outputs import Document


def worker(root: Path, **settings: Any) -> Document | None:
    result = outputs(planned(root, **settings)).get("sw.js")
    assert result is None or isinstance(result, Document)
    return result


@pytest.mark.parametrize("links", ["absolute", "relative"])
def test_site_without_fairs_publishes_only_the_cleaner(tmp_path: Path, links: str) -> None:
    found = worker(copy_tiny(tmp_path / "site"), links=links)
    assert found is not None
    assert found.data["keep"] == {}
    assert "unregister" in found.data["script"]
    assert '"fetch"' not in found.data["script"], "it answers no page"


def test_site_with_fairs_names_their_files(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    add_fair(root)
    found = worker(root)
    assert found is not None
    assert set(found.data["keep"]) == {"hoi-cho-mau"}
    addresses = list(found.data["keep"]["hoi-cho-mau"]["files"])
    # A page that replaces an older copy finds its styles there already.
    pages = [number for number, one in enumerate(addresses) if one.endswith("/")]
    assert max(number for number, one in enumerate(addresses) if ".css" in one) < min(pages)


def test_a_stick_has_no_worker(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    add_fair(root)
    assert worker(root, links="relative", usb_fair="hoi-cho-mau") is None
