"""What is remembered: a spoilt value counts as forgotten."""

import sqlite3
from pathlib import Path

import pytest

from generator.memory import Memory


def saved(folder: Path) -> Memory:
    memory = Memory(folder, folder)
    memory.put("file", "a", b"first")
    memory.put("file", "b", b"second")
    memory.save()
    return memory


@pytest.mark.parametrize("value", [b"", b"junk", b"\xff" * 30, "words", None, 3])
def test_a_spoilt_value_is_forgotten_and_no_other(tmp_path: Path, value: object) -> None:
    saved(tmp_path).close()
    (file,) = tmp_path.glob("*.sqlite")
    base = sqlite3.connect(file)
    base.execute("update cells set value = ? where key = 'a'", (value,))
    base.commit()
    base.close()
    memory = Memory(tmp_path, tmp_path)
    assert memory.get("file", "a") is None
    assert dict(memory.all("file")) == {"b": b"second"}
    memory.close()


def test_all_of_a_kind_are_what_was_put_last(tmp_path: Path) -> None:
    memory = saved(tmp_path)
    memory.put("file", "b", b"newer")
    memory.put("file", "c", b"")
    memory.put("other", "a", b"apart")
    memory.forget("file", ["a"])
    assert dict(memory.all("file")) == {"b": b"newer", "c": b""}
    memory.clear("file")
    assert dict(memory.all("file")) == {}
    assert memory.get("other", "a") == b"apart"
    memory.close()
    memory = Memory(tmp_path, tmp_path)
    assert dict(memory.all("file")) == {}
    memory.close()
