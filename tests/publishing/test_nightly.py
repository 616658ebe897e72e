"""``ocop nightly``: files that a host can read, which build with the day in Vietnam."""

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from tiny import copy_tiny

from generator.cli import command_line
from generator.commands.nightly import FILES


def nightly(root: Path, host: str) -> Result:
    return CliRunner().invoke(command_line("en"), ["--root", str(root), "nightly", host])


@pytest.mark.parametrize("host", FILES)
def test_the_file_is_yaml_and_publishes(tmp_path: Path, host: str) -> None:
    root = copy_tiny(tmp_path / "site")
    result = nightly(root, host)
    assert result.exit_code == 0, result.output
    text = (root / FILES[host]).read_text(encoding="utf-8")
    assert yaml.safe_load(text)
    assert "ocop publish" in text
    assert "./program/*.whl" in text
    assert "program" in result.output
    assert nightly(root, host).exit_code == 0


@pytest.mark.parametrize("host", FILES)
def test_a_file_of_somebody_else_stays(tmp_path: Path, host: str) -> None:
    root = copy_tiny(tmp_path / "site")
    (root / FILES[host]).parent.mkdir(parents=True, exist_ok=True)
    (root / FILES[host]).write_text("theirs: true\n", encoding="utf-8")
    assert nightly(root, host).exit_code == 1
    assert (root / FILES[host]).read_text(encoding="utf-8") == "theirs: true\n"


def test_github_builds_just_after_midnight_in_vietnam(tmp_path: Path) -> None:
    root = copy_tiny(tmp_path / "site")
    nightly(root, "github")
    jobs = yaml.load((root / FILES["github"]).read_text(encoding="utf-8"), yaml.BaseLoader)
    minute, hour, *every = jobs["on"]["schedule"][0]["cron"].split()
    assert ((int(hour) + 7) % 24, int(minute) > 0, every) == (0, True, ["*", "*", "*"])
