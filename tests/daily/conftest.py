"""The command line inside this process."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tiny import DAY

from generator.cli import command_line


@pytest.fixture
def ocop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """``ocop(root, command, *words)``: the result, as of the tests' day, with a cache of its own."""
    monkeypatch.setenv("OCOP_CACHE", str(tmp_path / "cache"))

    def run(root: Path, command: str, *words: str | Path, **more: Any) -> Result:
        given = [command, "--root", str(root), "--day", DAY.isoformat(), *map(str, words)]
        return CliRunner().invoke(command_line("en"), given, **more)

    return run
