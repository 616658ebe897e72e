"""What is remembered: a spoilt value counts as forgotten."""

import sqlite3
from pathlib import Path

import pytest

from generator.cache import Cache


def saved(folder: Path) -> Cache:
    cache = Cache(folder, folder)
    cache.put("file", "a", b"first")
    cache.put("file", "b", b"second")
    cache.save()
    return cache


@pytest.mark.parametrize("value", [b"", b"junk", b"\xff" * 30, "words", None, 3])
def test_a_spoilt_value_is_forgotten_and_no_other(tmp_path: Path, value: object) -> None:
    saved(tmp_path).close()
    (file,) = tmp_path.glob("*.sqlite")
    base = sqlite3.connect(file)
    base.execute("update cells set value = ? where key = 'a'", (value,))
    base.commit()
    base.close()
    cache = Cache(tmp_path, tmp_path)
    assert cache.get("file", "a") is None
    assert dict(cache.all("file")) == {"b": b"second"}
    cache.close()


def test_all_of_a_kind_are_what_was_put_last(tmp_path: Path) -> None:
    cache = saved(tmp_path)
    cache.put("file", "b", b"newer")
    cache.put("file", "c", b"")
    cache.put("other", "a", b"apart")
    cache.forget("file", ["a"])
    assert dict(cache.all("file")) == {"b": b"newer", "c": b""}
    cache.clear("file")
    assert dict(cache.all("file")) == {}
    assert cache.get("other", "a") == b"apart"
    cache.close()
    cache = Cache(tmp_path, tmp_path)
    assert dict(cache.all("file")) == {}
    cache.close()
